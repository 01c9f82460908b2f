"""The lines of an hOCR page, and the words in them.

<span class="ocr_line" title="bbox 31 19 253 31"><span class="ocrx_word">…  ->  a line and its words
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import LineBox
from convert.readers.gaps import close_up
from convert.readers.hocr.titles import (
    Properties,
    box_of,
    confidence_of,
    number,
    properties,
    rotation_of,
    word_title,
)
from convert.readers.stream import ReadLine, ReadWord

LINES = frozenset(
    {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno"}
)
WORDS = frozenset({"ocrx_word", "ocr_word"})
BOLD, ITALIC = frozenset({"strong", "b"}), frozenset({"em", "i"})
POINTS = 72
"""In an inch."""


def class_of(element: Element) -> str:
    """Return the class of hOCR that an element has; others may stand beside it."""
    value = element.get("class")
    if not value:
        return ""
    if value.startswith("ocr") and " " not in value:
        return value
    return next((name for name in value.split() if name.startswith("ocr")), "")


class WordElement(NamedTuple):
    """A word of a line, and where it stands."""

    element: Element
    ref: str


def read_line(element: Element, ref: str, dpi: float | None) -> ReadLine:
    """Return a line and its words; where text stands beside its words, the line is one word."""
    title = properties(element.get("title"))
    box = box_of(title)
    words: list[ReadWord] = []
    elements: list[Element] = []
    sizes: list[float] = []
    plain = _is_all_words(element)
    for inner, here in _children(element, ref) if plain else _word_elements(element, ref):
        text = text_of(inner)
        if not text:
            continue
        place, confidence, size = word_title(inner.get("title"))
        if size:
            sizes.append(size)
        close = bool(elements) and _touches(elements[-1], inner)
        words.append(ReadWord(text, place, confidence, here, close))
        elements.append(inner)
    if not plain:
        whole = text_of(element)
        if whole.replace(" ", "") != "".join([word.text for word in words]).replace(" ", ""):
            words = [ReadWord(whole, box, confidence_of(title), ref)]
    size = sorted(sizes)[len(sizes) // 2] if sizes else _size(title, dpi)
    dressed = any(map(len, elements))
    bold, italic = (dressed and _share(elements, names) > 0.5 for names in (BOLD, ITALIC))
    line = LineBox(0, 0, box, size, bold, italic, rotation_of(title), ref)
    return ReadLine(line, close_up(words, box))


def text_of(element: Element) -> str:
    """Return the text in an element, each run of white space as one space."""
    if len(element) == 0:
        text = element.text or ""
        return text if text.isalnum() else " ".join(text.split())
    return " ".join("".join([str(piece) for piece in element.itertext()]).split())


def _is_all_words(line: Element) -> bool:
    """Whether a line has words for children and no text beside them, as nearly every line."""
    return not (line.text and line.text.strip()) and all(
        class_of(child) in WORDS and not (child.tail and child.tail.strip()) for child in line
    )


def _children(element: Element, ref: str) -> list[WordElement]:
    return [WordElement(child, f"{ref}/{place}") for place, child in enumerate(element)]


def _word_elements(line: Element, ref: str) -> Iterator[WordElement]:
    """Yield the words of a line and where they stand, whatever stands around them."""
    waiting = _children(line, ref)[::-1]
    while waiting:
        word = waiting.pop()
        if class_of(word.element) in WORDS:
            yield word
        else:
            waiting += _children(*word)[::-1]


def _touches(before: Element, behind: Element) -> bool:
    """Whether nothing at all stands between two words, not even a line end of the file."""
    return not before.tail and before.getnext() is behind


def _size(title: Properties, dpi: float | None) -> float | None:
    """Return the size of the type in points: as it is stated, or from its height in pixels."""
    size = number(title, "x_fsize")
    if size:
        return size
    height = number(title, "x_size")
    return round(height * POINTS / dpi, 1) if height and dpi and dpi > 0 else None


def _share(words: Sequence[Element], names: frozenset[str]) -> float:
    """Return the part of the words that hold an element of one of these names."""
    inside = sum(any(str(inner.tag).rpartition("}")[2] in names for inner in word) for word in words)
    return inside / len(words) if words else 0.0
