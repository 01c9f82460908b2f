"""`backfile report`: a page with the figures of a batch."""

from __future__ import annotations

from pathlib import Path

import click

from convert.batch.ledger import open_ledger
from convert.batch.report_html import as_page
from convert.batch.statistics import batch_statistics
from convert.cli import options
from convert.cli.process import run_id, write
from convert.cli.terminal import local_time
from convert.errors import ExitCode
from convert.system.protect import OutputGuard
from convert.system.write import ANOTHER_FILE, write_files


@click.command()
@options.batch_folder
@options.trace
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False), help="Write the report to FILE."
)
@options.force
def report(out: str, *, output: str | None, force: bool) -> int:
    """Write one HTML page on the batch in OUT: throughput, errors, what the rules did, what wants a reviewer.

    The page loads nothing and runs no script; it may be sent by mail.
    """
    with open_ledger(Path(out)) as ledger:
        page = as_page(batch_statistics(ledger, Path(out)), local_time).encode("utf-8", "replace")
    if output is None:
        write(page)
    else:
        place = Path(output)
        write_files(place.parent, {place.name: page}, run_id(), guard=OutputGuard(force), hint=ANOTHER_FILE)
    return ExitCode.OK
