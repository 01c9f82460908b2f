"""Lines that may belong to the sheet, and stay in the reading because no place proves that they do.

"世锦赛半程收官" / "YUNJIN DAILY" / "当地时间…"  ->  the name stays where it is, and parts nothing
"3月5日　晴" / … / "3月6日　阴" / …              ->  the days of a diary are none: they head its entries
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from convert.analysis.context import PageContext
from convert.analysis.furniture.placed_blocks import counting_parts, placed_blocks
from convert.analysis.furniture.sheet import sheet_odds
from convert.analysis.lines.dated_text import is_diary
from convert.analysis.lines.latin_shapes import Shape
from convert.analysis.lines.line_shapes import LONGEST_FURNITURE
from convert.document.roles import Role

READ_OFF_SHEET = 2.0
"""Log odds that a text was read off a sheet, from which on such a line is more likely the sheet's."""
OF_SHEET = frozenset({Shape.LISTED, Shape.SHEET, Shape.JUMP, Shape.EDITORS})
"""Shapes that speak of the sheet: in a text that was read off one they may stand anywhere. A text has the
other shapes as well, so those need a place that proves them, however damaged the text is."""
SHAPES = frozenset(Shape) - OF_SHEET - {Shape.LUNAR_DATE}
"""What a line looks like that is the sheet's in one place and a heading or a text in another."""
DIGEST_SECTIONS = 3
"""Different sections from which on each heads its part of a digest."""


def stray_lines(page: PageContext) -> Mapping[int, Role]:
    """Return the numbers of the blocks that are such lines, and what they would be of the sheet.

    A text that was not read off a sheet has none.
    """
    shown = placed_blocks(page)
    found = {
        block.number: (shape, block.text)
        for block in shown
        if block.role is Role.BODY
        and len(block.text) <= LONGEST_FURNITURE
        and (shape := page.texts.furniture_shapes[block.text])
        and shape.shape in SHAPES
    }
    if not found or sheet_odds(page) < READ_OFF_SHEET:
        return {}
    heading = shapes_that_head((shape, text) for (_, shape), text in found.values())
    parts = {shown[at].number for at in counting_parts(shown)}
    return {
        number: role
        for number, ((role, shape), _) in found.items()
        if shape not in heading and number not in parts
    }


def shapes_that_head(lines: Iterable[tuple[Shape | None, str]]) -> frozenset[Shape]:
    """Return the shapes whose lines head parts of a text: the days of a diary, the sections of a digest."""
    texts: dict[Shape | None, list[str]] = {}
    for shape, text in lines:
        texts.setdefault(shape, []).append(text)
    found = {
        Shape.DATE: is_diary(texts.get(Shape.DATE, [])),
        Shape.SECTION: len(set(texts.get(Shape.SECTION, []))) >= DIGEST_SECTIONS,
    }
    return frozenset(shape for shape, is_heading in found.items() if is_heading)


def without_strays(page: PageContext) -> PageContext:
    """Return the page as it is for a rule that passes over such lines, as it does over running heads."""
    strays = stray_lines(page)
    if not strays:
        return page
    blocks = [replace(block, role=strays.get(number, block.role)) for number, block in enumerate(page.blocks)]
    return replace(page, blocks=blocks)
