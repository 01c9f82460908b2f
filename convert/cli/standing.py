"""`backfile status`, `why` and `report`: what the ledger of a batch says."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from convert.cli import options
from convert.errors import ExitCode

if TYPE_CHECKING:
    from rich.console import RenderableType

    from convert.batch.ledger import Issue
    from convert.batch.standing import Standing

# ruff: noqa: PLC0415 - `backfile --help` must not wait for what it does not need

SHOWN = 10
"""Errors in the table; --json and `backfile report` have all."""
PAUSE = 1.0
"""Seconds between two looks."""

_OUT = click.argument("out", metavar="OUT", type=click.Path(exists=True, file_okay=False))


@click.command(short_help="Say how a batch stands.")
@_OUT
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.option("--watch", is_flag=True, help="Look again each second until the run ends.")
def status(out: str, *, as_json: bool, watch: bool) -> int:
    """Say how the batch in OUT stands: how many issues are done, what failed, when it will end."""
    from rich.live import Live

    from convert.cli import terminal

    now = _look(out)
    screen = terminal.console(sys.stdout, os.environ)
    if as_json:
        from convert.batch.standing import as_mapping

        options.write_line(json.dumps(as_mapping(now)))
        while watch and now.at_work:
            time.sleep(PAUSE)
            now = _look(out)
            options.write_line(json.dumps(as_mapping(now)))
    elif watch and terminal.is_live(sys.stdout, os.environ):
        with Live(_table(now), console=screen, auto_refresh=False) as live:
            while now.at_work:
                time.sleep(PAUSE)
                now = _look(out)
                live.update(_table(now), refresh=True)
    else:
        while watch and now.at_work:
            time.sleep(PAUSE)
            now = _look(out)
        screen.print(_table(now))
    return ExitCode.SOME_FAILED if now.bad else ExitCode.OK


@click.command(short_help="Say what became of one issue of a batch.")
@_OUT
@click.argument("issue")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def why(out: str, issue: str, *, as_json: bool) -> int:
    """Say all that the ledger in OUT knows of ISSUE: its name, or a part of it that only it has."""
    from convert.batch.ledger import open_ledger
    from convert.batch.standing import find_issue

    with open_ledger(Path(out)) as ledger:
        row = find_issue(ledger, issue)
    if as_json:
        options.write_line(json.dumps(_plain(row)))
    else:
        for line in _told(row):
            options.write_line(line)
    return ExitCode.SOME_FAILED if row.kind else ExitCode.OK


@click.command(short_help="Write a page with the figures of a batch.")
@_OUT
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Not to standard output."
)
def report(out: str, *, output: str | None) -> int:
    """Write one HTML page on the batch in OUT: throughput, errors, what the rules did, what wants a reviewer.

    The page loads nothing and runs no script; it may be sent by mail.
    """
    from convert.batch.figures import figures
    from convert.batch.ledger import open_ledger
    from convert.batch.page import as_page
    from convert.system import files

    with open_ledger(Path(out)) as ledger:
        page = as_page(figures(ledger), _when).encode("utf-8", "replace")
    if output is None:
        options.write(page)
    else:
        place = Path(output)
        files.write_set(place.parent, {place.name: page}, f"{os.getpid()}-{secrets.token_hex(4)}")
    return ExitCode.OK


def _look(out: str) -> Standing:
    from convert.batch.ledger import open_ledger
    from convert.batch.standing import standing

    with open_ledger(Path(out)) as ledger:
        return standing(ledger, Path(out))


def _table(now: Standing) -> RenderableType:
    """Return what people see."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from convert.batch.telling import duration

    run = now.run
    head = Text(f"run {run.id}, {now.ending}" if run else "no run yet", "bold")
    if run:
        head.append(f"  began {_when(run.began)} on {run.host}, process {run.pid}", "dim")
    counts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    counts.add_column(justify="right")
    counts.add_column()
    for state, count in now.counts.items():
        if count:
            counts.add_row(
                f"{count:,}", state.value, style="red" if state in {"failed", "quarantined"} else ""
            )
    if now.warned:
        counts.add_row(f"{now.warned:,}", "with warnings", style="yellow")
    parts: list[RenderableType] = [head, counts]
    if now.rate:
        left = f", {duration(now.waiting / now.rate)} left" if now.waiting and now.at_work else ""
        parts.append(Text(f"{now.rate:.1f} issues a second, {now.seconds:.2f} s each{left}"))
    parts += [
        Text(f"at work on {name}", "dim", overflow="ellipsis", no_wrap=True) for name in now.running[:4]
    ]
    for issue in now.bad[:SHOWN]:
        parts.append(Text.assemble((f"{issue.state.value}: ", "red"), f"{issue.name}: {issue.what}"))
    if len(now.bad) > SHOWN:
        parts.append(Text(f"and {len(now.bad) - SHOWN:,} more; see --json", "dim"))
    return Group(*parts)


def _told(row: Issue) -> list[str]:
    """Return what is known of an issue, line by line; nothing of it may move the terminal."""
    from convert.system.files import shown

    meta = ", ".join(f"{name} {shown(value)}" for name, value in row.meta.items())
    lines = [f"{row.name}: {row.state.value}", f"  source    {shown(os.fsdecode(row.path))}"]
    if row.kind:
        lines.append(f"  error     {row.kind}: {shown(row.what)}")
        lines += [f"  do        {row.advice}"] if row.advice else []
    lines += [f"  known     {meta}"] if meta else []
    if row.ended is not None and row.began is not None:
        lines.append(
            f"  when      {_when(row.began)}, {row.ended - row.began:.2f} s, run {row.run}, "
            f"worker {row.worker or '-'}, tries {row.tries}"
        )
    lines += [f"  sha256    {row.digest}"] if row.digest else []
    target = shown(os.fsdecode(row.target)) if row.target else ""
    lines += [
        f"  output    {target}.{form}  {o[0]:,} bytes  sha256 {o[2]}" for form, o in row.outputs.items()
    ]
    acted = ", ".join(f"{name} {done:,}" for name, (_, done, _) in row.rules.items() if done)
    if row.outputs:
        lines.append(f"  changes   {row.changes:,} ({acted or 'none'}); {row.proposals:,} only proposed")
    lines += [f"  warning   {shown(text)}" for text in row.warnings]
    lines += [f"    {shown(line)}" for line in row.trace.splitlines()]
    return lines


def _plain(row: Issue) -> dict[str, object]:
    from convert.system.files import shown

    known = {name: getattr(row, name) for name in row.__dataclass_fields__ if name != "claim"}
    known["path"] = shown(os.fsdecode(row.path))
    known["target"] = shown(os.fsdecode(row.target)) if row.target else None
    return known


def _when(seconds: float) -> str:
    """Return a time as people of this place write it."""
    return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")
