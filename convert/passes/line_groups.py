"""Lines that are lines stay lines: verse, lists and the rows of tables get roles of their own.

    "19:00 新闻联播" / "19:38 焦点时刻" / "20:05 电视剧《老街》"   ->  three items of a list
    "落日孤帆一水长，" / "白鸥飞尽暮山苍。" / …                      ->  verse

What has such a role is no half of a paragraph, no heading and no running head (analysis/line_groups).
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.line_groups.neighbours import find_groups
from convert.analysis.line_groups.printed_lines import is_wrapped
from convert.analysis.line_groups.stanzas import PlacedLine
from convert.document.actions import Action, Label
from convert.document.line_groups import line_ends_between
from convert.document.roles import Role

CERTAINTY = 0.95
"""Of three neighbours that share a form."""


def line_groups(page: PageContext) -> Iterator[Action]:
    """Label the blocks that are lines of one group."""
    if any(block.opens for block in page.blocks):  # the source itself says what its paragraphs are
        return
    numbers = [number for number, block in enumerate(page.blocks) if block.reading.strip()]
    lines: list[PlacedLine] = []
    for before, number in zip([-1, *numbers], numbers, strict=False):
        block = page.blocks[number]
        close = before >= 0 and line_ends_between(page.blocks[before], block) == 1
        lines.append(PlacedLine(block.reading.strip(), close, is_wrapped(block.source.strip())))
    for group in find_groups(lines):
        for line in group.lines:
            if page.blocks[numbers[line]].role is Role.BODY:
                yield Label(numbers[line], group.role, CERTAINTY)
