"""Batch: workers that die, hang and grow cost their one issue; signals and locks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.batches import command, issues, quarantined, run, served, surroundings, touched, trap, tree


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Install the writer full of traps, and have what `run` begins with it forked."""
    folder = trap(tmp_path_factory.mktemp("traps"))
    with served(surroundings(folder)):
        yield folder


def until(true: Callable[[], bool]) -> None:
    """Wait for something to happen, a minute at most."""
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it never happened")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    if not sys.platform.startswith("linux"):
        pytest.skip("needs /proc")
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def is_running(pid: int) -> bool:
    """Return whether a process is there, and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_poison_costs_its_one_issue(tmp_path: Path, traps: Path) -> None:
    """What crashes, kills or devours its worker is tried once more alone, then quarantined."""
    source, out = issues(tmp_path / "in", 6), tmp_path / "out"
    for name in ("KILL", "CRASH", "GREEDY", "ONCE"):
        (source / f"{name}.txt").write_text(f"日报\n\n{name}\n")
    ended = run("batch", source, out, "-f", "trap", "-j", 2, "--max-memory", 600, traps=traps)
    assert ended.returncode == 1, ended.stderr
    assert "7 converted, 0 unchanged, 3 failed" in ended.stderr
    assert quarantined(out) == {"KILL.txt": "crash", "CRASH.txt": "crash", "GREEDY.txt": "memory"}
    told = run("why", out, "CRASH").stdout
    assert "SIGSEGV" in told
    assert "trap_writer.py" in told  # where it crashed
    assert json.loads(run("why", out, "ONCE", "--json").stdout)["tries"] == 2
    again = run("batch", source, out, "-f", "trap", "-j", 2, traps=traps)
    assert "0 converted, 7 unchanged, 3 failed" in again.stderr


def test_workers_outlive_the_process_they_were_forked_from(tmp_path: Path, traps: Path) -> None:
    """It is killed in the midst of a run: nothing is lost, and what dies after it has a worker of another."""
    source, out = issues(tmp_path / "in", 12, "SLOW"), tmp_path / "out"
    running = subprocess.Popen(
        command("batch", source, out, "-f", "trap", "-j", 2),
        env=surroundings(traps),
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: len(list(out.glob("*/*.trap"))) > 1)
    (parent,) = children(running.pid)
    workers = children(parent)
    assert len(workers) == 2
    os.kill(parent, signal.SIGKILL)
    os.kill(workers[0], signal.SIGKILL)
    _, messages = running.communicate(timeout=60)
    assert "12 converted, 0 unchanged, 0 failed" in messages
    until(lambda: not any(map(is_running, workers)))


def test_a_worker_that_hangs_costs_its_one_issue(tmp_path: Path, traps: Path) -> None:
    """The same; `retry` takes up what is in quarantine, mended or not.

    Only what never ends is under a limit of time that a busy machine could exceed.
    """
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in ("SLEEP", "SLEEP-2"):
        (source / f"{name}.txt").write_text("日报\n\nSLEEP\n")
    ended = run("batch", source, out, "-f", "trap", "-j", 2, "--timeout", 0.5, traps=traps)
    assert "0 converted, 0 unchanged, 2 failed" in ended.stderr
    assert quarantined(out) == {"SLEEP.txt": "timeout", "SLEEP-2.txt": "timeout"}
    (source / "SLEEP.txt").write_text("日报\n\n醒来\n")
    (source / "SLEEP-2.txt").write_text("日报\n\nCRASH\n")
    ended = run("retry", out, traps=traps)
    assert "1 converted, 0 unchanged, 1 failed" in ended.stderr
    assert quarantined(out) == {"SLEEP-2.txt": "crash"}


def test_a_hopeless_run_ends(tmp_path: Path, traps: Path) -> None:
    """With --max-failures a run that fails too often stops, and says so."""
    source, out = issues(tmp_path / "in", 20, "SLEEP"), tmp_path / "out"
    for number in range(12):
        (source / f"{number}.txt").touch()
    ended = run("batch", source, out, "-f", "trap", "--max-failures", "10%", traps=traps)
    assert ended.returncode == 1
    assert "too many failures" in ended.stderr
    assert "left" in ended.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_a_run_cleanly(tmp_path: Path, traps: Path, number: int, status: int) -> None:
    """No half file is left, the exit status tells of the signal, and a second run goes on."""
    source, out = issues(tmp_path / "in", 40, "SLOW"), tmp_path / "out"
    running = subprocess.Popen(
        command("batch", source, out, "-f", "trap,xml", "-j", 2),
        env=surroundings(traps),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until(lambda: len(list(out.glob("*/*.trap"))) > 2)
    os.killpg(running.pid, number)  # as a terminal and systemd do: to all of them
    _, said = running.communicate(timeout=60)
    assert running.returncode == status, said
    assert "run the same command again" in said
    assert not (out / ".backfile" / "staging").exists()
    made = len(list(out.glob("*/*.trap")))
    assert 2 < made < 40
    state = json.loads(run("status", out, "--json").stdout)
    assert (state["done"], state["waiting"], state["run"]["state"]) == (made, 40 - made, "interrupted")
    before = touched(out)
    ended = run("batch", source, out, "-f", "trap,xml", traps=traps)
    assert f"{40 - made} converted, {made} unchanged, 0 failed" in ended.stderr
    assert {name: touched(out)[name] for name in before} == before


def status_of(out: Path) -> dict[str, object]:
    """Return what `status` says of a run; nothing as long as the run has no ledger."""
    said = run("status", out, "--json").stdout
    status: dict[str, object] = json.loads(said) if said else {}
    return status


def test_two_runs_on_one_folder(tmp_path: Path, traps: Path) -> None:
    """The second refuses with the holder's host and pid, or waits; a dead holder's lock is free."""
    source, out = issues(tmp_path / "in", 1, "SLEEP"), tmp_path / "out"
    running = subprocess.Popen(
        command("batch", source, out, "-f", "trap", "-j", 1), env=surroundings(traps), start_new_session=True
    )
    try:
        until(
            lambda: bool((out / ".backfile" / "lock").is_file() and (out / ".backfile" / "lock").read_text())
        )
        other = run("batch", source, out, "-f", "xml", traps=traps)
        assert other.returncode == 4
        assert f"another run is working here: process {running.pid} on " in other.stderr
        waiting = subprocess.Popen(
            command("batch", source, out, "-f", "xml", "--wait", "-j", 1),
            env=surroundings(traps),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr is not None
        first = waiting.stderr.readline()
        until(lambda: bool(status_of(out).get("current")))
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    _, said = waiting.communicate(timeout=60)
    assert f"waiting for process {running.pid} on " in first
    assert "1 converted" in said


def test_logs_for_machines(tmp_path: Path) -> None:
    """With --log-json each event is a line of JSON."""
    source, out = issues(tmp_path / "in", 2), tmp_path / "out"
    (source / "empty.txt").touch()
    lines = run("batch", source, out, "-f", "xml", "-j", 1, "--log-json").stderr.splitlines()
    events = [json.loads(line) for line in lines]
    assert sorted(e["event"] for e in events if e["event"] != "begun") == [
        "converted",
        "converted",
        "ended",
        "failed",
    ]
    assert events[-1]["converted"] == 2
    assert tree(out)
