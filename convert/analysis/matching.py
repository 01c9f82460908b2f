"""Choosing among pairs: a tail has one continuation at most and so has a head, so the pairs compete.

What counts is a pair's share among its rivals, whether others fit the same exchange of columns, and
what breaking it up for the best rival would cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from convert.analysis.seam import Evidence
from convert.language import Language

PARTNERED = 2.5
"""Added to a pair's odds before the shares are balanced: a tail that is cut goes on somewhere."""
LEAST_ODDS = -3.5
"""Pairs below this are not chosen even where nothing else is left."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A pair with the log odds of its own evidence."""

    tail: int
    head: int
    odds: float
    overlap: int
    tail_run: int
    head_run: int
    cut: float = 0.0
    """Log odds that the tail goes on anywhere."""
    opens: float = 0.0
    """Log odds that the head begins in mid-sentence."""


def shares(rated: Sequence[Rated]) -> list[float]:
    """Share each tail among its heads and each head among its tails; either may stay alone.

    Sinkhorn's balancing (Sinkhorn and Knopp, 1967) of the odds, with one place more on each side for
    "no partner here", that weighs the less the surer an end is cut; a pair's share is high only where
    neither end has a better rival.
    """
    weight = [exp(max(-12.0, min(12.0, r.odds + PARTNERED))) for r in rated]
    tails = {r.tail: 1.0 for r in rated}
    heads = {r.head: 1.0 for r in rated}
    tails_alone = {r.tail: _alone(r.cut - 1.5) for r in rated}
    heads_alone = {r.head: _alone(r.opens) for r in rated}
    for _ in range(8):
        total = dict(tails_alone)
        for r, w in zip(rated, weight, strict=True):
            total[r.tail] += w * heads[r.head]
        tails = {key: 1.0 / value for key, value in total.items()}
        total = dict(heads_alone)
        for r, w in zip(rated, weight, strict=True):
            total[r.head] += w * tails[r.tail]
        heads = {key: 1.0 / value for key, value in total.items()}
    return [tails[r.tail] * w * heads[r.head] for r, w in zip(rated, weight, strict=True)]


def _alone(cut: float) -> float:
    """Return the weight of having no partner, for an end that is cut with these log odds."""
    return exp(-0.7 * max(-1.5, min(2.5, cut)))


RunOdds = Mapping[tuple[int, int], float]
"""The best log odds of a pair from one run to another, by the numbers of the two runs."""
ABSENT = -5.0
"""Log odds of a pair that was not worth weighing."""


def run_odds(rated: Sequence[Rated]) -> RunOdds:
    """Return the best log odds from each run to each other one."""
    found: dict[tuple[int, int], float] = {}
    for pair in rated:
        runs = pair.tail_run, pair.head_run
        found[runs] = max(ABSENT, pair.odds, found.get(runs, ABSENT))
    return found


SWAPS = (
    (((0, 2), (2, 1), (1, 3)), ((0, 1), (1, 2), (2, 3))),  # columns 1 3 2 4
    (((0, 2), (2, 1)), ((0, 1), (1, 2))),  # 1 3 2, where nothing of the article follows
    (((1, 0), (0, 2)), ((0, 1), (1, 2))),  # 2 1 3, where nothing of it stands before
)
"""Columns read in the wrong order: the links that then hold, and those that hold where all is in order."""


def swapped(pair: Rated, odds_of: RunOdds, open_runs: frozenset[int]) -> dict[str, float]:
    """Weigh what a pair says together with others: columns exchanged against columns in order.

    A pair of an exchange is never alone, so the sum of all its links counts, less the sum of those that
    it takes the place of. What is known: "exchange", how much better off all are exchanged, for a pair
    that belongs to such an exchange; "in_order", the same for a pair that an exchange would part.
    """
    tail, head = pair.tail_run, pair.head_run
    if not -1 <= head - tail <= 2 or head == tail:
        return {}
    found: dict[str, float] = {}
    for one, other in SWAPS:
        for name, links in (("exchange", one), ("in_order", other)):
            for before, behind in links:
                first = tail - before
                if head - behind != first:
                    continue
                gain = _total(one, first, odds_of, open_runs) - _total(other, first, odds_of, open_runs)
                found[name] = max(found.get(name, -9.0), gain)
    return {name: max(-1.5, min(1.5, gain / 4)) for name, gain in found.items()}


def _total(
    links: Sequence[tuple[int, int]], first: int, odds_of: RunOdds, open_runs: frozenset[int]
) -> float:
    """Add up the odds of links; a run whose end is not cut needs none."""
    return sum(
        odds_of.get((first + tail, first + head), ABSENT) for tail, head in links if first + tail in open_runs
    )


def link_evidence(pair: Rated, share: float, odds_of: RunOdds, open_runs: frozenset[int]) -> Evidence:
    """Weigh a pair by its share among its rivals and by its own odds, and with the pairs it goes with."""
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return {
        "bias": 1.0,
        "odds": max(-7.0, min(7.0, pair.odds)),
        "share": share,
        "share_odds": log(inside / (1 - inside)),
        "overlap": float(pair.overlap > 0),
        "tail_cut": max(-3.0, min(4.0, pair.cut)),
        "head_open": max(-3.0, min(3.0, pair.opens)),
        **swapped(pair, odds_of, open_runs),
    }


def all_links(rated: Sequence[Rated]) -> list[Evidence]:
    """Weigh all pairs, each among its rivals."""
    odds_of = run_odds(rated)
    open_runs = frozenset(pair.tail_run for pair in rated)
    return [
        link_evidence(pair, share, odds_of, open_runs)
        for pair, share in zip(rated, shares(rated), strict=True)
    ]


def chosen(rated: Sequence[Rated], language: Language) -> Iterator[tuple[Rated, Evidence]]:
    """Choose pairs one by one, the likeliest first, and weigh each against what is still free.

    What is left at the end may be sure although it was doubtful before: the rivals are taken.
    """
    evidence = zip(rated, all_links(rated), strict=True)
    queue = [(language.models.odds("link", found), pair) for pair, found in evidence]
    queue.sort(key=lambda entry: (-entry[0], entry[1].tail, entry[1].head))
    after: dict[int, int] = {}
    heads: set[int] = set()
    picked: list[tuple[float, Rated]] = []
    for value, pair in queue:
        if value < LEAST_ODDS:
            break
        if pair.tail in after or pair.head in heads or _leads_to(after, pair.head, pair.tail):
            continue
        after[pair.tail] = pair.head
        heads.add(pair.head)
        picked.append((value, pair))
    of_tail: dict[int, list[tuple[float, Rated]]] = {}
    of_head: dict[int, list[tuple[float, Rated]]] = {}
    for entry in queue:
        of_tail.setdefault(entry[1].tail, []).append(entry)
        of_head.setdefault(entry[1].head, []).append(entry)
    tail_odds = {p.tail: v for v, p in picked}
    head_odds_of = {p.head: v for v, p in picked}
    for value, pair in picked:
        losses = [
            value - other + max(0.0, head_odds_of.get(rival.head, -3.0) + 3.0)
            for other, rival in of_tail[pair.tail]
            if rival.head != pair.head
        ]
        losses += [
            value - other + max(0.0, tail_odds.get(rival.tail, -3.0) + 3.0)
            for other, rival in of_head[pair.head]
            if rival.tail != pair.tail
        ]
        yield pair, _settled_evidence(pair, value, min(losses, default=9.0))


def _settled_evidence(pair: Rated, value: float, loss: float) -> Evidence:
    """Weigh a chosen pair: its odds, and what breaking it up for the best rival would cost."""
    return {
        "bias": 1.0,
        "odds": max(-5.0, min(7.0, value)),
        "own": max(-6.0, min(6.0, pair.odds)),
        "low": float(value < -1.0),
        "margin": max(-2.0, min(6.0, loss)),
        "alone": float(loss >= 4.0),
        "overlap": float(pair.overlap > 0),
        **_where(pair),
    }


def _where(pair: Rated) -> Evidence:
    """Weigh where a pair's ends stand to each other, and how surely each is cut.

    A tail that is surely cut goes on in the next column, unless columns were read in another order.
    """
    cut, opens = max(-3.0, min(4.0, pair.cut)), max(-3.0, min(3.0, pair.opens))
    apart = pair.head_run - pair.tail_run
    place = "here" if apart == 0 else "next" if apart == 1 else "far"
    return {"tail_cut": cut, "head_open": opens, place: 1.0, f"{place}_cut": cut, f"{place}_open": opens}


def _leads_to(after: dict[int, int], start: int, goal: int) -> bool:
    while start in after:
        start = after[start]
        if start == goal:
            return True
    return False
