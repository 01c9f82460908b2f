"""A batch from its options to its end: the lock, the plan, the workers, the ledger."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from convert import __version__
from convert.batch.batch_plan import BatchPlan, find_issues, find_sources, plan_all, plan_decided
from convert.batch.cluster import cluster
from convert.batch.collisions import find_doubts, refuse_collisions
from convert.batch.job import Work
from convert.batch.learn import learn_pack
from convert.batch.ledger import Ledger, copy_path, ledger_path, lock_path, open_ledger
from convert.batch.options import BatchOptions
from convert.batch.outputs import ROTTEN, STAGING, move_aside, sweep
from convert.batch.pool import Limits, pool
from convert.batch.problems import enter_problems
from convert.batch.rebuild import mend_ledger
from convert.batch.records import Ending, FormerOutput
from convert.batch.run import Clock, Executor, Record, RunResult, Stop, Supervisor, Watch
from convert.batch.stale import (
    Pruned,
    enter_orphan,
    enter_regrouped,
    existing_former,
    prune,
    prune_former,
)
from convert.batch.targets import check_template
from convert.conversion import Settings
from convert.errors import BadSetting
from convert.system.lock import locked
from convert.system.protect import Collision
from convert.system.staging import FOLDER, refuse_links, sweep_unfinished

OpenExecutor = Callable[[], AbstractContextManager[Executor]]
"""Opens what does the jobs of a run."""


MANY_DOUBTS = 100
"""So many issues that are converted once to compare them take a while, which is said."""


class Host(NamedTuple):
    """The machine and the process that a run is led by."""

    name: str
    pid: int
    cores: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A tree of issues and where they go, with what the command line hands in."""

    out: Path
    options: BatchOptions
    settings: Settings
    host: Host
    clock: Clock
    open_watch: Callable[[int], AbstractContextManager[Watch]]
    """Opens what is told how a run over so many issues goes."""
    stop: Stop
    retry: bool = False
    """Only what failed before."""
    decided: bool = False
    """Only what decisions have changed."""
    check: bool = False
    "Check the digest of every output against the ledger."
    prune: bool = False
    """Move the outputs aside whose sources are gone."""
    learn: bool = False
    """First learn from all sources, into the pack that the options name."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a batch."""

    result: RunResult
    plan: BatchPlan
    pruned: tuple[Pruned, ...] = ()
    """What became of the outputs that were to be moved aside."""
    former: tuple[FormerOutput, ...] = ()
    """What is there, and would not be written again."""

    @property
    def left(self) -> int:
        """How many issues wait for another run."""
        counts = self.result.counts
        return len(self.plan.steps) - counts.converted - counts.failed - self.plan.unchanged

    @property
    def warned(self) -> int:
        """How many issues have warnings, those that were left as they are among them."""
        unchanged = sum(bool(issue.outcome.warnings) for issue in self.plan.known_remarks)
        return self.result.counts.warned + unchanged

    @property
    def strictly_bad(self) -> bool:
        """Whether there is anything that --strict does not let pass: warnings, orphans that are left."""
        stale = (*self.plan.existing_orphans, *self.former)
        left = stale if not self.pruned else [p for p in self.pruned if p.left]
        return bool(self.warned or left or self.plan.issues.problems)


def plan_batch(out: Path, options: BatchOptions, settings: Settings, *, check: bool = False) -> BatchPlan:
    """Say what a run would do; nothing is written.

    Raises:
        BadSetting, UnreadableSource: options that cannot be, or an argument that names nothing.
        DamagedLedger: a run would set it aside and rebuild it.

    """
    if not os.path.lexists(ledger_path(out)):
        return plan_all(None, out, options, settings)
    with open_ledger(out) as ledger:
        return plan_all(ledger, out, options, settings, check=check)


def doubtful_files(
    plan: BatchPlan, out: Path, options: BatchOptions, settings: Settings
) -> tuple[Collision, ...]:
    """Return the files that a run would refuse to replace, unless the same bytes are to be written."""
    if options.force:
        return ()
    doubts = find_doubts(plan.steps, out, settings.endings)
    return tuple(collision for doubt in doubts for collision in doubt.collisions)


def run_batch(batch: Batch, notify: Callable[[str], None], *, wait: bool) -> Summary:
    """Run, under the lock of OUT.

    Raises:
        BadSetting, UnreadableSource: options that cannot be, or an argument that names nothing.
        ProtectedOutput: files would be lost; all are told, and nothing was written.
        UnwritableOutput: another run is at work, or OUT cannot be written.

    """
    out, clock, options = batch.out, batch.clock, batch.options
    _check_before(batch)
    refuse_links(out)
    with locked(lock_path(out), out, batch.host.name, notify, clock.sleep, wait=wait) as lock:
        sweep(out)
        sweep_unfinished(out)
        staging = out / FOLDER / STAGING / secrets.token_hex(6)
        staging.mkdir(parents=True)
        try:
            if os.path.lexists(ledger_path(out)):
                mend_ledger(out, clock.time(), notify)
            if batch.learn:
                sources = find_issues(out, options, batch.settings).sources
                learn_pack(sources, batch.settings, options, staging.name)
            open_executor = _executors(batch, staging, lock)
            plan = _plan_and_check(batch, open_executor, notify)
            with open_ledger(out, make=True, check=False) as ledger:
                return _run(batch, ledger, plan, open_executor)
        finally:
            sweep(out)


def _check_before(batch: Batch) -> None:
    """Refuse what cannot be, before a folder is made.

    Raises:
        BadSetting: options that cannot be.
        UnreadableSource: an argument that names nothing.

    """
    options = batch.options
    options.failure_limit  # noqa: B018 - refuses it
    if options.force and options.keep_edited:
        raise BadSetting("--force and --keep-edited exclude each other", hint="give only one of them")
    if options.scheduler and options.executor != "dask":
        raise BadSetting("--scheduler needs --executor dask", hint="give both or neither")
    if options.template:
        check_template(options.template)
    if not os.path.lexists(batch.out):
        find_sources(batch.out, options, batch.settings)


def _plan_and_check(batch: Batch, open_executor: OpenExecutor, notify: Callable[[str], None]) -> BatchPlan:
    """Plan a run, and refuse to begin where files would be lost; nothing is on record of it yet.

    Raises:
        BadSetting, UnreadableSource: as for `run_batch`.
        ProtectedOutput: files would be lost, and neither `force` nor `keep_edited` is set.

    """
    options, retry, check = batch.options, batch.retry, batch.check
    if os.path.lexists(ledger_path(batch.out)):
        with open_ledger(batch.out, make=True, check=False) as ledger:
            if batch.decided:
                return plan_decided(ledger, batch.out, options, batch.settings)
            plan = plan_all(ledger, batch.out, options, batch.settings, retry=retry, check=check)
    else:
        plan = plan_all(None, batch.out, options, batch.settings)
    for problem in plan.issues.problems:
        notify(f"warning: {problem.line}")
    if plan.regrouped:
        notify(f"warning: {plan.regrouped_line}")
    if not options.force and not options.keep_edited:
        doubts = find_doubts(plan.steps, batch.out, batch.settings.endings)
        if len(doubts) >= MANY_DOUBTS:
            notify(
                f"{len(doubts):,} issues have files in OUT that are not in the ledger; comparing them first"
            )
        refuse_collisions(doubts, batch.out, open_executor, batch.stop)
    return plan


def _run(batch: Batch, ledger: Ledger, plan: BatchPlan, open_executor: OpenExecutor) -> Summary:
    """Do what was planned; the ledger says how it began and ended."""
    options, host, clock = batch.options, batch.host, batch.clock
    run = ledger.begin(clock.time(), host.name, host.pid, __version__, options.as_mapping())
    ledger.planned(run, len(plan.steps), plan.unchanged, plan.passed_over)
    for fault in plan.faults:
        if fault.is_rotten:
            move_aside(batch.out, fault.path, ROTTEN)
    enter_problems(ledger, plan.issues, options.sources)
    for issue in plan.regrouped:
        enter_regrouped(ledger, issue)
    pruned = _enter_orphans(batch, ledger, plan)
    ending = Ending.STOPPED
    try:
        with (
            open_executor() as executor,
            batch.open_watch(len(plan.steps) - plan.unchanged) as watch,
        ):
            if options.strict:
                for issue in plan.known_remarks:
                    watch.remark(issue)
            limit = options.failure_limit.of(len(plan.steps))
            supervisor = Supervisor(executor, Record(ledger, run, watch, clock), batch.stop, limit)
            result = supervisor.run(plan.steps)
        ending = result.ending
        former = existing_former(ledger, batch.out)
        if batch.prune and former:
            pruned = (*pruned, prune_former(ledger, batch.out, former))
    finally:
        ledger.end(run, clock.time(), ending)
        with suppress(OSError, sqlite3.Error):  # the copy of the run before stays, and serves as well
            ledger.copy_to(copy_path(batch.out))
    return Summary(result, plan, pruned, former)


def _enter_orphans(batch: Batch, ledger: Ledger, plan: BatchPlan) -> tuple[Pruned, ...]:
    """Enter what has no source any more, and move it aside where that is asked for."""
    pruned = []
    for orphan in plan.orphans:
        if batch.prune and orphan.files:
            pruned.append(prune(ledger, batch.out, orphan))
        else:
            enter_orphan(ledger, orphan)
        ledger.commit()
    return tuple(pruned)


def _executors(batch: Batch, staging: Path, lock: int) -> OpenExecutor:
    """Return what opens an executor for a batch."""
    options = batch.options
    work = Work(batch.settings, _absolute(batch.out), _absolute(staging), options.force)
    return partial(_open_executor, options, work, batch.clock, lock, batch.host.cores)


@contextmanager
def _open_executor(
    options: BatchOptions, work: Work, clock: Clock, lock: int, cores: int
) -> Iterator[Executor]:
    """Open what does the jobs."""
    limits = Limits(options.timeout, options.max_memory)
    if options.executor == "dask":
        with cluster(options.scheduler, work, limits, clock.tick) as remote:
            yield remote
        return
    with pool(work, limits, options.jobs or cores, clock.tick, (lock,)) as local:
        yield local


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links in OUT's own path are the user's
