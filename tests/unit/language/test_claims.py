"""What is claimed of a certainty keeps the order of certainties and every decision."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from convert import conversion
from convert.analysis.context import page_context
from convert.document.actions import Label
from convert.language import language
from convert.language.claims import Claim
from convert.language.models import Models
from convert.passes.registry import PASSES
from convert.passes.roles import roles

if TYPE_CHECKING:
    from convert.language.claims import Claims

RULE_OF = {"heading": "roles", "join": "paragraphs", "move": "reading-order", "opening": "articles"}


@pytest.fixture
def claims() -> Claims:
    """Return the claims that ship."""
    return language("zh-Hans").models.claims


def test_a_claim_is_never_more_than_the_certainty_and_keeps_the_order(claims: Claims) -> None:
    """Whatever its slope is."""
    certs = [at / 1000 for at in range(1, 1000)]
    assert claims
    for claim in claims.values():
        claimed = [claim.of(cert) for cert in certs]
        assert all(one < other for one, other in pairwise(claimed))
        assert all(got <= cert for got, cert in zip(claimed, certs, strict=True))


def test_a_claim_is_on_the_same_side_of_its_rules_threshold_as_the_certainty(claims: Claims) -> None:
    """So no claim decides otherwise."""
    thresholds = {step.rule.name: step.rule.threshold for step in PASSES}
    for kind, claim in claims.items():
        threshold = thresholds[RULE_OF[kind]]
        assert claim.start >= threshold
        for cert in (0.01, threshold - 1e-9, threshold, threshold + 1e-9, 0.9, 0.999):
            assert (claim.of(cert) >= threshold) is (cert >= threshold)


def test_what_is_proved_and_what_no_table_knows_is_claimed_as_it_is() -> None:
    """A certainty of 1 is no guess."""
    models = Models({}, {}, claims={"join": Claim(0.5, 0.5)})
    assert models.claimed("join", 1.0) == 1.0
    assert models.claimed("join", 0.9) == pytest.approx(0.75)
    assert models.claimed("move", 0.9) == 0.9


def test_a_claimed_certainty_is_no_evidence_for_other_rules() -> None:
    """The certainty itself goes along with the label, for what is decided by it later."""
    text = "光裕寨隧道全线贯通\n\n昨日上午，云津市第三座新桥通车，市民纷纷前往观看。桥长两公里，工期三年。\n"
    plain, low = (heading_of(text, Claim(0.65, slope)) for slope in (1.0, 0.1))
    assert 0.65 < low.cert < plain.cert
    assert plain.rule_cert == low.rule_cert == pytest.approx(plain.cert)


def heading_of(text: str, claim: Claim) -> Label:
    """Return the heading that is proposed of a text, with such a claim for headings."""
    known = language("zh-Hans")
    known = replace(known, models=replace(known.models, claims={"heading": claim}))
    (label,) = roles(page_context(conversion.read(text.encode()).blocks, known))
    assert isinstance(label, Label)
    return label
