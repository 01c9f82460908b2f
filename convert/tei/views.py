"""One text, several views: what the source has, what the print had, what a reader should see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.document.changes import Kind
from convert.tei.content import reading
from convert.tei.header import declared_rules
from convert.tei.names import BLOCKS, GROUP_ELEMENTS, TEI, XML_ID, tag
from convert.tei.read import body

_DIVISION, _CELL, _HEAD = tag("div"), tag("cell"), tag("head")
_CARRIED = frozenset({"kicker", "main", "sub"})
"""Types of the headings over an article."""


class View(StrEnum):
    """What to show of a file."""

    SOURCE = "source"
    """The text of the source file, in its order."""
    CORRECTED = "corrected"
    """The reading without the house's rules: in reading order, misreadings mended, repeats left out,
    but with the marks, spaces and characters that the source has by its own habits."""
    READING = "reading"
    """What a reader should see."""


class BlockText(NamedTuple):
    """A block of the file as one of the views has it."""

    id: str
    element: str
    """head, byline, p, ab, l, item or fw (furniture)."""
    type: str
    text: str
    group: int = 0
    """Number of the list, stanza or table that it stands in, from 1; 0: in none."""
    in_row: bool = False
    """Whether it is a cell behind another one, which has a tab in front of it."""


class ArrangedBlock(NamedTuple):
    """A block of the file in its place in the reading."""

    block: Element
    division: Element
    """What it stands in directly below the body."""
    element: str
    """As in `BlockText`."""
    group: int
    in_row: bool
    is_later: bool
    """Whether it stands in a later part of an article, which the reading puts behind the earlier one."""


def block_texts(root: Element, name: str = "", view: View = View.READING) -> Iterator[BlockText]:
    """Yield the text of each block, in reading order, furniture and empty ones too; each article is whole.

    Raises:
        InvalidArchive: an element that names no character.

    """
    without = house_rules(root) if view is View.CORRECTED else frozenset()
    for each in arranged_blocks(root, name):
        text = reading(each.block, name, without=without)
        kind = each.block.get("type", "")
        yield BlockText(each.block.get(XML_ID, ""), each.element, kind, text, each.group, each.in_row)


def house_rules(root: Element) -> frozenset[str]:
    """Return the ids of the rules that write as the house does: the corrected view is without them."""
    return frozenset(rule.id for rule in declared_rules(root) if rule.kind == Kind.REGULARIZATION)


def arranged_blocks(root: Element, name: str = "") -> Iterator[ArrangedBlock]:
    """Yield each block in reading order, furniture and empty ones too; each article is whole."""
    groups: dict[Element, int] = {}
    for division, later in _whole_articles(body(root, name)):
        carried = later
        for block in division.iter(*BLOCKS):
            parent = block.getparent()
            in_row = parent is not None and block.tag == _CELL and block.getprevious() is not None
            if parent is not None and block.tag == _CELL:
                parent = parent.getparent()
            held = parent is not None and parent.tag in GROUP_ELEMENTS and block.tag != _HEAD
            group = groups.setdefault(parent, len(groups) + 1) if held and parent is not None else 0
            element, kind = block.tag[len(TEI) :], block.get("type", "")
            is_heading = element == "head" and kind in _CARRIED
            carried = carried and (element == "fw" or is_heading)
            # a headline that stands again over a later part of its article is the sheet's there
            shown = "fw" if carried and is_heading else element
            yield ArrangedBlock(block, division, shown, group, in_row, later)


def _whole_articles(text: Element) -> Iterator[tuple[Element, bool]]:
    """Yield what the text consists of, each later part of an article behind the one that it continues.

    It is said of each whether it is a later part. Parts that continue one another in a ring come last.
    """
    known = {key: top for top in text if (key := top.get(XML_ID)) is not None}
    later: dict[Element, list[Element]] = {}
    first: list[Element] = []
    for top in text:
        before = known.get(top.get("prev", "")[1:]) if top.tag == _DIVISION else None
        if before is None:
            first.append(top)
        else:
            later.setdefault(before, []).append(top)
    done: set[Element] = set()
    for start in (*first, *text):
        waiting = [start]
        while waiting:
            top = waiting.pop()
            if top in done:
                continue
            done.add(top)
            yield top, top is not start
            waiting += reversed(later.get(top, ()))


def as_text(blocks: Iterable[BlockText]) -> str:
    """Put the blocks one under the other, furniture left out; a blank line parts those of no one group.

    The cells of a row stand side by side, with tabs between them.
    """
    shown = [b for b in blocks if b.element != "fw" and (b.text.strip() or b.element == "cell")]
    apart = (
        "\t" if b.in_row else "\n" if a.group and a.group == b.group else "\n\n" for a, b in pairwise(shown)
    )
    return "".join([part for b in shown for part in (b.text, next(apart, "\n"))] or ["\n"])
