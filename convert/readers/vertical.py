"""Pages whose lines run from top to bottom: in tiers, and in each of them from right to left."""

from __future__ import annotations

from collections.abc import Sequence

from convert.document.layout import Region, hull
from convert.geometry.glyphs import GlyphLine
from convert.readers.frames import placed_line
from convert.readers.stream import StreamBuilder

SHARED = 0.5
"""The part of the shorter of two lines that stands beside the other one, where both are of one tier."""
APART = 1.6
"""Line widths of white between two lines that end a block."""


def add_vertical(stream: StreamBuilder, lines: Sequence[GlyphLine], point: float) -> None:
    """Add the lines of a page in reading order, a block for those that stand side by side."""
    for tier in _tiers(lines):
        blocks: list[list[GlyphLine]] = []
        for line in sorted(tier, key=lambda line: -line.box.right):
            last = blocks[-1][-1] if blocks else None
            near = last is not None and last.box.left - line.box.right < APART * max(line.size, last.size)
            if last is not None and near and abs(line.size - last.size) < 0.2 * last.size:
                blocks[-1].append(line)
            else:
                blocks.append([line])
        for block in blocks:
            box = hull(line.box for line in block) or block[0].box
            stream.add_region(Region(0, 0, box), [placed_line(line, point) for line in block])


def _tiers(lines: Sequence[GlyphLine]) -> list[list[GlyphLine]]:
    """Part the lines of a page into tiers, the upper one first."""
    tiers: list[list[GlyphLine]] = []
    for line in sorted(lines, key=lambda line: -line.box.height):
        for tier in tiers:
            box = tier[0].box  # the longest of its lines
            shared = min(box.bottom, line.box.bottom) - max(box.top, line.box.top)
            if shared > SHARED * line.box.height:
                tier.append(line)
                break
        else:
            tiers.append([line])
    return sorted(tiers, key=lambda tier: tier[0].box.top)
