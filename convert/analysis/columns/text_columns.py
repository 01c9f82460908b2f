"""Columns that were read across in plain text: each line holds a piece of every column.

    昨日渡口的改造工程全部      新的码头比旧的宽了一          昨日渡口的改造工程全部
    完成，两岸居民的出行方  。 倍，候船室里装了暖气    ->    完成，两岸居民的出行方…
    便了许多。                 和电灯，墙上挂了照片。
                                                             新的码头比旧的宽了一…

Where the blanks between columns were kept, some lines have wide white at about one place. That a line goes on
in the one below it, and not behind the white, its words must show: names and glossaries stand so, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.analysis.lines.text_rows import LONGEST_LINE, between_rows, places
from convert.analysis.texts.run_on import RunOn
from convert.language.han import NEVER_FIRST, is_wide
from convert.text.pattern import LatePattern

BLANKS = LatePattern(r"(?<=\S)[ \t\u00a0\u3000]+(?=\S)")
WIDE_GAP = 3
"""Places of white that can be a gutter; Han take two."""
GUTTERED = re.compile(r"\S(?:[ \u00a0]{3}|\t|\u3000{2})[ \t\u00a0\u3000]*\S")
"""What a text has that holds any."""
ANCHORS, MOST_APART, FEWEST_CUT = 2, 6, 4
"""Lines with wide white in one place that show a gutter, how many lines away the next of them is at most, and
how many lines must be cut there in all."""
BEYOND = 2
"""Lines above and below that are looked at, too: a column may have a line where the other one has none."""
NEAR, LATE, BEFORE = 6, 10, 14
"""Places by which an OCR that counts blanks by its boxes misses the gutter; by which wide white may stand
behind it; and by which the one blank of a full line stands before it, where wide white has too many."""
NARROWEST = 8
"""Places of the narrowest column."""
MOST_LINES, MOST_GUTTERS, HYPOTHESES = 400, 4, 8
"""Of a stretch that is cut at once; places of gutters that are tried; and ways to cut lines that are kept."""
MOST_OPTIONS = 12
"""Ways to cut a line that are tried."""
OF_WIDE, OF_DOUBLE, UNCUT, AWAY, ALONE, BESIDE = 6.0, 2.0, 6.0, 0.3, 1.0, 3.0
"""Bits for wide white and for two blanks; against a cut without white, a place away, a line
of the first column alone, one of the second."""
MOST_AWAY, OF_FIRST = 4.0, 3.0
"""Bits against white, however far away it is; and against a piece that begins with a closing mark."""
MOST_IN_VAIN = 10_000
"""Lines of a document that are cut in vain, at one gutter or another: then no more are cut."""
SLACK = 2
"""Places by which a full line may be wider than most."""
MOST_WHOLE = 0.1
"""Part of a stretch's lines that reach over the gutter whole, and of its pieces that have wide white."""
MOST_WIDER = 1.5
"""Times the width of the narrowest column that the others may have: those of a newspaper are alike."""
LEAST_GAIN, LEAST_OF_LINE = 14.0, 1.5
"""Bits by which the columns must read better than the lines, in all and for each line that is cut."""


def is_guttered(text: str) -> bool:
    """Whether a text holds blanks that are wide enough for a gutter.

    >>> is_guttered("左栏   右栏"), is_guttered("左栏 右栏")
    (True, False)
    """
    wide = "\t" in text or "\u3000\u3000" in text or "   " in text or "\u00a0" in text
    return wide and GUTTERED.search(text) is not None


class TextLine(NamedTuple):
    """A line of the source, or a piece of one."""

    at: int
    text: str
    """Without the blanks around it."""
    left: int = 0
    """The place where it begins."""

    @property
    def right(self) -> int:
        """The place where it ends."""
        return self.left + places(self.text)


class CrossedLines(NamedTuple):
    """Lines of a text, [start, stop), that were read across, and the pieces of each column."""

    start: int
    stop: int
    columns: list[list[TextLine]]


class _Gutter(NamedTuple):
    """Where a column begins in most lines with wide white."""

    right: int
    full: int
    """The place at which a line of the column before it ends, at most."""

    def is_near(self, cut: _CutPlace) -> bool:
        """Return whether a line may be parted there that has no wide white."""
        return self.right - BEFORE <= cut.right <= self.right + NEAR


class _CutPlace(NamedTuple):
    """A place at which a line may be parted."""

    end: int
    begin: int
    """Offsets in the line: of the white's first character, and behind its last."""
    right: int
    """The place where the next column begins."""
    bits: float
    """What its white says."""


_Choice = _CutPlace | bool
"""Where a line is cut; or whether it stands in the second column."""


class _Hypothesis(NamedTuple):
    bits: float
    first: str
    second: str
    """The last piece of each column."""
    choices: tuple[_Choice, ...]


class _TwoColumns(NamedTuple):
    """Lines [start, stop) that were read across two columns, and the pieces of each."""

    gain: float
    """Bits by which they read better so."""
    start: int
    stop: int
    first: list[TextLine]
    second: list[TextLine]


@dataclass(slots=True)
class Patience:
    """How many more lines of a document may be cut in vain: tables without end are none of columns."""

    left: int = MOST_IN_VAIN


def text_columns(
    lines: Sequence[TextLine], run_on: RunOn, patience: Patience | None = None
) -> Iterator[CrossedLines]:
    """Yield the stretches of lines that were read across, each with its columns.

    The pages of a document share one patience.
    """
    patience = patience or Patience()
    for part in between_rows([line.text for line in lines]):
        for found in _crossed(lines[part.start : part.stop], run_on, patience):
            yield found._replace(start=found.start + part.start, stop=found.stop + part.start)


def _crossed(lines: Sequence[TextLine], run_on: RunOn, patience: Patience) -> Iterator[CrossedLines]:
    """Yield the stretches of lines, none of which is a table's."""
    for found in _parted(lines, run_on, patience):
        columns = [*_columns(found.first, run_on, patience), *_columns(found.second, run_on, patience)]
        widths = [_width(column) for column in columns]
        pieces = [piece for column in columns for piece in column]
        guttered = sum(GUTTERED.search(piece.text) is not None for piece in pieces)
        if max(widths) <= MOST_WIDER * min(widths) and guttered <= MOST_WHOLE * len(pieces):
            yield CrossedLines(found.start, found.stop, columns)


def _columns(lines: list[TextLine], run_on: RunOn, patience: Patience) -> list[list[TextLine]]:
    """Return the columns of what stands on one side of a gutter: one, or those that are found in it."""
    found = next(_parted(lines, run_on, patience), None)
    if found is None:
        return [lines]
    first, second = [*lines[: found.start], *found.first], [*found.second, *lines[found.stop :]]
    return [*_columns(first, run_on, patience), *_columns(second, run_on, patience)]


def _width(column: Sequence[TextLine]) -> int:
    """Return how wide a column is: as three of its four lines at most are."""
    widths = sorted(places(line.text) for line in column)
    return widths[3 * len(widths) // 4]


def _parted(lines: Sequence[TextLine], run_on: RunOn, patience: Patience) -> Iterator[_TwoColumns]:
    """Yield stretches of lines that were read across, each cut at its first gutter."""
    gaps = {
        number: wide
        for number, line in enumerate(lines)
        if GUTTERED.search(line.text)
        and (wide := [cut for cut in _cuts(line) if cut.bits >= OF_WIDE - OF_FIRST])
    }
    usual = _width(lines) if lines else 0
    first = 0
    for group in _neighbours(sorted(gaps)):
        ways: list[_TwoColumns] = []
        left = patience.left
        for right in _gutters([gaps[number] for number in group]):
            own = [n for n in group if n >= first and any(abs(cut.right - right) <= NEAR for cut in gaps[n])]
            if len(own) < ANCHORS or patience.left <= 0:
                continue
            gutter = _Gutter(right, min(usual, right) + SLACK)
            start, stop = _reach(lines, own[0], own[-1] + 1, gutter, first)
            found = _two_columns(lines, start, stop, gutter, run_on)
            patience.left -= stop - start
            ways += [found] if found is not None else []
        if ways:
            patience.left = left
            best = max(ways, key=lambda way: way.gain)
            yield best
            first = best.stop


def _neighbours(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of lines with wide white that stand near one another."""
    run: list[int] = []
    for number in numbers:
        if run and (number - run[-1] > MOST_APART or number - run[0] >= MOST_LINES):
            if len(run) >= ANCHORS:
                yield run
            run = []
        run.append(number)
    if len(run) >= ANCHORS:
        yield run


def _gutters(gaps: Sequence[Sequence[_CutPlace]]) -> list[int]:
    """Return the places at which columns may begin."""
    ends = sorted(cut.right for of_line in gaps for cut in of_line[:MOST_OPTIONS])
    found: list[int] = []
    while ends:
        count, place = max((sum(abs(end - each) <= NEAR for end in ends), -each) for each in set(ends))
        if count < ANCHORS:
            break
        found.append(round(median([end for end in ends if abs(end + place) <= NEAR])))
        ends = [end for end in ends if abs(end - found[-1]) > NEAR]
    return [place for place in found[:MOST_GUTTERS] if place >= NARROWEST]


def _reach(lines: Sequence[TextLine], start: int, stop: int, gutter: _Gutter, first: int) -> tuple[int, int]:
    """Return the stretch with the lines above and below that may have been read across, too: MOST_LINES.

    The BEYOND lines above and below are looked at besides, however many there are.
    """
    first = max(first, min(start, stop - MOST_LINES) - BEYOND)
    while start > first and _may_be_cut(lines[start - 1], gutter):
        start -= 1
    start = max(first, start - BEYOND)
    end = min(len(lines), start + MOST_LINES + 2 * BEYOND)
    while stop < end and _may_be_cut(lines[stop], gutter):
        stop += 1
    return start, min(end, stop + BEYOND)


def _may_be_cut(line: TextLine, gutter: _Gutter) -> bool:
    cuts = list(_cuts(line))
    wide = any(cut.bits >= OF_WIDE - OF_FIRST for cut in cuts)
    return wide or (line.right > gutter.full and any(map(gutter.is_near, cuts)))


def _cuts(line: TextLine) -> Iterator[_CutPlace]:
    """Yield the places of a line that have white."""
    place, done = line.left, 0
    for match in BLANKS.finditer(line.text[:LONGEST_LINE]):
        place += places(line.text[done : match.end()])
        done = match.end()
        width = places(match.group()) + match.group().count("\t") * WIDE_GAP
        bits = OF_WIDE if width >= WIDE_GAP else OF_DOUBLE if width == WIDE_GAP - 1 else 0.0
        if line.text[done] in NEVER_FIRST:
            bits -= OF_FIRST
        yield _CutPlace(match.start(), done, place, bits)


def _anywhere(line: TextLine, gutter: int) -> Iterator[_CutPlace]:
    """Yield the places between two wide characters near a gutter: the white was lost."""
    place = line.left
    for number, (before, behind) in enumerate(pairwise(line.text[:LONGEST_LINE]), 1):
        place += places(before)
        if abs(place - gutter) <= NEAR and is_wide(before) and is_wide(behind):
            yield _CutPlace(number, number, place, -UNCUT)


def _choices(line: TextLine, gutter: _Gutter) -> list[_Choice]:
    """Return the ways in which a line may be parted at a gutter; a short one stands in either column."""
    wide = gutter.right + LATE
    cuts = [
        cut
        for cut in _cuts(line)
        if (cut.bits >= OF_WIDE - OF_FIRST and cut.right <= wide)
        or (line.right > gutter.full and gutter.is_near(cut))
    ]
    if line.right <= gutter.right + NEAR:
        return [*cuts[:MOST_OPTIONS], False, True]
    return [*(cuts or _anywhere(line, gutter.right)), False][:MOST_OPTIONS]


def _two_columns(
    lines: Sequence[TextLine], start: int, stop: int, gutter: _Gutter, run_on: RunOn
) -> _TwoColumns | None:
    """Cut lines into two columns; None where they read no better so."""
    kept = [_Hypothesis(0.0, "", "", ())]
    of_lines = [_choices(line, gutter) for line in lines[start:stop]]
    pieces = {
        piece
        for line, choices in zip(lines[start:stop], of_lines, strict=True)
        for choice in choices
        for piece in _parts(line, choice)
    }
    run_on.read(pieces, pieces)
    for line, choices in zip(lines[start:stop], of_lines, strict=True):
        run_on.look_at(
            [piece for each in kept for piece in (each.first, each.second)],
            [piece for choice in choices for piece in _parts(line, choice)],
        )
        over = line.right > gutter.right + NEAR
        grown = [_with(each, line, choice, gutter, run_on, over=over) for each in kept for choice in choices]
        best: dict[tuple[str, str], _Hypothesis] = {}
        for each in sorted(grown, key=lambda hypothesis: -hypothesis.bits):
            best.setdefault((each.first, each.second), each)
            if len(best) == HYPOTHESES:
                break
        kept = list(best.values())
    made = kept[0].choices
    shown = [number for number, choice in enumerate(made) if _shows(choice)]
    parted = sum(isinstance(choice, _CutPlace) for choice in made)
    if parted < FEWEST_CUT:
        return None
    own, cuts = lines[start + shown[0] : start + shown[-1] + 1], made[shown[0] : shown[-1] + 1]
    both = zip(cuts, own, strict=True)
    whole = sum(choice is False and line.right > gutter.right + NEAR for choice, line in both)
    columns = _pieces(own, cuts)
    gain = sum(run_on(a.text, b.text) for column in columns for a, b in pairwise(column))
    gain -= _straight(own, cuts, run_on)
    if whole > MOST_WHOLE * len(own) or gain < max(LEAST_GAIN, LEAST_OF_LINE * parted):
        return None
    return _TwoColumns(gain, start + shown[0], start + shown[-1] + 1, *columns)


def _shows(choice: _Choice) -> bool:
    """Return whether a line shows that it was read across: cut at white, or of the second column."""
    return choice is True or (isinstance(choice, _CutPlace) and choice.bits > -UNCUT)


def _with(
    before: _Hypothesis, line: TextLine, choice: _Choice, gutter: _Gutter, run_on: RunOn, *, over: bool
) -> _Hypothesis:
    """Return how lines go on that were cut so far, with one more."""
    choices = (*before.choices, choice)
    if isinstance(choice, _CutPlace):
        left, right = line.text[: choice.end], line.text[choice.begin :]
        bits = _seam(before.first, left, run_on) + _seam(before.second, right, run_on) + choice.bits
        bits -= min(MOST_AWAY, AWAY * abs(choice.right - gutter.right))
        return _Hypothesis(before.bits + bits, left, right, choices)
    bits = _seam(before.second if choice else before.first, line.text, run_on) - (BESIDE if choice else ALONE)
    if over:
        bits -= UNCUT
    first, second = (before.first, line.text) if choice else (line.text, before.second)
    return _Hypothesis(before.bits + bits, first, second, choices)


def _seam(before: str, behind: str, run_on: RunOn) -> float:
    return run_on(before, behind) if before and behind else 0.0


def _straight(lines: Sequence[TextLine], choices: Sequence[_Choice], run_on: RunOn) -> float:
    """Return how well the same pieces read line by line."""
    pieces: list[str] = []
    for line, cut in zip(lines, choices, strict=True):
        pieces += _parts(line, cut)
    return sum(run_on(before, behind) for before, behind in pairwise(pieces))


def _parts(line: TextLine, choice: _Choice) -> list[str]:
    """Return what a line is cut into."""
    if isinstance(choice, _CutPlace):
        return [line.text[: choice.end], line.text[choice.begin :]]
    return [line.text]


def _pieces(lines: Sequence[TextLine], choices: Sequence[_Choice]) -> tuple[list[TextLine], list[TextLine]]:
    first: list[TextLine] = []
    second: list[TextLine] = []
    for line, cut in zip(lines, choices, strict=True):
        if isinstance(cut, _CutPlace):
            first.append(line._replace(text=line.text[: cut.end]))
            second.append(TextLine(line.at + cut.begin, line.text[cut.begin :], cut.right))
        else:
            (second if cut else first).append(line)
    return first, second
