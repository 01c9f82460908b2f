"""Standard streams that are closed, full or without a reader: work is done, or the command says why not."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from tests.support.batches import command, fork_server, surroundings
from tests.support.paths import ROOT

TEXT = "山城晚报\n\n市委六届八次全会强调，要强化党建统领，全面提高领导经济社会发展能力。\n"
FULL = Path("/dev/full")
GONE = 141
"""What a shell says of a command that lost the reader of its output."""


class Case(NamedTuple):
    """A command, and whether people or programs want something from its standard output."""

    arguments: str
    data: bool = True


CASES = {
    "help": Case("--help"),
    "help of a command": Case("convert --help"),
    "version": Case("--version"),
    "convert": Case("convert page.txt -o {new} -f xml -v", data=False),
    "convert, JSON": Case("convert page.txt -o {new} -f xml --json"),
    "convert, stream": Case("convert page.txt -o - -f xml"),
    "collect": Case("collect page.txt -o {new}.epub --title 山城", data=False),
    "collect, selection": Case("collect page.txt -o {new}.toml", data=False),
    "batch": Case("batch in {new} -f xml -j 1 -v", data=False),
    "batch, log": Case("batch in {new} -f xml -j 1 --log-json", data=False),
    "batch, dry run": Case("batch in {new} -f xml --dry-run"),
    "retry": Case("retry out -j 1", data=False),
    "status": Case("status out"),
    "status, JSON": Case("status out --json"),
    "why": Case("why out page"),
    "why, JSON": Case("why out page --json"),
    "report": Case("report out"),
    "explain": Case("explain page.txt"),
    "explain, JSON": Case("explain page.txt --json"),
    "decisions": Case("decisions page.txt"),
    "decisions, file": Case("decisions page.txt -o {new}.toml", data=False),
    "diff": Case("diff out/page.xml out/page.xml"),
    "view": Case("view out/page.xml"),
    "verify": Case("verify out/page.xml"),
    "verify, JSON": Case("verify out/page.xml --json"),
    "restore": Case("restore out/page.xml -o -"),
    "bag": Case("bag books -o {new}"),
    "catalogue": Case("catalogue books --no-covers"),
    "catalogue, served": Case("catalogue books --no-covers -q --serve --port 0"),
    "formats": Case("formats"),
    "rules, JSON": Case("rules --json"),
    "styles": Case("styles"),
    "completion": Case("completion bash"),
}


IN_A_SHELL = ("--help", "convert page.txt -o -", "batch", "retry")
"""How those begin whose streams a shell closes; the others are forks that close their own, and then begin."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a page, a batch of it, and a folder of finished files."""
    place = tmp_path_factory.mktemp("streams")
    (place / "page.txt").write_text(TEXT, "utf-8")
    (place / "in").mkdir()
    (place / "in" / "page.txt").write_text(TEXT, "utf-8")
    assert shell(place, "batch in out -f xml -j 1 -q").returncode == 0
    assert shell(place, "convert page.txt -o books -f xml -q").returncode == 0
    return place


def shell(
    folder: Path, arguments: str, streams: str = "", before: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a shell, with its streams as given."""
    line = f"{before} {shlex.quote(sys.executable)} -m convert {arguments} {streams}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=100,
        check=False,
    )


def into_full_disk(arguments: list[str], messages: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command in this folder, with a full disk behind its standard output, in a fork if it may be."""
    with FULL.open("wb") as full, messages.open("wb") as errors, Path(os.devnull).open("rb") as nothing:
        status = status_of(arguments, nothing, full, errors)
    return subprocess.CompletedProcess(arguments, status, b"", messages.read_bytes())


def status_of(arguments: list[str], stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> int:
    """Run the command with these streams, and return how it ended, as a shell says it."""
    environment = surroundings()
    if fork_server().can_run(environment):
        streams = [stream.fileno() for stream in (stdin, stdout, stderr)]
        status = fork_server().start(arguments, environment, streams).wait(100)
    else:
        begun = command(*arguments)
        status = subprocess.run(
            begun, env=environment, stdin=stdin, stdout=stdout, stderr=stderr, timeout=100, check=False
        ).returncode
    return status if status >= 0 else 128 - status


def files(folder: Path) -> Iterator[bytes]:
    """Yield the bytes of all files below a folder, or of a file."""
    for path in [folder, *sorted(folder.rglob("*"))]:
        if path.is_file():
            yield path.read_bytes()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_no_stream_at_all(folder: Path, tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all three closed the files are written, and no message stands in one of them."""
    arguments = case.arguments.format(new=tmp_path / "new")
    monkeypatch.chdir(folder)
    if arguments.startswith(IN_A_SHELL) or not fork_server().can_run(surroundings()):
        done = shell(folder, arguments, "<&- >&- 2>&-")
        status = done.returncode
        assert (done.stdout, done.stderr) == (b"", b"")
    else:
        status = fork_server().start(shlex.split(arguments), surroundings(), []).wait(100)
    assert status == (4 if case.data else 0)
    if not case.data and "retry" not in case.arguments:
        written = [data for path in tmp_path.iterdir() for data in files(path)]
        assert written
        assert not any(b"changes)" in data or b'"event"' in data for data in written)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_output_that_takes_nothing(
    folder: Path, tmp_path: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk behind standard output is exit status 4 and one line, or no matter."""
    monkeypatch.chdir(folder)
    done = into_full_disk(shlex.split(case.arguments.format(new=tmp_path / "new")), tmp_path / "messages")
    error = b"error: standard output: cannot be written: No space left on device; redirect it elsewhere\n"
    assert done.returncode == (4 if case.data else 0)
    assert done.stderr.endswith(error) is case.data
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.parametrize("name", ["help", "convert", "batch", "batch, log", "status", "report", "formats"])
def test_readers_that_went(folder: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither stream has a reader: data ends the command in silence, a lost message does not."""
    case = CASES[name]
    monkeypatch.chdir(folder)
    reader, writer = os.pipe()
    os.close(reader)
    with Path(os.devnull).open("rb") as nothing, os.fdopen(writer, "wb") as gone:
        begun = shlex.split(case.arguments.format(new=tmp_path / "new"))
        status = status_of(begun, nothing, gone, gone)
    assert status == (GONE if case.data else 0)


@pytest.mark.parametrize("full", [True, False], ids=["full", "closed"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("convert page.txt -o {new} -f xml -v", 0),
        ("convert missing.txt -o {new}", 3),
        ("batch in {new} -f xml -j 1 --log-json", 0),
        ("convert --jsn", 2),
        ("", 2),
    ],
)
def test_messages_that_nobody_takes(
    folder: Path, tmp_path: Path, arguments: str, status: int, monkeypatch: pytest.MonkeyPatch, *, full: bool
) -> None:
    """What cannot be said changes nothing of what is done, and nothing of how it ends."""
    monkeypatch.chdir(folder)
    line = arguments.format(new=tmp_path / "new")
    if full:
        with Path(os.devnull).open("r+b") as nothing, FULL.open("wb") as disk:
            assert status_of(shlex.split(line), nothing, nothing, disk) == status
    else:
        assert shell(folder, line, "2>&-").returncode == status


def test_closed_input(folder: Path, tmp_path: Path) -> None:
    """No input is an error of the input, where it is asked for, and no matter elsewhere."""
    done = shell(folder, f"convert - -o {tmp_path}/a -f xml", "<&-")
    assert done.returncode == 3
    assert done.stderr == b"error: -: standard input cannot be read: it is closed; give a file, or use <\n"
    assert shell(folder, f"convert page.txt -o {tmp_path}/b -f xml", "<&-").returncode == 0


def test_terminal_that_was_closed(folder: Path, tmp_path: Path) -> None:
    """A progress bar on a terminal whose window was closed costs no work."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "convert", "convert", "page.txt", "-o", str(tmp_path / "new"), "-f", "xml"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.close(ours)
    assert process.wait(60) == 0
    assert (tmp_path / "new" / "page.xml").is_file()


def test_output_is_the_same_without_streams(folder: Path, tmp_path: Path) -> None:
    """What is written does not depend on who listens."""
    assert shell(folder, f"convert page.txt -o {tmp_path}/a").returncode == 0
    assert shell(folder, f"convert page.txt -o {tmp_path}/b", "<&- >&- 2>&-").returncode == 0
    assert list(files(tmp_path / "a")) == list(files(tmp_path / "b"))


COLLECTED = ("page.txt -o {place}/book.epub --title 山城", "page.txt -o {place}/book.toml")


@pytest.mark.parametrize(
    ("source", "blocks", "what"),
    [
        pytest.param("page.txt", 0, b"error: no room for temporary files: ", id="no byte"),
        pytest.param("long.txt", 2, b": File too large", id="not the texts of the issues"),
        pytest.param("page.txt", 1, b"book.epub: cannot be written: File too large", id="not the book"),
    ],
)
def test_collect_on_a_full_disk(folder: Path, tmp_path: Path, source: str, blocks: int, what: bytes) -> None:
    """Where a file cannot grow it is exit status 4, and nothing is left behind."""
    (folder / "long.txt").write_text("日报\n\n" + "今天天晴。" * 2000, "utf-8")
    limit = f"ulimit -f {blocks};"
    done = shell(folder, f"collect {source} -o {tmp_path}/book.epub --title 山城", before=limit)
    assert done.returncode == 4
    assert done.stderr.startswith(b"error: ")
    assert what in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", COLLECTED)
def test_collect_on_a_read_only_disk(folder: Path, arguments: str) -> None:
    """The same where the disk is read-only, which /proc is for everybody."""
    done = shell(folder, f"collect {arguments.format(place='/proc')}")
    assert done.returncode == 4
    assert b"cannot be written: " in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", COLLECTED)
def test_collect_on_a_disk_mounted_read_only(folder: Path, tmp_path: Path, arguments: str) -> None:
    """And where it is mounted so, which even root respects."""
    mount = f"mount --bind {tmp_path} {tmp_path} && mount -o remount,ro,bind {tmp_path}"
    if not _can(["unshare", "-m", "bash", "-c", mount]):
        pytest.skip("no right to mount here")
    line = f"{mount} && cd {folder} && {sys.executable} -m convert collect {arguments.format(place=tmp_path)}"
    done = subprocess.run(
        ["unshare", "-m", "bash", "-c", line],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 4
    assert b"cannot be written: Read-only file system" in done.stderr


def _can(command: Sequence[str]) -> bool:
    """Whether a command is there and allowed."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
