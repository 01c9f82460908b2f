"""One run of a batch, from the options to the last line on the terminal."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import floor, inf
from pathlib import Path
from typing import Any

import click

from convert import __version__
from convert.batch.cluster import cluster
from convert.batch.job import Work
from convert.batch.key import run_parts
from convert.batch.ledger import FOLDER, Ledger, State, ledger_path, lock_path, open_ledger
from convert.batch.outputs import sweep
from convert.batch.plan import Planner, Step
from convert.batch.pool import Limits, pool
from convert.batch.run import Ending, Executor, Progress, Stop, Watch, raise_full
from convert.batch.targets import check_template
from convert.batch.telling import Logging, Pace, Telling, bar
from convert.batch.worklist import work_list
from convert.cli import terminal
from convert.cli.process import cores, write_line
from convert.cli.settings import check_settings
from convert.conversion import Settings
from convert.errors import BadSetting, ExitCode
from convert.system.lock import locked
from convert.system.paths import printable_path

SIGNALLED = 128
"""And the signal's number: how shells say that a signal ended a command."""


def _settings(known: Mapping[str, Any]) -> Settings:
    names = ("style", "encoding", "max_size", "title", "language")
    return check_settings(tuple(known["formats"]), **{name: known[name] for name in names})


def _steps(ledger: Ledger | None, out: Path, known: Mapping[str, Any], *, again: bool) -> list[Step]:
    """Plan a run."""
    template = check_template(known["template"]) if known["template"] else ""
    settings = _settings(known)
    planner = Planner(ledger, out, settings, run_parts(settings), template, again)
    sources = work_list(known["sources"], out)
    if again and ledger:
        states = {State.FAILED, State.QUARANTINED}
        failed = {row.path for row in ledger.issues() if row.state in states}
        return [s for s in planner.steps(sources.files) if s.path in failed]
    return list(planner.steps(sources.files))


def list_work(out: Path, known: Mapping[str, Any]) -> int:
    """Say what would be done."""
    if ledger_path(out).is_file():
        with open_ledger(out) as ledger:
            steps = _steps(ledger, out, known, again=False)
    else:
        steps = _steps(None, out, known, again=False)
    bad = [step for step in steps if step.error or (step.before and not step.why and step.before.what)]
    for step in steps:
        if step.to_do and step.target:
            write_line(f"{step.source.location} -> {printable_path(step.target)} ({step.why})")
        elif step in bad:
            write_line(f"{step.source.location}: {step.error or (step.before and step.before.what)}")
    work = sum(1 for step in steps if step.to_do)
    unchanged = len(steps) - work - len(bad)
    click.echo(f"would convert {work:,}, leave {unchanged:,} as they are; {len(bad):,} cannot be", err=True)
    return ExitCode.SOME_FAILED if bad else ExitCode.OK


def run_batch(out: Path, known: dict[str, Any], *, again: bool) -> int:
    """Run, under the lock of OUT; `known` are the options by name, as the ledger keeps them."""
    most = _most(known["max_failures"])
    host = socket.gethostname()
    with locked(
        lock_path(out), out, host, lambda line: click.echo(line, err=True), time.sleep, wait=known["wait"]
    ) as lock:
        sweep(out)
        staging = out / FOLDER / "staging" / secrets.token_hex(6)
        staging.mkdir(parents=True)
        try:
            with open_ledger(out, make=True) as ledger, _signals() as stop:
                ending = _run(ledger, out, staging, known, again=again, most=most, lock=lock, stop=stop)
        finally:
            sweep(out)
    if stop.signal:
        click.echo("stopped; run it again to go on", err=True)
        return SIGNALLED + stop.signal
    if ending.full:
        raise_full(ending.full)
    return ExitCode.SOME_FAILED if ending.counts.failed else ExitCode.OK


def _notify(line: str) -> None:
    """Say something at once, on standard error."""
    click.echo(line, err=True)


def _run(
    ledger: Ledger,
    out: Path,
    staging: Path,
    known: dict[str, Any],
    *,
    again: bool,
    most: tuple[float, bool],
    lock: int,
    stop: Stop,
) -> Ending:
    """Plan and run; the ledger says how it began and ended."""
    steps = _steps(ledger, out, known, again=again)
    kept = {
        name: value for name, value in known.items() if name not in {"quiet", "verbose", "wait", "log_json"}
    }
    run = ledger.begin(time.time(), socket.gethostname(), os.getpid(), __version__, kept)
    before = sum(1 for s in steps if not s.why and not s.error and not (s.before and s.before.what))
    ledger.planned(run, len(steps), before)
    work = Work(_settings(known), Path(os.path.abspath(out)), Path(os.path.abspath(staging)))  # noqa: PTH100 - links in OUT's own path are the user's
    limits = Limits(known["timeout"], known["max_memory"])
    number, percent = most
    allowed = floor(number * len(steps) / 100) if percent else number
    how = "stopped"
    try:
        with _executor(known, work, limits, lock) as executor, _watch(known, len(steps) - before) as watch:
            progress = Progress(ledger, executor, watch, run, time.time, time.monotonic, stop, allowed)
            ending = progress.through(steps)
        how = ending.how
    finally:
        ledger.end(run, time.time(), how)
    _sum_up(known, ending, len(steps), before)
    return ending


def _sum_up(known: Mapping[str, Any], ending: Ending, found: int, before: int) -> None:
    """Say the last line."""
    counts = ending.counts
    parts = [f"{counts.done:,} converted", f"{before:,} unchanged", f"{counts.failed:,} failed"]
    left = found - counts.done - counts.failed - before
    if left:
        parts.append(f"{left:,} left")
    if known["log_json"]:
        Logging(sys.stderr, time.time).log(
            "ended", how=ending.how, converted=counts.done, unchanged=before, failed=counts.failed, left=left
        )
    elif not known["quiet"]:
        if ending.how == "failures":
            click.echo("error: too many failures; `backfile status` names them", err=True)
        click.echo(", ".join(parts), err=True)


def _most(text: str) -> tuple[float, bool]:
    """Read --max-failures: 5% -> 5 of a hundred; 20 -> 20; nothing -> no end.

    Raises:
        BadSetting: neither.

    """
    if not text:
        return inf, False
    number, percent, rest = text.partition("%")
    if rest or not number.replace(".", "", 1).isdecimal() or not number.isascii():
        raise BadSetting(f"--max-failures {text!r} cannot be", hint="give a number, or a part such as 5%")
    return float(number), bool(percent)


@contextmanager
def _executor(known: Mapping[str, Any], work: Work, limits: Limits, lock: int) -> Iterator[Executor]:
    """Open what does the jobs."""
    if known["executor"] == "dask":
        with cluster(known["scheduler"], work, limits, time.monotonic) as remote:
            yield remote
        return
    if known["scheduler"]:
        raise BadSetting("--scheduler without --executor dask", hint="give both or neither")
    with pool(work, limits, known["jobs"] or cores(), time.monotonic, (lock,)) as local:
        yield local


@contextmanager
def _watch(known: Mapping[str, Any], total: int) -> Iterator[Watch]:
    """Open what tells of the run, on standard error."""
    if known["log_json"]:
        yield Logging(sys.stderr, time.time)
        return
    console = terminal.console(sys.stderr, os.environ)
    pace = Pace(total, time.monotonic, time.monotonic())
    quiet = known["quiet"]
    if quiet or not terminal.is_live(sys.stderr, os.environ):
        yield Telling(console, pace, quiet, known["verbose"], said=time.monotonic())
        return
    with bar(console) as live:
        task = live.add_task("", total=total, issue="", pace="")
        yield Telling(console, pace, quiet, known["verbose"], live, task)


@contextmanager
def _signals() -> Iterator[Stop]:
    """Turn Ctrl-C and SIGTERM into a wish to stop."""
    stop = Stop()

    def wish(number: int, _frame: object) -> None:
        stop.signal, stop.times = stop.signal or number, stop.times + 1

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
