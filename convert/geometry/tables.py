"""Tables of a page of lines with places: between printed rules, or by cells that line up.

    ┌────┬────┐
    │北京│ 12 │   ->   two rows of two cells; a cell that no rule cuts reaches over several places
    ├────┼────┤
    │上海│ 15 │
    └────┴────┘

What is not certain stays the lines that it is.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from convert.document.cells import Cell, is_grid
from convert.document.layout import Box, hull
from convert.geometry.alignment import AlignedRows, Extent, aligned_runs
from convert.geometry.frames import frames_of
from convert.geometry.glyphs import GlyphLine
from convert.geometry.lattices import Lattice, lattices
from convert.geometry.table_content import Row, has_figures, has_head, is_contents, is_figure, is_running_text

SURE, RULED = 0.93, 0.97
WHITE, SLACK = 0.3, 0.6
"""Ems between two columns, and by which cells of one may stand apart."""
CELL_GAP = 0.4
"""Ems of white between two characters that may part two cells."""
LEVEL = 0.35
"""Ems by which the baselines of a row differ."""
FARTHEST, STEP = 12, 2.6
"""Ems between two cells of a row, and between the baselines of two rows, at most."""
LONGEST_CELL, LONGEST_RULED = 20, 60
"""Characters of a cell that lines up, and on average of those between rules."""
FEWEST_CELLS, FEWEST_FIGURES = 6, 3
FILLED, WIDEST_CELL = 0.6, 7
"""Part of its column, and ems, from which a line is running text if others stand with it."""


class TableCellLines(NamedTuple):
    """A cell and its lines, from the top."""

    cell: Cell
    lines: tuple[GlyphLine, ...]


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table on a page; its cells in order, row by row, those without a line left out."""

    cells: tuple[TableCellLines, ...]
    box: Box
    cert: float


class FoundTables(NamedTuple):
    """The tables of a page, and the lines that are in none."""

    tables: tuple[LineTable, ...]
    lines: tuple[GlyphLine, ...]


def find_tables(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> FoundTables:
    """Find the tables among the lines of a page."""
    ruled, rest = ruled_tables(lines, rules)
    aligned, rest = aligned_tables(rest, rules)
    return FoundTables((*ruled, *aligned), rest)


def ruled_tables(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> FoundTables:
    """Find the tables between printed rules."""
    rest = list(lines)
    tables: list[LineTable] = []
    for lattice in lattices(rules):
        inside = [line for line in rest if _is_level(line) and lattice.holds(line.box)]
        table = _ruled(lattice, inside)
        if table:
            tables.append(table)
            gone = set(map(id, inside))
            rest = [line for line in rest if id(line) not in gone]
    return FoundTables(tuple(tables), tuple(rest))


def aligned_tables(lines: Sequence[GlyphLine], rules: Sequence[Box]) -> FoundTables:
    """Find the tables whose cells line up exactly."""
    pieces = _Pieces([line for line in lines if _is_level(line)])
    tables: list[LineTable] = []
    used: set[int] = set()
    for block in _blocks(pieces, rules) if pieces.figures >= FEWEST_FIGURES else ():
        for table in _aligned(block):
            whole = pieces.whole_lines(table)
            if whole:
                tables.append(table)
                used |= whole
    return FoundTables(tuple(tables), tuple([line for line in lines if id(line) not in used]))


class _Pieces:
    """Lines cut at wide gaps, which are spaces inside of a line, or part two cells."""

    def __init__(self, lines: Sequence[GlyphLine]) -> None:
        """Cut each line."""
        self.lines = lines
        self.of_lines = {id(line): tuple(_cut_at_gaps(line)) for line in lines}
        self.all = [piece for line in lines for piece in self.of_lines[id(line)]]
        self.figures = sum(is_figure(piece.text) for piece in self.all)
        self._homes = {id(piece): line for line in lines for piece in self.of_lines[id(line)]}

    def whole_lines(self, table: LineTable) -> set[int]:
        """Return the identities of the lines of a table; none where one of them is only partly in it."""
        inside = {id(line) for _, lines in table.cells for line in lines}
        homes = {id(self._homes[piece]) for piece in inside}
        return homes if all(id(p) in inside for home in homes for p in self.of_lines[home]) else set()


def _cut_at_gaps(line: GlyphLine) -> Iterator[GlyphLine]:
    """Yield the pieces of a line between gaps of an em."""
    cuts = [
        number
        for number, (before, behind) in enumerate(pairwise(line.glyphs), 1)
        if behind.box.left - before.box.right > CELL_GAP * line.size
    ]
    if not cuts:
        yield line
        return
    for first, stop in pairwise([0, *cuts, len(line.glyphs)]):
        glyphs = line.glyphs[first:stop]
        yield replace(line, glyphs=glyphs, box=hull(glyph.box for glyph in glyphs) or line.box)


def _is_level(line: GlyphLine) -> bool:
    return not line.rotation and not line.vertical


def _ruled(lattice: Lattice, lines: Sequence[GlyphLine]) -> LineTable | None:
    """Return the table that printed rules make around lines; None where it is none."""
    own: dict[Cell, list[GlyphLine]] = {cell: [] for cell in lattice.cells}
    for line in lines:
        for part in _parted(line, lattice):
            cell = lattice.cell_at((part.box.left + part.box.right) / 2, (part.box.top + part.box.bottom) / 2)
            if cell is None:
                return None
            own[cell].append(part)
    filled = {cell: sorted(inside, key=_reading_place) for cell, inside in own.items() if inside}
    texts = ["".join(line.text for line in inside) for inside in filled.values()]
    if len(filled) < max(FEWEST_CELLS, len(own) / 3) or sum(map(len, texts)) > LONGEST_RULED * len(texts):
        return None
    if is_running_text(texts, 0.4):
        return None
    cells = [TableCellLines(cell, tuple(inside)) for cell, inside in sorted(filled.items())]
    return _with_head(LineTable(tuple(cells), lattice.box, RULED))


def _reading_place(line: GlyphLine) -> tuple[float, float]:
    return round(line.baseline / max(line.size, 1.0) * 2), line.box.left


def _parted(line: GlyphLine, lattice: Lattice) -> Iterator[GlyphLine]:
    """Yield a line in the pieces that upright rules make of it."""
    pieces: list[list[int]] = []
    before: Cell | None = None
    for number, glyph in enumerate(line.glyphs):
        middle = (glyph.box.left + glyph.box.right) / 2
        here = lattice.cell_at(middle, (glyph.box.top + glyph.box.bottom) / 2)
        if pieces and (here is None or here == before):
            pieces[-1].append(number)
        else:
            pieces.append([number])
        before = here or before
    if len(pieces) == 1:
        yield line
        return
    for piece in pieces:
        glyphs = tuple([line.glyphs[number] for number in piece])
        yield replace(line, glyphs=glyphs, box=hull(glyph.box for glyph in glyphs) or line.box)


def _with_head(table: LineTable) -> LineTable:
    """Mark the first row as a head if it names columns of figures."""
    columns = max(cell.column + cell.columns for cell, _ in table.cells)
    count = max(cell.row for cell, _ in table.cells) + 1
    rows: list[dict[int, str]] = [{} for _ in range(count)]
    for cell, lines in table.cells:
        rows[cell.row][cell.column] = "".join(line.text for line in lines)
    top = table.cells[0].cell.row
    if not has_head(rows[top:], columns):
        return table
    cells = [each._replace(cell=each.cell._replace(head=each.cell.row == top)) for each in table.cells]
    return replace(table, cells=tuple(cells))


def _blocks(pieces: _Pieces, rules: Sequence[Box]) -> Iterator[list[list[GlyphLine]]]:
    """Yield rows of lines that stand close together and may be cells: no other line is between them."""
    texts = set(_text_lines(pieces, rules))
    open_blocks: list[list[list[GlyphLine]]] = []
    for row in _rows(pieces.all):
        for part in _segments(row, texts):
            best = next((block for block in reversed(open_blocks) if _follows(block[-1], part)), None)
            if best is None:
                open_blocks.append([part])
            else:
                best.append(part)
        low = row[0].baseline
        done = [block for block in open_blocks if low - block[-1][0].baseline > STEP * block[-1][0].size]
        yield from done
        open_blocks = [block for block in open_blocks if not any(block is each for each in done)]
    yield from open_blocks


def _text_lines(pieces: _Pieces, rules: Sequence[Box]) -> Iterator[int]:
    """Yield the identities of pieces that fill a column, or have marks of running text."""
    for frame in frames_of(pieces.lines, rules):
        for line in frame.lines:
            own = pieces.of_lines[id(line)]
            fills = line.box.width >= max(FILLED * frame.box.width, WIDEST_CELL * line.size)
            alone = len(own) == 1 and (len(line.text) > LONGEST_CELL or (fills and len(frame.lines) > 1))
            if alone or is_running_text([line.text]):
                yield from map(id, own)


def _rows(lines: Sequence[GlyphLine]) -> Iterator[list[GlyphLine]]:
    """Yield the lines of each baseline, from the left."""
    row: list[GlyphLine] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if row and line.baseline - row[0].baseline > LEVEL * line.size:
            yield sorted(row, key=lambda line: line.box.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda line: line.box.left)


def _segments(row: Sequence[GlyphLine], texts: Container[int]) -> Iterator[list[GlyphLine]]:
    """Part a row where it is too wide, or where a line stands that is no cell."""
    part: list[GlyphLine] = []
    for line in row:
        far = part and line.box.left - part[-1].box.right > FARTHEST * line.size
        if far or id(line) in texts:
            if part:
                yield part
            part = []
        if id(line) not in texts:
            part.append(line)
    if part:
        yield part


def _follows(above: Sequence[GlyphLine], row: Sequence[GlyphLine]) -> bool:
    """Return whether a row stands right under another one, in the same type."""
    first, size = above[0], row[0].size
    step = row[0].baseline - first.baseline
    shared = min(above[-1].box.right, row[-1].box.right) - max(first.box.left, row[0].box.left)
    return 0 < step <= STEP * size and abs(first.size - size) < 0.12 * size and shared > 0


def _aligned(rows: Sequence[list[GlyphLine]]) -> Iterator[LineTable]:
    """Yield the tables among the rows of a block."""
    if len(rows) < 3:
        return
    size = rows[0][0].size
    extents = [[Extent(line.box.left, line.box.right) for line in row] for row in rows]
    for run in aligned_runs(extents, WHITE * size, SLACK * size):
        placed = [dict(zip(run.columns_of(extents[n]), rows[n], strict=True)) for n in run.rows]
        texts: list[Row] = [{column: line.text for column, line in row.items()} for row in placed]
        if not _is_table(run, texts, rows):
            continue
        cells = [
            TableCellLines(Cell(number, column), (line,))
            for number, row in enumerate(placed)
            for column, line in sorted(row.items())
        ]
        box = hull(line.box for _, lines in cells for line in lines)
        if box and is_grid([cell for cell, _ in cells]):
            yield _with_head(LineTable(tuple(cells), box, SURE))


def _is_table(run: AlignedRows, texts: Sequence[Row], rows: Sequence[Sequence[GlyphLine]]) -> bool:
    """Return whether rows that line up are a table, and no row is left out beside them."""
    count = len(run.columns)
    beside = [rows[n] for n in (run.rows.start - 1, run.rows.stop) if 0 <= n < len(rows)]
    if any(len(row) > 1 and any(is_figure(line.text) for line in row) for row in beside):
        return False
    if count == 2 and (is_contents(texts) or not _is_short(texts)):
        return False
    return has_figures(texts, count) and sum(map(len, texts)) >= FEWEST_CELLS


def _is_short(texts: Sequence[Row]) -> bool:
    return all(len(text) <= LONGEST_CELL / 2 for row in texts for text in row.values())
