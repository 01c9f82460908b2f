"""Lines that were read twice, and what a block says with its dropped beginning put back."""

from __future__ import annotations

from convert.document.changes import Edited, Kind
from convert.document.model import Block, Segment


def is_repeat(block: Block) -> bool:
    """Whether a block is a repeated line, and so has nothing to read."""
    return not block.reading.strip() and any(
        change.kind is Kind.SURPLUS for segment in block.segments for change in segment.changes
    )


def as_read(block: Block) -> str:
    """Return a block's reading, a repeated beginning that was dropped put back: it tells what goes before.

    "因纪事报》上…", behind 新闻自由，在《得梅 that was dropped  ->  "新闻自由，在《得梅因纪事报》上…"
    """
    dropped = [segment for segment in block.segments if segment.changes and not segment.reading]
    if not dropped or not block.reading.strip():
        return block.reading
    return "".join([s.reading or _surplus(s) for s in block.segments])


def _surplus(segment: Segment) -> str:
    """Return what was dropped as read twice."""
    return next(
        (c.before for c in reversed(segment.changes) if isinstance(c, Edited) and c.kind is Kind.SURPLUS), ""
    )
