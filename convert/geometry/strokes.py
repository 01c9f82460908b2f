"""Rules that an OCR made of the strokes of characters: they run through lines of text, where print has none.

a rule from the middle of 支 to the middle of 元, one line high  ->  no printed rule
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from convert.document.layout import Box

INSIDE = 0.2
"""Part of a line's height from its edge on which a rule is inside of the line."""
WITHIN = 0.5
"""Part of a rule's thickness that lies in a line that it runs through."""
LEVEL, UPRIGHT = 0.5, 0.4
"""Part of its length that a rule runs through text, if it is none: between lines there is white."""


def printed_rules(rules: Sequence[Box], lines: Sequence[Box]) -> tuple[Box, ...]:
    """Return the rules without those that run through lines of text."""
    if not rules or not lines:
        return tuple(rules)
    ordered = sorted(lines, key=lambda line: line.top)
    tops = [line.top for line in ordered]
    highest = max(line.height for line in lines)
    kept: list[Box] = []
    for rule in rules:
        near = ordered[bisect_left(tops, rule.top - highest) : bisect_right(tops, rule.bottom)]
        if not _runs_through(rule, near):
            kept.append(rule)
    return tuple(kept)


def _runs_through(rule: Box, lines: Sequence[Box]) -> bool:
    """Return whether a rule lies in lines for a good part of its length."""
    level = rule.width >= rule.height
    through = sum(_length_in(rule, line, level=level) for line in lines)
    length = rule.width if level else rule.height
    return through > (LEVEL if level else UPRIGHT) * length


def _length_in(rule: Box, line: Box, *, level: bool) -> float:
    """Return how long a rule runs inside of a line."""
    over = min(rule.right, line.right) - max(rule.left, line.left)
    down = min(rule.bottom, line.bottom) - max(rule.top, line.top)
    if over < 0 or down < 0:
        return 0.0
    edge = INSIDE * line.height
    if level:
        inside = rule.bottom > line.top + edge and rule.top < line.bottom - edge
        return over if inside and down >= WITHIN * rule.height else 0.0
    inside = rule.right > line.left + edge and rule.left < line.right - edge
    return down if inside and over >= WITHIN * rule.width else 0.0
