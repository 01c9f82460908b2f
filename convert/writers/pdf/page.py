"""Drawing the filled pages: title page, contents, articles, running heads, folios, outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convert.model import Document, Role
from convert.writers import front
from convert.writers.pdf.compose import Entry, Paragraph, Setter
from convert.writers.pdf.ink import Ink
from convert.writers.pdf.layout import Frame, Sheet

RULE, HAIRLINE = 0.6, 0.4
GREY = "#888888"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is on the pages."""

    title: tuple[Paragraph, ...]
    contents: tuple[Sheet, ...]
    sheets: tuple[Sheet, ...]
    named: tuple[Entry, ...]
    first_pages: tuple[int, ...]
    """By article: the page it begins on, from 0."""


def draw(book: Book, document: Document, setter: Setter, wide: Frame, area: Frame) -> bytes:
    """Draw all pages and return reportlab's file."""
    page = setter.sheet.page
    ink = Ink(page, front.language_tag(document.meta))
    _title(book.title, ink, wide)
    for number, sheet in enumerate(book.contents):
        _contents(book, sheet, setter, ink, wide)
        _folio(_roman(number + 2), setter, ink, wide)
        ink.turn()
    for number, sheet in enumerate(book.sheets):
        _running_head(book, number, document, setter, ink, wide)
        _pieces(sheet, ink, area)
        _folio(str(number + 1), setter, ink, wide)
        ink.turn()
    return ink.finished()


def _title(paragraphs: Sequence[Paragraph], ink: Ink, area: Frame) -> None:
    """The masthead between two rules, then date, number, page and source."""
    y = area.top
    for number, paragraph in enumerate(paragraphs):
        y -= min(paragraph.style.before, area.height / 3)
        ink.begin("P")
        ink.lines(paragraph, 0, len(paragraph.lines), area.left, y)
        ink.end()
        y -= paragraph.pitch * len(paragraph.lines) + paragraph.style.after
        if not number:
            ink.begin("Artifact")
            ink.rule(area.left, area.left + area.width, y + paragraph.style.after / 2, 1.2)
            ink.end()
    ink.turn()


def _pieces(sheet: Sheet, ink: Ink, area: Frame) -> None:
    for piece in sheet.pieces:
        paragraph = piece.paragraph
        if paragraph.opens and not piece.first:
            name = f"article-{paragraph.article}"
            ink.place(name, piece.top + paragraph.style.before)
            ink.outline(paragraph.opens.name, name, paragraph.opens.level)
            if not piece.at_top:
                ink.begin("Artifact")
                y = piece.top + paragraph.style.before * 0.55
                ink.rule(piece.left, piece.left + area.width, y, HAIRLINE, GREY)
                ink.end()
        ink.begin("P")
        ink.lines(paragraph, piece.first, piece.last, piece.left, piece.top)
        ink.end()


def _contents(book: Book, sheet: Sheet, setter: Setter, ink: Ink, area: Frame) -> None:
    for piece in sheet.pieces:
        paragraph = piece.paragraph
        ink.begin("P")
        ink.lines(paragraph, piece.first, piece.last, piece.left, piece.top)
        ink.end()
        bottom = piece.top - (piece.last - piece.first) * paragraph.pitch
        if paragraph.article >= 0:
            name = f"article-{paragraph.article}"
            ink.link(name, piece.left, bottom, piece.left + area.width, piece.top)
            if piece.last == len(paragraph.lines):
                label = setter.paragraph(str(book.first_pages[paragraph.article] + 1), "contents", area.width)
                ink.begin("P")
                ink.lines(_at_right(label, area.width), 0, 1, piece.left, bottom + paragraph.pitch)
                ink.end()


def _at_right(paragraph: Paragraph, width: float) -> Paragraph:
    """Move a short line to the right edge; digits are half as wide as the type is large."""
    line = paragraph.lines[0]
    moved = replace(line, left=width - len(line.text) * 0.56 * paragraph.style.size)
    return replace(paragraph, lines=(moved,))


def _running_head(
    book: Book, number: int, document: Document, setter: Setter, ink: Ink, area: Frame
) -> None:
    style = setter.sheet.of(Role.RUNNING_HEAD)
    fits = max(4, int(area.width / style.size / 2) - 2)
    here = [e.name for e, first in zip(book.named, book.first_pages, strict=True) if first <= number]
    top = setter.sheet.page.height - setter.sheet.page.top * 0.55 + style.size
    ink.begin("Artifact")
    left = setter.paragraph(front.one_line(front.title(document), fits), Role.RUNNING_HEAD, area.width)
    ink.lines(left, 0, 1, area.left, top)
    if here:
        right = setter.paragraph(front.one_line(here[-1], fits), Role.RUNNING_HEAD, area.width, align="right")
        ink.lines(right, 0, 1, area.left, top)
    ink.rule(area.left, area.left + area.width, top - style.size * style.leading - 1, HAIRLINE, GREY)
    ink.end()


def _folio(label: str, setter: Setter, ink: Ink, area: Frame) -> None:
    style = setter.sheet.of(Role.FOLIO)
    paragraph = setter.paragraph(label, Role.FOLIO, area.width)
    ink.begin("Artifact")
    ink.lines(paragraph, 0, 1, area.left, setter.sheet.page.bottom * 0.62 + style.size / 2)
    ink.end()


def _roman(number: int) -> str:
    """4 -> iv; page labels of what stands before the text."""
    found = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")):
        found += letters * (number // value)
        number %= value
    return found + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number]
