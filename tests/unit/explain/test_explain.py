"""What `backfile explain` shows: every change, before and after, with its place, in readable columns."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pytest
from rich.cells import cell_len

from convert.cli.terminal import console
from convert.conversion import read, repair
from convert.document.actions import Action, Edit, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata, Tally
from convert.document.roles import Opening, Role
from convert.errors import BadSetting
from convert.explain import ChangeEntry, as_json, entries, estimate_as_json, show
from convert.text.printable import printable, show_whitespace

PAGE = (
    "强化党建统领\n\n"
    "市委六届八次全会强调,要强化党建统领,把坚决维护党中央权威摆在首要位置\n\n"
    "不断完善抓党建 带全局工作体系。第二段从这里开始。\n\n"
    "渝万高铁控制性工程\u202e光裕寨隧道贯通\x00\n\n"
    "最后一段。\n"
)


def apply(document: Document, name: str, kind: Kind, *actions: Action) -> Document:
    """Let a rule of the given name act on a document."""
    rule = Rule(name, kind)
    rules = MappingProxyType({**document.rules, name: Tally(1, kind)})
    return rewrite(replace(document, rules=rules), rule, actions)


@pytest.fixture(scope="module")
def page() -> Document:
    """Return a page on which every kind of proposal was done, and each was also only proposed."""
    made = read(PAGE.encode(), Metadata(language="zh-Hans", name="page.txt"))
    made = apply(made, "marks", Kind.REGULARIZATION, Edit(1, 10, 11, "，", 0.99), Edit(1, 18, 19, "，", 0.99))
    made = apply(made, "spaces", Kind.REGULARIZATION, Edit(2, 7, 8, "", 0.95), Edit(2, 0, 0, "“", 0.3))
    made = apply(made, "joins", Kind.LAYOUT, Join(1, 2, "", 0.97), Join(3, 4, "", 0.5))
    at = made.blocks[1].reading.index("第二段")
    made = apply(made, "splits", Kind.LAYOUT, Split(1, at, 0.93), Split(1, 3, 0.2))
    made = apply(made, "roles", Kind.LAYOUT, Label(0, Role.HEADLINE, 0.99), Label(3, Role.SUBHEAD, 0.6))
    places = (Place(0, -1, 0.99, Opening.ARTICLE), Place(4, 0, 0.95), Place(3, 2, 0.5, Opening.ARTICLE))
    return apply(made, "articles", Kind.LAYOUT, *places)


def shown(document: Document, found: Sequence[ChangeEntry], **environment: str) -> str:
    """Return what stands on the screen."""
    stream = io.StringIO()
    show(document, found, "samples/1951/重庆日报.txt", console(stream, environment))
    return stream.getvalue()


def test_every_change_has_its_place_and_its_words(page: Document) -> None:
    """Text first, then blocks, then what was only proposed, each in source order."""
    found = [
        (e.done, e.change.action, e.change.rule, e.line, e.column, e.before, e.after) for e in entries(page)
    ]
    assert found == [
        (True, "edit", "marks", 3, 11, ",", "，"),
        (True, "edit", "marks", 3, 19, ",", "，"),
        (True, "join", "joins", 3, 36, "¶", ""),
        (True, "edit", "spaces", 5, 8, " ", ""),
        (True, "label", "roles", 1, 1, "body", "headline"),
        (True, "place", "articles", 1, 1, "", "article"),
        (True, "split", "splits", 5, 17, "", "¶"),
        (True, "place", "articles", 9, 1, "", "behind “强化党建统领…”"),
        (False, "split", "splits", 3, 4, "", "¶"),
        (False, "edit", "spaces", 5, 1, "", "“"),
        (False, "label", "roles", 7, 1, "body", "subhead"),
        (False, "place", "articles", 7, 1, "", "article"),
        (False, "join", "joins", 9, 1, "¶", ""),
    ]


def test_a_change_stands_between_what_is_read_around_it(page: Document) -> None:
    """The context is of the same block, as it reads now."""
    first = entries(page)[0]
    assert first.left.endswith("全会强调")
    assert first.right.startswith("要强化党建统领，把坚决")


def test_the_screen_shows_changes_in_brackets(page: Document) -> None:
    """Without colour nothing is lost: brackets and arrows say it all."""
    text = shown(page, entries(page))
    assert "全会强调[, → ，]要强化" in text
    assert "摆在首要位置[-¶]不断完善" in text
    assert "抓党建[-␣]带全局" in text
    assert "[+¶]第二段从这里开始。" in text
    assert "body → headline  强化党建统领" in text
    assert "moved behind “强化党建统领…”  最后一段。" in text
    assert "Proposed, not done: 5" in text
    assert "\x1b" not in text


def test_nothing_on_the_page_can_write_to_the_terminal(page: Document) -> None:
    """Control characters and bidi overrides are shown by their code points."""
    text = shown(page, entries(page))
    assert "工程⟨U+202E⟩光裕寨隧道贯通⟨U+0000⟩" in text
    assert not {"\u202e", "\x00"} & set(text)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(page: Document, width: int) -> None:
    """A Han character is two columns wide; no line of text is wider than the screen."""
    lines = shown(page, entries(page), COLUMNS=str(width)).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert any(line.startswith("samples/") for line in lines) is (width > 40)


def test_the_columns_stand_under_each_other(page: Document) -> None:
    """Rules begin in one column, whatever the length and script of the places."""
    lines = shown(page, entries(page)).splitlines()
    heads = [line for line in lines if line.startswith("samples/")]
    assert len({cell_len(line[: line.index("  ")].rstrip()) for line in heads}) > 1
    rules = ("marks", "joins", "spaces", "roles", "articles", "splits")
    assert len({cell_len(line[: min(line.find(r) for r in rules if r in line)]) for line in heads}) == 1


def test_the_last_table_counts_per_rule(page: Document) -> None:
    """What each rule did and proposed, and the sum."""
    *_, roles, articles, total = shown(page, entries(page)).splitlines()
    assert roles.split() == ["roles", "layout", "1", "1"]
    assert articles.split() == ["articles", "layout", "2", "1"]
    assert total.split() == ["all", "8", "5"]


def test_one_rule_can_be_asked_for(page: Document) -> None:
    """The others are left out, of the table too."""
    found = entries(page, ["marks"])
    assert {entry.change.rule for entry in found} == {"marks"}
    assert "roles" not in shown(page, found)


def test_an_unknown_rule_names_the_nearest(page: Document) -> None:
    """A slip of the pen is answered."""
    with pytest.raises(BadSetting, match=r"--rule: no rule named 'mark'; did you mean marks\?"):
        entries(page, ["mark"])


def test_a_page_without_changes_says_so() -> None:
    """No empty table."""
    clean = read("一切都好。\n".encode(), Metadata(name="page.txt"))
    assert shown(clean, entries(clean)) == "Nothing to repair: no rule changed or proposed anything.\n"


def test_a_changed_change_shows_both(page: Document) -> None:
    """Where a later rule took in what an earlier one left, each is listed."""
    again = apply(page, "long", Kind.SURPLUS, Edit(2, 0, 19, "短", 0.98))
    found = [e for e in entries(again) if e.offset == 8]
    assert [(e.change.rule, e.before[-4:], e.after) for e in found][-1] == ("long", "建统领，", "短")
    assert "建统领， → 短]" in shown(again, found)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({}, False),
    ],
    ids=["forced", "refused", "empty", "pipe"],
)
def test_colour_is_as_the_environment_wants(
    page: Document, environment: dict[str, str], *, coloured: bool
) -> None:
    """NO_COLOR goes before FORCE_COLOR; empty means unset."""
    assert ("\x1b[31m" in shown(page, entries(page), **environment)) is coloured


def test_json_has_a_line_for_each_change(page: Document) -> None:
    """Its keys are a contract."""
    lines = [json.loads(as_json(entry, "page.txt")) for entry in entries(page)]
    assert lines[0] == {
        "source": "page.txt",
        "done": True,
        "action": "edit",
        "rule": "marks",
        "kind": "regularization",
        "certainty": 0.99,
        "held": False,
        "line": 3,
        "column": 11,
        "offset": 18,
        "before": ",",
        "after": "，",
        "left": "市委六届八次全会强调",
        "right": lines[0]["right"],
    }


def test_signs_for_what_cannot_be_seen() -> None:
    """In a change a space matters; around it only what would harm the terminal."""
    assert show_whitespace("a b\n\t\u3000\u200b\udcff") == "a␣b⏎⇥□⟨U+200B⟩⟨byte FF⟩"
    assert printable("a b\r\n\x1b甲") == "a b⏎⟨U+001B⟩甲"


def test_the_estimate_and_what_it_held_back_are_told() -> None:
    """The damage in numbers; of a proposal that its rule was certain enough, and held back."""
    damage = Damage(any=0.1, cuts=0.2, repeats=0.3, order=0.4, orphans=0.5, misreadings=0.6)
    rule = Rule("marks", Kind.REGULARIZATION, threshold=1.01, own_threshold=0.9)
    made = read(PAGE.encode(), Metadata(language="zh-Hans", name="page.txt"))
    made = rewrite(
        replace(made, rules={"marks": Tally(1, Kind.REGULARIZATION)}, damage=damage, max_harm=2.0),
        rule,
        [Edit(1, 10, 11, "，", 0.99), Edit(1, 18, 19, "，", 0.6)],
    )
    assert [(entry.change.cert, entry.held) for entry in entries(made)] == [(0.99, True), (0.6, False)]
    out = io.StringIO()
    show(made, entries(made), "page.txt", console(out, {"COLUMNS": "100"}))
    assert out.getvalue().count("held back by --max-harm 2") == 1
    assert "cuts 0.20, repeats 0.30, order 0.40, orphans 0.50, misreadings 0.60" in out.getvalue()
    told = json.loads(estimate_as_json(made, "page.txt"))
    assert (told["action"], told["damage"]["order"], told["max_harm"]) == ("estimate", 0.4, 2.0)
    assert json.loads(estimate_as_json(replace(made, damage=NOT_ESTIMATED), "p"))["damage"] is None


def test_a_misread_word_is_explained_by_both_witnesses() -> None:
    """What the list of words says of what was read and of what was printed, and how alike both look."""
    text = "The railway to tbe harbour was opened, and the railway company gave a dinner to the town.\n"
    document = repair(read(text.encode()))
    (entry,) = entries(document, ["misread-words"])
    witnesses = (
        r"tbe: in no dictionary, 0\.4 in a million words, 1 here; the: in the dictionary, [0-9,]+ in a "
        r"million words, 3 here; letters: b for h, cost [0-9]\.[0-9], 1 here"
    )
    assert re.fullmatch(witnesses, entry.why)
    out = io.StringIO()
    show(document, [entry], "page.txt", console(out, {}))
    assert f"\n    {entry.why}\n" in out.getvalue()
    assert json.loads(as_json(entry, "page.txt"))["why"] == entry.why
    (other, *_) = [each for each in entries(document) if each.change.rule != "misread-words"]
    assert "why" not in json.loads(as_json(other, "page.txt"))
