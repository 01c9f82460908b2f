"""A table from a text to all four formats, and back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pytest
from lxml import etree

from convert.decisions.decision import ChangeKey, Decision, Verdict, key_of
from convert.decisions.gate import DecisionGate
from convert.document.actions import Action, Candidate, by_certainty
from convert.document.cells import MOST_CELLS
from convert.document.integrity import restore as restored
from convert.document.model import Document, Metadata, Proposal
from convert.document.roles import Role
from convert.language import language
from convert.passes.registry import PASSES, repair, run
from convert.readers.docx import read_docx
from convert.readers.text import read_text
from convert.tei.document import read_document
from convert.tei.restore import restore_xml
from convert.tei.verify import schemas, verify
from convert.tei.views import as_text, block_texts
from convert.tei.write import write_tei
from convert.text.source import decode
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx
from convert.writers.epub import write_epub
from convert.writers.pdf import write_pdf

CELLS = (
    ("名次", "球队", "积分"),
    ("1", "红星", "32"),
    ("2", "前进", ""),
    ("3", "火车头", "28"),
)
TEXT = f"""\
联赛战罢十轮 红星领跑

本报讯 记者林知远报道，足球联赛昨天战罢第十轮，红星队以二比一胜前进队，继续领跑积分榜。

表1 联赛积分榜

{"".join(chr(9).join(row) + chr(10) for row in CELLS)}
下一轮比赛将于周六晚在市体育场进行，门票已经售完，球迷可以在家里收看直播。
"""
STYLE = load_style("newspaper")
CONTEXT = WriteContext(datetime(2025, 12, 8, tzinfo=UTC))
TEI = "{http://www.tei-c.org/ns/1.0}"


@pytest.fixture(scope="module")
def issue() -> Document:
    """Read and repair the text."""
    source = decode(TEXT.encode(), "utf-8", name="1208.txt")
    return repair(read_text(source, Metadata(language="zh-Hans", name="1208.txt")))


@pytest.fixture(scope="module")
def archive(issue: Document) -> bytes:
    """Write its archival XML."""
    return write_tei(issue, STYLE, CONTEXT).data


def test_archive_has_rows_of_cells(archive: bytes) -> None:
    """An empty place is an empty cell; heads are labels; the schema is kept, and the source comes back."""
    root = etree.fromstring(archive, etree.XMLParser())
    (table,) = root.iter(f"{TEI}table")
    assert (table.get("rows"), table.get("cols")) == ("4", "3")
    assert [("".join(map(str, head.itertext())), head.get("type")) for head in table.iter(f"{TEI}head")] == [
        ("表1 联赛积分榜", "caption")
    ]
    rows = [tuple("".join(map(str, cell.itertext())) for cell in row) for row in table.iter(f"{TEI}row")]
    assert rows == [*CELLS]
    assert [cell.get("role") for cell in table.iter(f"{TEI}cell")][:4] == ["label"] * 3 + [None]
    assert verify(archive, schemas()).valid
    assert restore_xml(archive) == TEXT.encode()


def test_archive_is_read_back_with_its_table(issue: Document, archive: bytes) -> None:
    """Cells have their places again, and the same file is written of them."""
    again = read_document(archive)
    assert [block.cell for block in again.blocks] == [block.cell for block in issue.blocks]
    assert [block.role for block in again.blocks] == [block.role for block in issue.blocks]
    assert again.text == issue.text
    assert write_tei(replace(again, archive=b""), STYLE, CONTEXT).data.count(b"<cell") == 12


def test_reading_has_tabs_between_cells_and_reads_the_same_again(issue: Document, archive: bytes) -> None:
    """The reading, taken as a source, has the table again."""
    view = as_text(block_texts(etree.fromstring(archive, etree.XMLParser())))
    assert view == issue.text
    again = repair(read_text(decode(view.encode(), "utf-8"), Metadata(language="zh-Hans")))
    assert again.text == view
    assert [block.cell for block in again.blocks] == [block.cell for block in issue.blocks]


def test_book_has_a_table_with_heads(issue: Document) -> None:
    """Its heads say what they head; the style sheet of tables is in the book."""
    with ZipFile(BytesIO(write_epub(issue, STYLE, CONTEXT).data)) as book:
        pages = "".join(book.read(n).decode() for n in sorted(book.namelist()) if n.endswith(".xhtml"))
        assert b"tables.css" in book.read("EPUB/content.opf")
        assert "EPUB/tables.css" in book.namelist()
    assert (
        '<table class="cells"><caption><p class="table-caption">表1 联赛积分榜</p></caption><thead>' in pages
    )
    rows = re.findall(r"<tr>(.*?)</tr>", pages)
    assert [tuple(re.findall(r"<t[hd][^>]*?(?:/>|>(.*?)</t[hd]>)", row)) for row in rows] == [*CELLS]
    assert pages.count('scope="col"') == 3


def test_word_has_a_table_whose_head_repeats(issue: Document) -> None:
    """A real table, of which the first row stands on every page."""
    word = docx.Document(BytesIO(write_docx(issue, STYLE, CONTEXT).data))
    (table,) = word.tables
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [*CELLS]
    before = table._tbl.getprevious()  # noqa: SLF001 - python-docx shows no neighbours
    caption = next(p for p in word.paragraphs if p._p is before)  # noqa: SLF001 - the same
    assert caption.style is not None
    assert (caption.text, caption.style.name) == ("表1 联赛积分榜", "Table Caption")
    assert caption.style.paragraph_format.keep_with_next
    assert [row._tr.find(".//{*}tblHeader") is not None for row in table.rows] == [True, *[False] * 3]  # noqa: SLF001 - python-docx shows no such property


def test_word_document_comes_back_with_its_table(issue: Document) -> None:
    """A DOCX as source: the file itself says where its cells stand."""
    again = repair(read_docx(write_docx(issue, STYLE, CONTEXT).data, Metadata(language="zh-Hans")))
    shown = {block.reading: block.cell for block in issue.blocks if block.cell}
    assert {block.reading: block.cell for block in again.blocks if block.cell} == shown
    assert [b.reading for b in again.blocks if b.role is Role.TABLE_CAPTION] == ["表1 联赛积分榜"]


def test_a_rejected_table_stays_lines(issue: Document) -> None:
    """One decision is on the whole table."""
    source = replace(issue.source, name="")
    bare = read_text(source, Metadata(language="zh-Hans"))
    keys: list[ChangeKey] = []

    def asked(candidate: Candidate) -> Action | Proposal | None:
        if candidate.rule.name == "tables":
            keys.append(key_of("tables", candidate.proposal))
        return by_certainty(candidate)

    repair(bare, asked)
    (key,) = keys
    gate = DecisionGate({key: Decision(key, Verdict.REJECT, "")}, "某编辑")
    done = repair(bare, gate)
    assert not any(block.cell for block in done.blocks)
    assert restored(done) == TEXT.encode()
    (open_question,) = (p for p in done.proposals if p.change.rule == "tables")
    assert (open_question.change.cert, open_question.change.by) == (0.0, "某编辑")


def test_a_text_with_more_cells_than_a_table_may_have_stays_lines() -> None:
    """Its rows are read as lines, at no more cost than any text."""
    rows = "".join(f"{number}\t红星\t{number % 20}\n" for number in range(MOST_CELLS // 3 + 1))
    text = read_text(decode(rows.encode(), "utf-8"), Metadata(language="zh-Hans"))
    steps = [step for step in PASSES if step.rule.name == "tables"]
    done = run(text, language("zh-Hans"), steps)
    assert done.blocks == text.blocks


def test_pdf_has_a_tagged_table(issue: Document) -> None:
    """Table > Caption, TR > TH, TD, with the scope of heads; each row has all its places."""
    with pikepdf.open(BytesIO(write_pdf(issue, STYLE, CONTEXT).data)) as pdf:
        tables = [e for e in _elements(pdf.Root.StructTreeRoot) if e.get("/S") == "/Table"]
        (table,) = tables
        assert str(table.K[0].S) == "/Caption"
        lines = list(table.K)[1:]
        rows = [[str(cell.S) for cell in row.K] for row in lines]
        scopes = {str(cell.A.Scope) for cell in lines[0].K}
    assert rows == [["/TH"] * 3, *[["/TD"] * 3] * 3]
    assert scopes == {"/Column"}


def _elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """List an element of the structure and all in it."""
    if "/K" not in element:
        return [element]
    inside = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    found = [kid for kid in inside if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [element, *(each for kid in found for each in _elements(kid))]


def test_review_document_shows_every_cell(issue: Document) -> None:
    """In a document for review each cell is a paragraph, so that it can be corrected."""
    word = docx.Document(BytesIO(ReviewDocxWriter()(issue, STYLE, CONTEXT).data))
    shown = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Table Cell"]
    assert shown == [text for row in CELLS for text in row if text]
    assert all(block.role is Role.TABLE_CELL for block in issue.blocks if block.cell)
