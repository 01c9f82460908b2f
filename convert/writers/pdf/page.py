"""Drawing the filled pages: title page, contents, articles, running heads, folios, outline."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from convert.document.model import Document
from convert.document.roles import ARTICLE_OPENERS, Role
from convert.text.xml_safe import sanitize
from convert.typeset import display
from convert.typeset.pictures import Picture
from convert.typeset.styles import Style, StyleSheet
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.compose import WITHOUT_TEXT, OutlineEntry, SetParagraph, Typesetter
from convert.writers.pdf.layout import Frame, PlacedLines, Sheet
from convert.writers.pdf.picture_set import PictureSet
from convert.writers.pdf.shaping import HAN
from convert.writers.pdf.tags import StructureElement, StructureTree, block

HAIRLINE, RULE = 0.4, 1.2
"""Points: above an article and under a running head; under the masthead."""

GREY = "#888888"

NOTE_DISTANCE = 3.0
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
    labels: tuple[str, ...]
    """What each page is called: 1, 2, ...; of an issue of several printed pages by these: 1, 1.2, 2."""
    wide: Frame
    """The type area as one column."""
    area: Frame
    pictures: PictureSet = field(default_factory=PictureSet)


@dataclass(slots=True, eq=False)
class Drawing:
    """The pages as they grow, with their structure."""

    book: Book
    typesetter: Typesetter
    canvas: PdfCanvas
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
        left: float,
        top: float,
    ) -> None:
        """Draw lines as a part of an element, the first one's upper edge at `top`."""
        self.canvas.begin(element.tag, self.tags.mark(element))
        self.canvas.lines(paragraph, first, last, left, top)
        self.canvas.end()


def draw(book: Book, document: Document, typesetter: Typesetter) -> tuple[bytes, StructureTree]:
    """Draw all pages; return reportlab's file and the structure of what is in it."""
    drawing = Drawing(book, typesetter, PdfCanvas(typesetter.sheet.page, display.language_tag(document.meta)))
    drawing.section = drawing.article = drawing.tags.root
    _title_page(drawing)
    _contents(drawing)
    head = display.title(document)
    for number, sheet in enumerate(book.sheets):
        drawing.tags.turn()
        _running_head(drawing, number, head)
        for placed in sheet.lines:
            _draw_lines(drawing, placed)
        _folio(drawing, book.labels[number])
        drawing.canvas.turn()
    return drawing.canvas.finished(), drawing.tags


def _title_page(drawing: Drawing) -> None:
    """Draw the masthead over a rule, then date, number, page and source."""
    area, section = drawing.book.wide, drawing.tags.root.add("Sect")
    for sheet in drawing.book.title:
        drawing.tags.turn()
        low = min(placed.foot for placed in sheet.lines)
        first = sheet.lines[0].paragraph.style
        down = max(0.0, min(first.before, area.height / 3, low - area.bottom))
        for placed in sheet.lines:
            paragraph, top = placed.paragraph, placed.top - down
            masthead = paragraph.name == "masthead"
            if not placed.first:
                drawing.current = drawing.tags.heading(section, 1) if masthead else section.add("P")
            drawing.text(drawing.current, paragraph, placed.first, placed.last, placed.left, top)
            if masthead and placed.last == len(paragraph.lines):
                foot = placed.foot - down - paragraph.style.after / 2
                drawing.canvas.artifact()
                drawing.canvas.rule(area.left, area.left + area.width, foot, RULE)
                drawing.canvas.end()
        drawing.canvas.turn()


def _contents(drawing: Drawing) -> None:
    """Draw the contents: each line leads to its article and ends with its page."""
    if not drawing.book.contents:
        return
    section = drawing.tags.root.add("Sect")
    table: StructureElement | None = None
    for number, sheet in enumerate(drawing.book.contents):
        drawing.tags.turn()
        for placed in sheet.lines:
            if placed.paragraph.article < 0:
                element = drawing.tags.heading(section, 2)
                drawing.text(element, placed.paragraph, placed.first, placed.last, placed.left, placed.top)
                continue
            table = table or section.add("TOC")
            if not placed.first:
                drawing.current = table.add("TOCI").add("Reference").add("Link")
            _contents_line(drawing, placed)
        _folio(drawing, _roman(number + 1 + len(drawing.book.title)))
        drawing.canvas.turn()


def _contents_line(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw an entry of the contents, its leader and its page number."""
    paragraph, width = placed.paragraph, drawing.book.wide.width
    size, element = paragraph.style.size, drawing.current
    drawing.text(element, paragraph, placed.first, placed.last, placed.left, placed.top)
    bottom = placed.foot
    page = drawing.book.labels[drawing.book.first_pages[paragraph.article]]
    number = drawing.canvas.link(
        f"article-{paragraph.article}", placed.left, bottom, placed.left + width, placed.top
    )
    drawing.tags.link(element, number, f"{paragraph.text} {page}")
    if placed.last < len(paragraph.lines):
        return
    label = drawing.typesetter.paragraph(page, "contents", width, align="right")
    drawing.text(element, label, 0, 1, placed.left, bottom + paragraph.pitch)
    last = paragraph.lines[-1]
    start = placed.left + last.left + last.width + size
    end = placed.left + width - label.lines[0].width - size
    if end > start:
        drawing.canvas.artifact()
        drawing.canvas.dots(start, end, bottom + paragraph.pitch / 2 - size * 0.3, GREY)
        drawing.canvas.end()


def _draw_lines(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw lines of a block; where an article begins, open it in outline and structure."""
    paragraph, canvas = placed.paragraph, drawing.canvas
    if paragraph.opens and not placed.first:
        _open_article(drawing, paragraph.opens)
        name = f"article-{paragraph.article}"
        canvas.place(name, placed.top + paragraph.style.before)
        canvas.outline(paragraph.opens.name, name, paragraph.opens.level)
        if not placed.at_top:
            _separate(drawing, placed)
    if paragraph.picture:
        _draw_picture(drawing, placed, paragraph.picture)
        return
    if not placed.first:
        *label, drawing.current = _elements(drawing, paragraph)
        if label and paragraph.label:
            alone = replace(paragraph, lines=(paragraph.label,))
            drawing.text(label[0], alone, 0, 1, placed.left, placed.top)
    drawing.text(drawing.current, paragraph, placed.first, placed.last, placed.left, placed.top)
    _margin(drawing, placed)


def _draw_picture(drawing: Drawing, placed: PlacedLines, picture: Picture) -> None:
    """Draw a picture as a figure with its text (ISO 14289-1, 7.3), from the upper edge of its line down."""
    line = placed.paragraph.lines[0]
    left, high = placed.left + line.left, line.width * picture.height / picture.width
    bottom = placed.top - high
    box = (left, bottom, left + line.width, placed.top)
    figure = drawing.article.add_figure(sanitize(picture.alt), box)
    drawing.canvas.begin(figure.tag, drawing.tags.mark(figure))
    drawing.canvas.picture(drawing.book.pictures.number_of(picture), left, bottom, line.width, high)
    drawing.canvas.end()


def _separate(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw a rule above an article: over its whole width, a short one where it has no headline."""
    paragraph, width = placed.paragraph, drawing.book.area.width
    short = 0.0 if paragraph.name in ARTICLE_OPENERS else width / 3
    y = placed.top + paragraph.style.before * (0.4 if short else 0.55)
    drawing.canvas.artifact()
    drawing.canvas.rule(placed.left + short, placed.left + width - short, y, HAIRLINE, GREY)
    drawing.canvas.end()


def _elements(drawing: Drawing, paragraph: SetParagraph) -> list[StructureElement]:
    """Add the elements of a paragraph and its label; the notes at the end have a part of their own."""
    tags = drawing.tags
    if paragraph.name == "notes-heading":
        drawing.article = tags.root.add("Sect")
        return [tags.heading(drawing.article, 2)]
    if paragraph.name == WITHOUT_TEXT:
        if paragraph.article < 0:
            drawing.article = tags.root.add("Sect")
        return [drawing.article.add("P")]
    if paragraph.name == "note" and paragraph.label:
        note = drawing.article.add("Note", identifier=f"note-{paragraph.label.text.strip()}")
        return [note.add("Lbl"), note.add("P")]
    labelled = paragraph.label is not None
    return block(tags, drawing.article, paragraph.name, 2 + drawing.depth, labelled=labelled)


def _margin(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw the numbers of the notes beside their lines: outside the page's last column, else on its left."""
    paragraph, style, area = placed.paragraph, drawing.typesetter.sheet.of("note"), drawing.book.area
    outside = area.columns > 1 and placed.left >= area.edge(area.columns - 1) - NOTE_DISTANCE
    if not any(line.margin for line in paragraph.lines):
        return
    small = replace(drawing.typesetter, sheet=_smaller(drawing.typesetter.sheet, style))
    for n, line in enumerate(paragraph.lines[placed.first : placed.last]):
        if not line.margin:
            continue
        label = small.paragraph(line.margin, "note", style.size * 6)
        top = placed.top - n * paragraph.pitch - (paragraph.pitch - label.pitch) / 2
        aside = area.width + NOTE_DISTANCE if outside else -label.lines[0].width - NOTE_DISTANCE
        drawing.canvas.artifact()
        drawing.canvas.lines(label, 0, 1, placed.left + aside, top)
        drawing.canvas.end()


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
    typesetter, area, canvas = drawing.typesetter, drawing.book.wide, drawing.canvas
    style, page = typesetter.sheet.of(Role.RUNNING_HEAD), typesetter.sheet.page
    if page.top < 2 * style.size * style.leading:
        return  # the margin has no room for it
    firsts = zip(drawing.book.named, drawing.book.first_pages, strict=True)
    here = [entry.name for entry, first in firsts if first <= number]
    two = bool(here) and display.one_line(here[-1]) != title
    fits = max(4, int(area.width / style.size / (1 + two)) - 2)
    if not HAN.search(title):
        fits *= 2  # letters are half as wide
    top = page.height - page.top * 0.55 + style.size
    canvas.artifact("Pagination", "Header")
    left = typesetter.paragraph(display.one_line(title, fits), Role.RUNNING_HEAD, area.width, align="left")
    canvas.lines(left, 0, 1, area.left, top)
    if two:
        name = display.one_line(here[-1], fits)
        right = typesetter.paragraph(name, Role.RUNNING_HEAD, area.width, align="right")
        canvas.lines(right, 0, 1, area.left, top)
    canvas.rule(area.left, area.left + area.width, top - style.size * style.leading - 1, HAIRLINE, GREY)
    canvas.end()


def _folio(drawing: Drawing, label: str) -> None:
    """Draw the page number."""
    typesetter, area = drawing.typesetter, drawing.book.wide
    style, room = typesetter.sheet.of(Role.FOLIO), typesetter.sheet.page.bottom
    if room < 2 * style.size * style.leading:
        return  # the margin has no room for it
    paragraph = typesetter.paragraph(label, Role.FOLIO, area.width)
    drawing.canvas.artifact("Pagination", "Footer")
    drawing.canvas.lines(paragraph, 0, 1, area.left, room * 0.62 + style.size / 2)
    drawing.canvas.end()


def _roman(number: int) -> str:
    """4 -> iv; the labels of the pages before the text."""
    roman = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")):
        roman += letters * (number // value)
        number %= value
    return roman + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number]
