"""`backfile why`: what became of one issue of a batch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import click

from convert.batch.ledger import open_ledger
from convert.batch.problems import plain_problems, problems_of
from convert.batch.records import Issue, IssuePage, State, as_mapping
from convert.batch.stale import why_stale
from convert.batch.status import find_issue, issue_as_mapping
from convert.batch.status_pages import find_page, page_as_mapping, page_warnings
from convert.cli import options
from convert.cli.process import print_result, write_json
from convert.cli.terminal import local_time
from convert.errors import ExitCode
from convert.system.paths import printable_path


@click.command()
@options.batch_folder
@options.trace
@click.argument("issue")
@click.option(
    "--page", default="", metavar="LABEL", help="Show only this page: 2, A3, or the name of its file."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def why(out: str, issue: str, *, page: str, as_json: bool) -> int:
    """Print everything that the ledger in OUT records about ISSUE.

    ISSUE is the name of an issue or of one of its files, or any part of that name that no other issue shares.
    """
    with open_ledger(Path(out)) as ledger:
        row = find_issue(ledger, issue)
        problems = problems_of(row, ledger.problems())
    if page:
        return _why_page(row, find_page(row, page), as_json=as_json)
    if as_json:
        write_json(json.dumps({**issue_as_mapping(row), "problems": list(plain_problems(problems))}))
    else:
        for line in _lines(row):
            print_result(line)
        for problem in problems:
            print_result(f"  folder    {printable_path(problem.message)}")
    return ExitCode.SOME_FAILED if row.failure else ExitCode.OK


def _why_page(row: Issue, page: IssuePage, *, as_json: bool) -> int:
    """Say what is known of one page of an issue."""
    values = page_as_mapping(row, page)
    if as_json:
        write_json(json.dumps(values))
        return ExitCode.SOME_FAILED if row.failure else ExitCode.OK
    print_result(f"{row.name}, {page.name}: {row.state.value}")
    print_result(f"  source    {printable_path(os.fsdecode(page.path))}")
    print_result(f"  sha256    {page.sha256 or 'none: it could not be read'}")
    print_result(f"  now       {values['now']}")
    if page.decisions:
        print_result(f"  decisions {printable_path(os.fsdecode(page.decisions))}")
    for warning in page_warnings(row, page):
        print_result(f"  warning   {printable_path(warning)}")
    return ExitCode.SOME_FAILED if row.failure else ExitCode.OK


def _lines(row: Issue) -> Iterator[str]:
    """Yield what is known of an issue, line by line; nothing of it may move the terminal."""
    outcome, failure = row.outcome, row.failure
    yield f"{row.name}: {row.state.value}"
    yield f"  source    {printable_path(os.fsdecode(row.path))}"
    if failure:
        yield f"  error     {failure.kind}: {printable_path(row.fault)}"
        if failure.hint:
            yield f"  do        {failure.hint}"
    metadata = [f"{name} {printable_path(value)}" for name, value in as_mapping(outcome.metadata).items()]
    if metadata:
        yield f"  known     {', '.join(metadata)}"
    for page in row.pages:
        unread = "" if page.sha256 else "  could not be read"
        yield f"  page      {printable_path(page.label or '-')}  {page.file}{unread}"
    if row.decisions:
        yield f"  decisions {printable_path(os.fsdecode(row.decisions))}"
    if row.ended is not None and row.began is not None:
        yield (
            f"  when      {local_time(row.began)}, {row.ended - row.began:.2f} s, run {row.run}, "
            f"worker {row.worker or '-'}, tries {row.tries}"
        )
    if outcome.digest:
        yield f"  sha256    {outcome.digest}"
    if outcome.outputs:
        yield from _outputs(row)
    yield from (f"  warning   {printable_path(text)}" for text in outcome.warnings)
    yield from (f"  follows   {printable_path(text)}" for text in outcome.notes)
    if failure:
        yield from (f"    {printable_path(line)}" for line in failure.trace.splitlines())


def _outputs(row: Issue) -> Iterator[str]:
    """Yield what was written of an issue, and whether it is stale."""
    outcome = row.outcome
    if row.state is not State.DONE:
        yield f"  stale     {printable_path(why_stale(row))}"
    for output in outcome.outputs.values():
        yield f"  output    {output.path}  {output.size:,} bytes  sha256 {output.sha256}"
    if row.state is State.DONE:
        acted = ", ".join(f"{name} {count.done:,}" for name, count in outcome.rules.items() if count.done)
        yield f"  changes   {outcome.changes:,} ({acted or 'none'}); {outcome.proposals:,} only proposed"
