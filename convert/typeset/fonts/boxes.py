"""What stands for a character that no font has: its code point in a box, two squares wide.

One glyph, so that who copies the text gets the character itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

WIDTH = 2000
"""Of a box, in 1/1000 of the font size."""

PATTERNS = (
    "111101101101111", "010110010010111", "111001111100111", "111001111001111",
    "101101111001001", "111100111001111", "111100111101111", "111001001010010",
    "111101111101111", "111101111001111", "111101111101101", "100100111101111",
    "111100100100111", "001001111101111", "111100111100111", "111100111100100",
)  # fmt: skip
"""The hexadecimal digits 0 to F, three dots wide and five high, from the top."""

ACROSS, DOWN, STROKE = 76, 100, 46
"""From dot to dot, and how thick a dot is; dots that touch make a line."""

EDGE, TOP, BOTTOM, LINE = 60, 800, -60, 40
"""Of the box: blank at its sides, upper and lower edge, thickness of its lines."""


class Rectangle(NamedTuple):
    """A part of a box; lengths in 1/1000 of the font size."""

    left: int
    bottom: int
    width: int
    height: int


def box(code: int) -> Iterator[Rectangle]:
    """Draw the box of a code point: U+3134A as 3134A between four lines."""
    right = WIDTH - EDGE
    yield Rectangle(EDGE, TOP - LINE, right - EDGE, LINE)
    yield Rectangle(EDGE, BOTTOM, right - EDGE, LINE)
    yield Rectangle(EDGE, BOTTOM, LINE, TOP - BOTTOM)
    yield Rectangle(right - LINE, BOTTOM, LINE, TOP - BOTTOM)
    digits = f"{code:04X}"
    left = (WIDTH - (4 * len(digits) - 2) * ACROSS) // 2
    head = (TOP + BOTTOM + 4 * DOWN - STROKE) // 2
    for place, digit in enumerate(digits):
        yield from _digit(PATTERNS[int(digit, 16)], left + 4 * place * ACROSS, head)


def _digit(pattern: str, left: int, head: int) -> Iterator[Rectangle]:
    """Draw a digit: each dot, and on to its neighbours on the right and below."""
    for n, dark in enumerate(pattern):
        if dark == "1":
            row, column = divmod(n, 3)
            x, y = left + column * ACROSS, head - row * DOWN
            right = column < 2 and pattern[n + 1] == "1"
            below = row < 4 and pattern[n + 3] == "1"
            yield Rectangle(x, y, STROKE + ACROSS * right, STROKE)
            if below:
                yield Rectangle(x, y - DOWN, STROKE, DOWN)
