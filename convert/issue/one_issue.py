"""Files that somebody names as one issue: nothing is to be found out but its name and the pages' numbers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from convert.errors import UnreadableSource
from convert.issue.container_issues import container_issues
from convert.issue.grouping import plan_issues
from convert.system.find import SourceFile
from convert.system.issue_source import IssueSource, SourceIssue, SourcePart, parts_of


def one_issue(files: Sequence[SourceFile]) -> IssueSource:
    """Return files as one issue, in the order in which they are named; one file is itself, or a METS's issue.

        daily_1951-03-02_p1.txt, daily_1951-03-02_p2.txt  ->  daily_1951-03-02
        1951/a.txt, 1951/b.txt                            ->  1951

    Raises:
        UnreadableSource: there are none.

    """
    if not files:
        raise UnreadableSource("an issue without files", hint="give its pages")
    named = container_issues(files)
    if len(named.issues) == 1 and not named.rest:
        return named.issues[0][1]
    if len(files) == 1:
        return files[0]
    planned = plan_issues(files).sources
    pages = {part.file.path: part.page for source in planned for part in parts_of(source)}
    parts = tuple(SourcePart(file, pages.get(file.path, "")) for file in files)
    if len(planned) == 1 and isinstance(planned[0], SourceIssue):
        stated = {key: value for key, value in planned[0].metadata.items() if key != "page"}
        return replace(planned[0], parts=parts, metadata=stated)
    return SourceIssue(_path(files), parts)


def _path(files: Sequence[SourceFile]) -> Path:
    """Return the path of an issue of files: what they have in common, up to where their pages begin."""
    folder = Path(os.path.commonpath([file.path.parent if file.path else Path() for file in files]))
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*(file.stem for file in files), strict=False))
    common = "".join([letter for letter, *_ in letters]).rstrip("-_. ([（0123456789")
    return folder / common if common else folder / (folder.resolve().name or "issue")
