"""What a whole document shows of damage lowers the certainty of rules that repair it, and raises none."""

from __future__ import annotations

import pytest

from convert import conversion
from convert.analysis.priors import PRIORS, weigh
from convert.document.changes import Placed
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Document, Metadata
from convert.passes.registry import PASSES
from tests.support.intact import PAGE

INTACT = Damage(any=0.02, cuts=0.02, repeats=0.02, order=0.02, orphans=0.1, misreadings=0.02)
SHATTERED = Damage(any=0.99, cuts=0.98, repeats=0.9, order=0.9, orphans=0.6, misreadings=0.97)


def repaired(text: str) -> Document:
    """Repair a text as Chinese."""
    return conversion.repair(conversion.read(text.encode(), Metadata(language="zh-Hans"), encoding="utf-8"))


@pytest.mark.parametrize("rule", PRIORS)
def test_a_prior_is_no_switch(rule: str) -> None:
    """An intact document asks for more certainty, not for the impossible; a shattered one asks for none."""
    assert weigh(rule, 0.6, INTACT) < 0.35
    assert 0.5 < weigh(rule, 0.995, INTACT) < 0.995
    assert weigh(rule, 0.6, SHATTERED) == 0.6
    assert weigh(rule, 0.6, NOT_ESTIMATED) == 0.6


def test_a_surer_proposal_stays_surer() -> None:
    """What the document shows never turns two proposals round."""
    weighed = [weigh("reading-order", cert / 100, INTACT) for cert in range(101)]
    assert weighed == sorted(weighed)


def test_priors_are_of_rules() -> None:
    """No rule of the table was renamed and forgotten there."""
    assert {step.rule.name for step in PASSES} >= PRIORS.keys()


def test_other_rules_are_not_moved() -> None:
    """The width of marks has nothing to do with damage."""
    assert weigh("fullwidth-punctuation", 0.6, INTACT) == 0.6


STOPS = [at for at, char in enumerate(PAGE) if char == "。" and PAGE[at + 1] == "\n"]


@pytest.mark.parametrize("at", STOPS)
def test_a_lost_stop_moves_nothing(at: int) -> None:
    """On a page in perfect order one paragraph without its stop is no reason to move any."""
    document = repaired(PAGE[:at] + PAGE[at + 1 :])
    assert [b for b in document.blocks if any(isinstance(c, Placed) and c.moved for c in b.changes)] == []
