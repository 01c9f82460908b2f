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
@click.argument("sources", nargs=-1, metavar="IN...", type=click.Path())
@click.argument("out", metavar="OUT", type=click.Path(file_okay=False))
@options.formats
@options.style
@options.words
@options.images
@options.page_images
@click.option("--title", metavar="TEXT", help="The newspaper's title, for all issues.")
@options.metadata
@click.option(
    "--template",
    default="",
    metavar="PATH",
    help="Path of the outputs in OUT, such as {title}/{year}/{date}.  [default: as in IN]",
)
@options.by
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be done; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: print one line of JSON per issue.")
@click.option("--check", is_flag=True, help="Check the digest of every output against the ledger.")
@click.option(
    "--prune", is_flag=True, help="Move outputs aside if their source is gone or they are no longer produced."
)
@options.running
@options.reading
@options.decisions_folder
@options.house
@click.option(
    "--knowledge",
    metavar="PACK",
    type=click.Path(dir_okay=False),
    help="Pack that `backfile learn` wrote for this newspaper; with --learn: the pack to write.",
)
@click.option(
    "--learn", is_flag=True, help="Learn from all sources first, then convert them with the resulting pack."
)
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
    """Convert the issues of IN... into OUT, keep a ledger, and resume an interrupted run.

    IN is a folder, a file, a pattern such as "1951/*.txt", or a manifest. A manifest is a CSV file, or lines
    of JSON, with a column `source` and any of title, date, number, language, page, house, knowledge, issue.
    Files whose names differ only in the page number are one issue; --dry-run shows the grouping.

    Unchanged issues are skipped. To resume an interrupted run, give the same command again. If a file in OUT
    would be replaced although it was edited or was not written by backfile, nothing is written and all such
    files are listed, unless you give --force or --keep-edited.

    With --learn every source is read twice: once to learn the newspaper's habits, which go into PACK or into
    a file beside the ledger, and once to convert it with them. The same sources always give the same pack.
    """
    if not sources:  # click gives the only argument to OUT
        raise click.UsageError("Missing argument 'OUT'.")
    if learn and dry_run:
        raise BadSetting("--learn and --dry-run exclude each other", hint="give only one of them")
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
        raise BadSetting(
            "--json needs --dry-run", hint="add --dry-run, or use --log-json or `backfile status --json`"
        )
    progress = ProgressOptions(quiet, verbose, log_json)
    return convert_batch(Path(out), batch_options, progress, wait=wait, check=check, prune=prune, learn=learn)


def _absolute(path: str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - resolve() follows links
