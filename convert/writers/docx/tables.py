"""Tables in WordprocessingML (ECMA-376, part 1, section 17.4): head rows repeat on every page."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from convert.document.cells import Slot
from convert.document.model import Block
from convert.document.roles import Role
from convert.typeset.styles import PageStyle, StyleSheet
from convert.typeset.tables import CellText, TableView, column_widths, table_view
from convert.writers.docx.ooxml import add, twips
from convert.writers.docx.paragraphs import add_paragraph
from convert.writers.docx.template import TABLE_CELL

PADDING = 4.0
"""Points left and right of a cell's text."""


def column_width(page: PageStyle) -> float:
    """Return the width of a column of a page, in points."""
    return (page.width - page.left - page.right - page.gap * (page.columns - 1)) / page.columns


def add_table(
    body: etree._Element, blocks: Sequence[Block], style: StyleSheet, *, last: bool
) -> list[etree._Element]:
    """Append a table; return the paragraphs of its cells. `last`: a paragraph must stand behind it.

    Word makes one of two tables that meet, and wants a paragraph at the end of a document.
    """
    cells = [CellText(block.reading, block.cell) for block in blocks]
    view = table_view(cells)
    size = style.of(Role.TABLE_CELL).size
    widths = column_widths(view, cells, column_width(style.page), size, 2 * PADDING)
    table = add(body, "tbl")
    _add_properties(table, sum(widths))
    grid = add(table, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=twips(width))
    paragraphs: dict[int, etree._Element] = {}
    going_on: dict[int, Slot] = {}
    for number, row in enumerate(view.rows):
        line = add(table, "tr")
        properties = add(line, "trPr")
        add(properties, "cantSplit")
        if number < view.head_rows:
            add(properties, "tblHeader")
        for slot in _with_merged(row, going_on, number, view.columns):
            paragraph = _add_cell(line, slot, blocks, view, widths, number)
            if slot.number >= 0 and slot.cell.row == number:
                paragraphs[slot.number] = paragraph
    if last:
        add_paragraph(body, TABLE_CELL.id, "")
    return [paragraphs[number] for number in range(len(blocks))]


def _with_merged(row: Sequence[Slot], going_on: dict[int, Slot], number: int, columns: int) -> list[Slot]:
    """Return the cells of a row, with those that reach down into it."""
    own = {slot.cell.column: slot for slot in row}
    slots: list[Slot] = []
    column = 0
    while column < columns:
        slot = own.get(column) or going_on[column]
        if slot.cell.rows > 1 and slot.cell.row + slot.cell.rows - 1 > number:
            going_on[column] = slot
        slots.append(slot)
        column += slot.cell.columns
    return slots


def _add_cell(
    line: etree._Element,
    slot: Slot,
    blocks: Sequence[Block],
    view: TableView,
    widths: Sequence[float],
    row: int,
) -> etree._Element:
    cell = slot.cell
    element = add(line, "tc")
    properties = add(element, "tcPr")
    reach = widths[cell.column : cell.column + cell.columns]
    add(properties, "tcW", w=twips(sum(reach)), type="dxa")
    if cell.columns > 1:
        add(properties, "gridSpan", str(cell.columns))
    if cell.rows > 1:
        add(properties, "vMerge", "restart" if cell.row == row else "continue")
    if view.head_rows and row == view.head_rows - 1:
        borders = add(properties, "tcBorders")
        add(borders, "bottom", "single", sz="4", space="0", color="auto")
    text = blocks[slot.number].reading if slot.number >= 0 and cell.row == row else ""
    paragraph = add_paragraph(element, TABLE_CELL.id, text)
    if row < view.head_rows:
        _put(paragraph[0], "keepNext")
    if cell.column in view.figures and cell.columns == 1:
        add(paragraph[0], "jc", "right")
    if cell.head:
        for run in paragraph.iter(line.tag.replace("}tr", "}r")):
            _embolden(run)
    return paragraph


def _put(properties: etree._Element, name: str) -> None:
    """Set a switch of a paragraph right behind its style, where the schema wants it (17.3.1.26)."""
    child = add(properties, name)
    properties.remove(child)
    properties.insert(1, child)


def _embolden(run: etree._Element) -> None:
    """Make a run bold: a head."""
    properties = run[0] if len(run) and run[0].tag.endswith("}rPr") else None
    if properties is None:
        properties = add(run, "rPr")
        run.remove(properties)
        run.insert(0, properties)
    add(properties, "b")


def _add_properties(table: etree._Element, width: float) -> None:
    properties = add(table, "tblPr")
    add(properties, "tblW", w=twips(width), type="dxa")
    add(properties, "jc", "center")
    borders = add(properties, "tblBorders")
    for side in ("top", "bottom"):
        add(borders, side, "single", sz="6", space="0", color="auto")
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    for side in ("left", "right"):
        add(margins, side, w=twips(PADDING), type="dxa")
    add(
        properties,
        "tblLook",
        "04A0",
        firstRow="1",
        lastRow="0",
        firstColumn="0",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
