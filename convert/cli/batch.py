"""`backfile batch`: a tree of issues, unattended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from convert.batch.learn import default_pack
from convert.batch.options import BatchOptions
from convert.cli import options
from convert.cli.batch_run import ProgressOptions, convert_batch, list_work
from convert.cli.help_texts import EXIT_CODES
from convert.errors import BadSetting

EXAMPLES = """\b
Examples:
  backfile batch issues/ books/ --dry-run
  backfile batch issues/ books/ --jobs 8 --max-failures 5%
  backfile batch list.csv books/ --template "{title}/{year}/{date}"
  backfile batch issues/ books/ --check --prune
  backfile batch issues/ books/ --learn
  backfile status books/ --watch
  backfile retry books/
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("sources", nargs=-1, required=True, metavar="IN...", type=click.Path())
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@options.formats
@options.style
@options.words
@options.images
@options.page_images
@click.option("--title", metavar="TEXT", help="The newspaper's title, for all.")
@options.metadata
@click.option(
    "--template", default="", metavar="PATH", help="Where files go: {title}/{year}/{date}.  [default: as IN]"
)
@options.by
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: a line of JSON for each issue.")
@click.option("--check", is_flag=True, help="Compare every byte of the outputs with the ledger.")
@click.option(
    "--prune", is_flag=True, help="Move outputs aside whose sources are gone, or that are not made any more."
)
@options.running
@options.reading
@options.decisions_folder
@options.house
@click.option(
    "--knowledge",
    metavar="PACK",
    type=click.Path(dir_okay=False),
    help="What was counted in the paper's issues; with --learn: where that goes.",
)
@click.option("--learn", is_flag=True, help="First count in all sources, then convert by that; see `learn`.")
@options.follow_links
@options.force
@options.keep_edited
@options.strict
@options.verbose
def batch(
    sources: tuple[str, ...],
    out: str,
    *,
    dry_run: bool,
    as_json: bool,
    check: bool,
    prune: bool,
    wait: bool,
    quiet: bool,
    verbose: bool,
    log_json: bool,
    decisions: str | None,
    house: str | None,
    knowledge: str | None,
    learn: bool,
    **given: Any,  # noqa: ANN401 - the options that `BatchOptions` has, by their names
) -> int:
    """Convert the issues of IN... into OUT, on record, and go on where a run before has stopped.

    IN is a folder, a file, a pattern such as "1951/*.txt", or a manifest: a CSV file with a column
    `source` and any of title, date, number, language, page, house, knowledge, issue, or the same as lines of
    JSON. Files that differ in the page alone are one issue, as --dry-run shows. What has not changed is left
    alone. Nothing of a broken run is lost: begin it again. Where files in OUT would be replaced that were
    edited, or are not backfile's, nothing is written and all are named, unless --force or --keep-edited
    is given.

    With --learn all sources are read twice: first to learn the paper's habits, into PACK or a file beside the
    ledger, then to be converted by them. Sources that have not changed make the same pack.
    """
    if learn and dry_run:
        raise BadSetting("--learn with --dry-run", hint="what is to be learnt is not known before: give one")
    if knowledge and not learn and not Path(knowledge).exists():
        raise BadSetting(
            "no such pack", location=knowledge, hint="make it with `backfile learn`, or add --learn"
        )
    if learn and not knowledge:
        knowledge = str(default_pack(Path(out)))
    batch_options = BatchOptions(
        sources=tuple(_absolute(source) for source in sources),
        decisions=_absolute(decisions) if decisions else None,
        house=_absolute(house) if house else None,
        knowledge=_absolute(knowledge) if knowledge else None,
        **given,
    )
    if dry_run:
        return list_work(Path(out), batch_options, check=check, as_json=as_json)
    if as_json:
        raise BadSetting("--json without --dry-run", hint="give --log-json, or see `backfile status --json`")
    progress = ProgressOptions(quiet, verbose, log_json)
    return convert_batch(Path(out), batch_options, progress, wait=wait, check=check, prune=prune, learn=learn)


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() follows links
