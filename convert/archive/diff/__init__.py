"""What differs between two archival files: each difference has a class that a CI job can fail on."""

from __future__ import annotations

from collections.abc import Iterable

from convert.archive.diff.body import text_differences
from convert.archive.diff.difference import DiffClass, Difference
from convert.archive.diff.geometry import geometry_differences
from convert.archive.diff.header import header_differences
from convert.archive.diff.layout import layout_differences
from convert.archive.diff.match import match
from convert.archive.diff.pages import match_pages
from convert.tei.issue import ArchivedIssue, read_issue

__all__ = ["DiffClass", "Difference", "compare", "compare_issues", "in_order"]


def compare(old: bytes, new: bytes, old_name: str = "", new_name: str = "") -> tuple[Difference, ...]:
    """Compare two archival files; none differ only if they are the same bytes.

    Raises:
        UnreadableSource, InvalidArchive: one of them is not an archival XML of ours.

    """
    if old == new:
        return ()
    differences = compare_issues(read_issue(old, old_name), read_issue(new, new_name))
    return differences or (Difference(DiffClass.METADATA, "the same in all but the layout of the file"),)


def compare_issues(first: ArchivedIssue, second: ArchivedIssue) -> tuple[Difference, ...]:
    """Compare two issues as they were read.

    Raises:
        InvalidArchive: one of them has an element that names no character.

    """
    pages = match_pages(first, second)
    matched = match(first, second, pages)
    differences = [*pages.differences, *text_differences(first, second, matched, pages)]
    differences += layout_differences(first, second, matched, pages)
    differences += geometry_differences(first, second, pages)
    differences += header_differences(first, second, differences, pages)
    return in_order(differences)


def in_order(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return differences in the order of their classes."""
    ranks = {kind: rank for rank, kind in enumerate(DiffClass)}
    return tuple(sorted(differences, key=lambda d: ranks[d.kind]))
