"""Choosing among pairs: a tail has one continuation at most and so has a head, so the pairs compete.

What counts is a pair's share among its rivals, whether others fit the same exchange of columns, and
what breaking it up for the best rival would cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from convert.language.weights import odds, weights
from convert.passes.evidence import Evidence

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


def shares(rated: Sequence[Rated]) -> list[float]:
    """Share each tail among its heads and each head among its tails; either may stay alone.

    Sinkhorn's balancing (Sinkhorn and Knopp, 1967) of the odds, with one place more on each side for
    "no partner here"; a pair's share is high only where neither end has a better rival.
    """
    weight = [exp(max(-12.0, min(12.0, r.odds + PARTNERED))) for r in rated]
    tails = {r.tail: 1.0 for r in rated}
    heads = {r.head: 1.0 for r in rated}
    for _ in range(8):
        total = dict.fromkeys(tails, 1.0)
        for r, w in zip(rated, weight, strict=True):
            total[r.tail] += w * heads[r.head]
        tails = {key: 1.0 / value for key, value in total.items()}
        total = dict.fromkeys(heads, 1.0)
        for r, w in zip(rated, weight, strict=True):
            total[r.head] += w * tails[r.tail]
        heads = {key: 1.0 / value for key, value in total.items()}
    return [tails[r.tail] * w * heads[r.head] for r, w in zip(rated, weight, strict=True)]


Shares = Mapping[tuple[int, int], float]
"""The best share of a pair from one run to another, by the numbers of the two runs."""


def run_shares(rated: Sequence[Rated], parts: Sequence[float]) -> Shares:
    """Return the best share from each run to each other one."""
    found: dict[tuple[int, int], float] = {}
    for pair, share in zip(rated, parts, strict=True):
        runs = pair.tail_run, pair.head_run
        found[runs] = max(share, found.get(runs, 0.0))
    return found


def swapped(pair: Rated, others: Shares) -> float:
    """Return how well a pair fits two columns read in the wrong order: 1 3 2 4 for 1 2 3 4.

    Then three pairs hold together, two runs on, one back, two on: each speaks for the others.
    """
    tail, head = pair.tail_run, pair.head_run
    if head - tail == 2:
        back, on = (head, head - 1), (head - 1, head + 1)
    elif head - tail == -1:
        back, on = (tail - 2, tail), (head, head + 2)
    else:
        return 0.0
    return (others.get(back, 0.0) + others.get(on, 0.0)) / 2


def link_evidence(pair: Rated, share: float, swap: float = 0.0) -> Evidence:
    """Weigh a pair by its share among its rivals and by its own odds."""
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return {
        "bias": 1.0,
        "odds": max(-7.0, min(7.0, pair.odds)),
        "share": share,
        "share_odds": log(inside / (1 - inside)),
        "overlap": float(pair.overlap > 0),
        "swap": swap,
    }


def chosen(rated: Sequence[Rated]) -> Iterator[tuple[Rated, Evidence]]:
    """Choose pairs one by one, the likeliest first, and weigh each against what is still free.

    What is left at the end may be sure although it was doubtful before: the rivals are taken.
    """
    model = weights("link")
    parts = shares(rated)
    others = run_shares(rated, parts)
    queue = [
        (odds(link_evidence(p, s, swapped(p, others)), model), p) for p, s in zip(rated, parts, strict=True)
    ]
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
    }


def _leads_to(after: dict[int, int], start: int, goal: int) -> bool:
    while start in after:
        start = after[start]
        if start == goal:
            return True
    return False
