"""Small newspaper pages as PDF, drawn in any order: what a born-digital paper delivers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 600, 800
SONG = "STSong-Light"
COLUMN, GUTTER, MARGIN = 120, 16, 40
PER_LINE = 12
"""Characters of body text in a line of a column."""


class Drawn(NamedTuple):
    """A line of text, x from the left and y from the top of the page."""

    text: str
    x: float
    y: float
    size: float = 10


def column_left(number: int) -> float:
    """Return where a column begins."""
    return MARGIN + number * (COLUMN + GUTTER)


def set_paragraphs(paragraphs: Sequence[str], tops: Sequence[float], bottom: float) -> list[Drawn]:
    """Set paragraphs, each indented by two characters, into columns with these tops, up to a bottom."""
    lines: list[tuple[str, int]] = []
    for paragraph in paragraphs:
        text = f"\u3000\u3000{paragraph}"
        pieces = [text[at : at + PER_LINE] for at in range(0, len(text), PER_LINE)]
        lines += [(piece.replace("\u3000", ""), piece.count("\u3000")) for piece in pieces]
    drawn: list[Drawn] = []
    column, y = 0, tops[0] + 10
    for text, indent in lines:
        if y > bottom:
            column += 1
            y = tops[column] + 10
        drawn.append(Drawn(text, column_left(column) + 10 * indent, y))
        y += 15
    return drawn


def pdf_page(
    lines: Sequence[Drawn],
    rules: Sequence[tuple[float, float, float, float]] = (),
    *,
    shuffle: int | None = None,
    mode: int = 0,
    by_character: bool = False,
) -> bytes:
    """Draw a page; `shuffle` is the seed of another order, `mode` how text is rendered (3: not at all)."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
    drawn = list(lines)
    if by_character:
        drawn = [
            Drawn(char, line.x + line.size * number, line.y, line.size)
            for line in drawn
            for number, char in enumerate(line.text)
        ]
    if shuffle is not None:
        random.Random(shuffle).shuffle(drawn)
    for text, x, y, size in drawn:
        item = canvas.beginText(x, HEIGHT - y)
        item.setFont(SONG, size)
        item.setTextRenderMode(mode)
        item.textOut(text)
        canvas.drawText(item)
    for x0, y0, x1, y1 in rules:
        canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
