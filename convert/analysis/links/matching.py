"""Choosing among links: a tail has one continuation at most and so has a head, so they compete.

What counts is a link's share among its rivals, whether others fit the same exchange of columns, and
what breaking it up for the best rival would cost.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from math import exp, isnan, log
from typing import NamedTuple

from convert.analysis.texts.seam import Evidence
from convert.document.damage import Damage, log_odds_of
from convert.language.models import Models
from convert.language.weights import clamp
from convert.text.memo import Memo

PARTNERED = 2.5
"""Added to a link's odds before the shares are balanced: a tail that is cut goes on somewhere."""
ROUNDS = 8
"""Of balancing."""
LINKS_AT_ONCE = 1024
"""Links whose evidence is held at once."""
LEAST_ODDS = -3.5
"""Links below this are not chosen even where nothing else is left."""
WEIGHED_AMONG_RIVALS = (
    *("continues", "continues_here", "continues_best", "continued_best"),
    *("next", "stop", "comma"),
    *("tail_labelled", "tail_label", "head_labelled", "head_label", "both_labelled"),
)
"""What of a pair's own evidence weighs among its rivals, too."""


@dataclass(frozen=True, slots=True)
class ScoredLink:
    """A link that may be, with the log odds of its own evidence; `tail` and `head` are numbers of blocks."""

    tail: int
    head: int
    odds: float
    overlap: int
    """How many characters stand in both."""
    tail_run: int
    head_run: int
    cut_odds: float = 0.0
    """Log odds that the tail goes on anywhere."""
    start_odds: float = 0.0
    """Log odds that the head begins in mid-sentence."""
    seen: array[float] = field(default_factory=lambda: array("d"))
    """What of its own evidence weighs among rivals, too, by `WEIGHED_AMONG_RIVALS`; nan: absent."""


def shares(links: Sequence[ScoredLink]) -> array[float]:
    """Share each tail among its heads and each head among its tails; either may stay alone.

    Sinkhorn's balancing (Sinkhorn and Knopp, 1967) of the odds, with one place more on each side for
    "no partner here", that weighs the less the surer an end is cut; a link's share is high only where
    neither end has a better rival.
    """
    weight = array("d", [exp(clamp(link.odds + PARTNERED, -12.0, 12.0)) for link in links])
    tail_of, tails_alone = _sides((link.tail, _alone(link.cut_odds - 1.5)) for link in links)
    head_of, heads_alone = _sides((link.head, _alone(link.start_odds)) for link in links)
    tails, heads = array("d", [1.0]) * len(tails_alone), array("d", [1.0]) * len(heads_alone)
    for _ in range(ROUNDS):
        total = array("d", tails_alone)
        for tail, head, w in zip(tail_of, head_of, weight, strict=True):
            total[tail] += w * heads[head]
        tails = array("d", [1.0 / value for value in total])
        total = array("d", heads_alone)
        for tail, head, w in zip(tail_of, head_of, weight, strict=True):
            total[head] += w * tails[tail]
        heads = array("d", [1.0 / value for value in total])
    return array(
        "d", [tails[tail] * w * heads[head] for tail, head, w in zip(tail_of, head_of, weight, strict=True)]
    )


def _sides(blocks: Iterable[tuple[int, float]]) -> tuple[array[int], array[float]]:
    """Number the tails, or the heads: the number of each link's, and what each weighs alone."""
    numbers: dict[int, int] = {}
    of_link, alone = array("L"), array("d")
    for block, weight in blocks:
        number = numbers.setdefault(block, len(numbers))
        of_link.append(number)
        if number == len(alone):
            alone.append(weight)
    return of_link, alone


def _alone(cut: float) -> float:
    """Return the weight of having no partner, for an end that is cut with these log odds."""
    return exp(-0.7 * clamp(cut, -1.5, 2.5))


RunOdds = Mapping[tuple[int, int], float]
"""The best log odds of a link from one run to another, by the numbers of the two runs."""
ABSENT = -5.0
"""Log odds of a link that was not worth weighing."""


def run_odds(links: Sequence[ScoredLink]) -> RunOdds:
    """Return the best log odds from each run to each other one."""
    best: dict[tuple[int, int], float] = {}
    for link in links:
        runs = link.tail_run, link.head_run
        best[runs] = max(ABSENT, link.odds, best.get(runs, ABSENT))
    return best


class Step(NamedTuple):
    """A link from one of some neighbouring runs to another, counted from the first of them."""

    tail: int
    head: int


class Swap(NamedTuple):
    """Columns read in the wrong order: the links that then hold, and those that would in order."""

    exchanged: tuple[Step, ...]
    in_order: tuple[Step, ...]


SWAPS = (
    Swap((Step(0, 2), Step(2, 1), Step(1, 3)), (Step(0, 1), Step(1, 2), Step(2, 3))),  # columns 1 3 2 4
    Swap((Step(0, 2), Step(2, 1)), (Step(0, 1), Step(1, 2))),  # 1 3 2, where nothing of the article follows
    Swap((Step(1, 0), Step(0, 2)), (Step(0, 1), Step(1, 2))),  # 2 1 3, where nothing of it stands before
)


SwapGains = Memo[tuple[int, int], float]
"""By the number of an exchange and its first run: how much better off its links are than those in order."""
SWAPS_REMEMBERED = 1 << 10


def swap_gains(links: Sequence[ScoredLink]) -> SwapGains:
    """Return what weighs the exchanges of a page, each of them once for all links that belong to it."""
    open_runs = frozenset(link.tail_run for link in links)
    return Memo(partial(_swap_gain, run_odds(links), open_runs), SWAPS_REMEMBERED)


def _swap_gain(odds_of: RunOdds, open_runs: frozenset[int], exchange: tuple[int, int]) -> float:
    number, first = exchange
    exchanged, in_order = SWAPS[number]
    return _total(exchanged, first, odds_of, open_runs) - _total(in_order, first, odds_of, open_runs)


def swap_evidence(link: ScoredLink, gains: SwapGains) -> Evidence:
    """Weigh what a link says together with others: columns exchanged against columns in order.

    A link of an exchange is never alone, so the sum of all its links counts, less the sum of those that
    it takes the place of. What is known: "exchange", how much better off all are exchanged, for a link
    that belongs to such an exchange; "in_order", the same for a link that an exchange would part.
    """
    if not -1 <= link.head_run - link.tail_run <= 2 or link.head_run == link.tail_run:
        return {}
    best: Evidence = {}
    for number, swap in enumerate(SWAPS):
        for name, steps in (("exchange", swap.exchanged), ("in_order", swap.in_order)):
            for step in steps:
                first = link.tail_run - step.tail
                if link.head_run - step.head == first:
                    best[name] = max(best.get(name, -9.0), gains[number, first])
    return {name: clamp(gain / 4, -1.5, 1.5) for name, gain in best.items()}


def _total(steps: Sequence[Step], first: int, odds_of: RunOdds, open_runs: frozenset[int]) -> float:
    """Add up the odds of links; a run whose end is not cut needs none."""
    return sum(
        odds_of.get((first + tail, first + head), ABSENT) for tail, head in steps if first + tail in open_runs
    )


def link_evidence(link: ScoredLink, share: float, rivals: Rivals, gains: SwapGains) -> Evidence:
    """Weigh a link by its own odds, by its share and its best rivals, and with the links it goes with."""
    inside = clamp(share, 1e-6, 1 - 1e-6)
    return {
        "odds": link.odds,
        "share": share,
        "share_odds": log(inside / (1 - inside)),
        "tail_margin": link.odds - rivals.tail,
        "head_margin": link.odds - rivals.head,
        "tail_rival_needs": rivals.tail_needs,
        "head_rival_needs": rivals.head_needs,
        "head_usual": rivals.head_usual,
        "overlap": float(link.overlap > 0),
        "tail_cut": clamp(link.cut_odds, -3.0, 4.0),
        "head_open": clamp(link.start_odds, -3.0, 3.0),
        "apart": clamp(float(link.head_run - link.tail_run), -4.0, 4.0),
        **{
            name: value
            for name, value in zip(WEIGHED_AMONG_RIVALS, link.seen, strict=False)
            if not isnan(value)
        },
        **swap_evidence(link, gains),
    }


NO_RIVAL = -8.0
"""Log odds of a rival that is not there."""


class Rivals(NamedTuple):
    """What a link competes with."""

    tail: float
    """The best log odds of the tail with another head."""
    head: float
    """The best log odds of the head with another tail."""
    tail_needs: float
    """By how much the tail's most needed other head has it as its best one."""
    head_needs: float
    """By how much the head's most needed other tail has it as its best one."""
    head_usual: float
    """The mean log odds of the head: one that fits behind everything says little."""


class Best(NamedTuple):
    """The two best log odds of an end, and whose the first are."""

    first: float = NO_RIVAL
    of: int = -1
    second: float = NO_RIVAL

    def but_for(self, link: int) -> float:
        """Return the best odds, one link left out."""
        return self.second if self.of == link else self.first


def find_rivals(links: Sequence[ScoredLink]) -> Iterator[Rivals]:
    """Yield what each link competes with, in turn."""
    of_tail: dict[int, list[int]] = {}
    of_head: dict[int, list[int]] = {}
    for number, link in enumerate(links):
        of_tail.setdefault(link.tail, []).append(number)
        of_head.setdefault(link.head, []).append(number)
    odds = [link.odds for link in links]
    tails = {tail: _best(odds, numbers) for tail, numbers in of_tail.items()}
    heads = {head: _best(odds, numbers) for head, numbers in of_head.items()}
    usual = {head: sum([odds[n] for n in numbers]) / len(numbers) for head, numbers in of_head.items()}
    needs_head = [odds[n] - heads[link.head].but_for(n) for n, link in enumerate(links)]
    needs_tail = [odds[n] - tails[link.tail].but_for(n) for n, link in enumerate(links)]
    heads_of_tail = {tail: _best(needs_head, numbers) for tail, numbers in of_tail.items()}
    tails_of_head = {head: _best(needs_tail, numbers) for head, numbers in of_head.items()}
    for number, link in enumerate(links):
        yield Rivals(
            tails[link.tail].but_for(number),
            heads[link.head].but_for(number),
            heads_of_tail[link.tail].but_for(number),
            tails_of_head[link.head].but_for(number),
            usual[link.head],
        )


def _best(odds: Sequence[float], numbers: Iterable[int]) -> Best:
    best = Best()
    for number in numbers:
        if odds[number] > best.first:
            best = Best(odds[number], number, best.first)
        elif odds[number] > best.second:
            best = best._replace(second=odds[number])
    return best


def rival_evidence(links: Sequence[ScoredLink], damage: Damage) -> Iterator[Evidence]:
    """Weigh each link among its rivals, in turn, and by what the whole document shows."""
    gains = swap_gains(links)
    shown = {"page_cuts": _prior(damage.cuts), "page_order": _prior(damage.order)}
    for link, share, rivals in zip(links, shares(links), find_rivals(links), strict=True):
        yield link_evidence(link, share, rivals, gains) | shown


def _prior(chance: float) -> float:
    return log_odds_of(clamp(chance, 0.002, 0.998))


class RatedLink(NamedTuple):
    """A link and its log odds among its rivals."""

    odds: float
    link: ScoredLink


def select_links(links: Sequence[ScoredLink], damage: Damage, models: Models) -> list[RatedLink]:
    """Select links, the likeliest first: each tail and each head once at most, and no ring.

    The best sum of odds over the whole page, by the Hungarian method, chose 5 links in 1,000 otherwise on 164
    pages, and not better ones: what a link costs its rivals is in its odds already.
    """
    rated: list[RatedLink] = []
    evidence = rival_evidence(links, damage)
    for at in range(0, len(links), LINKS_AT_ONCE):
        odds = models.odds_of("link", [*islice(evidence, LINKS_AT_ONCE)])
        rated += map(RatedLink, odds, links[at : at + LINKS_AT_ONCE])
    rated.sort(key=lambda entry: (-entry.odds, entry.link.tail, entry.link.head))
    tails: set[int] = set()
    heads: set[int] = set()
    far_ends: dict[int, int] = {}  # of what is linked so far: the last block by the first, and the other way
    selected: list[RatedLink] = []
    for entry in rated:
        tail, head = entry.link.tail, entry.link.head
        if entry.odds < LEAST_ODDS:
            break
        if tail in tails or head in heads or far_ends.get(head) == tail:
            continue
        tails.add(tail)
        heads.add(head)
        first, last = far_ends.pop(tail, tail), far_ends.pop(head, head)
        far_ends[first], far_ends[last] = last, first
        selected.append(entry)
    return selected
