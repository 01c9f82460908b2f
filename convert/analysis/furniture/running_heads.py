"""Running heads by their place: what stands over all columns, or under them, on most pages of an issue.

"Supplément illustré du Petit Journal" on page 3, "Supplément ill astre du Petit Journal" on page 4  ->  both

Where the places of the text are known, it does not matter where a file has them, nor that some are misread.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.lines.line_keys import line_key
from convert.document.layout import Box, Layout, LineBox, hull
from convert.document.model import Block
from convert.document.roles import Role
from convert.document.stated import first_visible

LONGEST = 60
"""Characters of a running head."""
FEWEST_LETTERS = 8
MOST_BESIDE = 2
"""Other lines in its row, or outside of it: the page's number, the date."""
FEWEST_PAGES = 3
"""Pages on which it stands, at least, and on half of all."""
FEWEST_LINES = 20
"""Of a page of text; plates may have no running head."""
ALIKE = 0.7
"""Part of the pairs of characters that two readings of one line share."""


class _Head(NamedTuple):
    """A block at the top or the bottom of its page."""

    number: int
    page: int
    pairs: frozenset[tuple[str, str]]


class _PageEdges(NamedTuple):
    """Upper and lower edges of the lines of a page, sorted: a page may have thousands of blocks."""

    tops: list[float]
    bottoms: list[float]


def running_heads(blocks: Sequence[Block], layout: Layout | None) -> set[int]:
    """Return the numbers of the blocks that are running heads by their place."""
    if layout is None or len(layout.surfaces) < FEWEST_PAGES:
        return set()
    lines: dict[int, list[LineBox]] = defaultdict(list)
    for line in layout.lines:
        lines[layout.surface_at(line.at)].append(line)
    pages = sum(len(own) >= FEWEST_LINES for own in lines.values())
    groups: list[list[_Head]] = []
    for head in _outermost(blocks, layout, lines):
        alike = (group for group in groups if _are_alike(head.pairs, group[0].pairs))
        group = next(alike, None)
        if group is not None:
            group.append(head)
        elif len(groups) < 2 * FEWEST_LINES:
            groups.append([head])
    return {
        head.number
        for group in groups
        if len(own := {head.page for head in group}) >= FEWEST_PAGES and 2 * len(own) >= pages
        for head in group
    }


def _outermost(blocks: Sequence[Block], layout: Layout, lines: dict[int, list[LineBox]]) -> Iterator[_Head]:
    """Yield the short blocks over all other text of their page, or under it."""
    edges = {
        page: _PageEdges(sorted(line.box.top for line in own), sorted(line.box.bottom for line in own))
        for page, own in lines.items()
    }
    for number, block in enumerate(blocks):
        text = "".join(line_key(block.reading).split())
        if block.role is not Role.BODY or not FEWEST_LETTERS <= len(text) <= LONGEST:
            continue
        at = first_visible(block)
        own = layout.lines_of(at, at + 1) if at >= 0 else ()
        box = hull(line.box for line in own)
        page = layout.surface_at(max(at, 0))
        if box is not None and page in edges and _is_outermost(box, edges[page]):
            yield _Head(number, page, frozenset(pairwise(text.casefold())))


def _is_outermost(box: Box, lines: _PageEdges) -> bool:
    """Return whether hardly a line stands higher than the bottom of a box, or lower than its top."""
    over = bisect_left(lines.tops, box.bottom)
    under = len(lines.bottoms) - bisect_right(lines.bottoms, box.top)
    return len(lines.tops) > 1 and min(over, under) <= 1 + MOST_BESIDE


def _are_alike(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))
