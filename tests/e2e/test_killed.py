"""What a run that was killed has left is removed by the next one, and nothing else is."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from convert.cli import run
from convert.system.staging import open_staging, sweep_unfinished
from tests.support.batches import run as run_process
from tests.support.batches import surroundings

PAGE = "山城晚报\n\n市委六届八次全会强调,要强化党建统领。\n"
KILLED = """
import json, os, signal, sys
left, real = 0, os.fsync

def fsync(handle):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(handle)

os.fsync = fsync
from convert.cli import run
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what the commands say is no answer
for warm in json.loads(sys.stdin.readline()):
    run(warm)
for line in sys.stdin:
    child = os.fork()
    if not child:
        left, folder, command = json.loads(line)
        os.chdir(folder)
        os._exit(run(command))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)
"""
"""Runs commands that are killed, as by kill -9, when they flush a file to the disk for the n-th time."""
COMMANDS = {
    "convert": ["convert", "page.txt", "-o", "new", "-f", "xml,docx"],
    "collect": ["collect", "page.txt", "-o", "new/book.epub", "--title", "书"],
    "restore": ["restore", "done/page.xml", "-o", "new/page.txt"],
    "report": ["report", "batch", "-o", "new/report.html"],
    "bag": ["bag", "done", "-o", "new/bag"],
    "decisions": ["decisions", "page.txt", "-o", "new/d.toml"],
    "catalogue": ["catalogue", "new", "--no-covers"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a page, a finished one, and an empty folder to write in."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    assert run(["convert", "page.txt", "-o", "done", "-f", "xml"]) == 0
    (tmp_path / "new").mkdir()
    return tmp_path


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """Start the process whose forks are killed; it has loaded what they need."""
    place = tmp_path_factory.mktemp("warm")
    (place / "page.txt").write_text(PAGE, "utf-8")
    page = str(place / "page.txt")
    warm = [
        ["convert", page, "-o", str(place), "-f", "xml,docx", "-q"],
        ["collect", page, "-o", str(place / "book.epub"), "--title", "书", "-q"],
    ]
    begin = [sys.executable, "-c", KILLED]
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        begin, env=surroundings(), stdin=pipe, stdout=pipe, stderr=none, text=True
    ) as process:
        assert process.stdin
        process.stdin.write(json.dumps(warm) + "\n")
        yield process
        process.communicate()


def kill(killer: subprocess.Popen[str], number: int, command: list[str]) -> int:
    """Run a command that is killed at its n-th flush, and return how it ended."""
    assert killer.stdin
    assert killer.stdout
    killer.stdin.write(json.dumps([number, str(Path.cwd()), command]) + "\n")
    killer.stdin.flush()
    return int(killer.stdout.readline())


def left_behind(folder: Path) -> list[str]:
    """Return what is no finished file: all that looks temporary, and all in the program's own folders."""
    paths = [path.relative_to(folder) for path in folder.rglob("*")]
    return sorted(path.as_posix() for path in paths if path.suffix == ".tmp" or "unfinished" in path.parts)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_next_run_removes_what_a_killed_one_left(
    name: str, folder: Path, killer: subprocess.Popen[str]
) -> None:
    """At whatever moment it was killed; a user's own file that looks like one of ours stays."""
    alike = [".page.xml.71-ab12.tmp", ".book.epub.71-ab12.tmp", ".bag.71-ab12.tmp", ".r.html.1-a.tmp"]
    for file in alike:
        (folder / "new" / file).write_text("mine")
    if name == "report":
        assert run(["batch", "page.txt", "batch", "-f", "xml", "-j", "1", "-q"]) == 0
    unfinished = 0
    for number in range(1, 4):
        assert kill(killer, number, COMMANDS[name]) in {-signal.SIGKILL, 0}
        unfinished += len(left_behind(folder / "new")) > len(alike)
        shutil.rmtree(folder / "new" / "bag", ignore_errors=True)
    assert unfinished
    assert run(COMMANDS[name]) == 0
    assert left_behind(folder / "new") == sorted(alike)


def test_the_files_of_a_run_that_lives_stay(folder: Path) -> None:
    """Its lock says so, in another process as in this one; with the lock gone they go."""
    with open_staging(folder / "new", "alive") as place:
        (place / "half").write_bytes(b"half")
        assert run(COMMANDS["convert"]) == 0
        assert run_process(*COMMANDS["collect"]).returncode == 0
        assert (place / "half").read_bytes() == b"half"
    assert not place.parent.exists()
    dead = folder / "new" / ".backfile" / "unfinished" / "dead"
    dead.mkdir(parents=True)
    (dead / "half").write_bytes(b"half")
    lock = dead.with_name("dead.lock")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    sweep_unfinished(folder / "new")
    assert dead.exists()
    os.close(handle)
    sweep_unfinished(folder / "new")
    assert not dead.exists()
    assert not lock.exists()


def test_a_link_among_unfinished_files_is_not_followed(folder: Path) -> None:
    """Neither in a dead run's folder nor in its place."""
    mine = folder / "mine"
    mine.mkdir()
    (mine / "file").write_bytes(b"precious")
    place = folder / "new" / ".backfile" / "unfinished"
    (place / "dead").mkdir(parents=True)
    (place / "dead" / "link").symlink_to(mine)
    (place / "dead.lock").touch()
    (place / "other").symlink_to(mine)
    (place / "other.lock").touch()
    sweep_unfinished(folder / "new")
    assert (mine / "file").read_bytes() == b"precious"
    assert not (place / "dead").exists()
