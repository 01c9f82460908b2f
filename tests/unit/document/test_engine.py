"""The rules of `rewrite`, each by its name, and a naive model of strings over random passes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given

from convert.document.actions import Action, Edit, Join, Label, Place, Rule, Split
from convert.document.changes import Edited, Joined, Kind, Labelled, Placed, SplitOff, wording
from convert.document.engine import rewrite
from convert.document.integrity import check, restore
from convert.document.model import Block, Document, Metadata, Segment
from convert.document.offsets import Offsets
from convert.document.roles import Opening, Role
from convert.errors import InvariantError
from convert.readers.text import read_text
from convert.text.source import decode
from tests.support.changes import text_changes
from tests.support.examples import examples
from tests.support.operations import count_operations
from tests.support.programmes import Programme, programmes

RULE = Rule("rule", Kind.CORRECTION)


LATER = Rule("later", Kind.REGULARIZATION)


def read(text: str) -> Document:
    """Read a text as it stands."""
    return read_text(decode(text.encode(), "utf-8"), Metadata())


def act(text: str, *actions: Action, rule: Rule = RULE) -> Document:
    """Read a text and apply one pass."""
    return rewrite(read(text), rule, actions)


def shown(document: Document, number: int = 0) -> list[tuple[str, str]]:
    """Return (source, reading) of a block's segments."""
    return [(s.source, s.reading) for s in document.blocks[number].segments]


def readings(document: Document) -> list[str]:
    """Return the reading of each block."""
    return [b.reading for b in document.blocks]


@examples(250)
@given(programmes)
def test_readings_equal_those_of_plain_strings(programme: Programme) -> None:
    """After each pass the readings are what the same edits make of plain strings, and the source tiles."""
    for document, modelled in programme.documents():
        assert readings(document) == modelled
        check(document)
        assert restore(document) == document.source.data


@pytest.mark.parametrize(
    ("text", "edits", "segments"),
    [
        pytest.param(
            "甲,乙", [Edit(0, 1, 2, "，")], [("甲", "甲"), (",", "，"), ("乙", "乙")], id="cut around an edit"
        ),
        pytest.param("甲,乙", [Edit(0, 0, 3, "丙")], [("甲,乙", "丙")], id="whole block"),
        pytest.param(
            "甲乙",
            [Edit(0, 1, 1, "、")],
            [("甲", "甲"), ("", "、"), ("乙", "乙")],
            id="insertion has empty source",
        ),
        pytest.param("甲乙", [Edit(0, 0, 0, "、")], [("", "、"), ("甲乙", "甲乙")], id="insert at the start"),
        pytest.param("甲乙", [Edit(0, 2, 2, "、")], [("甲乙", "甲乙"), ("", "、")], id="insert at the end"),
        pytest.param(
            "甲 乙",
            [Edit(0, 1, 2, "")],
            [("甲", "甲"), (" ", ""), ("乙", "乙")],
            id="deletion has empty reading",
        ),
        pytest.param(
            "甲,乙,丙",
            [Edit(0, 3, 4, "；"), Edit(0, 1, 2, "，")],
            [("甲", "甲"), (",", "，"), ("乙", "乙"), (",", "；"), ("丙", "丙")],
            id="edits are sorted",
        ),
        pytest.param(
            "一二",
            [Edit(0, 0, 1, "1"), Edit(0, 1, 2, "2")],
            [("一", "1"), ("二", "2")],
            id="edits that touch stay apart",
        ),
        pytest.param(
            "甲乙",
            [Edit(0, 0, 1, "甲")],
            [("甲乙", "甲乙")],
            id="an idle edit is not recorded",
        ),
    ],
)
def test_an_untouched_segment_is_cut_at_the_edit(
    text: str, edits: list[Edit], segments: list[tuple[str, str]]
) -> None:
    """Only what was edited gets a change; the rest stands for itself."""
    document = act(text, *edits)
    assert shown(document) == segments
    assert all(bool(s.changes) is (s.source != s.reading) for s in document.blocks[0].segments)


def test_a_changed_segment_is_absorbed_whole_with_both_changes_in_order() -> None:
    """A second edit that touches a changed segment takes all of it and keeps its history."""
    first = act("甲一一乙", Edit(0, 1, 3, "——"))
    second = rewrite(first, LATER, [Edit(0, 2, 4, "…乙")])
    assert shown(second) == [("甲", "甲"), ("一一乙", "—…乙")]
    assert second.blocks[0].segments[1].changes == (
        Edited("rule", "一一", "——", 1.0, Kind.CORRECTION),
        Edited("later", "—乙", "…乙", 1.0, Kind.REGULARIZATION),
    )


def test_an_insertion_inside_a_changed_segment_absorbs_it() -> None:
    """There is no place inside a changed segment where a source could be cut."""
    first = act("甲1乙", Edit(0, 1, 2, "十一"))
    second = rewrite(first, LATER, [Edit(0, 2, 2, "、")])
    assert shown(second) == [("甲", "甲"), ("1", "十、一"), ("乙", "乙")]
    assert [c.rule for c in second.blocks[0].segments[1].changes] == ["rule", "later"]


def test_sources_that_do_not_touch_are_never_merged() -> None:
    """Over the seam of a moved fragment the first run takes the reading, the others read as nothing."""
    joined = act("甲乙\n\n丙丁\n\n戊己", Join(0, 2), rule=RULE)
    edited = rewrite(joined, LATER, [Edit(0, 1, 3, "庚")])
    assert shown(edited) == [("甲", "甲"), ("乙\n\n", "庚"), ("戊", ""), ("己", "己")]
    assert readings(edited) == ["甲庚己", "丙丁"]
    check(edited)


def test_a_repeat_over_two_runs_is_gone_from_both() -> None:
    """A deletion over a seam leaves an empty reading on each side, and no source is lost."""
    joined = act("甲乙\n\n丙丁\n\n乙戊", Join(0, 2))
    cut = rewrite(joined, Rule("repeats", Kind.SURPLUS), [Edit(0, 1, 3, "")])
    assert readings(cut)[0] == "甲戊"
    assert restore(cut) == "甲乙\n\n丙丁\n\n乙戊".encode()


def test_overlapping_edits_of_one_pass_are_refused() -> None:
    """Two answers to one question are a fault of the pass."""
    with pytest.raises(InvariantError, match="overlap"):
        act("甲乙丙", Edit(0, 0, 2, "1"), Edit(0, 1, 3, "2"))


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_an_edit_outside_its_block_is_refused(start: int, end: int) -> None:
    """Offsets are those of the reading that the pass saw."""
    with pytest.raises(InvariantError, match="outside"):
        act("甲乙丙", Edit(0, start, end, ""))


@pytest.mark.parametrize(
    ("text", "glue", "reading", "seam"),
    [
        pytest.param("以刚性制度\n\n传导", "", "以刚性制度传导", ("\n\n", ""), id="the gap takes the glue"),
        pytest.param("the end\n\nof it", " ", "the end of it", ("\n\n", " "), id="a space between words"),
    ],
)
def test_a_join_reads_the_gap_as_its_glue(text: str, glue: str, reading: str, seam: tuple[str, str]) -> None:
    """The white space that parted two blocks is kept, and reads as the glue."""
    document = act(text, Join(0, 1, glue))
    assert readings(document) == [reading]
    assert shown(document)[1] == seam
    assert document.blocks[0].segments[1].changes == (Joined("rule", glue, 1.0, Kind.CORRECTION),)


def test_joins_make_a_chain() -> None:
    """Three fragments of one paragraph come together in one pass, whatever the order of the proposals."""
    document = act("甲\n\n乙\n\n丙\n\n丁", Join(2, 1), Join(0, 2))
    assert readings(document) == ["甲丙乙", "丁"]


def test_a_chain_is_joined_at_once() -> None:
    """Ten times the blocks cost ten times the steps: no block is copied for each one behind it."""
    short, long = (
        count_operations(partial(rewrite, read("\n\n".join("甲" * size)), RULE, chain))
        for size in (40, 400)
        for chain in ([Join(number, number + 1) for number in range(size - 1)],)
    )
    assert long < 12 * short


@pytest.mark.parametrize(
    ("joins", "why"),
    [
        pytest.param([Join(0, 1), Join(1, 0)], "ring", id="ring of two"),
        pytest.param([Join(0, 1), Join(1, 2), Join(2, 0)], "ring", id="ring of three"),
        pytest.param([Join(0, 1), Join(2, 1)], "twice", id="two heads for one tail"),
        pytest.param([Join(0, 1), Join(0, 2)], "twice", id="two tails for one head"),
        pytest.param([Join(1, 1)], "ring", id="with itself"),
    ],
)
def test_joins_that_cannot_be_are_refused(joins: list[Join], why: str) -> None:
    """A block has one block before it and one behind it."""
    with pytest.raises(InvariantError, match=why):
        act("甲\n\n乙\n\n丙", *joins)


def test_a_split_leaves_the_white_space_with_the_first_part() -> None:
    """White space behind the cut parts the two blocks and is read no more."""
    document = act("标题\n正文", Split(0, 2))
    assert readings(document) == ["标题", "正文"]
    assert shown(document) == [("标题", "标题"), ("\n", "")]
    assert document.blocks[1].changes == (SplitOff("rule", 1.0, Kind.CORRECTION),)


def test_a_block_is_split_more_than_once() -> None:
    """Offsets are those of the block as the pass saw it."""
    document = act("甲乙 丙丁\n戊己", Split(0, 5), Split(0, 2))
    assert readings(document) == ["甲乙", "丙丁", "戊己"]
    assert document.blocks[0].id == read("甲乙 丙丁\n戊己").blocks[0].id


def test_a_block_is_edited_and_split_in_one_pass() -> None:
    """Edits before the cut move it, edits behind it do not."""
    document = act("甲, 乙丙,丁", Edit(0, 1, 3, "，"), Split(0, 4), Edit(0, 5, 6, "，！"))
    assert readings(document) == ["甲，乙", "丙，！丁"]


def test_a_cut_inside_a_changed_segment_moves_to_its_end() -> None:
    """What was changed as a whole has no inside."""
    changed = act("甲1乙", Edit(0, 1, 2, "十一"))
    document = rewrite(changed, LATER, [Split(0, 2)])
    assert readings(document) == ["甲十一", "乙"]


def test_a_split_that_leaves_nothing_is_refused() -> None:
    """A block has text."""
    with pytest.raises(InvariantError, match="empty block"):
        act("甲乙", Split(0, 2))


@pytest.mark.parametrize(
    ("places", "order"),
    [
        pytest.param([Place(2, -1)], "丙甲乙丁", id="to the front"),
        pytest.param([Place(0, 3)], "乙丙丁甲", id="to the end"),
        pytest.param([Place(3, 0), Place(1, 3)], "甲丁乙丙", id="one behind another that moves"),
        pytest.param([Place(0, 3), Place(1, 0)], "丙丁甲乙", id="a pair that stays together"),
    ],
)
def test_places_set_the_reading_order(places: list[Place], order: str) -> None:
    """Each block goes behind the one it names; the source stays as it was."""
    document = act("甲\n\n乙\n\n丙\n\n丁", *places)
    assert "".join(readings(document)) == order
    assert restore(document).decode() == "甲\n\n乙\n\n丙\n\n丁"


def test_a_block_cannot_follow_itself() -> None:
    """A place names another block."""
    with pytest.raises(InvariantError, match="follow itself"):
        act("甲\n\n乙", Place(1, 1))


def test_labels_and_openings_are_recorded_on_the_block() -> None:
    """A block knows which rule made it a headline that opens an article."""
    document = act("标题\n\n正文", Label(0, Role.HEADLINE, 0.95), Place(0, -1, 0.93, Opening.ARTICLE))
    head = document.blocks[0]
    assert (head.role, head.opens) == (Role.HEADLINE, Opening.ARTICLE)
    kind = Kind.CORRECTION
    assert head.changes == (
        Labelled("rule", Role.BODY, Role.HEADLINE, 0.95, kind),
        Placed("rule", None, Opening.ARTICLE, "", moved=False, cert=0.93, kind=kind),
    )
    assert [a.headline for a in document.articles] == ["标题"]


def test_what_is_so_already_is_not_recorded() -> None:
    """A pass that says what the document says leaves no trace, and the document is the same."""
    document = act("标题\n\n正文", Label(0, Role.HEADLINE), Place(0, -1, opens=Opening.ARTICLE))
    again: list[Action] = [Label(0, Role.HEADLINE), Place(0, -1, opens=Opening.ARTICLE), Place(1, 0)]
    assert rewrite(document, LATER, again) == document


def test_no_proposals_leave_the_document_itself() -> None:
    """A clean text costs nothing."""
    document = read("甲")
    assert rewrite(document, RULE, []) is document


def test_changes_are_listed_in_source_order() -> None:
    """Whatever the reading order, a reviewer goes through the source."""
    document = act("甲,\n\n乙,", Edit(1, 1, 2, "，"), Edit(0, 1, 2, "。"), Place(1, -1))
    assert [(at, wording(c).after) for at, c in text_changes(document)] == [(1, "。"), (5, "，")]


def test_offsets_lead_from_a_reading_to_its_source() -> None:
    """A place in a reading has the source offset of the segment it is in."""
    document = act("甲一一乙", Edit(0, 1, 3, "—"))
    offsets = Offsets(document.blocks)
    assert [offsets.of(0, at) for at in range(4)] == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("segments", "what"),
    [
        pytest.param(
            (Segment("甲", "甲", 0), Segment("丙", "丙", 2)), "lost or doubled", id="a character lost"
        ),
        pytest.param(
            (Segment("甲乙", "", 0), Segment("乙丙", "", 1)), "lost or doubled", id="a character doubled"
        ),
        pytest.param((Segment("甲丁丙", "", 0),), "lost or doubled", id="another character"),
        pytest.param((Segment("甲乙", "", 0),), "end of the source", id="the end lost"),
    ],
)
def test_a_source_that_does_not_tile_is_noticed(segments: tuple[Segment, ...], what: str) -> None:
    """No document goes on from which the source could not be rebuilt."""
    document = replace(read("甲乙丙"), blocks=(Block("b.1", segments),))
    with pytest.raises(InvariantError, match=what):
        check(document)
