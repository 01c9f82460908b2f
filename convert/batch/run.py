"""A run: jobs to the workers, verdicts into the ledger, until all is done or somebody says stop."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from convert.batch.job import Casualty, Job, Verdict
from convert.batch.ledger import Issue, Ledger, State
from convert.batch.plan import Step
from convert.batch.pool import Done
from convert.errors import ConvertError, ExitCode, UnwritableOutput
from convert.outcome import Failure, failed

COMMIT = 0.5
"""Seconds between two commits of the ledger: a flush of the disk each."""
GRACE = 5.0
"""Seconds that issues in flight have to finish when the run is to stop."""


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

    def begun(self, name: str) -> None:
        """An issue has gone to a worker."""
        ...

    def ended(self, issue: Issue, failure: Failure | None) -> None:
        """An issue is done, or has failed."""
        ...

    def suspected(self, issue: Issue) -> None:
        """An issue has ended its worker and will be tried once more, alone."""
        ...


@dataclass(slots=True)
class Stop:
    """Set by a signal: the run is to end; at the second one at once."""

    signal: int = 0
    times: int = 0


@dataclass(slots=True)
class Counts:
    """How a run stands."""

    done: int = 0
    failed: int = 0
    warned: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended."""

    counts: Counts
    how: str
    """done, failures, full, interrupted."""
    full: Failure | None = None


@dataclass(slots=True)
class Progress:
    """A run under way."""

    ledger: Ledger
    executor: Executor
    watch: Watch
    run: int
    clock: Callable[[], float]
    """Seconds since 1970, for the ledger."""
    tick: Callable[[], float]
    stop: Stop
    most: float
    """So many failures end the run."""
    counts: Counts = field(default_factory=Counts)
    suspects: deque[Step] = field(default_factory=deque)
    flying: dict[bytes, Step] = field(default_factory=dict)
    full: Failure | None = None
    committed: float = 0.0

    def through(self, steps: Sequence[Step]) -> Ending:
        """Do the steps, and say how it ended."""
        waiting = deque(self._known_to_fail(steps))
        while (waiting or self.flying or self.suspects) and not self._over():
            while waiting and self.executor.free > 0:
                self._submit(waiting.popleft(), alone=False)
            if not waiting and not self.flying and self.suspects:
                self._submit(self.suspects.popleft(), alone=True)
            self._take()
        how = self._how(left=bool(waiting or self.flying or self.suspects))
        self._finish()
        return Ending(self.counts, how, self.full)

    def _known_to_fail(self, steps: Sequence[Step]) -> list[Step]:
        """Enter what is known before any work; return what is left to do."""
        left = []
        for step in steps:
            if step.error:
                self._refuse(step, step.error)
            elif step.why:
                self._enter(step)
                left.append(step)
            elif step.before and step.before.state is not State.DONE:
                self.counts.failed += 1
                self.watch.ended(step.before, _failure(step.before))
            elif step.before and step.before.path != step.path:
                self.ledger.remove(step.before.path)
                moved = replace(step.before, path=step.path, name=step.source.location)
                self.ledger.put(moved)
        self.ledger.commit()
        return left

    def _enter(self, step: Step) -> None:
        if step.before and step.before.path != step.path:
            self.ledger.remove(step.before.path)
        self.ledger.put(replace(step.row, run=self.run))

    def _refuse(self, step: Step, error: ConvertError) -> None:
        """Enter a source that no work can be done on; what was made of it before stays on record."""
        failure = failed(step.source.location, step.source.name, error).failure
        now = self.clock()
        row = replace(step.row, run=self.run, state=State.FAILED, began=now, ended=now)
        if step.before and step.before.claim:
            row = replace(
                row, target=step.before.target, claim=step.before.claim, outputs=step.before.outputs
            )
        self._fail(row, failure)

    def _submit(self, step: Step, *, alone: bool) -> None:
        target = step.target
        if target is None:
            return
        digest = step.parts["source"]
        self.executor.submit(Job(step.source, target, step.meta, digest, alone))
        self.flying[step.path] = step
        self.ledger.started(step.path, self.clock())
        self.watch.begun(step.source.location)

    def _take(self, seconds: float = 0.2) -> None:
        for done in self.executor.collect(seconds):
            self._record(done)
        if self.tick() - self.committed > COMMIT:
            self.ledger.commit()
            self.committed = self.tick()

    def _record(self, done: Done) -> None:
        """Enter what became of a job."""
        step = self.flying.pop(os.fsencode(done.job.source.path or ""))
        now = self.clock()
        began = now - (self.tick() - done.began)
        tries = 2 if done.job.alone else 1
        row = replace(step.row, run=self.run, began=began, ended=now, worker=done.worker, tries=tries)
        match done.verdict:
            case Casualty() as casualty if not done.job.alone:
                row = replace(row, kind=casualty.kind, what=casualty.what, trace=casualty.trace)
                self.suspects.append(step)
                self.ledger.put(row)
                self.watch.suspected(row)
            case Casualty() as casualty:
                hint = "look at it; `backfile retry` tries it again"
                failure = Failure(
                    casualty.kind,
                    casualty.what,
                    step.source.location,
                    hint,
                    ExitCode.INTERNAL,
                    casualty.trace,
                )
                self._fail(replace(row, state=State.QUARANTINED), failure)
            case Verdict(full=True, failure=failure):
                self.full = failure
                self.ledger.put(row)
            case Verdict(failure=None) as verdict:
                self._succeed(row, verdict)
            case Verdict(failure=failure, again=again):
                # without its parts a row is never taken for one that would fail the same way
                row = replace(row, parts={}, key="") if again else row
                self._fail(replace(row, state=State.FAILED), failure)

    def _succeed(self, row: Issue, verdict: Verdict) -> None:
        done = sum(rule[1] for rule in verdict.rules.values())
        proposed = sum(rule[2] for rule in verdict.rules.values())
        row = replace(
            row,
            state=State.DONE,
            digest=verdict.digest,
            outputs=verdict.outputs,
            rules=verdict.rules,
            meta=verdict.meta,
            warnings=verdict.warnings,
            changes=done,
            proposals=proposed,
        )
        self.ledger.put(row)
        self.counts.done += 1
        self.counts.changes += done
        self.counts.warned += bool(verdict.warnings)
        self.watch.ended(row, None)

    def _fail(self, row: Issue, failure: Failure | None) -> None:
        if failure:
            row = replace(
                row,
                kind=failure.kind,
                what=failure.message,
                place=failure.location,
                advice=failure.hint,
                trace=failure.trace,
            )
        self.ledger.put(row)
        self.counts.failed += 1
        self.watch.ended(row, failure)

    def _over(self) -> bool:
        return bool(self.stop.signal or self.full or self.counts.failed > self.most)

    def _how(self, *, left: bool) -> str:
        if self.stop.signal:
            return "interrupted"
        if self.full:
            return "full"
        return "failures" if left and self.counts.failed > self.most else "done"

    def _finish(self) -> None:
        """Let what is in flight finish, for a while; what does not is discarded and waits for a next run."""
        until = self.tick() + GRACE
        while self.flying and self.tick() < until and self.stop.times < 2:
            self._take()
        self.executor.stop()
        self.ledger.base.execute(
            "UPDATE issue SET state = ? WHERE state = ?", (State.WAITING.value, State.RUNNING.value)
        )
        self.ledger.commit()


def _failure(row: Issue) -> Failure:
    """Return why an issue failed when it was tried."""
    what = f"{row.what} (not tried again: it has not changed)"
    return Failure(row.kind, what, row.place or row.name, "`backfile retry`", ExitCode.SOME_FAILED, row.trace)


def raise_full(failure: Failure) -> None:
    """Say that the disk takes no more.

    Raises:
        UnwritableOutput: always.

    """
    raise UnwritableOutput(failure.message, location=failure.location, hint=failure.hint)
