"""Articles: where one ends and the next begins, and which headings open one.

    headline A, text A, "…的回响。" / "团正积极将此类个案…" (a fragment of another article)
        ->  an article opens at headline A, an unplaced fragment at 团正积极

A heading opens an article or is a subhead inside one; a fragment without a heading is told by its
beginning in mid-sentence and by the words it does not share with what stands above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from convert.analysis.cohesion import Words, cohesion, content_words, merged
from convert.analysis.context import PageContext
from convert.analysis.ends import head_odds, looks_cut
from convert.analysis.headings import DATELINE, NUMBERED, bare_heading_odds
from convert.analysis.line_shapes import LABEL
from convert.analysis.seam import Evidence, head_of
from convert.document.actions import Action, Label, Place
from convert.document.model import Block
from convert.document.roles import ASIDE, HEADINGS, Opening, Role
from convert.language import Language
from convert.language.han import ends_sentence
from convert.language.weights import certainty

WINDOW = 5
"""Blocks on each side of a gap whose words are compared."""
LEAST = 0.3
"""How likely an opening must be: two articles run together are worse for a reader than one cut in two."""
DATED = ("dateline_under_heading", "byline")
"""What opens an article under a heading, whatever words it shares with what stands above."""
DATED_LEAST = 0.94
"""How often it does: of 379 such headings on held-out pages."""
SIGNED = re.compile(r"[（(][^（）()。]{2,24}[）)]\s*$")
TEXT = frozenset({Role.BODY, Role.BRIEF})
HEADS = HEADINGS | {Role.SUBHEAD}


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between two blocks of text where an article may open."""

    at: int
    """The block that would open it: the first of a group of headings, or a block of text."""
    group: tuple[int, ...]
    """The headings there, if any."""
    evidence: Evidence
    ends_briefs: bool = False
    """Whether a column of briefs ends there: what heads text behind it is no subhead of theirs."""


def open_articles(page: PageContext) -> Iterator[Action]:
    """Propose openings, and say of each heading whether it is a headline or a subhead."""
    blocks, language = page.blocks, page.language
    if any(block.opens for block in blocks):  # the source itself says where they begin
        return
    if not language.is_chinese:
        yield from _open_latin(blocks)
        return
    first = True
    for gap in gaps(blocks, language):
        chance = certainty(language.models.odds("article", gap.evidence))
        if gap.group and (first or gap.ends_briefs):
            chance = 1.0
        elif gap.group and any(map(gap.evidence.get, DATED)):
            chance = max(chance, DATED_LEAST)
        opens = chance >= LEAST
        if opens or first:
            kind = Opening.ARTICLE if gap.group else Opening.UNPLACED
            if not gap.group and first:
                kind = (
                    Opening.UNPLACED
                    if head_odds(head_of(blocks[gap.at].reading.strip(), language), language) > 0
                    else Opening.ARTICLE
                )
            if blocks[gap.at].opens is None:
                yield Place(gap.at, gap.at - 1, max(chance, LEAST), kind)
        yield from _headings(blocks, gap.group, opens=opens or first, cert=max(chance, 1 - chance))
        first = False


def _open_latin(blocks: Sequence[Block]) -> Iterator[Action]:
    """Open an article at each group of headings in Latin script; a lone small heading is a subhead."""
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    place = 0
    opened = False
    while place < len(shown):
        end = place
        while end < len(shown) and shown[end][1].role not in TEXT:
            end += 1
        group = [n for n, b in shown[place:end] if b.role in HEADS]
        byline = any(b.role is Role.BYLINE for _, b in shown[place:end])
        strong = len(group) > 1 or byline or any(blocks[n].reading.isupper() for n in group)
        if not opened or (group and strong):
            at = shown[place][0]
            if blocks[at].opens is None:
                yield Place(at, at - 1, 0.9, Opening.ARTICLE)
            opened = True
            yield from _headings(blocks, group, opens=True, cert=0.9)
        elif group:
            yield from _headings(blocks, group, opens=False, cert=0.8)
        place = end if end > place else place + 1


def _headings(blocks: Sequence[Block], group: Sequence[int], *, opens: bool, cert: float) -> Iterator[Action]:
    """Sort the headings of a group: kicker, headline and subtitle, or subheads."""
    if not opens:
        yield from (Label(n, Role.SUBHEAD, cert) for n in group if blocks[n].role in HEADINGS)
        return
    texts = [n for n in group if blocks[n].role in HEADS]
    main = next((n for n in texts if len(blocks[n].reading.strip()) > 7), texts[0] if texts else -1)
    for number in texts:
        short = len(blocks[number].reading.strip()) <= 7
        lesser = Role.KICKER if number < main or short else Role.SUBTITLE
        yield Label(number, Role.HEADLINE if number == main else lesser, cert)


def gaps(blocks: Sequence[Block], language: Language) -> list[Gap]:
    """List the places where an article may open, each with its evidence."""
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    alone = [b for _, b in shown]
    credited = {n for n, b in enumerate(blocks) if b.role is Role.CREDIT}
    words = [content_words(b.reading, language) if b.role in TEXT else {} for _, b in shown]
    found: list[Gap] = []
    place = 0
    while place < len(shown):
        group: list[int] = []
        end = place
        while end < len(shown) and shown[end][1].role not in TEXT:
            if shown[end][1].role in HEADS:
                group.append(shown[end][0])
            end += 1
        at = shown[place][0]
        evidence = _evidence(alone, words, place, end, language)
        evidence["under_credit"] = float(at - 1 in credited)
        roles = [shown[n][1].role for n in (place - 1, end) if 0 <= n < len(shown)]
        found.append(Gap(at, tuple(group), evidence, roles == [Role.BRIEF, Role.BODY]))
        place = max(end, place + 1) if end == place or end >= len(shown) else end + 1
    return found


def _texts(shown: Sequence[Block], start: int, step: int) -> int:
    """Count the blocks of text from a place to the next heading, eight at most."""
    at = start
    while 0 <= at < len(shown) and abs(at - start) < 8 and shown[at].role in TEXT:
        at += step
    return abs(at - start)


def _section(shown: Sequence[Block], words: Sequence[Words], start: int, step: int) -> dict[str, float]:
    """Return the words of the text from a place to the next heading, twelve blocks at most."""
    found: dict[str, float] = {}
    at = start
    while 0 <= at < len(shown) and abs(at - start) < 12 and shown[at].role in TEXT:
        found.update(words[at])
        at += step
    return found


def _evidence(
    shown: Sequence[Block], words: Sequence[Words], place: int, end: int, language: Language
) -> Evidence:
    """Weigh one gap: `place` is the first block behind it, `end` the first block of text there."""
    found: Evidence = {"bias": 1.0}
    above = shown[place - 1].reading.strip() if place else ""
    below = shown[end].reading.strip() if end < len(shown) else ""
    heads = [b for b in shown[place:end] if b.role in HEADS]
    if heads:
        text = heads[0].reading.strip()
        found["heading"] = 1.0
        found["headings"] = float(len(heads) > 1)
        found["short_heading"] = float(len(text) <= 7)
        found["usual_heading"] = float(9 <= len(text) <= 30)
        found["numbered_heading"] = float(NUMBERED.match(text) is not None)
        found["quoted_heading"] = float(text[:1] in "“「")
        found["sure_heading"] = max(-3.0, min(3.0, bare_heading_odds(text, language)))
    under = [b for b in shown[place:end] if b.role not in HEADS]
    found["byline"] = float(any(b.role is Role.BYLINE for b in under) and bool(heads))
    found["people"] = float(any(LABEL.fullmatch(b.reading.strip()) for b in under))
    if DATELINE.match(below):
        found["dateline_under_heading" if heads else "dateline"] = 1.0
    if above:
        found["above_cut"] = float(looks_cut(above))
        found["above_signed"] = float(SIGNED.search(above) is not None)
        found["above_ended"] = float(ends_sentence(above))
    if below and not heads:
        found["goes_on"] = max(-3.0, min(3.0, head_odds(head_of(below, language), language)))
        found["goes_on_surely"] = float(found["goes_on"] > 1)
    suffix = "_heading" if heads else ""
    found.update({name + suffix: value for name, value in _shared_words(words, place, end).items()})
    if heads:
        sections = cohesion(_section(shown, words, place - 1, -1), _section(shown, words, end, 1))
        found["sections"] = min(1.0, 5 * sections)
        found["sections_none"] = float(sections < 0.01)
    found["little_before"] = float(len(_near(words, place, -1)) <= 1)
    if not heads:
        found["size"] = min(3.0, len(below) / 100)
        found["text_before"] = float(_texts(shown, place - 1, -1))
        found["text_behind"] = float(_texts(shown, end, 1))
    return found


def _near(words: Sequence[Words], place: int, step: int) -> list[Words]:
    """Return the words of the blocks before a place, or from it on, those without any left out."""
    span = words[max(0, place - WINDOW - 2) : place] if step < 0 else words[place : place + WINDOW + 2]
    shown = [w for w in span if w]
    return shown[-WINDOW:] if step < 0 else shown[:WINDOW]


def _shared_words(words: Sequence[Words], place: int, end: int) -> Evidence:
    """Weigh which words the blocks before a gap share with those behind it, and each side with itself."""
    before, behind = _near(words, place, -1), _near(words, end, 1)
    near = cohesion(before[-1], behind[0]) if before and behind else 0.0
    crossed = max([cohesion(a, b) for a in before[-3:] for b in behind[:3]], default=0.0)
    shared = cohesion(merged(before[-3:]), merged(behind[:3]))
    inside = cohesion(merged(behind[:1]), merged(behind[1:3]))
    outside = cohesion(merged(before[-1:]), merged(before[-3:-1]))
    return {
        "near": min(1.0, 5 * near),
        "near_none": float(near < 0.01),
        "crossed": min(1.0, 5 * crossed),
        "crossed_none": float(crossed < 0.02),
        "shared": min(1.0, 4 * shared),
        "shared_none": float(shared < 0.02),
        "contrast": max(-1.0, min(1.0, 4 * (inside - shared))),
        "contrast_before": max(-1.0, min(1.0, 4 * (outside - shared))),
    }
