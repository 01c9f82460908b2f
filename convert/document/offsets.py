"""From a place in a reading to its place in the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from convert.document.model import Block


def end_offset(block: Block) -> int:
    """Return the source offset of the end of a block's reading, before the white space that parts blocks."""
    last = next((s for s in reversed(block.segments) if s.reading), block.segments[-1])
    return last.at + len(last.source)


def source_offset(block: Block, at: int) -> int:
    """Return the source offset of place `at` in the reading of a block."""
    read = 0
    for segment in block.segments:
        length = len(segment.reading)
        if at < read + length:
            return segment.at + (at - read if segment.untouched else 0)
        read += length
    return end_offset(block)


def reading_offset(block: Block, at: int) -> int:
    """Return where in a block's reading the character of a source offset stands; -1: it is not read."""
    read = 0
    for segment in block.segments:
        if segment.at <= at < segment.at + len(segment.source):
            inside = at - segment.at if segment.untouched else 0
            return read + inside if segment.reading else -1
        read += len(segment.reading)
    return -1


def read_before(block: Block, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each of some sorted source offsets that a block has, and how much of its reading is before it."""
    read = 0
    for segment in block.segments:
        begin, end = segment.at, segment.at + len(segment.source)
        for place in places[bisect_left(places, begin) : bisect_left(places, end)]:
            yield place, read + (place - begin if segment.untouched else 0)
        read += len(segment.reading)


class Offsets:
    """Source offsets of places in the readings of one document's blocks, found by bisection."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Remember the blocks; nothing is counted before it is asked for."""
        self._blocks = blocks
        self._ends: dict[int, list[int]] = {}

    def of(self, number: int, at: int) -> int:
        """Return the source offset of place `at` in the reading of block `number`."""
        segments = self._blocks[number].segments
        ends = self._ends.get(number)
        if ends is None:
            ends = self._ends[number] = list(accumulate([len(s.reading) for s in segments]))
        index = bisect_right(ends, at)
        if index == len(segments):
            return end_offset(self._blocks[number])
        segment = segments[index]
        return segment.at + (at - ends[index] + len(segment.reading) if segment.untouched else 0)
