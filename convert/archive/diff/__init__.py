"""What differs between two archival files: each difference has a class that a CI job can fail on."""

from __future__ import annotations

from convert.archive.diff.body import text_differences
from convert.archive.diff.difference import DiffClass, Difference
from convert.archive.diff.header import header_differences
from convert.archive.diff.layout import layout_differences
from convert.archive.diff.match import match
from convert.tei.issue import read_issue

__all__ = ["DiffClass", "Difference", "compare"]


def compare(old: bytes, new: bytes, old_name: str = "", new_name: str = "") -> tuple[Difference, ...]:
    """Compare two archival files; none differ only if they are the same bytes.

    Raises:
        UnreadableSource, InvalidArchive: one of them is not an archival XML of ours.

    """
    if old == new:
        return ()
    first, second = read_issue(old, old_name), read_issue(new, new_name)
    matched = match(first, second)
    differences = [*text_differences(first, second, matched), *layout_differences(first, second, matched)]
    differences += header_differences(first, second, differences)
    if not differences:
        differences = [Difference(DiffClass.METADATA, "the same in all but the layout of the file")]
    ranks = {kind: rank for rank, kind in enumerate(DiffClass)}
    return tuple(sorted(differences, key=lambda d: ranks[d.kind]))
