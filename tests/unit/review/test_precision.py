"""How often rules were right, by what people decided."""

from __future__ import annotations

from random import Random

import pytest

from convert.decisions.decision import DecisionMark
from convert.decisions.verdicts import EntryVerdict
from convert.review.doubts import DoubtKind
from convert.review.index import QueueRow
from convert.review.precision import least_share, report_precision

KINDS = {1: DoubtKind("dashes", "edit", "一一", "——"), 2: DoubtKind("roles", "label", "body", "headline")}


def verdict(decide: str, manner: str = "alone") -> EntryVerdict:
    """Return what a person decided."""
    return EntryVerdict(decide, "", DecisionMark("Lin", "", manner))


def test_bands_and_thresholds_are_those_of_what_was_looked_at() -> None:
    """A rule that is right from .9 on and wrong below; what was decided alike does not count."""
    certainties = [0.97] * 80 + [0.92] * 40 + [0.6] * 10 + [0.99] * 5
    rows = {n: QueueRow(n, 1, 1, done=True, cert=c, wrong=1 - c, page=0) for n, c in enumerate(certainties)}
    states = {n: verdict("accept" if rows[n].cert > 0.9 else "replace") for n in range(130)}
    states |= {n: verdict("reject", "alike") for n in range(130, 135)}
    report = report_precision(rows, KINDS, states)
    assert report.not_looked_at == 5
    assert [(b.least, b.right, b.wrong, b.precision) for b in report.bands] == [
        (0.6, 0, 10, 0.0),
        (0.9, 40, 0, 1.0),
        (0.95, 80, 0, 1.0),
    ]
    (proposal,) = report.proposals
    assert (proposal.rule, proposal.threshold, proposal.decided) == ("dashes", 0.9, 120)
    assert proposal.least_precision == pytest.approx(0.05 ** (1 / 120), abs=1e-9)


def test_few_decisions_propose_nothing() -> None:
    """All of them right, and yet too few."""
    rows = {n: QueueRow(n, 1, 2, done=False, cert=0.8, wrong=0.8, page=0) for n in range(19)}
    (proposal,) = report_precision(rows, KINDS, {n: verdict("accept") for n in rows}).proposals
    assert proposal.threshold is None
    assert (proposal.right, proposal.decided) == (19, 19)


def test_the_bound_holds_in_95_of_100() -> None:
    """Shares of many random truths."""
    random = Random(7)
    bounds = {(k, n): least_share(k, n) for n in (5, 20, 60) for k in range(n + 1)}
    held = 0
    for _ in range(10_000):
        number, share = random.choice((5, 20, 60)), random.random()
        right = sum(random.random() < share for _ in range(number))
        held += bounds[right, number] <= share
    assert held / 10_000 >= 0.95
