"""What the archive states no rule overrules, before or behind `structure`; a person does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from convert.conversion import read
from convert.decisions import Decision, Decisions, Verdict, review
from convert.decisions.decision import words_at
from convert.document.actions import Action, Gate, Join, Label, Place, Rule, Split, by_certainty
from convert.document.changes import Kind
from convert.document.layout import Layout, LogicalUnit, UnitSpan
from convert.document.model import Document
from convert.document.roles import Opening, Role
from convert.language import language
from convert.passes.registry import PASSES, Pass, run

TEXT = "老城旧事\n\n居民提议题\n\n楼道洗好了。\n\n渡口改造\n\n今日开工。\n"
UNITS = (
    LogicalUnit(Opening.ARTICLE, (UnitSpan(0, 6, Role.HEADLINE), UnitSpan(6, 21, Role.BODY))),
    LogicalUnit(Opening.ARTICLE, (UnitSpan(21, 27, Role.HEADLINE), UnitSpan(27, 32, None))),
)
STRUCTURE = tuple(step for step in PASSES if step.rule.name == "structure")
STATED = "*headline 老城旧事 | body 居民提议题 | body 楼道洗好了。 | *headline 渡口改造 | body 今日开工。"


def issue() -> Document:
    """Return five blocks of two articles, of the last of which no role is stated."""
    return replace(read(TEXT.encode()), layout=Layout(units=UNITS))


def rule(*actions: Action) -> tuple[Pass, ...]:
    """Return a rule that proposes the same on any page, and is certain of it."""
    return (Pass(Rule("other", Kind.LAYOUT), lambda _page: iter(actions)),)


def blocks(document: Document) -> str:
    """Return roles and readings, an opening as a star."""
    return " | ".join(f"{'*' if b.opens else ''}{b.role} {b.reading}" for b in document.blocks)


def test_what_is_stated_is_done() -> None:
    """With certainty 1, and on record as the rule's."""
    document = run(issue(), language("zh-Hans"), STRUCTURE)
    assert blocks(document) == STATED
    assert (document.rules["structure"].done, document.proposals) == (4, ())
    assert all(change.cert == 1 for block in document.blocks for change in block.changes)


@pytest.mark.parametrize(
    "action",
    [
        pytest.param(Label(0, Role.SUBHEAD), id="another heading"),
        pytest.param(Label(1, Role.HEADLINE), id="a headline of text"),
        pytest.param(Label(1, Role.RUNNING_HEAD), id="furniture of text"),
        pytest.param(Place(1, 0, opens=Opening.UNPLACED), id="an opening within an article"),
        pytest.param(Place(2, 3), id="a place in another article"),
        pytest.param(Place(3, 2), id="an opening that is taken away"),
        pytest.param(Join(0, 1), id="a headline and its text"),
        pytest.param(Join(2, 3), id="two articles"),
    ],
)
@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
def test_a_rule_may_only_propose_against_it(action: Action, before: bool) -> None:  # noqa: FBT001 - a case
    """Whether it runs before or behind, and however certain it is; a person who accepts it is obeyed."""
    if before and action in (Place(3, 2), Join(0, 1)):
        pytest.skip("where nothing has been opened or labelled yet that says no more than what is there")
    passes = (*rule(action), *STRUCTURE) if before else (*STRUCTURE, *rule(action))

    def repair(document: Document, gate: Gate = by_certainty) -> Document:
        return run(document, language("zh-Hans"), passes, gate)

    document = repair(issue())
    assert blocks(document) == STATED
    (proposal,) = document.proposals
    assert proposal.change.rule == "other"

    (key,) = (key for key in review(issue(), Decisions(), repair).requests if key.rule == "other")
    decision = Decision(key, Verdict.ACCEPT, words_at(TEXT, key.at), "", 1)
    decided = review(issue(), Decisions((decision,), "何小满", "page.decisions.toml"), repair)
    assert blocks(decided.document) != STATED
    assert not decided.document.proposals


@pytest.mark.parametrize(
    ("action", "wanted"),
    [
        pytest.param(Label(2, Role.VERSE), "verse 楼道洗好了。", id="verse is text"),
        pytest.param(Label(4, Role.CAPTION), "caption 今日开工。", id="no role is stated"),
        pytest.param(Join(1, 2), "居民提议题楼道洗好了。", id="two texts of an article"),
        pytest.param(Split(2, 2), "body 楼道 | body 洗好了。", id="a paragraph that is two"),
    ],
)
def test_what_is_not_stated_rules_decide(action: Action, wanted: str) -> None:
    """They do what they did before."""
    document = run(issue(), language("zh-Hans"), (*STRUCTURE, *rule(action)))
    assert wanted in blocks(document)
    assert not document.proposals


def test_a_person_may_turn_down_what_the_archive_states() -> None:
    """Then it is not done, and on record as turned down."""

    def repair(document: Document, gate: Gate = by_certainty) -> Document:
        return run(document, language("zh-Hans"), STRUCTURE, gate)

    keys = [key for key in review(issue(), Decisions(), repair).requests if key.action == "label"]
    made = tuple(
        Decision(key, Verdict.REJECT, words_at(TEXT, key.at), "", line) for line, key in enumerate(keys, 1)
    )
    decided = review(issue(), Decisions(made, "何小满", "page.decisions.toml"), repair)
    assert [block.role for block in decided.document.blocks] == [Role.BODY] * 5
    assert [bool(block.opens) for block in decided.document.blocks] == [True, False, False, True, False]
