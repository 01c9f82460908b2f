"""The rows of tables, and their structure: Table > Caption, TR > TH, TD (ISO 32000-1, 14.8.4.3.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.layout import PlacedLines
from convert.writers.pdf.set_paragraphs import SetCell, SetParagraph, SetRow
from convert.writers.pdf.tags import StructureElement

RULE, GREY = 0.5, "#444444"
"""Points, and the colour, of the rules over a table, under its head and below it."""


class RowDrawing(Protocol):
    """What is asked of the pages as they grow."""

    canvas: PdfCanvas
    article: StructureElement
    table: StructureElement
    caption: StructureElement | None
    cells: list[StructureElement]

    def text(
        self,
        element: StructureElement,
        paragraph: SetParagraph,
        first: int,
        last: int,
        left: float,
        top: float,
    ) -> None:
        """Draw lines as a part of an element."""


def draw_row(drawing: RowDrawing, placed: PlacedLines, row: SetRow) -> None:
    """Draw lines of a row: each cell is an element of its own, an empty one, too."""
    if placed.again:
        _draw_again(drawing, placed, row)
        return
    if not placed.first:
        if row.is_first and not row.has_caption:
            drawing.table = drawing.article.add("Table")
        drawing.caption = None
        line = drawing.table.add("TR")
        drawing.cells = [_element(line, cell, row) for cell in row.cells]
    for cell, element in zip(row.cells, drawing.cells, strict=True):
        if (part := _part(cell, placed)) and cell.paragraph:
            first, last, top = part
            drawing.text(element, cell.paragraph, first, last, placed.left + cell.left, top)
    _rules(drawing, placed, row)


def caption_element(drawing: RowDrawing) -> StructureElement:
    """Begin a table with its caption; a second one is a part of the first, whatever stands between them.

    A table of its own for the first would have no row (ISO 14289-1, 7.5).
    """
    if drawing.caption is None:
        drawing.table = drawing.article.add("Table")
        drawing.caption = drawing.table.add("Caption")
    return drawing.caption


def _part(cell: SetCell, placed: PlacedLines) -> tuple[int, int, float] | None:
    """Return which lines of a cell are among those of its row that are drawn, and where they begin.

    What reaches down into the next rows is drawn with the row in which it begins.
    """
    if cell.paragraph is None:
        return None
    count, whole = len(cell.paragraph.lines), placed.last == len(placed.paragraph.lines)
    first = max(0, placed.first - cell.top)
    last = count if whole else min(count, placed.last - cell.top)
    if last <= first:
        return None
    return first, last, placed.top - (cell.top + first - placed.first) * placed.paragraph.pitch


def _element(line: StructureElement, cell: SetCell, row: SetRow) -> StructureElement:
    """Add a cell to the structure; a head says what it heads (ISO 14289-1, 7.5)."""
    is_head = cell.cell.head and cell.paragraph is not None
    attributes: dict[str, str | int] = {}
    if is_head:
        attributes["Scope"] = "/Column" if row.is_head else "/Row"
    if cell.cell.rows > 1:
        attributes["RowSpan"] = cell.cell.rows
    if cell.cell.columns > 1:
        attributes["ColSpan"] = cell.cell.columns
    element = line.add("TH" if is_head else "TD")
    element.attributes.update(attributes)
    return element


def _draw_again(drawing: RowDrawing, placed: PlacedLines, row: SetRow) -> None:
    """Draw a head over the rest of its table: it was read out already."""
    drawing.canvas.artifact()
    for cell in row.cells:
        if (part := _part(cell, placed)) and cell.paragraph:
            first, last, top = part
            drawing.canvas.lines(cell.paragraph, first, last, placed.left + cell.left, top)
    drawing.canvas.end()
    _rules(drawing, replace(placed, at_top=False), row)


def _rules(drawing: RowDrawing, placed: PlacedLines, row: SetRow) -> None:
    """Draw the rules over the first row, and under the head and the last one."""
    style, pitch = placed.paragraph.style, placed.paragraph.pitch
    left, right = placed.left + row.left, placed.left + row.left + row.width
    levels: list[float] = []
    if row.is_first and not placed.first:
        levels.append(placed.top + pitch * 0.08)
    if row.rule_below and placed.last == len(placed.paragraph.lines):
        levels.append(placed.foot - min(style.after, pitch * 0.12))
    for level in levels:
        drawing.canvas.artifact()
        drawing.canvas.rule(left, right, level, RULE, GREY)
        drawing.canvas.end()
