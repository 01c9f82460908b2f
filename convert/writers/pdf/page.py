"""Drawing the filled pages: title page, contents, articles, running heads, folios, outline."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from convert.document.roles import ARTICLE_OPENERS, Role
from convert.text.xml_safe import sanitize
from convert.typeset.pictures import Picture
from convert.typeset.styles import Style, StyleSheet
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.compose import WITHOUT_TEXT, Typesetter
from convert.writers.pdf.draw_tables import caption_element, draw_row
from convert.writers.pdf.front import BELOW_FRONT, Front
from convert.writers.pdf.heads import GREY, HAIRLINE, Heads, roman
from convert.writers.pdf.layout import Frame, PlacedLines, Sheet
from convert.writers.pdf.picture_set import PictureSet
from convert.writers.pdf.remarks import REMARK
from convert.writers.pdf.set_paragraphs import OutlineEntry, SetParagraph
from convert.writers.pdf.tags import StructureElement, StructureTree, block
from convert.writers.pdf.vertical_canvas import VerticalCanvas

RULE = 1.2
"""Points: under the masthead."""

NOTE_DISTANCE = 1.1
"""Between a line and the number of its note, in the size of the line: nearer, readers of the page take
the number for a part of the line."""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is on the pages."""

    front: Front
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
    heads: Heads
    canvas: PdfCanvas
    tags: StructureTree = field(default_factory=StructureTree)
    section: StructureElement = field(default_factory=lambda: StructureElement("Sect"))
    article: StructureElement = field(default_factory=lambda: StructureElement("Sect"))
    depth: int = 0
    """1 within a section."""
    current: StructureElement = field(default_factory=lambda: StructureElement("P"))
    """Of the paragraph that is being drawn; it may go on in the next column."""
    table: StructureElement = field(default_factory=lambda: StructureElement("Table"))
    """Of the table that is being drawn."""
    caption: StructureElement | None = None
    """Of a table that has no row yet."""
    cells: list[StructureElement] = field(default_factory=list)
    """Of its row that is being drawn."""

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


def draw(book: Book, typesetter: Typesetter, heads: Heads) -> tuple[PdfCanvas, StructureTree]:
    """Draw all pages; return them and the structure of what is on them."""
    kind = VerticalCanvas if typesetter.is_vertical else PdfCanvas
    canvas = kind(heads.typesetter.sheet.page)
    drawing = Drawing(book, typesetter, heads, canvas)
    drawing.section = drawing.article = drawing.tags.root
    if not book.front.above_text:
        _front_pages(drawing)
    for number, sheet in enumerate(book.sheets):
        drawing.tags.turn()
        masthead = not number and bool(book.front.foot)
        if masthead:
            _above_text(drawing)
        else:
            heads.draw(canvas, sheet, book.labels[number])
        for placed in sheet.lines:
            _draw_lines(drawing, placed)
        if not (masthead and heads.hold_folio):  # nothing stands above a masthead
            heads.draw_folio(canvas, book.labels[number])
        canvas.turn()
    return canvas, drawing.tags


def _front_pages(drawing: Drawing) -> None:
    """Draw the masthead and the contents on pages of their own."""
    front, area = drawing.book.front, drawing.book.wide
    section = drawing.tags.root.add("Part")
    for sheet in front.title:
        drawing.tags.turn()
        low = min(placed.foot for placed in sheet.lines)
        before = sheet.lines[0].paragraph.style.before
        _title(drawing, section, sheet, max(0.0, min(before, area.height / 3, low - area.bottom)))
        drawing.canvas.turn()
    section = drawing.tags.root.add("Part") if front.contents else section
    for number, sheet in enumerate(front.contents, len(front.title) + 1):
        drawing.tags.turn()
        _contents(drawing, section, sheet, area.width)
        drawing.heads.draw_folio(drawing.canvas, roman(number))
        drawing.canvas.turn()


def _above_text(drawing: Drawing) -> None:
    """Draw the masthead and the contents on the first page of the text, and a rule below."""
    front, book = drawing.book.front, drawing.book
    for sheet in front.title:
        _title(drawing, drawing.tags.root.add("Part"), sheet, 0.0)
    for sheet in front.contents:
        _contents(drawing, drawing.tags.root.add("Part"), sheet, book.area.width)
    alone = not front.contents and front.title[-1].lines[-1].paragraph.name == "masthead"
    if not alone:  # a masthead has a rule of its own
        drawing.canvas.artifact()
        end = book.wide.left + book.wide.width
        drawing.canvas.rule(book.wide.left, end, front.foot + BELOW_FRONT / 2, HAIRLINE)
        drawing.canvas.end()


def _title(drawing: Drawing, section: StructureElement, sheet: Sheet, down: float) -> None:
    """Draw the masthead over a rule, then date, number and page, `down` points lower than they are set."""
    area = drawing.book.wide
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


def _contents(drawing: Drawing, section: StructureElement, sheet: Sheet, width: float) -> None:
    """Draw a page of the contents: each line leads to its article and ends with its page."""
    for placed in sheet.lines:
        if placed.paragraph.article < 0:
            element = drawing.tags.heading(section, 2)
            drawing.text(element, placed.paragraph, placed.first, placed.last, placed.left, placed.top)
            continue
        last = section.kids[-1] if section.kids else None
        table = last if isinstance(last, StructureElement) and last.tag == "TOC" else section.add("TOC")
        if not placed.first:
            drawing.current = table.add("TOCI").add("Reference").add("Link")
        _contents_line(drawing, placed, width)


def _contents_line(drawing: Drawing, placed: PlacedLines, width: float) -> None:
    """Draw an entry of the contents, its leader and its page number."""
    paragraph = placed.paragraph
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
        drawing.canvas.dots(
            start, end, bottom + paragraph.pitch / 2 - size * 0.3, size, paragraph.style.color
        )
        drawing.canvas.end()


def _draw_lines(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw lines of a block; where an article begins, open it in outline and structure."""
    paragraph, canvas = placed.paragraph, drawing.canvas
    if paragraph.opens and not placed.first and not placed.again:
        _open_article(drawing, paragraph.opens)
        name = f"article-{paragraph.article}"
        canvas.place(name, placed.top + paragraph.style.before)
        canvas.outline(paragraph.opens.name, name, paragraph.opens.level)
        if not placed.at_top:
            _separate(drawing, placed)
    if paragraph.row is not None:
        draw_row(drawing, placed, paragraph.row)
        _margin(drawing, placed)
        return
    if paragraph.picture:
        _draw_picture(drawing, placed, paragraph.picture)
        return
    if not placed.first:
        *label, drawing.current = _elements(drawing, paragraph)
        if label and paragraph.label:
            alone = paragraph._replace(lines=(paragraph.label,))
            drawing.text(label[0], alone, 0, 1, placed.left, placed.top)
    drawing.text(drawing.current, paragraph, placed.first, placed.last, placed.left, placed.top)
    _margin(drawing, placed)


def _draw_picture(drawing: Drawing, placed: PlacedLines, picture: Picture) -> None:
    """Draw a picture as a figure with its text (ISO 14289-1, 7.3), from the upper edge of its line down."""
    line = placed.paragraph.lines[0]
    across, along = picture.height, picture.width
    if drawing.typesetter.is_vertical:
        across, along = along, across
    left, high = placed.left + line.left, line.width * across / along
    bottom = placed.top - high
    box = drawing.canvas.box(left, bottom, left + line.width, placed.top)
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
    if paragraph.name == REMARK:
        return [drawing.article.add("Note", identifier=f"remark-{len(tags.owners)}-{len(tags.owners[-1])}")]
    if paragraph.name == WITHOUT_TEXT:
        if paragraph.article < 0:
            drawing.article = tags.root.add("Sect")
        return [drawing.article.add("P")]
    if paragraph.name == "note" and paragraph.label:
        note = drawing.article.add("Note", identifier=f"note-{paragraph.label.text.strip()}")
        return [note.add("Lbl"), note.add("P")]
    if paragraph.name == Role.TABLE_CAPTION:
        return [caption_element(drawing)]
    labelled = paragraph.label is not None
    return block(tags, drawing.article, paragraph.name, 2 + drawing.depth, labelled=labelled)


def _margin(drawing: Drawing, placed: PlacedLines) -> None:
    """Draw the numbers of the notes beside their lines: outside the page's last column, else on its left."""
    paragraph, style, area = placed.paragraph, drawing.typesetter.sheet.of("note"), drawing.book.area
    outside = area.columns > 1 and placed.left >= area.edge(area.columns - 1) - 1
    if not any(line.margin for line in paragraph.lines):
        return
    small = replace(drawing.typesetter, sheet=_smaller(drawing.typesetter.sheet, style))
    for n, line in enumerate(paragraph.lines[placed.first : placed.last]):
        if not line.margin:
            continue
        label = small.paragraph(line.margin, "note", style.size * 6)
        top = placed.top - n * paragraph.pitch - (paragraph.pitch - label.pitch) / 2
        away = NOTE_DISTANCE * paragraph.style.size
        aside = area.width + away if outside else -label.lines[0].width - away
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
