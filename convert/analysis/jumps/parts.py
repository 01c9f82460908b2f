"""The parts of articles that may go on on another page: where one ends, and where the next may begin.

"…向沿江各镇派出" / （下转第四版）             ->  a part ends before the jump line
（上接第一版） / 防汛动员 / "工作组二十四个，…"  ->  a part may begin under it, its head among them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from convert.analysis.context import PageContext
from convert.analysis.lines.jump_lines import JumpLine, parse_jump_line
from convert.analysis.lines.page_numbers import page_numbers
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.document.roles import ALL_HEADINGS, ASIDE, HEADINGS, OVER_REPORT, RUNNING_TEXT, TEXT, Role
from convert.language.han import ends_sentence

BLOCKS_OF_A_PART = 12
"""Blocks of text of a part whose words are compared."""
LEAST_START = -1.5
"""Log odds that a text begins in mid-sentence, from which on it is looked at though nothing begins there."""
OVER_TEXT = ALL_HEADINGS | OVER_REPORT | {Role.LABEL}
"""Roles of what may stand between a jump line and the text under it."""


class JumpBlock(NamedTuple):
    """A block that is a jump line."""

    number: int
    page: int
    """The page on which it stands, from 0."""
    target: int
    """The page that it names, from 0; -1: it was not read, or the issue has none of that number, or two."""
    line: JumpLine

    def may_name(self, page: int) -> bool:
        """Whether it names a page, or one whose number was not read."""
        return page == self.target or not self.line.page

    @property
    def leads_onward(self) -> bool:
        """Whether it stands behind a part and leads to the next one; what does not say so, by its page."""
        return self.target > self.page if self.line.onward is None else self.line.onward


class PartEnd(NamedTuple):
    """Where a part of an article may end."""

    text: int
    """Number of its last block of text."""
    page: int
    lines: tuple[JumpBlock, ...]
    """The jump line behind it, if there is one."""
    opener: int
    """Number of the first block of its division."""
    below: tuple[JumpBlock, ...] = ()
    """Without a jump line of its own: the one that leads onward further down in its column."""

    @property
    def place(self) -> int:
        """What its part has alone: the jump line, or else its last text."""
        return next((line.number for line in (*self.lines, *self.below)), self.text)


class PartStart(NamedTuple):
    """Where a later part may begin."""

    text: int
    """Number of its first block of text."""
    page: int
    heads: tuple[int, ...]
    """The headings over it, up to a jump line."""
    lines: tuple[JumpBlock, ...]
    """The jump line over it, if there is one."""
    inside: bool = False
    """Whether nothing but its own words says that a part begins there."""
    above: tuple[JumpBlock, ...] = ()
    """Without a jump line of its own: the one that leads back further up in its column."""

    @property
    def place(self) -> int:
        """What its part has alone: the jump line, or else its first text."""
        return next((line.number for line in (*self.lines, *self.above)), self.text)


@dataclass(frozen=True, eq=False)
class Parts:
    """The jump lines of an issue, and the parts that end and begin beside them or without them."""

    page: PageContext

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The pages by the numbers that are printed on them."""
        return page_numbers(self.page.blocks, self.page.starts, self.page.labels)

    @cached_property
    def shown(self) -> list[int]:
        """The blocks that have something to read."""
        return [n for n, block in enumerate(self.page.blocks) if block.reading.strip()]

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Where among them a block stands."""
        return {number: at for at, number in enumerate(self.shown)}

    @cached_property
    def lines(self) -> Mapping[int, JumpBlock]:
        """The jump lines by the numbers of their blocks."""
        lines: dict[int, JumpBlock] = {}
        for number in self.shown:
            line = parse_jump_line(self.text(number)) if self.role(number) is Role.JUMP else None
            if line is not None:
                target = self.numbers.get(line.page, -1)
                lines[number] = JumpBlock(number, self.first_page(number), target, line)
        return lines

    @cached_property
    def openers(self) -> list[int]:
        """The number of the first block of each block's division; behind a jump line another one begins."""
        openers: list[int] = []
        parted = False
        for number, block in enumerate(self.page.blocks):
            parted = parted or number in self.lines
            begins = block.opens is not None or not openers
            if parted and block.reading.strip() and block.role not in ASIDE:
                begins, parted = True, False
            openers.append(number if begins else openers[-1])
        return openers

    @cached_property
    def is_two_sided(self) -> bool:
        """Whether the paper sets a jump line on both sides, as a rule."""
        onward = sum(line.leads_onward for line in self.lines.values())
        back = len(self.lines) - onward
        return 2 * min(onward, back) >= max(onward, back)

    @cached_property
    def ends(self) -> Mapping[int, PartEnd]:
        """Where parts may end, by the numbers of their last texts: before jump lines, or as articles do."""
        ends: dict[int, PartEnd] = {}
        pages: set[int] = set()
        for number, line in self.lines.items():
            if not line.leads_onward:
                pages.add(line.target)
            elif (text := self._beside(number, -1)) >= 0:
                ends.setdefault(text, PartEnd(text, line.page, (line,), self.openers[text]))
        for number in self._last_texts():
            if (page := self.last_page(number)) in pages:
                below = self._line_of_column(number, 1)
                ends.setdefault(number, PartEnd(number, page, (), self.openers[number], below))
        return ends

    def _last_texts(self) -> Iterator[int]:
        """Yield the last text of each division, and of each page."""
        last = -1
        for number in self.shown:
            parted = last >= 0 and (
                self.openers[number] != self.openers[last] or self.first_page(number) != self.last_page(last)
            )
            if parted:
                yield last
                last = -1
            if self.role(number) in TEXT:
                last = number
        if last >= 0:
            yield last

    @cached_property
    def starts(self) -> Mapping[int, PartStart]:
        """Where later parts may begin, by the numbers of their first texts."""
        starts: dict[int, PartStart] = {}
        pages: set[int] = set()
        for number, line in self.lines.items():
            if line.leads_onward:
                pages.add(line.target)
                continue
            if (text := self._beside(number, 1)) >= 0:
                starts.setdefault(text, PartStart(text, line.page, self._heads_over(text, number), (line,)))
        seen: set[int] = set()
        for at, number in enumerate(self.shown):
            page = self.first_page(number)
            if page not in pages or self.role(number) not in TEXT:
                continue
            above = self.shown[at - 1] if at and page in seen else -1
            seen.add(page)
            begins = above < 0 or self.openers[above] != self.openers[number] or self.role(above) in OVER_TEXT
            if begins or self.may_go_on(number):
                heads = self._heads_over(number)
                column_line = () if heads else self._line_of_column(number, -1)
                starts.setdefault(number, PartStart(number, page, heads, (), not begins, column_line))
        return starts

    def _line_of_column(self, number: int, step: int) -> tuple[JumpBlock, ...]:
        """Return the jump line of a text's own column that leads back above it, or onward below it, if any.

        No headline stands between, but that of the part right under a line that leads back.
        """
        page, at = self.first_page(number), self.place[number] + step
        while 0 <= at < len(self.shown) and self.first_page(self.shown[at]) == page:
            other = self.shown[at]
            is_over = step < 0 and self.role(other) in HEADINGS and at > 0
            line = self.lines.get(self.shown[at - 1] if is_over else other)
            if line is not None:
                return (line,) if line.leads_onward is (step > 0) else ()
            if self.role(other) in HEADINGS:
                break
            at += step
        return ()

    def first_page(self, number: int) -> int:
        """Return the page on which a block begins."""
        return self.page.page_of(self.page.blocks[number].segments[0].at)

    def last_page(self, number: int) -> int:
        """Return the page on which a block ends."""
        segments = self.page.blocks[number].segments
        return self.page.page_of(next((s.at for s in reversed(segments) if s.reading), segments[0].at))

    def text(self, number: int) -> str:
        """Return what a block says."""
        return self.page.blocks[number].reading.strip()

    def role(self, number: int) -> Role:
        """Return the role of a block."""
        return self.page.blocks[number].role

    def may_go_on(self, number: int) -> bool:
        """Whether a text may begin in mid-sentence."""
        if self.page.language.is_chinese:
            return self.page.texts.start_odds[self.text(number)] > LEAST_START
        return is_small(self.text(number))

    def behind(self, line: JumpBlock) -> int:
        """Return what stands right behind a jump line on its page, the sheet's lines aside; -1: nothing."""
        for number in self.shown[self.place[line.number] + 1 :]:
            if self.role(number) not in ASIDE or self.role(number) is Role.JUMP:
                return number if self.first_page(number) == line.page else -1
        return -1

    def headlines(self, end: PartEnd) -> list[int]:
        """Return what may be headings over a part, down from where another part ends on its page."""
        heads: list[int] = []
        for number in reversed(self.shown[: self.place[end.text]]):
            line = self.lines.get(number)
            if self.first_page(number) != end.page or (line is not None and line.leads_onward):
                break
            if number in self.may_be_headings:
                heads.append(number)
        return heads[::-1]

    @cached_property
    def may_be_headings(self) -> frozenset[int]:
        """The blocks that may be headings: those taken for one, and short texts that end no sentence."""
        return frozenset(n for n in self.shown if self.role(n) in ALL_HEADINGS or self._looks_like_one(n))

    def _looks_like_one(self, number: int) -> bool:
        text = self.text(number)
        short = len(text) <= LONGEST_HEADING and not ends_sentence(text)
        return self.page.language.is_chinese and short and self.role(number) in RUNNING_TEXT

    def has_byline(self, start: PartStart) -> bool:
        """Whether an author's line stands over the text of a part, as where an article begins."""
        for number in reversed(self.shown[: self.place[start.text]]):
            if self.role(number) is Role.BYLINE:
                return True
            if self.role(number) not in OVER_TEXT:
                break
        return False

    def section(self, number: int, step: int) -> list[int]:
        """Return the texts of a division from one on, upwards or downwards."""
        texts: list[int] = []
        at = self.place[number]
        while 0 <= at < len(self.shown) and len(texts) < BLOCKS_OF_A_PART:
            other = self.shown[at]
            opens = self.openers[other] == other
            if opens and step > 0 and other != number:
                break
            if self.role(other) in TEXT:
                texts.append(other)
            if opens and step < 0:
                break
            at += step
        return texts

    def _beside(self, number: int, step: int) -> int:
        """Return the next text before or behind a jump line, on its page; -1 if there is none.

        What stands right before it is text, whatever it was taken for.
        """
        page = self.first_page(number)
        at = self.place[number] + step
        while 0 <= at < len(self.shown):
            other = self.shown[at]
            role = self.role(other)
            if (self.last_page(other) if step < 0 else self.first_page(other)) != page or role is Role.JUMP:
                break
            if role in TEXT or (step < 0 and role not in ASIDE):
                return other
            if role not in ASIDE and role not in OVER_TEXT:
                break
            at += step
        return -1

    def _heads_over(self, number: int, line: int = -1) -> tuple[int, ...]:
        """Return the headings over a text, bylines passed over; over its jump line if none is under it."""
        heads: list[int] = []
        page = self.first_page(number)
        at = self.place[number] - 1
        while at >= 0 and self.first_page(self.shown[at]) == page:
            other = self.shown[at]
            if self.role(other) in ALL_HEADINGS:
                heads.append(other)
            elif (other == line and heads) or (other != line and self.role(other) not in OVER_TEXT):
                break
            at -= 1
        return tuple(reversed(heads))


def is_small(text: str) -> bool:
    """Whether a text begins with a small letter."""
    return text.lstrip("([\"'“‘«")[:1].islower()
