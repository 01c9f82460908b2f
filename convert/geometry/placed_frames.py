"""Frames as their order needs them, and what stands over, beside or between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from convert.document.layout import Box
from convert.geometry.frames import L, TextFrame

HEAD, NOTE = 1.18, 0.93
"""Times the size of the body from which a frame is a heading, and below which it is a caption."""
COLUMN_LINES = 3
"""Lines of a frame that shows how wide its column is."""
BYLINE_LINES = 2
"""Lines of what stands between a heading and its text, at most: a byline."""


class PlacedFrame(NamedTuple):
    """A frame as its order needs it."""

    box: Box
    size: float
    is_head: bool = False
    is_note: bool = False
    """Whether it is smaller than the body: a caption."""
    lines: tuple[Box, ...] = ()
    """Where its lines stand."""
    is_upright: bool = True
    """Whether its lines run from left to right."""


def placed_frame(frame: TextFrame[L], body: float) -> PlacedFrame:
    """Return a frame as its order needs it; `body` is the size of type of the page's text."""
    head = frame.size >= HEAD * body or (frame.vertical and frame.size > body)
    lines = tuple(line.box for line in frame.lines)
    upright = not frame.vertical and not frame.rotation
    return PlacedFrame(frame.box, frame.size, head, frame.size < NOTE * body, lines, upright)


def overlap_share(first: Box, second: Box) -> float:
    """Return how much of the narrower of two boxes lies over or under the other one."""
    width = min(first.width, second.width) or 1
    return (min(first.right, second.right) - max(first.left, second.left)) / width


def is_fenced(left: Box, right: Box, rules: Sequence[Box]) -> bool:
    """Return whether an upright rule parts two boxes at the top of the right one."""
    y = right.top + min(10.0, right.height / 2)
    return any(left.right - 2 <= rule.left <= right.left + 2 and rule.top < y < rule.bottom for rule in rules)
