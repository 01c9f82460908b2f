"""Rules that an OCR made of the strokes of characters: they run through lines of text, where print has none.

a rule from the middle of 支 to the middle of 元, one line high  ->  no printed rule
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from convert.document.layout import Box
from convert.geometry.near_boxes import NearBoxes

INSIDE = 0.2
"""Part of a line's height from its edge on which a rule is inside of the line."""
WITHIN = 0.5
"""Part of a rule's thickness that lies in a line that it runs through."""
LEVEL, UPRIGHT = 0.5, 0.4
"""Part of its length that a rule runs through text, if it is none: between lines there is white."""


def printed_rules(rules: Sequence[Box], lines: Sequence[Box]) -> tuple[Box, ...]:
    """Return the rules without those that run through lines of text."""
    near = NearBoxes(lines)
    return tuple(rule for rule in rules if not _runs_through(rule, (lines[n] for n in near.within(rule))))


def _runs_through(rule: Box, lines: Iterable[Box]) -> bool:
    """Return whether a rule lies in lines for a good part of its length."""
    level = rule.width >= rule.height
    least = LEVEL * rule.width if level else UPRIGHT * rule.height
    inside = (_length_in(rule, line, level=level) for line in lines)
    return any(through > least for through in accumulate(inside))


def _length_in(rule: Box, line: Box, *, level: bool) -> float:
    """Return how long a rule runs inside of a line into which it reaches."""
    over = min(rule.right, line.right) - max(rule.left, line.left)
    down = min(rule.bottom, line.bottom) - max(rule.top, line.top)
    edge = INSIDE * line.height
    if level:
        inside = rule.bottom > line.top + edge and rule.top < line.bottom - edge
        return over if inside and down >= WITHIN * rule.height else 0.0
    inside = rule.right > line.left + edge and rule.left < line.right - edge
    return down if inside and over >= WITHIN * rule.width else 0.0
