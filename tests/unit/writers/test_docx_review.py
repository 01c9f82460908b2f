"""The Word document with tracked changes: accepted it is the reading, rejected it is the source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from lxml import etree
from openxml_audit import OpenXmlValidator

from convert.conversion import read, repair
from convert.document.actions import Action, Edit, Join, Label, Place, Rule, Split
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx
from convert.writers.docx.ooxml import w
from convert.writers.docx.tracked import authors, tracked_lines
from tests.support.build import document
from tests.support.examples import examples
from tests.support.paths import SAMPLES
from tests.support.programmes import Programme, programmes
from tests.support.shown import documents
from tests.support.tracked_docx import paragraphs_of, squeezed

MADE = datetime(2025, 12, 8, 6, 30, tzinfo=UTC)
SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))
PLAIN = Rule("plain", Kind.CORRECTION)


def reviewed(made: Document) -> bytes:
    """Write a document with tracked changes."""
    return ReviewDocxWriter()(made, load_style("newspaper"), WriteContext(MADE)).data


def check(made: Document) -> None:
    """Compare both ways with what the document says of itself."""
    data = reviewed(made)
    shown = [b.reading for a in made.divisions for b in a.readable]  # each where it stands
    accepted = [squeezed(text) for text in paragraphs_of(data, accept=True)]
    assert [t for t in accepted if t] == [t for t in map(squeezed, shown) if t]
    pieces = sorted((s.at, s.source) for b in made.blocks for s in b.segments if s.source)
    rejected = squeezed("".join(paragraphs_of(data, accept=False)))
    assert rejected == squeezed("".join([source for _, source in pieces]))
    assert reviewed(made) == data


def check_schema(made: Document, folder: Path) -> None:
    """Hold the file against the schemas of ECMA-376, in both forms."""
    path = folder / "page.docx"
    for write in (ReviewDocxWriter(), write_docx):
        path.write_bytes(write(made, load_style("newspaper"), WriteContext(MADE)).data)
        result = OpenXmlValidator().validate(path)
        assert [str(error) for error in result.errors] == []


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda p: p.stem)
def test_samples_both_ways(path: Path, tmp_path: Path) -> None:
    """Accepting all gives the reading, rejecting all the source's wording, for repaired samples."""
    made = repair(read(path.read_bytes(), Metadata(name=path.name)))
    check(made)
    check_schema(made, tmp_path)


@examples(40)
@given(programmes)
def test_any_passes_both_ways(programme: Programme) -> None:
    """Whatever rules did: joined, parted, moved, and written over the seams."""
    for made, _ in programme.documents():
        check(made)


@examples(25)
@given(documents)
def test_any_document_both_ways(made: Document) -> None:
    """Whatever roles and texts come, both ways hold."""
    check(made)


def test_a_join_is_a_deleted_end_of_paragraph() -> None:
    """Rejecting a join gives the two paragraphs back, accepting it one."""
    made = rewrite(document([(Role.BODY, "甲乙"), (Role.BODY, "丙丁。")]), PLAIN, [Join(0, 1)])
    assert paragraphs_of(reviewed(made), accept=True)[0] == "甲乙丙丁。"
    assert paragraphs_of(reviewed(made), accept=False)[:2] == ["甲乙", "丙丁。"]


def test_a_moved_block_stands_in_both_places() -> None:
    """Rejecting a move gives the source's order back."""
    made = rewrite(document([(Role.BODY, t) for t in ("甲。", "乙。", "丙。")]), PLAIN, [Place(2, 0)])
    assert [t for t in paragraphs_of(reviewed(made), accept=True) if t] == ["甲。", "丙。", "乙。"]
    assert [t for t in paragraphs_of(reviewed(made), accept=False) if t] == ["甲。", "乙。", "丙。"]


def test_a_change_names_rule_date_and_place() -> None:
    """The rule is the author; a hidden bookmark has the offset and length in the source."""
    made = rewrite(document([(Role.BODY, "甲一乙")]), PLAIN, [Edit(0, 1, 2, "—")])
    with ZipFile(BytesIO(reviewed(made))) as book:
        root = etree.fromstring(book.read("word/document.xml"))
    deletion = next(root.iter(w("del")))
    assert (deletion.get(w("author")), deletion.get(w("date"))) == ("plain", "2025-12-08T06:30:00Z")
    assert "_c1_1" in [mark.get(w("name")) for mark in root.iter(w("bookmarkStart"))]


def test_a_doubt_is_a_comment() -> None:
    """What was only proposed is a comment in words of the document's language, beside rule and place."""
    made = rewrite(document([(Role.BODY, "甲一乙")]), PLAIN, [Edit(0, 1, 2, "—", 0.5)])
    (comment,) = docx.Document(BytesIO(reviewed(made))).comments
    assert (comment.author, comment.initials) == ("plain", "edit:1")
    assert comment.text == "“一”疑为“—”，可信度 0.50"


@pytest.mark.parametrize(
    ("action", "language", "words"),
    [
        pytest.param(Edit(1, 1, 2, "—", 0.77), "zh-Hans", "“一”疑为“—”，可信度 0.77", id="a misreading"),
        pytest.param(Edit(1, 1, 2, "—", 0.77), "zh-Hant", "「一」疑為「—」，可信度 0.77", id="traditional"),
        pytest.param(Edit(1, 1, 2, "—", 0.77), "de", "“一” may be “—”; certainty 0.77", id="English"),
        pytest.param(Edit(1, 1, 2, "", 0.6), "zh", "“一”疑为多余，可信度 0.60", id="too much"),
        pytest.param(Edit(1, 3, 4, "", 0.6), "zh", "空白疑为多余，可信度 0.60", id="a space too much"),
        pytest.param(Edit(1, 1, 1, "了", 0.6), "zh", "此处疑缺“了”，可信度 0.60", id="too little"),
        pytest.param(Join(0, 1, cert=0.3), "zh", "疑与“首段。”原为一段，可信度 0.30", id="one paragraph"),
        pytest.param(Split(1, 2, 0.3), "zh", "此处疑应另起一段，可信度 0.30", id="two paragraphs"),
        pytest.param(
            Label(1, Role.HEADLINE, 0.3), "zh", "疑为标题，现作正文，可信度 0.30", id="another role"
        ),
        pytest.param(Place(0, 1, cert=0.3), "zh", "疑应接在“甲一乙 丙”之后，可信度 0.30", id="elsewhere"),
        pytest.param(
            Place(1, 0, opens=Opening.ARTICLE, cert=0.3), "zh", "疑为另一篇之始，可信度 0.30", id="an article"
        ),
    ],
)
def test_doubts_are_told_in_words(action: Action, language: str, words: str) -> None:
    """No ids, and no names that programs have for things."""
    paragraphs = [(Role.BODY, "首段。"), (Role.BODY, "甲一乙 丙")]
    made = rewrite(document(paragraphs, Metadata(language=language)), PLAIN, [action])
    (comment,) = docx.Document(BytesIO(reviewed(made))).comments
    assert comment.text == words


@pytest.mark.parametrize(
    ("time", "date"),
    [
        pytest.param(MADE, "2025-12-08T06:30:00Z", id="the time that is given"),
        pytest.param(datetime(1951, 3, 1, tzinfo=UTC), "1951-03-01T00:00:00Z", id="older than all zips"),
        pytest.param(None, None, id="none is known"),
    ],
)
def test_no_date_is_made_up(time: datetime | None, date: str | None) -> None:
    """Neither marks nor properties say 1980 where nothing is known."""
    base = document([(Role.BODY, "甲一乙")])
    made = rewrite(rewrite(base, PLAIN, [Edit(0, 1, 2, "—")]), PLAIN, [Edit(0, 2, 3, "甲", 0.2)])
    data = ReviewDocxWriter()(made, load_style("newspaper"), WriteContext(time)).data
    with ZipFile(BytesIO(data)) as book:
        marks = (
            etree.fromstring(book.read("word/document.xml")),
            etree.fromstring(book.read("word/comments.xml")),
        )
        core = book.read("docProps/core.xml").decode()
    dated = [mark.get(w("date")) for root in marks for mark in root.iter(w("del"), w("ins"), w("comment"))]
    assert dated == [date] * 3
    assert ("created" in core, "1980" in core) == (date is not None, False)


def test_the_file_tells_its_source() -> None:
    """Custom properties hold the issue and the digest of the source, as text even where hostile."""
    made = document(
        [(Role.BODY, "甲")],
        Metadata(title="报\x00<", date="2025-12-08", number="321", language="zh-Hans", name="p.txt"),
    )
    with ZipFile(BytesIO(reviewed(made))) as book:
        root = etree.fromstring(book.read("docProps/custom.xml"))
    told = {element.get("name"): element[0].text for element in root}
    assert told["source-sha256"] == made.source.digest
    assert (told["newspaper"], told["date"], told["number"]) == ("报\ufffd<", "2025-12-08", "321")


def test_a_mark_that_word_does_not_know_is_found(tmp_path: Path) -> None:
    """The judge of the other tests sees a wrong element."""
    made = rewrite(document([(Role.BODY, "甲一乙")]), PLAIN, [Edit(0, 1, 2, "—")])
    path = tmp_path / "wrong.docx"
    with ZipFile(BytesIO(reviewed(made))) as book, ZipFile(path, "w") as wrong:
        for name in book.namelist():
            wrong.writestr(
                name, book.read(name).replace(b"w:del ", b"w:gone ").replace(b"w:del>", b"w:gone>")
            )
    assert OpenXmlValidator().validate(path).errors


def test_what_was_written_over_a_seam_shows_what_stood_on_both_sides() -> None:
    """Two paragraphs joined, and the words at the seam read otherwise: rejected, the words are there."""
    joined = rewrite(read("甲乙\n\n丙丁\n".encode(), Metadata()), PLAIN, [Join(0, 1)])
    made = rewrite(joined, PLAIN, [Edit(0, 1, 3, "庚")])
    check(made)
    assert squeezed(paragraphs_of(reviewed(made), accept=False)[0]).startswith("甲乙")


def test_a_block_that_is_read_nowhere_is_deleted_where_the_source_has_it() -> None:
    """By the rule that dropped its text, wherever the block stands now."""
    source = document([(Role.BODY, text) for text in ("甲乙丙丁。", "甲乙丙", "戊己。")])
    dropped = rewrite(source, PLAIN, [Edit(1, 0, 3, "")])
    made = replace(dropped, blocks=tuple(dropped.blocks[number] for number in (0, 2, 1)))
    lines = tracked_lines(made)
    assert [line.block.id for line in lines] == [block.id for block in source.blocks]
    assert authors(lines) == {"plain"}
    check(made)


def test_headings_without_marks_have_the_line_ends_of_the_clean_document() -> None:
    """The room at their right is the same; where something is tracked, the lines run on."""
    text = (
        "渝万高铁控制性工程光裕寨隧道贯通\n\n本报讯 昨天上午,渝万高铁全线第二长隧道贯通。\n\n"
        "旧厂房里开出夜校,市民不出街区就能学手艺\n\n本报讯 十二门课五百四十个名额,两天就报满了。\n"
    )
    made = repair(read(text.encode()))
    clean = write_docx(made, load_style("newspaper"), WriteContext(MADE)).data
    rooms = [room for room in _rooms(clean) if room[1]]
    assert [text[:4] for text, _ in rooms] == ["渝万高铁", "旧厂房里"]
    shown = [room for room in _rooms(reviewed(made)) if room[1]]
    assert shown == rooms[:1]


def _rooms(data: bytes) -> list[tuple[str, str]]:
    """Return the text of each paragraph with the room taken from its right."""
    with ZipFile(BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [
        ("".join(text.text or "" for text in paragraph.iter(w("t"))), indent.get(w("right"), ""))
        for paragraph in root.iter(w("p"))
        for indent in paragraph.iterfind(f"{w('pPr')}/{w('ind')}")
    ]
