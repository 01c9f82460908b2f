"""Where a line of Chinese or Latin text may end, and how it is filled out to the measure.

Rules: Requirements for Chinese Text Layout (CLREQ, W3C), 3.1.3 to 3.1.6 and 3.2; each is a table here.
Widths are in 1/1000 of the font size. Time is linear in the text, whatever it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, pairwise

EM, HALF, QUARTER, EIGHTH = 1000, 500, 250, 125


class Kind(IntEnum):
    """What a unit of a line is to its neighbours."""

    HAN = 0
    OPEN = 1
    """Opens a bracket or quotation: its left half is blank."""
    CLOSE = 2
    """Closes one, or stops a sentence or part of it: its right half is blank."""
    MIDDLE = 3
    """Stands in the middle of its square: ·"""
    DASH = 4
    """—— and ……: two squares, never parted."""
    WORD = 5
    """Latin letters, digits and their marks, never parted."""
    SPACE = 6
    BREAK = 7
    """A line end that the text keeps."""
    TIED = 8
    """A mark without a blank half that may not begin a line: 々 ー ％."""
    BOUND = 9
    """A mark without a blank half that may not end a line: ￥ №."""


KINDS = {
    **dict.fromkeys("（《〈「『【〔〖［｛“‘", Kind.OPEN),
    **dict.fromkeys("）》〉」』】〕〗］｝”’、。，．；：！？", Kind.CLOSE),
    **dict.fromkeys("·・‧", Kind.MIDDLE),
    **dict.fromkeys("—…⸺～", Kind.DASH),
    **dict.fromkeys("々〻ー％‰℃°／＼", Kind.TIED),
    **dict.fromkeys("￥＄￡№＃", Kind.BOUND),
    **dict.fromkeys(" \t\u2002\u2003\u2009\u3000", Kind.SPACE),
    "\n": Kind.BREAK,
}
"""Full-width marks by what they are; CLREQ 3.1.2 names them, GB/T 15834 what they do."""

NEVER_FIRST = frozenset({Kind.CLOSE, Kind.MIDDLE, Kind.TIED, Kind.SPACE})
"""Kinds that may not begin a line (CLREQ 3.1.3.1)."""

NEVER_LAST = frozenset({Kind.OPEN, Kind.BOUND})
"""Kinds that may not end a line (CLREQ 3.1.3.2)."""

LATIN_NEVER_FIRST = frozenset(",.;:!?)]}%’”")
LATIN_NEVER_LAST = frozenset("([{$#‘“")
"""The same for the first and last character of a Latin word beside Han."""

BETWEEN = {
    (Kind.CLOSE, Kind.CLOSE): -HALF,
    (Kind.CLOSE, Kind.OPEN): -HALF,
    (Kind.OPEN, Kind.OPEN): -HALF,
    (Kind.CLOSE, Kind.MIDDLE): -QUARTER,
    (Kind.MIDDLE, Kind.CLOSE): -QUARTER,
    (Kind.MIDDLE, Kind.OPEN): -QUARTER,
    (Kind.OPEN, Kind.MIDDLE): -QUARTER,
    (Kind.HAN, Kind.WORD): QUARTER,
    (Kind.WORD, Kind.HAN): QUARTER,
}
"""What is taken or given between two units: adjacent marks share a blank half (CLREQ 3.1.6.1),
Han and Latin stand a quarter apart (3.2.2)."""

MOST_BETWEEN = HALF
"""Most that justification adds at one place before a line is left short."""

STRETCH_LIMIT = EM
"""Up to this much is pushed out to the next line rather than marks squeezed on this one."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A character or word that no line end may part."""

    text: str
    width: int
    kind: Kind
    pieces: tuple[tuple[int, str], ...] = ()
    """What draws it: the number of a face, and an operand of TJ (ISO 32000-1, 9.4.3)."""
    differs: bool = False
    """Whether what is drawn is not the text: a code point in its box."""


@dataclass(frozen=True, slots=True)
class Line:
    """Units `first` to `last` (not included) on one line."""

    first: int
    last: int
    shift: int
    """How far the line starts left of the measure's edge, so that a bracket's blank half hangs out."""
    width: int
    """From the edge to the end of the last mark, after justification."""
    gaps: tuple[int, ...]
    """What stands before each unit but the first; negative where marks are squeezed."""


def may_part(before: Unit, after: Unit) -> bool:
    """Whether a line may end between two units.

    新|年 yes, 新|， no, （|新 no, —|— no.
    """
    if before.kind is Kind.BREAK:
        return True
    if after.kind in NEVER_FIRST or after.kind is Kind.BREAK or before.kind in NEVER_LAST:
        return False
    if after.kind is Kind.DASH:
        return before.kind is not Kind.DASH
    if after.kind is Kind.WORD and after.text[0] in LATIN_NEVER_FIRST and before.kind is not Kind.SPACE:
        return False
    return not (before.kind is Kind.WORD and before.text[-1] in LATIN_NEVER_LAST)


def between(before: Unit, after: Unit) -> int:
    """Return what is taken or given between two units on one line."""
    gap = BETWEEN.get((before.kind, after.kind), 0)
    if gap < 0:
        return gap if before.width >= EM - EIGHTH or after.width >= EM - EIGHTH else 0
    if gap:
        edge = before.text[-1] if before.kind is Kind.WORD else after.text[0]
        return gap if edge.isalnum() or edge in "%°" else 0
    return 0


def yields(before: Unit, after: Unit, gap: int) -> int:
    """Return how much a squeezed line may take away between two units (CLREQ 3.1.6.3)."""
    if gap > 0:
        return EIGHTH
    if gap == 0 and (before.kind is Kind.CLOSE or after.kind is Kind.OPEN):
        return QUARTER
    return before.width // 4 if before.kind is Kind.SPACE else 0


def break_lines(
    units: Sequence[Unit], measure: int, indent: int = 0, *, justify: bool = True
) -> Iterator[Line]:
    """Break a paragraph into lines of a measure, the first one shorter by the indent."""
    if not units:
        return
    gaps = [0, *(between(a, b) for a, b in pairwise(units))]
    give = [0, *(yields(a, b, g) for (a, b), g in zip(pairwise(units), gaps[1:], strict=True))]
    ends = list(accumulate(u.width + g for u, g in zip(units, gaps, strict=True)))
    given = list(accumulate(give))
    text = _Text(units, gaps, ends, given, give)
    first, room = 0, measure - indent
    while first < len(units):
        shift = HALF if first and units[first].kind is Kind.OPEN and units[first].width >= EM else 0
        last = text.end_of_line(first, room + shift)
        yield text.fill(first, last, room + shift, shift, justify=justify)
        first, room = last, measure


@dataclass(frozen=True, slots=True)
class _Text:
    """The units of a paragraph with their places on one endless line."""

    units: Sequence[Unit]
    gaps: Sequence[int]
    ends: Sequence[int]
    given: Sequence[int]
    give: Sequence[int]

    def width(self, first: int, last: int) -> int:
        """Return how wide units are as they come."""
        return self.ends[last - 1] - (self.ends[first] - self.units[first].width)

    def hangs(self, first: int, last: int) -> int:
        """Return what the end of a line may drop: a blank half, or the space after a word."""
        dropped = 0
        while last > first and self.units[last - 1].kind in {Kind.SPACE, Kind.BREAK}:
            last -= 1
            dropped += self.units[last].width + self.gaps[last]
        unit = self.units[last - 1]
        return dropped + (HALF if unit.kind is Kind.CLOSE and unit.width >= EM else 0)

    def end_of_line(self, first: int, room: int) -> int:
        """Return where the line that begins at `first` ends."""
        units, count = self.units, len(self.units)
        start = self.ends[first] - units[first].width
        fits = max(first + 1, bisect_right(self.ends, start + room, first))
        for kept in range(first, min(fits, count)):
            if units[kept].kind is Kind.BREAK:
                return kept + 1
        if fits >= count:
            return count
        out = fits
        while out > first and not may_part(units[out - 1], units[out]):
            out -= 1
        into = fits + 1
        while into < count and into < fits + 6 and not may_part(units[into - 1], units[into]):
            into += 1
        if into <= count and (into == count or may_part(units[into - 1], units[into])):
            over = self.width(first, into) - room - self.hangs(first, into)
            slack = room - self.width(first, out) if out > first else EM * EM
            spare = self.given[into - 1] - self.given[first]
            if over <= 0 or (over <= spare and slack >= STRETCH_LIMIT):
                return into
        last = out if out > first else fits
        while units[last - 1].kind is not Kind.BREAK and last < count and units[last].kind is Kind.SPACE:
            last += 1  # spaces never begin a line, however many there are
        return last

    def fill(self, first: int, last: int, room: int, shift: int, *, justify: bool) -> Line:
        """Fill a line out to the measure: squeeze what is over, spread what is left."""
        gaps = list(self.gaps[first + 1 : last])
        natural = self.width(first, last)
        ends_here = last == len(self.units) or self.units[last - 1].kind is Kind.BREAK
        over = natural - room
        if over > 0:
            over -= min(over, self.hangs(first, last))
            self._squeeze(first, last, over, gaps)
            return Line(first, last, shift, min(natural, room) - shift, tuple(gaps))
        if not justify or ends_here:
            return Line(first, last, shift, natural - shift, tuple(gaps))
        return self._spread(first, last, natural, room, shift, gaps)

    def _squeeze(self, first: int, last: int, over: int, gaps: list[int]) -> None:
        spare = sum(self.give[first + 1 : last])
        if over <= 0 or not spare:
            return
        taken = 0
        reach = 0
        for n in range(first + 1, last):
            reach += self.give[n]
            now = min(over, spare) * reach // spare
            gaps[n - first - 1] -= now - taken
            taken = now

    def _spread(
        self, first: int, last: int, natural: int, room: int, shift: int, gaps: list[int]
    ) -> Line:
        """Spread what is left: first at word spaces, then everywhere alike (CLREQ 3.1.6.4)."""
        units = self.units
        stop = last
        while stop > first + 1 and units[stop - 1].kind is Kind.SPACE:
            natural -= units[stop - 1].width + gaps[stop - first - 2]
            stop -= 1
        slack = room - natural
        spaces = [n for n in range(first + 1, stop) if units[n].kind is Kind.SPACE]
        slack -= _share(spaces, slack, HALF, gaps, first)
        places = [
            n for n in range(first + 1, stop)
            if not (units[n].kind is Kind.WORD and units[n - 1].kind is Kind.WORD)
        ]
        slack -= _share(places, slack, MOST_BETWEEN, gaps, first)
        return Line(first, last, shift, room - slack - shift, tuple(gaps))


def _share(places: Sequence[int], slack: int, most: int, gaps: list[int], first: int) -> int:
    """Give each place its share in whole numbers; return how much was given, nothing if it is too much."""
    if not places or slack <= 0:
        return 0
    given = min(slack, most * len(places))
    if given < slack and most == MOST_BETWEEN and slack > 2 * given:
        return 0  # a line that would still be ragged stays as it is
    each, rest = divmod(given, len(places))
    for number, place in enumerate(places):
        gaps[place - first - 1] += each + (number < rest)
    return given
