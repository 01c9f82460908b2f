"""`backfile collect`: many issues into one book, or into a series of books."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from convert import outcome
from convert.cli import options
from convert.cli.article_intake import check_draft, open_intake, take_in_all
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import run_id
from convert.cli.reporter import open_reporter
from convert.cli.settings import check_settings
from convert.cli.standing import leave_out_stale
from convert.collection import collect as work_on
from convert.collection.article_store import Groups, StoredIssue
from convert.collection.book import BookSettings
from convert.collection.plan import BY, Volume, groups_for, in_order, issue_parts, volumes
from convert.collection.selection import Selection, chosen, read_selection, read_topics
from convert.conversion import Settings
from convert.document.model import Metadata
from convert.errors import BadSetting
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.outcome import Outcome
from convert.system.protect import OutputGuard
from convert.system.staging import sweep_unfinished
from convert.typeset.timestamp import issue_day
from convert.writers.epub.metadata import SERIES_POSITION
from convert.writers.epub.package import BookTimes

DRAFT = ".toml"
EXAMPLES = """\b
Examples:
  backfile collect issues/ -o 1951.epub --title "山城晚报 1951"
  backfile collect archive/*.xml -o papers.epub --title 山城晚报 --by month --split
  backfile collect issues/ -o 1951.epub --by folder --by month
  backfile collect issues/ -o noodles.toml      (lists all articles; delete some lines, then)
  backfile collect issues/ -o noodles.epub --selection noodles.toml
\b
A file of topics:
  farming = ["rice", "harvest"]
  weather = ["snow", "storm"]
"""


class BookName(NamedTuple):
    """What the options say of the book's name."""

    title: str
    series: str
    position: str
    "Position of the book in the series: 3, or 3.1."


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.option("-o", "--output", required=True, metavar="BOOK.epub|SELECTION.toml", type=click.Path())
@click.option(
    "--title", default="", metavar="TEXT", help="Title of the book.  [default: the newspaper's title]"
)
@options.by_of_collection
@click.option("--split", is_flag=True, help="Write one book per group, all in one series.")
@click.option("--series", default="", metavar="TEXT", help="Series that the book belongs to.")
@click.option(
    "--position", default="", metavar="NUMBER", help="Position of the book in the series: 3, or 3.1."
)
@click.option(
    "--selection",
    "selection_file",
    metavar="FILE.toml",
    type=click.Path(),
    help="Include only what this selection file lists.",
)
@click.option("--show-changes", is_flag=True, help="Add notes with the source's wording of what was changed.")
@options.images
@options.embed_fonts
@options.style
@options.metadata
@options.decisions
@options.house
@options.knowledge
@options.reading
@options.jobs
@options.verbose
@options.quiet
@options.follow_links
@options.include_stale
@options.force
@options.strict
def collect(
    sources: tuple[str, ...],
    output: str,
    *,
    title: str,
    by: tuple[GroupBy, str],
    split: bool,
    series: str,
    position: str,
    selection_file: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    follow_links: bool,
    include_stale: bool,
    force: bool,
    strict: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """Combine the issues in each SOURCE into one book, or into a series of books.

    A SOURCE is a text file, an archival XML file that backfile wrote, or a folder of either. Text files that
    are pages of one issue are put together as in `convert`. Each issue becomes a part of the book; the parts
    are ordered by date. An article that occurs in two issues with the same text is printed once, and the
    other place links to it. Archival XML that the ledger of a batch calls stale is left out, and the exit
    status is 1.
    """
    name = BookName(title, series, position)
    issues_by, parts_by = by
    _check(output, parts_by, name, selection_file, split=split)
    guard = OutputGuard(force)
    if output.endswith(DRAFT):
        check_draft(Path(output), guard)
    sweep_unfinished(Path(output).parent)
    settings = check_settings(("epub",), follow_links=follow_links, strict=strict, **given)
    selection = read_selection(Path(selection_file)) if selection_file else None
    named = work_on.sources(sources, settings.suffixes, follow_links=follow_links)
    taken = named.files if include_stale else leave_out_stale(named.files)
    plan = group_sources(taken, issues_by, follow_links=follow_links, containers=settings.asks_containers)
    files = plan.sources
    with (
        open_intake(
            files, settings, _groups(parts_by), jobs, takes_pictures=not output.endswith(DRAFT)
        ) as intake,
        open_reporter(sys.stderr, os.environ, len(files), quiet=quiet, verbose=verbose) as opened,
    ):
        reporter = replace(opened, talkative=verbose)  # a line for each of a thousand issues tells nothing
        reporter.warn(problem.line for problem in plan.problems)
        issues, outcomes = take_in_all(files, intake, reporter, output)
        if named.passed_over:
            reporter.message(outcome.passed_over_in_words(named.passed_over))
        run = run_id()
        if output.endswith(DRAFT):
            parts = tuple(issue_parts(sorted(issues, key=in_order)))
            work_on.write_draft(Path(output), one_title(title, issues), parts, run, guard)
            return _status(outcomes, strict=strict)
        volumes, work = _plan(issues, selection, settings, name, parts_by, split=split)
        reporter.reset(sum(len(volume.parts) for volume in volumes))
        books = work_on.books(Path(output), volumes, work)
        work_on.check_collisions(books, intake.store, guard)
        for path, bound in work_on.write_all(books, intake.store, run, guard, reporter.advance):
            reporter.message(work_on.in_words(path, bound))
    return _status(outcomes, strict=strict)


def _status(outcomes: Sequence[Outcome], *, strict: bool) -> int:
    """Return the exit code: a book was made, so that of several sources any failure is 1."""
    return outcome.exit_code(outcomes, strict=strict)


def _check(output: str, by: str, name: BookName, selection: str | None, *, split: bool) -> None:
    """Refuse what cannot be, before anything is read."""
    if not output.endswith((".epub", DRAFT)):
        raise BadSetting(
            f"-o {output!r} does not end in .epub",
            hint="give a file that ends in .epub, or in .toml for a selection",
        )
    if output.endswith(DRAFT) and (by or selection):
        raise BadSetting(
            "-o names a selection file to write", hint="use --by and --selection when you write the book"
        )
    if by and by not in BY and not by.endswith(".toml"):
        raise BadSetting(f"--by {by!r}", hint=f"choose from: {', '.join(BY)}, or a .toml file of topics")
    if by and selection:
        raise BadSetting(
            "--by and --selection exclude each other",
            hint="the selection file already defines the order: give only one of them",
        )
    if split and not by:
        raise BadSetting("--split needs --by", hint="say how to split, for instance --by month")
    if name.position and split:
        raise BadSetting("--position and --split exclude each other", hint="--split numbers the books itself")
    if name.position and not name.series:
        raise BadSetting("--position needs --series", hint="name the series with --series")
    if name.position and not SERIES_POSITION.fullmatch(name.position):
        raise BadSetting(f"--position {name.position!r}", hint="give a number such as 3 or 3.1")


def _groups(by: str) -> Groups:
    return groups_for(by, read_topics(Path(by)) if by.endswith(".toml") else {})


def one_title(given: str, issues: Sequence[StoredIssue]) -> str:
    """Return the title that was given, else the newspaper's, if all issues are of one."""
    titles = list(dict.fromkeys(issue.meta.title for issue in issues if issue.meta.title))
    return given or (titles[0] if len(titles) == 1 else "")


def _plan(
    issues: list[StoredIssue],
    selection: Selection | None,
    settings: Settings,
    name: BookName,
    by: str,
    *,
    split: bool,
) -> tuple[tuple[Volume, ...], BookSettings]:
    """Return the volumes, and what they share."""
    languages = [issue.meta.language for issue in issues]
    meta = Metadata(language=max(sorted(set(languages)), key=languages.count))
    days = [day for issue in issues if (day := issue_day(issue.meta))]
    times = BookTimes(settings.timestamp or max(days, default=None), is_day=settings.timestamp is None)
    title = one_title(name.title or (selection.title if selection else ""), issues)
    if not title:
        raise BadSetting("the book needs a title", hint="give one with --title")
    books = (chosen(selection, issues),) if selection else volumes(issues, by, meta, split=split)
    foreword = selection.foreword if selection else ""
    return books, BookSettings(title, meta, settings.style, times, name.series, name.position, foreword)
