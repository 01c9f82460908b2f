"""Tables in a column: each row is set as one paragraph, whose lines are those of its cells side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convert.document.cells import Cell
from convert.document.model import Block
from convert.document.roles import Role
from convert.typeset.styles import Style
from convert.typeset.tables import CellText, TableView, column_widths, table_view
from convert.writers.pdf.compose import SetBlock, Typesetter
from convert.writers.pdf.set_paragraphs import SetCell, SetLine, SetParagraph, SetRow

SMALLEST = 5.5
"""Points of type in a table that is too wide for its column; in one wider still the cells are stacked."""
PADDING = 0.55
"""Ems left and right of a cell's text together."""
ROW_GAP = 0.25
"""Lines between two rows."""


def set_table(
    blocks: Sequence[Block], typesetter: Typesetter, width: float, finish: SetBlock
) -> list[SetParagraph]:
    """Set the rows of a table, each as a paragraph of its own, the table in the middle of the column."""
    cells = [CellText(block.reading, block.cell) for block in blocks]
    view = table_view(cells)
    base = typesetter.sheet.of(Role.TABLE_CELL)
    size = base.size
    widths = column_widths(view, cells, width, size, PADDING * size)
    wanted = column_widths(view, cells, 10 * width, size, PADDING * size)
    while sum(wanted) > 1.6 * sum(widths) and size > SMALLEST:  # smaller type breaks fewer lines
        size = max(SMALLEST, size - 0.5)
        widths = column_widths(view, cells, width, size, PADDING * size)
        wanted = column_widths(view, cells, 10 * width, size, PADDING * size)
    style = replace(base, size=size)
    stacked = view.columns > 1 and min(widths) < 1.2 * size
    return _Setter(view, blocks, typesetter, style, finish, width).rows([width] if stacked else widths)


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets one table."""

    view: TableView
    blocks: Sequence[Block]
    typesetter: Typesetter
    style: Style
    finish: SetBlock
    width: float

    def rows(self, widths: Sequence[float]) -> list[SetParagraph]:
        """Set all rows; one width for all columns: their cells stand one under the other."""
        stacked = len(widths) == 1 < self.view.columns
        total = sum(widths)
        left = 0.0 if stacked else max(0.0, (self.width - total) / 2)
        lefts = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
        heights = [1] * len(self.view.rows)
        rows: list[list[SetCell]] = []
        for row in self.view.rows:
            own: list[SetCell] = []
            for slot in row:
                cell = slot.cell
                first = 0 if stacked else cell.column
                room = lefts[min(len(widths), first + (1 if stacked else cell.columns))] - lefts[first]
                whole = self._paragraph(slot.number, cell, room) if slot.number >= 0 else None
                used = sum(len(c.paragraph.lines) for c in own if c.paragraph) if stacked else 0
                own.append(SetCell(cell, lefts[first] + PADDING * self.style.size / 2, whole, used))
            rows.append(own)
        self._measure(rows, heights, stacked=stacked)
        return self._paragraphs(rows, heights, left, total)

    def _paragraph(self, number: int, cell: Cell, room: float) -> SetParagraph:
        """Set the text of a cell; a figure ends at the right edge."""
        block = self.blocks[number]
        style = replace(self.style, font="heading", bold=True) if cell.head else self.style
        sheet = self.typesetter.sheet
        inside = room - PADDING * self.style.size
        setter = replace(self.typesetter, sheet=replace(sheet, roles={**sheet.roles, Role.TABLE_CELL: style}))
        whole = self.finish(block, setter.paragraph(block.reading, Role.TABLE_CELL, inside))
        if cell.column in self.view.figures and cell.columns == 1:
            lines = (line._replace(left=max(0.0, inside - line.width)) for line in whole.lines)
            whole = whole._replace(lines=tuple(lines))
        return whole

    def _measure(self, rows: Sequence[Sequence[SetCell]], heights: list[int], *, stacked: bool) -> None:
        """Find how many lines each row has: a cell over several rows makes the last of them higher."""
        for number, row in enumerate(rows):
            for each in row:
                lines = (len(each.paragraph.lines) if each.paragraph else 0) + each.top
                last = number if stacked else number + each.cell.rows - 1
                missing = lines - sum(heights[number : last + 1])
                heights[last] += max(0, missing)

    def _paragraphs(
        self, rows: Sequence[Sequence[SetCell]], heights: Sequence[int], left: float, total: float
    ) -> list[SetParagraph]:
        view = self.view
        pitch = self.style.size * self.style.leading
        tied = {
            number + n for number, row in enumerate(rows) for each in row for n in range(each.cell.rows - 1)
        }
        paragraphs: list[SetParagraph] = []
        for number, row in enumerate(rows):
            ends = number == len(rows) - 1
            is_head = number < view.head_rows
            style = replace(
                self.style,
                before=pitch / 2 if not number else 0.0,
                after=ROW_GAP * pitch + (pitch / 2 if ends else 0.0),
                keep_with_next=is_head or number in tied,
            )
            heads = tuple(paragraphs[: view.head_rows]) if number > view.head_rows > 0 else ()
            set_row = SetRow(
                tuple(row), left, total, not number, is_head, ends or number == view.head_rows - 1, heads
            )
            paragraphs.append(self._row(set_row, style, heights[number]))
        return paragraphs

    def _row(self, row: SetRow, style: Style, height: int) -> SetParagraph:
        """Return a row as a paragraph: its lines have the numbers of the notes, and their text."""
        sample = next(cell.paragraph for cell in row.cells if cell.paragraph) if self._has_text(row) else None
        sample = sample or self.typesetter.paragraph("\u3000", Role.TABLE_CELL, self.width)
        lines: list[SetLine] = []
        for number in range(height):
            own = [
                cell.paragraph.lines[number - cell.top]
                for cell in row.cells
                if cell.paragraph and 0 <= number - cell.top < len(cell.paragraph.lines)
            ]
            margin = " ".join(line.margin for line in own if line.margin)
            lines.append(
                sample.lines[0]._replace(code="", segments=(), left=0.0, width=0.0, text="", margin=margin)
            )
        return sample._replace(lines=tuple(lines), style=style, name=Role.TABLE_CELL, row=row)

    @staticmethod
    def _has_text(row: SetRow) -> bool:
        return any(cell.paragraph for cell in row.cells)
