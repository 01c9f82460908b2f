"""Drawing on reportlab's canvas: text of our own lines, rules, marked content, links, the outline.

The canvas knows neither marked content nor text by glyph, so this class, and nothing else, writes
such operators into its pages.
"""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from convert.typeset.styles import PageStyle
from convert.writers.pdf.set_paragraphs import SetParagraph
from convert.writers.pdf.tagged import TaggedDocument

BASE_LINE = 0.88
"""Where the base line runs in a square character, from its top, in the font size."""

BOLD = 0.032
"""Width of the stroke that makes letters bold where no bold font has them, in the font size."""

DOT, DOT_STEP = 0.065, 0.4
"""Of a leader: how thick a dot is and how far the next one, in the font size."""

SLANT = 0.2
"""How far italic letters lean, in their height."""


class PdfCanvas:
    """The pages of one document as they are drawn."""

    __slots__ = ("_buffer", "_canvas", "document")

    def __init__(self, page: PageStyle) -> None:
        """Begin the first page."""
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(page.width, page.height), pageCompression=0)
        self.document = TaggedDocument()
        # its preamble would name Helvetica, which is not embedded
        vars(self._canvas).update(_doc=self.document, _preamble="")

    def begin(self, tag: str, number: int) -> None:
        """Open a piece of the structure, by its number on the page (ISO 32000-1, 14.7.4)."""
        self._canvas.addLiteral(f"/{tag}<</MCID {number}>>BDC")

    def artifact(self, kind: str = "Layout", part: str = "") -> None:
        """Open what belongs to the sheet and not to the text (14.8.2.2)."""
        subtype = f"/Subtype/{part}" if part else ""
        self._canvas.addLiteral(f"/Artifact<</Type/{kind}{subtype}>>BDC")

    def end(self) -> None:
        """Close marked content."""
        self._canvas.addLiteral("EMC")

    def lines(self, paragraph: SetParagraph, first: int, last: int, left: float, top: float) -> None:
        """Draw lines of a paragraph, the first one's upper edge at `top`."""
        style = paragraph.style
        base = top - (paragraph.pitch - style.size) / 2 - BASE_LINE * style.size
        color = color_code(style.color)
        code = [f"q {color} rg BT /T{paragraph.face} {style.size:g} Tf"]
        if style.bold:
            code.append(f"{2 * paragraph.stroked} Tr {BOLD * style.size:.3f} w 1 j {color} RG")
        x = y = 0.0
        for line in paragraph.lines[first:last]:
            now, down = round(left + line.left, 3), round(base, 3)
            if style.italic:
                code.append(f"1 0 {SLANT} 1 {now:.3f} {down:.3f} Tm")
            else:
                code.append(f"{now - x:.3f} {down - y:.3f} Td")
            x, y = now, down
            code.append(line.code)
            base -= paragraph.pitch
        code.append("ET Q")
        self._canvas.addLiteral("\n".join(code))

    def rule(self, left: float, right: float, y: float, width: float, color: str = "#000000") -> None:
        """Draw a rule between lines."""
        self.line((left, y), (right, y), f"{width:g} w", color)

    def dots(self, left: float, right: float, y: float, size: float, color: str) -> None:
        """Draw a line of dots in a font's size, as it leads from a title to its page number."""
        self.line((left, y), (right, y), self.dotted(size), color)

    def dotted(self, size: float) -> str:
        """Return the operators that make a line one of dots."""
        return f"{size * DOT:.2f} w 1 J [0 {size * DOT_STEP:.2f}] 0 d"

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str, color: str) -> None:
        """Draw a straight line between two places of the sheet."""
        path = f"{start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l"
        self.literal(f"q {color_code(color)} RG {kind} {path} S Q")

    def literal(self, code: str) -> None:
        """Write operators."""
        self._canvas.addLiteral(code)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a rectangle as it is seen."""
        return left, bottom, right, top

    def picture(self, number: int, left: float, bottom: float, width: float, height: float) -> None:
        """Draw the picture of a number into a rectangle."""
        self._canvas.addLiteral(f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /P{number} Do Q")

    def link(self, name: str, left: float, bottom: float, right: float, top: float) -> int:
        """Make a rectangle lead to a place of that name; return the link's number on the page."""
        self._canvas.linkRect("", name, (left, bottom, right, top), relative=0, thickness=0)
        return len(self.document.links[-1]) - 1

    def place(self, name: str, top: float) -> None:
        """Name a place on this page."""
        self._canvas.bookmarkHorizontal(name, 0, top)

    def outline(self, title: str, name: str, level: int) -> None:
        """Add an entry to the outline; a level is at most one more than the one before."""
        self._canvas.addOutlineEntry(title, name, level, closed=0)

    def turn(self) -> None:
        """End this page and begin the next."""
        self._canvas.addLiteral("")  # a page may hold nothing
        self._canvas.showPage()

    def finished(self) -> bytes:
        """Return the file, its fonts and all else being in the document."""
        self._canvas.showOutline()
        self._canvas.save()
        return self._buffer.getvalue()


def color_code(text: str) -> str:
    """#7a1f1f -> 0.478 0.122 0.122; what is no colour is black."""
    try:
        red, green, blue = bytes.fromhex(text.removeprefix("#"))
    except ValueError:
        return "0 0 0"
    return f"{red / 255:.3f} {green / 255:.3f} {blue / 255:.3f}"
