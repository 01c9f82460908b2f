"""A decision finds its place again by rule, offset and words; one that does not is told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from convert.analysis.context import PageContext
from convert.conversion import read
from convert.decisions import (
    ChangeKey,
    Decision,
    Decisions,
    Verdict,
    as_toml,
    read_decisions,
    review,
)
from convert.decisions.decision import words_at
from convert.document.actions import Action, Edit, Gate, Rule
from convert.document.changes import Kind
from convert.document.model import Document, Metadata
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from tests.support.decided import decided
from tests.support.random_issue import random_issue
from tests.support.reviewed import PAGE, page, readings, repair, reviewed

ACCEPT, REJECT, REPLACE = Verdict


def test_decisions_made_before_are_listed_again() -> None:
    """Listing twice gives the same file: nothing that was decided on is lost on the way."""
    document = page()
    first = as_toml(document, review(document, Decisions(), repair), "n")
    edits = (
        ("dashes", 'decide = "replace"\nreplacement = "\\"二\\u202e\\\\"'),
        ('rule = "marks"', 'decide = "reject"'),
        ('action = "label"', 'decide = "accept"'),
    )
    once = decided(first, *edits)
    made = read_decisions(once, "n")
    assert [d.verdict for d in made.entries] == [REPLACE, ACCEPT, REJECT]
    again = as_toml(document, review(document, made, repair), "n")
    assert {d.key: d.replacement for d in read_decisions(again, "n").entries} == {
        d.key: d.replacement for d in made.entries
    }
    assert as_toml(document, review(document, read_decisions(again, "n"), repair), "n") == again


def test_a_listing_can_be_narrowed_but_keeps_what_was_decided() -> None:
    """By rule, or to what is open."""
    document = page()
    found = reviewed(('rule = "marks"', 'decide = "accept"'))

    def rules(**only: object) -> set[tuple[str, str]]:
        table = tomllib.loads(as_toml(document, found, "n", **only))  # type: ignore[arg-type]
        return {(e["rule"], e["decide"]) for e in table["decision"]}

    assert rules(rules=("dashes",)) == {("dashes", ""), ("marks", "accept")}
    assert ("layout", "") in rules(only_open=True)
    assert len(tomllib.loads(as_toml(document, found, "n", only_open=True))["decision"]) == 5


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(
            ("矩一一", "矩二二"), "the source has “二二議題⏎⏎由居民提,⏎” in that place", id="other words"
        ),
        pytest.param(("由居民提,", "由居民,提,"), "", id="a change behind it does no harm"),
    ],
)
def test_a_decision_knows_its_place_by_the_words_there(change: tuple[str, str], why: str) -> None:
    """A source that was altered elsewhere has the same place; one that was altered there has not."""
    document = page()
    listed = as_toml(document, review(document, Decisions(), repair), "n")
    made = read_decisions(decided(listed, ("dashes", 'decide = "accept"')), "n")
    found = review(page(PAGE.replace(*change)), made, repair)
    (told_why,) = found.lost.values() or ("",)
    assert told_why.startswith(why)
    assert bool(found.lost) is bool(why)
    assert len(found.warnings) == len(found.lost)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        pytest.param(
            ChangeKey("gone", "edit", 7, "一一", "——", ""), "there is no rule gone", id="no such rule"
        ),
        pytest.param(
            ChangeKey("dashes", "edit", 7, "一一", "…", ""),
            "the rule would do something else there: 一一 → ——, not 一一 → …",
            id="the rule wants something else",
        ),
        pytest.param(
            ChangeKey("dashes", "edit", 9, "議", "义", ""),
            "the rule proposes nothing there",
            id="nothing there",
        ),
        pytest.param(
            ChangeKey("dashes", "edit", 7, "一一", "——", "", 2),
            "the rule would do something else",
            id="no second of the kind",
        ),
        pytest.param(
            ChangeKey("dashes", "edit", 10**9, "一一", "——", ""),
            "the source ends before that place",
            id="beyond the end",
        ),
    ],
)
def test_a_decision_without_a_place_is_told(key: ChangeKey, why: str) -> None:
    """With the line where it stands, and why; the rest is obeyed."""
    words = words_at(PAGE, key.at) or "一"
    made = Decisions((Decision(key, ACCEPT, words, line=12),), "reviewer", "page.decisions.toml")
    found = review(page(), made, repair)
    (told_why,) = found.lost.values()
    assert told_why.startswith(why)
    assert found.warnings[0].startswith(f"page.decisions.toml:12: the decision on {key.rule} at character")
    assert found.document == reviewed().document


def test_a_lost_decision_is_kept_as_a_comment() -> None:
    """So that no work is lost when the file is written anew."""
    key = ChangeKey("gone", "edit", 7, "一一", "——", "")
    made = Decisions((Decision(key, REPLACE, "一一議題", "二", 12),), "reviewer", "n")
    listed = as_toml(page(), review(page(), made, repair), "n")
    assert read_decisions(listed, "n").entries == ()
    kept = (
        listed[listed.index("# there is no rule gone") :]
        .replace("# there is no rule gone\n", "")
        .replace("# ", "")
    )
    assert [d.key for d in read_decisions(kept, "n").entries] == [key]


def test_places_that_are_alike_are_told_apart() -> None:
    """Two edits within one stretch of changed text have one offset: the second has a number."""

    def widen_twice(page: PageContext) -> Iterator[Action]:
        yield from (
            Edit(0, at, at + 1, "，") for at, char in enumerate(page.blocks[0].reading) if char == ","
        )

    def commas(page: PageContext) -> Iterator[Action]:
        yield Edit(0, 1, 2, ",,") if "一" in page.blocks[0].reading else Edit(0, 0, 0, "")

    rules = (
        Pass(Rule("commas", Kind.CORRECTION), commas),
        Pass(Rule("marks", Kind.REGULARIZATION), widen_twice),
    )

    def both(document: Document, gate: Gate) -> Document:
        return registry.run(document, Language("zh"), rules, gate)

    document = page("甲一乙\n")
    listed = as_toml(document, review(document, Decisions(), both), "n")
    assert listed.count("nth = 2") == 1
    second = next(e for e in listed.split("\n\n") if "nth = 2" in e)
    made = read_decisions(decided(second, ("nth = 2", 'decide = "reject"')), "n")
    assert [d.key.nth for d in made.entries] == [2]
    assert readings(review(document, made, both).document) == "甲，,乙"


@pytest.mark.parametrize("number", range(25))
def test_every_entry_of_a_listing_finds_its_place_again(number: int) -> None:
    """Controls, half characters, marks of direction: what is listed can be decided on."""
    document = read(random_issue(number).source.data, Metadata(name="issue.txt"))
    listed = as_toml(document, review(document, Decisions()), "n")
    rejected = read_decisions(listed.replace('decide = ""', 'decide = "accept"'), "n")
    # a proposal that is accepted may exclude another, so only what was done is decided on
    asked = review(document, Decisions()).requests
    done = tuple(d for d in rejected.entries if asked[d.key].done)
    assert len(rejected.entries) == len(asked)
    found = review(document, Decisions(done))
    assert (found.lost, found.follows) == ({}, ())
    assert [b.reading for b in found.document.blocks] == [
        b.reading for b in review(document, Decisions()).document.blocks
    ]
