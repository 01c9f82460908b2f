"""Columns of cells that line up: what stands in no row between two of them is the white that parts them.

    北京   晴    3      ->   columns 0 to 4, 7 to 9, 13 to 15
    天津   多云  12

A row may lack cells, and one that has all may stand a little aside. One with a cell across two columns ends
a run, and so does a column that closes up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from convert.text.late import LateModule

if TYPE_CHECKING:
    import statistics
else:
    statistics = LateModule("statistics")

FEWEST_ROWS = 3
FEWEST_COLUMNS = 2
LEAST_FILLED = 0.5
"""Part of its rows in which a column has a cell, at least."""
LEAST_ALIGNED = 0.7
"""Part of a column's cells that begin, end or have their middle in one place, at least."""


class Extent(NamedTuple):
    """From where to where a cell, or a column of them, reaches across the page."""

    left: float
    right: float


class AlignedRows(NamedTuple):
    """Neighbouring rows whose cells stand in the same columns."""

    rows: range
    columns: tuple[Extent, ...]

    def columns_of(self, cells: Sequence[Extent]) -> list[int]:
        """Return the numbers of the columns in which the cells of a row stand."""
        if len(cells) == len(self.columns):
            return [*range(len(cells))]
        lefts = [column.left for column in self.columns]
        return [max(0, bisect_right(lefts, cell.left) - 1) for cell in cells]


def aligned_runs(rows: Sequence[Sequence[Extent]], white: float, slack: float) -> Iterator[AlignedRows]:
    """Yield the longest runs of rows whose cells line up, from the top on.

    `white` is what parts two columns at least; `slack` how far cells may stand from where they line up.
    """
    first = 0
    while first < len(rows):
        columns = _added((), rows[first], white)
        stop = first + 1
        while columns and stop < len(rows):
            row = rows[stop]
            wider = _widened(columns, row, white) or _added(columns, row, white) or _counted(columns, row)
            if not wider:
                break
            columns, stop = wider, stop + 1
        run = AlignedRows(range(first, stop), columns)
        if len(run.rows) >= FEWEST_ROWS and len(columns) >= FEWEST_COLUMNS and _is_aligned(run, rows, slack):
            yield run
        first = max(stop, first + 1)


def _added(columns: tuple[Extent, ...], row: Sequence[Extent], white: float) -> tuple[Extent, ...]:
    """Return columns with the cells of a further row; none where it does not fit them."""
    if len(row) < FEWEST_COLUMNS:
        return ()
    wider = list(columns)
    for cell in row:
        first = bisect_left(wider, cell.left - white, key=lambda column: column.right)
        behind = bisect_right(wider, cell.right + white, key=lambda column: column.left)
        touched = wider[first:behind]
        touching = [c for c in touched if c.right > cell.left - white and c.left < cell.right + white]
        if len(touching) > 1:
            return ()
        if not touching:
            wider.insert(bisect_left(wider, cell.left, key=lambda column: column.left), cell)
            continue
        at = wider.index(touching[0])
        wider[at] = Extent(min(cell.left, wider[at].left), max(cell.right, wider[at].right))
    apart = all(b.left - a.right >= white for a, b in pairwise(wider))
    homes = [bisect_right(wider, cell.left, key=lambda column: column.left) for cell in row]
    return tuple(wider) if apart and len(set(homes)) == len(homes) else ()


def _widened(columns: tuple[Extent, ...], row: Sequence[Extent], white: float) -> tuple[Extent, ...]:
    """Return the columns as wide as a row that has all cells wants them; none if they would touch."""
    if len(row) != len(columns):
        return ()
    wider = [
        Extent(min(column.left, cell.left), max(column.right, cell.right))
        for column, cell in zip(columns, row, strict=True)
    ]
    apart = all(b.left - a.right >= white for a, b in pairwise(wider))
    return tuple(wider) if apart else ()


def _counted(columns: tuple[Extent, ...], row: Sequence[Extent]) -> tuple[Extent, ...]:
    """Return the columns if a row has as many cells, and most of them stand where they should."""
    if len(row) != len(columns) or len(row) <= FEWEST_COLUMNS:
        return ()
    touching = sum(c.left < col.right and c.right > col.left for c, col in zip(row, columns, strict=True))
    return columns if 2 * touching >= len(row) else ()


def _is_aligned(run: AlignedRows, rows: Sequence[Sequence[Extent]], slack: float) -> bool:
    """Return whether each column is filled, and its cells line up by their beginnings, ends or middles."""
    own: list[list[Extent]] = [[] for _ in run.columns]
    for number in run.rows:
        for column, cell in zip(run.columns_of(rows[number]), rows[number], strict=True):
            own[column].append(cell)
    return all(
        len(cells) >= LEAST_FILLED * len(run.rows) and _share(cells, slack) >= LEAST_ALIGNED for cells in own
    )


def _share(cells: Sequence[Extent], slack: float) -> float:
    """Return the part of cells that line up in the best way."""
    ways = (
        [cell.left for cell in cells],
        [cell.right for cell in cells],
        [(cell.left + cell.right) / 2 for cell in cells],
    )
    return max(sum(abs(at - statistics.median(way)) <= slack for at in way) / len(way) for way in ways)
