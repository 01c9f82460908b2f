"""The foot of a page: what stands under white, or a rule, that goes through all columns.

a  b  c
a  b  d      ->  the serial has its own columns under the others: c goes on on the next page, not here
--------
SERIAL s  s
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box

LEAST_WHITE = 0.7
"""Times the height of a line, between the columns and the foot."""
LEAST_FOOT, MOST_FOOT = 0.12, 0.65
"""Part of the page's text, from its first line to its last, that a foot may be."""
LEAST_LINES = 3
"""Lines of a column."""
NEAR = 3.5
"""Lines from where a column ends to the white, at most, and from there to where one begins."""
COLUMNS_THROUGH, FEWEST_COLUMNS = 0.6, 3
"""Part of the columns that must go up to the white from both sides, and how many, at least."""
CHANCE = 0.1
"""How often the white of so many columns would meet of itself, at most."""


class _ColumnEdges(NamedTuple):
    """Upper and lower edges of the lines of a column, each sorted: a page may have thousands of whites."""

    tops: list[float]
    bottoms: list[float]


def foot_top(lines: Sequence[Box]) -> float | None:
    """Return where the foot of a page begins, of its lines of text; None: it has none."""
    upright = [line for line in lines if line.width > 0 and line.height > 0]
    if len(upright) < 4 * LEAST_LINES:
        return None
    height = median(line.height for line in upright)
    least = LEAST_WHITE * height
    columns = [column for column in _columns(upright) if len(column) >= LEAST_LINES]
    edges = [
        _ColumnEdges(sorted(line.top for line in column), sorted(line.bottom for line in column))
        for column in columns
    ]
    top, bottom = min(line.top for line in upright), max(line.bottom for line in upright)
    for white in reversed([*_whites(upright, least)]):
        part = (bottom - white) / (bottom - top)
        if part > MOST_FOOT:
            break
        if part >= LEAST_FOOT and _goes_through(white, edges, NEAR * height):
            return white if _chance(columns, least) < CHANCE else None
    return None


def _whites(lines: Sequence[Box], least: float) -> Iterator[float]:
    """Yield the heights in the middle of white that goes through the page, from the top."""
    ordered = sorted(lines, key=lambda line: line.top)
    bottom = ordered[0].bottom
    for line in ordered:
        if line.top - bottom >= least:
            yield (line.top + bottom) / 2
        bottom = max(bottom, line.bottom)


def _columns(lines: Sequence[Box]) -> list[list[Box]]:
    """Part lines into columns, by where the middle of each stands."""
    width = median(line.width for line in lines)
    columns: list[list[Box]] = []
    ordered = sorted(lines, key=lambda line: line.left + line.right)
    for before, line in pairwise([ordered[0], *ordered]):
        if not columns or line.left + line.right - before.left - before.right > 0.5 * width:
            columns.append([])
        columns[-1].append(line)
    return columns


def _goes_through(white: float, columns: Sequence[_ColumnEdges], near: float) -> bool:
    """Return whether most columns go on down to some white, and begin again under it."""
    through = 0
    for tops, bottoms in columns:
        above = bisect_right(bottoms, white)
        below = bisect_left(tops, white)
        if above >= LEAST_LINES and len(tops) - below >= LEAST_LINES:
            ends = white - bottoms[above - 1]
            begins = tops[below] - white
            through += ends < near and begins < near
    return through >= FEWEST_COLUMNS and through >= COLUMNS_THROUGH * len(columns)


def _chance(columns: Sequence[Sequence[Box]], least: float) -> float:
    """Return how often white would go through all columns of itself, for all the white that they have."""
    first, *others = (sum(1 for _ in _whites(column, least)) for column in columns)
    chance = float(first)
    for whites, column in zip(others, columns[1:], strict=True):
        chance *= min(1.0, 2 * whites / len(column))
    return chance
