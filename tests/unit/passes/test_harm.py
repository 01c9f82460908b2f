"""How much harm is allowed sets the thresholds: never below a rule's own, never above for nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from convert import conversion
from convert.decisions import read_decisions, review
from convert.decisions.listing import as_toml
from convert.decisions.review import NONE
from convert.document.actions import Gate, Rule, by_certainty
from convert.document.changes import Kind
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Document, Metadata, Proposal
from convert.language import language
from convert.passes.harm import MAX_HARM, NEVER, calibrated
from convert.passes.registry import PASSES, run
from tests.support.intact import PAGE

INTACT = Damage(any=0.05, cuts=0.05, repeats=0.05, order=0.05, orphans=0.1, misreadings=0.05)
SHATTERED = Damage(any=0.99, cuts=0.98, repeats=0.9, order=0.9, orphans=0.6, misreadings=0.97)
RULES = (Rule("dashes", Kind.CORRECTION, 0.93), Rule("repeated-lines", Kind.SURPLUS, 0.9))
TABLE = {
    part: {
        "dashes": {
            "0.9": {"wrong": 6.0, "right": 9.0},
            "0.95": {"wrong": 1.0, "right": 8.0},
            "0.97": {"wrong": 0.0, "right": 4.0},
        },
        "repeated-lines": {"0.9": {"wrong": 4.0, "right": 100.0}, "0.97": {"wrong": 3.0, "right": 90.0}},
    }
    for part in ("low", "some", "high")
}


@pytest.mark.parametrize(
    ("allowed", "thresholds"),
    [
        (100, {}),
        (10, {}),
        (9, {"dashes": 0.95}),
        (4.5, {"dashes": 0.97}),
        (3, {"dashes": 0.97, "repeated-lines": 0.97}),
        (2, {"dashes": 0.97, "repeated-lines": NEVER}),
        (0, {"dashes": 0.97, "repeated-lines": NEVER}),
    ],
)
def test_the_least_precise_is_held_back_first(allowed: float, thresholds: dict[str, float]) -> None:
    """Of dashes five in six less certain ones are wrong, of repeated lines one in eleven."""
    assert calibrated(TABLE, RULES, INTACT, allowed) == thresholds


def test_on_a_damaged_page_right_changes_count() -> None:
    """One wrong character for nine right ones is what a certainty of .9 means."""
    assert calibrated(TABLE, RULES, SHATTERED, 1) == {"dashes": 0.95}


def test_what_was_not_estimated_is_not_held_back() -> None:
    """Of other languages nothing is in the table."""
    assert calibrated(TABLE, RULES, NOT_ESTIMATED, 0) == {}


def test_a_threshold_is_never_below_the_rule_s_own() -> None:
    """More harm allowed is no reason to do what a rule itself is not certain of."""
    own = {step.rule.name: step.rule.threshold for step in PASSES}
    table = language("zh-Hans").models.harm
    for damage in (INTACT, replace(INTACT, any=0.5), SHATTERED):
        for allowed in (0.0, 0.5, MAX_HARM, 20.0, 1000.0):
            raised = calibrated(table, [step.rule for step in PASSES], damage, allowed)
            assert all(threshold > own[name] for name, threshold in raised.items())


def test_the_shipped_table_is_of_rules_that_are_there() -> None:
    """It knows little, some and much damage, and no rule that was renamed."""
    table = language("zh-Hans").models.harm
    assert table.keys() == {"low", "some", "high"}
    assert {rule for part in table.values() for rule in part} <= {step.rule.name for step in PASSES}


def test_less_is_done_where_less_harm_is_allowed() -> None:
    """The thresholds rise as the allowed harm falls."""
    table = language("zh-Hans").models.harm
    rules = [step.rule for step in PASSES]
    strict, usual = (calibrated(table, rules, INTACT, allowed) for allowed in (0.0, MAX_HARM))
    assert strict.keys() >= usual.keys()
    assert all(strict[name] >= usual[name] for name in usual)


TYPED = PAGE.replace("，", ",", 3).replace("，", "；").replace("；", "、")
"""The page with three half-width commas, and no full-width mark that would tell the paper's habit."""
HARMFUL = MappingProxyType({"fullwidth-punctuation": {"0.5": {"wrong": 50.0, "right": 0.0}}})
"""A rule that would change fifty characters wrongly, and none rightly."""
KNOWLEDGE = replace(
    CHINESE := language("zh-Hans"),
    models=replace(CHINESE.models, harm=dict.fromkeys(("low", "some", "high"), HARMFUL)),
)


def read(text: str) -> Document:
    """Read a text as Chinese."""
    return conversion.read(text.encode(), Metadata(language="zh-Hans"), encoding="utf-8")


def held(document: Document) -> list[Proposal]:
    """Return what was left for fear of harm."""
    return [proposal for proposal in document.proposals if proposal.held]


def test_what_is_held_back_is_on_record() -> None:
    """What a rule would have done by itself is proposed, and told from what it was not certain of."""
    usual, careful = (run(read(TYPED), KNOWLEDGE, max_harm=allowed) for allowed in (100.0, 2.0))
    assert TYPED.count(",") == len(held(careful)) == 3
    assert held(usual) == []
    assert usual.text.count(",") == 0
    assert careful.text.count(",") == 3
    assert (usual.max_harm, careful.max_harm) == (100.0, 2.0)


def test_a_person_has_the_last_word() -> None:
    """A decision is obeyed, however much harm the rule is known for."""

    def careful(document: Document, gate: Gate = by_certainty) -> Document:
        return run(document, KNOWLEDGE, gate=gate, max_harm=0.0)

    document = read(TYPED)
    listed = as_toml(document, review(document, NONE, careful), "page.txt", only_open=True)
    decided = re.sub('decide = ""', 'decide = "accept"', listed)
    assert review(document, read_decisions(decided, "page"), careful).document.text.count(",") == 0


def test_rules_of_ones_own_choice_are_not_held_back_unasked() -> None:
    """`run` without a number goes by the rules' own thresholds, and says so."""
    document = run(read(TYPED), KNOWLEDGE)
    assert document.max_harm is None
    assert held(document) == []
