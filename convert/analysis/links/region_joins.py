"""Paragraphs that the file itself says are cut: the last one of a block goes on in the next block.

    <par hasOverflowedTail="1">…concours des / <par hasOverflowedHead="1">sapeurs-pompiers…  ->  one paragraph

Where the first part ends in a full stop and the second begins anew, the file's word is not enough. What the
reader of a PDF has measured is less certain than what a file states.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.latin.latin_items import CLOSERS, STOPS
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import RUNNING_TEXT
from convert.document.stated import first_visible, stated_places
from convert.language.han import ends_sentence

ENDED = 0.8
"""What is left of the file's word where the first part ends as a sentence does."""


class RegionJoin(NamedTuple):
    """Block `second` is said to go on with what block `first` begins."""

    first: int
    second: int
    cert: float


def region_joins(blocks: Sequence[Block], layout: Layout) -> Iterator[RegionJoin]:
    """Yield the blocks that the file says are one paragraph; what stands in two units of it is not."""
    regions = [region for region in layout.regions if region.stop > region.at]
    if not any(region.continues for region in regions):
        return
    numbers = {first_visible(block): n for n, block in enumerate(blocks) if block.reading.strip()}
    starts = sorted(numbers)
    places = stated_places(blocks, layout)
    for region, following in pairwise(regions):
        place = bisect_left(starts, following.at)
        if not region.continues or not 0 < place < len(starts) or starts[place] >= following.stop:
            continue
        first, second = numbers[starts[place - 1]], numbers[starts[place]]
        units = {
            places[number].unit if number in places and layout.units[places[number].unit].opens else -1
            for number in (first, second)
        }
        if starts[place - 1] >= region.at and len(units) == 1 and _is_text(blocks[first], blocks[second]):
            cert = region.continues * _certainty(blocks[first].reading, blocks[second].reading)
            yield RegionJoin(first, second, cert)


def _is_text(*blocks: Block) -> bool:
    return all(block.role in RUNNING_TEXT for block in blocks)


def _certainty(tail: str, head: str) -> float:
    """Return how certain it is that two texts are one paragraph, of which the file says so."""
    tail, head = tail.strip(), head.strip()
    ended = ends_sentence(tail) or tail.rstrip(CLOSERS)[-1:] in STOPS
    return ENDED if ended and not head[:1].islower() else 1.0
