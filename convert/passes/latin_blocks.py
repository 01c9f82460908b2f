"""Blocks of Latin-script text: headings by their shape, paragraphs cut between two blocks.

"…after the Whit-" / "lock family had left."   ->  one paragraph
"OLD WEIR TO BE REBUILT" / "By M. Tolliver"     ->  headline, byline
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from convert.analysis.latin import (
    CLOSERS,
    ENDS_NOTHING,
    HYPHENS,
    NAMED,
    STOPS,
    WORD,
    capitals,
    keeps_hyphen,
    vocabulary,
)
from convert.analysis.latin_shapes import BYLINE
from convert.analysis.line_shapes import furniture
from convert.document.actions import Action, Edit, Join, Label
from convert.document.model import Block
from convert.document.roles import Role

LONGEST = 110
TEXT = frozenset({Role.BODY, Role.BRIEF})
HEADING_ROLES = frozenset({Role.HEADLINE, Role.SUBTITLE, Role.KICKER})


def label(blocks: Sequence[Block]) -> Iterator[Action]:
    """Propose headings and bylines by their shape: short, no stop, capitals; text must follow."""
    shown = [(n, b) for n, b in enumerate(blocks) if b.reading.strip() and not b.is_furniture]
    under = False
    for place, (number, block) in enumerate(shown):
        text = " ".join(block.reading.split())
        below = shown[place + 1][1] if place + 1 < len(shown) else None
        if block.role is not Role.BODY:
            under = block.role in HEADING_ROLES
            continue
        if under and BYLINE.fullmatch(text):
            yield Label(number, Role.BYLINE, 0.95)
            continue
        cut = below is None or below.reading.strip()[:1].islower() or breaks_off(text)
        chance = _heading(text, under=under) if not cut and furniture(text) is None else 0.0
        under = chance >= 0.5
        if under:
            yield Label(number, Role.HEADLINE, chance)


def _heading(text: str, *, under: bool) -> float:
    """Return how certain it is that a block is a heading."""
    words = NAMED.findall(text)
    if not words or len(text) > LONGEST or text.rstrip(CLOSERS)[-1:] in ".,;:" or text[:1].islower():
        return 0.0
    capital = capitals(words)
    if all(w.isupper() for w in words) and len(text) > 3:
        return 0.95
    if capital > 0.8 and len(words) > 1:
        return 0.92
    return 0.7 if under or len(words) <= 9 else 0.3


def join(blocks: Sequence[Block]) -> Iterator[Action]:
    """Propose to join a paragraph that breaks off with the next block.

    Where that begins with a capital, the one before must end in a word that ends no sentence and no heading.
    """
    shown = [(n, b.reading.strip()) for n, b in enumerate(blocks) if b.role in TEXT and b.reading.strip()]
    words = vocabulary(text for _, text in shown)
    for (number, tail), (following, head) in pairwise(shown):
        small = head[:1].islower()
        if tail.rstrip(CLOSERS)[-1:] in STOPS or not (small or breaks_off(tail)):
            continue
        if tail[-1:] in HYPHENS and tail[-2:-1].isalpha():
            if not keeps_hyphen(tail, head, words):
                end = len(blocks[number].reading.rstrip())
                yield Edit(number, end - 1, end, "", 0.95)
            yield Join(number, following, "", 0.95)
        else:
            sure = tail[-1:].isalnum() or tail[-1:] in ",;"
            yield Join(number, following, " ", (0.93 if small else 0.9) if sure else 0.7)


def breaks_off(tail: str) -> bool:
    """Whether a text ends in a hyphen or in a small word: "…twice won the" / "America's Cup".

    Not where all of it is in capitals: "WHAT IT IS FOR" is a heading.
    """
    last = WORD.findall(tail[-20:])[-1:]
    if tail[-1:] in HYPHENS:
        return tail[-2:-1].isalpha()
    return tail[-1:].isalpha() and not tail.isupper() and bool(last) and last[0] in ENDS_NOTHING
