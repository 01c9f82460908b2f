"""Paragraphs, contents and bookmarks in WordprocessingML, made as trees and never as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from convert.text.xml_safe import sanitize
from convert.writers.docx.ooxml import XML_SPACE, add, twips, w

HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BREAK = re.compile(r"([\n\t])")
SHOWN = (w("t"), w("br"), w("tab"))
"""What stands for characters of a text that is not deleted."""
LONG_TEXT = 1_000_000
"""Characters in one text node; XML parsers refuse nodes above ten megabytes."""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents."""

    id: str
    """Of the article."""
    name: str
    page: int
    """On which it begins, about."""


def add_paragraph(body: etree._Element, style: str, text: str) -> etree._Element:
    """Append a paragraph in a named style; a line end in the text becomes a line break."""
    paragraph = add(body, "p")
    add(add(paragraph, "pPr"), "pStyle", style)
    add_runs(paragraph, text)
    return paragraph


def add_runs(parent: etree._Element, text: str) -> None:
    r"""Append the runs of a text.

    "甲\n乙"  ->  <w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>
    """
    text = sanitize(text)
    for start in range(0, len(text), LONG_TEXT):
        piece = text[start : start + LONG_TEXT]
        run = add(parent, "r")
        if HAN.search(piece):
            # else Word sets the quotes and dashes of Chinese text in the Latin font
            add(add(run, "rPr"), "rFonts", hint="eastAsia")
        for part in BREAK.split(piece) if "\n" in piece or "\t" in piece else (piece,):
            if part == "\n":
                add(run, "br")
            elif part == "\t":
                add(run, "tab")
            elif part:
                _add_text(run, part)


def _add_text(run: etree._Element, text: str) -> None:
    element = add(run, "t")
    element.text = text
    if text[0].isspace() or text[-1].isspace():
        element.set(XML_SPACE, "preserve")


def mark_place(paragraph: etree._Element, number: int, name: str) -> None:
    """Put a bookmark round the paragraph's text, for the contents to point at."""
    start = etree.Element(w("bookmarkStart"))
    start.set(w("id"), str(number))
    start.set(w("name"), bookmark(name))
    paragraph.insert(1, start)
    add(paragraph, "bookmarkEnd", id=str(number))


def mark_inside(paragraphs: Sequence[etree._Element], at: int, number: int, name: str) -> None:
    """Put a bookmark in front of a character of the text of paragraphs; what is deleted does not count."""
    start, end = etree.Element(w("bookmarkStart")), etree.Element(w("bookmarkEnd"))
    start.set(w("id"), str(number))
    start.set(w("name"), bookmark(name))
    end.set(w("id"), str(number))
    runs = (each for paragraph in paragraphs for each in paragraph.iter(w("r")))
    for run, text in ((each, text) for each in runs for text in each.iterchildren(*SHOWN)):
        size = len(text.text or "") if text.tag == w("t") else 1
        if at >= size:
            at -= size
            continue
        _cut_run(run, text, at)
        run.addprevious(start)
        run.addprevious(end)
        return
    paragraphs[-1].extend((start, end))


def _cut_run(run: etree._Element, text: etree._Element, at: int) -> None:
    """Cut a run in two in front of a character of one of its texts; it keeps what comes behind."""
    front = [each for each in text.itersiblings(preceding=True) if each.tag != w("rPr")][::-1]
    if not at and not front:
        return
    before = etree.Element(w("r"))
    run.addprevious(before)
    properties = run.find(w("rPr"))
    if properties is not None:
        before.append(deepcopy(properties))
    before.extend(front)
    if at:
        whole = text.text or ""
        _add_text(before, whole[:at])
        text.text = whole[at:]
        if text.text[0].isspace() or text.text[-1].isspace():
            text.set(XML_SPACE, "preserve")


def bookmark(name: str) -> str:
    """Return an article's id as Word allows it: letters, digits and _, at most 40.

    a.b9c9ee74.2  ->  a_b9c9ee74_2
    """
    return re.sub(r"[^A-Za-z0-9]", "_", name)[:40]


def page_name(label: str, number: int) -> str:
    """Return the name of a printed page's bookmark: page 3 -> page_3; one that Word cannot have by number.

    A3 -> page_A3;  三 -> page_no_2, if it is the second that begins
    """
    return f"page_{label}" if re.fullmatch(r"[A-Za-z0-9]{1,30}", label) else f"page_no_{number}"


def space(paragraph: etree._Element, **points: float) -> None:
    """Set the space before or after a paragraph."""
    properties = paragraph[0]
    spacing = properties.find(w("spacing"))
    spacing = add(properties, "spacing") if spacing is None else spacing
    for side, size in points.items():
        spacing.set(w(side), twips(size))


def narrow(paragraph: etree._Element, points: float, *, centred: bool) -> None:
    """Take room from a heading's lines, so that they end where they should."""
    indents = {"left": twips(points / 2), "right": twips(points / 2)} if centred else {"right": twips(points)}
    add(paragraph[0], "ind", **indents)


def close_up(paragraph: etree._Element) -> None:
    """Take away the space above: a kicker and its headline are one heading."""
    space(paragraph, before=0)


def rule_above(paragraph: etree._Element) -> None:
    """Part a text without a headline from what stands before it, by a thin rule."""
    properties = paragraph[0]
    border = add(properties, "pBdr")
    add(border, "top", "single", sz="4", space="6", color="auto")
    space(paragraph, before=12)


def add_contents(body: etree._Element, style: str, entries: Sequence[ContentsLine]) -> None:
    """Append a contents field (17.16.5.68) that is filled in already, each page number a field of its own.

    No field is marked as out of date: Word would ask its reader about it whenever the document is opened.
    """
    for index, entry in enumerate(entries):
        paragraph = add(body, "p")
        add(add(paragraph, "pPr"), "pStyle", style)
        if index == 0:
            _add_mark(paragraph, "begin")
            code = add(add(paragraph, "r"), "instrText")
            code.text = ' TOC \\o "1-1" \\h \\z '
            code.set(XML_SPACE, "preserve")
            _add_mark(paragraph, "separate")
        link = add(paragraph, "hyperlink", anchor=bookmark(entry.id), history="1")
        add_runs(link, entry.name)
        add(add(link, "r"), "tab")
        _add_mark(link, "begin")
        number = add(add(link, "r"), "instrText")
        number.text = f" PAGEREF {bookmark(entry.id)} \\h "
        number.set(XML_SPACE, "preserve")
        _add_mark(link, "separate")
        add_runs(link, str(entry.page))
        _add_mark(link, "end")
        if index == len(entries) - 1:
            _add_mark(paragraph, "end")


def _add_mark(paragraph: etree._Element, kind: str) -> None:
    add(add(paragraph, "r"), "fldChar", fldCharType=kind)
