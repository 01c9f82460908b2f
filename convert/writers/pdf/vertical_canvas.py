"""Drawing a page whose lines run from top to bottom: places are given as on a page turned to the left."""

from __future__ import annotations

from convert.typeset.styles import PageStyle
from convert.writers.pdf.canvas import BOLD, PdfCanvas, color_code
from convert.writers.pdf.set_paragraphs import SetParagraph

MIDDLE = 0.38
"""From the base line of letters that lie on their side to the middle of the line, in the font size."""


class VerticalCanvas(PdfCanvas):
    """The pages of a document with vertical lines."""

    __slots__ = ("_height",)

    def __init__(self, page: PageStyle) -> None:
        """Begin the first page; `page` is the sheet as it is seen."""
        super().__init__(page)
        self._height = page.height

    def lines(self, paragraph: SetParagraph, first: int, last: int, left: float, top: float) -> None:
        """Draw lines of a paragraph, the right edge of the first at `top`; horizontal ones as they are."""
        if not paragraph.is_vertical:
            super().lines(paragraph, first, last, left, top)
            return
        style = paragraph.style
        color = color_code(style.color)
        code = [f"q {color} rg BT {BOLD * style.size:.3f} w 1 j {color} RG"]
        middle = top - paragraph.pitch / 2
        for line in paragraph.lines[first:last]:
            for segment in line.segments:
                down = self._height - left - line.left - segment.start * style.size / 1000
                if segment.upright:
                    code.append(f"1 0 0 1 {middle:.3f} {down:.3f} Tm")
                else:
                    code.append(f"0 -1 1 0 {middle - MIDDLE * style.size:.3f} {down:.3f} Tm")
                code.append(segment.code)
            middle -= paragraph.pitch
        code.append("ET Q")
        self.literal("\n".join(code))

    def rule(self, left: float, right: float, y: float, width: float, color: str = "#000000") -> None:
        """Draw a rule beside the lines."""
        self.line((y, self._height - left), (y, self._height - right), f"{width:g} w", color)

    def dots(self, left: float, right: float, y: float, size: float, color: str) -> None:
        """Draw a line of dots down the line."""
        self.line((y, self._height - left), (y, self._height - right), self.dotted(size), color)

    def link(self, name: str, left: float, bottom: float, right: float, top: float) -> int:
        """Make a rectangle lead to a place of that name; return the link's number on the page."""
        return super().link(name, *self.box(left, bottom, right, top))

    def place(self, name: str, _top: float) -> None:
        """Name this page: lines that begin anywhere on it begin at its upper edge."""
        super().place(name, self._height)

    def picture(self, number: int, left: float, bottom: float, width: float, height: float) -> None:
        """Draw a picture as it is seen; `width` is along the line."""
        left, bottom, right, top = self.box(left, bottom, left + width, bottom + height)
        super().picture(number, left, bottom, right - left, top - bottom)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a rectangle as it is seen."""
        return bottom, self._height - right, top, self._height - left
