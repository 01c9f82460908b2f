"""How long the lines of a text are in Word, about: a Han character is an em wide, a Latin letter half of it.

A word processor sets the lines itself, with the fonts that it finds. What is measured here serves two ends:
headings in which no word is cut, and the page numbers that the contents show until Word has counted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from convert.text.pattern import LatePattern

HAN = LatePattern(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
OPENING, CLOSING = "“‘《〈（「『【〔([", "”’》〉）」』】〕)]，。、；：？！,.;:?!…—"
UNIT = re.compile(rf"\n|[{re.escape(OPENING)}]*(?:[!-~\u00c0-\u024f]+|[^\n])[{re.escape(CLOSING)}]*")
"""What no line end parts: a Latin word or one character, with the marks that belong to it."""
MARK = re.compile("[“‘《〈（「『【〔”’》〉）」』】〕，。、；：？！]")
PRESSED = 0.5
"""Ems of a wide mark whose blank half is taken away: word processors do so where a line is short of room."""
NARROW = re.compile(r"[ -~\u00a0-\u024f]")
LETTER = 0.52
"""Ems of a Latin letter or figure, on an average of text."""
QUOTED = re.compile("“[^”]{1,8}”|「[^」]{1,8}」|《[^》]{1,8}》")
"""A name or a term, which is one word to its readers."""
CLEARANCE = 0.01
"""Ems by which a measure is wider than the longest of its lines."""
LOST_BY_WORDS, LOST_BY_LETTERS = 1.3, 0.5
"""Ems at the end of a line, on an average, where words do not part, and where some are among Han."""
STEP = 0.25
"""Ems by which a measure is tried."""


class EstimatedLine(NamedTuple):
    """A line of a text."""

    start: int
    stop: int
    width: float
    """In ems, without the space at its end."""


def width_of(text: str, mark: float = 1.0) -> float:
    """Return the width of a text in ems; `mark` is that of a wide punctuation mark."""
    narrow, marks = len(NARROW.findall(text)), len(MARK.findall(text))
    return LETTER * narrow + mark * marks + (len(text) - narrow - marks)


class EstimatedUnit(NamedTuple):
    """What no line end parts."""

    start: int
    stop: int
    width: float
    bare: float
    """The width without a space at its end."""
    ends_line: bool = False


def units_of(text: str, mark: float = 1.0) -> list[EstimatedUnit]:
    """Measure the units of a text."""
    units = []
    for match in UNIT.finditer(text):
        unit = match[0]
        width = width_of(unit, mark)
        bare = width if unit[-1:] != " " else width_of(unit.rstrip(), mark)
        units.append(EstimatedUnit(match.start(), match.end(), width, bare, unit == "\n"))
    return units


def lines_of(units: Sequence[EstimatedUnit], width: float) -> Iterator[EstimatedLine]:
    """Break a text as a word processor does: as many units on a line as it holds."""
    start = stop = 0
    used = shown = 0.0
    for unit in units:
        if unit.ends_line or (used and used + unit.bare > width):
            yield EstimatedLine(start, unit.start, shown)
            start, used, shown = unit.stop if unit.ends_line else unit.start, 0.0, 0.0
        if not unit.ends_line:
            shown = used + unit.bare if unit.bare else shown
            used += unit.width
        stop = unit.stop
    yield EstimatedLine(start, stop, shown)


def line_count(text: str, width: float, indent: float = 0.0) -> int:
    """Return how many lines a paragraph takes, by its whole length: known much sooner than each line."""
    count = 0
    for part in text.split("\n"):
        narrow = len(NARROW.findall(part))
        lost = LOST_BY_WORDS if 2 * narrow > len(part) else LOST_BY_LETTERS if narrow else width % 1
        length = indent + LETTER * narrow + len(part) - narrow
        count += max(1, ceil(length / max(1.0, width - lost)))
        indent = 0.0
    return count


def heading_width(text: str, words: Sequence[str], width: float) -> float:
    """Return the measure in which a heading takes no more lines, cuts the fewest words, and is well balanced.

    `words` joined are the text. Of a heading of one line it is the whole measure.

    "渝万高铁控制性工程光裕寨隧道贯通", 13.5 ems  ->  10: 渝万高铁控制性工程 / 光裕寨隧道贯通
    """
    units = units_of(text)
    whole = list(lines_of(units, width))
    if len(whole) < 2:
        return width
    inside = {at for quoted in QUOTED.finditer(text) for at in range(quoted.start() + 1, quoted.end())}
    ends = {*accumulate(map(len, words))} - inside
    pressed = units_of(text, PRESSED)
    best = tried = width
    fewest: tuple[int, float] | None = None
    while tried > width / 3 and len(lines := list(lines_of(units, tried))) <= len(whole):
        longest = max(line.width for line in lines)
        for measure in (tried, longest + CLEARANCE):
            cut = max(_cut(lines, ends), _cut(list(lines_of(pressed, measure)), ends))
            price = (cut, _raggedness(lines))
            if fewest is None or price < fewest:
                fewest, best = price, min(measure, width)
        tried -= STEP
    return best


def _cut(lines: Sequence[EstimatedLine], ends: set[int]) -> int:
    """Count the lines that end within a word."""
    return sum(line.stop not in ends for line in lines)


def _raggedness(lines: Sequence[EstimatedLine]) -> float:
    return max(line.width for line in lines) - min(line.width for line in lines)
