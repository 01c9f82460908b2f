"""A run and its ledger, with workers in this very process and a disk that fails when it is told to."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import pytest

from convert.batch.fingerprint import run_parts
from convert.batch.job import Job, Work, WorkerFailure, perform
from convert.batch.ledger import Ledger, open_ledger
from convert.batch.plan import BatchStep, Planner
from convert.batch.pool import Done
from convert.batch.records import Ending, Issue, State
from convert.batch.run import Clock, Record, RunResult, Stop, Supervisor
from convert.batch.worklist import work_list
from convert.conversion import Settings
from convert.errors import ExitCode
from convert.outcome import Outcome
from convert.system.write import DISK, Disk
from convert.typeset.styles import load_style
from tests.support.batches import issues

CLOCK = Clock(time.time, time.monotonic, time.sleep)
SETTINGS = Settings(("xml",), load_style("newspaper"), {})


@dataclass(slots=True)
class InProcess:
    """Does jobs one by one, without a worker."""

    work: Work
    disk: Disk = DISK
    crashes: list[str] = field(default_factory=list)
    """Names of issues that end their worker, once for each time they stand here."""
    waiting: list[Job] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    """What was done, in order; with a mark where it was isolated."""

    @property
    def free(self) -> int:
        """One job at a time."""
        return 1 - len(self.waiting)

    def submit(self, job: Job) -> None:
        """Take a job."""
        self.waiting.append(job)

    def collect(self, seconds: float) -> list[Done]:
        """Do what waits."""
        assert seconds > 0
        jobs, self.waiting = self.waiting, []
        return [Done(job, self._result(job), "here", time.monotonic()) for job in jobs]

    def stop(self) -> None:
        """Forget what waits."""
        self.waiting.clear()

    def _result(self, job: Job) -> Outcome | WorkerFailure:
        name = job.source.location
        self.done.append(f"{name}{' isolated' * job.isolated}")
        if name in self.crashes:
            self.crashes.remove(name)
            return WorkerFailure("the worker was killed", "crash", "its last words")
        return perform(job, self.work, self.disk)


@dataclass(slots=True)
class Listener:
    """Remembers what it is told."""

    finished_ones: list[Issue] = field(default_factory=list)

    def started(self, name: str) -> None:
        """Pass over."""

    def finished(self, issue: Issue) -> None:
        """Remember an issue."""
        self.finished_ones.append(issue)

    def remark(self, issue: Issue) -> None:
        """Pass over."""

    def suspected(self, issue: Issue) -> None:
        """Pass over."""


@dataclass(slots=True)
class Bench:
    """A tree of issues with its ledger."""

    ledger: Ledger
    source: Path
    out: Path

    def plan(self, *, retry: bool = False) -> list[BatchStep]:
        """Compare the sources with the ledger."""
        planner = Planner(self.ledger, self.out, SETTINGS, run_parts(SETTINGS), retry=retry)
        return list(planner.steps(work_list([str(self.source)], self.out).files))

    def run(
        self, disk: Disk = DISK, crashes: tuple[str, ...] = (), most: float = inf
    ) -> tuple[RunResult, InProcess, Listener]:
        """Do what is to be done."""
        staging = self.out / ".backfile" / "staging"
        staging.mkdir(parents=True, exist_ok=True)
        executor = InProcess(Work(SETTINGS, self.out, staging), disk, list(crashes))
        listener = Listener()
        run = self.ledger.begin(0.0, "host", 1, "0", {})
        supervisor = Supervisor(executor, Record(self.ledger, run, listener, CLOCK), Stop(), most)
        return supervisor.run(self.plan()), executor, listener

    def states(self) -> dict[str, str]:
        """Return the state of each issue."""
        return {issue.name: issue.state.value for issue in self.ledger.issues()}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Make three issues and an empty ledger."""
    source = issues(tmp_path / "in", 3)
    (tmp_path / "out" / ".backfile").mkdir(parents=True)
    with open_ledger(tmp_path / "out", make=True) as ledger:
        yield Bench(ledger, source, tmp_path / "out")


NAMES = ("1950/000.txt", "1951/001.txt", "1952/002.txt")


def failing(code: int, times: int) -> Disk:
    """Return a disk whose first writes fail."""
    left = [times]

    def write(handle: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError(code, os.strerror(code))
        return os.write(handle, data)

    return Disk(write=write)


def test_a_full_disk_ends_the_run(bench: Bench) -> None:
    """No issue is to blame: all wait for the next run, which does them."""
    result, executor, listener = bench.run(failing(errno.ENOSPC, 9))
    assert result.ending is Ending.DISK_FULL
    assert result.disk_full is not None
    assert result.disk_full.exit_code is ExitCode.BAD_OUTPUT
    assert executor.done == [NAMES[0]]
    assert listener.finished_ones == []
    assert set(bench.states().values()) == {"waiting"}
    assert [step.why for step in bench.plan()] == ["unfinished"] * 3
    assert bench.run()[0].ending is Ending.DONE
    assert set(bench.states().values()) == {"done"}


def test_a_fault_of_the_disk_is_tried_anew(bench: Bench) -> None:
    """An issue that could not be written is not held to fail the same way again."""
    result, _, listener = bench.run(failing(errno.EIO, 1))
    assert result.ending is Ending.DONE
    assert (result.counts.converted, result.counts.failed) == (2, 1)
    assert [issue.failure and issue.failure.kind for issue in listener.finished_ones] == [
        "UnwritableOutput",
        None,
        None,
    ]
    assert [step.why for step in bench.plan()] == ["failed before", "", ""]
    assert bench.run()[0].counts.converted == 1


def test_what_ends_a_worker_is_tried_once_more_alone(bench: Bench) -> None:
    """When all else is done; one that ends a second one is put in quarantine."""
    result, executor, _ = bench.run(crashes=(NAMES[0], NAMES[1], NAMES[1]))
    assert executor.done == [*NAMES, f"{NAMES[0]} isolated", f"{NAMES[1]} isolated"]
    assert (result.counts.converted, result.counts.failed) == (2, 1)
    assert bench.states() == dict(zip(NAMES, ("done", "quarantined", "done"), strict=True))
    (bad,) = bench.ledger.issues(State.QUARANTINED)
    assert (bad.tries, bad.failure and bad.failure.trace) == (2, "its last words")
    assert [step.why for step in bench.plan()] == ["", "", ""]
    assert [step.why for step in bench.plan(retry=True)] == ["", "failed before", ""]


def test_an_issue_that_failed_is_named_again(bench: Bench) -> None:
    """It is not tried while nothing has changed, and it counts."""
    (bench.source / NAMES[0]).write_bytes(b"\0\1\2\3" * 99)
    bench.run()
    result, executor, listener = bench.run()
    assert executor.done == []
    assert (result.counts.failed, result.counts.converted) == (1, 0)
    (issue,) = listener.finished_ones
    assert issue.failure is not None
    assert issue.failure.message.endswith("(not tried again: it has not changed)")
    assert issue.failure.hint == "`backfile retry`"


def test_too_many_failures_end_the_run(bench: Bench) -> None:
    """What is left waits."""
    for name in NAMES[:2]:
        (bench.source / name).write_bytes(b"\0\1\2\3" * 99)
    result, _, _ = bench.run(most=0)
    assert result.ending is Ending.TOO_MANY_FAILURES
    assert bench.states() == dict(zip(NAMES, ("failed", "waiting", "waiting"), strict=True))


def test_a_moved_source_keeps_its_outputs(bench: Bench) -> None:
    """Its row goes with it; nothing is written."""
    bench.run()
    before = [issue.outcome.outputs for issue in bench.ledger.issues()]
    bench.source = bench.source.rename(bench.source.with_name("moved"))
    result, executor, _ = bench.run()
    assert (executor.done, result.counts.converted) == ([], 0)
    rows = list(bench.ledger.issues())
    assert [issue.outcome.outputs for issue in rows] == before
    assert all(b"/moved/" in issue.path for issue in rows)
