"""`backfile status`: how a batch stands."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from convert.batch.ledger import open_ledger
from convert.batch.progress import duration
from convert.batch.stale import GONE
from convert.batch.status import BatchStatus, batch_status, status_as_mapping
from convert.cli import options, terminal
from convert.cli.process import is_live, print_message, write_json
from convert.cli.terminal import local_time
from convert.errors import ExitCode
from convert.outcome import passed_over_in_words, remarks
from convert.review.receipts import read_receipts
from convert.translation.messages import Translate

SHOWN = 10
"""Errors, and warnings, in the table; --json and `backfile report` have all."""
PAUSE = 1.0
"""Seconds between two looks."""


@click.command()
@options.batch_folder
@options.trace
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--watch", is_flag=True, help="Refresh every second until the run ends.")
def status(out: str, *, as_json: bool, watch: bool) -> int:
    """Show the progress of the batch in OUT: issues done, issues failed, time left."""
    now = _look(out)
    screen = terminal.console(sys.stdout, os.environ)
    if as_json:
        now = replace(now, samples=read_receipts(Path(out), print_message))
        write_json(json.dumps(status_as_mapping(now)))
        while watch and now.at_work:
            time.sleep(PAUSE)
            now = replace(_look(out), samples=now.samples)
            write_json(json.dumps(status_as_mapping(now)))
    elif watch and is_live(sys.stdout, os.environ):
        with Live(_table(now, screen.translate), console=screen, auto_refresh=False) as live:
            while now.at_work:
                time.sleep(PAUSE)
                now = _look(out)
                live.update(_table(now, screen.translate), refresh=True)
    else:
        while watch and now.at_work:
            time.sleep(PAUSE)
            now = _look(out)
        screen.print(_table(now, screen.translate))
    return ExitCode.SOME_FAILED if now.bad else ExitCode.OK


def _look(out: str) -> BatchStatus:
    with open_ledger(Path(out)) as ledger:
        return batch_status(ledger, Path(out))


def _table(now: BatchStatus, translate: Translate) -> RenderableType:
    """Return what people see."""
    run = now.run
    head = Text(translate(f"run {run.id}, {now.ending}" if run else "no run yet"), "bold")
    if run:
        began = f"  began {local_time(run.began)} on {run.host}, process {run.pid}"
        head.append(translate(began), "dim")
    counts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    counts.add_column(justify="right")
    counts.add_column()
    for state, count in now.counts.items():
        if count:
            style = "red" if state in {"failed", "quarantined"} else ""
            counts.add_row(f"{count:,}", translate(state.value), style=style)
    if now.pages > now.total:
        counts.add_row(f"{now.pages:,}", translate("pages, of all"))
    if now.warned:
        counts.add_row(f"{now.warned:,}", translate("with warnings"), style="yellow")
    parts: list[RenderableType] = [head, counts]
    if now.rate:
        left = f", {duration(now.waiting / now.rate)} left" if now.waiting and now.at_work else ""
        parts.append(Text(translate(f"{now.rate:.1f} issues a second, {now.seconds:.2f} s each{left}")))
    running = [translate(f"working on {name}") for name in now.running[:4]]
    parts += [Text(line, "dim", overflow="ellipsis", no_wrap=True) for line in running]
    if run and run.passed_over:
        parts.append(Text(translate(passed_over_in_words(run.passed_over))))
    for issue in now.bad[:SHOWN]:
        parts.append(_labelled(issue.state.value, f"{issue.name}: {issue.fault}", translate, "red"))
    parts += _more(now.bad, translate)
    lists = (
        [("orphaned", f"{issue.name}: {GONE}") for issue in now.orphans],
        [("stale", former.line) for former in now.former],
        [("problem", problem.line) for problem in now.problems],
        [(remark.label, remark.line(i.name)) for i in now.remarked for remark in remarks(i.outcome)],
    )
    for lines in lists:
        parts += [_labelled(label, line, translate, "yellow") for label, line in lines[:SHOWN]]
        parts += _more(lines, translate)
    return Group(*parts)


def _labelled(label: str, line: str, translate: Translate, style: str) -> Text:
    return Text.assemble((f"{translate(label)}{translate(': ')}", style), translate(line))


def _more(things: Sequence[object], translate: Translate) -> list[RenderableType]:
    """Say how many are not in the table."""
    more = len(things) - SHOWN
    return [Text(translate(f"and {more:,} more; see --json"), "dim")] if more > 0 else []
