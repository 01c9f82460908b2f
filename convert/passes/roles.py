"""Roles: which blocks are headings, bylines, labels and the people under them.

"渝万高铁控制性工程光裕寨隧道贯通" / "12月5日，渝万高铁全线…"  ->  headline, body
"嘉宾" / "大渡口区委书记 张果"                               ->  label, participant
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.analysis.columns import column_measure, cuts_of, printed_lines
from convert.analysis.context import PageContext
from convert.analysis.headings import LONGEST_HEADING, heading_evidence
from convert.analysis.line_shapes import LABEL, NAME_ALONE, NAMES_TOGETHER, is_byline, is_person
from convert.document.actions import Action, Label
from convert.document.model import Block
from convert.document.roles import ASIDE, Role
from convert.language.weights import certainty
from convert.passes import latin_blocks

UNDER = frozenset({Role.HEADLINE, Role.SUBTITLE, Role.BYLINE})


def label_roles(page: PageContext) -> Iterator[Action]:
    """Label headings, bylines, labels and participants among the blocks that are body text so far."""
    blocks, language = page.blocks, page.language
    if any(block.opens for block in blocks):  # the source itself says what its paragraphs are
        return
    if not language.is_chinese:
        if language.is_latin:
            yield from latin_blocks.label(blocks)
        return
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    people = dict(_people(shown))
    feet = {n for n, below in enumerate(blocks[1:]) if below.source.strip() and not below.reading.strip()}
    measure = column_measure(
        [line for _, b in shown for line in printed_lines(b.source)],
        [],
        cuts_of([b.reading.strip() for _, b in shown], language),
    )
    for place, (number, block) in enumerate(shown):
        text = block.reading.strip()
        if block.role is not Role.BODY:
            continue
        if number in people:
            yield Label(number, people[number], 0.95)
        elif is_byline(text):
            yield Label(number, Role.BYLINE, 0.95)
        elif len(text) <= LONGEST_HEADING and number not in feet:  # a repeated line follows a column's foot
            before = shown[place - 1][1] if place else None
            below = shown[place + 1][1] if place + 1 < len(shown) else None
            chance = certainty(
                language.models.odds("heading", heading_evidence(text, before, below, measure, language))
            )
            byline = before is not None and _is_name(text, before)
            if chance >= (0.5 if byline else 0.3):
                yield Label(number, Role.BYLINE if byline else Role.HEADLINE, chance)


def _is_name(text: str, before: Block) -> bool:
    """Whether a short block is a name, or several names right under a heading."""
    together = before.role in UNDER and len(text) <= 12 and NAMES_TOGETHER.fullmatch(text)
    return bool(NAME_ALONE.fullmatch(text) or together)


def _people(shown: Sequence[tuple[int, Block]]) -> Iterator[tuple[int, Role]]:
    """Yield the labels over lists of people, and the people under them."""
    listed = False
    for number, block in shown:
        text = block.reading.strip()
        if LABEL.fullmatch(text):
            listed = True
            yield number, Role.LABEL
        elif listed and is_person(text):
            yield number, Role.PARTICIPANT
        else:
            listed = False
