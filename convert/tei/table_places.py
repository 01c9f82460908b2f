"""Where the cells of a table in an archival file stand in its grid: spans push later cells aside."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from convert.document.cells import MOST_CELLS, MOST_COLUMNS, Cell
from convert.tei.names import XML_ID, tag
from convert.tei.read import altered

_SPAN = re.compile("[1-9][0-9]{0,5}")


def is_empty_cell(element: Element) -> bool:
    """Return whether an element is a place of a table without a text: it stands for no block."""
    return bool(element.tag == tag("cell") and element.get(XML_ID) is None)


def table_places(table: Element, name: str = "") -> dict[Element, Cell]:
    """Return the place of each cell of a table.

    Raises:
        InvalidArchive: a table larger than any that is written.

    """
    places: dict[Element, Cell] = {}
    covered: set[tuple[int, int]] = set()
    for row, element in enumerate(table.iterchildren(tag("row"))):
        column = 0
        for cell in element.iterchildren(tag("cell")):
            while (row, column) in covered:
                column += 1
            rows, columns = _span(cell, "rows"), _span(cell, "cols")
            if column + columns > MOST_COLUMNS or len(covered) + rows * columns > MOST_CELLS:
                raise altered("a table larger than any that backfile writes", name, cell)
            places[cell] = Cell(row, column, rows, columns, cell.get("role") == "label")
            covered |= {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            column += columns
    return places


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1")
    return int(value) if _SPAN.fullmatch(value) else 1
