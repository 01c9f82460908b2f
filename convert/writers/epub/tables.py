"""Tables of an EPUB, with the scope of their heads; a small screen moves wide ones sideways.

EPUB Accessibility Techniques 1.1, 4.4; WCAG 2.2, 1.3.1 (H51, H63).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from lxml import etree

from convert.document.cells import Cell, Slot
from convert.typeset.tables import TableView, table_view

CSS = """\
.table-frame { overflow-x: auto; margin: 0.8em 0; }
table.cells { border-collapse: collapse; margin: 0 auto; font-size: 0.9em; line-height: 1.4;
  border-top: 1px solid; border-bottom: 1px solid; text-indent: 0; }
table.cells caption { caption-side: top; font-weight: bold; text-align: center; padding: 0 0 0.4em; }
table.cells caption p { margin: 0; text-indent: 0; text-align: center; }
table.cells th, table.cells td { padding: 0.15em 0.5em; text-align: left; vertical-align: top; }
table.cells th { font-weight: bold; }
table.cells thead tr:last-child > * { border-bottom: 1px solid; }
table.cells .figures { text-align: right; white-space: nowrap; }
"""
"""What tables look like in every style; only a book with tables has it."""


VERTICAL_CSS = """\
.table-frame { overflow-x: visible; overflow-y: auto; margin: 0 0.8em;
  -webkit-writing-mode: horizontal-tb; writing-mode: horizontal-tb; }
"""
"""What differs where lines run downwards: a table keeps its rows level, as in print."""


def table_css(*, vertical: bool) -> bytes:
    """Return the style sheet of tables."""
    return (CSS + (VERTICAL_CSS if vertical else "")).encode()


class CellChunk(Protocol):
    """What is asked of the chunk of a cell."""

    @property
    def cell(self) -> Cell | None:
        """Its place in the table."""

    @property
    def text(self) -> str:
        """Its text."""

    @property
    def continues(self) -> bool:
        """Whether the cell began in the chunk before."""


C = TypeVar("C", bound=CellChunk)


def add_table(
    parent: etree._Element,
    chunks: Sequence[C],
    fill: Callable[[etree._Element, C], None],
    captions: Sequence[C] = (),
) -> None:
    """Add a table, in a frame that a narrow screen scrolls; a long cell may have several chunks."""
    cells: list[C] = []
    rest: dict[int, list[C]] = {}
    for chunk in chunks:
        if chunk.continues and cells:
            rest.setdefault(len(cells) - 1, []).append(chunk)
        else:
            cells.append(chunk)
    view = table_view(cells)
    table = _add(_add(parent, "div", "table-frame"), "table", "cells")
    if captions:
        caption = _add(table, "caption")
        for chunk in captions:
            fill(_add(caption, "p", "table-caption"), chunk)
    parts = ([("thead", view.rows[: view.head_rows])] if view.head_rows else []) + [
        ("tbody", view.rows[view.head_rows :])
    ]
    for name, rows in parts:
        part = _add(table, name)
        for row in rows:
            line = _add(part, "tr")
            for slot in row:
                element = _cell(line, slot, view, in_head=name == "thead")
                if slot.number >= 0:
                    for chunk in (cells[slot.number], *rest.get(slot.number, ())):
                        fill(element, chunk)


def _cell(line: etree._Element, slot: Slot, view: TableView, *, in_head: bool) -> etree._Element:
    """Add a place of a row; a head says what it heads."""
    cell = slot.cell
    figures = cell.column in view.figures and cell.columns == 1
    is_head = slot.number >= 0 and cell.head
    element = _add(line, "th" if is_head else "td", "figures" if figures else "")
    if is_head:
        spans = "group" if (cell.columns if in_head else cell.rows) > 1 else ""
        element.set("scope", ("col" if in_head else "row") + spans)
    if cell.rows > 1:
        element.set("rowspan", str(cell.rows))
    if cell.columns > 1:
        element.set("colspan", str(cell.columns))
    return element


def _add(parent: etree._Element, tag: str, name: str = "") -> etree._Element:
    child = etree.SubElement(parent, parent.tag[: parent.tag.index("}") + 1] + tag)
    if name:
        child.set("class", name)
    return child
