r"""Lines of the sheet that stand on it again: on other pages, or as a part of its masthead.

"云津日报 2026年3月14日 星期六" \f … the same but for digits  ->  at the edges of pages: they recur
"云津日报" amid a page whose masthead is the line above         ->  it repeats a part of what is proven
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.analysis.furniture.placed_blocks import BlockOnPage
from convert.analysis.lines.latin_shapes import Shape
from convert.analysis.lines.line_keys import line_key
from convert.analysis.lines.line_shapes import SHEET_LINE_PART, FurnitureShape
from convert.analysis.lines.overlap import fold_marks
from convert.document.roles import Role
from convert.language.han import ends_sentence

LONGEST_SHAPELESS = 40
SHAPELESS_PAGES = 3
"""Pages on which a line of no shape must stand, and at least on half of all, or all left or right ones."""
TEXT_BETWEEN = 200
"""Characters between two readings of one line that are of different pages."""
DATES = re.compile(
    r"[0-9〇零一二三四五六七八九十]{4}年|[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
NUMBER = re.compile(r"\d{1,3}")
PARTS = frozenset({Shape.NAME, Shape.DATE, Shape.CAPITALS})
"""What a masthead consists of: the name of the paper, the day."""


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A short block where it stands."""

    at: int
    """Its place among the blocks that have something to read."""
    number: int
    text: str
    found: FurnitureShape | None
    page: int
    edge: bool
    """Whether nothing but lines of such shapes stands between it and a page's first or last line."""
    counted: Role | None = None
    """What it is in other issues of the paper, by a pack that has counted it there."""
    named: bool = False
    """Whether it has the shape of a section's name, and a pack has it among the paper's."""

    @property
    def shape(self) -> Shape | None:
        """What its shape is, if it has one."""
        return self.found.shape if self.found else None


def _key(text: str) -> str:
    """Return what two readings of one line on different pages have in common: not the digits but the date."""
    return line_key(text) + "|" + "".join(DATES.findall(fold_marks(text)))


def recurring(lines: Mapping[int, ShortLine], shown: Sequence[BlockOnPage]) -> Iterator[int]:
    """Yield the places of lines that stand again on other pages, equal but for digits, the date the same."""
    groups: dict[str, list[ShortLine]] = defaultdict(list)
    for line in lines.values():
        if line.shape not in {Shape.NUMBER, Shape.JUMP}:
            groups[_key(line.text)].append(line)
    pages = len({block.page for block in shown})
    for group in groups.values():
        at_edges = [line for line in group if line.edge]
        own = {line.page for line in at_edges}
        if group[0].shape is None:
            beside_text = 2 * sum(_is_beside_text(line, shown) for line in at_edges) >= len(at_edges)
            if len(own) >= SHAPELESS_PAGES and 2 * len(own) >= pages - 1 and beside_text:
                yield from (line.at for line in at_edges)
            continue
        if len(own) >= 2:
            yield from (line.at for line in at_edges)
        if group[0].shape in {Shape.SHEET, Shape.EDITORS} and _far_apart(group, shown):
            yield from (line.at for line in group)


def _is_beside_text(line: ShortLine, shown: Sequence[BlockOnPage]) -> bool:
    """Whether a line at a page's edge stands beside running text: beside other short lines it is verse."""
    near = [
        b.text
        for b in shown[max(0, line.at - 1) : line.at + 2]
        if b.page == line.page and b.number != line.number
    ]
    return any(ends_sentence(text) or len(text) > LONGEST_SHAPELESS for text in near)


def _far_apart(group: Sequence[ShortLine], shown: Sequence[BlockOnPage]) -> bool:
    """Whether text stands between a line's first and last reading."""
    between = shown[group[0].at + 1 : group[-1].at]
    return sum(len(block.text) for block in between) >= TEXT_BETWEEN


def counting_pages(lines: Mapping[int, ShortLine]) -> Iterator[int]:
    """Yield the places of numbers at the edges of pages that count with the pages."""
    groups: dict[tuple[str, int], list[ShortLine]] = defaultdict(list)
    for line in lines.values():
        number = NUMBER.search(line.text)
        if line.shape is Shape.NUMBER and line.edge and number:
            groups[NUMBER.sub("0", line.text), int(number.group()) - line.page].append(line)
    for group in groups.values():
        if len({line.page for line in group}) >= 2:
            yield from (line.at for line in group)


def sheet_parts(proven: Iterable[ShortLine]) -> frozenset[str]:
    """Return what lines that are proven to be the sheet's name: the paper, the day.

    "云津日报 2026年3月14日 星期六"  ->  云津日报, 2026年3月14日
    """
    texts = {line.text for line in proven}
    named = (match for text in texts for match in SHEET_LINE_PART.finditer(text))
    return frozenset(texts | {match.group() for match in named if match.lastgroup in {"paper", "date"}})


def repeats(line: ShortLine, parts: Container[str]) -> bool:
    """Whether a paper's name, or a date, is what a line names that is proven to be the sheet's."""
    return line.shape in PARTS and line.text in parts
