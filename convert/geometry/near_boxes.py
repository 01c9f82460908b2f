"""The boxes of a page that lie in a place, without a look at all the others.

a place beside a line  ->  the lines that reach into it

Each box is kept in one cell of a grid whose cells are as large as the box is, so that it reaches into the
next cell at most: the loose quadtree of Ulrich, "Loose Octrees" (Game Programming Gems, 2000).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import floor, frexp
from typing import NamedTuple

from convert.document.layout import Box

MOST_IN_CELL = 400
"""Boxes of a cell that are kept: so many of one size in one place are no print's."""

Cell = tuple[int, int]


class _Grid(NamedTuple):
    """The boxes of about one size, by their cells."""

    size: float
    cells: Mapping[Cell, Sequence[int]]

    def around(self, place: Box) -> Iterator[int]:
        """Yield the boxes of all cells that may reach into a place."""
        left, right = floor(place.left / self.size) - 1, floor(place.right / self.size)
        top, bottom = floor(place.top / self.size) - 1, floor(place.bottom / self.size)
        if (right - left + 1) * (bottom - top + 1) > len(self.cells):
            for (x, y), own in self.cells.items():
                if left <= x <= right and top <= y <= bottom:
                    yield from own
            return
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                yield from self.cells.get((x, y), ())


class NearBoxes:
    """Boxes by where they lie."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        """Put each box into its cell."""
        self._boxes = boxes
        grids: dict[float, dict[Cell, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, box in enumerate(boxes):
            size = 2.0 ** frexp(max(box.width, box.height, 1.0))[1]
            cell = grids[size][floor(box.left / size), floor(box.top / size)]
            if len(cell) < MOST_IN_CELL:
                cell.append(number)
        self._grids = [_Grid(size, dict(cells)) for size, cells in sorted(grids.items())]

    def within(self, place: Box) -> Iterator[int]:
        """Yield the numbers of the boxes that reach into a place, or touch it."""
        left, top, right, bottom = place
        for grid in self._grids:
            for number in grid.around(place):
                box = self._boxes[number]
                if box.left <= right and box.right >= left and box.top <= bottom and box.bottom >= top:
                    yield number
