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
from convert.tei.names import BLOCKS, GROUP_ELEMENTS, TEI, XML_ID
from convert.tei.read import body


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
    """Number of the list or stanza that it stands in, from 1; 0: in none."""


def block_texts(root: Element, name: str = "", view: View = View.READING) -> Iterator[BlockText]:
    """Yield the text of each block, in reading order, furniture and empty ones too.

    Raises:
        InvalidArchive: an element that names no character.

    """
    house_rules: frozenset[str] = frozenset()
    if view is View.CORRECTED:
        kinds = declared_rules(root)
        house_rules = frozenset(rule.id for rule in kinds if rule.kind == Kind.REGULARIZATION)
    groups: dict[Element, int] = {}
    for block in body(root, name).iter(*BLOCKS):
        text = reading(block, name, without=house_rules)
        parent = block.getparent()
        held = parent is not None and parent.tag in GROUP_ELEMENTS
        group = groups.setdefault(parent, len(groups) + 1) if held and parent is not None else 0
        yield BlockText(block.get(XML_ID, ""), block.tag[len(TEI) :], block.get("type", ""), text, group)


def as_text(blocks: Iterable[BlockText]) -> str:
    """Put the blocks one under the other, furniture left out; a blank line parts those of no one group."""
    shown = [b for b in blocks if b.element != "fw" and b.text.strip()]
    apart = ("\n" if a.group and a.group == b.group else "\n\n" for a, b in pairwise(shown))
    return "".join([part for b in shown for part in (b.text, next(apart, "\n"))] or ["\n"])
