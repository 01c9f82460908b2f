"""Rules that run until nothing changes ask the same again: a decision holds in every turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from convert.analysis.context import PageContext
from convert.conversion import read
from convert.decisions import (
    ChangeKey,
    Decision,
    Decisions,
    Reviewed,
    Verdict,
    as_toml,
    read_decisions,
    review,
)
from convert.decisions.decision import place_of
from convert.document.actions import Action, Gate, Join, Label, Place, Rule
from convert.document.changes import Kind, Labelled
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue

PAGE = "甲\n\n乙\n\n丙\n\n丁\n"
DOCUMENTS = [
    *(pytest.param(random_issue(n).source.data, id=f"random {n}") for n in (3, 6, 24)),
    pytest.param((SAMPLES / "cut-columns.txt").read_bytes(), id="cut columns"),
]


def moves(page: PageContext) -> Iterator[Action]:
    """Put 丁 behind 甲, once 甲 has taken in 乙."""
    texts = [block.reading for block in page.blocks]
    if "甲乙" in texts and texts[-1] == "丁":
        yield Place(texts.index("丁"), texts.index("甲乙"), 0.8)


def joins(page: PageContext) -> Iterator[Action]:
    """Join 甲 and 乙; 丙 and 丁 are a doubtful pair that is certain once 丁 stands elsewhere."""
    texts = [block.reading for block in page.blocks]
    if "乙" in texts:
        yield Join(texts.index("甲"), texts.index("乙"), "", 0.8)
    if "丁" in texts:
        yield Join(texts.index("丙"), texts.index("丁"), "", 0.3 if texts[-1] == "丁" else 0.9)


RULES = (
    Pass(Rule("reading-order", Kind.LAYOUT, threshold=0.5), moves),
    Pass(Rule("paragraphs", Kind.LAYOUT, threshold=0.5), joins),
)


def in_turns(document: Document, gate: Gate) -> Document:
    """Run the two rules until nothing changes."""
    return registry.run(document, Language("zh"), RULES, gate)


def listed(document: Document) -> tuple[Decision, ...]:
    """Return an accepting decision on each entry of a page's list."""
    text = as_toml(document, review(document, Decisions(), in_turns), "n")
    return read_decisions(text.replace('decide = ""', 'decide = "accept"'), "n").entries


def decided(document: Document, verdict: Verdict, *keys: str) -> Reviewed:
    """Decide on the joins and moves at some characters."""
    text = document.source.text
    wanted = (d for d in listed(document) if text[d.key.at] + d.key.action in keys)
    return review(document, Decisions(tuple(replace(d, verdict=verdict) for d in wanted)), in_turns)


def readings(found: Reviewed) -> list[str]:
    """Return what is read."""
    return [block.reading for block in found.document.blocks]


@pytest.fixture
def page() -> Document:
    """Four paragraphs."""
    return read(PAGE.encode(), Metadata(name="page.txt", language="zh"))


def test_what_is_asked_in_two_turns_is_one_entry(page: Document) -> None:
    """It is listed as done, if it was done in any."""
    made = review(page, Decisions(), in_turns)
    assert readings(made) == ["甲乙", "丙丁"]
    asked = [(key.action, page.source.text[key.at], key.nth, how.done) for key, how in made.requests.items()]
    assert asked == [("join", "乙", 1, True), ("join", "丁", 1, True), ("place", "丁", 1, True)]
    assert made.document.proposals == ()
    tally = made.document.rules["paragraphs"]
    assert (tally.done, tally.proposed) == (2, 0)


def test_a_rejection_holds_in_every_turn(page: Document) -> None:
    """The doubtful pair is rejected as it was asked first, and stays apart when it is certain."""
    found = decided(page, Verdict.REJECT, "丁join")
    assert (readings(found), found.lost) == (["甲乙", "丁", "丙"], {})
    assert len(found.document.proposals) == found.document.rules["paragraphs"].proposed == 1


def test_an_acceptance_waits_for_its_turn(page: Document) -> None:
    """Done in the first turn, the pair would leave nothing to move, and a decision without a place."""
    for keys in (("丁join",), ("乙join", "丁join", "丁place")):
        found = decided(page, Verdict.ACCEPT, *keys)
        assert (readings(found), found.lost, found.follows) == (["甲乙", "丙丁"], {}, ())


def test_an_acceptance_whose_turn_never_comes_is_obeyed_at_once(page: Document) -> None:
    """Without the move the pair stays doubtful, and a person wants it."""
    wanted = [replace(d, verdict=Verdict.REJECT) for d in listed(page) if d.key.action == "place"]
    wanted += [d for d in listed(page) if page.source.text[d.key.at] == "丁" and d.key.action == "join"]
    found = review(page, Decisions(tuple(wanted)), in_turns)
    assert readings(found) == ["甲乙", "丙丁"]
    joined = [c for b in found.document.blocks for s in b.segments for c in s.changes if c.by]
    assert [c.action for c in joined] == ["join"]


def test_what_nobody_asks_for_after_a_rejection_is_rejected_all_the_same(page: Document) -> None:
    """The move follows from a join that was rejected, too."""
    found = decided(page, Verdict.REJECT, "乙join", "丁place")
    assert (readings(found), found.lost) == (["甲", "乙", "丙", "丁"], {})
    stale = Decision(ChangeKey("paragraphs", "join", 3, "¶", "", "b.none"), Verdict.REJECT, "乙")
    assert review(page, Decisions((stale,)), in_turns).lost == {
        stale.key: "the rule would do something else there: ¶ → , not ¶ → "
    }


@pytest.mark.parametrize("data", DOCUMENTS)
def test_each_entry_alone_finds_its_place_accepted_and_rejected(data: bytes) -> None:
    """Whatever the turn in which it is asked for."""
    document = read(data, Metadata(name="page.txt"))
    text = as_toml(document, review(document, Decisions()), "n")
    entries = read_decisions(text.replace('decide = ""', 'decide = "accept"'), "n").entries
    assert entries
    layout = [entry for entry in entries if entry.key.action != "edit"]
    for entry in layout:
        for verdict in (Verdict.ACCEPT, Verdict.REJECT):
            found = review(document, Decisions((replace(entry, verdict=verdict),)))
            assert found.lost == {}
            assert found.requests[entry.key].done is (verdict is Verdict.ACCEPT)


@pytest.mark.parametrize("data", DOCUMENTS)
def test_all_entries_rejected_are_not_done(data: bytes) -> None:
    """In no turn and by no rule."""
    document = read(data, Metadata(name="page.txt"))
    text = as_toml(document, review(document, Decisions()), "n")
    entries = read_decisions(text.replace('decide = ""', 'decide = "reject"'), "n").entries
    found = review(document, Decisions(entries))
    places = {place_of(entry.key) for entry in entries}
    done = [key for key, how in found.requests.items() if how.done and place_of(key) in places]
    assert (found.lost, done) == ({}, [])


def test_an_accepted_heading_takes_in_no_text() -> None:
    """A rule would join it with the text that follows, and call it body text."""

    def heads(page: PageContext) -> Iterator[Action]:
        yield from (
            Label(n, Role.HEADLINE, 0.9) for n, block in enumerate(page.blocks) if block.reading == "甲"
        )

    def goes_on(page: PageContext) -> Iterator[Action]:
        if len(page.blocks) > 1:
            yield from (Join(0, 1, "", 0.8), Label(0, Role.BODY, 0.8))

    rules = (
        Pass(Rule("roles", Kind.LAYOUT, threshold=0.65), heads),
        Pass(Rule("paragraphs", Kind.LAYOUT, threshold=0.5), goes_on),
    )

    def both(document: Document, gate: Gate) -> Document:
        return registry.run(document, Language("zh"), rules, gate)

    document = read("甲\n\n乙\n".encode(), Metadata(name="page.txt", language="zh"))
    assert readings(review(document, Decisions(), both)) == ["甲乙"]
    key = ChangeKey("roles", "label", 0, "body", "headline", "")
    head = Decision(key, Verdict.ACCEPT, "甲")
    made = review(document, Decisions((head,)), both)
    assert [(b.role, b.reading) for b in made.document.blocks] == [(Role.HEADLINE, "甲"), (Role.BODY, "乙")]
    (label,) = (c for c in made.document.blocks[0].changes if isinstance(c, Labelled))
    assert (label.cert, label.rule_cert) == (1.0, 0.9)
    join = Decision(ChangeKey("paragraphs", "join", 3, "¶", "", document.blocks[0].id), Verdict.ACCEPT, "乙")
    body = Decision(ChangeKey("paragraphs", "label", 0, "headline", "body", ""), Verdict.ACCEPT, "甲")
    made = review(document, Decisions((head, join, body)), both)
    assert [(b.role, b.reading) for b in made.document.blocks] == [(Role.BODY, "甲乙")]
    assert not made.lost
