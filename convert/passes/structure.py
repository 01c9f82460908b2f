"""Structure that the archive knows: what its file says of roles, articles and their order is taken.

METS: ARTICLE (TITLE block 7, TEXT blocks 8, 12)  ->  headline 7 opens an article, text 8, text 12 follow
METS: ADVERTISEMENT (block 9)                     ->  block 9 opens an advertisement
ABBYY: a paragraph that goes on in the next block ->  one paragraph

It acts only where the source has such units (Layout.units), or says so of a block (Region.continues). Blocks
that are in none stay behind what they follow, if they are furniture; else they stand unplaced before the
next article that begins behind them, or last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.analysis.latin.asian_line_ends import Script, script_at
from convert.analysis.latin.cut_within import word_evidence
from convert.analysis.latin.cut_words import judge_cut
from convert.analysis.latin.words import WordEvidence
from convert.analysis.lines.glue import glue_between
from convert.document.actions import Action, Edit, Join, Label, Place
from convert.document.changes import Placed
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import ASIDE, Opening
from convert.document.stated import StatedPlace, keeps_role, stated_places
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.links import region_joins
else:
    region_joins = LateModule("convert.analysis.links.region_joins")


def structure(page: PageContext) -> Iterator[Action]:
    """Propose the roles, openings and places that the archive states: certain, but what was measured."""
    layout = page.layout
    if layout is None:
        return
    yield from _joins(page, layout)
    if not layout.units:
        return
    blocks = page.blocks
    places = stated_places(blocks, layout)
    for number, place in places.items():
        if place.role is not None and not keeps_role(blocks[number].role, place.role):
            yield Label(number, place.role)
    # what a person has moved stays behind what it follows now
    places = {number: place for number, place in places.items() if not _is_moved(blocks[number])}
    openings = _openings(blocks, places, layout)
    before = -1
    for number in _order(blocks, places, openings, layout):
        opens = openings.get(number, None if number in places else blocks[number].opens)
        yield Place(number, before, 1.0, opens)
        before = number


def _joins(page: PageContext, layout: Layout) -> Iterator[Action]:
    """Propose to join the paragraphs that the file says are cut by the end of a block."""
    blocks = page.blocks
    joins = list(region_joins.region_joins(blocks, layout))
    texts = [blocks[number].reading.strip() for join in joins for number in (join.first, join.second)]
    words = WordEvidence() if page.language.is_chinese else word_evidence(texts, page.language, page.house)
    for first, second, cert in joins:
        tail, head = blocks[first].reading.strip(), blocks[second].reading.strip()
        junction = None if page.language.is_chinese else judge_cut(tail, head, words)
        if junction is None:
            is_japanese = script_at(tail, head, page.language.code) is Script.JAPANESE
            unspaced = page.language.is_chinese or is_japanese
            glue = glue_between(tail, head) if unspaced else " "
            yield Join(first, second, glue, cert)
            continue
        end = len(blocks[first].reading.rstrip())
        if junction.drop:
            yield Edit(first, end - junction.drop, end, "", cert)
        yield Join(first, second, junction.glue, cert)


def _openings(
    blocks: Sequence[Block], places: Mapping[int, StatedPlace], layout: Layout
) -> dict[int, Opening]:
    """Return what opens at the first block of each unit, and at what stands in none beside articles."""
    openings: dict[int, Opening] = {}
    begun: set[int] = set()
    for number in sorted(places, key=places.__getitem__):
        unit = places[number].unit
        opens = layout.units[unit].opens
        if unit not in begun and opens is not None:
            openings[number] = opens
        begun.add(unit)
    if Opening.ARTICLE in openings.values():
        following = -1
        for number in _loose(blocks, places):
            if number != following:
                openings[number] = Opening.UNPLACED
            following = number + 1
    return openings


def _loose(blocks: Sequence[Block], places: Mapping[int, StatedPlace]) -> list[int]:
    """Return the blocks with a text that the archive says nothing of, and that are no furniture."""
    return [
        number
        for number, block in enumerate(blocks)
        if number not in places and block.role not in ASIDE and block.reading.strip()
    ]


def _order(
    blocks: Sequence[Block],
    places: Mapping[int, StatedPlace],
    openings: Mapping[int, Opening],
    layout: Layout,
) -> list[int]:
    """Return all blocks in the archive's order.

    What the archive says nothing of follows the block that it followed; what is unplaced there waits till the
    next unit opens that begins behind it, where it cuts no article in two.
    """
    is_parted = Opening.ARTICLE in openings.values()
    waiting = deque(_loose(blocks, places) if is_parted else ())
    unplaced = set(waiting)
    followers: dict[int, list[int]] = {}
    leader = -1
    for number in range(len(blocks)):
        if number in places:
            leader = number
        elif number not in unplaced:
            followers.setdefault(leader, []).append(number)
    order = followers.pop(-1, [])
    unit = -1
    for number in sorted(places, key=places.__getitem__):
        if places[number].unit != unit:
            unit = places[number].unit
            while layout.units[unit].opens and waiting and waiting[0] < number:
                order.append(waiting.popleft())
        order += [number, *followers.get(number, ())]
    return [*order, *waiting]


def _is_moved(block: Block) -> bool:
    return any(isinstance(change, Placed) and change.moved and change.by for change in block.changes)
