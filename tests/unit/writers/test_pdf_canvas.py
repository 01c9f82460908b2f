"""Drawing on reportlab's canvas: links are numbered page by page."""

from __future__ import annotations

from io import BytesIO

from pikepdf import Pdf

from convert.typeset.styles import PageStyle
from convert.writers.pdf.canvas import PdfCanvas


def test_links_are_numbered_by_page() -> None:
    """The number of a link is its place among the annotations of its page, on the first page too."""
    ink = PdfCanvas(PageStyle())
    ink.place("there", 700)
    numbers = [[ink.link("there", 0, 0, 10 + n, 10) for n in range(2)]]
    ink.turn()
    numbers.append([ink.link("there", 0, 0, 20, 10)])
    assert numbers == [[0, 1], [0]]
    ink.turn()
    with Pdf.open(BytesIO(ink.finished())) as pdf:
        drawn = [[float(a.Rect[2]) for a in page.obj.get("/Annots", [])] for page in pdf.pages]
    assert drawn[:2] == [[10, 11], [20]]
