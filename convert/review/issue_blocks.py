"""The blocks of an issue for a person who sets roles and articles: in reading order, with their boxes.

headline  opens an article  "渡口改建工程完工"  page 1, three boxes
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from convert.decisions.decision import OWN_LAYOUT, words_at
from convert.document.changes import Labelled, Placed
from convert.document.layout import Layout
from convert.document.model import Block, Document
from convert.review.boxes import PlacedBox, lines_of_block, page_at, page_hulls

TEXT = 90
"""Characters of a block by which a person knows it."""


class IssueBlock(NamedTuple):
    """A block, as far as a person decides on it as a whole."""

    part: str
    """The file in which `at` counts, of an issue of several."""
    at: int
    words: str
    """By which its place is known again in a decisions file."""
    place: str
    """Line and column."""
    page: int
    """Number of its page, from 0."""
    role: str
    """What it is by the rules, before a reviewer gave it another role."""
    opens: str
    """What begins with it by the rules; empty: nothing."""
    nth_role: int
    """Which it is of those that begin at one place and have one role."""
    nth_opens: int
    text: str
    boxes: Sequence[PlacedBox]


def issue_blocks(document: Document, repaired: Document) -> tuple[IssueBlock, ...]:
    """Return the blocks of a repaired document that have text of the source; `document` is as it was read."""
    return tuple(_blocks(document, repaired.blocks))


def _blocks(document: Document, blocks: Iterable[Block]) -> Iterator[IssueBlock]:
    text, layout = document.source.text, document.layout or Layout()
    roles: Counter[tuple[int, str]] = Counter()
    openings: Counter[tuple[int, str]] = Counter()
    name = f"{document.source.name or '-'}:"
    for block in blocks:
        at = block.segments[0].at
        role, opens = _role(block), _opens(block)
        roles[at, role] += 1
        openings[at, opens] += 1
        if not block.reading.strip() or not block.source:
            continue
        part = document.source.part_at(at) if document.source.parts else None
        yield IssueBlock(
            part.name if part else "",
            at - part.at if part else at,
            words_at(text, at),
            document.source.location(at).removeprefix(name),
            page_at(document, at),
            role,
            opens,
            roles[at, role],
            openings[at, opens],
            " ".join(block.reading.split())[:TEXT],
            tuple(page_hulls(layout, lines_of_block(layout, block), 0)) if layout.surfaces else (),
        )


def _role(block: Block) -> str:
    own = (c.before for c in block.changes if isinstance(c, Labelled) and c.rule == OWN_LAYOUT)
    return next(own, block.role).value


def _opens(block: Block) -> str:
    own = (c.opens_before for c in block.changes if isinstance(c, Placed) and c.rule == OWN_LAYOUT)
    return str(next(own, block.opens) or "")
