"""What goes on on the next page where a page has a foot of its own: a serial under all columns.

1: "…le bureau a" / SERIAL "…des miracles." 2: "nommé ses membres." / "Pensée immense…" (under the columns)
    ->  the columns of page 2 go on from those of page 1, its foot from the foot
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.latin.latin_items import CLOSERS, STOPS
from convert.document.layout import Box, Layout
from convert.document.model import Block
from convert.document.roles import ASIDE, HEADINGS, TEXT
from convert.document.stated import first_visible
from convert.geometry.feet import foot_top

BLOCKS_TO_HEAD = 4
"""Blocks of a foot among which its headline stands: something may be over it."""
LETTERS = 3
"""Letters of a text, at least: an OCR reads specks, too."""


class Resumption(NamedTuple):
    """A text that goes on on the next page, behind other text."""

    tail: int
    """The last block before the foot, or of it."""
    head: int
    """The block on the next page with which the text goes on."""
    passed: int
    """The block that stands right before the one on the next page, and does not go on there."""


class _Sheet(NamedTuple):
    """The blocks of a page, by their numbers."""

    columns: list[int]
    foot: list[int]


def resumptions(blocks: Sequence[Block], layout: Layout | None) -> list[Resumption]:
    """Return what goes on on the next page behind the foot of a page, or in its foot."""
    if layout is None or layout.units or len(layout.surfaces) < 2:
        return []
    tops = _foot_tops(layout)
    return [*_resumed(blocks, _sheets(blocks, layout, tops))] if tops else []


def _foot_tops(layout: Layout) -> dict[int, float]:
    """Return where the foot of each page begins that has one."""
    lines: dict[int, list[Box]] = {}
    for line in layout.lines:
        if not line.rotation:
            lines.setdefault(layout.surface_at(line.at), []).append(line.box)
    tops = {page: foot_top(own) for page, own in lines.items()}
    return {page: top for page, top in tops.items() if top is not None}


def _sheets(blocks: Sequence[Block], layout: Layout, tops: Mapping[int, float]) -> list[_Sheet]:
    """Return what each page has, in the order of reading; no foot where that runs to and fro."""
    sheets = [_Sheet([], []) for _ in layout.surfaces]
    for number, block in enumerate(blocks):
        at = first_visible(block)
        lines = layout.lines_of(at, at + 1) if at >= 0 else ()
        if not lines or block.role in ASIDE or sum(map(str.isalpha, block.reading)) < LETTERS:
            continue
        page = layout.surface_at(at)
        is_foot = page in tops and lines[0].box.top > tops[page]
        (sheets[page].foot if is_foot else sheets[page].columns).append(number)
    return [
        sheet
        if not sheet.columns or not sheet.foot or sheet.columns[-1] < sheet.foot[0]
        else _Sheet(sorted([*sheet.columns, *sheet.foot]), [])
        for sheet in sheets
    ]


def _resumed(blocks: Sequence[Block], sheets: Sequence[_Sheet]) -> Iterator[Resumption]:
    has_serial = False
    for sheet, following in pairwise(sheets):
        headed = any(blocks[n].role in HEADINGS for n in sheet.foot[:BLOCKS_TO_HEAD])
        has_serial = bool(sheet.columns and sheet.foot) and (headed or has_serial)
        if not has_serial or not following.columns:
            continue
        foot_goes_on = bool(following.foot) and blocks[following.foot[0]].role in TEXT
        head = following.columns[0]
        ended = _ends(blocks[sheet.foot[-1]]) or not _ends(blocks[sheet.columns[-1]])
        if blocks[head].role in TEXT and (foot_goes_on or ended):
            yield Resumption(sheet.columns[-1], head, sheet.foot[-1])
        if foot_goes_on:
            yield Resumption(sheet.foot[-1], following.foot[0], following.columns[-1])


def _ends(block: Block) -> bool:
    """Whether a text ends with a sentence."""
    return block.reading.rstrip().rstrip(CLOSERS)[-1:] in STOPS
