"""Where the cells of a table stand in its grid, and that grid: places without a cell are empty.

(row 0, column 0) (0, 2)   ->   cell  empty  cell
(row 1, column 0)               cell  empty  empty
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

MOST_CELLS = 20_000
"""Places of one table; text with more stays as it is."""
MOST_COLUMNS = 60


class Cell(NamedTuple):
    """The place of a cell, from 0, and how far it reaches."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    head: bool = False
    """Whether it stands over a column, or a row begins with it, as its name."""


class Slot(NamedTuple):
    """A place of a row in which something begins: a cell, or nothing."""

    number: int
    """Of the cell, among those of the table; -1: the place is empty."""
    cell: Cell


class GridSize(NamedTuple):
    """How large a table is."""

    rows: int
    columns: int


def grid_size(cells: Sequence[Cell]) -> GridSize:
    """Return the size of the grid that cells reach over."""
    return GridSize(
        max((cell.row + cell.rows for cell in cells), default=0),
        max((cell.column + cell.columns for cell in cells), default=0),
    )


def is_too_large(size: GridSize) -> bool:
    """Return whether a table has more cells, or columns, than are kept as a table."""
    return size.columns > MOST_COLUMNS or size.rows * size.columns > MOST_CELLS


def is_grid(cells: Sequence[Cell]) -> bool:
    """Return whether cells are in order, row by row, overlap nowhere, and are not too many.

    In each row something begins, be it an empty place.

    >>> is_grid([Cell(0, 0), Cell(0, 1), Cell(1, 0, 1, 2)]), is_grid([Cell(0, 0, 1, 2), Cell(0, 1)])
    (True, False)
    """
    if any(min(cell.row, cell.column) < 0 or min(cell.rows, cell.columns) < 1 for cell in cells):
        return False
    size = grid_size(cells)
    if is_too_large(size):
        return False
    places = [cell[:2] for cell in cells]
    if any(before >= after for before, after in pairwise(places)):
        return False
    if sum(cell.rows * cell.columns for cell in cells) > size.rows * size.columns:
        return False
    taken = {place: cell for cell in cells for place in _places(cell)}
    if len(taken) < sum(cell.rows * cell.columns for cell in cells):
        return False
    covered = Counter(row for (row, column), cell in taken.items() if (row, column) != cell[:2])
    return all(count < size.columns for count in covered.values())


def _places(cell: Cell) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]


def rows_of(cells: Sequence[Cell | None]) -> list[list[Slot]]:
    """Return the rows of a table from the first with a cell on, each with its cells and its empty places.

    What has no place stands in a row of its own. Cells that reach over others are cut to one place.
    """
    placed = _with_places(cells)
    size = grid_size(placed)
    if not is_grid(placed):
        placed = [cell._replace(rows=1, columns=1) for cell in placed]
    begins = {cell[:2]: number for number, cell in enumerate(placed)}
    covered = {place for cell in placed for place in _places(cell)[1:]}
    rows: list[list[Slot]] = []
    for row in range(size.rows):
        slots: list[Slot] = []
        for column in range(size.columns):
            place = row, column
            if place in begins:
                slots.append(Slot(begins[place], placed[begins[place]]))
            elif place not in covered:
                slots.append(Slot(-1, Cell(row, column)))
        rows.append(slots)
    return rows


def _with_places(cells: Sequence[Cell | None]) -> list[Cell]:
    """Return the places of cells, counted from the first row and column of them."""
    given = [cell for cell in cells if cell is not None]
    top = min((cell.row for cell in given), default=0)
    left = min((cell.column for cell in given), default=0)
    placed: list[Cell] = []
    added = 0
    for cell in cells:
        if cell is None:
            placed.append(Cell(placed[-1].row + 1 if placed else 0, 0))
            added += 1
        else:
            placed.append(cell._replace(row=cell.row - top + added, column=cell.column - left))
    return placed
