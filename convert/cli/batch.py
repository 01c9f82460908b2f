"""`backfile batch`: a tree of issues, unattended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from convert.cli import options
from convert.cli.batch_run import list_work, run_batch
from convert.cli.help_texts import EXIT_CODES

EXAMPLES = """\b
Examples:
  backfile batch issues/ books/ --dry-run
  backfile batch issues/ books/ --jobs 8 --max-failures 5%
  backfile batch list.csv books/ --template "{title}/{year}/{date}"
  backfile status books/ --watch
  backfile retry books/
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("sources", nargs=-1, required=True, metavar="IN...", type=click.Path())
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@options.formats
@options.style
@click.option("--title", metavar="TEXT", help="The newspaper's title, for all.")
@click.option(
    "--template", default="", metavar="PATH", help="Where files go: {title}/{year}/{date}.  [default: as IN]"
)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@options.running
@options.reading
@options.verbose
def batch(sources: tuple[str, ...], out: str, *, dry_run: bool, **given: Any) -> int:  # noqa: ANN401 - see run_batch
    """Convert the issues of IN... into OUT, on record, and go on where a run before has stopped.

    IN is a folder, a file, a pattern such as "1951/*.txt", or a manifest: a CSV file with a column
    `source` and any of title, date, number, language, page, or the same as lines of JSON. What has not
    changed is left alone. Nothing of a broken run is lost: begin it again.
    """
    known = {**given, "formats": list(given["formats"])}
    known["sources"] = [os.path.abspath(source) for source in sources]  # noqa: PTH100 - resolve() follows links
    if dry_run:
        return list_work(Path(out), known)
    return run_batch(Path(out), known, again=False)
