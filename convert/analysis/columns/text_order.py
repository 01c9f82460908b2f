"""Where the pieces of lines that were read across belong in plain text: column by column.

    left 1  right 1 / left 2  right 2          ->  left 1, left 2, right 1, right 2
    … / left  right / and what goes on in left ->  left, what goes on in it, right

Often only the tops or the feet of two columns were read across, and the rest of each stands below or above.
A line end that reads on shows which of them goes on there; the other one belongs where it fits best.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from convert.analysis.columns.text_columns import (
    GUTTERED,
    CrossedLines,
    Patience,
    TextLine,
    is_guttered,
    text_columns,
)
from convert.analysis.lines.text_rows import is_row
from convert.analysis.texts.cohesion import ContentWords, cohesion
from convert.analysis.texts.run_on import RunOn, run_on
from convert.language import Language
from convert.language.han import STOPS, last_word
from convert.text.unseen import UNSEEN

MARGIN, SAME_BLOCK = 3.0, 4.0
"""Bits by which one column must go on better than the other in what stands below or above; and bits for the
first column, where no blank line stands before what is below."""
GOES_ON = 4.0
"""Bits from which a column goes on in a line beside which it is placed."""
FITS = 7.0
"""Bits by which a column must fit between two lines, for it to be moved there."""
FARTHEST, AROUND, OF_TOPIC = 150, 10, 20.0
"""Lines beyond a stretch among which the place of a column is sought; lines on either side of a place whose
words are compared with the column's; and bits for words that are all the same."""

Key = tuple[int, int, int]
"""Sorts the pieces of a text in the order of reading: by a place of the source, and where beside it."""


class TextOrder(NamedTuple):
    """What is known of lines that were read across."""

    stretches: tuple[tuple[int, int], ...] = ()
    """From where to where each of them runs in the source text."""
    keys: Mapping[int, Key] = MappingProxyType({})
    """Of each piece, by where it begins in the source text: its place in the order of reading."""
    follows: Mapping[int, int] = MappingProxyType({})
    """Of a piece, or of a block: what stands above it in the same column, where both may be one paragraph."""
    inner: frozenset[int] = frozenset()
    """Pieces below another one of their column: none of them continues a text that stands elsewhere."""

    def of_whole_stretches(self, places: Collection[int]) -> TextOrder:
        """Return what is known of those stretches alone all of whose pieces can begin a block."""
        begins = [begin for begin, _ in self.stretches]
        number = {at: bisect_right(begins, at) - 1 for at in self.keys}
        inside = {at for at, stretch in number.items() if stretch >= 0 and at < self.stretches[stretch][1]}
        broken = {number[at] for at in inside if at not in places}
        keys = {
            at: key
            for at, key in self.keys.items()
            if at in places and not (at in inside and number[at] in broken)
        }
        left = self.keys.keys() - keys.keys()
        follows = {
            below: above for below, above in self.follows.items() if below not in left and above not in left
        }
        return TextOrder(self.stretches, keys, follows, self.inner)


NO_TEXT_ORDER = TextOrder()


class _PageLine(NamedTuple):
    line: TextLine
    is_first: bool
    """Whether a blank line stands above it."""


class _CrossedPage(NamedTuple):
    """A page whose lines were read across in stretches, and where the pieces of these belong."""

    lines: Sequence[_PageLine]
    starts: Sequence[int]
    """Where each of them begins."""
    reads_on: RunOn
    keys: dict[int, Key]
    follows: dict[int, int]
    words: ContentWords
    gaps: list[int]
    """Numbers of the lines before which the second columns of earlier stretches were placed."""

    def text(self, number: int) -> str:
        """Return a line; nothing where the page has none."""
        return self.lines[number].line.text if 0 <= number < len(self.lines) else ""

    def is_row(self, number: int) -> bool:
        """Return whether a line is a table's: no text goes on in it."""
        return 0 <= number < len(self.lines) and is_row(self.lines[number].line.text)

    def begins_block(self, number: int) -> bool:
        """Return whether a line begins a block, or the page ends before it."""
        return number >= len(self.lines) or self.lines[number].is_first

    def seam(self, before: str, behind: str) -> float:
        """Return how well a line reads behind another; nothing is known at an end of the page."""
        return self.reads_on(before, behind) if before and behind else 0.0

    def are_parted(self, above: int, below: int) -> bool:
        """Return whether a blank line stands between two places of the source."""
        first, last = (bisect_right(self.starts, at) for at in (above, below))
        return any(self.lines[number].is_first for number in range(first, last))

    def block_of(self, number: int) -> int:
        """Return where the block begins that has a line."""
        while not self.lines[number].is_first:
            number -= 1
        return self.starts[number]


def text_order(text: str, language: Language, starts: Sequence[int] = ()) -> TextOrder:
    """Return where the pieces of a text belong whose lines were read across; `starts`: of its other pages."""
    reads_on = run_on(language) if is_guttered(text) else None
    if reads_on is None:
        return NO_TEXT_ORDER
    stretches: list[tuple[int, int]] = []
    keys: dict[int, Key] = {}
    follows: dict[int, int] = {}
    inner: set[int] = set()
    words, patience = ContentWords(language), Patience()
    for begin, end in pairwise([0, *starts, len(text)]):
        if not GUTTERED.search(text, begin, end):
            continue
        lines = list(_lines(text, begin, end))
        page = _CrossedPage(lines, [each.line.at for each in lines], reads_on, keys, follows, words, [])
        for stretch in text_columns([each.line for each in lines], reads_on, patience):
            last = lines[stretch.stop - 1].line
            stretches.append((page.starts[stretch.start], last.at + len(last.text)))
            inner.update(piece.at for column in stretch.columns for piece in column[1:])
            _place(page, stretch)
            _link(page, stretch)
    return TextOrder(tuple(stretches), keys, follows, frozenset(inner))


def _lines(text: str, begin: int, end: int) -> Iterator[_PageLine]:
    """Yield the lines of a page that have something to read."""
    at, fresh = begin, True
    for line in UNSEEN.sub(_as_white, text[begin:end]).splitlines(keepends=True):
        bare = line.strip()
        if bare:
            left = len(line) - len(line.lstrip())
            yield _PageLine(TextLine(at + left, bare, left), fresh)
        fresh = not bare
        at += len(line)


def _as_white(unseen: re.Match[str]) -> str:
    """Return blanks for characters that nobody can see, if white space or nothing stands beside them."""
    first, last = (
        unseen.string[max(0, unseen.start() - 1) : unseen.start()],
        unseen.string[unseen.end() : unseen.end() + 1],
    )
    is_within = bool(first) and bool(last) and not first.isspace() and not last.isspace()
    return unseen[0] if is_within else re.sub(r"\S", " ", unseen[0])


def _place(page: _CrossedPage, stretch: CrossedLines) -> None:
    """Place the pieces of a stretch: column by column, or one of them where its rest stands."""
    start, stop, columns = stretch
    first = columns[0]
    others = [piece for column in columns[1:] for piece in column]
    own = page.starts[start]
    above, below = page.text(start - 1), page.text(stop)
    from_above = (
        not page.is_row(start - 1)
        and page.seam(above, others[0].text) - page.seam(above, first[0].text) >= MARGIN
    )
    better = page.seam(first[-1].text, below) - page.seam(others[-1].text, below)
    into_below = not page.is_row(stop) and better + (0.0 if page.begins_block(stop) else SAME_BLOCK) >= MARGIN
    if from_above:  # the foot of both columns, or the middle: the second one goes on here
        page.follows[others[0].at] = page.block_of(start - 1)
        at = None if into_below else _gap_above(page, first, start)
        _keep(page, others, (own, 0))
        _keep(page, first, (own, 1) if at is None else (at, -2))
    elif into_below:  # the top: the first column goes on below it
        at = _gap_below(page, others, stop)
        _keep(page, first, (own, 0))
        _keep(page, others, (own, 1) if at is None else (at, -1))
    else:
        _keep(page, [*first, *others], (own, 0))
    if into_below:
        page.follows[page.starts[stop]] = first[-1].at


def _keep(page: _CrossedPage, pieces: Sequence[TextLine], place: tuple[int, int]) -> None:
    page.keys.update({piece.at: (*place, number) for number, piece in enumerate(pieces)})


def _gap_below(page: _CrossedPage, pieces: Sequence[TextLine], stop: int) -> int | None:
    """Return before which line below a stretch a column belongs: where it fits, else behind a paragraph."""
    number = _best_gap(page, pieces, range(stop + 1, min(len(page.lines), stop + FARTHEST)))
    if number is None:
        ends = (n for n in range(stop + 1, len(page.lines)) if page.lines[n].is_first)
        number = next((n for n in ends if last_word(page.text(n - 1)) in STOPS), None)
    elif page.seam(pieces[-1].text, page.text(number)) >= GOES_ON:
        page.follows[page.starts[number]] = pieces[-1].at
    if number is None:
        return None
    page.gaps.append(number)
    return page.starts[number]


def _gap_above(page: _CrossedPage, pieces: Sequence[TextLine], start: int) -> int | None:
    """Return before which line above a stretch a column belongs, if one fits; the top of a column does."""
    known = [number for number in page.gaps if number < start]
    number = known[-1] if known else _best_gap(page, pieces, range(max(1, start - FARTHEST), start))
    return None if number is None else page.starts[number]


def _best_gap(page: _CrossedPage, pieces: Sequence[TextLine], numbers: range) -> int | None:
    """Return the line before which a column fits best, of those that begin a block; None where none does."""
    best, found = FITS, None
    own = page.words["".join(piece.text for piece in pieces)]
    for number in numbers:
        if page.starts[number] in page.keys or not page.lines[number].is_first:
            continue
        above, below = page.text(number - 1), page.text(number)
        bits = page.seam(above, pieces[0].text) + page.seam(pieces[-1].text, below) - page.seam(above, below)
        for around in (
            range(max(numbers.start - 1, number - AROUND), number),
            range(number, number + AROUND),
        ):
            bits += OF_TOPIC * cohesion(own, page.words["".join(map(page.text, around))])
        if bits > best:
            best, found = bits, number
    return found


def _link(page: _CrossedPage, stretch: CrossedLines) -> None:
    """Say which pieces of a column may be one paragraph: a blank line may be that of another column."""
    start, stop, columns = stretch
    for column in columns:
        for above, below in pairwise(column):
            if not (page.are_parted(above.at, below.at) and last_word(above.text) in STOPS):
                page.follows[below.at] = above.at
    first = columns[0]
    beside_row = page.is_row(start - 1)
    if not page.lines[start].is_first and not beside_row and columns[1][0].at not in page.follows:
        page.follows[first[0].at] = page.block_of(start - 1)
    if stop < len(page.lines) and not page.lines[stop].is_first:
        page.keys.setdefault(page.starts[stop], (page.starts[stop], 0, 0))
        if not page.is_row(stop):
            page.follows.setdefault(page.starts[stop], first[-1].at)
