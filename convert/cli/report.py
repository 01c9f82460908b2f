"""`backfile report`: a page with the figures of a batch."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import click

from convert.batch.ledger import open_ledger
from convert.batch.report_html import as_page
from convert.batch.statistics import batch_statistics
from convert.cli import options
from convert.cli.process import print_message, run_id, write
from convert.cli.terminal import local_time
from convert.errors import ExitCode
from convert.review.receipts import read_receipts
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
    """Write an HTML report on the batch in OUT: speed, errors, what the rules did, what to review.

    The page loads nothing and runs no script, so that you can send it by mail. Its links lead to the outputs,
    relative to FILE; without -o, relative to the current folder.
    """
    with open_ledger(Path(out)) as ledger:
        place = Path(output).parent if output else Path()
        above = quote(
            os.path.relpath(os.path.realpath(out), os.path.realpath(place)), errors="surrogateescape"
        )
        statistics = replace(
            batch_statistics(ledger, Path(out)), samples=read_receipts(Path(out), print_message)
        )
        page = as_page(statistics, local_time, above).encode("utf-8", "replace")
    if output is None:
        write(page)
    else:
        file = Path(output)
        write_files(file.parent, {file.name: page}, run_id(), guard=OutputGuard(force), hint=ANOTHER_FILE)
    return ExitCode.OK
