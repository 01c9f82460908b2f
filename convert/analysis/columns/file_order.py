"""Whether the blocks of a file follow one another by columns, as an archive's do: then its order is trusted.

    each next block below the one before it, or at the top of the next column   ->  yes
    blocks sorted by their height over all columns                              ->  no

An archive's own order is right in 98 of 100 places, and what geometry alone makes of a dense page in 75.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.document.layout import Box

FEWEST = 3
"""Blocks of a page from which on their order can be told."""
BY_COLUMNS = 0.4
"""Part of the steps that go down a column, or up to the next: sorted pages have .1, real ones .4 to 1."""
SAME_COLUMN = 0.5
MOST_BETWEEN = 64
"""Blocks of the file around a step among which one is looked for that it leaps over."""


def runs_by_columns(boxes: Sequence[Box]) -> bool:
    """Return whether blocks, in the order of their file, follow one another by columns."""
    if len(boxes) < FEWEST or _is_sorted_by_height(boxes):
        return False
    good = sum(_is_step(boxes, number) for number in range(len(boxes) - 1))
    return good >= BY_COLUMNS * (len(boxes) - 1)


def _is_sorted_by_height(boxes: Sequence[Box]) -> bool:
    """Return whether no block stands higher than the one before it, though they stand side by side."""
    steps = list(pairwise(boxes))
    sideways = [not _shares_column(here, following) for here, following in steps]
    return all(following.top >= here.top for here, following in steps) and any(sideways)


def _is_step(boxes: Sequence[Box], number: int) -> bool:
    """Return whether the next block is the one below in the column, or stands higher in another column."""
    here, following = boxes[number], boxes[number + 1]
    if not _shares_column(here, following):
        return following.top < here.top
    if following.top < here.top:
        return False
    near = (*boxes[max(0, number - MOST_BETWEEN) : number], *boxes[number + 2 : number + 2 + MOST_BETWEEN])
    between = [each for each in near if here.bottom <= each.top and each.bottom <= following.top]
    return not any(_shares_column(here, each) for each in between)


def _shares_column(one: Box, other: Box) -> bool:
    overlap = min(one.right, other.right) - max(one.left, other.left)
    return overlap > SAME_COLUMN * min(one.width, other.width)
