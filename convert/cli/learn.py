"""`backfile learn`: many issues of one newspaper in, what they have in common out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from convert.cli import options
from convert.cli.help_texts import EXIT_CODES
from convert.cli.process import print_message, print_result, run_id
from convert.cli.reporter import open_reporter
from convert.cli.settings import check_settings
from convert.cli.standing import leave_out_stale
from convert.collection.collect import sources as find_sources
from convert.errors import ExitCode, UnreadableSource
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.issue.knowledge import format_knowledge, parse_knowledge
from convert.learning.describe import in_words
from convert.learning.learn import Lesson, in_order
from convert.learning.pack_file import check_place, write_pack
from convert.outcome import Failure, passed_over_in_words
from convert.system.paths import printable_path

EXAMPLES = """\b
Examples:
  backfile learn issues/ -o daily.pack
  backfile learn archive/ -o daily.pack       (archival XML, if the folder has no other sources)
  backfile convert page.txt --knowledge daily.pack
"""


@click.command(epilog=f"{EXAMPLES}\n{EXIT_CODES}")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path())
@click.option("-o", "--output", required=True, metavar="FILE", type=click.Path(), help="Pack to write.")
@options.by
@options.reading
@options.trace
@options.quiet
@options.follow_links
@options.include_stale
@options.strict
def learn(
    sources: tuple[str, ...],
    output: str,
    *,
    by: str,
    quiet: bool,
    follow_links: bool,
    include_stale: bool,
    strict: bool,
    **given: Any,  # noqa: ANN401 - the options that `check_settings` takes, by their names
) -> int:
    """Learn the habits of ONE newspaper from many of its issues, and write them to a pack.

    A SOURCE is a text file, a .docx, an archival XML file that backfile wrote, or a folder of them. The pack
    holds recurring lines, names of columns and sections, the openings of reports, column widths, marks and
    words, and character statistics. Other commands read it with --knowledge, and `backfile knowledge` prints
    it. The same issues always give the same pack.
    """
    target = Path(output)
    check_place(target)
    settings = check_settings((), style="newspaper", follow_links=follow_links, **given)
    named = find_sources(sources, settings.suffixes, follow_links=follow_links)
    taken = named.files if include_stale else leave_out_stale(named.files)
    plan = group_sources(taken, GroupBy(by), follow_links=follow_links, containers=settings.asks_containers)
    files = in_order(plan.sources)
    lesson, failures = Lesson(settings), list[Failure]()
    with open_reporter(sys.stderr, os.environ, len(files), quiet=quiet, verbose=False) as reporter:
        reporter.warn(problem.line for problem in plan.problems)
        for file in files:
            reporter.advance(file.name)
            failure = lesson.take(file)
            if failure:
                failures.append(failure)
                reporter.fail(failure)
        if named.passed_over:
            reporter.message(passed_over_in_words(named.passed_over))
    if len(failures) == len(files):
        raise UnreadableSource("no source could be read", location=output, hint="see the messages above")
    for warning in lesson.warnings:
        print_message(f"warning: {warning}")
    data = format_knowledge(lesson.knowledge())
    write_pack(target, data, run_id())
    if not quiet:
        print_result(f"{printable_path(target)} ({len(data):,} bytes)")
        for line in in_words(parse_knowledge(data, output)):
            print_result(line)
    return ExitCode.SOME_FAILED if failures or (strict and lesson.warnings) else ExitCode.OK
