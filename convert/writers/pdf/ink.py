"""Drawing on reportlab's canvas: text of our own lines, rules, marked content, links, the outline.

The canvas has no operator for marked content or for text by glyph, so this class, and nothing else,
writes into its stream of operators.
"""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from convert.styles import PageStyle
from convert.writers.pdf.compose import Paragraph

CAP_LINE = 0.88
"""Where the base line runs in a square character, from its top (the em box of Source Han)."""

BOLD = 0.032
"""Width of the stroke that makes letters bold, in the font size."""

SLANT = 0.2
"""How far italic letters lean, in their height."""


class Ink:
    """The pages of one document as they are drawn."""

    __slots__ = ("_buffer", "_canvas")

    def __init__(self, page: PageStyle, language: str) -> None:
        """Begin the first page."""
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(page.width, page.height),
            pageCompression=0,  # the last pass compresses, once
            invariant=1,
            lang=language or None,
            pdfVersion=(1, 7),
        )
        self._canvas._preamble = ""  # noqa: SLF001 - it would name Helvetica, which is not embedded

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)  # noqa: SLF001 - the only way to the page's stream

    def begin(self, tag: str, number: int = -1) -> None:
        """Open marked content: a piece of the structure by its number on the page, or an artifact."""
        self._write(f"/{tag} <</MCID {number}>> BDC" if number >= 0 else f"/{tag} BMC")

    def end(self) -> None:
        """Close marked content."""
        self._write("EMC")

    def lines(self, paragraph: Paragraph, first: int, last: int, left: float, top: float) -> None:
        """Draw lines of a paragraph, the first one's upper edge at `top`."""
        style = paragraph.style
        base = top - (paragraph.pitch - style.size) / 2 - CAP_LINE * style.size
        color = _color(style.color)
        code = [f"q {color} rg BT /T{paragraph.face} {style.size:g} Tf"]
        if style.bold:
            code.append(f"2 Tr {BOLD * style.size:.3f} w 1 j {color} RG")
        x = y = 0.0
        for line in paragraph.lines[first:last]:
            now, down = left + line.left, base
            if style.italic:
                code.append(f"1 0 {SLANT} 1 {now:.3f} {down:.3f} Tm")
            else:
                code.append(f"{now - x:.3f} {down - y:.3f} Td")
            x, y = round(now, 3), round(down, 3)
            code.append(line.code)
            base -= paragraph.pitch
        code.append("ET Q")
        self._write("\n".join(code))

    def rule(self, left: float, right: float, y: float, width: float, color: str = "#000000") -> None:
        """Draw a horizontal rule."""
        self._write(f"q {_color(color)} RG {width:g} w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S Q")

    def link(self, name: str, left: float, bottom: float, right: float, top: float) -> None:
        """Make a rectangle lead to a place of that name."""
        self._canvas.linkRect("", name, (left, bottom, right, top), relative=0, thickness=0)

    def place(self, name: str, top: float) -> None:
        """Name a place on this page."""
        self._canvas.bookmarkHorizontal(name, 0, top)

    def outline(self, title: str, name: str, level: int) -> None:
        """Add an entry to the outline; a level is at most one more than the one before."""
        self._canvas.addOutlineEntry(title, name, level, closed=0)

    def turn(self) -> None:
        """End this page and begin the next."""
        self._write("")  # a page may hold nothing
        self._canvas.showPage()

    def finished(self) -> bytes:
        """Return the file as reportlab makes it; fonts are still missing."""
        self._canvas.showOutline()
        self._canvas.save()
        return self._buffer.getvalue()


def _color(text: str) -> str:
    """#7a1f1f -> 0.478 0.122 0.122; what is no colour is black."""
    try:
        red, green, blue = bytes.fromhex(text.removeprefix("#"))
    except ValueError:
        return "0 0 0"
    return f"{red / 255:.3f} {green / 255:.3f} {blue / 255:.3f}"
