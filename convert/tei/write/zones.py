"""Where the text stood: a surface for each page, a zone for each run of source text in a block.

The zones stand in source order and carry ids made from their text; the blocks stand in reading
order and point to them. No offset is written, so a new paragraph changes nothing but its own lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from convert.document.model import Document, block_ids


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of source text that one block has without a gap, within one page."""

    id: str
    """`z.` and a hash of its text, as block ids are made."""
    offset: int
    """Its first character in the source text."""
    stop: int
    """Behind its last one."""
    page: int
    """Number of its page in `Document.pages`."""
    block: str
    """Id of the block that has it."""


class ZoneRun(NamedTuple):
    """A run of source text before it has a name."""

    start: int
    stop: int
    page: int
    block: str


def zones_of(document: Document) -> Mapping[int, Zone]:
    """Return the zones in source order, by the offset of their first character."""
    runs = sorted(_runs(document), key=lambda run: run.start)
    text = document.source.text
    names = block_ids(text[run.start : run.stop] for run in runs)
    return {
        run.start: Zone(f"z{name[1:]}", run.start, run.stop, run.page, run.block)
        for name, run in zip(names, runs, strict=True)
    }


def _runs(document: Document) -> Iterator[ZoneRun]:
    """Yield the runs in reading order.

    A page that begins within a segment begins with the next one: a changed segment is not cut.
    """
    starts = [page.at for page in document.pages]
    for block in document.blocks:
        start = stop = -1
        page = next_page = 0
        for segment in block.segments:
            if not segment.source:
                continue
            if segment.at != stop or segment.at >= next_page:
                if stop > start:
                    yield ZoneRun(start, stop, page, block.id)
                start = segment.at
                number = bisect_right(starts, start)
                page = max(0, number - 1)
                next_page = starts[number] if number < len(starts) else len(document.source.text)
            stop = segment.at + len(segment.source)
        if stop > start:
            yield ZoneRun(start, stop, page, block.id)


def fragment_id(zone: Zone) -> str:
    """Return the id of the fragment whose text stands in a zone."""
    return f"f{zone.id[1:]}"
