"""Files that were found, put together to issues: the lists in their folders are read, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from convert.issue.container_issues import container_issues
from convert.issue.grouping import GroupBy, IssuePlan, plan_issues
from convert.issue.page_list import load_page_lists
from convert.system.find import SourceFile
from convert.system.paths import printable_path


def group_sources(
    files: Sequence[SourceFile],
    by: GroupBy = GroupBy.NAME,
    *,
    follow_links: bool = False,
    containers: bool = True,
) -> IssuePlan:
    """Say which files are one issue; with `containers` a METS among them is asked first.

    What is wrong with a list of pages is the error of the files in its folder.
    """
    if by is GroupBy.PAGE:
        return plan_issues(files, by=by)
    folders: dict[Path, str] = {}
    for file in files:
        if file.path is not None and file.path.parent not in folders:
            folders[file.path.parent] = _location(file)
    lists = load_page_lists(folders, follow_links=follow_links)
    named = container_issues(files, follow_links=follow_links) if containers else None
    return plan_issues(files, lists, by, named)


def _location(file: SourceFile) -> str:
    """Return what messages call the folder of a file: as they call the file."""
    name = printable_path(file.path.name) if file.path else ""
    return file.location.removesuffix(name)
