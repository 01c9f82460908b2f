"""`backfile diff`: what differs between two archival files, or two folders of them, by classes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from convert.archive.diff import DiffClass
from convert.archive.diff.folders import compare_all, pair_files
from convert.archive.diff.formatters import FORMATTERS
from convert.archive.diff.formatters.terminal import show_comparison, show_summary
from convert.archive.diff.report import FAILED, DiffReport
from convert.archive.diff.revisions import compare_with
from convert.cli import options, terminal
from convert.cli.process import cores, print_error, print_message, write
from convert.errors import BadSetting, ConvertError, suggest
from convert.system.console import SafeConsole
from convert.system.paths import printable_path
from convert.typeset.timestamp import epoch

CLASSES = tuple(kind.value for kind in DiffClass)
FORMS = ("text", *sorted(FORMATTERS))

EXPLAINED = """\b
Classes:
  text          the words of the source differ
  correction    the same words of the source are corrected differently
  page          a page was added or lost, or comes from another file
  structure     paragraphs, articles or pages begin elsewhere
  order         the same blocks are in a different order
  role          a block has a different role: headline, byline ...
  metadata      the header describes the issue or its file differently
  geometry      boxes or page sizes differ; the text is the same
  rule-version  rules, versions, certainties or open proposals differ
\b
Exit status:
  0  no difference in the classes of --fail-on
  1  at least one difference in these classes
  2  something could not be compared, or the command line is wrong
  3  a file was altered, or was not written by backfile
\b
Examples:
  backfile diff old/page.xml page.xml
  backfile diff output/golden new --fail-on text,structure
  backfile diff old new --format html > diff.html
  backfile diff --against HEAD output/golden
"""


@click.command(epilog=EXPLAINED)
@click.argument("paths", nargs=-1, required=True, metavar="OLD NEW", type=click.Path())
@click.option(
    "--against",
    default="",
    metavar="REV",
    help="Compare files and folders with this git revision of them.",
)
@click.option(
    "--fail-on",
    default="all",
    show_default=True,
    metavar="LIST",
    help="Classes of differences that make the exit status 1, separated by commas; or all, or none.",
)
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(FORMS),
    help="Output format.",
)
@options.trace
def diff(paths: tuple[str, ...], *, against: str, fail_on: str, form: str) -> int:
    """Compare two archival XML files, or all those in two folders.

    Identical files are skipped. In folders, files of the same name are compared; a file that only one folder
    has is a difference of class text. All differences are shown, whatever --fail-on says.

    With --against REV each file is compared with its version in that git revision, and a new file counts as
    equal. A folder stands for the .xml files in it, now and in that revision.
    """
    fails = _classes(fail_on)
    console = terminal.console(sys.stdout, os.environ)
    try:
        with console.capture() as screen:
            report = _compared(against, paths, fails, console if form == "text" else None)
    except ConvertError as error:
        print_error(error)
        return FAILED
    # a locale may lack what we show
    shown = screen.get().encode(sys.stdout.encoding, "backslashreplace")
    write(shown if form == "text" else FORMATTERS[form](report).encode("utf-8", "backslashreplace"))
    for comparison in report.comparisons:
        if comparison.error:
            print_message(f"error: {comparison.error}")
    return report.exit_status


def _compared(
    against: str, paths: Sequence[str], fails: frozenset[DiffClass], console: SafeConsole | None
) -> DiffReport:
    """Compare, and print each pair for people while the next ones are compared.

    Raises:
        ConvertError: nothing can be compared.

    """
    when = epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
    if against:
        old, new = against, "here"
        compared = compare_with(against, [Path(path) for path in paths], os.environ)
    else:
        old, new = _two(paths)
        compared = compare_all(pair_files(Path(old), Path(new)), cores())
    comparisons = []
    for comparison in compared:
        comparisons.append(comparison)
        if console:
            show_comparison(comparison, fails, console)
    report = DiffReport(printable_path(old), printable_path(new), tuple(comparisons), fails, when)
    if console:
        show_summary(report, console)
    return report


def _two(paths: Sequence[str]) -> tuple[str, str]:
    """Return the two files or folders that are to be compared."""
    if len(paths) != len(("OLD", "NEW")):
        raise BadSetting(
            f"{len(paths)} paths",
            location="diff",
            hint="give two paths, or --against and any number of paths",
        )
    old, new = paths
    return old, new


def _classes(value: str) -> frozenset[DiffClass]:
    """Return the classes that a list names.

    Raises:
        BadSetting: there is no such class.

    """
    names = [name.strip().lower() for name in value.split(",")]
    if names in (["all"], ["none"]):
        return frozenset(DiffClass) if names == ["all"] else frozenset()
    for name in names:
        if name not in CLASSES:
            there_are = f"choose from: {', '.join(CLASSES)}, all, none"
            near = suggest(name, CLASSES, "", likeness=0.7)
            hint = f"{near} {there_are}" if near else there_are
            raise BadSetting(f"no class named {name!r}", location="--fail-on", hint=hint)
    return frozenset(DiffClass(name) for name in names)
