"""Articles: where one ends and the next begins, and which headings open one.

    headline A, text A, "…的回响。" / "团正积极将此类个案…" (a fragment of another article)
        ->  an article opens at headline A, an unplaced fragment at 团正积极

A heading opens an article or is a subhead inside one; a fragment without a heading is told by its
beginning in mid-sentence and by the words it does not share with what stands above (analysis/headings).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from math import inf, isinf
from typing import TYPE_CHECKING, NamedTuple

from convert.analysis.context import PageContext
from convert.analysis.furniture.stray_lines import without_strays
from convert.analysis.headings.doubtful_gaps import PagePart, WeighedOpening, opened_together, taken_back
from convert.analysis.headings.gaps import Gap, gaps
from convert.analysis.headings.guests import Conversation
from convert.analysis.headings.larger_type import in_larger_type
from convert.analysis.headings.printed_shape import PrintedHeading, is_latin_text, printed_headings
from convert.analysis.texts.cohesion import Words, merged
from convert.document.actions import Action, Label, Place, Refer
from convert.document.model import Block
from convert.document.roles import ALL_HEADINGS, ASIDE, HEADINGS, LINES, TEXT, Opening, Role
from convert.document.stated import first_visible
from convert.language.weights import certainty
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.links import page_feet
else:
    page_feet = LateModule("convert.analysis.links.page_feet")

LEAST_CHANCE = 0.2
"""How likely an opening must be: two articles run together are worse for a reader than one cut in two."""
LEAST_UNHEADED = 0.25
"""The same for a text without a heading: there are many more of those."""
DATED = ("dateline_under_heading", "byline")
"""What opens an article under a heading, whatever words it shares with what stands above."""
OPENS_BELOW = 1.0
"""Log odds that something opens below the first of several headings, from which on that one may be text."""
BELOW_RATHER = 3.0
"""By how much they must be above the log odds that it opens at the first one."""
BY_PLACE = 0.9
"""How likely a headline opens an article that stands over columns of its own."""
BY_TYPE = 0.9
"""How likely a heading does whose lines an OCR shows to be much larger than those of texts: a subhead's
seldom are."""
DATED_CHANCE = 0.94
"""How often it does: of 379 such headings on held-out pages."""
SURELY_INSIDE = 1.0
"""Log odds of a beginning in mid-sentence, from which on it needs no other damage to open something."""
OPENS_BY_PRINT = 0.5
"""Log odds of a heading by its print, from which on it opens an article."""
OPENS_INSIDE = 1.5
LATIN_CHANCE = 0.9
"""How often a printed heading in Latin script opens an article of a Chinese paper, by its print alone."""
ASIDES = 50
"""Blocks before a gap that are looked through for the text before it."""
GAPS_AT_ONCE = 512
"""Gaps whose evidence is held at once."""
PAGE_BEGINS = 4.0
"""What the beginning of a page says of a heading that it opens an article, in log odds."""
TEXTS_OF_A_PART = 12
"""Texts of what stands between two openings whose words are compared with those of other parts."""
SHORT_HEADING = 7
"""Characters of a heading that is a kicker beside a longer one."""
OF_CONVERSATION = 0.05
"""How likely a heading opens an article under which a guest of the conversation above it speaks."""


def articles(page: PageContext) -> Iterator[Action]:
    """Propose openings, and say of each heading whether it is a headline or a subhead."""
    if any(block.opens for block in page.blocks):  # the source itself says where they begin
        return
    page = without_strays(page)
    if not page.language.is_chinese:
        actions = [*_latin_articles(page)]
        yield from actions
        yield from _resumed(page, {each.block for each in actions if isinstance(each, Place)})
        return
    first = True
    for gap, chance, end_above, opens in _weighed_together([*_decisions(page)], page):
        if end_above >= 0:
            yield Label(end_above, Role.BODY, max(chance, LEAST_CHANCE))
        if opens and page.blocks[gap.at].opens is None:
            claimed = page.language.models.claimed("opening", max(chance, LEAST_CHANCE))
            yield Place(gap.at, gap.at - 1, claimed, _kind(gap, page, first=first))
        yield from _headings(page.blocks, gap.group, opens=opens, cert=max(chance, 1 - chance))
        first = False


class GapDecision(NamedTuple):
    """A gap, whose evidence is let go, and whether something opens there."""

    gap: Gap
    chance: float
    end_above: int
    opens: bool


def _decisions(page: PageContext) -> Iterator[GapDecision]:
    """Decide on each gap by itself."""
    first = True
    conversation = Conversation(page.blocks)
    larger = in_larger_type(page.blocks, page.geometry, page.layout) if page.layout else frozenset[int]()
    printed = {} if page.layout is None else printed_headings(page.blocks, page.layout)
    for weighed in _weighed(page):
        gap, chance = weighed.gap, _chance(weighed, page)
        if gap.group and chance < DATED_CHANCE and conversation.goes_on(gap.group):
            chance = min(chance, OF_CONVERSATION)
        if not larger.isdisjoint(gap.group):
            chance = max(chance, BY_TYPE)
        if any(
            _opens_by_print(printed[n]) and is_latin_text(page.blocks[n].reading)
            for n in gap.group
            if n in printed
        ):
            chance = max(chance, LATIN_CHANCE)
        elif page.layout is not None and not gap.group and is_latin_text(page.blocks[gap.at].reading):
            chance = 0.0
        opens = chance >= (LEAST_CHANCE if gap.group else LEAST_UNHEADED) or first
        if opens and page.blocks[gap.at].opens is None:
            conversation.end(gap.at)
        yield GapDecision(Gap(gap.at, gap.group, {}, gap.ends_briefs), chance, weighed.end_above, opens)
        first = False


def _weighed_together(decisions: Sequence[GapDecision], page: PageContext) -> list[GapDecision]:
    """Return the decisions on gaps without a heading as several gaps, and the whole page, tell them."""
    weighed = [WeighedOpening(each.chance, bool(each.gap.group), each.opens) for each in decisions]
    opened = {*opened_together(weighed)}
    starts = [number for number, each in enumerate(decisions) if each.opens or number in opened]
    closed: set[int] = set()
    if any(not decisions[number].gap.group for number in starts):
        ends = [*(decisions[number].gap.at for number in starts[1:]), len(page.blocks)]
        parts = [
            PagePart(_words_of(page, decisions[number].gap.at, end), bool(decisions[number].gap.group))
            for number, end in zip(starts, ends, strict=True)
        ]
        closed = {starts[number] for number in taken_back(parts)}
    return [
        each._replace(opens=(each.opens or number in opened) and number not in closed)
        for number, each in enumerate(decisions)
    ]


def _words_of(page: PageContext, start: int, end: int) -> Words:
    """Return the words of the first texts from one block up to another."""
    texts = (block.reading for block in page.blocks[start:end] if block.role in TEXT)
    return merged([page.texts.words[text] for text in islice(texts, TEXTS_OF_A_PART)])


class WeighedGap(NamedTuple):
    """A gap, and the log odds of its evidence."""

    gap: Gap
    odds: float
    end_above: int = -1
    """The line right above the gap that was taken for a heading, and is the end of the text above."""


def _weighed(page: PageContext) -> Iterator[WeighedGap]:
    """Yield the gaps of a page; where something opens or does not for certain, the odds are infinite."""
    waiting = gaps(page.blocks, page.texts, page.damage)
    first = True
    while some := [*islice(waiting, GAPS_AT_ONCE)]:
        odds: dict[int, float] = {}
        for gap in some:
            if gap.group and (first or gap.ends_briefs):
                odds[gap.at] = inf
            elif not gap.group and (page.blocks[gap.at].role in LINES or _is_same_article(gap, page)):
                odds[gap.at] = -inf
            first = False
        for model, is_headed in (("article", True), ("unheaded", False)):
            of_model = [gap for gap in some if bool(gap.group) is is_headed and gap.at not in odds]
            weighed = page.language.models.odds_of(model, [gap.evidence for gap in of_model])
            odds.update(zip((gap.at for gap in of_model), weighed, strict=True))
        yield from (_below_end_of_text(WeighedGap(gap, odds[gap.at]), page) for gap in some)


def _below_end_of_text(weighed: WeighedGap, page: PageContext) -> WeighedGap:
    """Return the gap below the first of several headings, if that is the end of the text above them.

    …他还希望赋予地方议会更大的权 / 国民托管组织偷听蝙蝠的秘密生活: a column's end right above a headline.

    Where print is known, that tells what is a heading.
    """
    lower = weighed.gap.below
    if lower is None or page.layout is not None or isinf(weighed.odds):
        return weighed
    odds = page.language.models.odds_of("article", [lower.evidence])[0]
    if odds < OPENS_BELOW or odds - weighed.odds < BELOW_RATHER:
        return weighed
    return WeighedGap(lower, odds, weighed.gap.at)


def _chance(weighed: WeighedGap, page: PageContext) -> float:
    """Return how likely it is that something opens at a gap."""
    gap, odds, _ = weighed
    if isinf(odds):
        return float(odds > 0)
    chance = certainty(odds + PAGE_BEGINS * (bool(gap.group) and _begins_page(gap, page)))
    if not gap.group and not _begins_inside(gap, page):
        chance = page.weigh("articles", chance)
    if gap.group and _opens_columns(gap, page):
        return max(chance, BY_PLACE)
    dated = gap.group and any(map(gap.evidence.get, DATED))
    return max(chance, DATED_CHANCE) if dated else chance


def _opens_columns(gap: Gap, page: PageContext) -> bool:
    """Whether a headline in large type stands over columns of its own."""
    geometry, layout = page.geometry, page.layout
    if geometry is None or layout is None or not gap.group[0]:
        return False
    above, *heads = (geometry.start_of(first_visible(page.blocks[n])) for n in (gap.group[0] - 1, *gap.group))
    return any(geometry.opens(above, head, layout.surface_at(max(head, 0))) for head in heads)


def _is_same_article(gap: Gap, page: PageContext) -> bool:
    """Whether a text without a heading stands under the one above it, as the columns of the page show."""
    if page.geometry is None or not gap.at:
        return False
    places = page.geometry.places
    first, second = (
        places.get(page.geometry.start_of(first_visible(page.blocks[number])))
        for number in (gap.at - 1, gap.at)
    )
    return first is not None and second is not None and first.group == second.group


def _begins_page(gap: Gap, page: PageContext) -> bool:
    """Whether the first text of a page but the first stands at a gap: a page seldom begins with a subhead."""
    if not page.starts:
        return False
    own = page.page_of(max(0, first_visible(page.blocks[gap.at])))
    for block in reversed(page.blocks[max(0, gap.at - ASIDES) : gap.at]):
        if block.role not in ASIDE and block.reading.strip():
            return page.page_of(max(0, first_visible(block))) < own
    return False


def _begins_inside(gap: Gap, page: PageContext) -> bool:
    """Whether a text begins in mid-sentence: it belongs to something that is not above it."""
    return page.texts.start_odds[page.blocks[gap.at].reading.strip()] > SURELY_INSIDE


def _kind(gap: Gap, page: PageContext, *, first: bool) -> Opening:
    """Return what opens at a gap: without a heading a fragment, but for the first text if it begins."""
    if gap.group:
        return Opening.ARTICLE
    begins = first and page.texts.start_odds[page.blocks[gap.at].reading.strip()] <= 0
    return Opening.ARTICLE if begins else Opening.UNPLACED


def _latin_articles(page: PageContext) -> Iterator[Action]:
    """Open an article at each group of headings in Latin script; a lone small heading is a subhead.

    Where its print is known, that tells whether it is small.
    """
    blocks = page.blocks
    printed = {} if page.layout is None else printed_headings(blocks, page.layout)
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    place = 0
    opened = False
    while place < len(shown):
        end = place
        while end < len(shown) and shown[end][1].role not in TEXT:
            end += 1
        group = [n for n, b in shown[place:end] if b.role in ALL_HEADINGS]
        byline = any(b.role is Role.BYLINE for _, b in shown[place:end])
        strong = len(group) > 1 or byline or any(blocks[n].reading.isupper() for n in group)
        if page.layout is not None:
            over = [n for n, b in shown[place:end] if b.role in ALL_HEADINGS or b.role is Role.DATELINE]
            strong = _group_opens_by_print([printed[n] for n in over if n in printed])
        if not opened or (group and strong):
            at = shown[place][0]
            if blocks[at].opens is None:
                yield Place(at, at - 1, 0.9, Opening.ARTICLE)
            opened = True
            yield from _headings(blocks, group, opens=True, cert=0.9)
        elif group:
            yield from _headings(blocks, group, opens=False, cert=0.8)
        place = end if end > place else place + 1


def _resumed(page: PageContext, opened: Collection[int]) -> Iterator[Action]:
    """Link what goes on on the next page, behind the foot of a page, with its article."""
    openers = sorted(opened)
    for resumed in page_feet.resumptions(page.blocks, page.layout) if page.layout else ():
        before, behind = (bisect_right(openers, number) - 1 for number in (resumed.tail, resumed.head))
        if before < 0 or before == behind or openers[behind] == resumed.head:
            continue
        yield Place(resumed.head, resumed.head - 1, BY_PLACE, Opening.UNPLACED)
        yield Refer(resumed.head, page.blocks[openers[before]].id, BY_PLACE)
        openers.insert(behind + 1, resumed.head)


def _group_opens_by_print(group: Sequence[PrintedHeading]) -> bool:
    """Whether headings that stand together open an article by their print: one does, not all are small."""
    return any(map(_opens_by_print, group)) and not all(heading.is_small for heading in group)


def _opens_by_print(heading: PrintedHeading) -> bool:
    """Whether a heading opens an article by its print: a line inside a block of the file must stand out."""
    return heading.odds >= (OPENS_BY_PRINT if heading.is_region else OPENS_INSIDE)


def _headings(blocks: Sequence[Block], group: Sequence[int], *, opens: bool, cert: float) -> Iterator[Action]:
    """Sort the headings of a group: kicker, headline and subtitle, or subheads."""
    if not opens:
        yield from (Label(n, Role.SUBHEAD, cert) for n in group if blocks[n].role in HEADINGS)
        return
    sizes = {n: len(blocks[n].reading.strip()) for n in group if blocks[n].role in ALL_HEADINGS}
    main = next((n for n, size in sizes.items() if size > SHORT_HEADING), next(iter(sizes), -1))
    for number, size in sizes.items():
        lesser = Role.KICKER if number < main or size <= SHORT_HEADING else Role.SUBTITLE
        yield Label(number, Role.HEADLINE if number == main else lesser, cert)
