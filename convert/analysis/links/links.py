"""Which fragment continues which: cut tails and cut heads, weighed pair by pair, then chosen together.

A column's end cuts a paragraph: its tail lacks a stop, and somewhere on the page a block begins in
mid-sentence. Every such pair is weighed by the words and marks at the seam, by the measure, by a
repeated line, and by how far apart the two stand. A tail has one continuation at most and so has a
head, so the pairs compete: what counts is also the margin to the best rival.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from math import nan
from typing import NamedTuple

from convert.analysis.lines.around_articles import OFFICIAL_LINE
from convert.analysis.lines.dated_text import RUN_IN, is_dated_day
from convert.analysis.lines.datelines import begins_report
from convert.analysis.lines.line_forms import is_whole
from convert.analysis.lines.overlap import Edges, find_overlaps, folded_edges
from convert.analysis.links.continuations import BLOCKS_APART
from convert.analysis.links.fragments import BlockView, Fragment, find_fragments
from convert.analysis.links.matching import WEIGHED_AMONG_RIVALS, ScoredLink, select_links
from convert.analysis.links.pair_evidence import (
    Pair,
    PairPage,
    pair_evidence,
    pair_page,
    repeats_at_seam,
    seam_of,
)
from convert.analysis.links.stretches import part_views
from convert.analysis.texts.heading_shape import NUMBERED
from convert.analysis.texts.seam import Evidence
from convert.analysis.texts.texts import PageTexts
from convert.document.damage import Damage
from convert.document.roles import RUNNING_TEXT
from convert.language.han import ends_sentence
from convert.language.weights import certainty, clamp
from convert.text.memo import ThinMemo
from convert.text.pattern import LatePattern

SURE_LINK = 0.8
DOUBTFUL_LINK = 0.49
WHOLE_PAGE = 20
"""On a page of so many blocks without one sure cut, a doubtful one is none: it was read whole."""
LEAST_CANDIDATE = -5.3
"""Log odds below which a pair is not weighed: 1 in 200, by its first characters and its place alone."""
PAIRS_AT_ONCE = 1024
"""Pairs that are looked at together: bounds the memory."""
NEAR_RUNS = range(-2, 4)
"""How many runs further on a head may stand that is not far."""

OLD_STOPS = frozenset("、")
"""The mark with which papers of the 1870s to 1930s end clauses and sentences alike."""
STOP = LatePattern("[。！？]")
OTHER_MARK = LatePattern("[，；]")
FEWEST_OF_COMMAS, SHORTEST_OF_COMMAS = 3, 20
"""Paragraphs that tell it, and the characters of each, at least."""
FEWEST_OF_ONE_MARK, SHORTEST_OF_ONE_MARK = 2, 12
"""The same where each ends so, and no text has a comma."""


@dataclass(frozen=True, slots=True)
class Link:
    """Block `head` continues the paragraph of block `tail`; the first `overlap` characters stand in both."""

    tail: int
    head: int
    cert: float
    overlap: int = 0


class PageView(NamedTuple):
    """What linking looks at in a page."""

    blocks: tuple[BlockView, ...]
    """In the order in which they were read."""
    damage: Damage
    """What the whole document shows: where nothing else was moved, a doubtful move is none."""
    reach: int = BLOCKS_APART
    """How many fragments away a continuation is looked for."""


def ends_at_line_end(fragment: Fragment) -> bool:
    """Whether a text's stop just fills its line: a column may have cut the paragraph behind a sentence."""
    line = fragment.last_line
    return (
        line.get("last_line_full", 0.0) + line.get("last_line_full_either", 0.0) > 0.8
        and len(fragment.text) > 30
    )


def candidate_columns(pairs: Sequence[Pair], page: PairPage) -> dict[str, list[float]]:
    """Weigh what is cheap to know of pairs: how the first characters follow, each end, and their places.

    Each piece of evidence is a column, of all the pairs.
    """
    seams = page.texts.seams
    drawn = seams.associations([(seams.ends[tail.text], head.start) for tail, head, _ in pairs])
    apart = [head.run - tail.run for tail, head, _ in pairs]
    above = [head.above for _, head, _ in pairs]
    columns = {
        "bias": [1.0] * len(pairs),
        "association": drawn,
        "association_high": [max(0.0, each - 1.0) for each in drawn],
        "head_open": [clamp(head.start_odds, -3.0, 3.0) for _, head, _ in pairs],
        "tail_cut": [clamp(tail.cut_odds, -3.0, 4.0) for tail, _, _ in pairs],
        "tail_labelled": [float(tail.label_odds is not None) for tail, _, _ in pairs],
        **{f"head_under_{name}": [float(each == name) for each in above] for name in sorted({*above})},
        **{f"apart_{number}": [float(each == number) for each in apart] for number in NEAR_RUNS},
        "apart_far": [float(each not in NEAR_RUNS) for each in apart],
    }
    if page.continuations is None:
        return columns
    return page.continuations.at_a_glance((tail.number, head.number) for tail, head, _ in pairs) | columns


def candidates(
    fragments: Sequence[Fragment],
    page: PairPage,
    reach: int = BLOCKS_APART,
    tails: Container[int] | None = None,
) -> Iterator[Pair]:
    """Yield the pairs worth weighing: a tail that may be cut, a head that may go on, near enough.

    Where `tails` are given, only those blocks may be cut.

    Of 1,136 true pairs on 162 pages that none was fitted on, the cheap look at a pair leaves out 16, nearly
    all of which all that is known does not choose either.
    """
    models = page.texts.language.models
    possible = possible_pairs(fragments, reach, tails, page.texts.edges.of)
    while pairs := [*islice(possible, PAIRS_AT_ONCE)]:
        if page.continuations is not None:
            page.continuations.expect(tail.number for tail, _, _ in pairs if not tail.truncated)
        sure = [
            bool(head.number == tail.number + 1 or overlap or repeats_at_seam(tail, head))
            for tail, head, overlap in pairs
        ]
        doubtful = [pair for pair, is_sure in zip(pairs, sure, strict=True) if not is_sure]
        odds = iter(
            models.odds_of_columns("candidate", candidate_columns(doubtful, page)) if doubtful else ()
        )
        yield from (
            pair
            for pair, is_sure in zip(pairs, sure, strict=True)
            if is_sure or next(odds) >= LEAST_CANDIDATE
        )


def possible_pairs(
    fragments: Sequence[Fragment],
    reach: int = BLOCKS_APART,
    tails: Container[int] | None = None,
    edges_of: Callable[[Sequence[str]], Sequence[Edges]] = folded_edges,
) -> Iterator[Pair]:
    """Yield the pairs that nothing rules out: each end by itself lets it be cut, or a line stands in both."""
    overlaps = find_overlaps([fragment.text for fragment in fragments], reach, edges_of)
    heads = _Heads(fragments, overlaps, reach)
    for i, tail in enumerate(fragments):
        if (tails is not None and tail.number not in tails) or is_whole(tail.text):
            continue
        likely = heads.likely_behind(i)
        for j in sorted(likely | heads.repeated_at(i)):
            head = fragments[j]
            if head.text == tail.text and ends_sentence(head.text):
                continue  # a whole text that was printed twice is no continuation of itself
            overlap = 0 if _repeats_heading(tail, head, overlaps.get((i, j), 0)) else overlaps.get((i, j), 0)
            if overlap or j in likely or repeats_at_seam(tail, head):
                yield Pair(tail, head, overlap)


def _begins_paragraph(text: str) -> bool:
    """Whether a text surely is the beginning of a paragraph, or all of it: no column's end was before it.

    It is an item of a list, begins a report or a notice, is a date, or says whom an official paper goes to.
    """
    form = bool(NUMBERED.match(text) or RUN_IN.match(text))
    return form or begins_report(text) or is_dated_day(text) or OFFICIAL_LINE.match(text) is not None


def _repeats_heading(tail: Fragment, head: Fragment, overlap: int) -> bool:
    """Whether what stands in both is a heading whose words the text under it takes up."""
    whole = tail.label_odds is not None and overlap >= len(tail.text)
    return whole or head.label_odds is not None


class _Heads:
    """The fragments of a page by what may make them a continuation: only those near a tail are looked at."""

    def __init__(
        self, fragments: Sequence[Fragment], overlaps: Iterable[tuple[int, int]], reach: int
    ) -> None:
        self.fragments = fragments
        self.reach = reach
        self.open = [
            j
            for j, head in enumerate(fragments)
            if head.start_odds > -3 and head.label_odds is None and not _begins_paragraph(head.text)
        ]
        self.under_repeats = [j for j, head in enumerate(fragments) if head.repeat_above]
        self.overlapping: dict[int, set[int]] = {}
        for i, j in overlaps:
            self.overlapping.setdefault(i, set()).add(j)

    def likely_behind(self, i: int) -> set[int]:
        """Return the heads that may continue a tail as far as ends and beginnings tell."""
        tail = self.fragments[i]
        likely = _near(self.open, i, self.reach) if tail.truncated else set()
        below = i + 1
        may_end = tail.truncated or ends_at_line_end(tail)
        if may_end and below < len(self.fragments) and not _begins_paragraph(self.fragments[below].text):
            likely.add(below)
        return likely

    def repeated_at(self, i: int) -> set[int]:
        """Return the heads that may repeat a line with a tail."""
        if self.fragments[i].repeat_behind:
            return _near(range(len(self.fragments)), i, self.reach)
        return _near(self.under_repeats, i, self.reach) | self.overlapping.get(i, set())


def _near(numbers: Sequence[int], i: int, reach: int) -> set[int]:
    """Return those of some rising numbers that are near another one."""
    first, last = bisect_left(numbers, i - reach), bisect_right(numbers, i + reach)
    return {*numbers[first:last]} - {i}


class Stretch(NamedTuple):
    """Neighbouring blocks whose tails are weighed at once, with those around that may go on from them."""

    blocks: tuple[BlockView, ...]
    core: range
    """The blocks whose tails are weighed; the others stand before and behind them."""
    reach: int


ScoredPairs = ThinMemo[Stretch, tuple[ScoredLink, ...]]
"""The candidate pairs of a stretch, weighed: a second look at a long text weighs what has changed."""
STRETCHES_REMEMBERED = 1 << 12
LEAST_STRETCH, MOST_STRETCH = 16, 32
"""Blocks of a stretch, in reaches: what stands around it is weighed with it and not too often."""


def scored_pairs(page: PageTexts) -> ScoredPairs:
    """Return what weighs the pairs of a stretch, each stretch once."""
    return ThinMemo(partial(score_pairs, page), STRETCHES_REMEMBERED)


def score_pairs(page: PageTexts, stretch: Stretch) -> tuple[ScoredLink, ...]:
    """Weigh all candidate pairs of a stretch, each by itself."""
    fragments = find_fragments(stretch.blocks, page)
    weighed = pair_page(fragments, page)
    pairs = [*candidates(fragments, weighed, stretch.reach, stretch.core)]
    if page.seams.sides is not None:  # what is behind a repeated line
        page.seams.sides.beginnings.look_at(
            [head.text[overlap:] for _, head, overlap in pairs if 0 < overlap < len(head.text)]
        )
    page.seams.look_across([seam_of(pair, page.seams) for pair in pairs])
    evidence = [pair_evidence(pair, weighed) for pair in pairs]
    return tuple(map(scored_link, pairs, evidence, page.language.models.odds_of("pair", evidence)))


def scored_link(pair: Pair, evidence: Evidence, odds: float) -> ScoredLink:
    """Return a pair as a link with the log odds that it has by itself."""
    return ScoredLink(
        tail=pair.tail.number,
        head=pair.head.number,
        odds=odds,
        overlap=pair.overlap,
        tail_run=pair.tail.run,
        head_run=pair.head.run,
        cut_odds=pair.tail.cut_odds,
        start_odds=pair.head.start_odds,
        seen=array("d", [evidence.get(name, nan) for name in WEIGHED_AMONG_RIVALS]),
    )


def find_links(page: PageTexts, pairs: ScoredPairs, view: PageView) -> tuple[Link, ...]:
    """Choose links, the surest first; each tail and each head at most once, and no ring."""
    scored = [*_score_stretches(pairs, view)]
    if ends_in_commas([block.reading.strip() for block in view.blocks if block.role in RUNNING_TEXT]):
        scored = [link for link in scored if view.blocks[link.tail].reading.rstrip()[-1:] not in OLD_STOPS]
    selected = select_links(scored, view.damage, page.language.models)
    links = tuple(Link(link.tail, link.head, certainty(odds), link.overlap) for odds, link in selected)
    if len(view.blocks) >= WHOLE_PAGE and not any(link.cert >= SURE_LINK for link in links):
        return tuple(replace(link, cert=min(link.cert, DOUBTFUL_LINK)) for link in links)
    return links


def ends_in_commas(texts: Sequence[str]) -> bool:
    """Whether the paragraphs of an old paper end in the only mark that it has: 轉飭該局遵照、.

    >>> old = ["又聞蘇州織造現奉部文、須添辦綢緞若干疋、已派員赴湖州採辦新絲、"] * FEWEST_OF_COMMAS
    >>> ends_in_commas(old), ends_in_commas([*old, "渡口開了。"])
    (True, False)
    """
    if any(map(STOP.search, texts)):
        return False
    long = [text for text in texts if len(text) >= SHORTEST_OF_COMMAS]
    ended = sum(text[-1] in OLD_STOPS for text in long)
    if len(long) >= FEWEST_OF_COMMAS and 3 * ended >= 2 * len(long):
        return True
    ends = [text[-1] in OLD_STOPS for text in texts if len(text) >= SHORTEST_OF_ONE_MARK]
    return len(ends) >= FEWEST_OF_ONE_MARK and all(ends) and not any(map(OTHER_MARK.search, texts))


def _score_stretches(pairs: ScoredPairs, view: PageView) -> Iterator[ScoredLink]:
    """Yield the weighed pairs of a page; those of a long text stretch by stretch, with its own numbers."""
    blocks, reach = view.blocks, view.reach
    for core in part_views(blocks, LEAST_STRETCH * reach, MOST_STRETCH * reach):
        # a fragment in two is running text at least, and what stands around an end is weighed with it
        around = range(max(0, core.start - 2 * reach), min(len(blocks), core.stop + 2 * reach))
        inner = range(core.start - around.start, core.stop - around.start)
        scored = pairs[Stretch(blocks[around.start : around.stop], inner, reach)]
        if not around.start:
            yield from scored
            continue
        runs = 2 * core.start  # above those of the stretch before: it has fewer runs than blocks
        for link in scored:
            yield replace(
                link,
                tail=link.tail + around.start,
                head=link.head + around.start,
                tail_run=link.tail_run + runs,
                head_run=link.head_run + runs,
            )
