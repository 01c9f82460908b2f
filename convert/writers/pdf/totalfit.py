"""Where the lines of a Latin paragraph end so that all its word spaces together are as even as can be.

Rule: Knuth and Plass, Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981).
Lines each as full as it can be leave rivers of white in narrow columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

STRETCH, SHRINK = 0.5, 0.25
"""How much a word space may comfortably grow and shrink, in its own width."""

HYPHEN, HYPHENS_TOGETHER, LAST_HYPHEN = 2_000.0, 6_000.0, 8_000.0
"""Demerits of a line that ends within a word; of a second one below it; of the last but one."""

WORST = 1e7
"""Badness of a line beyond which no difference is made."""


class LineBreak(NamedTuple):
    """A place where a line may end."""

    at: int
    """Behind that many units."""
    shown: int
    """Without the blanks before the end."""
    hyphen: int = 0
    """Width of the hyphen that it needs."""
    forced: bool = False


@dataclass(frozen=True, slots=True)
class UnitPlaces:
    """Where units end on one endless line, and the blanks up to there."""

    ends: Sequence[int]
    """By unit."""
    spaces: Sequence[int]
    """Width of all spaces before each unit."""
    starts: Sequence[int]
    """Where each unit begins."""


class _Way(NamedTuple):
    """The best way to a line end."""

    demerits: float
    before: int
    """The line end before, as a number; 0: the start."""
    hyphen: bool


def best_ends(places: UnitPlaces, ends: Sequence[LineBreak], first_room: int, room: int) -> list[int]:
    """Return the ends of the lines, as units before each; nothing where no way has lines that fit.

    Each end looks back over the lines that could end with it, which are a few dozen: time is linear.
    """
    ways: list[_Way | None] = [_Way(0.0, 0, hyphen=False)]
    starts = [0, *(places.starts[end.at] for end in ends[:-1])]
    blanks = [0, *(places.spaces[end.at] for end in ends[:-1])]
    earliest = 0
    for number, end in enumerate(ends, 1):
        foot, blank = places.ends[end.shown - 1] + end.hyphen, places.spaces[end.shown - 1]
        best: _Way | None = None
        for before in range(earliest, number):
            slack = (room if before else first_room) - foot + starts[before]
            spaces = blank - blanks[before]
            if slack < -SHRINK * spaces:  # too long, however much its spaces shrink, and so will be the next
                earliest = before + 1
                continue
            way = ways[before]
            if way is None or (best is not None and way.demerits >= best.demerits):
                continue
            demerits = way.demerits + _demerits(slack, spaces, end, way)
            if best is None or demerits < best.demerits:
                best = _Way(demerits, before, hyphen=end.hyphen > 0)
        ways.append(best)
        if end.forced:
            earliest = number
    return _followed(ways, ends)


def _followed(ways: Sequence[_Way | None], ends: Sequence[LineBreak]) -> list[int]:
    """Follow the best way back from the last end to the start."""
    followed: list[int] = []
    number = len(ends)
    while number:
        way = ways[number]
        if way is None:
            return []
        followed.append(ends[number - 1].at)
        number = way.before
    return followed[::-1]


def _demerits(slack: int, spaces: int, end: LineBreak, way: _Way) -> float:
    """Return how bad a line is: by the cube of how far its spaces grow or shrink, and by its hyphen."""
    if end.forced and slack >= 0:
        badness = 0.0
    elif slack >= 0:
        badness = min(WORST, 100 * (slack / (STRETCH * spaces)) ** 3) if spaces else WORST
    else:
        badness = 100 * (slack / (SHRINK * spaces)) ** 2
    demerits = (10 + badness) ** 2
    if end.hyphen:
        demerits += HYPHEN + HYPHENS_TOGETHER * way.hyphen
    return demerits + LAST_HYPHEN * (end.forced and way.hyphen)
