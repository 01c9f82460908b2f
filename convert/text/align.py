"""What two sequences have in common: the shortest edit script, with a bound on the work."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import NamedTuple

MOST_EDITS = 160
"""Insertions and deletions that are looked for; two texts further apart have nothing in common.

The work is their square: 160 takes some milliseconds.
"""
MOST_STEPS = 4_000_000
"""Steps at most: in a long text of few different characters each edit may cost a walk through all of it."""


class Match(NamedTuple):
    """A run that both sequences have."""

    old: int
    new: int
    length: int


def matches(old: Sequence[Hashable], new: Sequence[Hashable], most: int = MOST_EDITS) -> list[Match]:
    """Return the runs that both sequences have, in order (Myers 1986, An O(ND) Difference Algorithm).

    >>> matches("一心一一意", "一心——意")
    [Match(old=0, new=0, length=2), Match(old=4, new=4, length=1)]

    Between the common beginning and the common end, sequences that are more than `most` insertions
    and deletions apart are taken to have nothing in common.
    """
    limit = min(len(old), len(new))
    begin = 0
    while begin < limit and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < limit - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    runs = [Match(0, 0, begin)] if begin else []
    inner = _shortest(old[begin : len(old) - end], new[begin : len(new) - end], most)
    runs += [Match(begin + a, begin + b, n) for a, b, n in inner]
    if end:
        runs.append(Match(len(old) - end, len(new) - end, end))
    return _merge_touching(runs)


def _merge_touching(runs: Sequence[Match]) -> list[Match]:
    merged: list[Match] = []
    for match in runs:
        last = merged[-1] if merged else None
        if last and last.old + last.length == match.old and last.new + last.length == match.new:
            merged[-1] = Match(last.old, last.new, last.length + match.length)
        else:
            merged.append(match)
    return merged


def _shortest(old: Sequence[Hashable], new: Sequence[Hashable], most: int) -> list[Match]:
    """Find the furthest reaching paths with 0, 1, 2 ... edits until one reaches the end."""
    wide, high = len(old), len(new)
    most = min(most, MOST_STEPS // (wide + high + 1))
    if not wide or not high or abs(wide - high) > most:
        return []
    reach = {1: 0}  # diagonal to the furthest place on it, in the old sequence
    trace: list[dict[int, int]] = []
    for edits in range(min(most, wide + high) + 1):
        trace.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
            x = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            y = x - diagonal
            while x < wide and y < high and old[x] == new[y]:
                x += 1
                y += 1
            reach[diagonal] = x
            if x >= wide and y >= high:
                return _walk_back(trace, wide, high)
    return []


def _walk_back(trace: Sequence[dict[int, int]], x: int, y: int) -> list[Match]:
    """Follow the path that reached the end back to the beginning; collect its diagonals."""
    runs: list[Match] = []
    for edits in range(len(trace) - 1, -1, -1):
        reach = trace[edits]
        diagonal = x - y
        down = diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        old_x = reach[before]
        old_y = old_x - before
        start = old_x if down else old_x + 1
        if not edits:
            start = 0
        if x > start:
            runs.append(Match(start, y - (x - start), x - start))
        x, y = old_x, old_y
    runs.reverse()
    return runs


def longest_rising(values: Sequence[int]) -> frozenset[int]:
    """Return the positions of a longest rising subsequence: what has kept its order.

    >>> sorted(longest_rising([0, 4, 1, 2, 3]))
    [0, 2, 3, 4]
    """
    tails: list[int] = []  # smallest last value of a rising run of each length
    at: list[int] = []  # and its position
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            at.append(position)
        else:
            tails[length], at[length] = value, position
    kept: list[int] = []
    here = at[-1] if at else -1
    while here >= 0:
        kept.append(here)
        here = before[here]
    return frozenset(kept)
