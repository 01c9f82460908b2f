"""The measure: how many square characters a column's line holds, and what that says of a seam.

Han glyphs are square, so that a column of n characters is full with n of them. A line that is full
without a stop goes on; a line in which the next word would still have found room has ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from convert.language.han import NEVER_FIRST, NEVER_LAST

WORD = re.compile(r"[A-Za-z0-9.%+/@-]+|.", re.DOTALL)
HALF = frozenset(",;:?!()")
"""Half-width marks; between Han they stand for full-width ones."""
NARROWEST, WIDEST = 8, 40
LONGEST = 240
"""Over more lines than this small deviations add up, and a text says nothing of the measure."""
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


Piece = tuple[float, bool, bool]
"""A word's width in squares, whether it may never begin a line, whether it may never end one."""


def words(text: str) -> list[Piece]:
    """Cut a text into what a line break may not part: single wide characters, whole Latin words."""
    found: list[Piece] = []
    for word in WORD.findall(text):
        if word >= "\u2e80":
            found.append((1.0, word in NEVER_FIRST, word in NEVER_LAST))
        elif not word.isspace():
            found.append((1.0 if word in HALF else width(word), word in NEVER_FIRST, word in NEVER_LAST))
    return found


def last_line(pieces: Sequence[Piece], squares: float, used: float) -> float:
    """Set words in lines of a measure and return how full the last line is.

    `used` is what stands on the first line already: the indent, or what another block left there.
    The two rules of Chinese line breaking hold: see NEVER_FIRST and NEVER_LAST.
    """
    carried = 0.0
    limit = squares + 1e-9
    for size, never_first, never_last in pieces:
        if used + size > limit and not (never_first and used + size <= squares + 1):
            used = carried
            carried = 0.0
        used += size
        carried = carried + size if never_last else 0.0
    return used


def line_count(pieces: Sequence[Piece], squares: float, used: float) -> int:
    """Set words in lines of a measure and return how many lines they fill."""
    lines, carried = 1, 0.0
    for size, never_first, never_last in pieces:
        if used + size > squares + 1e-9 and not (never_first and used + size <= squares + 1):
            used, carried, lines = carried, 0.0, lines + 1
        used += size
        carried = carried + size if never_last else 0.0
    return lines


def from_cuts(tails: Iterable[str]) -> Measure:
    """Find the measure at which most of the given cut paragraphs end with a full line."""
    return _from_cuts(tuple(text for text in tails if NARROWEST < len(text) <= LONGEST)[:12])


@lru_cache(maxsize=64)
def _from_cuts(tails: tuple[str, ...]) -> Measure:
    """Try each measure; several passes ask this of the same page."""
    texts = [words(text) for text in tails]
    if len(texts) < 2:
        return UNKNOWN
    best, most = 0.0, -1.0
    for squares in range(NARROWEST, WIDEST + 1):
        full = sum([1.0 for text in texts if -1.0 <= squares - last_line(text, squares, INDENT) < 1.0])
        score = full - 2.0 * len(texts) / squares
        if score > most:
            best, most = float(squares), score
    chance = (WIDEST - NARROWEST) * (1 / 8) ** len(texts)  # of measures that all these fill by accident
    return Measure(best, max(0.0, min(1.0, most / len(texts))) * max(0.0, 1.0 - chance))
