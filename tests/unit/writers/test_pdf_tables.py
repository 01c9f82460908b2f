"""The structure of tables in a PDF: a table has its caption and rows, whatever is shown between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from convert.typeset.styles import load_style
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.draw_tables import caption_element, draw_row
from convert.writers.pdf.layout import PlacedLines
from convert.writers.pdf.set_paragraphs import SetParagraph, SetRow
from convert.writers.pdf.tags import StructureElement

SHEET = load_style("newspaper")


@dataclass(slots=True)
class Drawing:
    """Pages on which nothing but the structure is of interest."""

    canvas: PdfCanvas = field(default_factory=lambda: PdfCanvas(SHEET.page))
    article: StructureElement = field(default_factory=lambda: StructureElement("Sect"))
    table: StructureElement = field(default_factory=lambda: StructureElement("Table"))
    caption: StructureElement | None = None
    cells: list[StructureElement] = field(default_factory=list)

    def text(
        self,
        element: StructureElement,
        paragraph: SetParagraph,
        first: int,
        last: int,
        left: float,
        top: float,
    ) -> None:
        """Draw nothing."""


def row(drawing: Drawing) -> None:
    """Draw a row behind a caption."""
    own = SetRow((), 0, 90, is_first=True, is_head=False, rule_below=False, has_caption=True)
    paragraph = SetParagraph((), SHEET.of("body"), 0, "table", row=own)
    draw_row(drawing, PlacedLines(paragraph, 0, 0, 0, 90, at_top=False), own)


def test_a_remark_between_captions_parts_no_table() -> None:
    """Both captions are one, of the table that has the row; the next caption begins another."""
    drawing = Drawing()
    first = caption_element(drawing)
    drawing.article.add("Note")
    assert caption_element(drawing) is first
    row(drawing)
    assert caption_element(drawing) is not first
    row(drawing)
    kids = [
        (kid.tag, [each.tag for each in kid.kids if isinstance(each, StructureElement)])
        for kid in drawing.article.kids
        if isinstance(kid, StructureElement)
    ]
    assert kids == [("Table", ["Caption", "TR"]), ("Note", []), ("Table", ["Caption", "TR"])]
