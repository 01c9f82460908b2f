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
    """The line end before, as a number; -1: the start."""
    hyphen: bool


def best_ends(runs: UnitPlaces, candidates: Sequence[LineBreak], first_room: int, room: int) -> list[int]:
    """Return the ends of the lines, as units before each; nothing where no way has lines that fit.

    Each candidate looks back over the lines that could end with it, which are a few dozen: time is linear.
    """
    ways: list[_Way | None] = []
    for number, end in enumerate(candidates):
        best: _Way | None = None
        for before in range(number - 1, -2, -1):
            start = candidates[before].at if before >= 0 else 0
            wide = runs.ends[end.shown - 1] - runs.starts[start] + end.hyphen
            spaces = runs.spaces[end.shown - 1] - runs.spaces[start]
            slack = (room if before >= 0 else first_room) - wide
            if slack < -SHRINK * spaces:
                break  # what begins earlier is wider still
            way = ways[before] if before >= 0 else _Way(0.0, -1, hyphen=False)
            if way is not None:
                last = end.forced
                demerits = way.demerits + _demerits(slack, spaces, end, way, last=last)
                if best is None or demerits < best.demerits:
                    best = _Way(demerits, before, hyphen=end.hyphen > 0)
            if before >= 0 and candidates[before].forced:
                break
        ways.append(best)
    ends: list[int] = []
    number = len(candidates) - 1
    while number >= 0:
        way = ways[number]
        if way is None:
            return []
        ends.append(candidates[number].at)
        number = way.before
    return ends[::-1]


def _demerits(slack: int, spaces: int, end: LineBreak, way: _Way, *, last: bool) -> float:
    """Return how bad a line is: by the cube of how far its spaces grow or shrink, and by its hyphen."""
    if last and slack >= 0:
        badness = 0.0
    elif slack >= 0:
        badness = min(WORST, 100 * (slack / (STRETCH * spaces)) ** 3) if spaces else WORST
    else:
        badness = 100 * (slack / (SHRINK * spaces)) ** 2
    demerits = (10 + badness) ** 2
    if end.hyphen:
        demerits += HYPHEN + HYPHENS_TOGETHER * way.hyphen
    return demerits + LAST_HYPHEN * (last and way.hyphen)
