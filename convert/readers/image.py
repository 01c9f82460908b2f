"""Images of pages, and PDFs whose pages are drawn: an OCR engine reads lines, geometry puts them in order.

    columns in the order of an engine, from the top down  ->  headings, paragraphs, columns in reading order

What the engine has read is kept as a file beside the image: from it the text is made again without
the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from convert.document.layout import Region, Surface
from convert.document.model import Document, Metadata
from convert.geometry.measured_tables import measured_tables
from convert.geometry.tables import aligned_tables, ruled_tables
from convert.ocr.answer import (
    LOST,
    SUFFIX,
    OcrAnswer,
    RecognizedLine,
    RecognizedPage,
    read_answer,
    write_answer,
)
from convert.ocr.layout import page_lines
from convert.readers.frames import add_lines
from convert.readers.stream import StreamBuilder
from convert.readers.vertical import add_vertical
from convert.text.source import FilePart, Original, Source, combine_sources

READER = "image"
VERSION = 1
"""Of what is made of an engine's lines; another may give another text."""
LEAST_SURE = 0.3
"""Confidence of a line that is read: what is less sure is a picture, or dirt."""
ASSUMED_DPI = 150
"""Of an image that does not say it: sizes of type tell by their proportions alone."""
POINTS = 72


def read_image(data: bytes, meta: Metadata, encoding: str = "", *, engine: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read an image of a page, or a TIFF of several, by an OCR engine.

    Raises:
        UnreadableSource: it is damaged, too large, or has no text.
        BadSetting: no engine is installed.

    """
    from convert.ocr.recognize import recognize  # noqa: PLC0415 - loads Pillow, pdfium and an engine

    answer = recognize(data, engine, meta.language, meta.name)
    return document_of(answer, write_answer(answer), data, meta)


def read_kept(data: bytes, meta: Metadata, encoding: str = "", *, kept: bytes) -> Document:  # noqa: ARG001 - as every reader
    """Read an image by what an engine has read of it before, as it was kept.

    Raises:
        UnreadableSource: that is no such file.

    """
    return document_of(read_answer(kept, meta.name + SUFFIX), kept, data, meta)


def document_of(answer: OcrAnswer, kept: bytes, data: bytes, meta: Metadata) -> Document:
    """Return the document that an engine's lines make; its source has the file, and behind it the answer.

    Raises:
        UnreadableSource: there is no text.

    """
    stream = StreamBuilder(READER, VERSION)
    for page in answer.pages:
        _add_page(stream, page)
    unsure = sum(not _is_sure(line) for page in answer.pages for line in page.lines)
    if unsure:
        noted = f"{unsure} lines of low certainty are left out; the stored answer of the engine has them"
        meta = replace(meta, warnings=(*meta.warnings, noted))
    lost = sum((page.width, page.height) == LOST for page in answer.pages)
    if lost:
        noted = f"{lost} of {len(answer.pages)} pages cannot be read, and have no text"
        meta = replace(meta, warnings=(*meta.warnings, noted))
    document = stream.document(data, meta)
    engine = str(answer.engine)
    original = Original(sha256(kept).hexdigest(), len(kept), engine, kept)
    beside = Source(b"", "", "utf-8", name=meta.name + SUFFIX, original=original)
    parts = (FilePart(document.source, 0), FilePart(beside, len(document.source.text)))
    layout = replace(document.layout, engine=engine) if document.layout else None
    return replace(document, source=combine_sources(parts, meta.name), layout=layout)


def _is_sure(line: RecognizedLine) -> bool:
    return line.confidence >= LEAST_SURE


def _add_page(stream: StreamBuilder, page: RecognizedPage) -> None:
    stream.begin_page(Surface(0, page.width, page.height, "pixel", page.dpi, "", page.rules))
    lines = page_lines(replace(page, lines=tuple(filter(_is_sure, page.lines))))
    point = (page.dpi or ASSUMED_DPI) / POINTS
    if _count(line.text for line in lines if line.vertical) * 2 > _count(line.text for line in lines):
        add_vertical(stream, lines, point)
    else:
        ruled, rest = ruled_tables(lines, page.rules)
        measured, rest = measured_tables(rest)
        aligned, rest = aligned_tables(rest, page.rules)
        tables = (*ruled, *measured, *aligned)
        add_lines(stream, rest, page.rules, point, tables, page.pictures)
    for picture in page.pictures:
        stream.add_region(Region(0, 0, picture, "image"), ())


def _count(texts: Iterable[str]) -> int:
    return sum(map(len, texts))
