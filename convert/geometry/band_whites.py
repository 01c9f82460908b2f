"""The white between the blocks of columns, which may end a band of a page.

blocks of a column with white between them  ->  where that begins and ends, and what of it all columns share
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from convert.document.layout import Box


def whites_of(column: Sequence[Box], em: float) -> Iterator[tuple[float, float]]:
    """Yield the stretches of a column between two of its blocks."""
    bottom = column[0].bottom
    for box in column[1:]:
        if box.top > bottom - 0.2 * em:
            yield bottom - 0.1 * em, max(box.top, bottom) + 0.1 * em
        bottom = max(bottom, box.bottom)


def common_white(
    above: float, below: float, whites: Sequence[Sequence[tuple[float, float]]]
) -> tuple[float, float] | None:
    """Return the part of a white that is white in all other columns too; None: there is none."""
    for other in whites:
        first = max(bisect_left(other, (above, above)) - 1, 0)
        last = bisect_left(other, (below, below))
        shared = [(max(above, start), min(below, stop)) for start, stop in other[first:last]]
        shared = [(start, stop) for start, stop in shared if stop > start]
        if not shared:
            return None
        above, below = max(shared, key=lambda each: each[1] - each[0])
    return above, below
