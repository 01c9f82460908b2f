"""The pages of an EPUB as XHTML trees, made element by element and never from text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from types import MappingProxyType
from typing import Protocol

from lxml import etree

from convert.document.line_groups import line_groups, table_captions
from convert.document.model import Article, Block
from convert.document.roles import Opening, Role
from convert.typeset.missing_pages import MissingPage
from convert.typeset.notes import ChangeNote
from convert.typeset.page_breaks import PageBreak
from convert.typeset.pictures import NO_PICTURES, IssuePictures
from convert.writers.epub.chunks import PageChunk, cut, group_by_files
from convert.writers.epub.figures import (
    add_caption,
    add_figure,
    link_style_sheet,
    picture_files,
)
from convert.writers.epub.messages import RIGHT_TO_LEFT, EpubMessages
from convert.writers.epub.namespaces import XHTML
from convert.writers.epub.tables import add_table

OPS = "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = f"{{{OPS}}}type"
STYLE_SHEET, TABLE_SHEET = "style.css", "tables.css"
SKELETON = f"""\
<html xmlns="{XHTML}" xmlns:epub="{OPS}"><head><title/>\
<link rel="stylesheet" type="text/css" href="{STYLE_SHEET}"/></head><body/></html>"""

TAGS = {Role.HEADLINE: "h1", Role.SUBHEAD: "h2"}
"""Elements of the roles that are headings; all others are paragraphs."""

ITEMS = frozenset({Role.LIST, Role.TABLE_ROW})
"""Roles whose blocks are items of a list."""

SEMANTICS = {Role.SUBTITLE: ("subtitle", "doc-subtitle"), Role.CREDIT: ("credit", "doc-credit")}
"""epub:type and ARIA role (EPUB 3 Structural Semantics 1.1, DPUB-ARIA 1.1), where there is one."""

NO_NOTES: Mapping[str, Sequence[ChangeNote]] = MappingProxyType({})
NO_BREAKS: Mapping[str, Sequence[PageBreak]] = MappingProxyType({})
NO_IMAGES: Mapping[str, str] = MappingProxyType({})
NO_FILES: Mapping[str, tuple[str, bytes]] = MappingProxyType({})
NONE_MISSING: Mapping[str, Sequence[MissingPage]] = MappingProxyType({})


class MarkPage(Protocol):
    """Marks that a printed page begins behind what an element has."""

    def __call__(self, element: etree._Element, label: str) -> None:
        """Take the element and the page's label."""


@dataclass(frozen=True, slots=True)
class XhtmlPage:
    """One XHTML file."""

    name: str
    """Its file name without the ending, also its id in the manifest."""
    data: bytes
    label: str = ""
    """Its entry in the contents; none where it has none."""
    level: int = 0
    """How deep that entry stands, from 0."""
    breaks: tuple[str, ...] = ()
    """Labels of the printed pages that begin in it; the first has the id `page-1`."""
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=lambda: NO_FILES)
    """Media types and data of what it shows beside its text, by their names in the book."""
    has_table: bool = False
    """Whether it needs the style sheet of tables."""


@dataclass(frozen=True, slots=True)
class XhtmlContext:
    """What all pages of one issue share."""

    language: str
    messages: EpubMessages
    lines: tuple[str, ...] = ()
    """Above an article in a book of many: its issue where it stands among those of others; who has it too."""
    prefix: str = ""
    """Before the file names, where a book holds several issues."""
    breaks: Mapping[str, Sequence[PageBreak]] = field(default_factory=lambda: NO_BREAKS)
    """Printed pages that begin in a block, by the block's id."""
    missing: Mapping[str, Sequence[MissingPage]] = field(default_factory=lambda: NONE_MISSING)
    """Pages without text, by the id of the block in front of which they are."""
    notes: Mapping[str, Sequence[ChangeNote]] = field(default_factory=lambda: NO_NOTES)
    """By the block's id."""
    pictures: IssuePictures = NO_PICTURES
    page_images: Mapping[str, str] = field(default_factory=lambda: NO_IMAGES)
    """By the label of a printed page, the file with its image."""


def cover_page(name: str, picture: str, description: str, language: str) -> XhtmlPage:
    """Make the page that shows the cover."""
    root, body = empty_page(description, language)
    section = add_element(body, "section", "cover")
    section.set(TYPE, "cover")
    image = add_element(section, "img")
    image.set("src", picture)
    image.set("alt", description)
    image.set("role", "doc-cover")
    return XhtmlPage(name, serialized(root))


def title_page(name: str, title: str, lines: Sequence[str], language: str) -> XhtmlPage:
    """Make the title page: masthead, then the lines that tell the issue."""
    root, body = empty_page(title, language)
    section = add_element(body, "section", "titlepage")
    section.set(TYPE, "titlepage")
    fill_text(add_element(section, "h1", "masthead"), title)
    for line in lines:
        fill_text(add_element(section, "p", "issue-line"), line)
    return XhtmlPage(name, serialized(root))


def article_pages(article: Article, title: str, context: XhtmlContext, level: int = 0) -> Iterator[XhtmlPage]:
    """Make the pages of an article: one, or more where it is too long for a file."""
    blocks = article.readable
    groups = {
        n: number
        for number, group in enumerate(line_groups(blocks), 1)
        for n in (*table_captions(blocks, group), *group)
    }
    chunks = (
        chunk if chunk.notice or n not in groups else chunk._replace(group=groups[n])
        for n, block in enumerate(blocks)
        for chunk in _chunks(n, block, context)
    )
    name = f"{context.prefix}{article.id}"
    for number, group in enumerate(group_by_files(chunks), 1):
        root, body = empty_page(title, context.language)
        element = add_element(body, "article", "continued" if number > 1 else "")
        if number == 1:
            element.set("id", article.id)
            if article.kind is Opening.UNPLACED:
                element.set("class", "apart")
            for line in context.lines:
                fill_text(add_element(element, "p", "origin"), line)
        breaks: list[str] = []
        mark_page = _page_marker(breaks, context)
        for is_table, inner in groupby(group, key=_is_of_table):
            (_add_tables if is_table else _add_texts)(element, list(inner), mark_page)
        pictures = [picture for chunk in group for picture in (*chunk.before, *chunk.behind)]
        if pictures or any(label in context.page_images for label in breaks):
            link_style_sheet(root[0])
        _asides(element, [note for chunk in group for note in chunk.notes], context.messages)
        has_table = any(map(_is_of_table, group))
        if has_table:
            link = add_element(root[0], "link")
            for key, value in (("rel", "stylesheet"), ("type", "text/css"), ("href", TABLE_SHEET)):
                link.set(key, value)
        last = f"{name}-{number}" if number > 1 else name
        files = picture_files(pictures)
        label = "" if number > 1 else title
        yield XhtmlPage(last, serialized(root), label, level, tuple(breaks), files, has_table)


def _add_illustrated(
    element: etree._Element,
    parent: etree._Element,
    chunk: PageChunk,
    caption: etree._Element | None,
    mark_page: MarkPage,
) -> etree._Element | None:
    """Add a block and its pictures; return the caption of the figure that is open for a credit."""
    if chunk.role is Role.CAPTION and chunk.before:
        parent = caption = add_caption(add_figure(element, chunk.before))
    elif chunk.role is Role.CREDIT and caption is not None and not chunk.notice:
        parent = caption
    else:
        caption = None
        for picture in chunk.before:
            add_figure(element, [picture])
    _add_chunk(parent, chunk, mark_page)
    for picture in chunk.behind:
        add_figure(element, [picture])
        caption = None
    return caption


def _chunks(number: int, block: Block, context: XhtmlContext) -> Iterator[PageChunk]:
    """Yield the chunks of an article's block, and in front of it what is to be said of pages without text."""
    for page in context.missing.get(block.id, ()) if number else ():  # what is in front of all has pages
        begin = (PageBreak(page.label, 0),) if page.label else ()
        yield PageChunk(block.role, page.notice, breaks=begin, notice=True)
    before = tuple(context.pictures.before.get(block.id, ()))
    behind = tuple(context.pictures.behind.get(block.id, ()))
    notes, breaks = context.notes.get(block.id, ()), context.breaks.get(block.id, ())
    yield from cut(block, notes, breaks, before, behind)


def pages_without_text(block: str, context: XhtmlContext) -> Iterator[XhtmlPage]:
    """Make the pages in front of an article's first block that say which printed pages have no text."""
    for number, page in enumerate(context.missing.get(block, ()), 1):
        root, body = empty_page(page.notice, context.language)
        section = add_element(body, "section")
        notice = add_element(section, "p", "note")
        if page.label:
            _mark_page(notice, 1, page.label, context)
        fill_text(notice, page.notice)
        name = "-".join(filter(None, (f"{context.prefix}missing", block, str(number))))
        yield XhtmlPage(name, serialized(root), breaks=tuple(filter(None, [page.label])))


def _page_marker(breaks: list[str], context: XhtmlContext) -> MarkPage:
    """Return what marks the pages that begin in a file, and notes their labels."""

    def mark_page(element: etree._Element, label: str) -> None:
        breaks.append(label)
        _mark_page(element, len(breaks), label, context)

    return mark_page


def _mark_page(block: etree._Element, number: int, label: str, context: XhtmlContext) -> None:
    """Mark behind what a block has that a printed page begins there (EPUB Accessibility 1.1, section 3.5).

    An empty inline element has a place in the line and takes no room; between two blocks it would be a gap in
    some reading systems, and not displayed it would be nowhere.
    """
    mark = add_element(block, "span", "pagebreak")
    mark.set("id", f"page-{number}")
    mark.set(TYPE, "pagebreak")
    mark.set("role", "doc-pagebreak")
    mark.set("aria-label", label)
    if label in context.page_images:
        link = add_element(block, "a", "page-link")
        link.set("href", context.page_images[label])
        link.text = context.messages.page.format(label)


def _group(parent: etree._Element, chunk: PageChunk) -> etree._Element:
    """Return where a block goes: into a new list or stanza, if it is a line of one."""
    if not chunk.group:
        return parent
    return add_element(parent, *(("div", "stanza") if chunk.role is Role.VERSE else ("ul", "lines")))


def _is_of_table(chunk: PageChunk) -> bool:
    return chunk.role in {Role.TABLE_CELL, Role.TABLE_CAPTION} and chunk.group > 0


def _add_texts(parent: etree._Element, chunks: Sequence[PageChunk], mark_page: MarkPage) -> None:
    """Add blocks that are no cells, those of a list or stanza within one element."""
    place, inside = parent, 0
    caption: etree._Element | None = None
    for chunk in chunks:
        if chunk.group != inside:
            place, inside = _group(parent, chunk), chunk.group
        caption = _add_illustrated(parent, place, chunk, caption, mark_page)


def _add_tables(parent: etree._Element, chunks: Sequence[PageChunk], mark_page: MarkPage) -> None:
    """Add the tables that neighbouring cells make; where a page begins within one, its cell says so."""

    def fill(element: etree._Element, chunk: PageChunk) -> None:
        _add_text(element, chunk, mark_page)

    for _, own in groupby(chunks, key=lambda chunk: chunk.group):
        table = list(own)
        captions = [chunk for chunk in table if chunk.role is Role.TABLE_CAPTION]
        for picture in [picture for chunk in table for picture in chunk.before]:
            add_figure(parent, [picture])
        if len(captions) < len(table):
            add_table(parent, table[len(captions) :], fill, captions)
        else:  # the file ends between a table and its caption
            for chunk in captions:
                _add_chunk(parent, chunk, mark_page)
        for picture in [picture for chunk in table for picture in chunk.behind]:
            add_figure(parent, [picture])


def _add_chunk(parent: etree._Element, chunk: PageChunk, mark_page: MarkPage) -> None:
    """Add a block; behind each place that was changed stands the number of its note."""
    if chunk.notice:
        _add_text(add_element(parent, "p", "note"), chunk, mark_page)
        return
    tag = "li" if chunk.role in ITEMS else "p" if chunk.continues else TAGS.get(chunk.role, "p")
    element = add_element(parent, tag, f"{chunk.role} continued" if chunk.continues else chunk.role)
    if chunk.role in SEMANTICS and not chunk.continues:
        kind, role = SEMANTICS[chunk.role]
        element.set(TYPE, kind)
        element.set("role", role)
    _add_text(element, chunk, mark_page)


def _add_text(element: etree._Element, chunk: PageChunk, mark_page: MarkPage) -> None:
    """Add the text of a block with the numbers of its notes and the places where printed pages begin."""
    done = 0
    # a note is behind what it is of, and so in front of a page that begins there
    places: list[PageBreak | ChangeNote] = [*chunk.notes, *(page for page in chunk.breaks if page.at)]
    places.sort(key=lambda place: place.at if isinstance(place, PageBreak) else place.end)
    for place in (*(page for page in chunk.breaks if not page.at), *places):
        end = place.at if isinstance(place, PageBreak) else place.end
        fill_text(element, chunk.text[done:end])
        done = end
        if isinstance(place, PageBreak):
            mark_page(element, place.label)
        else:
            _add_note_number(element, place.number)
    fill_text(element, chunk.text[done:])


def _add_note_number(element: etree._Element, number: int) -> None:
    link = add_element(element, "a", "noteref")
    link.set("id", f"ref-{number}")
    link.set("href", f"#note-{number}")
    link.set(TYPE, "noteref")
    link.set("role", "doc-noteref")
    link.text = str(number)


def _asides(parent: etree._Element, notes: Sequence[ChangeNote], messages: EpubMessages) -> None:
    """Add the notes of a file behind its text, each with a way back."""
    for note in notes:
        aside = add_element(parent, "aside", "footnote")
        aside.set("id", f"note-{note.number}")
        aside.set(TYPE, "footnote")
        aside.set("role", "doc-footnote")
        paragraph = add_element(aside, "p", "note")
        back = add_element(paragraph, "a")
        back.set("href", f"#ref-{note.number}")
        back.set("role", "doc-backlink")
        back.text = str(note.number)
        back.tail = " "
        fill_text(
            paragraph, messages.source_has.format(note.source) if note.source else messages.source_lacks
        )


def empty_page(title: str, language: str) -> tuple[etree._Element, etree._Element]:
    """Return a page without text, and its body."""
    root = etree.fromstring(SKELETON)
    head, body = root
    root.set("lang", language)
    root.set(XML_LANG, language)
    if language.partition("-")[0] in RIGHT_TO_LEFT:
        root.set("dir", "rtl")
    head[0].text = title
    return root, body


def add_element(parent: etree._Element, tag: str, name: str = "") -> etree._Element:
    """Add an element of a class."""
    child = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    if name:
        child.set("class", name)
    return child


def fill_text(element: etree._Element, text: str) -> None:
    """Add text behind what an element has; a line end becomes a line break."""
    first, *rest = text.split("\n")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + first
    else:
        element.text = (element.text or "") + first
    for line in rest:
        add_element(element, "br").tail = line


def serialized(root: etree._Element) -> bytes:
    """Return a page as a file."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
