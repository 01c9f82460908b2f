"""Comparing archival files: what differs, and of what class it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import pytest
from lxml import etree

from convert.archive.diff import DiffClass, Difference, compare
from convert.archive.diff.words import compare_words
from convert.document.actions import Edit, Join, Label, Place, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata, Tally
from convert.document.roles import Opening, Role
from convert.readers.text import read_text
from convert.text.source import decode
from tests.support.build import archived, document, resealed
from tests.support.compared import DASHES, ISSUE, MARKS, declared, done, found, issue
from tests.support.random_issue import random_issue

TEXT, CORRECTION, STRUCTURE = DiffClass.TEXT, DiffClass.CORRECTION, DiffClass.STRUCTURE


def kinds(differences: Sequence[Difference]) -> list[DiffClass]:
    """Return the classes that were found."""
    return sorted({d.kind for d in differences}, key=list(DiffClass).index)


def test_a_file_is_the_same_as_itself() -> None:
    """No difference, and the file is not even read."""
    assert compare(b"not XML", b"not XML") == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "what"),
    [
        pytest.param(
            issue(), issue((3, "管秤的人叫尤阿丁,今年六十七歲。")), TEXT, "body: other words", id="a word"
        ),
        pytest.param(issue(), declared(document(ISSUE[:6])), TEXT, "body removed", id="a paragraph gone"),
        pytest.param(declared(document(ISSUE[1:])), issue(), TEXT, "headline added", id="a headline come"),
        pytest.param(
            issue(),
            done(Edit(2, 4, 5, "，"), rule=MARKS),
            CORRECTION,
            "marks: altered",
            id="a mark widened",
        ),
        pytest.param(
            done(Edit(5, 13, 15, "——"), rule=DASHES),
            issue(),
            CORRECTION,
            "dashes: no longer altered",
            id="a dash given up",
        ),
        pytest.param(
            done(Edit(5, 13, 15, "——"), rule=DASHES),
            done(Edit(5, 13, 15, "—"), rule=DASHES),
            CORRECTION,
            "dashes: another reading",
            id="a dash of one",
        ),
        pytest.param(
            done(Edit(5, 13, 15, "——"), rule=DASHES),
            done(Edit(5, 13, 15, "——"), rule=replace(DASHES, kind=Kind.REGULARIZATION)),
            CORRECTION,
            "dashes: marked up as orig, was sic",
            id="no misreading any more",
        ),
        pytest.param(
            issue(),
            done(Join(2, 3)),
            STRUCTURE,
            "2 blocks joined (body, body → body)",
            id="a paragraph joined",
        ),
        pytest.param(
            done(Join(5, 6)),
            issue(),
            STRUCTURE,
            "a block split in 2 (body → body, body)",
            id="a paragraph no longer joined",
        ),
        pytest.param(
            issue(),
            done(Split(3, 9)),
            STRUCTURE,
            "a block split in 2 (body → body, body)",
            id="a paragraph parted",
        ),
        pytest.param(
            issue(),
            done(Place(4, 3, opens=None)),
            STRUCTURE,
            "3 blocks from “豆腐巷的板凳會” on: now in the article “漁港清晨的磅秤”",
            id="two articles are one",
        ),
        pytest.param(
            issue(),
            done(Place(3, 2, opens=Opening.ARTICLE)),
            STRUCTURE,
            "a block from “管秤的人叫尤添丁,今年六十七歲。” on: now a new article",
            id="one article is two",
        ),
        pytest.param(
            issue(),
            done(Place(4, 3, opens=Opening.UNPLACED)),
            STRUCTURE,
            "article → unplaced: “豆腐巷的板凳會”",
            id="an article that is none",
        ),
        pytest.param(
            issue(),
            done(Place(3, 0, opens=None)),
            DiffClass.ORDER,
            "moved behind “漁港清晨的磅秤”: “管秤的人叫尤添丁,今年六十七歲。”",
            id="a paragraph moved",
        ),
        pytest.param(issue(), done(Label(1, Role.BODY)), DiffClass.ROLE, "byline → body", id="no byline"),
        pytest.param(
            done(Label(1, Role.CAPTION)),
            done(Label(1, Role.CREDIT)),
            DiffClass.ROLE,
            "caption → credit",
            id="a credit",
        ),
        pytest.param(
            issue(),
            issue(meta=Metadata(title="山城晚报", date="2025-12-09", number="321", language="zh-Hans")),
            DiffClass.METADATA,
            "date",
            id="another day",
        ),
        pytest.param(
            done(Label(1, Role.BODY)),
            done(Label(1, Role.BODY, 0.9)),
            DiffClass.RULE_VERSION,
            "test-roles layout: a certainty differs, by up to 0.1000",
            id="less certain",
        ),
        pytest.param(
            issue(),
            done(Join(2, 3, "", 0.4)),
            DiffClass.RULE_VERSION,
            "layout: join newly proposed",
            id="a join proposed",
        ),
        pytest.param(
            done(Edit(2, 4, 5, "，", 0.2), rule=MARKS),
            issue(),
            DiffClass.RULE_VERSION,
            "marks: edit no longer proposed",
            id="an edit no longer proposed",
        ),
    ],
)
def test_each_difference_has_its_class(old: Document, new: Document, kind: DiffClass, what: str) -> None:
    """One thing differs, and is told first and in words."""
    first, *others = found(old, new)
    assert (first.kind, first.message) == (kind, what)
    # what a rule did is also a reason that the file gives
    assert {d.kind for d in others} <= {
        kind,
        DiffClass.RULE_VERSION,
        *([STRUCTURE] if kind is DiffClass.ORDER else []),
    }


def test_a_difference_tells_the_texts_and_their_lines() -> None:
    """The whole source text of both sides, and the line of its block in both files."""
    old, new = issue(), issue((2, "凌晨三點,鹿門漁港的燈一盞一盞亮起來。"))
    (difference,) = found(old, new)
    lines = [archived(d).splitlines() for d in (old, new)]
    assert "凌晨四點" in lines[0][difference.lines.old - 1]
    assert "凌晨三點" in lines[1][difference.lines.new - 1]
    changed = [p for p in compare_words(difference.old, difference.new) if not p.same]
    assert changed == [("四", "三")]


def test_what_follows_from_a_text_is_not_told_again() -> None:
    """Another text has another digest, size and number of corrections: one difference, not four."""
    old = replace(done(Edit(5, 13, 15, "——"), rule=DASHES), rules={"dashes": Tally(1, Kind.CORRECTION, 1)})
    new = replace(
        issue((5, "會怎麼開,街道定了三條規矩:議題由居民提。")), rules={"dashes": Tally(1, Kind.CORRECTION)}
    )
    differences = found(old, new)
    assert kinds(differences) == [TEXT]
    assert len(differences) == 1


def test_a_digest_alone_is_told() -> None:
    """Nothing else tells that the file was another one."""
    text = archived(issue())
    digest = issue().source.digest
    (difference,) = found(text, resealed(text.replace(digest, "0" * 64)))
    assert (difference.kind, difference.message) == (DiffClass.METADATA, "digest of the source")


def test_another_encoding_is_metadata() -> None:
    """The words are the same, so neither the digest nor the size is told."""
    text = "".join(f"{line}\n\n" for _, line in ISSUE)
    old, new = (read_text(decode(text.encode(e), e), Metadata(name="a")) for e in ("utf-8", "gb18030"))
    (difference,) = found(old, new)
    assert (difference.message, difference.old, difference.new) == ("encoding", "utf-8", "gb18030")


def test_other_line_ends_are_one_difference() -> None:
    """CRLF in every line of a source is no reason for a difference a line."""
    text = "".join(f"{line}\n\n" for _, line in ISSUE)
    old, new = (
        read_text(decode(t.encode(), "utf-8"), Metadata()) for t in (text, text.replace("\n", "\r\n"))
    )
    (difference,) = found(old, new)
    assert (difference.kind, difference.message) == (TEXT, "other white space in 7 blocks")


def test_a_file_laid_out_anew_differs_in_that_alone() -> None:
    """Never is nothing said of files that are not the same bytes."""
    root = etree.fromstring(archived(issue()).encode())
    etree.indent(root, " ")
    again = etree.tostring(root, encoding="unicode")
    (difference,) = found(issue(), f"{again}\n")
    assert (difference.kind, difference.message) == (
        DiffClass.METADATA,
        "the same in all but the layout of the file",
    )


@pytest.mark.parametrize(
    ("tally", "what"),
    [
        pytest.param(Tally(2, Kind.CORRECTION, 1), "dashes: version 1 → 2", id="a new version"),
        pytest.param(Tally(1, Kind.SURPLUS, 1), "dashes: correction → surplus", id="another kind"),
        pytest.param(Tally(1, Kind.CORRECTION, 1, 3), "dashes: other counts", id="another count alone"),
        pytest.param(None, "dashes: no longer run", id="a rule gone"),
    ],
)
def test_rules_are_compared(tally: Tally | None, what: str) -> None:
    """By name, kind and version; counts where nothing else tells of them."""
    old = replace(issue(), rules={"dashes": Tally(1, Kind.CORRECTION, 1)})
    new = replace(issue(), rules=MappingProxyType({"dashes": tally} if tally else {}))
    (difference,) = found(old, new)
    assert (difference.kind, difference.message) == (DiffClass.RULE_VERSION, what)


def test_a_rule_that_is_not_listed_where_the_set_is_named_did_nothing() -> None:
    """Files of one version, the one with all rules and the other with those that acted, are the same."""
    acted, idle = Tally(1, Kind.CORRECTION, 2), Tally(1, Kind.CORRECTION)
    every = replace(issue(), rules={"dashes": acted, "quotes": idle})
    named = replace(every, ruleset="backfile 0.1.0")
    assert [(d.kind, d.message) for d in found(every, named)] == [
        (DiffClass.METADATA, "the rules that are listed")
    ]
    busy = replace(named, rules={"dashes": acted, "quotes": acted})
    assert [d.message for d in found(named, busy)] == ["quotes: other counts"]
    assert [(d.old, d.new) for d in found(busy, named)] == [("2 done, 0 proposed", "0 done, 0 proposed")]


def test_the_distribution_of_a_rule_is_compared() -> None:
    """For another version of it may do something else."""
    old, new = (
        replace(issue(), rules={"dashes": Tally(1, Kind.CORRECTION, 1, distribution=name)})
        for name in ("", "plugin 1.0")
    )
    assert [d.message for d in found(old, new)] == ["dashes: built in → plugin 1.0"]


def test_rules_in_another_order_differ() -> None:
    """The order in which rules run is part of what they do."""
    tallies = {name: Tally(1, Kind.LAYOUT) for name in ("roles", "stitch")}
    old, new = replace(issue(), rules=tallies), replace(issue(), rules=dict(reversed(tallies.items())))
    assert [d.message for d in found(old, new)] == ["the rules ran in another order"]


def test_corrections_that_stand_together_are_told_together() -> None:
    """Eight commas of a paragraph are eight differences in one text; one far off stands alone."""
    text = "甲,乙,丙,丁" + "這裡很長的一段" * 10 + ",完。"
    old = declared(document([(Role.BODY, text)]))
    commas = [Edit(0, n, n + 1, "，") for n, c in enumerate(text) if c == ","]
    first, second = found(old, rewrite(old, MARKS, commas))
    assert (first.times, second.times) == (3, 1)
    assert first.new.startswith("甲，乙，丙，丁")
    assert second.new.endswith("，完。")


def test_a_correction_in_new_words_is_no_difference_of_its_own() -> None:
    """The words differ there; but a correction beside them that is gone is told."""
    old = rewrite(issue(), MARKS, [Edit(2, 4, 5, "，"), Edit(3, 8, 9, "，")])
    new = rewrite(issue((2, "凌晨四點。鹿門漁港的燈一盞一盞亮起來。")), MARKS, [])
    assert [(d.kind, d.message) for d in found(old, new)] == [
        (TEXT, "body: other words"),
        (CORRECTION, "marks: no longer altered"),
    ]


def test_a_block_keeps_its_corrections_when_other_words_change() -> None:
    """The same correction a few characters further on is the same."""
    old = rewrite(issue(), DASHES, [Edit(5, 13, 15, "——")])
    new = rewrite(
        issue((5, "會究竟怎麼開,街道定了三條規矩一一議題由居民提。")), DASHES, [Edit(5, 15, 17, "——")]
    )
    assert [d.message for d in found(old, new)] == ["body: other words"]


def test_paragraphs_are_known_again_after_heavy_damage() -> None:
    """Every tenth character differs, and the paragraphs have other ids: none is gone, none is new."""
    old = [text for _, text in ISSUE]
    new = ["".join("口" if n % 10 == 5 else c for n, c in enumerate(text)) for text in old]
    files = [read_text(decode("\n\n".join(texts).encode(), "utf-8"), Metadata()) for texts in (old, new)]
    differences = found(*files)
    assert Counter(d.message for d in differences) == {"body: other words": 7}


def test_paragraphs_swapped_in_the_source_have_moved() -> None:
    """The words are the same; no paragraph is gone."""
    blocks = list(ISSUE)
    blocks[2], blocks[3] = blocks[3], blocks[2]
    assert kinds(found(issue(), declared(document(blocks)))) == [DiffClass.ORDER]


def test_pages_are_compared() -> None:
    """A page more, a page's number, and the blocks that stand on another page."""
    text = "甲甲。\n\n乙乙。\n\n丙丙。\n"
    one = read_text(decode(text.encode(), "utf-8"), Metadata())
    page = one.pages[0]
    old = replace(one, pages=(replace(page, label="1"), replace(page, label="2", at=5)))
    new = replace(one, pages=(replace(page, label="A1"), replace(page, label="2", at=10)))
    whats = [d.message for d in found(old, new)]
    assert whats == ["a block from page 2 on page 1", "printed number of page 1"]
    assert "1 → 2 pages" in [d.message for d in found(one, old)]


@pytest.mark.parametrize("number", range(60))
def test_any_two_issues_can_be_compared(number: int) -> None:
    """Blocks of all roles in any order: no error, and no two unlike files are called the same."""
    old, new = (archived(random_issue(n)).encode() for n in (number, number + 1))
    assert compare(old, new)
    assert kinds(list(compare(old, new)))[0] is TEXT


@pytest.mark.parametrize("number", range(40))
def test_what_a_rule_does_is_no_difference_of_text(number: int) -> None:
    """From the bare source to the repaired issue no word of the source differs."""
    issue = random_issue(number)
    bare = read_text(issue.source, issue.meta)
    for old, new in ((bare, issue), (issue, bare)):
        assert not [
            d
            for d in found(old, new)
            if d.kind in {TEXT, DiffClass.METADATA} and d.message != "title of the file"
        ]
