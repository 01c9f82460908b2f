"""Headings that stand together, one close over the other: a kicker, a headline, a subtitle.

banner banner banner        the banner is read before the first of two articles under it
head 1      head 2     ->   banner, head 1 | head 2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from convert.document.layout import Box
from convert.geometry.placed_frames import PlacedFrame, overlap_share

CLOSE = 0.9
"""Ems, of the larger one, from a heading to the next one under it, at most."""
BANNER_ROOM = 2
"""Ems of its own size that a banner leaves free on both sides, at least."""


@dataclass(slots=True)
class FrameGroup:
    """Headings that stand together, and the columns that they rule."""

    heads: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)


def head_groups(inner: Sequence[int], frames: Sequence[PlacedFrame]) -> list[FrameGroup]:
    """Put headings together that stand close one over the other."""
    heads = sorted((n for n in inner if frames[n].is_head), key=lambda n: frames[n].box.top)
    wide = {number: _with_reach(number, frames) for number in heads}
    groups: list[FrameGroup] = []
    for number in heads:
        best = None
        for group in groups:
            last = group.heads[-1]
            if _follows_head(wide[last], frames[number]) and not _is_second(
                number, wide[last], heads, frames
            ):
                best = group
        if best is None:
            groups.append(FrameGroup([number]))
        else:
            best.heads.append(number)
    return groups


def _follows_head(over: PlacedFrame, frame: PlacedFrame) -> bool:
    """Return whether a heading stands close under another one."""
    return (
        over.box.top < frame.box.top
        and frame.box.top - over.box.bottom < CLOSE * max(frame.size, over.size)
        and overlap_share(frame.box, over.box) > 0.5
    )


def _is_second(number: int, over: PlacedFrame, heads: Sequence[int], frames: Sequence[PlacedFrame]) -> bool:
    """Return whether another heading stands to the left under the same one: that is read behind it."""
    frame = frames[number]
    return any(
        frames[other].box.right <= frame.box.left
        and abs(frames[other].box.top - frame.box.top) < over.size
        and _follows_head(over, frames[other])
        for other in heads
        if other != number
    )


def _with_reach(number: int, frames: Sequence[PlacedFrame]) -> PlacedFrame:
    """Return a heading as wide as the room it has, where it stands in the middle of that, and alone."""
    frame = frames[number]
    box = frame.box
    left, right = box.left, box.right
    for other in frames:
        left, right = min(left, other.box.left), max(right, other.box.right)
    for other in frames:
        if other.box.top < box.bottom and other.box.bottom > box.top and other is not frame:
            if other.box.right <= box.left:
                left = max(left, other.box.right)
            elif other.box.left >= box.right:
                right = min(right, other.box.left)
    rooms = (box.left - left, right - box.right)
    if min(rooms) < BANNER_ROOM * frame.size or abs(rooms[0] - rooms[1]) > frame.size:
        return frame
    return frame._replace(box=Box(left, box.top, right, box.bottom))
