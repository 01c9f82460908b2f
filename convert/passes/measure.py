"""The measure: how many square characters a column's line holds, and what that says of a seam.

Han glyphs are square, so that a column of n characters is full with n of them. A line that is full
without a stop goes on; a line in which the next word would still have found room has ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convert.language.han import NEVER_FIRST, NEVER_LAST, is_wide

WORD = re.compile(r"[A-Za-z0-9.%+/@-]+|.", re.DOTALL)
HALF = frozenset(",;:?!()")
"""Half-width marks; between Han they stand for full-width ones."""
NARROWEST, WIDEST = 8, 40
INDENT = 2.0


def width(text: str) -> float:
    """Return the width of a text in squares: a Han character is 1, a digit or letter 1/2."""
    narrow = sum([1 for c in text if c < "\u2e80" and c not in "“”‘’—…·,;:?!()"])
    return len(text) - narrow / 2 - sum([1 for c in text if c.isspace()]) / 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A column's line length in squares, and how sure it is (0 to 1)."""

    squares: float
    trust: float


UNKNOWN = Measure(0.0, 0.0)


def from_lines(lines: Sequence[str]) -> Measure:
    """Find the measure of hard-wrapped text: the width that most inner lines have."""
    widths = Counter(round(width(line)) for line in lines if NARROWEST <= width(line) <= WIDEST)
    total = sum(widths.values())
    if total < 4:
        return UNKNOWN
    around = {w: n + widths.get(w - 1, 0) * 0.5 + widths.get(w + 1, 0) * 0.5 for w, n in widths.items()}
    best = max(sorted(around), key=lambda w: around[w])
    return Measure(float(best), min(1.0, around[best] / total))


def last_line(text: str, squares: float, used: float) -> float:
    """Set a text in lines of a measure and return how full the last line is.

    `used` is what stands on the first line already: the indent, or what another block left there.
    The two rules of Chinese line breaking hold: see NEVER_FIRST and NEVER_LAST.
    """
    carried = 0.0
    for found in WORD.finditer(text):
        word = found.group()
        size = 1.0 if word in HALF else width(word)
        if word.isspace():
            continue
        if used + size > squares + 1e-9 and not (word in NEVER_FIRST and used + size <= squares + 1):
            used = carried
            carried = 0.0
        used += size
        carried = carried + size if word in NEVER_LAST else 0.0
    return used


def fits(text: str, following: str, squares: float, used: float) -> bool:
    """Whether the first word of `following` would still have found room on the last line of `text`."""
    first = WORD.match(following.lstrip())
    if first is None:
        return False
    word = first.group()
    size = 1.0 if word in HALF else width(word)
    rest = squares - last_line(text, squares, used)
    return size <= rest + 1e-9 or (word in NEVER_FIRST and size <= rest + 1)


def from_cuts(tails: Iterable[tuple[str, str]]) -> Measure:
    """Find the measure at which most of the given cut paragraphs end with a full line.

    Each pair is the text of a paragraph up to a column's end, and the text after it.
    """
    pairs = [(text[-400:], after) for text, after in tails if len(text) > NARROWEST][:16]
    if len(pairs) < 2:
        return UNKNOWN
    best, most = 0.0, -1.0
    for squares in range(NARROWEST, WIDEST + 1):
        full = 0.0
        for text, _ in pairs:
            room = squares - last_line(text, squares, INDENT)
            full += 1.0 if -1.0 <= room < 1.0 else 0.0
        score = full - 2.0 * len(pairs) / squares
        if score > most:
            best, most = float(squares), score
    return Measure(best, max(0.0, min(1.0, most / len(pairs))))


def spaced(text: str) -> bool:
    """Whether most of a text's gaps between wide characters hold a space: 中 国 人."""
    gaps = sum([1 for a, b in zip(text, text[1:], strict=False) if is_wide(a) and b == " "])
    return gaps * 4 > len(text)
