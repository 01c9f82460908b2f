"""The blocks that have something to read, each with its page, and those at the edges of pages."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from convert.analysis.context import PageContext
from convert.document.roles import ASIDE, Role

LESS_THAN_A_PAGE = 2_500
"""Characters between two folios, at least."""


class BlockOnPage(NamedTuple):
    """A block that has something to read, and its page."""

    number: int
    text: str
    role: Role
    page: int


def placed_blocks(page: PageContext) -> list[BlockOnPage]:
    """Return the blocks that have something to read, where they stand."""
    return [
        BlockOnPage(number, text, block.role, bisect_right(page.starts, block.segments[0].at))
        for number, block in enumerate(page.blocks)
        if (text := block.reading.strip())
    ]


def edge_places(shown: Sequence[BlockOnPage], known: Container[int]) -> Iterator[int]:
    """Yield the places at a page's first and last lines: known ones, and the first one that is not."""
    pages: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(shown):
        pages[block.page].append(at)
    for places in pages.values():
        for order in (places, places[::-1]):
            for at in order:
                yield at
                if at not in known and shown[at].role not in ASIDE:
                    break


def counting_parts(shown: Sequence[BlockOnPage]) -> Iterator[int]:
    """Yield the places of figures that are 1 and 2, or 3 and 4, ... too near each other for folios."""
    last: tuple[int, int, int] | None = None
    size = 0
    for at, block in enumerate(shown):
        if block.text.isdecimal() and len(block.text) == 1:
            if last is not None and int(block.text) == last[1] + 1 and size - last[2] < LESS_THAN_A_PAGE:
                yield last[0]
                yield at
            last = at, int(block.text), size
        size += len(block.text)
