"""Tables that the places of words show, in the files of an OCR: cells that line up, or stand between rules.

    <String CONTENT="小麦" HPOS="40"/> … <String CONTENT="1204" HPOS="220"/>  ->  a row of two cells

PDFs and scans are looked at where they are read; where an archive states what its blocks are, none is
looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.analysis.columns.page_lines import SCANS, PageLines, PrintedText, pages_of, printed_page
from convert.document.layout import Box, Layout, PlacedCell, StatedTable, WordBox, hull
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.measured_tables import is_read_figure, measured_tables
from convert.geometry.tables import CELL_GAP, LineTable, aligned_tables, ruled_tables

FEWEST_FIGURES, COLUMN = 3, 2
"""Figures that stand one over the other in a table, at least, and heights of a line to the next column."""
CLOSE, AROUND, REACH = 5, 10, 40
"""Heights of a line from one figure to the next, at most; and how far around them a table may reach, upwards
and downwards, and to the sides."""
MOST_LINES = 5_000
"""Of a page that is looked at."""
READ = 0.97
"""Part of its certainty that a table has whose boxes an OCR has measured."""


def printed_tables(layout: Layout, text: str) -> Iterator[StatedTable]:
    """Yield the tables of a file of an OCR that says where its words stand, and has no tables of its own."""
    if layout.tables or layout.units or layout.reader.split(" ")[0] == SCANS:
        return
    for page in pages_of(layout):
        measured = page.surface.unit == "point"
        if measured or len(page.lines) > MOST_LINES:
            continue
        areas = _near_figures(page, layout, text)
        if not areas:
            continue
        spans: dict[int, WordBox] = {}
        lines = [
            _glyph_line(line, layout, text, spans)
            for line in printed_page(page, layout, text).lines
            if not line.vertical and _is_in(line.box, areas)
        ]
        rules = page.surface.rules
        ruled, rest = ruled_tables([line for line in lines if line], rules)
        lined_up, rest = measured_tables(rest)
        for table in (*ruled, *lined_up, *aligned_tables(rest, rules).tables):
            yield StatedTable(tuple(_cells(table, spans)), table.cert * READ)


def _near_figures(page: PageLines, layout: Layout, text: str) -> list[Box]:
    """Return the stretches of a page in which figures stand apart, one over the other, as in a table."""
    columns: dict[int, list[Box]] = {}
    for line in page.lines:
        words = layout.words_of(line.at, line.stop)
        height = line.box.height or 1
        for number, word in enumerate(words):
            if not is_read_figure(text[word.at : word.stop]):
                continue
            before = not number or word.box.left - words[number - 1].box.right > CELL_GAP * height
            behind = (
                number + 1 == len(words) or words[number + 1].box.left - word.box.right > CELL_GAP * height
            )
            if before and behind:
                for step in {round(edge / (COLUMN * height)) + n for edge in word.box[::2] for n in (0, 1)}:
                    columns.setdefault(step, []).append(word.box)
    return [area for boxes in columns.values() for area in _stretches(boxes)]


def _stretches(boxes: Sequence[Box]) -> Iterator[Box]:
    """Yield where as many figures of a column follow one another closely as a table has, and rows around."""
    run: list[Box] = []
    for box in (*sorted(boxes, key=lambda box: box.top), None):
        if run and (box is None or box.top - run[-1].bottom > CLOSE * run[-1].height):
            if len({round(each.top / max(each.height, 1)) for each in run}) >= FEWEST_FIGURES:
                area, height = hull(run) or run[0], run[0].height
                wide = REACH * height
                yield Box(
                    area.left - wide,
                    area.top - AROUND * height,
                    area.right + wide,
                    area.bottom + AROUND * height,
                )
            run = []
        if box is not None:
            run.append(box)


def _is_in(box: Box, areas: Sequence[Box]) -> bool:
    return any(
        box.left < area.right and box.right > area.left and box.top < area.bottom and box.bottom > area.top
        for area in areas
    )


def _glyph_line(line: PrintedText, layout: Layout, text: str, spans: dict[int, WordBox]) -> GlyphLine | None:
    """Return a line whose words are its characters; `spans` takes where each of them stands in the text."""
    glyphs: list[Glyph] = []
    for word in layout.words_of(line.at, line.at + len(line.text)):
        if word.box.right > word.box.left:
            spaced = bool(glyphs) and text[word.at - 1 : word.at].isspace()
            shown = text[word.at : word.stop]
            glyph = Glyph(shown, word.box, line.baseline, line.size, rotation=line.rotation, spaced=spaced)
            spans[id(glyph)] = word
            glyphs.append(glyph)
    if not glyphs:
        return None
    return GlyphLine(tuple(glyphs), line.box, line.size, line.bold, line.rotation)


def _cells(table: LineTable, spans: dict[int, WordBox]) -> Iterator[PlacedCell]:
    """Yield the stretches of text that stand in each cell."""
    for cell, lines in table.cells:
        for line in lines:
            words = _in_order(line, spans)
            yield PlacedCell(words[0].at, words[-1].stop, cell)


def _in_order(line: GlyphLine, spans: dict[int, WordBox]) -> Sequence[WordBox]:
    return sorted((spans[id(glyph)] for glyph in line.glyphs), key=lambda word: word.at)
