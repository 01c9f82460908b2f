"""The way back: what an editor did in a word processor is obeyed by the next conversion, in all formats."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.cli import run
from convert.conversion import read, repair
from convert.decisions import Decisions, Verdict, as_toml, read_decisions, review
from convert.decisions.reviewer_changes import REVIEWER_LAYOUT, REVIEWER_TEXT
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.decisions.word.tokens import CannotTell
from convert.document.actions import Edit, Gate, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.integrity import check, restore
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.readers.word import opened
from convert.writers.docx.ooxml import w
from tests.support.build import document
from tests.support.editor import (
    ACCEPT,
    REJECT,
    Element,
    by,
    edited,
    merge,
    resolve,
    settle,
    swap,
    written,
)
from tests.support.editor import Edit as DocxEdit
from tests.support.examples import examples
from tests.support.paths import SAMPLES
from tests.support.tracked_docx import paragraphs_of, squeezed

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))


def back(
    made: Document,
    source: Document,
    *edits: DocxEdit,
    tracked: bool = True,
    more: dict[str, bytes] | None = None,
) -> InferredDecisions:
    """Return what was decided, as the command finds it."""
    asked = review(source, Decisions()).requests
    data = edited(written(made, tracked=tracked), *edits, more=more)
    return infer_decisions(made, asked, opened(data, "page.docx"), review=tracked)


def obeyed(source: Document, found: InferredDecisions) -> Document:
    """Return what the next conversion makes, the decisions having gone through their file."""
    reviewed = review(source, Decisions(found.decisions))
    again = read_decisions(as_toml(source, reviewed, "page.decisions.toml"), "page.decisions.toml")
    second = review(source, again)
    assert not second.lost
    check(second.document)
    assert restore(second.document) == source.source.data
    return second.document


def readings(made: Document) -> list[str]:
    """Return what is read."""
    return [b.reading for a in made.articles for b in a.readable]


def in_place(made: Document) -> list[str]:
    """Return what is read, the later part of an article where it stands: as a reviewer sees it."""
    return [b.reading for division in made.divisions for b in division.readable]


def source_of(text: str) -> Document:
    """Read a text."""
    return read(text.encode(), Metadata(name="page.txt", language="zh-Hans"))


EACH = [pytest.param(path, id=path.stem) for path in SAMPLE_FILES]


@pytest.mark.parametrize("path", EACH)
@pytest.mark.parametrize("tracked", [True, False])
def test_nothing_done_nothing_decided(path: Path, *, tracked: bool) -> None:
    """A document that comes back as it went out decides nothing."""
    source = read(path.read_bytes(), Metadata(name=path.name))
    found = back(repair(source), source, tracked=tracked)
    assert (found.decisions, found.notes) == ((), ())


@pytest.mark.parametrize("path", EACH)
def test_accepting_all_changes_nothing(path: Path) -> None:
    """What is accepted was done already; now it is a person's word."""
    source = read(path.read_bytes(), Metadata(name=path.name))
    made = repair(source)
    found = back(made, source, ACCEPT)
    assert {d.verdict for d in found.decisions} <= {Verdict.ACCEPT}
    assert not [d for d in found.decisions if d.key.rule in {REVIEWER_TEXT.name, REVIEWER_LAYOUT.name}]
    assert readings(obeyed(source, found)) == readings(made)


@pytest.mark.parametrize("path", EACH)
def test_rejecting_all_gives_the_sources_characters_back(path: Path) -> None:
    """No character is read otherwise than the source has it, where all of a rule's edits were tracked."""
    source = read(path.read_bytes(), Metadata(name=path.name))
    made = repair(source)
    found = back(made, source, REJECT)
    assert not [d for d in found.decisions if d.verdict is Verdict.ACCEPT], found.decisions
    rejected = {d.key.rule for d in found.decisions}
    marks = {c.rule for b in made.blocks for s in b.segments for c in s.changes} & {
        "fullwidth-punctuation",
        "dashes",
        "quotes",
    }
    assert marks <= rejected
    obeyed(source, found)


def test_one_rule_is_rejected_and_another_accepted() -> None:
    """Each mark by itself; what is still tracked stays open."""
    source = source_of("会议己经结束,大家都说好。\n\n会议己经开始,大家都来了。\n")
    made = repair(source)
    assert "已经" in readings(made)[0]
    look_alikes = by("confusables")
    found = back(made, source, settle("del", "ins", look_alikes))
    assert {(d.key.rule, d.verdict) for d in found.decisions} == {("confusables", Verdict.REJECT)}
    assert len(found.decisions) == 2
    assert readings(obeyed(source, found)) == ["会议己经结束，大家都说好。", "会议己经开始，大家都来了。"]


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


def test_another_style_is_another_role() -> None:
    """A paragraph that was given the style of a subhead is one."""

    def do(root: Element) -> None:
        paragraph = next(p for p in root[0].iter(w("p")) if "先听" in "".join(p.itertext()))
        paragraph.find(f"{w('pPr')}/{w('pStyle')}").set(w("val"), "Heading2")

    made = document(
        [(Role.HEADLINE, "渡口改造完工"), (Role.BODY, "先听后办，难事不推。"), (Role.BODY, "大家都说好。")]
    )
    found = infer_decisions(made, {}, opened(edited(written(made), do), "page.docx"))
    assert [(d.key.action, d.key.before, d.key.after) for d in found.decisions] == [
        ("label", "body", "subhead")
    ]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("", Verdict.REJECT), ("接受，是对的", Verdict.ACCEPT), ("Reject", Verdict.REJECT)],
)
def test_resolved_comments_decide(answer: str, verdict: Verdict) -> None:
    """Resolved with the text as it was: no. An answer goes before that."""
    path = next(p for p in SAMPLE_FILES if repair(read(p.read_bytes(), Metadata(name=p.name))).proposals)
    source = read(path.read_bytes(), Metadata(name=path.name))
    made = repair(source)
    asked = review(source, Decisions()).requests
    found = infer_decisions(made, asked, opened(resolve(written(made), answer), "page.docx"))
    assert {d.verdict for d in found.decisions} == {verdict}
    assert {d.key for d in found.decisions} == {key for key, how in asked.items() if not how.done}


def test_the_command_closes_the_circle(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Convert, edit, decide, convert: all formats have it, and the archive proves it."""
    source = tmp_path / "page.txt"
    shutil.copy(SAMPLE_FILES[[p.stem for p in SAMPLE_FILES].index("cut-columns")], source)
    out = tmp_path / "out"
    assert run(["convert", "-q", "--review", "-f", "docx", "-o", str(out), str(source)]) == 0
    docx = out / "page.docx"
    docx.write_bytes(edited(docx.read_bytes(), settle("del", "ins", by("fullwidth-punctuation"))))
    assert run(["decisions", "--from-docx", str(docx), str(source), "--write"]) == 0
    assert "0 accepted" in capfd.readouterr().err
    assert run(["convert", "-q", "--force", "-o", str(out), str(source)]) == 0
    assert run(["verify", str(out / "page.xml")]) == 0
    capfd.readouterr()
    assert run(["view", str(out / "page.xml"), "--as", "reading"]) == 0
    assert "，" not in capfd.readouterr().out.replace("，", "", source.read_text("utf-8").count("，"))


def test_what_cannot_be_is_told_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A DOCX of another source, of nobody, without its source, and none at all."""
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("今日天晴。\n", "utf-8")
    other.write_text("明日有雨。\n", "utf-8")
    assert run(["convert", "-q", "--review", "-f", "docx", "-o", str(tmp_path / "out"), str(one)]) == 0
    docx = str(tmp_path / "out" / "one.docx")
    (tmp_path / "none.docx").write_bytes(b"no zip")
    capfd.readouterr()
    for arguments, said, status in (
        ([docx, str(other)], "made from another source", 2),
        ([docx], "neither beside it nor in the current folder", 2),
        ([str(tmp_path / "none.docx")], "damaged or truncated", 3),
    ):
        assert run(["decisions", "--from-docx", *arguments]) == status
        told = capfd.readouterr().err
        assert said in told
        assert len(told.splitlines()) == 1


MADE = {
    path: (
        read(path.read_bytes(), Metadata(name=path.name)),
        repair(read(path.read_bytes(), Metadata(name=path.name))),
    )
    for path in SAMPLE_FILES
}


@examples(60)
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


def test_a_document_without_its_title_page_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The break behind the title page parts it from the text: without it no character has its place."""

    def do(root: Element) -> None:
        for section in list(root[0].iter(w("sectPr"))):
            section.getparent().remove(section)

    source, out = tmp_path / "page.txt", tmp_path / "out"
    source.write_text("渡口改造完工\n\n今年以来,渡口的候船室修好了。\n", "utf-8")
    assert run(["convert", "-q", "-f", "docx", "-o", str(out), str(source)]) == 0
    path = out / "page.docx"
    path.write_bytes(edited(path.read_bytes(), do))
    capfd.readouterr()
    assert run(["decisions", "--from-docx", str(path), str(source)]) == 2
    told = capfd.readouterr().err
    assert "the break after the title page is missing" in told
    assert len(told.splitlines()) == 1


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


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("渡口甲\u2029乙的候船室修好了。", id="a paragraph separator"),
        pytest.param("渡口甲\u2028乙的\u2029候船室\u2029修好了。", id="several"),
        pytest.param("渡口甲\r\n乙的\r\n候船室修好了。", id="line ends of two characters"),
        pytest.param("渡口甲\r乙的候船室\r修好了。", id="old line ends"),
        pytest.param("渡口甲\x0b乙的\x00候船室\ufffe修好了。", id="what no XML can hold"),
        pytest.param("¶渡口甲¶乙的¶候船室¶修好了。¶", id="signs"),
    ],
)
def test_characters_like_our_own_marks_do_no_harm(text: str, *, tracked: bool) -> None:
    """Words beside them are written over, and what cannot be seen in the document stays as it is."""

    def nothing(document: Document, _gate: Gate) -> Document:
        return document

    source = source_of(f"{text}\n\n大家都说好。\n")
    data = written(review(source, Decisions(), nothing).document, tracked=tracked)
    kept = infer_decisions(source, {}, opened(data, "page.docx"), review=tracked)
    assert kept == InferredDecisions(())
    for new in ("码头", "新候船室", "候船", ""):
        edit = edited(data, swap("候船室", new) if "候船室" in text else swap("候", new))
        found = infer_decisions(source, {}, opened(edit, "page.docx"), review=tracked)
        listed = as_toml(source, review(source, Decisions(found.decisions), nothing), "n")
        result = review(source, read_decisions(listed, "n"), nothing)
        assert (found.notes, result.lost) == ((), {})
        assert [b.reading for b in result.document.blocks] == [text.replace("候船室", new), "大家都说好。"]
        assert restore(result.document) == source.source.data


def test_a_paragraph_separator_is_no_end_of_a_paragraph() -> None:
    """Taken out of a text and put into it: it is a character."""
    source = source_of("渡口甲\u2029乙开放了。\n\n大家都说好。\n")
    data = written(source)
    for old, new in (("甲\u2029乙", "甲乙"), ("开放", "开\u2029放")):
        found = infer_decisions(source, {}, opened(edited(data, swap(old, new)), "page.docx"))
        assert {d.key.rule for d in found.decisions} == {REVIEWER_TEXT.name}
        result = review(source, Decisions(found.decisions), lambda document, _gate: document)
        assert readings(result.document) == [source.blocks[0].reading.replace(old, new), "大家都说好。"]


def test_a_rule_may_have_a_plus_in_its_name() -> None:
    """Authors of marks are names of rules with + between: its marks are its own, and no editor's."""

    def marks(document: Document, gate: Gate) -> Document:
        rule = Rule("a+b", Kind.CORRECTION)
        return rewrite(document, rule, [Edit(0, 2, 3, "，")], gate)

    source = source_of("渡口,开了。\n")
    made = review(source, Decisions(), marks)
    data = written(made.document)
    found = infer_decisions(made.document, made.requests, opened(data, "page.docx"))
    assert found == InferredDecisions(())
    rejected = infer_decisions(made.document, made.requests, opened(edited(data, REJECT), "page.docx"))
    assert [(d.key.rule, d.verdict) for d in rejected.decisions] == [("a+b", Verdict.REJECT)]


@pytest.mark.parametrize("number", [0, 1])
def test_a_comment_means_the_proposal_that_it_quotes(number: int) -> None:
    """Of two in one place, one of which begins like the other."""

    def both(document: Document, gate: Gate) -> Document:
        rule = Rule("words", Kind.CORRECTION)
        return rewrite(document, rule, [Edit(0, 0, 1, text, 0.3) for text in ("度", "度 口")], gate)

    source = source_of("渡口开了。\n")
    made = review(source, Decisions(), both)
    data = resolve(written(made.document), only=number)
    found = infer_decisions(made.document, made.requests, opened(data, "page.docx"))
    assert [(d.key.after, d.verdict) for d in found.decisions] == [(["度 口", "度"][number], Verdict.REJECT)]
