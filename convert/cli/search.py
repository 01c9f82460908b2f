"""`backfile search`: the articles that have some words, as a list or as a selection for `collect`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from convert import outcome
from convert.catalogue.words import find_run, runs_of
from convert.cli import options
from convert.cli.article_intake import check_draft, open_intake, take_in_all
from convert.cli.process import print_data, print_message, print_result, run_id
from convert.cli.reporter import open_reporter
from convert.cli.settings import check_settings
from convert.cli.standing import leave_out_stale
from convert.collection import collect as work_on
from convert.collection.plan import Choice, is_of_several, issue_name
from convert.collection.search import articles_with_words, groups_with_words, search_part
from convert.errors import BadSetting
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard

DRAFT = ".toml"
EXPLAINED = """\b
Examples:
  backfile search archive/ 面条
  backfile search archive/ "rice harvest" -o rice.toml
  backfile collect archive/ -o rice.epub --selection rice.toml
\b
Exit status:
  0  at least one article matches
  1  no article matches, or a source cannot be read
"""


@click.command(epilog=EXPLAINED)
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option(
    "-o", "--output", default="", metavar="SELECTION.toml", type=click.Path(), help="Write a selection file."
)
@options.reading
@options.jobs
@options.quiet
@options.follow_links
@options.include_stale
@options.force
@options.trace
def search(
    source: str,
    words: tuple[str, ...],
    *,
    output: str,
    jobs: int | None,
    quiet: bool,
    follow_links: bool,
    include_stale: bool,
    force: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """List the articles in SOURCE that contain all of the WORDS, in any order.

    SOURCE is a folder, a text file or an archival XML file, as for `collect`. Words are compared as in the
    catalogue: Han characters match anywhere, other words match from their beginning; case, accents, and
    traditional or simplified characters make no difference. The selection file has one line per article:
    delete lines, reorder them, and pass the file to `collect --selection`.
    """
    runs = tuple(run for word in words for run in runs_of(word))
    if not runs:
        raise BadSetting(
            f"nothing to search for in {' '.join(words)!r:.80}", hint="give letters or characters"
        )
    if output and not output.endswith(DRAFT):
        raise BadSetting(f"-o {output!r} does not end in .toml", hint="give a file that ends in .toml")
    guard = OutputGuard(force)
    if output:
        check_draft(Path(output), guard)
    settings = check_settings(("epub",), style="newspaper", follow_links=follow_links, **given)
    named = work_on.sources((source,), settings.suffixes, follow_links=follow_links)
    taken = named.files if include_stale else leave_out_stale(named.files)
    plan = group_sources(taken, GroupBy.NAME, follow_links=follow_links, containers=settings.asks_containers)
    groups = groups_with_words([partial(find_run, run=run) for run in runs])
    with (
        open_intake(plan.sources, settings, groups, jobs) as intake,
        open_reporter(sys.stderr, os.environ, len(plan.sources), quiet=quiet, verbose=False) as opened,
    ):
        issues, outcomes = take_in_all(plan.sources, intake, replace(opened, talkative=False), source)
    choices = list(articles_with_words(issues))
    if not choices:
        print_message(f"no article contains {' '.join(words)!r:.80}")
        return 1
    if output:
        part = search_part(" ".join(words), choices)
        work_on.write_draft(Path(output), part.title, (part,), run_id(), guard)
        print_result(f"{printable_path(output)}: {_counted(len(choices))}")
    else:
        _list(choices)
    return outcome.exit_code(outcomes, strict=False)


def _list(choices: list[Choice]) -> None:
    """Print a line for each article, and one with an excerpt."""
    named = is_of_several(choice.issue for choice in choices)
    for choice in choices:
        name = f"{issue_name(choice.issue, named=named)} · {choice.entry.name}"
        print_data(f"{choice.issue.location}#{choice.entry.id}  {name}")
        print_data(f"    {choice.entry.groups[0]}")


def _counted(number: int) -> str:
    return "1 article" if number == 1 else f"{number:,} articles"
