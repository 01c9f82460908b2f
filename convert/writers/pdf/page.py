"""Drawing the filled pages: title page, contents, articles, running heads, folios, outline."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from convert.document.model import Document
from convert.document.roles import Role
from convert.typeset import display
from convert.typeset.styles import Style, StyleSheet
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.compose import HEADS, OutlineEntry, SetParagraph, Typesetter
from convert.writers.pdf.layout import Frame, PlacedLines, Sheet
from convert.writers.pdf.shaping import HAN
from convert.writers.pdf.tags import StructureElement, StructureTree, block

HAIRLINE, RULE = 0.4, 1.2
"""Points: above an article and under a running head; under the masthead."""

GREY = "#888888"

BESIDE = 3.0
"""Points between a line and the number of its note."""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is on the pages."""

    title: tuple[Sheet, ...]
    contents: tuple[Sheet, ...]
    sheets: tuple[Sheet, ...]
    named: tuple[OutlineEntry, ...]
    first_pages: tuple[int, ...]
    """By article: the page it begins on, from 0."""
    wide: Frame
    """The type area as one column."""
    area: Frame


@dataclass(slots=True, eq=False)
class Drawing:
    """The pages as they grow, with their structure."""

    book: Book
    setter: Typesetter
    ink: PdfCanvas
    tags: StructureTree = field(default_factory=StructureTree)
    section: StructureElement = field(default_factory=lambda: StructureElement("Sect"))
    article: StructureElement = field(default_factory=lambda: StructureElement("Sect"))
    depth: int = 0
    """1 within a section."""
    current: StructureElement = field(default_factory=lambda: StructureElement("P"))
    """Of the paragraph that is being drawn; it may go on in the next column."""

    def text(
        self,
        element: StructureElement,
        paragraph: SetParagraph,
        first: int,
        last: int,
        at: tuple[float, float],
    ) -> None:
        """Draw lines as a piece of an element."""
        self.ink.begin(element.tag, self.tags.mark(element))
        self.ink.lines(paragraph, first, last, *at)
        self.ink.end()


def draw(book: Book, document: Document, setter: Typesetter) -> tuple[bytes, StructureTree]:
    """Draw all pages; return reportlab's file and the structure of what is in it."""
    drawing = Drawing(book, setter, PdfCanvas(setter.sheet.page, display.language_tag(document.meta)))
    drawing.section = drawing.article = drawing.tags.root
    _title_page(drawing)
    _contents(drawing)
    head = display.title(document)
    for number, sheet in enumerate(book.sheets):
        drawing.tags.turn()
        _running_head(drawing, number, head)
        for piece in sheet.pieces:
            _piece(drawing, piece)
        _folio(drawing, str(number + 1))
        drawing.ink.turn()
    return drawing.ink.finished(), drawing.tags


def _title_page(drawing: Drawing) -> None:
    """Draw the masthead over a rule, then date, number, page and source."""
    area, section = drawing.book.wide, drawing.tags.root.add("Sect")
    for sheet in drawing.book.title:
        drawing.tags.turn()
        low = min(piece.top - (piece.last - piece.first) * piece.paragraph.pitch for piece in sheet.pieces)
        first = sheet.pieces[0].paragraph.style
        down = max(0.0, min(first.before, area.height / 3, low - area.bottom))
        for piece in sheet.pieces:
            paragraph, top = piece.paragraph, piece.top - down
            masthead = paragraph.name == "masthead"
            if not piece.first:
                drawing.current = drawing.tags.heading(section, 1) if masthead else section.add("P")
            drawing.text(drawing.current, paragraph, piece.first, piece.last, (piece.left, top))
            if masthead and piece.last == len(paragraph.lines):
                foot = top - (piece.last - piece.first) * paragraph.pitch - paragraph.style.after / 2
                drawing.ink.artifact()
                drawing.ink.rule(area.left, area.left + area.width, foot, RULE)
                drawing.ink.end()
        drawing.ink.turn()


def _contents(drawing: Drawing) -> None:
    """Draw the contents: each line leads to its article and ends with its page."""
    if not drawing.book.contents:
        return
    section = drawing.tags.root.add("Sect")
    table: StructureElement | None = None
    for number, sheet in enumerate(drawing.book.contents):
        drawing.tags.turn()
        for piece in sheet.pieces:
            if piece.paragraph.article < 0:
                element = drawing.tags.heading(section, 2)
                drawing.text(element, piece.paragraph, piece.first, piece.last, (piece.left, piece.top))
                continue
            table = table or section.add("TOC")
            if not piece.first:
                drawing.current = table.add("TOCI").add("Reference").add("Link")
            _contents_line(drawing, piece)
        _folio(drawing, _roman(number + 1 + len(drawing.book.title)))
        drawing.ink.turn()


def _contents_line(drawing: Drawing, piece: PlacedLines) -> None:
    """Draw an entry of the contents, its leader and its page number."""
    paragraph, width = piece.paragraph, drawing.book.wide.width
    size, element = paragraph.style.size, drawing.current
    drawing.text(element, paragraph, piece.first, piece.last, (piece.left, piece.top))
    bottom = piece.top - (piece.last - piece.first) * paragraph.pitch
    page = str(drawing.book.first_pages[paragraph.article] + 1)
    number = drawing.ink.link(
        f"article-{paragraph.article}", piece.left, bottom, piece.left + width, piece.top
    )
    drawing.tags.link(element, number, f"{paragraph.text} {page}")
    if piece.last < len(paragraph.lines):
        return
    label = drawing.setter.paragraph(page, "contents", width, align="right")
    drawing.text(element, label, 0, 1, (piece.left, bottom + paragraph.pitch))
    last = paragraph.lines[-1]
    start = piece.left + last.left + last.width + size
    end = piece.left + width - label.lines[0].width - size
    if end > start:
        drawing.ink.artifact()
        drawing.ink.dots(start, end, bottom + paragraph.pitch / 2 - size * 0.3, GREY)
        drawing.ink.end()


def _piece(drawing: Drawing, piece: PlacedLines) -> None:
    """Draw lines of a block; where an article begins, open it in outline and structure."""
    paragraph, ink = piece.paragraph, drawing.ink
    if paragraph.opens and not piece.first:
        _open_article(drawing, paragraph.opens)
        name = f"article-{paragraph.article}"
        ink.place(name, piece.top + paragraph.style.before)
        ink.outline(paragraph.opens.name, name, paragraph.opens.level)
        if not piece.at_top:
            _separate(drawing, piece)
    if not piece.first:
        *label, drawing.current = _elements(drawing, paragraph)
        if label and paragraph.label:
            alone = replace(paragraph, lines=(paragraph.label,))
            drawing.text(label[0], alone, 0, 1, (piece.left, piece.top))
    drawing.text(drawing.current, paragraph, piece.first, piece.last, (piece.left, piece.top))
    _margin(drawing, piece)


def _separate(drawing: Drawing, piece: PlacedLines) -> None:
    """Draw a rule above an article: over its whole width, a short one where it has no headline."""
    paragraph, width = piece.paragraph, drawing.book.area.width
    short = 0.0 if paragraph.name in HEADS else width / 3
    y = piece.top + paragraph.style.before * (0.4 if short else 0.55)
    drawing.ink.artifact()
    drawing.ink.rule(piece.left + short, piece.left + width - short, y, HAIRLINE, GREY)
    drawing.ink.end()


def _elements(drawing: Drawing, paragraph: SetParagraph) -> list[StructureElement]:
    """Add the elements of a paragraph and its label; the notes at the end have a part of their own."""
    tags = drawing.tags
    if paragraph.name == "notes-heading":
        drawing.article = tags.root.add("Sect")
        return [tags.heading(drawing.article, 2)]
    if paragraph.name == "note" and paragraph.label:
        note = drawing.article.add("Note", identifier=f"note-{paragraph.label.text.strip()}")
        return [note.add("Lbl"), note.add("P")]
    labelled = paragraph.label is not None
    return block(tags, drawing.article, paragraph.name, 2 + drawing.depth, labelled=labelled)


def _margin(drawing: Drawing, piece: PlacedLines) -> None:
    """Draw the numbers of the notes beside their lines: outside the page's last column, else on its left."""
    paragraph, style, area = piece.paragraph, drawing.setter.sheet.of("note"), drawing.book.area
    outside = area.columns > 1 and piece.left >= area.edge(area.columns - 1) - BESIDE
    if not any(line.margin for line in paragraph.lines):
        return
    small = replace(drawing.setter, sheet=_smaller(drawing.setter.sheet, style))
    for n, line in enumerate(paragraph.lines[piece.first : piece.last]):
        if not line.margin:
            continue
        label = small.paragraph(line.margin, "note", style.size * 6)
        top = piece.top - n * paragraph.pitch - (paragraph.pitch - label.pitch) / 2
        aside = area.width + BESIDE if outside else -label.lines[0].width - BESIDE
        drawing.ink.artifact()
        drawing.ink.lines(label, 0, 1, piece.left + aside, top)
        drawing.ink.end()


def _smaller(sheet: StyleSheet, style: Style) -> StyleSheet:
    """Return the sheet with notes in the size of a margin."""
    small = replace(style, size=min(6.5, style.size), align="left")
    return replace(sheet, roles=MappingProxyType({**sheet.roles, "note": small}))


def _open_article(drawing: Drawing, entry: OutlineEntry) -> None:
    """Open an article's element, within its section if it has one."""
    root = drawing.tags.root
    parent = drawing.section if entry.level else root
    drawing.article = parent.add("Sect", title=entry.name)
    if not entry.level:
        drawing.section = drawing.article
    drawing.depth = entry.level


def _running_head(drawing: Drawing, number: int, title: str) -> None:
    """Draw the newspaper on the left and the article that the page ends with on the right."""
    setter, area, ink = drawing.setter, drawing.book.wide, drawing.ink
    style, page = setter.sheet.of(Role.RUNNING_HEAD), setter.sheet.page
    if page.top < 2 * style.size * style.leading:
        return  # the margin has no room for it
    firsts = zip(drawing.book.named, drawing.book.first_pages, strict=True)
    here = [entry.name for entry, first in firsts if first <= number]
    two = bool(here) and display.one_line(here[-1]) != title
    fits = max(4, int(area.width / style.size / (1 + two)) - 2)
    if not HAN.search(title):
        fits *= 2  # letters are half as wide
    top = page.height - page.top * 0.55 + style.size
    ink.artifact("Pagination", "Header")
    left = setter.paragraph(display.one_line(title, fits), Role.RUNNING_HEAD, area.width, align="left")
    ink.lines(left, 0, 1, area.left, top)
    if two:
        name = display.one_line(here[-1], fits)
        right = setter.paragraph(name, Role.RUNNING_HEAD, area.width, align="right")
        ink.lines(right, 0, 1, area.left, top)
    ink.rule(area.left, area.left + area.width, top - style.size * style.leading - 1, HAIRLINE, GREY)
    ink.end()


def _folio(drawing: Drawing, label: str) -> None:
    """Draw the page number."""
    setter, area = drawing.setter, drawing.book.wide
    style, room = setter.sheet.of(Role.FOLIO), setter.sheet.page.bottom
    if room < 2 * style.size * style.leading:
        return  # the margin has no room for it
    paragraph = setter.paragraph(label, Role.FOLIO, area.width)
    drawing.ink.artifact("Pagination", "Footer")
    drawing.ink.lines(paragraph, 0, 1, area.left, room * 0.62 + style.size / 2)
    drawing.ink.end()


def _roman(number: int) -> str:
    """4 -> iv; the labels of the pages before the text."""
    found = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")):
        found += letters * (number // value)
        number %= value
    return found + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number]
