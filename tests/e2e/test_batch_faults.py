"""Batch: whatever is killed or fails, final names hold whole files, and the next run completes the tree."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from random import Random
from typing import Any

import pytest

from convert.batch.outputs import write_outputs
from convert.errors import UnwritableOutput
from convert.system.write import Disk, DiskFull
from tests.support.batches import command, issues, run, surroundings, tree

KILLS = 3
"""By default; the long test kills twenty times."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Convert a tree without any fault, to compare with."""
    folder = tmp_path_factory.mktemp("undisturbed")
    source = issues(folder / "in", 24)
    ended = run("batch", source, folder / "out", "-f", "xml,docx", "-j", 2)
    assert ended.returncode == 0, ended.stderr
    return source, tree(folder / "out")


def killed(source: Path, out: Path, whole: dict[str, str], times: int, seed: int) -> None:
    """Kill the whole process group at random moments, look at what is there, and complete it."""
    dice = Random(seed)
    for _ in range(times):
        running = subprocess.Popen(
            command("batch", source, out, "-f", "xml,docx", "-j", 2),
            env=surroundings(),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.3, 4))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        there = tree(out)
        assert there.items() <= whole.items()  # whole files or none
    ended = run("batch", source, out, "-f", "xml,docx", "-j", 2)
    assert ended.returncode == 0, ended.stderr
    assert tree(out) == whole


def test_killed_at_some_moments(tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    """After kill -9 of the whole group the next run completes to the same tree, byte for byte."""
    source, whole = undisturbed
    killed(source, tmp_path / "out", whole, KILLS, 1)


@pytest.mark.long
def test_killed_at_twenty_moments(tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    """The same, twenty times, from an empty folder now and then."""
    source, whole = undisturbed
    for number in range(5):
        killed(source, tmp_path / f"out-{number}", whole, 4, number)


def faulty(kind: str, number: int, code: int) -> tuple[Disk, list[int]]:
    """Return a disk whose n-th call of a kind fails, after half of what it should write."""
    left = [number]

    def count(real: Callable[..., Any], *given: Any) -> Any:  # noqa: ANN401 - any of three calls
        left[0] -= 1
        if left[0] == 0:
            if kind == "write":
                os.write(given[0], bytes(given[1])[: len(given[1]) // 2])
            raise OSError(code, os.strerror(code))
        return real(*given)

    calls: dict[str, Any] = {"write": os.write, "fsync": os.fsync, "rename": os.replace}
    real = calls[kind]
    calls[kind] = lambda *given: count(real, *given)
    return Disk(**calls), left


def versions() -> Iterator[dict[str, bytes]]:
    """Yield the files of an issue as they were, and as they shall be."""
    yield {form: f"old {form}".encode() * 40 for form in ("docx", "pdf", "xml")}
    yield {form: f"new {form}".encode() * 50 for form in ("docx", "pdf", "xml")}


@pytest.mark.parametrize("kind", ["write", "fsync", "rename"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_the_nth_call_fails(tmp_path: Path, kind: str, code: int) -> None:
    """Whichever write, fsync or rename fails, each file is the old or the new one."""
    old, new = versions()
    staging = tmp_path / "staging"
    staging.mkdir()
    for number in range(1, 12):
        out = tmp_path / str(number)
        write_outputs(out, staging, PurePath("1951/日报"), old)
        disk, left = faulty(kind, number, code)
        failed: UnwritableOutput | None = None
        try:
            write_outputs(out, staging, PurePath("1951/日报"), new, disk)
        except UnwritableOutput as error:
            failed = error
        if not failed:
            assert left[0] > 0  # all calls were made, and the n-th is beyond them
            assert number > 3
            break
        assert isinstance(failed, DiskFull) == (code != errno.EIO)
        for form in old:
            assert (out / f"1951/日报.{form}").read_bytes() in {old[form], new[form]}
        assert not list(staging.iterdir())
        assert len(list((out / "1951").iterdir())) == 3
        made = write_outputs(out, staging, PurePath("1951/日报"), new)
        assert {form: (out / f"1951/日报.{form}").read_bytes() for form in made} == new
    else:
        pytest.fail("every call failed")


@contextlib.contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a small tmpfs; skip where that is not allowed."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no tmpfs can be mounted: {mounted.stderr.decode(errors='replace').strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_the_disk_is_full(tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    """The run ends and says so; with room made the next one completes the tree."""
    source, whole = undisturbed
    with small_disk(tmp_path / "small", "640k") as out:
        ended = run("batch", source, out, "-f", "xml,docx", "-j", 2)
        assert ended.returncode == 4, ended.stderr
        assert "No space left" in ended.stderr or "is full" in ended.stderr
        assert tree(out).items() <= whole.items()
        subprocess.run(["mount", "-o", "remount,size=16m", out], check=True)
        ended = run("batch", source, out, "-f", "xml,docx", "-j", 2)
        assert ended.returncode == 0, ended.stderr
        assert tree(out) == whole


def test_the_output_is_read_only(tmp_path: Path, undisturbed: tuple[Path, dict[str, str]]) -> None:
    """A read-only OUT is refused in one line, and what is there stays."""
    source, whole = undisturbed
    with small_disk(tmp_path / "small", "16m") as out:
        subprocess.run(["mount", "-o", "remount,ro", out], check=True)
        ended = run("batch", source, out, "-f", "xml,docx", "-j", 2)
        assert ended.returncode == 4
        assert ended.stderr.count("\n") == 1
        assert "Read-only file system" in ended.stderr
        subprocess.run(["mount", "-o", "remount,rw", out], check=True)
        assert run("batch", source, out, "-f", "xml,docx", "-j", 2).returncode == 0
        assert tree(out) == whole
