"""What stands for a character that no font has: its code point in a box, two squares wide.

One glyph, so that who copies the text gets the character itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

WIDTH = 2000
"""Of a box, in 1/1000 of the font size."""

PATTERNS = (
    "111101101101111", "010110010010111", "111001111100111", "111001111001111",
    "101101111001001", "111100111001111", "111100111101111", "111001001010010",
    "111101111101111", "111101111001111", "111101111101101", "110101110101110",
    "111100100100111", "110101101101110", "111100111100111", "111100111100100",
)  # fmt: skip
"""The hexadecimal digits 0 to F, three dots wide and five high, from the top."""

DOT_WIDTH, DOT_HEIGHT = 72, 96
EDGE, TOP, BOTTOM, LINE = 60, 800, -60, 40
"""Of the box: blank at its sides, upper and lower edge, thickness of its lines."""

Rectangle = tuple[int, int, int, int]
"""Left, lower edge, width, height; in 1/1000 of the font size."""


def box(code: int) -> Iterator[Rectangle]:
    """Draw the box of a code point: U+3134A as 3134A between four lines."""
    right = WIDTH - EDGE
    yield EDGE, TOP - LINE, right - EDGE, LINE
    yield EDGE, BOTTOM, right - EDGE, LINE
    yield EDGE, BOTTOM, LINE, TOP - BOTTOM
    yield right - LINE, BOTTOM, LINE, TOP - BOTTOM
    digits = f"{code:04X}"
    left = (WIDTH - (4 * len(digits) - 1) * DOT_WIDTH) // 2
    foot = (TOP + BOTTOM - 5 * DOT_HEIGHT) // 2
    for place, digit in enumerate(digits):
        yield from _digit(PATTERNS[int(digit, 16)], left + 4 * place * DOT_WIDTH, foot)


def _digit(pattern: str, left: int, foot: int) -> Iterator[Rectangle]:
    """Draw a digit, the dots of a row that touch as one rectangle."""
    for row in range(5):
        column = 0
        for dark, group in groupby(pattern[3 * row : 3 * row + 3], key="1".__eq__):
            count = len(list(group))
            if dark:
                y = foot + (4 - row) * DOT_HEIGHT
                yield left + column * DOT_WIDTH, y, count * DOT_WIDTH, DOT_HEIGHT
            column += count
