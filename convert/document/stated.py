"""What the archive states of blocks: in which unit each stands, where in it, and what it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import LINES, Role


class StatedPlace(NamedTuple):
    """The place of a block in what the archive says belongs together; places sort in its order."""

    unit: int
    """Number of the unit in `Layout.units`."""
    span: int
    """Number of its stretch in the unit."""
    at: int
    """Where the block begins in the source text."""
    role: Role | None
    """None: the archive does not say what it is."""


class _Span(NamedTuple):
    at: int
    stop: int
    unit: int
    number: int
    role: Role | None


def stated_places(blocks: Sequence[Block], layout: Layout | None) -> dict[int, StatedPlace]:
    """Return the stated place of each block that has one, by its number in a document."""
    if layout is None or not layout.units:
        return {}
    spans = sorted(
        _Span(span.at, span.stop, unit, number, span.role)
        for unit, each in enumerate(layout.units)
        for number, span in enumerate(each.spans)
    )
    starts = [span.at for span in spans]
    places: dict[int, StatedPlace] = {}
    for number, block in enumerate(blocks):
        at = first_visible(block)
        span = spans[place] if at >= 0 and (place := bisect_right(starts, at) - 1) >= 0 else None
        if span is not None and at < span.stop:
            places[number] = StatedPlace(span.unit, span.number, at, span.role)
    return places


def first_visible(block: Block) -> int:
    """Return where in the source text the first character of a block that can be seen stands; -1: none."""
    for segment in block.segments:
        bare = segment.source.lstrip()
        if bare:
            return segment.at + len(segment.source) - len(bare)
    return -1


def keeps_role(role: Role, stated: Role) -> bool:
    """Whether a role is what the archive states; a line of verse, a list or a table is body text to it.

    So may the caption of a table be.
    """
    if stated is Role.TABLE_ROW and role is Role.TABLE_CELL:
        return True
    if role is Role.TABLE_CAPTION:
        return stated in {role, Role.CAPTION, Role.TABLE_ROW, *_TEXTS}
    return role is stated or (stated in _TEXTS and role in LINES)


_TEXTS = frozenset({Role.BODY, Role.ADVERTISEMENT})


def block_start(block: Block, places: Sequence[int]) -> int:
    """Return which of some sorted places a block begins at; where it can be seen to begin, if at none.

    In front of what is read first may stand white space, and characters that nobody can see.
    """
    first = block.segments[0].at if block.segments else 0
    for segment in block.segments:
        if segment.reading.strip():
            shown = len(segment.source) - len(segment.source.lstrip()) if segment.untouched else 0
            number = bisect_right(places, segment.at + shown) - 1
            return places[number] if number >= 0 and places[number] >= first else first_visible(block)
    return first_visible(block)
