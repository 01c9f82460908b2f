"""The one file that some commands take, and archival files from the disk or standard input."""

from __future__ import annotations

import sys

from convert.cli.process import print_message
from convert.errors import BadSetting
from convert.issue.group_sources import group_sources
from convert.outcome import Outcome, remarks
from convert.system.find import TEXT, SourceFile, find
from convert.system.issue_source import IssueSource
from convert.system.load import load
from convert.system.xml import MOST

XML = (".xml",)


def only_source(name: str, suffixes: tuple[str, ...] = TEXT, *, hint: str, follow_links: bool) -> IssueSource:
    """Return the one issue that an argument names: a file, or a folder or pattern of its pages.

    Raises:
        BadSetting: it names several.

    """
    files = find([name], suffixes, follow_links=follow_links).files
    source, *more = group_sources(files, follow_links=follow_links).sources
    if more:
        raise BadSetting(f"{len(more) + 1} sources", location=name, hint=hint)
    return source


def only_archive(name: str) -> SourceFile:
    """Return the one archival XML that an argument names.

    Raises:
        BadSetting: it names several.

    """
    source, *more = find([name], XML, follow_links=True).files
    if more:
        raise BadSetting(f"{len(more) + 1} files", location=name, hint="give one")
    return source


def load_archive(source: SourceFile) -> bytes:
    """Load an archival XML.

    Raises:
        UnreadableSource: as `load` raises.

    """
    return load(source, MOST, sys.stdin.buffer, hint="an archival XML of an issue is never so large")


def print_warnings(outcome: Outcome) -> None:
    """Print on standard error what `convert` warns of in a source."""
    for remark in remarks(outcome):
        if remark.label == "warning":
            print_message(f"{remark.label}: {remark.line(outcome.location)}")
