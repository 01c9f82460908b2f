"""The pages of an EPUB as XHTML trees, made element by element and never from text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from convert.model import Article, Block, Opening, Role
from convert.writers.visible import visible

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = f"{{{OPS}}}type"
STYLE_SHEET = "style.css"
SKELETON = f"""\
<html xmlns="{XHTML}" xmlns:epub="{OPS}"><head><title/>\
<link rel="stylesheet" type="text/css" href="{STYLE_SHEET}"/></head><body/></html>"""

TAGS = {Role.HEADLINE: "h1", Role.SUBHEAD: "h2"}
"""Elements of the roles that are headings; all others are paragraphs."""

LONGEST_PIECE = 50_000
"""Characters of one paragraph; up to five bytes each."""
LARGEST_PAGE = 250_000
"""Bytes of text in one file: older reading systems stop at 300 KB."""
SENTENCE_ENDS = "\n。！？.!?;；,，"


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one too long for a file."""

    role: Role
    text: str
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One XHTML file."""

    name: str
    """Its file name without the ending, also its id in the manifest."""
    data: bytes


def title_page(name: str, title: str, lines: Sequence[str], language: str) -> Page:
    """Make the title page: masthead, then the lines that tell the issue."""
    root, body = _empty(title, language)
    section = _add(body, "section", "titlepage")
    section.set(TYPE, "titlepage")
    _fill(_add(section, "h1", "masthead"), title)
    for line in lines:
        _fill(_add(section, "p", "issue-line"), line)
    return Page(name, _serialized(root))


def article_pages(article: Article, title: str, language: str) -> Iterator[Page]:
    """Make the pages of an article: one, or more where it is too long for a file."""
    pieces = chain.from_iterable(cut(block) for block in article.readable)
    for number, group in enumerate(_grouped(pieces), 1):
        root, body = _empty(title, language)
        element = _add(body, "article", "continued" if number > 1 else "")
        if number == 1:
            element.set("id", article.id)
            if article.kind is Opening.UNPLACED:
                element.set("class", "apart")
        for piece in group:
            tag = "p" if piece.continues else TAGS.get(piece.role, "p")
            _fill(
                _add(element, tag, f"{piece.role} continued" if piece.continues else piece.role), piece.text
            )
        yield Page(f"{article.id}-{number}" if number > 1 else article.id, _serialized(root))


def cut(block: Block) -> Iterator[Piece]:
    """Cut a block that no file can hold, behind the last sentence that fits; others stay whole."""
    text = visible(block.reading)
    start = 0
    while len(text) - start > LONGEST_PIECE:
        limit = start + LONGEST_PIECE
        ends = (text.rfind(mark, limit - LONGEST_PIECE // 10, limit) for mark in SENTENCE_ENDS)
        end = next((at + 1 for at in ends if at >= 0), limit)
        yield Piece(block.role, text[start:end], continues=start > 0)
        start = end
    yield Piece(block.role, text[start:], continues=start > 0)


def _grouped(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Group the pieces by files."""
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        text = piece.text
        weight = 60 + len(text.encode()) + 4 * sum(text.count(mark) for mark in "&<>\n")
        if group and size + weight > LARGEST_PAGE:
            yield group
            group, size = [], 0
        group.append(piece)
        size += weight
    if group:
        yield group


def _empty(title: str, language: str) -> tuple[etree._Element, etree._Element]:
    """Return a page without text, and its body."""
    root = etree.fromstring(SKELETON, etree.XMLParser())
    head, body = root
    root.set("lang", language)
    root.set(XML_LANG, language)
    head[0].text = title
    return root, body


def _add(parent: etree._Element, tag: str, name: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    if name:
        child.set("class", name)
    return child


def _fill(element: etree._Element, text: str) -> None:
    """Set an element's text; a line end becomes a line break."""
    first, *rest = text.split("\n")
    element.text = first
    for line in rest:
        _add(element, "br").tail = line


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
