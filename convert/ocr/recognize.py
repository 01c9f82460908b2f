"""From a file to what an engine has read on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from statistics import median

from convert.ocr.answer import OcrAnswer, RecognizedPage
from convert.ocr.engines import Engine, find_engine
from convert.ocr.images import PageImage, draw_pages, open_images
from convert.ocr.pictures import find_pictures
from convert.ocr.rules import find_rules

STROKE = 3
"""Heights of a line that a rule is long, at least: no stroke of a character is."""
LEAST_SIDE = 16
"""Pixels of an image that can have a text."""


def recognize(data: bytes, engine: str = "", language: str = "", name: str = "") -> OcrAnswer:
    """Have the pages of an image file, or of a PDF, read by an engine.

    Raises:
        UnreadableSource: damaged or too large.
        BadSetting: no engine is installed.

    """
    pages = draw_pages(data, name) if b"%PDF-" in data[:1024] else open_images(data, name)
    first = list(islice(pages, 1))  # a file that is damaged is said to be, whether or not there is an engine
    reader = find_engine(engine)
    return OcrAnswer(reader.name, tuple(_read(reader, chain(first, pages), language)))


def _read(engine: Engine, pages: Iterable[PageImage], language: str) -> Iterator[RecognizedPage]:
    for image, dpi in pages:
        if min(image.size) < LEAST_SIDE:
            yield RecognizedPage(*image.size, dpi, ())
            continue
        lines = engine.read(image, language)
        sizes = [min(line.box.width, line.box.height) for line in lines]
        rules = find_rules(image, STROKE * median(sizes) if sizes else 0)
        yield RecognizedPage(*image.size, dpi, tuple(lines), rules, find_pictures(image, lines))
