"""A call of the system fails, or a signal comes: every command says so in one line, and files are whole."""

from __future__ import annotations

import errno
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice, takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from convert.errors import ExitCode
from convert.text.memo import Memo
from tests.support.faults import Fault, Forks, Trial, compile_faults, final_files, left_behind, needs_compiler

pytestmark = needs_compiler
TEXT = "云津日报讯{0}\n\n新桥通车\n\n今天,云津市民走上了第{0}座新桥。\n"
FIRST = (1, 3)
"""By default the n-th call fails for these n; in the long run for each, until no call is left."""


class Command(NamedTuple):
    """A command, and what it may end with when a call fails."""

    arguments: Sequence[str]
    failed: frozenset[int] = frozenset({ExitCode.BAD_OUTPUT})
    """When a write, sync or rename fails; of several sources any failure is 1."""


WRITING = {
    "convert": Command(["convert", "in", "-o", "new", "-f", "xml,docx"], frozenset({1, 4})),
    "convert-again": Command(["convert", "in", "-o", "old", "-f", "xml"], frozenset({1, 4})),
    "collect": Command(["collect", "in", "-o", "book.epub", "--title", "新桥"]),
    "collect-draft": Command(["collect", "in", "-o", "draft.toml"]),
    "batch": Command(["batch", "in", "tree", "-f", "xml", "-j", "1", "-q"], frozenset({1, 4})),
    "retry": Command(["retry", "failed", "-q"], frozenset({1, 4})),
    "bag": Command(["bag", "old", "-o", "bag"]),
    "catalogue": Command(["catalogue", "old", "--no-covers"], frozenset({1, 4})),
    "restore": Command(["restore", "old/1.xml", "-o", "source.txt"]),
    "decisions": Command(["decisions", "in/1.txt", "-w"]),
    "report": Command(["report", "failed", "-o", "report.html"]),
}
READING = {
    "explain": ["explain", "in/1.txt"],
    "view": ["view", "old/1.xml"],
    "verify": ["verify", "old"],
    "diff": ["diff", "old", "old"],
    "status": ["status", "failed"],
    "why": ["why", "failed", "1.txt"],
}
SLOW = {"batch", "retry"}
EACH_OF_SLOW = 40
"""Calls of a slow command that are tried one by one with the long profile; it makes thousands."""
"""These start a worker each time. Where only the lock's text is not written, or SQLite does without a flush,
nothing is lost: they may end with 0, with the tree whole."""
NO_ROOM = ("No space left", "quota exceeded", "disk is full", "disk I/O error")
"""What the error says; the last two are SQLite's words, of the ledger."""
ONCE = {"bag", "collect-draft"}
"""These refuse to replace what is there."""
WITHOUT_ONE = {"collect", "collect-draft", "catalogue"}
"""These go on without a source that cannot be read, and end with 1."""


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Start the process that runs the trials."""
    with Forks(compile_faults(tmp_path_factory.mktemp("faults"))) as started:
        yield started


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Path:
    """Make a folder with sources, finished issues, and a batch of which an issue failed."""
    folder = tmp_path_factory.mktemp("prepared") / "work"
    (folder / "in").mkdir(parents=True)
    for number in (1, 2):
        (folder / "in" / f"{number}.txt").write_text(TEXT.format(number), "utf-8")
    assert forks.run(folder, ["convert", "in", "-o", "old", "-f", "xml,docx"]).status == 0
    (folder / "in" / "2.toml").write_text("date = 'never'\n", "utf-8")
    assert forks.run(folder, ["batch", "in", "failed", "-f", "xml", "-j", "1", "-q"]).status == 1
    (folder / "in" / "2.toml").unlink()
    return folder


def numbers(request: pytest.FixtureRequest, name: str, of_slow: int = 2) -> Iterator[int]:
    """Return which call is to fail, one after the other; by default one of what is slow."""
    if is_long(request):
        return ever_fewer(EACH_OF_SLOW) if name in SLOW else count(1)
    return iter((of_slow,) if name in SLOW else FIRST)


def happening(
    request: pytest.FixtureRequest, name: str, attempt: Callable[[int], Trial], *, late: bool
) -> Iterator[Trial]:
    """Yield the trials in which the call is made; by default one of each of two kinds.

    The first call is that of one kind, a later one that of the other, or the first again where none is made.
    """
    if is_long(request) or name in SLOW:
        yield from takewhile(lambda ended: ended.happened, map(attempt, numbers(request, name)))
        return
    trials = map(attempt, FIRST[::-1] if late else FIRST[:1])
    yield from islice((ended for ended in trials if ended.happened), 1)


def is_long(request: pytest.FixtureRequest) -> bool:
    """Return whether there is time for each call."""
    return bool(request.config.getoption("--hypothesis-profile") == "long")


def ever_fewer(each: int) -> Iterator[int]:
    """Yield the first numbers, then each that is a tenth larger than the one before."""
    number = 1
    while True:
        yield number
        number += max(1, number // 10 if number >= each else 1)


def copy(prepared: Path, place: Path) -> Path:
    """Return a copy of the prepared folder, times kept."""
    shutil.rmtree(place, ignore_errors=True)
    return Path(shutil.copytree(prepared, place / "work"))


def check_said(ended: Trial, folder: Path) -> None:
    """No fault of ours was named, and nothing unfinished stays."""
    told = f"{ended.status}: {ended.stderr}"
    assert "internal error" not in ended.stderr, told
    assert "Traceback" not in ended.stderr, told
    assert not left_behind(folder), told


def check_end(ended: Trial, folder: Path, before: dict[str, str], whole: dict[str, str]) -> None:
    """Besides, every file is as it was or as it shall be."""
    check_said(ended, folder)
    told = f"{ended.status}: {ended.stderr}"
    there = final_files(folder)
    assert before.keys() <= there.keys(), told
    strange = {name for name, digest in there.items() if digest not in {before.get(name), whole.get(name)}}
    # the catalogue's list of its own files grows while it writes, so that the next run knows them
    assert not {name for name in strange if not name.endswith("/catalogue/.files")}, told


def check_next(
    forks: Forks, name: str, folder: Path, whole: dict[str, str], *, changed: bool = False
) -> None:
    """The next run completes what the first one left.

    A catalogue that was made without an issue has changed when it has it: its feeds say a later time.
    """
    if name in ONCE and final_files(folder) == whole:
        return
    again = forks.run(folder, WRITING[name].arguments)
    assert again.status == 0, again.stderr
    assert final_files(folder).keys() == whole.keys()
    assert changed or final_files(folder) == whole
    assert not left_behind(folder)


class Undisturbed(NamedTuple):
    """The files before and after a run without a fault, each with its digest."""

    before: dict[str, str]
    whole: dict[str, str]


@pytest.fixture(scope="module")
def undisturbed(
    forks: Forks, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Memo[str, Undisturbed]:
    """Return what runs a command without a fault: many tests ask what it makes, and each runs once."""
    place = tmp_path_factory.mktemp("whole")

    def run(name: str) -> Undisturbed:
        folder = copy(prepared, place)
        before = final_files(folder)
        ended = forks.run(folder, WRITING[name].arguments)
        assert ended.status == 0, ended.stderr
        return Undisturbed(before, final_files(folder))

    return Memo(run, bound=len(WRITING))


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("kind", ["write", "sync", "rename"])
def test_the_nth_call_that_writes_fails(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    forks: Forks,
    prepared: Path,
    undisturbed: Memo[str, Undisturbed],
    name: str,
    kind: str,
) -> None:
    """EIO at the n-th: exit 4, or 1 where others were converted; no half file; the next run completes."""
    before, whole = undisturbed[name]
    happened = 0
    for number in numbers(request, name, 1 if kind == "rename" else 2):  # `retry` renames one file
        folder = copy(prepared, tmp_path / "trial")
        ended = forks.run(folder, WRITING[name].arguments, Fault(kind, number, errno.EIO))
        if not ended.happened:
            break
        happened += 1
        check_end(ended, folder, before, whole)
        if name in SLOW and ended.status == 0:
            assert final_files(folder) == whole
        else:
            assert ended.status in WRITING[name].failed, f"{number}: {ended.status} {ended.stderr}"
            assert "error" in ended.stderr
        check_next(forks, name, folder, whole)
    assert happened


@pytest.mark.parametrize("kind", ["write", "sync", "rename"])
def test_a_worker_cannot_write(
    tmp_path: Path, forks: Forks, prepared: Path, undisturbed: Memo[str, Undisturbed], kind: str
) -> None:
    """The issue fails alone, says so, and is made by the next run."""
    before, whole = undisturbed["batch"]
    folder = copy(prepared, tmp_path / "trial")
    where = "/tree/1" if kind == "rename" else "/staging/"
    fault = Fault(kind, 2 if kind == "write" else 1, errno.EIO, below=where)
    ended = forks.run(folder, WRITING["batch"].arguments, fault)
    assert ended.happened
    check_end(ended, folder, before, whole)
    assert ended.status == ExitCode.SOME_FAILED
    assert "cannot be written: Input/output error" in ended.stderr
    check_next(forks, "batch", folder, whole)


def test_a_worker_is_killed_while_it_writes(
    tmp_path: Path, forks: Forks, prepared: Path, undisturbed: Memo[str, Undisturbed]
) -> None:
    """Half of its file lies in the staging folder; the issue is tried once more, alone."""
    _, whole = undisturbed["batch"]
    folder = copy(prepared, tmp_path / "trial")
    arguments = WRITING["batch"].arguments
    ended = forks.run(folder, arguments, Fault("sync", 1, -signal.SIGKILL, below="/staging/"))
    assert ended.happened
    assert ended.status == 0, ended.stderr
    assert final_files(folder) == whole
    assert not left_behind(folder)


@pytest.mark.parametrize("name", [*WRITING, *READING])
def test_the_nth_read_fails(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    forks: Forks,
    prepared: Path,
    undisturbed: Memo[str, Undisturbed],
    name: str,
) -> None:
    """EIO at the n-th: the source's own error, or that of the output; nothing is taken for whole."""
    arguments = WRITING[name].arguments if name in WRITING else READING[name]
    before, whole = ({}, {}) if name in READING else undisturbed[name]
    for number in numbers(request, name):
        folder = copy(prepared, tmp_path / "trial")
        before = final_files(folder)
        ended = forks.run(folder, arguments, Fault("read", number, errno.EIO))
        if not ended.happened:
            break
        check_said(ended, folder)
        assert ended.status in {0, 1, 2 if name == "diff" else 3, 3, 4}, f"{number}: {ended}"
        if ended.status:
            assert ended.stderr.strip(), f"{number}: {ended}"
        if name in WRITING and not (name in WITHOUT_ONE and ended.status == 1):
            check_end(ended, folder, before, whole)
        if name in WRITING and not (name == "collect-draft" and ended.status == 1):
            changed = name == "catalogue" and ended.status == 1
            check_next(forks, name, folder, whole, changed=changed)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT], ids=["full", "quota"])
@pytest.mark.parametrize("name", WRITING)
def test_no_room(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    forks: Forks,
    prepared: Path,
    undisturbed: Memo[str, Undisturbed],
    name: str,
    code: int,
) -> None:
    """From the n-th write on nothing can be written: exit 4 says so, or all is done; no file is half."""
    before, whole = undisturbed[name]
    folder = tmp_path / "trial" / "work"

    def attempt(number: int) -> Trial:
        copy(prepared, tmp_path / "trial")
        return forks.run(folder, WRITING[name].arguments, Fault("write", number, code, stays=True))

    for ended in happening(request, name, attempt, late=code == errno.EDQUOT):
        check_end(ended, folder, before, whole)
        if ended.status == 0:  # the ledger only tidies up when all is done and safe in its log
            assert final_files(folder) == whole, ended
            check_next(forks, name, folder, whole)
            continue
        many = name.startswith("convert")  # of several sources any failure is 1
        assert ended.status == ExitCode.BAD_OUTPUT or (many and ended.status == 1), ended
        assert any(reason in ended.stderr for reason in NO_ROOM), ended
        check_next(forks, name, folder, whole)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
@pytest.mark.parametrize("kind", ["read", "write"])
@pytest.mark.parametrize("name", [*WRITING, *READING])
def test_a_signal(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    forks: Forks,
    prepared: Path,
    undisturbed: Memo[str, Undisturbed],
    name: str,
    kind: str,
    number: signal.Signals,
) -> None:
    """It comes at the n-th call: exit 130 or 143, files whole or absent, nothing unfinished stays."""
    arguments = WRITING[name].arguments if name in WRITING else READING[name]
    before = final_files(prepared)
    whole = {} if name in READING else undisturbed[name].whole
    folder = tmp_path / "trial" / "work"

    def attempt(call: int) -> Trial:
        copy(prepared, tmp_path / "trial")
        return forks.run(folder, arguments, Fault(kind, call, -number))

    for ended in happening(request, name, attempt, late=number == signal.SIGTERM):
        check_end(ended, folder, before, whole)
        assert ended.status == 128 + number, ended
        if name in WRITING:
            check_next(forks, name, folder, whole)
