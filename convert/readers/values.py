"""What attributes of files from outside say: numbers, boxes, whether two words stand close."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from unicodedata import east_asian_width

from convert.document.layout import NOWHERE, Box

LARGEST = 10_000_000
"""Of a coordinate: a sheet of eight metres in 1,200ths of an inch is smaller by far."""
LONGEST_NUMBER = 40
"""Characters."""


def number(text: str | None, otherwise: float = 0) -> float:
    """Return the number that an attribute has; `otherwise` where it has none, or one that cannot be.

    >>> number("14."), number("-3.5"), number(None), number("nan"), number("1e300")
    (14.0, -3.5, 0, 0, 0)
    """
    try:
        value = float(text) if text and len(text) <= LONGEST_NUMBER else otherwise
    except ValueError:
        return otherwise
    return value if isfinite(value) and abs(value) <= LARGEST else otherwise


def confidence(text: str | None, best: float = 1) -> float | None:
    """Return a confidence as 0 to 1, where `best` is the file's own best; None: it says none.

    >>> confidence("87", 100), confidence("1.5"), confidence(None), confidence("-1", 100)
    (0.87, None, None, None)
    """
    value = number(text, -1)
    return value / best if 0 <= value <= best else None


def points_box(text: str) -> Box:
    """Return the box around points; NOWHERE where there are none, or one of them cannot be.

    >>> points_box("10,20 30,20 30,45")
    Box(left=10, top=20, right=30, bottom=45)
    """
    try:
        values: Sequence[float] = list(map(int, text.replace(",", " ").split()))
    except ValueError:
        values = [number(value, LARGEST + 1) for value in text.replace(",", " ").split()]
    across, down = values[::2], values[1::2]
    if not down:
        return NOWHERE
    box = Box(min(across), min(down), max(across), max(down))
    return box if max(map(abs, box)) <= LARGEST else NOWHERE


def one_line(text: str) -> str:
    r"""Return a text without line ends, for what stands in one line has none; spaces stay as they are.

    >>> one_line("Nr.  17"), one_line("am\n Abend")
    ('Nr.  17', 'am Abend')
    """
    return text if len(text.splitlines()) == 1 else " ".join(text.split())


def is_close(before: str, after: str) -> bool:
    """Whether two words that a file parts are written without a space: both are of a script that has none.

    >>> is_close("头版", "要闻"), is_close("头版", "A4"), is_close("vor", "nehm")
    (True, False, False)
    """
    return bool(before and after) and _is_wide(before[-1]) and _is_wide(after[0])


def _is_wide(character: str) -> bool:
    return character >= "\u1100" and east_asian_width(character) in "WF" and not _is_hangul(character)


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
