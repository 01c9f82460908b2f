"""The texts of a PAGE file: of glyphs, words, lines and regions, the lowest level that is complete.

    <TextLine><Word>… "Vor"</Word><Word/> <TextEquiv>… "Vor nehm"  ->  the line's, for a word has none
    <TextEquiv index="1">… "0rder"  <TextEquiv index="0">… "order"       ->  "order"

A level is not complete where one of its elements has no text and the level above has more characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.layout import NOWHERE, Box
from convert.readers.page_custom import NOTHING, Custom, custom_of
from convert.readers.stream import ReadWord, TypeStyle
from convert.readers.values import confidence, is_close, number, one_line, points_box


class Tags(NamedTuple):
    """Names of the elements that a page has by the thousand, with their namespace."""

    coords: str
    equivalent: str
    unicode: str
    style: str
    glyph: str
    word: str
    line: str


class OwnText(NamedTuple):
    """A text that an element has of its own."""

    text: str = ""
    confidence: float | None = None


class PrintedLine(NamedTuple):
    """A line as the file has it."""

    box: Box
    words: Sequence[ReadWord]
    style: TypeStyle | None
    ref: str
    custom: Custom = NOTHING


NO_TEXT = OwnText()
TRUE = ("true", "1")


def tags_of(root: Element) -> Tags:
    """Return the names in the namespace of a file, whichever it is."""
    space = str(root.tag).rpartition("}")[0]
    space = f"{space}}}" if space else ""
    names = ("Coords", "TextEquiv", "Unicode", "TextStyle", "Glyph", "Word", "TextLine")
    return Tags(*[space + name for name in names])


def outline(coords: Element) -> Box:
    """Return the box of a `Coords`: of its points, or of the `Point` elements of 2010."""
    points = coords.get("points")
    return points_box(points or " ".join([f"{point.get('x')},{point.get('y')}" for point in coords]))


def own_text(equivalents: Sequence[Element], tags: Tags) -> OwnText:
    """Return the reading among the texts of an element: that of the lowest index."""
    if not equivalents:
        return NO_TEXT
    best = equivalents[0]
    if len(equivalents) > 1:
        best = min(equivalents, key=lambda each: number(each.get("index")))
    for child in best:
        if child.tag == tags.unicode:
            return OwnText((child.text or "").strip(" \t\r\n"), confidence(best.get("conf")))
    return NO_TEXT


def style_of(element: Element) -> TypeStyle:
    """Return what a `TextStyle` says."""
    size = number(element.get("fontSize"))
    return TypeStyle(size if size > 0 else None, element.get("bold") in TRUE, element.get("italic") in TRUE)


def read_line(line: Element, ref: str, tags: Tags) -> PrintedLine:
    """Read a line: its words where all of them have a text, else its own text as one."""
    box, style = NOWHERE, None
    equivalents: list[Element] = []
    words: list[list[ReadWord]] = []
    for place, child in enumerate(line):
        tag = child.tag
        if tag == tags.word:
            words.append(_word(child, f"{ref}/{place}", tags))
        elif tag == tags.equivalent:
            equivalents.append(child)
        elif tag == tags.coords:
            box = outline(child)
        elif tag == tags.style:
            style = style_of(child)
    own = own_text(equivalents, tags)
    lower = [piece for word in words for piece in word]
    if is_complete((bool(word) for word in words), own.text, [piece.text for piece in lower]):
        shown: Sequence[ReadWord] = _spaced(words, own.text)
    else:
        shown = [ReadWord(one_line(own.text), box, own.confidence, ref)] if own.text else []
    return PrintedLine(box, shown, style, ref, custom_of(line.get("custom", "")))


def is_complete(have_text: Iterable[bool], above: str, below: Sequence[str]) -> bool:
    """Whether a level is: all of its elements have a text, or the level above has no more characters."""
    if not below:
        return False
    return all(have_text) or _visible(above) <= sum(map(_visible, below))


def region_lines(own: OwnText, box: Box, ref: str) -> list[PrintedLine]:
    """Return the lines of a text that a region alone has; where each of them stands is not known."""
    texts = [text.strip(" \t") for text in own.text.splitlines()]
    return [
        PrintedLine(NOWHERE, [ReadWord(text, box, own.confidence, ref)], None, ref) for text in texts if text
    ]


def _word(word: Element, ref: str, tags: Tags) -> list[ReadWord]:
    """Read a word: as one, or glyph by glyph where these have another text; empty where it has none."""
    box = NOWHERE
    equivalents: list[Element] = []
    glyphs: list[tuple[Element, str]] = []
    for place, child in enumerate(word):
        tag = child.tag
        if tag == tags.coords:
            box = outline(child)
        elif tag == tags.equivalent:
            equivalents.append(child)
        elif tag == tags.glyph:
            glyphs.append((child, f"{ref}/{place}"))
    own = own_text(equivalents, tags)
    if glyphs:
        pieces = [_glyph(glyph, at, tags) for glyph, at in glyphs]
        texts = [piece.text for piece in pieces if piece.text]
        have_text = (bool(piece.text) for piece in pieces)
        if "".join(texts) != own.text and is_complete(have_text, own.text, texts):
            return [piece for piece in pieces if piece.text]
    return [ReadWord(one_line(own.text), box, own.confidence, ref)] if own.text else []


def _glyph(glyph: Element, ref: str, tags: Tags) -> ReadWord:
    box = next((outline(child) for child in glyph if child.tag == tags.coords), NOWHERE)
    own = own_text([child for child in glyph if child.tag == tags.equivalent], tags)
    return ReadWord(one_line(own.text), box, own.confidence, ref, close=True)


def _spaced(words: Sequence[Sequence[ReadWord]], line: str) -> list[ReadWord]:
    """Say which words stand close: the line's own text does, if it is the same, else their script."""
    pieces = [piece for word in words for piece in word]
    texts = [piece.text for piece in pieces]
    if "".join(line.split()) == "".join(texts):
        return _as_in_line(pieces, line)
    out: list[ReadWord] = []
    for word in words:
        for place, piece in enumerate(word):
            close = place > 0 or bool(out and is_close(out[-1].text, piece.text))
            out.append(piece._replace(close=close) if close else piece)
    return out


def _as_in_line(pieces: Iterable[ReadWord], line: str) -> list[ReadWord]:
    """Part words where the text of their line, which is the same, has a space."""
    out: list[ReadWord] = []
    at = 0
    for piece in pieces:
        start = at
        while line[at].isspace():
            at += 1
        out.append(piece._replace(close=at == start))
        at += len(piece.text)
    return out


def _visible(text: str) -> int:
    return len("".join(text.split()))
