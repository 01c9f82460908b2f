"""A person has the last word: what was accepted or replaced, no later rule changes."""

from __future__ import annotations

import pytest

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
from convert.decisions.decision import words_at
from convert.document.actions import Action, Edit, Gate, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.integrity import restore
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import BadSetting
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from tests.support.build import archived
from tests.support.paths import SAMPLES

ACCEPT, REJECT, REPLACE = Verdict
TEXT = "老城旧事\n\n居民,提议题\n\n楼道洗好了。\n"


def rule(name: str, *actions: Action, kind: Kind = Kind.LAYOUT) -> Pass:
    """Make a rule that proposes the same on any page."""
    return Pass(Rule(name, kind), lambda _page: iter(actions))


def obeyed(passes: tuple[Pass, ...], *decisions: tuple[str, Verdict, str]) -> Reviewed:
    """Decide on what rules would do, each by the rule's name, and run them again."""

    def repair(document: Document, gate: Gate) -> Document:
        return registry.run(document, Language("zh"), passes, gate)

    document = read(TEXT.encode(), Metadata(name="page.txt"))
    verdicts = {name: (verdict, text) for name, verdict, text in decisions}
    made = tuple(
        Decision(key, verdict, words_at(TEXT, key.at), text, line)
        for line, key in enumerate(review(document, Decisions(), repair).requests, 1)
        if key.rule in verdicts
        for verdict, text in [verdicts[key.rule]]
    )
    assert len(made) == len(verdicts)
    result = review(document, Decisions(made, "何小满", "page.decisions.toml"), repair)
    assert result.lost == {}
    assert restore(result.document) == document.source.data
    return result


def blocks(result: Reviewed) -> str:
    """Return roles and readings, an opening as a star."""
    return " | ".join(f"{'*' if b.opens else ''}{b.role} {b.reading}" for b in result.document.blocks)


HEADLINE = rule("first", Label(0, Role.HEADLINE))
COMMA = rule("first", Edit(1, 2, 3, "，"), kind=Kind.REGULARIZATION)
DROP = rule("first", Edit(1, 2, 3, ""), kind=Kind.REGULARIZATION)
JOIN = rule("first", Join(0, 1, ""))
MOVE = rule("first", Place(2, 0))
OPEN = rule("first", Place(1, 0, 0.99, Opening.ARTICLE))
SPLIT = rule("first", Split(1, 3))
FRONT, BODY, REST = "body 老城旧事", "body 居民,提议题", "body 楼道洗好了。"


@pytest.mark.parametrize(
    ("first", "verdict", "text", "later", "wanted"),
    [
        pytest.param(
            HEADLINE,
            ACCEPT,
            "",
            Label(0, Role.SUBHEAD),
            f"headline 老城旧事 | {BODY} | {REST}",
            id="a role",
        ),
        pytest.param(
            HEADLINE,
            REPLACE,
            "kicker",
            Label(0, Role.SUBHEAD),
            f"kicker 老城旧事 | {BODY} | {REST}",
            id="a role replaced",
        ),
        pytest.param(
            HEADLINE,
            REPLACE,
            "body",
            Label(0, Role.SUBHEAD),
            f"{FRONT} | {BODY} | {REST}",
            id="a role that stays",
        ),
        pytest.param(
            rule("first", Label(1, Role.HEADLINE)),
            ACCEPT,
            "",
            Join(0, 1),
            f"{FRONT} | headline 居民,提议题 | {REST}",
            id="a role that a join would take away",
        ),
        pytest.param(
            COMMA, ACCEPT, "", Edit(1, 2, 3, "、"), f"{FRONT} | body 居民，提议题 | {REST}", id="a reading"
        ),
        pytest.param(
            COMMA,
            REPLACE,
            "；",
            Edit(1, 1, 4, ""),
            f"{FRONT} | body 居民；提议题 | {REST}",
            id="one replaced",
        ),
        pytest.param(
            COMMA, REPLACE, ",", Edit(1, 2, 3, "、"), f"{FRONT} | {BODY} | {REST}", id="a reading that stays"
        ),
        pytest.param(
            COMMA, ACCEPT, "", Edit(1, 3, 4, "题"), f"{FRONT} | body 居民，题议题 | {REST}", id="beside it"
        ),
        pytest.param(
            DROP, ACCEPT, "", Edit(1, 2, 2, "，"), f"{FRONT} | body 居民提议题 | {REST}", id="put in again"
        ),
        pytest.param(
            DROP,
            ACCEPT,
            "",
            Edit(1, 1, 3, "民，提"),
            f"{FRONT} | body 居民提议题 | {REST}",
            id="and around it",
        ),
        pytest.param(
            DROP,
            ACCEPT,
            "",
            Edit(1, 1, 3, ""),
            f"{FRONT} | body 居议题 | {REST}",
            id="taken out with its words",
        ),
        pytest.param(JOIN, ACCEPT, "", Split(0, 4), f"body 老城旧事居民,提议题 | {REST}", id="a seam parted"),
        pytest.param(
            JOIN,
            REPLACE,
            " ",
            Edit(0, 4, 5, ""),
            f"body 老城旧事 居民,提议题 | {REST}",
            id="a seam's glue",
        ),
        pytest.param(
            SPLIT, ACCEPT, "", Join(1, 2), f"{FRONT} | body 居民, | body 提议题 | {REST}", id="parts joined"
        ),
        pytest.param(MOVE, ACCEPT, "", Place(1, -1), f"{FRONT} | {REST} | {BODY}", id="a place"),
        pytest.param(
            MOVE,
            ACCEPT,
            "",
            Join(2, 1),
            f"{FRONT} | {REST} | {BODY}",
            id="a place that a join would take away",
        ),
        pytest.param(
            COMMA,
            REPLACE,
            "，，",
            Split(1, 3),
            f"{FRONT} | body 居民，，提议题 | {REST}",
            id="a reading parted",
        ),
        pytest.param(OPEN, ACCEPT, "", Place(1, 0), f"{FRONT} | *{BODY} | {REST}", id="an opening"),
        pytest.param(
            MOVE,
            ACCEPT,
            "",
            Place(1, 0, 0.99, Opening.ARTICLE),
            f"{FRONT} | *{REST} | {BODY}",
            id="what opens there is another question",
        ),
    ],
)
def test_no_later_rule_changes_what_was_decided(
    first: Pass, verdict: Verdict, text: str, later: Action, wanted: str
) -> None:
    """Whatever it is sure of; what stands beside the place is free."""
    passes = first, rule("later", later)
    assert blocks(obeyed(passes, ("first", verdict, text))) == wanted


def test_without_a_decision_the_later_rule_acts() -> None:
    """So the test before this one can fail."""
    assert blocks(obeyed((HEADLINE, rule("later", Label(0, Role.SUBHEAD))))).startswith("subhead ")
    assert "居民、提" in blocks(obeyed((COMMA, rule("later", Edit(1, 2, 3, "、")))))


def test_a_refused_change_is_not_on_record() -> None:
    """The file that lists what can be decided on does not ask again, and a note says what did not happen."""
    result = obeyed((HEADLINE, rule("later", Label(0, Role.SUBHEAD))), ("first", ACCEPT, ""))
    assert [key.rule for key in result.requests] == ["first"]
    assert result.document.proposals == ()
    assert result.document.rules["later"].done == result.document.rules["later"].proposed == 0
    assert result.follows == ("1:1: later: “老城旧事”: headline → subhead: no longer done",)


def test_a_person_may_change_what_he_has_decided() -> None:
    """Two decisions, one on top of the other: both are a person's."""
    passes = HEADLINE, rule("later", Label(0, Role.SUBHEAD))
    result = obeyed(passes, ("first", ACCEPT, ""), ("later", ACCEPT, ""))
    assert blocks(result).startswith("subhead ")
    assert result.follows == ()
    rejected = obeyed(passes, ("first", ACCEPT, ""), ("later", REJECT, ""))
    assert blocks(rejected).startswith("headline ")
    assert [p.change.by for p in rejected.document.proposals] == ["何小满"]


def test_what_was_rejected_no_other_rule_does() -> None:
    """A rejection is of the change, whoever proposes it next."""
    passes = HEADLINE, rule("late", Label(0, Role.HEADLINE))
    result = obeyed(passes, ("first", REJECT, ""))
    assert blocks(result).startswith("body ")
    assert [(p.change.rule, p.change.cert, p.change.by) for p in result.document.proposals] == [
        ("first", 0.0, "何小满"),
        ("late", 0.0, "何小满"),
    ]
    assert result.follows == ()


def test_two_verdicts_on_one_place_are_refused() -> None:
    """The same change, proposed by one rule and done by another: accepted here and rejected there."""
    unsure = Pass(Rule("first", Kind.LAYOUT), lambda _: iter([Label(0, Role.HEADLINE, 0.6)]))
    passes = unsure, rule("late", Label(0, Role.HEADLINE))
    for one, other in ((ACCEPT, REJECT), (REJECT, ACCEPT)):
        with pytest.raises(BadSetting) as raised:
            obeyed(passes, ("first", one, ""), ("late", other, ""))
        assert raised.value.location == "page.decisions.toml:2"
        assert f"late {other}s, first {one}s (line 1)" in raised.value.message
    both = obeyed(passes, ("first", ACCEPT, ""), ("late", ACCEPT, ""))
    assert blocks(both).startswith("headline ")
    assert both.warnings == ()


def test_a_confirmed_headline_stays_one_in_the_archive() -> None:
    """With the rules as they are: the small heading on this page is made a subhead by the rule `articles`."""
    path = SAMPLES / "cut-columns.txt"
    document = read(path.read_bytes(), Metadata(name=path.name))
    alone = review(document, Decisions())
    assert 'type="inner"' in archived(alone.document)
    key = next(k for k in alone.requests if k.rule == "articles" and k.after == Role.SUBHEAD)
    roles = ChangeKey("roles", "label", key.at, "body", "headline", "")
    listed = as_toml(document, alone, "n").split("\n\n")
    place = next(n for n, e in enumerate(listed) if f"at = {key.at}\n" in e and 'rule = "roles"' in e)
    listed[place] = listed[place].replace('decide = ""', 'decide = "accept"')
    decisions = read_decisions("\n\n".join(listed), "n")
    assert [d.key for d in decisions.entries] == [roles]
    result = review(document, decisions)
    block = next(b for b in result.document.blocks if b.segments[0].at == key.at)
    assert block.role is Role.HEADLINE
    line = next(n for n in archived(result.document).splitlines() if block.id in n and "<head" in n)
    assert 'type="main"' in line
    assert 'cert="1"' in line or 'cert="1.0"' in line
    assert 'resp="#reviewer"' in line
    assert any("headline → subhead: no longer done" in note for note in result.follows)
