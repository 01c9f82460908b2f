"""Where a line of Chinese or Latin text may end, and how it is filled out to the measure.

Rules: Requirements for Chinese Text Layout (CLREQ, W3C), 3.1.3 to 3.1.6 and 3.2; each is a table here.
Widths are in 1/1000 of the font size. Time is linear in the text, whatever it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise
from operator import add
from typing import NamedTuple

from convert.writers.pdf.line_units import EM, GAPS, HALF, LineUnit, between, may_part
from convert.writers.pdf.totalfit import LineBreak, UnitPlaces, best_ends
from convert.writers.pdf.unit_kinds import UnitKind

HAN, OPEN, CLOSE = UnitKind.HAN, UnitKind.OPEN, UnitKind.CLOSE
SYLLABLE, SPACE, BREAK = UnitKind.SYLLABLE, UnitKind.SPACE, UnitKind.BREAK
"""By names of their own: Python 3.11 takes six times as long to look up a member of an enumeration."""

HANGING = frozenset("、。，．")
"""Stops that may stand outside the measure where a style asks for it, one a line (CLREQ 3.1.3.3)."""

MARKS = frozenset({UnitKind.OPEN, UnitKind.CLOSE, UnitKind.MIDDLE})
"""Beside one of these no stop hangs (CLREQ 3.1.3.3)."""

MOST_BETWEEN = HALF
"""Most that justification adds at one place before a line is left short."""

STRETCH_LIMIT = EM
"""Up to this much is pushed out to the next line rather than marks squeezed on this one."""

CUT_FROM = 10
"""A word is cut at a line end only where more than a tenth of the measure would stay empty."""

LATIN = frozenset({UnitKind.WORD, UnitKind.SYLLABLE, UnitKind.SPACE, UnitKind.BREAK})
"""What a Latin paragraph is made of."""

UNSEEN = frozenset({UnitKind.SPACE, UnitKind.BREAK})
"""Kinds that are not seen at the end of a line."""

LETTERS = frozenset({UnitKind.WORD, UnitKind.SYLLABLE, UnitKind.SPACE})
"""Kinds between two of which justification adds nothing, but behind spaces."""

LONG_LINE = 12
"""Units; lines that hold fewer may end in a line of one character."""


class FilledLine(NamedTuple):
    """Units `first` to `last` (not included) on one line."""

    first: int
    last: int
    shift: int
    """How far the line starts left of the measure's edge, so that a bracket's blank half hangs out."""
    width: int
    """From the edge to the end of the last mark, after justification."""
    gaps: tuple[int, ...]
    """What stands before each unit but the first; negative where marks are squeezed."""
    hyphen: bool = False
    """Whether a hyphen follows: the line ends within a word."""


@dataclass(frozen=True, slots=True)
class LineMeasure:
    """How long lines are and how they are filled."""

    length: int
    indent: int = 0
    """Of the first line."""
    justify: bool = True
    hang: bool = False
    """Whether a stop may stand outside."""
    hyphen: int = 0
    """Width of a hyphen."""


def break_lines(units: Sequence[LineUnit], measure: LineMeasure) -> Iterator[FilledLine]:
    """Break a paragraph into lines; each is as full as the rules allow."""
    if units:
        yield from one_line(units, measure).lines()


def one_line(units: Sequence[LineUnit], measure: LineMeasure) -> UnbrokenLine:
    """Place the units of a paragraph one behind the other, as if there were room for all."""
    count = len(units)
    gaps, give = [0] * count, [0] * count
    _, widths, kinds, *_ = zip(*units, strict=True)
    done, last = 0, count - 1
    for number in compress(range(count), kinds):  # two Han, of which the kind is 0, give and take nothing
        kind = kinds[number]
        if number > done:
            gaps[number], give[number] = GAPS[HAN][kind] or between(units[number - 1], units[number])
        if number < last:
            done = number + 1
            gaps[done], give[done] = GAPS[kind][kinds[done]] or between(units[number], units[done])
    ends = list(accumulate(map(add, widths, gaps)))
    return UnbrokenLine(units, kinds, measure, gaps, give, ends, list(accumulate(give)))


class LineRange(NamedTuple):
    """The units that a line takes, and the room it has for them."""

    first: int
    last: int
    room: int
    shift: int


@dataclass(frozen=True, slots=True)
class UnbrokenLine:
    """The units of a paragraph with their places on one endless line."""

    units: Sequence[LineUnit]
    kinds: Sequence[UnitKind]
    """Of the units."""
    measure: LineMeasure
    gaps: Sequence[int]
    """Before each unit."""
    give: Sequence[int]
    """What each gap may give away."""
    ends: Sequence[int]
    given: Sequence[int]
    """Sums of `give`."""

    def lines(self) -> Iterator[FilledLine]:
        """Break it into lines."""
        for line in self.ranges():
            yield self.fill(*line)

    def ranges(self) -> Iterator[LineRange]:
        """Find where its lines begin and end."""
        measure = self.measure
        if measure.justify and LATIN.issuperset(self.kinds) and (last_units := self.best_ends()):
            for first, last in pairwise([0, *last_units]):
                yield LineRange(first, last, measure.length - (0 if first else measure.indent), 0)
            return
        first, room = 0, measure.length - measure.indent
        while first < len(self.kinds):
            hangs = self.kinds[first] is OPEN and (first or not measure.indent)
            shift = HALF if hangs else 0
            last = self.end_of_line(first, room + shift)
            yield LineRange(first, last, room + shift, shift)
            first, room = last, measure.length

    def width(self, first: int, last: int) -> int:
        """Return how wide units are as they come, with the hyphen that they need."""
        wide = self.ends[last - 1] - (self.ends[first] - self.units[first].width)
        return wide + (self.measure.hyphen if self.kinds[last - 1] is SYLLABLE else 0)

    def shown(self, first: int, last: int) -> int:
        """Return where the line ends to the eye: spaces at its end are outside the measure."""
        while last > first + 1 and self.kinds[last - 1] in UNSEEN:
            last -= 1
        return last

    def hangs(self, last: int) -> int:
        """Return what the last unit of a line may drop: its blank half, all of a stop that may hang."""
        unit = self.units[last - 1]
        alone = last < 2 or self.units[last - 2].kind not in MARKS
        if self.measure.hang and unit.text in HANGING and alone:
            return unit.width
        return HALF if unit.kind is CLOSE else 0

    def best_ends(self) -> list[int]:
        """Return where the lines of a Latin paragraph end, if there are lines that fit."""
        units, count = self.units, len(self.units)
        candidates: list[LineBreak] = []
        shown = 1
        for at in range(1, count + 1):
            kind = units[at - 1].kind
            if kind not in UNSEEN:
                shown = at
            forced = at == count or kind is BREAK
            cut = kind is SYLLABLE and not forced
            if forced or cut or may_part(units[at - 1], units[at]):
                hyphen = self.measure.hyphen if cut else 0
                candidates.append(LineBreak(at, shown, hyphen, forced))
        blanks = [unit.width if unit.kind is SPACE else 0 for unit in units]
        starts = [end - unit.width for end, unit in zip(self.ends, units, strict=True)]
        runs = UnitPlaces(self.ends, list(accumulate(blanks, initial=0)), starts)
        return best_ends(runs, candidates, self.measure.length - self.measure.indent, self.measure.length)

    def end_of_line(self, first: int, room: int) -> int:
        """Return where the line that begins at `first` ends."""
        units, count = self.units, len(self.units)
        start = self.ends[first] - units[first].width
        fits = max(first + 1, bisect_right(self.ends, start + room, first))
        if BREAK in (line := self.kinds[first : min(fits, count)]):
            return first + line.index(BREAK) + 1
        if fits >= count:
            return count
        if not (self.kinds[fits - 1] or self.kinds[fits]) and room - self.width(first, fits) < STRETCH_LIMIT:
            # between two Han, as most: no squeezed mark makes room for a square that does not fit
            alone = fits - first >= LONG_LINE and self._alone(fits)
            return fits - (alone and may_part(units[fits - 2], units[fits - 1]))
        out = self._pushed_out(first, fits, room)
        slack = room - self.width(first, out) if out > first else 1000 * EM
        last = self._pulled_in(first, fits, room, slack) or (out if out > first else fits)
        if last - first >= LONG_LINE and self._alone(last) and may_part(units[last - 2], units[last - 1]):
            last -= 1
        while units[last - 1].kind is not BREAK and last < count and units[last].kind is SPACE:
            last += 1  # spaces never begin a line, however many there are
        if last < count and units[last].kind is BREAK and units[last - 1].kind is not BREAK:
            last += 1  # nor does a kept line end make an empty one
        return last

    def _alone(self, last: int) -> bool:
        """Whether one character, with its stop or without, would be the last line: 单字不成行."""
        units = self.units[last : last + 3]
        return (
            bool(units)
            and units[0].kind is HAN
            and units[0].width <= EM
            and (len(units) == 1 or (len(units) == 2 and units[1].kind is CLOSE))
        )

    def _pushed_out(self, first: int, fits: int, room: int) -> int:
        """Go back to the last place where the line may end; to `first` if there is none."""
        units = self.units
        whole = cut = first
        for last in range(fits, first, -1):
            if units[last - 1].kind is SYLLABLE:
                if cut == first and self.width(first, last) <= room:
                    cut = last
            elif may_part(units[last - 1], units[last]):
                whole = last
                break
        left = room - self.width(first, whole) if whole > first else room
        return cut if cut > first and left > room // CUT_FROM else whole

    def _pulled_in(self, first: int, fits: int, room: int, slack: int) -> int:
        """Go on to the next place where the line may end, if it fits by squeezing marks; else 0."""
        units, count = self.units, len(self.units)
        into = fits + 1
        while into < min(count, fits + 6) and not may_part(units[into - 1], units[into]):
            into += 1
        if units[into - 1].kind is SYLLABLE or not (into == count or may_part(units[into - 1], units[into])):
            return 0
        end = self.shown(first, into)
        over = self.width(first, end) - room - self.hangs(end)
        spare = self.given[end - 1] - self.given[first]
        return into if over <= 0 or (over <= spare and slack >= STRETCH_LIMIT) else 0

    def fill(self, first: int, last: int, room: int, shift: int) -> FilledLine:
        """Fill a line out to the measure: squeeze what is over, spread what is left."""
        kinds, gaps = self.kinds, list(self.gaps[first + 1 : last])
        end = kinds[last - 1]
        ends_here = last == len(kinds) or end is BREAK
        hyphen = end is SYLLABLE and not ends_here
        stop = self.shown(first, last) if end in UNSEEN else last
        width = self.width(first, stop)
        over = width - room
        if over > 0:
            dropped = min(over, self.hangs(stop))
            self._squeeze(first, stop, over - dropped, gaps)
            width = room
        elif self.measure.justify and not ends_here:
            # the blank half of the last mark is outside (GB/T 15834-2011, 5.1.10)
            slack = HALF - over if kinds[stop - 1] is CLOSE else -over
            if slack:
                width = min(room, width + self._spread(first, stop, slack, gaps))
        return FilledLine(first, last, shift, width - shift, tuple(gaps), hyphen)

    def _squeeze(self, first: int, last: int, over: int, gaps: list[int]) -> None:
        """Take what is over from the gaps, from each in proportion to what it may give."""
        spare = self.given[last - 1] - self.given[first]
        if over <= 0 or not spare:
            return
        taken = reach = 0
        for n in range(first + 1, last):
            reach += self.give[n]
            now = min(over, spare) * reach // spare
            gaps[n - first - 1] -= now - taken
            taken = now

    def _spread(self, first: int, last: int, slack: int, gaps: list[int]) -> int:
        """Spread what is left: behind spaces first, then between Han (CLREQ 3.1.6.4); return how much."""
        kinds = self.kinds
        if LETTERS.isdisjoint(kinds[first:last]):
            return (
                _share(range(first + 1, last), slack, MOST_BETWEEN, gaps, first)
                if slack <= EM * (last - first - 1)
                else 0
            )
        spaces = [n for n in range(first + 1, last) if kinds[n - 1] is SPACE]
        squares = [
            n for n in range(first + 1, last) if kinds[n] not in LETTERS or kinds[n - 1] not in LETTERS
        ]
        most, room = (HALF if squares else EM), MOST_BETWEEN * len(squares)
        if slack > most * len(spaces) + 2 * room:
            return 0  # it would be ragged all the same
        given = _share(spaces, slack, most, gaps, first)
        return given + _share(squares, slack - given, MOST_BETWEEN, gaps, first)


def _share(places: Sequence[int], slack: int, most: int, gaps: list[int], first: int) -> int:
    """Give each place its share in whole numbers; return how much was given."""
    if not places or slack <= 0:
        return 0
    given = min(slack, most * len(places))
    each, rest = divmod(given, len(places))
    more = each + 1
    for place in places[:rest]:
        gaps[place - first - 1] += more
    if each:
        for place in places[rest:]:
            gaps[place - first - 1] += each
    return given
