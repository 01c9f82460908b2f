"""What an editor did in a word processor: words written over, paragraphs joined and parted, moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.conversion import read, repair
from convert.decisions import Decisions, Verdict, review
from convert.decisions.reviewer_changes import REVIEWER_LAYOUT, REVIEWER_TEXT
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.decisions.word.tokens import CannotTell
from convert.document.model import Document, Metadata
from convert.readers.word import opened
from convert.writers.docx.ooxml import w
from tests.support.editor import (
    REJECT,
    Element,
    by,
    edited,
    merge,
    settle,
    swap,
    written,
)
from tests.support.editor import Edit as DocxEdit
from tests.support.examples import examples
from tests.support.tracked_docx import paragraphs_of, squeezed
from tests.support.word_decisions import SAMPLE_FILES, back, obeyed, readings, source_of


def in_place(made: Document) -> list[str]:
    """Return what is read, the later part of an article where it stands: as a reviewer sees it."""
    return [b.reading for division in made.divisions for b in division.readable]


@pytest.mark.parametrize("tracked", [True, False])
def test_words_written_over_are_the_reviewers(*, tracked: bool) -> None:
    """Rendered over, put in and taken out: all of it comes back, in every form of the document."""
    source = source_of("渡口改造完工\n\n今年以来,渡口的候船室修好了,大家都说好。\n")
    made = repair(source)
    edits = swap("候船室", "候车厅"), swap("大家都说", "大家说"), swap("渡口改造", "新渡口改造")
    found = back(made, source, *edits, tracked=tracked)
    assert {d.key.rule for d in found.decisions} == {REVIEWER_TEXT.name}
    again = obeyed(source, found)
    assert readings(again) == ["新渡口改造完工", "今年以来，渡口的候车厅修好了，大家说好。"]
    assert all(
        c.by for b in again.blocks for s in b.segments for c in s.changes if c.rule == REVIEWER_TEXT.name
    )


def test_an_editors_own_tracked_changes_count() -> None:
    """What he tracked himself is what he wants."""

    def do(root: Element) -> None:
        text = next(t for t in root[0].iter(w("t")) if "候船室" in (t.text or ""))
        run, words = text.getparent(), text.text or ""
        parent = run.getparent()
        text.text, rest = words.split("候船室")
        for kind, tag, put in (("del", "delText", "候船室"), ("ins", "t", "码头"), ("", "t", rest)):
            new = etree.Element(w("r"))
            etree.SubElement(new, w(tag)).text = put
            if kind:
                mark = etree.Element(
                    w(kind), {w("id"): "7", w("author"): "何小满", w("date"): "2026-01-03T00:00:00Z"}
                )
                mark.append(new)
                new = mark
            parent.append(new)

    source = source_of("渡口改造完工\n\n今年以来渡口的候船室修好了。\n")
    found = back(repair(source), source, do)
    assert readings(obeyed(source, found))[1] == "今年以来渡口的码头修好了。"


def test_paragraphs_are_joined_and_parted() -> None:
    """An end of paragraph taken out or put in."""

    def join(root: Element) -> None:
        first = next(p for p in root[0].iter(w("p")) if "天晴" in "".join(p.itertext()))
        merge(first)

    source = source_of("今日要闻\n\n今日天晴。\n\n渡口开放了。\n\n明日有雨。\n")
    found = back(repair(source), source, join)
    assert [(d.key.rule, d.key.action) for d in found.decisions] == [(REVIEWER_LAYOUT.name, "join")]
    assert "今日天晴。渡口开放了。" in readings(obeyed(source, found))

    def part(root: Element) -> None:
        text = next(t for t in root[0].iter(w("t")) if "渡口" in (t.text or ""))
        paragraph = text.getparent().getparent()
        text.text, rest = (text.text or "").split("，大家")
        text.text += "，"
        new = etree.fromstring(etree.tostring(paragraph))
        for child in list(new)[1:]:
            new.remove(child)
        etree.SubElement(etree.SubElement(new, w("r")), w("t")).text = "大家" + rest
        paragraph.addnext(new)

    source = source_of("今日要闻\n\n今年以来渡口的候船室修好了，大家都说好。\n")
    found = back(repair(source), source, part)
    assert [(d.key.rule, d.key.action) for d in found.decisions] == [(REVIEWER_LAYOUT.name, "split")]
    assert readings(obeyed(source, found))[1:] == ["今年以来渡口的候船室修好了，", "大家都说好。"]


MADE = {
    path: (
        read(path.read_bytes(), Metadata(name=path.name)),
        repair(read(path.read_bytes(), Metadata(name=path.name))),
    )
    for path in SAMPLE_FILES
}


@examples(30)
@given(
    path=st.sampled_from(SAMPLE_FILES),
    where=st.integers(0),
    put=st.sampled_from(["", "新", "新词", "，"]),
    length=st.integers(0, 2),
    tracked=st.booleans(),
)
def test_any_word_written_over_is_read_next_time(
    *, path: Path, where: int, put: str, length: int, tracked: bool
) -> None:
    """Rendered over, put in or taken out anywhere: the next conversion reads what the editor left."""

    def do(root: Element) -> None:
        body = list(root[0])
        front = next(n for n, p in enumerate(body) if p.find(f"{w('pPr')}/{w('sectPr')}") is not None)
        kept = [
            t for p in body[front + 1 :] for t in p.iter(w("t")) if t.getparent().getparent().tag == w("p")
        ]
        long = [t for t in kept if len(t.text) > 8]
        text = long[where % len(long)]
        at = 3 + where % (len(text.text) - 6)
        text.text = text.text[:at] + put + text.text[at + length :]

    source, made = MADE[path]
    data = edited(written(made, tracked=tracked), do)
    found = infer_decisions(
        made, review(source, Decisions()).requests, opened(data, "page.docx"), review=tracked
    )
    wanted = [squeezed(text) for text in paragraphs_of(data, accept=True)]
    now = obeyed(source, found)
    shown = readings(now) if not tracked else in_place(now)
    assert [squeezed(text) for text in shown] == [text for text in wanted if text]


def test_a_reviewer_who_comes_back_can_change_and_take_back_his_own_words() -> None:
    """A second round on top of the first one: written over again, then rejected."""
    source = source_of("渡口改造完工\n\n今年以来,渡口的候船室修好了,大家都说好。\n")
    first = back(repair(source), source, swap("候船室", "码头"))
    again = review(source, Decisions(first.decisions, "何小满", "page.decisions.toml"))
    assert readings(again.document)[1] == "今年以来，渡口的码头修好了，大家都说好。"
    data = edited(written(again.document, tracked=False), swap("码头", "新码头大楼"))
    second = infer_decisions(again.document, again.requests, opened(data, "page.docx"), review=False)
    both = {d.key: d for d in (*first.decisions, *second.decisions)}
    found = obeyed(source, InferredDecisions(tuple(both.values())))
    assert readings(found)[1] == "今年以来，渡口的新码头大楼修好了，大家都说好。"
    data = edited(written(again.document), settle("del", "ins", by(REVIEWER_TEXT.name)))
    third = infer_decisions(again.document, again.requests, opened(data, "page.docx"))
    assert {d.verdict for d in third.decisions} == {Verdict.REJECT}
    settled = review(source, Decisions(third.decisions))
    assert not settled.lost
    assert readings(settled.document)[1] == "今年以来，渡口的候船室修好了，大家都说好。"


def test_a_rejected_join_and_a_rejected_move_give_the_sources_order_back() -> None:
    """What was joined is two paragraphs again, what was moved stands where the source has it."""
    source = read(
        SAMPLE_FILES[[p.stem for p in SAMPLE_FILES].index("cut-columns")].read_bytes(), Metadata(name="p.txt")
    )
    made = repair(source)
    assert any(d.rule == "paragraphs" for b in made.blocks for s in b.segments for d in s.changes)
    found = back(made, source, REJECT)
    again = obeyed(source, found)
    joined = {
        key.rule
        for key, how in review(source, Decisions()).requests.items()
        if key.action == "join" and how.done
    }
    assert len([b for b in again.blocks if not b.is_furniture]) > len(
        [b for b in made.blocks if not b.is_furniture]
    )
    assert joined <= {d.key.rule for d in found.decisions}
    at = [b.segments[0].at for b in again.blocks]
    assert at == sorted(at)


def test_a_rejected_deletion_inside_text_that_was_taken_out_goes_with_it() -> None:
    """A sentence is taken out with the marks in it: what the marks hid is not read either."""

    def do(root: Element) -> None:
        REJECT(root)
        text = next(t for t in root[0].iter(w("t")) if "渡口的" in (t.text or ""))
        for run_ in [*text.getparent().itersiblings(), text.getparent()]:
            run_.getparent().remove(run_)

    source = source_of("渡口改造完工\n\n今年以来,渡口的候船室修好了,大家都说好。\n")
    found = back(repair(source), source, do)
    rest = "".join(readings(obeyed(source, found))[1:])
    assert "修好了" not in rest
    assert "大家" not in rest


def test_a_thousand_characters_written_anew_are_told_apart_in_time() -> None:
    """A paragraph replaced whole is one edit; one that no table can hold is refused."""
    long = "渡口的候船室修好了，" * 120
    source = source_of(f"渡口改造完工\n\n今年以来{long}大家都说好。\n")
    made = repair(source)

    def anew(length: int) -> DocxEdit:
        def do(root: Element) -> None:
            text = next(t for t in root[0].iter(w("t")) if "候船室" in (t.text or ""))
            text.text = "甲乙丙丁" * length

        return do

    found = back(made, source, anew(200))
    assert readings(obeyed(source, found))[1] == "甲乙丙丁" * 200
    with pytest.raises(CannotTell, match="too much was changed in one place"):
        back(made, source, anew(2_000))


def test_words_put_in_behind_a_rejected_change_hold_on_to_what_the_source_has() -> None:
    """A mark is rejected, and a word put in right behind it: both are read next time."""

    def do(root: Element) -> None:
        REJECT(root)
        for text in reversed(list(root[0].iter(w("t")))):
            if text.text == ",":
                text.text = ",近日"
                return
        raise AssertionError("no mark")

    source = source_of("渡口改造完工\n\n今年以来,渡口的候船室修好了。\n")
    found = back(repair(source), source, do)
    assert readings(obeyed(source, found))[1] == "今年以来,近日渡口的候船室修好了。"
