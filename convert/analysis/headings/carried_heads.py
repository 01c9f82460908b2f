"""Headlines that stand again over the rest of their article, on the page to which a jump line leads.

    page 1: 全市防汛动员会召开 … （下转第四版）   page 4: （上接第一版） / 防汛动员会 / "工作组二十四个，…"

What stands beside a jump line and repeats a short line of the page that the line names is a heading, whatever
follows: the text under it goes on in mid-sentence, as no text does under a heading of its own. What stands
right before a line that leads onward is text, however short it is, unless the page named repeats it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from convert.analysis.lines.jump_lines import JumpLine, parse_jump_line
from convert.analysis.lines.line_shapes import is_byline
from convert.analysis.lines.overlap import fold_marks
from convert.analysis.lines.page_numbers import page_numbers
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.document.model import Block
from convert.document.roles import ASIDE, OVER_REPORT, Role
from convert.language.han import ends_sentence

NO_HEADINGS = ASIDE | OVER_REPORT
BESIDE = 2
"""Blocks below a jump line that may be the headline carried over."""
MOST_TIMES = 3
"""Lines of an issue that say the same, at most: columns and bare subheads stand over many articles."""
GRAM = 2
"""Characters of the strings by which two lines are compared."""
BESIDE_LINE, ANYWHERE = 0.75, 0.95
"""The share of its strings that a line repeats, beside a line that leads back, and elsewhere on the page."""
SHORTEST_BESIDE_LINE, SHORTEST_ANYWHERE = 4, 4
"""Its letters, at least."""


def carried_heads(blocks: Sequence[Block], starts: Sequence[int], labels: Sequence[str]) -> Iterator[int]:
    """Yield the blocks that repeat a short line of the page to which a jump line beside them leads.

    Where the paper sets no such line over the later part, they stand on the page that the first part names.
    `starts` are the offsets of all pages but the first, `labels` their printed numbers.
    """
    if not starts or not any(block.role is Role.JUMP for block in blocks):
        return
    sheets = _Sheets(blocks, starts, labels)
    for at, number in enumerate(sheets.shown):
        line = sheets.line(number)
        target = -1 if line is None else sheets.numbers.get(line.page, -1)
        if line is None or target in {-1, sheets.pages[number]}:
            continue
        own, there = sheets.short.get(sheets.pages[number], ()), sheets.short.get(target, ())
        if line.onward is not True:
            beside = {*sheets.shown[max(0, at - 1) : at], *sheets.shown[at + 1 : at + 1 + BESIDE]}
            near = [n for n in own if n in beside]
            yield from _repeated(near, there, sheets.letters, BESIDE_LINE, SHORTEST_BESIDE_LINE)
            closed = [n for n in sheets.closed_on.get(sheets.pages[number], ()) if n in beside]
            there = [*there, *sheets.closed_on.get(target, ())]
            yield from _repeated(closed, there, sheets.letters, ANYWHERE, SHORTEST_ANYWHERE)
        if line.onward is not False:
            yield from _repeated(there, own, sheets.letters, ANYWHERE, SHORTEST_ANYWHERE)


def texts_before_jumps(
    blocks: Sequence[Block], starts: Sequence[int], labels: Sequence[str]
) -> Iterator[int]:
    """Yield the blocks right before a jump line that leads onward: a text that it cuts, however short.

    A headline that stands alone on the first page, with such a line, is repeated over its article.
    """
    if not any(block.role is Role.JUMP for block in blocks):
        return
    sheets = _Sheets(blocks, starts, labels)
    for before, number in pairwise(sheets.shown):
        line = sheets.line(number)
        if line is None or line.onward is False or sheets.pages[before] != sheets.pages[number]:
            continue
        target = sheets.numbers.get(line.page, -1)
        if line.onward is None and target <= sheets.pages[number]:
            continue
        there = [other for other in sheets.short.get(target, ()) if other != before]
        if before not in sheets.letters or not (
            any(_repeated([before], there, sheets.letters, BESIDE_LINE, SHORTEST_BESIDE_LINE))
            or any(_repeated(there, [before], sheets.letters, ANYWHERE, SHORTEST_ANYWHERE))
        ):
            yield before


class _Sheets:
    """The lines of the pages of an issue."""

    def __init__(self, blocks: Sequence[Block], starts: Sequence[int], labels: Sequence[str]) -> None:
        self._blocks = blocks
        self.shown = [n for n, block in enumerate(blocks) if block.reading.strip()]
        self.pages = {n: bisect_right(starts, blocks[n].segments[0].at) for n in self.shown}
        self.numbers = page_numbers(blocks, starts, labels)
        self.letters = {n: _letters(blocks[n].reading) for n in self.shown if _is_short(blocks[n])}
        """Of each short line."""
        times = Counter(self.letters.values())
        self.short: dict[int, list[int]] = {}
        """The short lines of each page that few others repeat, and that end no sentence."""
        self.closed_on: dict[int, list[int]] = {}
        """Those that end one."""
        for number, text in self.letters.items():
            if times[text] <= MOST_TIMES:
                closed = ends_sentence(blocks[number].reading.strip())
                lines = self.closed_on if closed else self.short
                lines.setdefault(self.pages[number], []).append(number)

    def line(self, number: int) -> JumpLine | None:
        """Return what a block says, if it is a jump line."""
        block = self._blocks[number]
        return parse_jump_line(block.reading) if block.role is Role.JUMP else None


def _is_short(block: Block) -> bool:
    text = block.reading.strip()
    return block.role not in NO_HEADINGS and len(text) <= LONGEST_HEADING and not is_byline(text)


def _repeated(
    numbers: Sequence[int], others: Sequence[int], letters: Mapping[int, str], least: float, shortest: int
) -> Iterator[int]:
    """Yield the blocks that repeat one of the others, or a part of it."""
    for number in numbers:
        grams = {letters[number][at : at + GRAM] for at in range(len(letters[number]) - GRAM + 1)}
        if len(letters[number]) >= shortest and any(
            sum(gram in letters[other] for gram in grams) >= least * len(grams) for other in others
        ):
            yield number


def _letters(text: str) -> str:
    return "".join([c for c in fold_marks(text).casefold() if c.isalnum()])
