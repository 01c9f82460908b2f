"""PDF: pages of characters with places, whatever the order in which the file draws them.

    columns drawn story by story, or in any order  ->  headings, paragraphs, columns in reading order

The order of the text is that of the page's geometry: the same page gives the same text however it is drawn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from convert.document.layout import Region, Surface
from convert.document.model import Document, Metadata
from convert.geometry.glyph_lines import lines_of
from convert.geometry.stacks import with_stacks
from convert.geometry.tables import find_tables
from convert.readers.frames import add_lines
from convert.readers.image import read_image
from convert.readers.stream import StreamBuilder

if TYPE_CHECKING:
    from convert.readers.pdf_page import PdfPage

VERSION = 1
NOT_DRAWN = "{:,} characters are invisible: the OCR text of a scan"
BEYOND = "{:,} characters are beyond the edge of their page and are left out"
TWICE = "{:,} characters are drawn twice in the same place to look bold, and are read once"
UNMAPPED = "{:,} glyphs have no character code in the file, and are shown as \ufffd"

FORM = "an XFA form: only the text that its pages contain without a program is read"


def read_pdf(data: bytes, meta: Metadata, encoding: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read a PDF with text: its pages, columns and paragraphs in reading order.

    One that has pictures alone is a scan: its pages are drawn, and read by an OCR engine.

    Raises:
        BadSetting: it is a scan, and no engine is installed.
        UnreadableSource: no PDF, an encrypted one, or one without text.

    """
    from convert.readers.pdf_page import read_pages  # noqa: PLC0415 - loads pdfium

    stream = StreamBuilder("pdf", VERSION)
    counts: Counter[str] = Counter()
    has_pictures = is_form = False
    for page in read_pages(data, meta.name):
        has_pictures, is_form = has_pictures or bool(page.pictures), is_form or page.is_form
        twice = add_page(stream, page)
        counts.update({NOT_DRAWN: page.hidden, BEYOND: page.outside, TWICE: twice, UNMAPPED: page.unmapped})
    if has_pictures and not stream.has_text:  # a scan
        return read_image(data, meta)
    noted = [words.format(count) for words, count in counts.items() if count]
    noted += [FORM] if is_form else []
    return stream.document(data, replace(meta, warnings=(*meta.warnings, *noted)))


def add_page(stream: StreamBuilder, page: PdfPage) -> int:
    """Add a page's paragraphs in reading order; return how many of its characters are drawn twice."""
    stream.begin_page(Surface(0, page.width, page.height, "point", 72, "", page.rules), page.label)
    tables, rest = find_tables(lines_of(page.glyphs, page.rules), page.rules)
    lines = with_stacks(rest)
    add_lines(stream, lines, page.rules, tables=tables, pictures=page.pictures)
    for picture in page.pictures:
        stream.add_region(Region(0, 0, picture, "image"), ())
    in_tables = [line for table in tables for cell in table.cells for line in cell.lines]
    return len(page.glyphs) - sum(len(line.glyphs) for line in (*lines, *in_tables))
