"""The measure: how many square characters a column's line holds, and what that says of a seam.

Han glyphs are square, so that a column of n characters is full with n of them. A line that is full
without a stop goes on; a line in which the next word would still have found room has ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from convert.language.han import NEVER_FIRST, NEVER_LAST
from convert.text.memo import Memo

WORD = re.compile(r"[A-Za-z0-9.%+/@-]+|.", re.DOTALL)
HALF = frozenset(",;:?!()")
"""Half-width marks; between Han they stand for full-width ones."""
NARROWEST, WIDEST = 8, 40
INDENT = 2.0
NARROW = re.compile(r"[\0-\u2e7f](?<![\s“”‘’—…·,;:?!()])")
BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z0-9.,]) (?=[A-Za-z0-9])")
"""A space that print has; between other characters a recogniser puts them in."""


def width(text: str) -> float:
    """Return the width of a text in squares: a Han character is 1, a digit or letter 1/2."""
    blanks = float(len(text) - sum(map(len, text.split())))
    if blanks:
        blanks -= len(BETWEEN_WORDS.findall(text)) / 2
    return len(text) - len(NARROW.findall(text)) / 2 - blanks


@dataclass(frozen=True, slots=True)
class Measure:
    """A column's line length in squares, and how sure it is (0 to 1)."""

    squares: float
    trust: float


UNKNOWN = Measure(0.0, 0.0)


def from_lines(lines: Sequence[str]) -> Measure:
    """Find the measure of hard-wrapped text: the width that most lines have, first ones indented.

    Of paragraphs of two or three lines most lines are first ones, and two squares short: 14 14 16 14 -> 16.
    """
    wide = [width(line) for line in lines]
    widths = Counter(round(size) for size in wide if NARROWEST <= size <= WIDEST)
    total = sum(widths.values())
    if total < 4:
        return UNKNOWN
    around = {
        w: n + 0.5 * (widths[w - 1] + widths[w + 1] + widths[w - round(INDENT)]) for w, n in [*widths.items()]
    }
    best = max(sorted(around), key=lambda w: around[w])
    return Measure(float(best), min(1.0, around[best] / total))


def room_needed(text: str) -> float:
    """Return how much room the first word of a text needs on a line, with the opening marks before it.

    >>> room_needed("渡口"), room_needed("《River》"), room_needed("“渡口”")
    (1.0, 3.5, 2.0)
    """
    at = next((n for n, char in enumerate(text) if char not in NEVER_LAST), 0)
    word = WORD.match(text, at)
    return at + (1.0 if word is None or word.group() in HALF else width(word.group()))


class LineRun(NamedTuple):
    """What a line break may not part, or a run of single Han characters, between any of which it may come."""

    number: int
    """How many of one kind follow one another."""
    width: float
    """Of each, in squares."""
    never_first: bool
    """Whether it may never begin a line."""
    never_last: bool
    """Whether it may never end one."""


UNBROKEN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9.%+/@-]+|[\S\u3000]")
HAN_RUNS = tuple([LineRun(count, 1.0, never_first=False, never_last=False) for count in range(256)])
"""The runs of so many Han characters, one of each for all texts."""


def line_runs(words: Mapping[str, LineRun], text: str) -> list[LineRun]:
    """Cut a text into what a line break may not part: single wide characters, whole Latin words."""
    return [
        words[word]
        if not "\u4e00" <= word[0] <= "\u9fff"
        else HAN_RUNS[len(word)]
        if len(word) < len(HAN_RUNS)
        else HAN_RUNS[1]._replace(number=len(word))
        for word in UNBROKEN.findall(text)
    ]


def line_run(word: str) -> LineRun:
    """Return what a word, or a mark, is to a line break."""
    size = 1.0 if word >= "\u2e80" or word in HALF else width(word)
    return LineRun(1, size, word in NEVER_FIRST, word in NEVER_LAST)


class SetLines(NamedTuple):
    """A text set in lines of a measure."""

    lines: int
    last: float
    """How full the last line is, in squares."""


def set_lines(runs: Sequence[LineRun], squares: float, used: float) -> SetLines:
    """Set a text in lines of a measure.

    `used` is what stands on the first line already: the indent, or what another block left there.
    The two rules of Chinese line breaking hold: see NEVER_FIRST and NEVER_LAST.
    """
    return SetLines(*fill_lines(runs, squares, used))


def fill_lines(runs: Sequence[LineRun], squares: float, used: float) -> tuple[int, float]:
    """Return the same as a bare pair, for whoever sets a text in very many measures."""
    lines, carried = 1, 0.0
    limit, whole = squares + 1e-9, int(squares)
    for count, size, never_first, never_last in runs:
        if count > 1:
            room = int(limit - used)
            if count <= room:
                used += count
            else:  # without room, the first of them takes what may not end a line with it
                left = count - room if room > 0 else count + int(carried)
                more = -(-left // whole)
                lines += more
                used = float(left - (more - 1) * whole)
            carried = 0.0
            continue
        if used + size > limit and not (never_first and used + size <= squares + 1):
            used, carried, lines = carried, 0.0, lines + 1
        used += size
        carried = carried + size if never_last else 0.0
    return lines, used


WORDS_REMEMBERED, RUNS_REMEMBERED, SETTINGS_REMEMBERED = 1 << 12, 2048, 1 << 13
"""More texts than a page has; of a long text the nearest."""


TEXTS_REMEMBERED = 1 << 16
"""Texts of a long book, which are looked at again when most is linked: of each a word or a number is kept."""


class Typesetting:
    """The texts of one page set in lines: each is cut once, and set once in a measure with an indent."""

    __slots__ = ("ends", "heights", "runs", "settings")

    runs: Memo[str, Sequence[LineRun]]
    settings: Memo[tuple[str, float, float], SetLines]
    """By a text, the squares of a line, and what stands on the first one already."""
    ends: dict[float, dict[str, str]]
    """By the squares, then by the text, how full its last line is."""
    heights: dict[tuple[float, float], dict[str, int]]
    """By the squares and what stands on the first line already, then by the text, how many lines it fills."""

    def __init__(self) -> None:
        """Begin with nothing set."""
        self.ends, self.heights = {}, {}
        self.runs = Memo(partial(line_runs, Memo(line_run, WORDS_REMEMBERED)), RUNS_REMEMBERED)
        self.settings = Memo(partial(_set, self.runs), SETTINGS_REMEMBERED)

    def last_line(self, text: str, measure: Measure) -> Mapping[str, float]:
        """Weigh the fullness of a text's last line: whether it begins a paragraph or goes on is not known."""
        if measure.trust <= 0.0:
            return {}
        squares = measure.squares
        ends = self.ends.setdefault(squares, {})
        end = ends.get(text)
        if end is None:
            if len(ends) >= TEXTS_REMEMBERED:
                ends.clear()
            fresh = squares - self.settings[text, squares, INDENT].last
            going = squares - self.settings[text, squares, 0.0].last
            end = ends[text] = _fullness(fresh, going)
        return {end: min(1.0, 1.6 * measure.trust)}

    def height(self, text: str, squares: float, used: float) -> int:
        """Return how many lines of a measure a text fills."""
        heights = self.heights.setdefault((squares, used), {})
        lines = heights.get(text)
        if lines is None:
            if len(heights) >= TEXTS_REMEMBERED:
                heights.clear()
            lines = heights[text] = self.settings[text, squares, used].lines
        return lines


def _set(runs: Mapping[str, Sequence[LineRun]], wanted: tuple[str, float, float]) -> SetLines:
    text, squares, used = wanted
    return set_lines(runs[text], squares, used)


def _fullness(fresh: float, going: float) -> str:
    """Name how full a last line is, by the squares left in it with an indent and without."""
    if fresh < 1.0 or going < 1.0:
        if fresh < 1.0 and going < 1.0:
            return "last_line_full_either"
        return "last_line_full" if fresh < 1.0 else "last_line_full_unindented"
    return "last_line_short" if min(fresh, going) > 2.0 else "last_line_nearly_full"
