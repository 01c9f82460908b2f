"""The way back: what an editor did in a word processor is obeyed by the next conversion, in all formats."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from convert.cli import run
from convert.conversion import read, repair
from convert.decisions import Decisions, Verdict, as_toml, read_decisions, review
from convert.decisions.reviewer_changes import REVIEWER_LAYOUT, REVIEWER_TEXT
from convert.decisions.word import InferredDecisions, infer_decisions
from convert.document.actions import Edit, Gate, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.integrity import restore
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
    resolve,
    settle,
    swap,
    written,
)
from tests.support.word_decisions import SAMPLE_FILES, back, obeyed, readings, source_of

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
