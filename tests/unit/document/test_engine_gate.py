"""A gate decides in place of a rule's threshold; below it only a proposal is left."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from convert.document.actions import Action, Candidate, Edit, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.integrity import restore
from convert.document.model import Document, Metadata, Proposal, Tally
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode

RULE = Rule("rule", Kind.CORRECTION)


def read(text: str) -> Document:
    """Read a text as it stands."""
    return read_text(decode(text.encode(), "utf-8"), Metadata())


def readings(document: Document) -> list[str]:
    """Return the reading of each block."""
    return [b.reading for b in document.blocks]


def test_below_the_threshold_only_a_proposal_is_left() -> None:
    """What is not certain enough is put on record, once, with its place in the source."""
    doubtful: list[Action] = [
        Edit(0, 1, 2, "，", 0.5),
        Join(0, 1, "", 0.4),
        Label(0, Role.HEADLINE, 0.3),
        Split(1, 1, 0.2),
    ]
    source = read("甲,乙\n\n丙丁")
    document = rewrite(rewrite(source, RULE, doubtful), RULE, doubtful)
    assert document.blocks == source.blocks
    assert [(p.change.action, p.at, p.change.cert) for p in document.proposals] == [
        ("edit", 1, 0.5),
        ("join", 5, 0.4),
        ("label", 0, 0.3),
        ("split", 6, 0.2),
    ]
    assert document.proposals[1].other == source.blocks[1].id


def test_a_rule_is_tallied_as_it_acts() -> None:
    """What was done, what was only proposed; what changes nothing counts for neither."""
    rules = MappingProxyType({"rule": Tally(1, Kind.CORRECTION)})
    document = replace(read("甲,乙,丙"), rules=rules)
    document = rewrite(
        document, RULE, [Edit(0, 1, 2, "，"), Edit(0, 3, 4, "，", 0.1), Edit(0, 0, 1, "甲"), Place(0, -1)]
    )
    assert document.rules["rule"] == Tally(1, Kind.CORRECTION, done=1, proposed=1)


def test_a_gate_decides_in_place_of_the_threshold() -> None:
    """It is asked with the rule, what that would do, and the same in words with its place in the source."""
    asked: list[tuple[str, float, int]] = []

    def gate(candidate: Candidate) -> Action | Proposal:
        asked.append((candidate.rule.name, candidate.action.cert, candidate.proposal.at))
        return candidate.action if candidate.proposal.at == 3 else candidate.proposal

    edits = [Edit(0, 1, 2, "，", 1.0), Edit(0, 3, 4, "，", 0.1)]
    document = rewrite(read("甲,乙,丙"), RULE, edits, gate)
    assert readings(document) == ["甲,乙，丙"]
    assert asked == [("rule", 1.0, 1), ("rule", 0.1, 3)]


@pytest.mark.parametrize(
    ("action", "decided", "reading"),
    [
        pytest.param(
            Edit(0, 1, 2, "，", 0.1), Edit(0, 1, 2, "、", by="a"), "甲、乙 | 丙丁", id="another reading"
        ),
        pytest.param(Split(1, 1, 0.1), Split(1, 1, by="a"), "甲,乙 | 丙 | 丁", id="a split"),
        pytest.param(Join(0, 1, "", 0.1), Join(0, 1, " ", by="a"), "甲,乙 丙丁", id="a join with a space"),
        pytest.param(
            Label(0, Role.BYLINE, 0.1), Label(0, Role.FOLIO, by="a"), "甲,乙 | 丙丁", id="another role"
        ),
        pytest.param(
            Place(1, -1, 0.1), Place(1, -1, 1.0, Opening.ARTICLE, "a"), "丙丁 | 甲,乙", id="another place"
        ),
    ],
)
def test_a_gate_may_put_another_action_in_its_place(action: Action, decided: Action, reading: str) -> None:
    """The change says who decided on it, and the source comes back."""
    before = read("甲,乙\n\n丙丁")
    document = rewrite(before, RULE, [action], lambda *_: decided)
    assert " | ".join(readings(document)) == reading
    changes = [c for b in document.blocks for c in (*b.changes, *(c for s in b.segments for c in s.changes))]
    assert [(c.rule, c.cert, c.by) for c in changes] == [("rule", 1.0, "a")]
    assert restore(document) == before.source.data
    assert document.proposals == ()


def test_a_gate_may_turn_an_action_down() -> None:
    """It is on record as the gate would have it."""

    def gate(candidate: Candidate) -> Action | Proposal:
        proposal = candidate.proposal
        return replace(proposal, change=replace(proposal.change, cert=0.0, by="a"))

    document = rewrite(read("甲,乙"), RULE, [Edit(0, 1, 2, "，")], gate)
    assert readings(document) == ["甲,乙"]
    assert [(p.change.cert, p.change.by) for p in document.proposals] == [(0.0, "a")]


def test_a_gate_is_not_asked_where_nothing_would_change() -> None:
    """That a block stays where it is, while another moves, is nothing to decide on."""
    asked: list[int] = []

    def gate(candidate: Candidate) -> Action | Proposal:
        asked.append(candidate.proposal.at)
        return candidate.action

    document = rewrite(read("甲\n\n乙\n\n丙"), RULE, [Place(1, 0), Place(2, -1)], gate)
    assert readings(document) == ["丙", "甲", "乙"]
    assert asked == [6]
