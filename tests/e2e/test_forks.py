"""A fork that a test runs is the command: it ends, writes and is killed as a process that is started."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.batches import command, fork_server, issues, quarantined, run, surroundings, trap, tree

PAGE = "云津日报讯\n\n今天,云津市民走上了新桥。\n"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--version"], 0),
        (["convert", "-", "-f", "xml", "-o", "-"], 0),
        (["convert", "missing.txt", "-f", "xml"], 3),
        (["convert", "--jsn"], 2),
        (["view", "-"], 3),
    ],
)
def test_it_ends_and_writes_as_a_process(arguments: list[str], status: int) -> None:
    """Status, output and messages are equal, with input from a pipe."""
    process = subprocess.run(
        command(*arguments), input=PAGE.encode(), capture_output=True, env=surroundings(), check=False
    )
    fork = fork_server().run(arguments, surroundings(), PAGE.encode(), 60)
    assert (fork.returncode, fork.stdout, fork.stderr) == (status, process.stdout, process.stderr)
    assert process.returncode == status


def test_its_workers_are_processes(tmp_path: Path) -> None:
    """A batch in a fork writes what a batch in a process writes, by two workers."""
    source = issues(tmp_path / "in", 3)
    begun = command("batch", source, tmp_path / "process", "-f", "xml,docx", "-j", 2)
    subprocess.run(begun, env=surroundings(), capture_output=True, check=True)
    assert run("batch", source, tmp_path / "fork", "-f", "xml,docx", "-j", 2).returncode == 0
    assert tree(tmp_path / "fork") == tree(tmp_path / "process")


def test_it_is_killed_as_a_process(tmp_path: Path) -> None:
    """A command that waits for its input: it runs on, and ends by the signal that it gets."""
    stdin, feed = os.pipe()
    with (tmp_path / "out").open("wb") as out:
        begun = ["convert", "-", "-f", "xml", "-o", "-"]
        fork = fork_server().start(begun, surroundings(), [stdin, out.fileno(), out.fileno()])
        os.close(stdin)
        with pytest.raises(TimeoutError):
            fork.wait(0.05)
        os.kill(fork.pid, signal.SIGKILL)
        assert fork.wait(20) == -signal.SIGKILL
    os.close(feed)


def test_what_python_reads_at_its_start_asks_for_a_process(tmp_path: Path) -> None:
    """Installed traps stand on PYTHONPATH: the worker that dies of one is no fork."""
    traps = trap(tmp_path / "traps")
    assert not fork_server().can_run(surroundings(traps))
    assert fork_server().can_run({**surroundings(), "SOURCE_DATE_EPOCH": "1"})
    source = issues(tmp_path / "in", 1, "KILL")
    assert run("batch", source, tmp_path / "out", "-f", "trap", "-j", 1, traps=traps).returncode == 1
    assert [*quarantined(tmp_path / "out").values()] == ["crash"]
