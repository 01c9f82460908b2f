"""Characters that are set one under the other make a line: a headline from top to bottom.

终  悬   ->  悬案
告  案       终告, two lines, where characters stand closer in them than in their rows
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from statistics import median

from convert.document.layout import Box, hull
from convert.geometry.glyphs import GlyphLine
from convert.language.han import is_han

MOST_ROUNDS = 8
"""In which stacks and rows that share characters are told apart; then no row is parted."""
SPREAD_ROW = 1.15
"""Ems between the characters of a row, at least, that columns set downwards may have made."""


def with_stacks(lines: Sequence[GlyphLine]) -> list[GlyphLine]:
    """Make one upright line of three or more single characters that stand one under the other."""
    singles = [line for line in lines if len(line.glyphs) == 1 and not line.vertical]
    spread = [line for line in lines if _is_spread(line)]
    singles += [
        GlyphLine((glyph,), glyph.box, glyph.size, glyph.bold) for line in spread for glyph in line.glyphs
    ]
    if len(singles) < 3:
        return list(lines)
    singles.sort(key=lambda line: (round(line.box.left / max(line.size, 1)), line.box.top))
    stacks: list[list[GlyphLine]] = []
    for line in singles:
        last = stacks[-1][-1] if stacks else None
        if last and _stands_under(last, line):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    stacked = [stack for stack in stacks if len(stack) >= 3 and _is_mostly_han(stack)]
    stacked, parted = _without_rows(stacked, spread)
    taken = {id(line) for line in (*(line for stack in stacked for line in stack), *parted)}
    whole = [
        GlyphLine(
            tuple(line.glyphs[0]._replace(vertical=True) for line in stack),
            hull(line.box for line in stack) or stack[0].box,
            stack[0].size,
            stack[0].bold,
            0,
            vertical=True,
        )
        for stack in stacked
    ]
    return [line for line in lines if id(line) not in taken] + whole


def _is_spread(line: GlyphLine) -> bool:
    """Return whether a line is a row of two or three characters that columns set downwards may have."""
    steps = [second.box.left - first.box.left for first, second in pairwise(line.glyphs)]
    return 1 <= len(steps) <= 2 and min(steps) > SPREAD_ROW * line.size and not line.vertical


def _without_rows(
    stacks: Sequence[list[GlyphLine]], spread: Sequence[GlyphLine]
) -> tuple[list[list[GlyphLine]], list[GlyphLine]]:
    """Leave out stacks whose characters stand closer in rows; return the others, and the rows they part.

    A row is taken apart only where each of its characters is in a stack.
    """
    home = {
        (line.glyphs[0].box, line.glyphs[0].text): number
        for number, stack in enumerate(stacks)
        for line in stack
    }
    parted, bad = list(spread), set[int]()
    for _ in range(MOST_ROUNDS):
        rows = [row for row in parted if _is_row(row, home, stacks, bad)]
        if not rows:
            return [stack for number, stack in enumerate(stacks) if number not in bad], parted
        bad.update(home.get((glyph.box, glyph.text), -1) for row in rows for glyph in row.glyphs)
        whole = {id(row) for row in rows}
        parted = [row for row in parted if id(row) not in whole]
    of_rows = {home.get((glyph.box, glyph.text), -1) for row in spread for glyph in row.glyphs}
    return [stack for number, stack in enumerate(stacks) if number not in of_rows], []


def _is_row(
    row: GlyphLine,
    home: Mapping[tuple[Box, str], int],
    stacks: Sequence[list[GlyphLine]],
    bad: AbstractSet[int],
) -> bool:
    """Return whether a row is read as one: its characters stand further apart in their stacks, or in none."""
    across = min(second.box.left - first.box.left for first, second in pairwise(row.glyphs))
    own = [home.get((glyph.box, glyph.text), -1) for glyph in row.glyphs]
    return any(number == -1 or number in bad or _pitch(stacks[number]) > across for number in own)


def _pitch(stack: Sequence[GlyphLine]) -> float:
    return median([second.box.top - first.box.top for first, second in pairwise(stack)])


def _is_mostly_han(stack: Sequence[GlyphLine]) -> bool:
    return sum(is_han(line.text) for line in stack) * 2 > len(stack)


def _stands_under(first: GlyphLine, second: GlyphLine) -> bool:
    size = first.size
    return (
        abs(first.box.left - second.box.left) < 0.2 * size
        and abs(first.size - second.size) < 0.05 * size
        and 0 < second.box.top - first.box.top < 2.2 * size
    )
