"""Tables that the places of words show, in the files of an OCR: cells that line up, or stand between rules.

    <String CONTENT="小麦" HPOS="40"/> … <String CONTENT="1204" HPOS="220"/>  ->  a row of two cells

PDFs and scans are looked at where they are read; where an archive states what its blocks are, none is
looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.analysis.page_lines import SCANS, PageLines, PrintedText, pages_of, printed_page
from convert.document.layout import Layout, PlacedCell, StatedTable, WordBox
from convert.geometry.glyphs import Glyph, GlyphLine
from convert.geometry.table_content import is_figure
from convert.geometry.tables import LineTable, find_tables

FEWEST_FIGURES = 4
"""Words of a page that are figures, where it may have a table."""
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
        if measured or len(page.lines) > MOST_LINES or not _has_figures(page, layout, text):
            continue
        spans: dict[int, WordBox] = {}
        lines = [
            _glyph_line(line, layout, text, spans)
            for line in printed_page(page, layout, text).lines
            if not line.vertical
        ]
        tables = find_tables([line for line in lines if line], page.surface.rules).tables
        for table in tables:
            yield StatedTable(tuple(_cells(table, spans)), table.cert * READ)


def _has_figures(page: PageLines, layout: Layout, text: str) -> bool:
    """Return whether a page has as many figures as a table has."""
    count = 0
    for line in page.lines:
        for word in layout.words_of(line.at, line.stop):
            count += is_figure(text[word.at : word.stop])
            if count >= FEWEST_FIGURES:
                return True
    return False


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
