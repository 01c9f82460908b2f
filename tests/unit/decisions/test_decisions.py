"""What a reviewer decided is obeyed in the next run, and what finds no place is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from convert.analysis.context import PageContext
from convert.decisions import (
    Decisions,
    as_toml,
    read_decisions,
    review,
)
from convert.document.actions import Action, Edit, Gate, Rule, by_certainty
from convert.document.changes import Kind
from convert.document.integrity import restore
from convert.document.model import Document
from convert.document.roles import Role
from convert.errors import BadSetting
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from convert.tei.restore import restore_xml
from tests.support.build import archived
from tests.support.decided import decided
from tests.support.reviewed import PASSES, page, readings, repair, reviewed


def test_without_decisions_nothing_changes() -> None:
    """A file in which nothing is decided on is as good as none."""
    plain = repair(page(), by_certainty)
    assert reviewed().document == plain
    assert readings(plain) == "山城晚報 | 矩一一議題由居民提， | 尾聲。"


@pytest.mark.parametrize(
    ("words", "verdict", "reading"),
    [
        pytest.param(
            "dashes", 'decide = "accept"', "山城晚報 | 矩——議題由居民提， | 尾聲。", id="a proposal accepted"
        ),
        pytest.param(
            "dashes",
            'decide = "replace"\nreplacement = "二"',
            "山城晚報 | 矩二議題由居民提， | 尾聲。",
            id="a proposal done otherwise",
        ),
        pytest.param(
            "dashes",
            'decide = "replace"\nreplacement = ""',
            "山城晚報 | 矩議題由居民提， | 尾聲。",
            id="and left out",
        ),
        pytest.param(
            'rule = "marks"', 'decide = "reject"', "山城晚報 | 矩一一議題由居民提, | 尾聲。", id="a change"
        ),
        pytest.param(
            'rule = "marks"',
            'decide = "replace"\nreplacement = "。"',
            "山城晚報 | 矩一一議題由居民提。 | 尾聲。",
            id="a change done otherwise",
        ),
        pytest.param(
            "joined to “矩一一議題” [0.95]",
            'decide = "reject"',
            "山城晚報 | 矩一一議題 | 由居民提， | 尾聲。",
            id="a join undone",
        ),
        pytest.param(
            "joined to “矩一一議題” [0.95]",
            'decide = "replace"\nreplacement = " "',
            "山城晚報 | 矩一一議題 由居民提， | 尾聲。",
            id="a join with a space",
        ),
        pytest.param(
            'action = "split"',
            'decide = "accept"',
            "山城晚報 | 矩 | 一一議題由居民提， | 尾聲。",
            id="a split",
        ),
        pytest.param(
            "“尾聲。”: moved", 'decide = "accept"', "山城晚報 | 尾聲。 | 矩一一議題由居民提，", id="a place"
        ),
    ],
)
def test_a_verdict_is_obeyed(words: str, verdict: str, reading: str) -> None:
    """Whatever the rule's certainty; the source comes back all the same."""
    place, _, cert = words.partition(" [")
    found = reviewed((place if not cert else "“由居民提,” joined", verdict))
    assert readings(found.document) == reading
    assert found.lost == {}
    assert restore(found.document) == page().source.data


def test_a_role_is_replaced_by_another() -> None:
    """A label's replacement is a role."""
    found = reviewed(('action = "label"', 'decide = "replace"\nreplacement = "kicker"'))
    assert found.document.blocks[0].role is Role.KICKER


def test_a_replacement_by_what_stands_there_is_a_rejection() -> None:
    """Nothing is changed, and nothing is recorded as changed."""
    found = reviewed(('rule = "marks"', 'decide = "replace"\nreplacement = ","'))
    assert found.document.rules["marks"].done == 0
    assert "由居民提," in readings(found.document)


def test_the_archive_says_who_decided() -> None:
    """What was accepted is certain, what was rejected is certainly not, and both name the reviewer."""
    document = page()
    listed = as_toml(document, review(document, Decisions(), repair), "page.decisions.toml")
    text = decided(listed, ("dashes", 'decide = "accept"'), ('rule = "marks"', 'decide = "reject"'))
    text = text.replace('reviewer = "reviewer"', 'reviewer = "陳 <b>"')
    made = review(document, read_decisions(text, "f"), repair).document
    xml = archived(made)
    assert '<respStmt xml:id="reviewer">' in xml
    assert "<name>陳 &lt;b&gt;</name>" in xml
    assert '<corr ana="#rule.dashes" cert="1" resp="#reviewer">——</corr>' in xml
    assert 'ana="#rule.marks" cert="0" resp="#reviewer"' in xml
    assert restore_xml(xml.encode()) == document.source.data


def test_nobody_decided_where_nobody_is_named() -> None:
    """Files without decisions are as they were."""
    assert "reviewer" not in archived(reviewed().document)


def test_what_follows_from_a_decision_is_told() -> None:
    """A rule that heeds what stands beside a mark does something else where the mark is another one."""

    def beside(page: PageContext) -> Iterator[Action]:
        for number, block in enumerate(page.blocks):
            at = block.reading.find("——議")
            if at >= 0:
                yield Edit(number, at + 2, at + 3, "议")

    rules = (*PASSES, Pass(Rule("beside", Kind.CORRECTION), beside))

    def more(document: Document, gate: Gate) -> Document:
        return registry.run(document, Language("zh"), rules, gate)

    listed = as_toml(page(), review(page(), Decisions(), more), "n")
    made = read_decisions(decided(listed, ("dashes", 'decide = "accept"')), "n")
    found = review(page(), made, more)
    assert readings(found.document).startswith("山城晚報 | 矩——议題")
    assert found.follows == ("3:4: beside: 山城晚報⏎⏎矩一一[議 → 议]題⏎⏎由居民提,⏎⏎尾聲: now done",)


def test_what_no_longer_happens_is_told() -> None:
    """A comma that was left out by hand is not there to be widened."""

    def drop(_page: PageContext) -> Iterator[Action]:
        yield Edit(0, 0, 2, "", 0.1)

    rules = (Pass(Rule("drop", Kind.CORRECTION), drop), PASSES[1])

    def both(document: Document, gate: Gate) -> Document:
        return registry.run(document, Language("zh"), rules, gate)

    document = page(",,甲\n")
    listed = as_toml(document, review(document, Decisions(), both), "n")
    made = read_decisions(decided(listed, ('rule = "drop"', 'decide = "accept"')), "n")
    assert review(document, made, both).follows == (
        "1:1: marks: [, → ，],甲⏎: no longer done",
        "1:2: marks: ,[, → ，]甲⏎: no longer done",
    )


def test_decisions_that_exclude_each_other_are_refused() -> None:
    """Two blocks cannot both continue a third."""
    with pytest.raises(BadSetting, match="exclude each other") as raised:
        reviewed(("“尾聲。” joined", 'decide = "accept"'))
    assert raised.value.location == "page.decisions.toml"
    found = reviewed(("“尾聲。” joined", 'decide = "accept"'), ("“由居民提,” joined", 'decide = "reject"'))
    assert readings(found.document) == "山城晚報 | 矩一一議題尾聲。 | 由居民提，"
