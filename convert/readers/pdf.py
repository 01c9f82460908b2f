"""PDF: pages of characters with places, whatever the order in which the file draws them.

    columns drawn story by story, or in any order  ->  headings, paragraphs, columns in reading order

The order of the text is that of the page's geometry: the same page gives the same text however it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from convert.document.layout import LineBox, Region, Surface, hull
from convert.document.model import Document, Metadata
from convert.geometry.frames import TextFrame, body_size, frames_of, is_full, is_indented, paragraphs_of
from convert.geometry.glyphs import GlyphLine, lines_of
from convert.geometry.order import PlacedFrame, put_in_order
from convert.readers.stream import ReadWord, StreamBuilder

if TYPE_CHECKING:
    from convert.readers.pdf_page import PdfPage

VERSION = 1
NOT_DRAWN = "{:,} characters are not drawn: the text that an OCR has read over a scan"
BEYOND = "{:,} characters stand beyond the edge of their page and are left out"
UNMAPPED = "{:,} glyphs of which the file does not say which characters they are; \ufffd stands for them"
HEAD = 1.18
"""Times the size of the body from which a frame is a heading."""
NOTE = 0.93
"""Times the size of the body below which it is a caption."""


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, by its first kilobyte."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, meta: Metadata, encoding: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read a PDF with text: its pages, columns and paragraphs in reading order.

    Raises:
        UnreadableSource: no PDF, an encrypted one, or one without text.

    """
    from convert.readers.pdf_page import read_pages  # noqa: PLC0415 - loads pdfium

    stream = StreamBuilder("pdf", VERSION)
    counts: Counter[str] = Counter()
    for page in read_pages(data, meta.name):
        add_page(stream, page)
        counts.update({NOT_DRAWN: page.hidden, BEYOND: page.outside, UNMAPPED: page.unmapped})
    noted = [words.format(count) for words, count in counts.items() if count]
    return stream.document(data, replace(meta, warnings=(*meta.warnings, *noted)))


def add_page(stream: StreamBuilder, page: PdfPage) -> None:
    """Add a page's paragraphs in reading order."""
    stream.begin_page(Surface(0, page.width, page.height, "point", 72, "", page.rules), page.label)
    lines = lines_of(page.glyphs, page.rules)
    body = body_size(lines)
    frames = frames_of(lines, page.rules)
    placed = [_placed(frame, body) for frame in frames]
    for group in put_in_order(placed, page.rules):
        ordered = [frames[number] for number in group]
        heads = [placed[number].is_head for number in group]
        for number, frame in enumerate(ordered):
            following = ordered[number + 1] if number + 1 < len(ordered) else None
            paragraphs = [frame.lines] if heads[number] else paragraphs_of(frame)
            _add_frame(stream, frame, paragraphs, following)
    for picture in page.pictures:
        stream.add_region(Region(0, 0, picture, "image"), ())


def _placed(frame: TextFrame[GlyphLine], body: float) -> PlacedFrame:
    head = frame.size >= HEAD * body or (frame.vertical and frame.size > body)
    return PlacedFrame(frame.box, frame.size, head, frame.size < NOTE * body)


def _add_frame(
    stream: StreamBuilder,
    frame: TextFrame[GlyphLine],
    paragraphs: Sequence[Sequence[GlyphLine]],
    following: TextFrame[GlyphLine] | None,
) -> None:
    for number, lines in enumerate(paragraphs):
        box = hull(line.box for line in lines) or frame.box
        last = number == len(paragraphs) - 1
        goes_on = last and following is not None and _goes_on(frame, following)
        region = Region(0, 0, box, rotation=frame.rotation, continues=goes_on)
        stream.add_region(region, [_line(line) for line in lines])


def _goes_on(frame: TextFrame[GlyphLine], following: TextFrame[GlyphLine]) -> bool:
    """Return whether a paragraph goes on in the next column: full to its edge, and no indent there."""
    same = abs(frame.size - following.size) < 0.06 * frame.size and frame.bold == following.bold
    return (
        same
        and is_full(frame, len(frame.lines) - 1, following.lines[0].text)
        and not is_indented(following, 0)
    )


def _line(line: GlyphLine) -> tuple[LineBox, Sequence[ReadWord]]:
    placed = LineBox(0, 0, line.box, round(line.size, 2), line.bold, rotation=line.rotation)
    starts = [0, *(n for n, g in enumerate(line.glyphs) if n and g.spaced), len(line.glyphs)]
    words: list[ReadWord] = []
    for first, stop in pairwise(starts):
        glyphs = line.glyphs[first:stop]
        words += [ReadWord(g.text, g.box, close=at > 0) for at, g in enumerate(glyphs)]
    return placed, words
