"""How long the lines of a text are in Word, about: a Han character is an em wide, a Latin letter half of it.

A word processor sets the lines itself, with the fonts that it finds. What is measured here serves two ends:
headings in which no word is cut, and the page numbers that the contents show until Word has counted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
OPENING, CLOSING = "“‘《〈（「『【〔([", "”’》〉）」』】〕)]，。、；：？！,.;:?!…—"
UNIT = re.compile(rf"[{re.escape(OPENING)}]*(?:[!-~\u00c0-\u024f]+|.)[{re.escape(CLOSING)}]*", re.DOTALL)
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


def lines_of(text: str, width: float, indent: float = 0.0, mark: float = 1.0) -> Iterator[EstimatedLine]:
    """Break a paragraph as a word processor does: as many characters on a line as it holds."""
    at = 0
    for part in text.split("\n"):
        start, used, shown = at, indent, indent
        for match in UNIT.finditer(part):
            unit = match[0]
            needed = width_of(unit, mark)
            if used + width_of(unit.rstrip(), mark) > width and used > indent:
                yield EstimatedLine(start, at + match.start(), shown)
                start, used, indent = at + match.start(), 0.0, 0.0
            used += needed
            shown = used if unit.strip() else shown
        yield EstimatedLine(start, at + len(part), shown)
        at += len(part) + 1
        indent = 0.0


def heading_width(text: str, words: Sequence[str], width: float) -> float:
    """Return the measure in which a heading takes no more lines, cuts the fewest words, and is well balanced.

    `words` joined are the text. Of a heading of one line it is the whole measure.

    "渝万高铁控制性工程光裕寨隧道贯通", 13.5 ems  ->  10: 渝万高铁控制性工程 / 光裕寨隧道贯通
    """
    whole = list(lines_of(text, width))
    if len(whole) < 2:
        return width
    inside = {at for quoted in QUOTED.finditer(text) for at in range(quoted.start() + 1, quoted.end())}
    ends = {*accumulate(map(len, words))} - inside
    best = tried = width
    fewest: tuple[int, float] | None = None
    while tried > width / 3 and len(lines := list(lines_of(text, tried))) <= len(whole):
        longest = max(line.width for line in lines)
        for measure in (tried, longest + CLEARANCE):
            pressed = list(lines_of(text, measure, mark=PRESSED))
            price = (max(_cut(lines, ends), _cut(pressed, ends)), _raggedness(lines))
            if fewest is None or price < fewest:
                fewest, best = price, min(measure, width)
        tried -= STEP
    return best


def _cut(lines: Sequence[EstimatedLine], ends: set[int]) -> int:
    """Count the lines that end within a word."""
    return sum(line.stop not in ends for line in lines)


def _raggedness(lines: Sequence[EstimatedLine]) -> float:
    return max(line.width for line in lines) - min(line.width for line in lines)
