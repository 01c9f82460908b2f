"""The tables of a Word document: where each paragraph stands in the outermost table around it.

ECMA-376, part 1, section 17.4: `gridSpan` reaches over columns, `vMerge` goes on from above or restarts.
A table of one row or one column is a means of layout, and what its spans say of more cells than a table may
have is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.cells import MOST_COLUMNS, Cell, grid_size, is_grid

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordCell(NamedTuple):
    """The place of a paragraph."""

    table: int
    """Number of the table in its part."""
    cell: Cell


def cells_of_paragraphs(root: Element) -> Mapping[Element, WordCell]:
    """Return the places of the paragraphs that stand in tables."""
    places: dict[Element, WordCell] = {}
    for number, table in enumerate(_outermost(root)):
        own = dict(_cells(table))
        cells = sorted(set(own.values()))
        if not is_grid(cells) or min(grid_size(cells)) < 2:
            continue
        for element, cell in own.items():
            places.update(dict.fromkeys(element.iter(f"{W}p"), WordCell(number, cell)))
    return places


def _outermost(root: Element) -> Iterator[Element]:
    """Yield the tables that stand in no other one."""
    inner: set[Element] = set()
    for table in root.iter(f"{W}tbl"):
        if table not in inner:
            yield table
            inner.update(table.iter(f"{W}tbl"))


def _cells(table: Element) -> Iterator[tuple[Element, Cell]]:
    """Yield the cells of a table, those that go on from above left out."""
    reaching: dict[int, tuple[Element, Cell]] = {}
    done: list[tuple[Element, Cell]] = []
    for row, line in enumerate(table.iterchildren(f"{W}tr")):
        head = line.find(f"{W}trPr/{W}tblHeader") is not None
        column = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        for element in line.iterchildren(f"{W}tc"):
            columns = _number(element.find(f"{W}tcPr/{W}gridSpan"), 1)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            above = reaching.get(column)
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and above:
                reaching[column] = (above[0], above[1]._replace(rows=row - above[1].row + 1))
            else:
                if above:
                    done.append(above)
                reaching[column] = (element, Cell(row, column, 1, columns, head))
            column += columns
    yield from done
    yield from reaching.values()


def _number(element: Element | None, otherwise: int) -> int:
    """Return a number of places; one that no table has is as good as none."""
    value = "" if element is None else element.get(f"{W}val", "")
    number = int(value) if value.isdecimal() and len(value) < 4 else otherwise
    return number if otherwise <= number <= MOST_COLUMNS else otherwise
