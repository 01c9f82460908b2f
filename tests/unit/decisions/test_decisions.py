"""What a reviewer decided is obeyed in the next run, and what finds no place is told."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.analysis.context import PageContext
from convert.cli import run
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
from convert.decisions.decision import toml_text, words_at
from convert.document.actions import Action, Edit, Gate, Join, Label, Place, Rule, Split, by_certainty
from convert.document.changes import Kind
from convert.document.integrity import restore
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import BadSetting
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass
from convert.system.toml import toml_string
from convert.tei.restore import restore_xml
from tests.support.build import archived
from tests.support.decided import decided
from tests.support.paths import SAMPLES
from tests.support.random_issue import random_issue

PAGE = "山城晚報\n\n矩一一議題\n\n由居民提,\n\n尾聲。\n"
ACCEPT, REJECT, REPLACE = Verdict


def dashes(page: PageContext) -> Iterator[Action]:
    """Propose a dash for each 一一, not sure of it."""
    for number, block in enumerate(page.blocks):
        at = block.reading.find("一一")
        if at >= 0:
            yield Edit(number, at, at + 2, "——", 0.4)


def marks(page: PageContext) -> Iterator[Action]:
    """Widen every comma, surely."""
    for number, block in enumerate(page.blocks):
        yield from (
            Edit(number, at, at + 1, "，", 0.99) for at, char in enumerate(block.reading) if char == ","
        )


def layout(page: PageContext) -> Iterator[Action]:
    """Do something of each kind to the blocks, as far as they are there."""
    if len(page.blocks) > 3:
        yield Label(0, Role.HEADLINE)
        yield Place(0, -1, 0.99, Opening.ARTICLE)
        yield Split(1, 1, 0.3)
        yield Join(1, 2, "", 0.95)
        yield Join(1, 3, "", 0.2)
        yield Place(3, 0, 0.1)


PASSES = (
    Pass(Rule("dashes", Kind.CORRECTION), dashes),
    Pass(Rule("marks", Kind.REGULARIZATION), marks),
    Pass(Rule("layout", Kind.LAYOUT), layout),
)


def repair(document: Document, gate: Gate) -> Document:
    """Run our own passes."""
    return registry.run(document, Language("zh"), PASSES, gate)


def page(text: str = PAGE) -> Document:
    """Read a page."""
    return read(text.encode("utf-8", "surrogateescape"), Metadata(name="page.txt"))


def reviewed(*changes: tuple[str, str], text: str = PAGE) -> Reviewed:
    """List what the passes do, decide on some of it, and run them again."""
    document = page(text)
    listed = as_toml(document, review(document, Decisions(), repair), "page.decisions.toml")
    return review(document, read_decisions(decided(listed, *changes), "page.decisions.toml"), repair)


def readings(document: Document) -> str:
    """Return what is read, block by block."""
    return " | ".join(b.reading for b in document.blocks)


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
            "the source has “” in that place",
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


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_goes_into_toml(text: str) -> None:
    """All but half characters, which TOML has no way to write."""
    assert tomllib.loads(f"a = {toml_string(text)}")["a"] == toml_text(text)


GOOD = 'decide = "accept"\nrule = "dashes"\naction = "edit"\nat = 7\nwords = "一"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("decision", "f:1:9: not TOML: Expected '=' after a key", id="not TOML"),
        pytest.param(
            "a = " + "[" * 9999, "f:1:69: not TOML: more than 64 nested brackets", id="nested without end"
        ),
        pytest.param("version = 2", "f: decisions of version 2", id="another version"),
        pytest.param("verson = 1", "f: unknown key verson; did you mean version?", id="a key misspelt"),
        pytest.param(
            "decision = 1", "f: decision must be a list of tables, not 1; begin each with", id="no tables"
        ),
        pytest.param(
            "decision = [1]",
            "f: decision[1] must be a table, not 1; begin each with",
            id="a number for a table",
        ),
        pytest.param(
            "\n\n[[decision]]\ndecid = ''",
            "f:3: unknown key decid; did you mean decide?",
            id="an entry's key",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('7', 'true')}", "f:1: at must be a whole number", id="a flag"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'acept')}",
            "f:1: decide must be one of \"\", accept, reject, replace, not 'acept'; did you mean accept?",
            id="a verdict",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('edit', 'move')}", "f:1: no action 'move'", id="an action"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('words', '# words')}", "f:1: no words", id="without words"
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'replace')}",
            "f:1: no replacement",
            id="no replacement",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD}\nreplacement = 'a'",
            "f:1: the replacement has no effect",
            id="an idle replacement",
        ),
        pytest.param(
            "[[decision]]\nreplacement = 'head'\n"
            + GOOD.replace("accept", "replace").replace("edit", "label"),
            "f:1: 'head' cannot replace what a label does",
            id="no such role",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD.replace('accept', 'replace').replace('edit', 'split')}\nreplacement = 'a'",
            "f:1: 'a' cannot replace what a split does",
            id="a split has no text",
        ),
        pytest.param(
            f"[[decision]]\n{GOOD}\n\n[[decision]]\n{GOOD}",
            "f:8: decided on twice; it is also in line 1",
            id="twice",
        ),
    ],
)
def test_a_wrong_file_is_refused(text: str, said: str) -> None:
    """One line with the place, before anything is done."""
    with pytest.raises(BadSetting) as raised:
        read_decisions(text, "f")
    assert str(raised.value).startswith(said)


# The commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a sample."""
    monkeypatch.chdir(tmp_path)
    for name in ("cut-columns.txt", "cut-columns.toml"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    return tmp_path


DECIDED = "cut-columns.decisions.toml"


def test_a_file_beside_the_source_is_obeyed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """List, edit, convert: the correction is not made, and the XML says who saw to that."""
    assert run(["decisions", "cut-columns.txt", "--write"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    (folder / DECIDED).write_text(
        decided(listed, ('rule = "fullwidth-punctuation"', 'decide = "reject"')), "utf-8"
    )
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict"]) == 0
    assert capfd.readouterr() == ("", f"{DECIDED}: 52 entries: 0 decided, 2 open, 50 applied by the rules\n")
    xml = (folder / "output" / "cut-columns.xml").read_text("utf-8")
    assert xml.count('cert="0" resp="#reviewer"') == 1
    assert run(["explain", "cut-columns.txt", "--json", "-r", "fullwidth-punctuation"]) == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [e["certainty"] for e in entries if not e["done"]] == [0.0]


def test_a_former_name_of_a_rule_is_obeyed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A decisions file of before says wide-marks; so may --rule."""
    assert run(["decisions", "cut-columns.txt", "--write"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    decisions = decided(listed, ('rule = "fullwidth-punctuation"', 'decide = "reject"'))
    (folder / DECIDED).write_text(decisions.replace("fullwidth-punctuation", "wide-marks"), "utf-8")
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict"]) == 0
    xml = (folder / "output" / "cut-columns.xml").read_text("utf-8")
    assert xml.count('cert="0" resp="#reviewer"') == 1
    capfd.readouterr()
    assert run(["explain", "cut-columns.txt", "--json", "-r", "wide-marks"]) == 0
    entries = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {entry["rule"] for entry in entries} == {"fullwidth-punctuation"}
    assert [entry["certainty"] for entry in entries if not entry["done"]] == [0.0]
    (folder / DECIDED).unlink()
    assert run(["decisions", "cut-columns.txt", "-r", "wide-marks"]) == 0
    assert set(re.findall(r"^rule = (.*)$", capfd.readouterr().out, re.MULTILINE)) == {
        '"fullwidth-punctuation"'
    }


def test_a_file_that_is_named_goes_before_the_one_beside(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And one that finds no place is a warning."""
    (folder / DECIDED).write_text("nonsense", "utf-8")
    entry = GOOD.replace("dashes", "gone").replace("7", "0").replace("一", "老城")
    (folder / "mine.toml").write_text(f"[[decision]]\n{entry}\n", "utf-8")
    arguments = ["convert", "cut-columns.txt", "-f", "xml", "--decisions", "mine.toml"]
    assert run(arguments) == 0
    said = capfd.readouterr().err
    assert said == (
        "warning: cut-columns.txt: mine.toml:1: the decision on gone at character 0 finds no place:"
        " there is no rule gone\n"
    )
    assert run([*arguments, "--strict"]) == 1


def test_what_follows_is_told_and_is_no_warning(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is in the JSON, too."""
    assert run(["decisions", "cut-columns.txt", "-w"]) == 0
    listed = (folder / DECIDED).read_text("utf-8")
    verdict = ("body → byline", 'decide = "reject"')
    (folder / DECIDED).write_text(decided(listed, verdict), "utf-8")
    assert run(["convert", "cut-columns.txt", "-f", "xml", "--strict", "--json"]) == 0
    out, err = capfd.readouterr()
    (note,) = json.loads(out)["notes"]
    assert "spaces" in note
    assert note.endswith("now only proposed")
    assert err.splitlines()[1:] == [f"follows from a decision: cut-columns.txt:{note}"]


def test_an_archive_lists_what_its_source_would(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The source is restored from it, with its metadata and encoding."""
    assert run(["convert", "cut-columns.txt", "-f", "xml", "-o", "."]) == 0
    assert run(["decisions", "cut-columns.txt"]) == 0
    of_source = capfd.readouterr().out
    (folder / "cut-columns.txt").unlink()
    (folder / "cut-columns.toml").unlink()
    assert run(["decisions", "cut-columns.xml"]) == 0
    assert capfd.readouterr().out == of_source


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["decisions", "missing.txt"], 3, "missing.txt: no such file", id="no such source"),
        pytest.param(
            ["decisions", "cut-columns.txt", "-r", "dash"], 2, "no rule named 'dash'", id="no such rule"
        ),
        pytest.param(
            ["decisions", "-", "-w"], 2, "standard input has no folder to write to", id="nowhere to write"
        ),
        pytest.param(["decisions", "."], 2, "2 issues; decisions takes one; --by", id="a folder of two"),
        pytest.param(["decisions", "bad.xml"], 3, "bad.xml: HTML, not the text of a page", id="not XML"),
        pytest.param(
            ["convert", "cut-columns.txt", "--decisions", "none.toml"],
            2,
            "none.toml: no such file",
            id="no such file",
        ),
        pytest.param(
            ["convert", "cut-columns.txt", "--decisions", "latin.toml"],
            2,
            "latin.toml:1:1: not UTF-8",
            id="not UTF-8",
        ),
        pytest.param(
            ["convert", ".", "--decisions", "mine.toml"],
            2,
            "--decisions with 2 sources",
            id="for two sources",
        ),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], status: int, said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """And nothing is written."""
    (folder / "bad.xml").write_text("<a", "utf-8")
    (folder / "other.txt").write_text("甲", "utf-8")
    (folder / "latin.toml").write_bytes(b"\xff")
    assert run(arguments) == status
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (folder / "output").exists()


def test_standard_input_can_be_listed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """From a pipe."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("市委强调,要强化。\n".encode())))
    assert run(["decisions", "-"]) == 0
    listed = tomllib.loads(capfd.readouterr().out)["decision"]
    assert [e["before"] for e in listed if e["rule"] == "fullwidth-punctuation"] == [","]
