"""From the spans of cells to their places: what reaches down from above pushes the cells of a row aside."""

from __future__ import annotations

from convert.document.cells import MOST_CELLS, MOST_COLUMNS, Cell

MOST_ROWS = 5000


class GridPlaces:
    """The places of a table, as cells are read row by row."""

    def __init__(self) -> None:
        """Begin with none taken."""
        self._taken: set[tuple[int, int]] = set()

    def place(self, row: int, rows: float = 1, columns: float = 1) -> Cell:
        """Return the next free place of a row for a cell of these spans; one that cannot be is taken as 1."""
        tall = int(rows) if 1 <= rows <= MOST_ROWS else 1
        wide = int(columns) if 1 <= columns <= MOST_COLUMNS else 1
        if len(self._taken) + tall * wide > MOST_CELLS:
            tall = wide = 1
        column = 0
        while (row, column) in self._taken:
            column += 1
        self._taken |= {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
        return Cell(row, column, tall, wide)
