"""The pages of an EPUB as XHTML trees, made element by element and never from text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from convert.document.line_groups import line_groups
from convert.document.model import Article, Block
from convert.document.roles import Opening, Role
from convert.text.xml_safe import sanitize
from convert.typeset.missing_pages import MissingPage
from convert.typeset.notes import ChangeNote
from convert.typeset.pictures import NO_PICTURES, IssuePictures, Picture
from convert.writers.epub import markdown
from convert.writers.epub.figures import (
    add_caption,
    add_figure,
    link_style_sheet,
    picture_files,
)
from convert.writers.epub.markdown import XHTML
from convert.writers.epub.messages import RIGHT_TO_LEFT, EpubMessages

OPS = "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE = f"{{{OPS}}}type"
STYLE_SHEET = "style.css"
SKELETON = f"""\
<html xmlns="{XHTML}" xmlns:epub="{OPS}"><head><title/>\
<link rel="stylesheet" type="text/css" href="{STYLE_SHEET}"/></head><body/></html>"""

TAGS = {Role.HEADLINE: "h1", Role.SUBHEAD: "h2"}
"""Elements of the roles that are headings; all others are paragraphs."""

ITEMS = frozenset({Role.LIST, Role.TABLE_ROW})
"""Roles whose blocks are items of a list."""

SEMANTICS = {Role.SUBTITLE: ("subtitle", "doc-subtitle"), Role.CREDIT: ("credit", "doc-credit")}
"""epub:type and ARIA role (EPUB 3 Structural Semantics 1.1, DPUB-ARIA 1.1), where there is one."""

LONGEST_CHUNK = 50_000
"""Characters of one paragraph; up to five bytes each."""
LARGEST_PAGE = 250_000
"""Bytes of text in one file: older reading systems stop at 300 KB."""
SENTENCE_ENDS = "\n。！？.!?;；,，"

NO_NOTES: Mapping[str, Sequence[ChangeNote]] = MappingProxyType({})
NO_BREAKS: Mapping[str, str] = MappingProxyType({})
NO_FILES: Mapping[str, tuple[str, bytes]] = MappingProxyType({})
NONE_MISSING: Mapping[str, Sequence[MissingPage]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PageChunk:
    """A block, or a part of one too long for a file."""

    role: Role
    text: str
    continues: bool = False
    begins: str = ""
    """Label of the printed page that begins here."""
    notes: tuple[ChangeNote, ...] = ()
    """Offsets count from the chunk's first character."""
    notice: bool = False
    """Whether it is no text of the source, and says that a printed page has none."""
    group: int = 0
    """Number of the list or stanza that it stands in, from 1; 0: in none."""
    before: tuple[Picture, ...] = ()
    """Pictures in front of it; of a caption, those that it is of."""
    behind: tuple[Picture, ...] = ()

    @property
    def weight(self) -> int:
        """About as many bytes as it takes in a file."""
        marked = 4 * sum(self.text.count(mark) for mark in "&<>\n")
        return 60 + len(self.text.encode()) + marked + sum(300 + 4 * len(n.source) for n in self.notes)


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


@dataclass(frozen=True, slots=True)
class XhtmlContext:
    """What all pages of one issue share."""

    language: str
    messages: EpubMessages
    lines: tuple[str, ...] = ()
    """Above an article in a book of many: its issue where it stands among those of others; who has it too."""
    prefix: str = ""
    """Before the file names, where a book holds several issues."""
    breaks: Mapping[str, str] = field(default_factory=lambda: NO_BREAKS)
    """Label of the printed page that begins with a block, by the block's id."""
    missing: Mapping[str, Sequence[MissingPage]] = field(default_factory=lambda: NONE_MISSING)
    """Pages without text, by the id of the block in front of which they are."""
    notes: Mapping[str, Sequence[ChangeNote]] = field(default_factory=lambda: NO_NOTES)
    """By the block's id."""
    pictures: IssuePictures = NO_PICTURES
    page_images: Mapping[str, str] = field(default_factory=lambda: NO_BREAKS)
    """By the label of a printed page, the file with its image."""


def cover_page(name: str, picture: str, description: str, language: str) -> XhtmlPage:
    """Make the page that shows the cover."""
    root, body = empty_page(description, language)
    section = _add(body, "section", "cover")
    section.set(TYPE, "cover")
    image = _add(section, "img")
    image.set("src", picture)
    image.set("alt", description)
    image.set("role", "doc-cover")
    return XhtmlPage(name, serialized(root))


def title_page(name: str, title: str, lines: Sequence[str], language: str) -> XhtmlPage:
    """Make the title page: masthead, then the lines that tell the issue."""
    root, body = empty_page(title, language)
    section = _add(body, "section", "titlepage")
    section.set(TYPE, "titlepage")
    _fill(_add(section, "h1", "masthead"), title)
    for line in lines:
        _fill(_add(section, "p", "issue-line"), line)
    return XhtmlPage(name, serialized(root))


def part_page(
    name: str,
    title: str,
    lines: Sequence[str],
    links: Sequence[tuple[str, str]],
    language: str,
    text: str = "",
    kind: str = "part",
) -> XhtmlPage:
    """Make the page that opens a part: title, lines that tell it, Markdown, links to what is elsewhere.

    `kind` is its epub:type, and its ARIA role by doc- and that word.
    """
    root, body = empty_page(title, language)
    section = _add(body, "section", "part")
    section.set(TYPE, kind)
    section.set("role", f"doc-{kind}")
    section.set("aria-label", title)
    _fill(_add(section, "h1", "headline"), title)
    markdown.add(section, text)
    for line in lines:
        _fill(_add(section, "p", "body"), line)
    if links:
        entries = _add(section, "ul", "contents")
        for label, target in links:
            link = _add(_add(entries, "li"), "a")
            link.set("href", target)
            _fill(link, label)
    return XhtmlPage(name, serialized(root), title)


def article_pages(article: Article, title: str, context: XhtmlContext, level: int = 0) -> Iterator[XhtmlPage]:
    """Make the pages of an article: one, or more where it is too long for a file."""
    blocks = article.readable
    groups = {n: number for number, group in enumerate(line_groups(blocks), 1) for n in group}
    chunks = (
        replace(chunk, group=0 if chunk.notice else groups.get(n, 0))
        for n, block in enumerate(blocks)
        for chunk in _chunks(n, block, context)
    )
    name = f"{context.prefix}{article.id}"
    for number, group in enumerate(_grouped(chunks), 1):
        root, body = empty_page(title, context.language)
        element = _add(body, "article", "continued" if number > 1 else "")
        if number == 1:
            element.set("id", article.id)
            if article.kind is Opening.UNPLACED:
                element.set("class", "apart")
            for line in context.lines:
                _fill(_add(element, "p", "origin"), line)
        breaks: list[str] = []
        parent, inside = element, 0
        caption: etree._Element | None = None
        for chunk in group:
            if chunk.group != inside:
                parent, inside = _group(element, chunk), chunk.group
            block, caption = _add_illustrated(element, parent, chunk, caption)
            if chunk.begins:
                breaks.append(chunk.begins)
                _mark_page(block, len(breaks), chunk.begins, context)
        pictures = [picture for chunk in group for picture in (*chunk.before, *chunk.behind)]
        if pictures or any(label in context.page_images for label in breaks):
            link_style_sheet(root[0])
        _asides(element, [note for chunk in group for note in chunk.notes], context.messages)
        last = f"{name}-{number}" if number > 1 else name
        files = picture_files(pictures)
        yield XhtmlPage(last, serialized(root), "" if number > 1 else title, level, tuple(breaks), files)


def _add_illustrated(
    element: etree._Element, parent: etree._Element, chunk: PageChunk, caption: etree._Element | None
) -> tuple[etree._Element, etree._Element | None]:
    """Add a block and its pictures; return it, and the caption of the figure that is open for a credit."""
    if chunk.role is Role.CAPTION and chunk.before:
        parent = caption = add_caption(add_figure(element, chunk.before))
    elif chunk.role is Role.CREDIT and caption is not None and not chunk.notice:
        parent = caption
    else:
        caption = None
        for picture in chunk.before:
            add_figure(element, [picture])
    block = _add_chunk(parent, chunk)
    for picture in chunk.behind:
        add_figure(element, [picture])
        caption = None
    return block, caption


def _chunks(number: int, block: Block, context: XhtmlContext) -> Iterator[PageChunk]:
    """Yield the chunks of an article's block, and in front of it what is to be said of pages without text."""
    for page in context.missing.get(block.id, ()) if number else ():  # what is in front of all has pages
        yield PageChunk(block.role, page.notice, begins=page.label, notice=True)
    yield from cut(block, context)


def pages_without_text(block: str, context: XhtmlContext) -> Iterator[XhtmlPage]:
    """Make the pages in front of an article's first block that say which printed pages have no text."""
    for number, page in enumerate(context.missing.get(block, ()), 1):
        root, body = empty_page(page.notice, context.language)
        section = _add(body, "section")
        notice = _add(section, "p", "note")
        _fill(notice, page.notice)
        if page.label:
            _mark_page(notice, 1, page.label, context)
        name = "-".join(filter(None, (f"{context.prefix}missing", block, str(number))))
        yield XhtmlPage(name, serialized(root), breaks=tuple(filter(None, [page.label])))


def cut(block: Block, context: XhtmlContext) -> Iterator[PageChunk]:
    """Cut a block that no file can hold, behind the last sentence that fits; others stay whole."""
    text = sanitize(block.reading)
    notes = context.notes.get(block.id, ())
    begins = context.breaks.get(block.id, "")
    before = tuple(context.pictures.before.get(block.id, ()))
    behind = tuple(context.pictures.behind.get(block.id, ()))
    start = 0
    while len(text) - start > LONGEST_CHUNK:
        limit = start + LONGEST_CHUNK
        ends = (text.rfind(mark, limit - LONGEST_CHUNK // 10, limit) for mark in SENTENCE_ENDS)
        end = next((at + 1 for at in ends if at >= 0), limit)
        part = _part(block.role, text, start, end, begins, notes)
        yield replace(part, before=() if start else before)
        start = end
    part = _part(block.role, text, start, len(text), begins, notes)
    yield replace(part, before=() if start else before, behind=behind)


def _part(role: Role, text: str, start: int, end: int, begins: str, notes: Sequence[ChangeNote]) -> PageChunk:
    """Return a part of a block with the notes whose numbers stand in it: each behind what was changed."""
    here = tuple(note.moved(-start) for note in notes if (note.end > start or not start) and note.end <= end)
    return PageChunk(role, text[start:end], start > 0, "" if start else begins, here)


def _grouped(chunks: Iterator[PageChunk]) -> Iterator[list[PageChunk]]:
    """Group the chunks by files."""
    group: list[PageChunk] = []
    size = 0
    for chunk in chunks:
        weight = chunk.weight
        if group and size + weight > LARGEST_PAGE:
            yield group
            group, size = [], 0
        group.append(chunk)
        size += weight
    if group:
        yield group


def _mark_page(block: etree._Element, number: int, label: str, context: XhtmlContext) -> None:
    """Mark at the head of a block that a printed page begins there (EPUB Accessibility 1.1, section 3.5).

    An empty inline element has a place in the line and takes no room; between two blocks it would be a gap in
    some reading systems, and not displayed it would be nowhere.
    """
    mark = etree.Element(f"{{{XHTML}}}span")
    mark.set("class", "pagebreak")
    mark.set("id", f"page-{number}")
    mark.set(TYPE, "pagebreak")
    mark.set("role", "doc-pagebreak")
    mark.set("aria-label", label)
    if label in context.page_images:
        link = etree.Element(f"{{{XHTML}}}a")
        link.set("class", "page-link")
        link.set("href", context.page_images[label])
        link.text = context.messages.page.format(label)
        mark.tail, link.tail, block.text = None, block.text, None
        block.insert(0, link)
    else:
        mark.tail, block.text = block.text, None
    block.insert(0, mark)


def _group(parent: etree._Element, chunk: PageChunk) -> etree._Element:
    """Return where a block goes: into a new list or stanza, if it is a line of one."""
    if not chunk.group:
        return parent
    return _add(parent, *(("div", "stanza") if chunk.role is Role.VERSE else ("ul", "lines")))


def _add_chunk(parent: etree._Element, chunk: PageChunk) -> etree._Element:
    """Add a block and return it; behind each place that was changed stands the number of its note."""
    if chunk.notice:
        element = _add(parent, "p", "note")
        _fill(element, chunk.text)
        return element
    tag = "li" if chunk.role in ITEMS else "p" if chunk.continues else TAGS.get(chunk.role, "p")
    element = _add(parent, tag, f"{chunk.role} continued" if chunk.continues else chunk.role)
    if chunk.role in SEMANTICS and not chunk.continues:
        kind, role = SEMANTICS[chunk.role]
        element.set(TYPE, kind)
        element.set("role", role)
    done = 0
    for note in chunk.notes:
        _fill(element, chunk.text[done : note.end])
        done = note.end
        link = _add(element, "a", "noteref")
        link.set("id", f"ref-{note.number}")
        link.set("href", f"#note-{note.number}")
        link.set(TYPE, "noteref")
        link.set("role", "doc-noteref")
        link.text = str(note.number)
    _fill(element, chunk.text[done:])
    return element


def _asides(parent: etree._Element, notes: Sequence[ChangeNote], messages: EpubMessages) -> None:
    """Add the notes of a file behind its text, each with a way back."""
    for note in notes:
        aside = _add(parent, "aside", "footnote")
        aside.set("id", f"note-{note.number}")
        aside.set(TYPE, "footnote")
        aside.set("role", "doc-footnote")
        paragraph = _add(aside, "p", "note")
        back = _add(paragraph, "a")
        back.set("href", f"#ref-{note.number}")
        back.set("role", "doc-backlink")
        back.text = str(note.number)
        back.tail = " "
        _fill(paragraph, messages.source_has.format(note.source) if note.source else messages.source_lacks)


def empty_page(title: str, language: str) -> tuple[etree._Element, etree._Element]:
    """Return a page without text, and its body."""
    root = etree.fromstring(SKELETON, etree.XMLParser())
    head, body = root
    root.set("lang", language)
    root.set(XML_LANG, language)
    if language.partition("-")[0] in RIGHT_TO_LEFT:
        root.set("dir", "rtl")
    head[0].text = title
    return root, body


def _add(parent: etree._Element, tag: str, name: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{XHTML}}}{tag}")
    if name:
        child.set("class", name)
    return child


def _fill(element: etree._Element, text: str) -> None:
    """Add text behind what an element has; a line end becomes a line break."""
    first, *rest = text.split("\n")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + first
    else:
        element.text = (element.text or "") + first
    for line in rest:
        _add(element, "br").tail = line


def serialized(root: etree._Element) -> bytes:
    """Return a page as a file."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
