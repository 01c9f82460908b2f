"""How often a rule was right, by what it was certain of: counted from what people decided who looked.

What was decided with all of its kind, and not looked at, does not count. What was only proposed and what was
done count alike: right is what a person accepted, wrong what he rejected or replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, lgamma, log
from typing import NamedTuple

from convert.decisions.decision import Manner
from convert.decisions.reviewer_changes import NAMES
from convert.decisions.verdicts import EntryVerdict
from convert.review.doubts import DoubtKind
from convert.review.index import QueueRow

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Where the bands of certainty begin."""
WANTED = 0.95
"""Of the changes that a rule would do, so many are to be right."""
LEAST_DECIDED = 20
"""Fewer decisions propose no threshold."""
RISK = 0.05
"""Of a bound that does not hold."""


class BandPrecision(NamedTuple):
    """How often a rule was right in a band of certainty."""

    rule: str
    least: float
    """Where the band begins."""
    right: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share that was right."""
        return self.right / (self.right + self.wrong)


class ThresholdProposal(NamedTuple):
    """From which certainty on a rule was right often enough, as far as decisions tell."""

    rule: str
    threshold: float | None
    """None: there are too few decisions, or the rule was not right often enough anywhere."""
    decided: int
    """At that threshold and above; without one, in all."""
    right: int
    least_precision: float
    """The true one is no less, with 95 % confidence."""


class PrecisionReport(NamedTuple):
    """What decisions tell of the rules."""

    bands: tuple[BandPrecision, ...]
    proposals: tuple[ThresholdProposal, ...]
    not_looked_at: int
    """Decisions that do not count: made with all alike."""


def report_precision(
    rows: Mapping[int, QueueRow], kinds: Mapping[int, DoubtKind], states: Mapping[int, EntryVerdict]
) -> PrecisionReport:
    """Count how often each rule was right in each band, and propose thresholds; nothing is changed by it."""
    counts: dict[tuple[str, float], list[int]] = {}
    not_looked_at = 0
    for number, verdict in states.items():
        row = rows.get(number)
        if row is None or kinds[row.kind].rule in NAMES:
            continue
        if verdict.mark.manner == Manner.ALIKE.value:
            not_looked_at += 1
            continue
        band = max(start for start in BANDS if start <= max(row.cert, 0))
        counts.setdefault((kinds[row.kind].rule, band), [0, 0])[verdict.decide != "accept"] += 1
    bands = tuple(BandPrecision(*key, *counts[key]) for key in sorted(counts))
    rules = dict.fromkeys(band.rule for band in bands)
    return PrecisionReport(
        bands, tuple(_propose(rule, [b for b in bands if b.rule == rule]) for rule in rules), not_looked_at
    )


def _propose(rule: str, bands: Iterable[BandPrecision]) -> ThresholdProposal:
    """Go down from the surest band as long as what stands above was right often enough."""
    right = wrong = 0
    best: ThresholdProposal | None = None
    for band in sorted(bands, key=lambda each: -each.least):
        right, wrong = right + band.right, wrong + band.wrong
        bound = least_share(right, right + wrong)
        if right + wrong >= LEAST_DECIDED and bound >= WANTED:
            best = ThresholdProposal(rule, band.least, right + wrong, right, bound)
    return best or ThresholdProposal(rule, None, right + wrong, right, least_share(right, right + wrong))


def least_share(right: int, number: int) -> float:
    """Return the share that the true one is no less than, with 95 % confidence (Clopper and Pearson)."""
    low, high = 0.0, 1.0
    for _ in range(40):  # a trillionth
        middle = (low + high) / 2
        if _chance_of_so_many(right, number, middle) > RISK:
            high = middle
        else:
            low = middle
    return low


def _chance_of_so_many(right: int, number: int, share: float) -> float:
    """Return the chance that so many of a number are right, or more, if a share of all is."""
    if right == 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    whole = lgamma(number + 1)
    return sum(
        exp(whole - lgamma(k + 1) - lgamma(number - k + 1) + k * log(share) + (number - k) * log(1 - share))
        for k in range(right, number + 1)
    )
