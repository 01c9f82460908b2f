"""A run: jobs to the workers, outcomes into the ledger, until all is done or somebody says stop."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import NamedTuple, Protocol

from convert.batch.job import Job, WorkerFailure
from convert.batch.ledger import Ledger
from convert.batch.plan import BatchStep, path_key
from convert.batch.pool import Done
from convert.batch.records import Ending, FormerReason, Issue, State, former_outputs
from convert.errors import ConvertError, ExitCode, UnwritableOutput
from convert.outcome import Failure, Outcome, failed
from convert.system.write import DiskFull

COMMIT = 0.5
"""Seconds between two commits of the ledger: a flush of the disk each."""
GRACE = 5.0
"""Seconds that issues in flight have to finish when the run is to stop."""
LOOK = 0.2
"""Seconds to wait for an outcome."""


class Clock(NamedTuple):
    """What time it is; the command line hands it in."""

    time: Callable[[], float]
    """Seconds since 1970, for the ledger."""
    tick: Callable[[], float]
    """Seconds on a clock that never goes back."""
    sleep: Callable[[float], None]


class Executor(Protocol):
    """Where jobs are done: a pool of this machine, a cluster."""

    @property
    def free(self) -> int:
        """How many jobs can be given now."""
        ...

    def submit(self, job: Job) -> None:
        """Take a job; it comes back once from `collect`."""
        ...

    def collect(self, seconds: float) -> Sequence[Done]:
        """Wait at most so long, and return what is done."""
        ...

    def stop(self) -> None:
        """End all work at once."""
        ...


class Watch(Protocol):
    """Is told how a run goes."""

    def started(self, name: str) -> None:
        """An issue has gone to a worker."""
        ...

    def finished(self, issue: Issue) -> None:
        """An issue is done, or has failed."""
        ...

    def remark(self, issue: Issue) -> None:
        """An issue that is left as it is has warnings, or notes on decisions."""
        ...

    def suspected(self, issue: Issue) -> None:
        """An issue has ended its worker and will be tried once more, isolated."""
        ...


@dataclass(slots=True)
class Stop:
    """Set by a signal: the run is to end; at the second one at once."""

    signal: int = 0
    times: int = 0


@dataclass(slots=True)
class Counts:
    """How a run stands."""

    converted: int = 0
    failed: int = 0
    warned: int = 0
    """Issues that were converted with warnings."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended."""

    counts: Counts
    ending: Ending
    disk_full: Failure | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Enters what becomes of issues, and tells it."""

    ledger: Ledger
    run: int
    watch: Watch
    clock: Clock
    counts: Counts = field(default_factory=Counts)

    def plan(self, step: BatchStep) -> None:
        """Enter that an issue waits."""
        before = step.before
        if before and before.path != step.path:
            self.ledger.remove(before.path)
        if before and before.target and before.target != step.row.target:
            for former in former_outputs(before, before.outcome.outputs, FormerReason.PLACE):
                self.ledger.put_former(former)
        self.ledger.put(replace(step.row, run=self.run))

    def move(self, step: BatchStep, before: Issue) -> None:
        """Enter that a source has another path than the one whose outputs are there."""
        self.ledger.remove(before.path)
        outcome = replace(before.outcome, location=step.source.location)
        self.ledger.put(replace(before, path=step.path, outcome=outcome))

    def refuse(self, step: BatchStep, error: ConvertError) -> None:
        """Enter a source that no work can be done on; what was made of it before stays on record."""
        failure = failed(step.source.location, step.source.name, error).failure
        now = self.clock.time()
        row = replace(step.row, run=self.run, began=now, ended=now)
        if step.before and step.before.output_key:
            before = step.before
            outcome = replace(row.outcome, outputs=before.outcome.outputs)
            row = replace(row, target=before.target, output_key=before.output_key, outcome=outcome)
        self.fail(row, failure, State.FAILED)

    def repeat(self, issue: Issue) -> None:
        """Tell of an issue that failed before, and is not tried again."""
        failure = issue.failure
        if failure:
            message = f"{failure.message} (not tried again: it has not changed)"
            repeated = replace(
                failure,
                message=message,
                location=failure.location or issue.name,
                hint="`backfile retry`",
                exit_code=ExitCode.SOME_FAILED,
            )
            issue = replace(issue, outcome=replace(issue.outcome, failure=repeated))
        self.counts.failed += 1
        self.watch.finished(issue)

    def start(self, step: BatchStep) -> None:
        """Enter that an issue is being converted."""
        self.ledger.started(step.path, self.clock.time())
        self.watch.started(step.source.location)

    def attempt(self, step: BatchStep, done: Done) -> Issue:
        """Return the row of an issue that came back from its worker."""
        now = self.clock.time()
        began = now - (self.clock.tick() - done.began)
        tries = 2 if done.job.isolated else 1
        return replace(step.row, run=self.run, began=began, ended=now, worker=done.worker, tries=tries)

    def suspect(self, row: Issue, failure: WorkerFailure) -> None:
        """Enter that an issue has ended its worker, and waits to be tried once more."""
        row = _failed(row, worker_failure(row, failure))
        self.ledger.put(row)
        self.watch.suspected(row)

    def succeed(self, row: Issue, outcome: Outcome) -> None:
        """Enter a finished issue, and which of the files that were there are not made any more."""
        for former in former_outputs(row, row.outcome.outputs.keys() - outcome.outputs, FormerReason.FORMAT):
            self.ledger.put_former(former)
        for form in outcome.outputs:
            self.ledger.remove_former(PurePath(f"{os.fsdecode(row.target or b'')}.{form}"))
        made = row.made if _digests(row.outcome) == _digests(outcome) else None
        row = replace(row, state=State.DONE, outcome=outcome, made=made or row.ended)
        self.ledger.put(row)
        self.counts.converted += 1
        self.counts.warned += bool(outcome.warnings)
        self.watch.finished(row)

    def fail(self, row: Issue, failure: Failure | None, state: State) -> None:
        """Enter an issue that failed."""
        row = _failed(replace(row, state=state), failure)
        self.ledger.put(row)
        self.counts.failed += 1
        self.watch.finished(row)


def _digests(outcome: Outcome) -> dict[str, str]:
    """Return the SHA-256 of each output, by format."""
    return {form: output.sha256 for form, output in outcome.outputs.items()}


def worker_failure(row: Issue, failure: WorkerFailure) -> Failure:
    """Describe what became of an issue whose worker ended."""
    hint = "examine it; `backfile retry` tries it again"
    if failure.kind == "timeout":
        hint = "`backfile retry OUT --timeout SECONDS` gives it more time"
    elif failure.kind == "memory":
        hint = "`backfile retry OUT --max-memory MB` gives it more memory"
    return Failure(failure.kind, failure.message, row.name, hint, ExitCode.INTERNAL, failure.trace)


def _failed(row: Issue, failure: Failure | None) -> Issue:
    return replace(row, outcome=replace(row.outcome, failure=failure))


@dataclass(slots=True)
class Supervisor:
    """Keeps the workers busy."""

    executor: Executor
    record: Record
    stop: Stop
    max_failures: float
    """So many failures end the run."""
    in_flight: dict[bytes, BatchStep] = field(default_factory=dict)
    retry_alone: deque[BatchStep] = field(default_factory=deque)
    """What ended its worker, and is tried once more when all else is done."""
    disk_full: Failure | None = None
    committed: float = 0.0

    def run(self, steps: Sequence[BatchStep]) -> RunResult:
        """Do the steps, and say how it ended."""
        waiting = deque(self._without_known(steps))
        while (waiting or self.in_flight or self.retry_alone) and not self._is_over():
            while waiting and self.executor.free > 0:
                self._submit(waiting.popleft(), isolated=False)
            if not waiting and not self.in_flight and self.retry_alone:
                self._submit(self.retry_alone.popleft(), isolated=True)
            self._take()
        ending = self._ending(left=bool(waiting or self.in_flight or self.retry_alone))
        self._finish()
        return RunResult(self.record.counts, ending, self.disk_full)

    def _without_known(self, steps: Sequence[BatchStep]) -> list[BatchStep]:
        """Enter what is known before any work; return what is left to do."""
        left = []
        for step in steps:
            if step.error:
                self.record.refuse(step, step.error)
            elif step.why:
                self.record.plan(step)
                left.append(step)
            elif step.before and step.fails_again:
                self.record.repeat(step.before)
            elif step.before and step.before.path != step.path:
                self.record.move(step, step.before)
        self.record.ledger.commit()
        return left

    def _submit(self, step: BatchStep, *, isolated: bool) -> None:
        self.executor.submit(step.job(isolated=isolated))
        self.in_flight[step.path] = step
        self.record.start(step)

    def _take(self) -> None:
        for done in self.executor.collect(LOOK):
            self._enter(done)
        tick = self.record.clock.tick()
        if tick - self.committed > COMMIT:
            self.record.ledger.commit()
            self.committed = tick

    def _enter(self, done: Done) -> None:
        """Enter what became of a job."""
        step = self.in_flight.pop(path_key(done.job.source))
        row = self.record.attempt(step, done)
        result = done.result
        if isinstance(result, WorkerFailure):
            if done.job.isolated:
                self.record.fail(row, worker_failure(row, result), State.QUARANTINED)
            else:
                self.retry_alone.append(step)
                self.record.suspect(row, result)
        elif result.failure is None:
            self.record.succeed(row, result)
        elif result.failure.kind == DiskFull.__name__:
            self.disk_full = result.failure
            self.record.ledger.put(row)
        elif result.failure.exit_code is ExitCode.BAD_OUTPUT:
            # the fault lay with the disk: a row without parts is never taken for one that would fail again
            self.record.fail(replace(row, parts={}, key=""), result.failure, State.FAILED)
        else:
            self.record.fail(row, result.failure, State.FAILED)

    def _is_over(self) -> bool:
        too_many = self.record.counts.failed > self.max_failures
        return bool(self.stop.signal or self.disk_full or too_many)

    def _ending(self, *, left: bool) -> Ending:
        if self.stop.signal:
            return Ending.INTERRUPTED
        if self.disk_full:
            return Ending.DISK_FULL
        too_many = left and self.record.counts.failed > self.max_failures
        return Ending.TOO_MANY_FAILURES if too_many else Ending.DONE

    def _finish(self) -> None:
        """Let what is in flight finish, for a while; what does not is discarded and waits for a next run."""
        until = self.record.clock.tick() + GRACE
        while self.in_flight and self.record.clock.tick() < until and self.stop.times < 2:
            self._take()
        self.executor.stop()
        self.record.ledger.reset_running()
        self.record.ledger.commit()


def disk_full_error(failure: Failure) -> UnwritableOutput:
    """Return the error that says that the disk takes no more."""
    return UnwritableOutput(failure.message, location=failure.location, hint=failure.hint)
