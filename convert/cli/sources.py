"""The one file that some commands take, and archival files from the disk or standard input."""

from __future__ import annotations

import sys

from convert.cli.process import print_message
from convert.errors import BadSetting
from convert.issue.group_sources import group_sources
from convert.issue.grouping import GroupBy
from convert.outcome import Outcome, remarks
from convert.system.find import TEXT, SourceFile, find
from convert.system.issue_source import IssueSource
from convert.system.load import load
from convert.system.xml import MOST

XML = (".xml",)


def only_issue(
    name: str,
    suffixes: tuple[str, ...] = TEXT,
    by: GroupBy = GroupBy.NAME,
    *,
    command: str,
    follow_links: bool,
) -> IssueSource:
    """Return the one issue that an argument names: a file, or a folder or pattern of its pages.

    What does not fit in the folder is a warning.

    Raises:
        BadSetting: it names several.

    """
    files = find([name], suffixes, follow_links=follow_links).files
    plan = group_sources(files, by, follow_links=follow_links)
    issue, *more = plan.sources
    if more:
        hint = f"{command} takes one, so name its files"
        if by is GroupBy.NAME and len({file.path.parent for file in files if file.path}) == 1:
            hint = f"{hint}; --by folder makes the files of a folder one"
        raise BadSetting(f"{len(more) + 1:,} issues", location=name, hint=hint)
    for problem in plan.problems:
        print_message(f"warning: {problem.line}")
    return issue


def only_archive(name: str) -> SourceFile:
    """Return the one archival XML that an argument names.

    Raises:
        BadSetting: it names several.

    """
    source, *more = find([name], XML, follow_links=True).files
    if more:
        raise BadSetting(f"{len(more) + 1} files", location=name, hint="give only one")
    return source


def load_archive(source: SourceFile) -> bytes:
    """Load an archival XML.

    Raises:
        UnreadableSource: as `load` raises.

    """
    return load(source, MOST, sys.stdin.buffer, hint="archival XML of one issue is never so large")


def print_warnings(outcome: Outcome) -> None:
    """Print on standard error what `convert` warns of in a source."""
    for remark in remarks(outcome):
        if remark.label == "warning":
            print_message(f"{remark.label}: {remark.line(outcome.location)}")
