"""New paragraphs that an editor writes in a word processor are paragraphs in the next conversion."""

from __future__ import annotations

import copy

import pytest

from convert.conversion import read, repair
from convert.decisions import Decisions, Reviewed, as_toml, read_decisions, review
from convert.decisions.docx import EditedDocx, add_docx_decisions
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.document.integrity import check, restore
from convert.document.model import Document, Metadata
from convert.readers.word import opened
from convert.tei.restore import restore_xml
from convert.tei.verify import schemas, verify
from convert.writers.docx.ooxml import add, w
from tests.support.build import archived
from tests.support.editor import Edit, Element, edited, written

TEXT = "渡口改造完工\n\n今年以来渡口的候船室修好了。\n\n在过去的两天中，大家都来看过。\n"
HEAD, FIRST, SECOND = "渡口改造完工", "今年以来渡口的候船室修好了。", "在过去的两天中，大家都来看过。"


def source_of(text: str = TEXT) -> Document:
    """Read a text."""
    return read(text.encode(), Metadata(name="page.txt", language="zh-Hans"))


def paragraph_with(root: Element, words: str) -> Element:
    """Find the last paragraph that has some words: the title page may have them, too."""
    return [p for p in root[0].iter(w("p")) if words in "".join(p.itertext())][-1]


def bare(paragraph: Element, style: str = "") -> Element:
    """Return an empty paragraph of the same style, or of another."""
    new = copy.deepcopy(paragraph)
    for child in [c for c in new if c.tag != w("pPr")]:
        new.remove(child)
    if style:
        new.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), style)
    return new


def write(paragraph: Element, text: str) -> Element:
    """Write into a paragraph, as an editor does who tracks nothing."""
    add(add(paragraph, "r"), "t").text = text
    return paragraph


def behind(words: str, *texts: str, style: str = "") -> Edit:
    """Return what puts paragraphs behind the one that has some words."""

    def do(root: Element) -> None:
        here = paragraph_with(root, words)
        for text in reversed(texts):
            here.addnext(write(bare(here, style), text))

    return do


def before(words: str, *texts: str) -> Edit:
    """Return what puts paragraphs before the one that has some words."""

    def do(root: Element) -> None:
        here = paragraph_with(root, words)
        for text in texts:
            here.addprevious(write(bare(here), text))

    return do


def inside(words: str, left: str, *texts: str, right: str) -> Edit:
    """Return what parts a paragraph that has some words and puts others in between."""

    def do(root: Element) -> None:
        here = paragraph_with(root, words)
        for child in [c for c in here if c.tag != w("pPr")]:
            here.remove(child)
        write(here, left)
        for text in reversed([*texts, right]):
            here.addnext(write(bare(here), text))

    return do


def decided(
    source: Document, earlier: Decisions, *edits: Edit, tracked: bool
) -> tuple[Reviewed, tuple[str, ...]]:
    """Write a document with what was decided earlier, edit it, and run again with what that decides."""
    reviewed = review(source, earlier)
    data = edited(written(reviewed.document, tracked=tracked), *edits)
    told: list[str] = []
    docx = EditedDocx("page.docx", opened(data, "page.docx"))
    first = add_docx_decisions(docx, source, reviewed, told.append)
    listed = as_toml(source, first, "page.decisions.toml")
    again = review(source, read_decisions(listed, "page.decisions.toml"))
    assert (first.lost, again.lost) == ({}, {})
    check(again.document)
    assert restore(again.document) == source.source.data
    return again, tuple(line for line in told if line.startswith("warning"))


def readings(result: Reviewed) -> list[str]:
    """Return what is read."""
    return [b.reading for a in result.document.articles for b in a.readable]


NOTHING = Decisions()


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        pytest.param(behind(FIRST, "编者按。"), [HEAD, FIRST, "编者按。", SECOND], id="between two"),
        pytest.param(before(SECOND, "编者按。"), [HEAD, FIRST, "编者按。", SECOND], id="before one"),
        pytest.param(behind(SECOND, "编者按。"), [HEAD, FIRST, SECOND, "编者按。"], id="at the end"),
        pytest.param(
            behind(FIRST, "编者按。", "又按。", "三按。"),
            [HEAD, FIRST, "编者按。", "又按。", "三按。", SECOND],
            id="several, in their order",
        ),
        pytest.param(
            behind(FIRST, "按。", "按。"), [HEAD, FIRST, "按。", "按。", SECOND], id="two that are alike"
        ),
        pytest.param(
            inside(FIRST, "今年以来渡口的", "编者按。", "又按。", right="候船室修好了。"),
            [HEAD, "今年以来渡口的", "编者按。", "又按。", "候船室修好了。", SECOND],
            id="within one",
        ),
        pytest.param(
            inside(FIRST, "今年以来渡口的", right="新候船室修好了。"),
            [HEAD, "今年以来渡口的", "新候船室修好了。", SECOND],
            id="the rest begins anew",
        ),
        pytest.param(
            inside(FIRST, "今年以来旧", "编者按。", right="室修好了。"),
            [HEAD, "今年以来旧", "编者按。", "室修好了。", SECOND],
            id="over other words",
        ),
        pytest.param(
            inside(FIRST, "新的一段", right="又一段"),
            [HEAD, "新的一段", "又一段", SECOND],
            id="instead of one",
        ),
    ],
)
def test_a_new_paragraph_is_one(edit: Edit, wanted: list[str], *, tracked: bool) -> None:
    """It is not glued to its neighbours, and nothing is said: it went as it was meant."""
    result, notes = decided(source_of(), NOTHING, edit, tracked=tracked)
    assert readings(result) == wanted
    assert notes == ()


@pytest.mark.parametrize("tracked", [True, False])
def test_it_is_in_the_archive(*, tracked: bool) -> None:
    """Valid, with the reviewer's name, and the source is restored from it; other ids stay."""
    source = source_of()
    result, _ = decided(source, NOTHING, behind(FIRST, "编者按。"), tracked=tracked)
    xml = archived(result.document)
    assert '<supplied ana="#rule.reviewer" cert="1" resp="#reviewer">编者按。</supplied>' in xml
    assert restore_xml(xml.encode()) == source.source.data
    assert verify(xml.encode(), schemas()).faults == ()
    ids = [b.id for b in result.document.blocks]
    assert [i for i in ids if i in {b.id for b in repair(source).blocks}] == [
        b.id for b in repair(source).blocks
    ]
    assert len(set(ids)) == 4


def test_its_style_is_its_role() -> None:
    """Behind a heading, in the style of text: it is text."""
    source = source_of()
    body = next(b for b in repair(source).blocks if b.reading == FIRST)
    result, notes = decided(source, NOTHING, behind(HEAD, "编者按。", style="Body"), tracked=True)
    new = next(b for b in result.document.blocks if b.reading == "编者按。")
    assert new.role is body.role
    assert notes == ()


def test_a_second_round_finds_nothing_to_decide() -> None:
    """The document with the new paragraphs, returned as it was."""
    source = source_of()
    first, _ = decided(source, NOTHING, behind(FIRST, "编者按。", "又按。"), tracked=True)
    for tracked in (True, False):
        data = written(first.document, tracked=tracked)
        found = infer_decisions(first.document, first.requests, opened(data, "n"), review=tracked)
        assert found == InferredDecisions(())


@pytest.mark.parametrize("tracked", [True, False])
def test_a_second_round_adds_changes_and_takes_out(*, tracked: bool) -> None:
    """A reviewer who comes back to his own paragraphs."""
    source = source_of()
    first, _ = decided(source, NOTHING, behind(FIRST, "编者按。", "又按。"), tracked=True)

    def take_out(root: Element) -> None:
        gone = paragraph_with(root, "编者按。")
        gone.getparent().remove(gone)

    less, notes = decided(source, first.decisions, take_out, tracked=tracked)
    assert readings(less) == [HEAD, FIRST, "又按。", SECOND]
    assert notes == ()
    more, notes = decided(source, first.decisions, behind("又按。", "三按。"), tracked=tracked)
    assert readings(more) == [HEAD, FIRST, "编者按。", "又按。", "三按。", SECOND]
    assert notes == ()


def test_one_before_an_earlier_one_stands_behind_it_and_that_is_said() -> None:
    """Two of one place keep the order in which they were written."""
    source = source_of()
    first, _ = decided(source, NOTHING, behind(FIRST, "编者按。"), tracked=True)
    result, notes = decided(source, first.decisions, behind(FIRST, "又按。"), tracked=True)
    assert readings(result) == [HEAD, FIRST, "编者按。", "又按。", SECOND]
    assert len(notes) == 1
    assert "stands behind it" in notes[0]


def test_one_before_all_others_becomes_the_first_line_and_that_is_said() -> None:
    """There is no paragraph that it could stand behind."""
    result, notes = decided(source_of(), NOTHING, before(HEAD, "编者按。"), tracked=True)
    assert readings(result) == [f"编者按。\n{HEAD}", FIRST, SECOND]
    assert len(notes) == 1
    assert "became the first line" in notes[0]


def test_an_empty_one_is_left_out_and_that_is_said() -> None:
    """No paragraph without text."""
    result, notes = decided(source_of(), NOTHING, behind(FIRST, ""), tracked=True)
    assert readings(result) == [HEAD, FIRST, SECOND]
    assert len(notes) == 1
    assert "an inserted empty paragraph" in notes[0]
