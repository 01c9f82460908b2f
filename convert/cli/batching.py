"""`backfile batch` and `backfile retry`: a tree of issues, unattended."""

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
from typing import TYPE_CHECKING, Any

import click

from convert.cli import options
from convert.errors import BadSetting, ExitCode

if TYPE_CHECKING:
    from convert.batch.job import Work
    from convert.batch.ledger import Ledger
    from convert.batch.plan import Step
    from convert.batch.pool import Limits
    from convert.batch.run import Ending, Executor, Stop, Watch

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

EXAMPLES = """\b
Examples:
  backfile batch issues/ books/ --dry-run
  backfile batch issues/ books/ --jobs 8 --max-failures 5%
  backfile batch list.csv books/ --template "{title}/{year}/{date}"
  backfile status books/ --watch
  backfile retry books/ --failed
"""
SIGNALLED = 128
"""And the signal's number: how shells say that a signal ended a command."""


def running_options(command: options.Command) -> options.Command:
    """Add the options for how a run goes, which `batch` and `retry` share."""
    given = (
        click.option("-j", "--jobs", type=click.IntRange(1, 1024), help="Workers.  [default: one a core]"),
        click.option(
            "--timeout",
            default=120.0,
            show_default=True,
            type=click.FloatRange(min=0),
            metavar="SECONDS",
            help="An issue may take; 0: for ever.",
        ),
        click.option(
            "--max-memory",
            default=1000,
            show_default=True,
            type=click.IntRange(min=0),
            metavar="MB",
            help="A worker may hold; 0: all.",
        ),
        click.option("--max-failures", default="", metavar="N|N%", help="End the run after more failures."),
        click.option("--wait", is_flag=True, help="Wait for another run on OUT to end."),
        click.option(
            "--executor",
            type=click.Choice(["local", "dask"]),
            default="local",
            show_default=True,
            help="Where the workers are; dask: see docs/scaling.md.",
        ),
        click.option("--scheduler", default="", metavar="ADDRESS", help="Of Dask: tcp://host:8786."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
        click.option("--log-json", is_flag=True, help="On standard error a line of JSON for each event."),
    )
    for option in reversed(given):
        command = option(command)
    return command


@click.command(epilog=f"{EXAMPLES}\n{options.CODES}", short_help="Convert a tree of issues, unattended.")
@click.argument("sources", nargs=-1, required=True, metavar="IN...", type=click.Path())
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    callback=options.formats,
    shell_complete=options.complete_format,
    metavar="LIST",
    help="With commas between.  [default: docx,pdf,epub,xml]",
)
@click.option(
    "--style",
    default="newspaper",
    show_default=True,
    metavar="NAME|FILE.toml",
    shell_complete=options.complete_style,
    help="How the pages look; see `backfile styles`.",
)
@click.option("--title", metavar="TEXT", help="The newspaper's title, for all.")
@click.option(
    "--template", default="", metavar="PATH", help="Where files go: {title}/{year}/{date}.  [default: as IN]"
)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@running_options
@options.reading_options
def batch(sources: tuple[str, ...], out: str, *, dry_run: bool, **given: Any) -> int:  # noqa: ANN401 - see _through
    """Convert the issues of IN... into OUT, on record, and go on where a run before has stopped.

    IN is a folder, a file, a pattern such as "1951/*.txt", or a manifest: a CSV file with a column
    `source` and any of title, date, number, language, page, or the same as lines of JSON. What has not
    changed is left alone. Nothing of a broken run is lost: begin it again.
    """
    known = {**given, "formats": list(given["formats"])}
    known["sources"] = [os.path.abspath(source) for source in sources]  # noqa: PTH100 - resolve() follows links
    if dry_run:
        return _dry(Path(out), known)
    return _through(Path(out), known, again=False)


@click.command(short_help="Try again what failed in a batch.", epilog=options.CODES)
@click.argument("out", metavar="OUT", type=click.Path(exists=True, file_okay=False))
@click.option("--failed", is_flag=True, required=True, help="What failed, and what is in quarantine.")
@running_options
@click.option("-v", "--verbose", is_flag=True, help="Say more; show where an internal error arose.")
def retry(out: str, *, failed: bool, **given: Any) -> int:  # noqa: ANN401, ARG001 - see _through; the flag says what
    """Try again what failed in OUT, with the formats, style and sources of its last run."""
    from convert.batch.ledger import open_ledger

    with open_ledger(Path(out)) as ledger:
        runs = ledger.runs()
    if not runs:
        raise BadSetting("no run yet", where=out, advice="begin with `backfile batch`")
    return _through(Path(out), {**runs[-1].options, **given}, again=True)


def _settings(known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - jobs.Settings, which is not imported yet
    names = ("style", "encoding", "max_size", "title", "language")
    return options.settings(tuple(known["formats"]), **{name: known[name] for name in names})


def _steps(ledger: Ledger | None, out: Path, known: Mapping[str, Any], *, again: bool) -> list[Step]:
    """Plan a run."""
    from convert.batch.key import run_parts
    from convert.batch.ledger import State
    from convert.batch.plan import Planner
    from convert.batch.targets import check_template
    from convert.batch.worklist import work_list

    template = check_template(known["template"]) if known["template"] else ""
    settings = _settings(known)
    planner = Planner(ledger, out, settings, run_parts(settings), template, again)
    items = work_list(known["sources"], out)
    if again and ledger:
        states = {State.FAILED, State.QUARANTINED}
        failed = {row.path for row in ledger.issues() if row.state in states}
        return [s for s in planner.steps(items) if s.path in failed]
    return list(planner.steps(items))


def _dry(out: Path, known: Mapping[str, Any]) -> int:
    """Say what would be done."""
    from convert.batch.ledger import ledger_path, open_ledger
    from convert.system.files import shown

    if ledger_path(out).is_file():
        with open_ledger(out) as ledger:
            steps = _steps(ledger, out, known, again=False)
    else:
        steps = _steps(None, out, known, again=False)
    bad = [step for step in steps if step.error or (step.before and not step.why and step.before.what)]
    for step in steps:
        if step.to_do:
            options.write_line(f"{step.item.name} -> {shown(str(step.target))} ({step.why})")
        elif step in bad:
            options.write_line(f"{step.item.name}: {step.error or (step.before and step.before.what)}")
    work = sum(1 for step in steps if step.to_do)
    unchanged = len(steps) - work - len(bad)
    click.echo(f"would convert {work:,}, leave {unchanged:,} as they are; {len(bad):,} cannot be", err=True)
    return ExitCode.SOME_FAILED if bad else ExitCode.OK


def _through(out: Path, known: dict[str, Any], *, again: bool) -> int:
    """Run, under the lock of OUT; `known` are the options by name, as the ledger keeps them."""
    from convert.batch.disk import sweep
    from convert.batch.ledger import FOLDER, open_ledger
    from convert.system.lock import locked

    most = _most(known["max_failures"])
    host = socket.gethostname()
    with locked(out, host, lambda line: click.echo(line, err=True), time.sleep, wait=known["wait"]) as lock:
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
        from convert.batch.run import raise_full

        raise_full(ending.full)
    return ExitCode.SOME_FAILED if ending.counts.failed else ExitCode.OK


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
    from convert import __version__
    from convert.batch.job import Work
    from convert.batch.pool import Limits
    from convert.batch.run import Progress

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
        from convert.batch.telling import Logging

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
        raise BadSetting(f"--max-failures {text!r} cannot be", advice="give a number, or a part such as 5%")
    return float(number), bool(percent)


@contextmanager
def _executor(known: Mapping[str, Any], work: Work, limits: Limits, lock: int) -> Iterator[Executor]:
    """Open what does the jobs."""
    from convert.batch.pool import pool

    if known["executor"] == "dask":
        from convert.batch.cluster import cluster

        with cluster(known["scheduler"], work, limits, time.monotonic) as remote:
            yield remote
        return
    if known["scheduler"]:
        raise BadSetting("--scheduler without --executor dask", advice="give both or neither")
    with pool(work, limits, known["jobs"] or cores(), time.monotonic, (lock,)) as local:
        yield local


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system has it
        return os.cpu_count() or 1


@contextmanager
def _watch(known: Mapping[str, Any], total: int) -> Iterator[Watch]:
    """Open what tells of the run, on standard error."""
    from convert.batch.telling import Logging, Pace, Telling, bar
    from convert.cli import terminal

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
    from convert.batch.run import Stop

    stop = Stop()

    def wish(number: int, _frame: object) -> None:
        stop.signal, stop.times = stop.signal or number, stop.times + 1

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
