"""The PDF: typeset as Chinese print is, with embedded fonts, contents, outline and page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.document.model import Document
from convert.document.roles import Role
from convert.language import language
from convert.typeset import display
from convert.typeset.identity import edition, identifier
from convert.typeset.notes import change_notes
from convert.typeset.page_breaks import sheet_labels
from convert.typeset.pictures import picture_messages
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.pdf import compose
from convert.writers.pdf.document_faces import document_faces
from convert.writers.pdf.finish import Attachment, Numbering, finish
from convert.writers.pdf.front import set_front, without_contents
from convert.writers.pdf.heads import Heads
from convert.writers.pdf.layout import Sheet, fill, frame, placed_lines
from convert.writers.pdf.lead import fill_under_lead
from convert.writers.pdf.page import Book, draw
from convert.writers.pdf.pictures import page_images, with_pictures
from convert.writers.pdf.remarks import with_remarks
from convert.writers.pdf.set_paragraphs import OutlineEntry
from convert.writers.pdf.shaping import Shaper
from convert.writers.pdf.tables import set_table
from convert.writers.pdf.vertical import turned, vertical_shaper
from convert.writers.pdf.xmp import PdfProperties

__all__ = ["Attachment", "typeset", "write_pdf"]

PROGRAM = "backfile"

MOST_RUNS_NAMED = 50
"""Characters, or runs of neighbouring ones, that a warning names one by one."""


def write_pdf(document: Document, style: StyleSheet, context: WriteContext) -> Rendered:
    """Write a document as PDF/A-2u and PDF/UA-1.

    Raises:
        StyleError: a font that the style names does not exist or cannot be embedded.

    """
    return typeset(document, style, context)


def typeset(
    document: Document,
    style: StyleSheet,
    context: WriteContext,
    *,
    show_changes: bool = False,
    attachments: Sequence[Attachment] = (),
) -> Rendered:
    """Write a document as PDF, with more in it than the reading.

    With `show_changes`, numbers in the margin lead to notes that say what the source has. With
    `attachments`, the file is PDF/A-3u and carries them inside: the TEI, the source as it came.

    Raises:
        StyleError: a font that the style names does not exist or cannot be embedded.

    """
    document_fonts = document_faces(style)
    shaper, chains = document_fonts.shaper(display.language_tag(document.meta)), document_fonts.chains
    words = language(document.meta.language).words
    heading = compose.Typesetter(style, shaper, chains, words)
    typesetter, page = heading, style.page
    if style.page.writing == "vertical-rl":
        page = turned(page)
        typesetter = compose.Typesetter(replace(style, page=page), vertical_shaper(shaper), chains, words)
    size = style.of(Role.BODY).size
    area, wide = frame(page, size), frame(page, size, columns=1)
    notes = change_notes(document) if show_changes else {}
    named, paragraphs = compose.body(document, typesetter, area.width, notes, set_table)
    paragraphs = with_pictures(paragraphs, context.pictures, typesetter, area)
    paragraphs = with_remarks(paragraphs, document, typesetter, area.width)
    paragraphs += compose.endnotes(document, typesetter, area.width, notes)
    images: list[Sheet] = []
    if context.pictures.pages:
        named.append(OutlineEntry(picture_messages(document.meta).page_images, 0))
        last = len(named) - 1
        images = fill(page_images(context.pictures.pages, typesetter, wide, last, named[-1]), wide)
    front = set_front(document, named, typesetter, wide, area)
    sheets = fill_under_lead(paragraphs, typesetter, wide, area, front.foot) + images
    if front.contents and not any(_first_pages(sheets)):
        front = without_contents(front, document, typesetter, wide)
        sheets = fill_under_lead(paragraphs, typesetter, wide, area, front.foot) + images
    book = Book(
        front=front,
        sheets=tuple(sheets),
        named=tuple(named),
        first_pages=_first_pages(sheets),
        labels=sheet_labels([page for placed in sheet.lines for page in placed.printed] for sheet in sheets),
        wide=wide,
        area=area,
    )
    heads = Heads(heading, frame(style.page, size, columns=1), display.title(document), named)
    canvas, tags = draw(book, typesetter, heads)
    meta = document.meta
    properties = PdfProperties(
        title=display.title(document),
        subject=display.issue_line(document.meta),
        program=PROGRAM,
        identifier=identifier(document, edition(style, notes=show_changes)),
        language=display.language_tag(document.meta),
        issued=display.iso_date(document.meta),
        timestamp=context.timestamp,
        source="; ".join(filter(None, (display.printed_edition(meta), display.holding(meta)))),
        creator=display.one_line(meta.creator or meta.title),
        publisher=display.one_line(meta.publisher or meta.title),
        rights=display.one_line(meta.rights),
        licence=display.one_line(meta.licence),
        place=display.one_line(meta.place),
        issn=meta.issn,
        part=3 if attachments else 2,
    )
    labels = book.labels if len(document.pages) > 1 else ()
    numbering = Numbering(front.pages, labels)
    vertical = typesetter.is_vertical
    finish(
        canvas.document, shaper, tags, properties, numbering, attachments, book.pictures, vertical=vertical
    )
    return Rendered(canvas.finished(), _warnings(shaper))


def _first_pages(sheets: Sequence[Sheet]) -> tuple[int, ...]:
    """Return by article the page that it begins on, from 0."""
    return tuple(page for page, lines in placed_lines(sheets) if lines.paragraph.opens and not lines.first)


def _warnings(shaper: Shaper) -> tuple[str, ...]:
    """List the characters that are shown as code points: U+0106–U+010B, U+3134A."""
    missing = sorted(map(ord, shaper.uncovered))
    if not missing:
        return ()
    runs: list[list[int]] = []
    for code in missing:
        if runs and runs[-1][-1] == code - 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    ends = (dict.fromkeys((run[0], run[-1])) for run in runs[:MOST_RUNS_NAMED])
    named = ", ".join("–".join(f"U+{code:04X}" for code in end) for end in ends)
    rest = sum(map(len, runs[MOST_RUNS_NAMED:]))
    more = f" and {rest} more" if rest else ""
    return (f"pdf: no font has {named}{more}, shown as code points; name a fallback font in the style",)
