"""Which fragment continues which: cut tails and cut heads, weighed pair by pair, then chosen together.

A column's end cuts a paragraph: its tail lacks a stop, and somewhere on the page a block begins in
mid-sentence. Every such pair is weighed by the words and marks at the seam, by the measure, by a
repeated line, and by how far apart the two stand. A tail has one continuation at most and so has a
head, so the pairs compete: what counts is also the margin to the best rival.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from convert.analysis.datelines import begins_report
from convert.analysis.fragments import BlockView, Fragment, find_fragments
from convert.analysis.heading_shape import NUMBERED
from convert.analysis.matching import ScoredLink, select_links
from convert.analysis.overlap import find_overlaps
from convert.analysis.pair_evidence import Pair, pair_evidence, pair_page, repeats_at_seam
from convert.analysis.texts import PageTexts
from convert.language.weights import certainty

SURE_LINK = 0.8
DOUBTFUL_LINK = 0.49
WHOLE_PAGE = 20
"""On a page of so many blocks without one sure cut, a doubtful one is none: it was read whole."""
NEAR_RUNS = frozenset((-1, 0, 1, 2))
"""How many columns on a continuation stands where two columns at most were exchanged."""
NEVER_TOGETHER = -1.5
"""Fours of bits: characters that were never counted across a seam draw each other less than this."""
BLOCKS_APART = 40
"""How many fragments away a continuation is looked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """Block `head` continues the paragraph of block `tail`; the first `overlap` characters stand in both."""

    tail: int
    head: int
    cert: float
    overlap: int = 0


def ends_at_line_end(fragment: Fragment) -> bool:
    """Whether a text's stop just fills its line: a column may have cut the paragraph behind a sentence."""
    line = fragment.last_line
    return (
        line.get("last_line_full", 0.0) + line.get("last_line_full_either", 0.0) > 0.8
        and len(fragment.text) > 30
    )


def is_hopeless(tail: Fragment, head: Fragment, page: PageTexts) -> bool:
    """Whether nothing speaks for a pair of columns far apart: its words do not run on across the seam.

    Three pairs in five are such; of the true ones on 76 held-out pages, two in a hundred. Where the
    characters were never seen together the words are not asked: on 80 such pages that lost one paragraph.
    """
    if head.run - tail.run in NEAR_RUNS:
        return False
    seams = page.seams
    end = seams.ends[tail.text]
    drawn = seams.association(end, head.start)
    return drawn < NEVER_TOGETHER or (drawn < 1.0 and seams.join_score(end, head.start).bits <= 1.8)


def candidates(fragments: Sequence[Fragment], page: PageTexts) -> Iterator[Pair]:
    """Yield the pairs worth weighing: a tail that may be cut, a head that may go on, near enough."""
    overlaps = find_overlaps([fragment.text for fragment in fragments], BLOCKS_APART)
    heads = _Heads(fragments, overlaps)
    for i, tail in enumerate(fragments):
        likely = heads.likely_behind(i)
        for j in sorted(likely | heads.repeated_at(i)):
            overlap = overlaps.get((i, j), 0)
            goes_on = j in likely and not is_hopeless(tail, fragments[j], page)
            if overlap or goes_on or repeats_at_seam(tail, fragments[j]):
                yield Pair(tail, fragments[j], overlap)


class _Heads:
    """The fragments of a page by what may make them a continuation: only those near a tail are looked at."""

    def __init__(self, fragments: Sequence[Fragment], overlaps: Iterable[tuple[int, int]]) -> None:
        self.fragments = fragments
        self.items = [bool(NUMBERED.match(head.text)) or begins_report(head.text) for head in fragments]
        """Whether it is an item of a list, or begins a report: each begins a paragraph."""
        self.open = [j for j, head in enumerate(fragments) if head.start_odds > -3 and not self.items[j]]
        self.under_repeats = [j for j, head in enumerate(fragments) if head.repeat_above]
        self.overlapping: dict[int, set[int]] = {}
        for i, j in overlaps:
            self.overlapping.setdefault(i, set()).add(j)

    def likely_behind(self, i: int) -> set[int]:
        """Return the heads that may continue a tail as far as ends and beginnings tell."""
        tail = self.fragments[i]
        likely = _near(self.open, i) if tail.truncated else set()
        below = i + 1
        may_end = tail.truncated or ends_at_line_end(tail)
        if may_end and below < len(self.fragments) and not self.items[below]:
            likely.add(below)
        return likely

    def repeated_at(self, i: int) -> set[int]:
        """Return the heads that may repeat a line with a tail."""
        if self.fragments[i].repeat_behind:
            return _near(range(len(self.fragments)), i)
        return _near(self.under_repeats, i) | self.overlapping.get(i, set())


def _near(numbers: Sequence[int], i: int) -> set[int]:
    """Return those of some rising numbers that are near another one."""
    first, last = bisect_left(numbers, i - BLOCKS_APART), bisect_right(numbers, i + BLOCKS_APART)
    return {*numbers[first:last]} - {i}


def score_pairs(views: Sequence[BlockView], page: PageTexts) -> list[ScoredLink]:
    """Weigh all candidate pairs, each by itself."""
    fragments = find_fragments(views, page)
    weighed = pair_page(fragments, page)
    return [
        ScoredLink(
            tail=pair.tail.number,
            head=pair.head.number,
            odds=page.language.models.odds("pair", pair_evidence(pair, weighed)),
            overlap=pair.overlap,
            tail_run=pair.tail.run,
            head_run=pair.head.run,
            cut_odds=pair.tail.cut_odds,
            start_odds=pair.head.start_odds,
        )
        for pair in candidates(fragments, page)
    ]


def find_links(page: PageTexts, views: Sequence[BlockView]) -> tuple[Link, ...]:
    """Choose links, the surest first; each tail and each head at most once, and no ring."""
    models = page.language.models
    links = tuple(
        Link(pair.tail, pair.head, certainty(models.odds("settled", evidence)), pair.overlap)
        for pair, evidence in select_links(score_pairs(views, page), models)
    )
    if len(views) >= WHOLE_PAGE and not any(link.cert >= SURE_LINK for link in links):
        return tuple(replace(link, cert=min(link.cert, DOUBTFUL_LINK)) for link in links)
    return links
