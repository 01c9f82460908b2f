"""Lattices of printed rules: level and upright ones that meet, and the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.document.cells import MOST_COLUMNS, Cell
from convert.document.layout import Box

NEAR = 3.0
"""Units by which rules that meet may miss each other."""
MOST_RULES = 2000
"""Of a page: with more it is a drawing."""
MOST_PLACES = 2000
"""Of a lattice."""
COVERED = 0.8
"""Part of a cell's side along which a rule parts it from the next one."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """The lines of a grid, and the cells between them: one that no rule cuts reaches over several places."""

    columns: tuple[float, ...]
    """Where upright lines stand, from the left."""
    rows: tuple[float, ...]
    """Where level lines stand, from the top."""
    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """Its outline."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def holds(self, box: Box) -> bool:
        """Return whether the middle of a box lies within the outline."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return self.columns[0] < x < self.columns[-1] and self.rows[0] < y < self.rows[-1]

    def cell_at(self, x: float, y: float) -> Cell | None:
        """Return the cell at a place; None: it lies outside."""
        column, row = bisect_right(self.columns, x) - 1, bisect_right(self.rows, y) - 1
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.rows and cell.column <= column < cell.column + cell.columns:
                return cell
        return None


def lattices(rules: Sequence[Box]) -> Iterator[Lattice]:
    """Yield the lattices of two rows and two columns at least."""
    if len(rules) > MOST_RULES:
        return
    level = [rule for rule in rules if rule.width > max(rule.height, NEAR)]
    upright = [rule for rule in rules if rule.height >= max(rule.width, NEAR)]
    for across, down in _groups(level, upright):
        rows = _places([(rule.top + rule.bottom) / 2 for rule in across])
        columns = _places([(rule.left + rule.right) / 2 for rule in down])
        if len(rows) < 3 or len(columns) < 3:
            continue
        if len(columns) > MOST_COLUMNS or len(rows) * len(columns) > MOST_PLACES:
            continue
        cells = _cells(rows, columns, across, down)
        if cells:
            yield Lattice(columns, rows, cells)


def _groups(level: Sequence[Box], upright: Sequence[Box]) -> Iterator[tuple[list[Box], list[Box]]]:
    """Yield level and upright rules that meet, directly or by others."""
    below: dict[int, list[int]] = {}
    beside: dict[int, list[int]] = {}
    for a, first in enumerate(level):
        for b, second in enumerate(upright):
            if _meet(first, second):
                below.setdefault(a, []).append(b)
                beside.setdefault(b, []).append(a)
    seen: set[int] = set()
    for start in below:
        if start in seen:
            continue
        across, down, waiting = {start}, set[int](), [start]
        while waiting:
            for b in below[waiting.pop()]:
                if b not in down:
                    down.add(b)
                    fresh = [a for a in beside[b] if a not in across]
                    across.update(fresh)
                    waiting += fresh
        seen |= across
        yield [level[n] for n in sorted(across)], [upright[n] for n in sorted(down)]


def _meet(level: Box, upright: Box) -> bool:
    x, y = (upright.left + upright.right) / 2, (level.top + level.bottom) / 2
    return level.left - NEAR <= x <= level.right + NEAR and upright.top - NEAR <= y <= upright.bottom + NEAR


def _places(values: Sequence[float]) -> tuple[float, ...]:
    """Return the places at which lines stand; those close together are one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return tuple(places)


def _cells(
    rows: Sequence[float], columns: Sequence[float], across: Sequence[Box], down: Sequence[Box]
) -> tuple[Cell, ...]:
    """Return the cells; none where those that no rule parts make no rectangle."""
    level = {
        (r, c): _is_drawn([(b.left, b.right) for b in across if abs((b.top + b.bottom) / 2 - y) <= NEAR], x)
        for r, y in enumerate(rows)
        for c, x in enumerate(pairwise(columns))
    }
    upright = {
        (r, c): _is_drawn([(b.top, b.bottom) for b in down if abs((b.left + b.right) / 2 - x) <= NEAR], y)
        for r, y in enumerate(pairwise(rows))
        for c, x in enumerate(columns)
    }
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if (row, column) in taken:
                continue
            wide = tall = 1
            while column + wide < len(columns) - 1 and not upright[row, column + wide]:
                wide += 1
            while row + tall < len(rows) - 1 and not level[row + tall, column]:
                tall += 1
            places = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
            if places & taken or not _is_whole(places, level, upright):
                return ()
            taken |= places
            cells.append(Cell(row, column, tall, wide))
    return tuple(cells)


def _is_drawn(spans: Sequence[tuple[float, float]], side: tuple[float, float]) -> bool:
    """Return whether rules run along most of a side."""
    low, high = side
    covered = sum(max(0.0, min(high, b) - max(low, a)) for a, b in spans)
    return covered >= COVERED * (high - low)


def _is_whole(
    places: set[tuple[int, int]], level: dict[tuple[int, int], bool], upright: dict[tuple[int, int], bool]
) -> bool:
    """Return whether no rule runs through a cell."""
    return not any(
        ((r + 1, c) in places and level[r + 1, c]) or ((r, c + 1) in places and upright[r, c + 1])
        for r, c in places
    )
