"""DOCX as a source: styles become roles, the text is the source, hostile files are refused in one line."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from convert.cli import run
from convert.conversion import read, repair
from convert.document.integrity import check, restore
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.errors import UnreadableSource
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx
from convert.writers.docx.ooxml import w
from tests.support.build import document
from tests.support.examples import examples
from tests.support.paths import SAMPLES

SAMPLE = SAMPLES / "cut-columns.txt"
DOCUMENT, TYPES, RELATIONS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
EXTERNAL = (
    '<Relationship Id="r99" TargetMode="External" Target="http://example.org/x" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)


def typed() -> bytes:
    """Type a document with Word's own styles."""
    word = docx.Document()
    word.add_heading("渡口改造完工", 1)
    word.add_paragraph("记者 林知远", "Subtitle")
    word.add_paragraph("今年以来,渡口的候船室修好了。\n大家都说好。")
    word.add_paragraph("   ")
    word.add_heading("先听后办", 2)
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲格", "乙格"
    word.add_heading("图书馆分馆开放", 1)
    word.add_paragraph("两千多户人家因此受益。")
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def altered(
    data: bytes, changes: dict[str, Callable[[str], str]], more: dict[str, bytes] | None = None
) -> bytes:
    """Rewrite parts of a package."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part.decode()).encode() if name in changes else part)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return made.getvalue()


def shown(made: Document) -> list[tuple[Role, str]]:
    """Return roles and readings."""
    return [(b.role, b.reading) for a in made.articles for b in a.readable]


def test_styles_become_roles() -> None:
    """Headings open articles, table cells are paragraphs, a line break is a line end of the source."""
    made = read(typed(), Metadata(name="page.docx"))
    assert [(b.role, b.reading) for b in made.blocks] == [
        (Role.HEADLINE, "渡口改造完工"),
        (Role.SUBTITLE, "记者 林知远"),
        (Role.BODY, "今年以来,渡口的候船室修好了。\n大家都说好。"),
        (Role.SUBHEAD, "先听后办"),
        (Role.BODY, "甲格"),
        (Role.BODY, "乙格"),
        (Role.HEADLINE, "图书馆分馆开放"),
        (Role.BODY, "两千多户人家因此受益。"),
    ]
    assert [b.opens for b in made.blocks].count(Opening.ARTICLE) == 2


def test_rules_repair_it_and_its_styles_stay() -> None:
    """Marks become full-width; no rule thinks better of a heading than the one who typed it."""
    made = repair(read(typed(), Metadata(name="page.docx")))
    check(made)
    assert (Role.BODY, "今年以来，渡口的候船室修好了。大家都说好。") in shown(made)
    assert [role for role, _ in shown(made)].count(Role.HEADLINE) == 2
    assert restore(made).decode().startswith("渡口改造完工\n\n记者 林知远\n\n今年以来,")


def test_what_we_write_we_read() -> None:
    """A clean document comes back with its roles, its articles and what is known of the issue."""
    meta = Metadata(
        title="云津晚报", date="2026-03-14", number="4830", language="zh-Hans", page="4", name="page.txt"
    )
    blocks = [
        *[
            (Role.KICKER, "眉题"),
            (Role.HEADLINE, "高铁隧道贯通了"),
            (Role.BYLINE, "记者 白舟"),
            (Role.BODY, "今日。"),
        ],
        *[(Role.CAPTION, "图为隧道。"), (Role.HEADLINE, "图书馆分馆开放"), (Role.BRIEF, "●晴。")],
    ]
    made = document(blocks, meta)
    data = write_docx(made, load_style("newspaper"), WriteContext()).data
    again = read(data, Metadata(name="page.docx"))
    assert shown(again) == shown(made)
    assert (again.meta.title, again.meta.date, again.meta.number, again.meta.page) == meta_of(meta)
    assert [a.headline for a in again.articles] == ["高铁隧道贯通了", "图书馆分馆开放"]
    assert read(data, Metadata(title="他报", name="page.docx")).meta.title == "他报"


def meta_of(meta: Metadata) -> tuple[str, str, str, str]:
    """Return what a document's properties keep."""
    return meta.title, meta.date, meta.number, meta.page


def test_tracked_changes_count_as_accepted() -> None:
    """What a reviewer's document shows as inserted is text, what it shows as deleted is none."""
    made = repair(read(SAMPLE.read_bytes(), Metadata(name="page.txt")))
    data = ReviewDocxWriter()(made, load_style("newspaper"), WriteContext()).data
    again = read(data, Metadata(name="page.docx"))
    assert [text for _, text in shown(again)] == [text for _, text in shown(made)]


def test_notes_and_text_boxes_are_not_lost() -> None:
    """Text that does not stand in the body's own paragraphs comes too."""
    inner = "<w:p><w:r><w:t>框中文字</w:t></w:r></w:p>"
    box = f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    word = altered(typed(), {DOCUMENT: lambda text: text.replace("</w:p>", box, 1)})
    assert "框中文字" in [b.reading for b in read(word, Metadata(name="page.docx")).blocks]


def test_symbols_and_formulas_are_characters() -> None:
    """A symbol is the character that its font has there, a formula's letters are text, a fallback is none."""
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    fallback = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    more = (
        '<w:r><w:sym w:font="Wingdings" w:char="F06F"/></w:r><w:r><w:sym w:char="D800"/></w:r>'
        f'<m:oMath xmlns:m="{math}"><m:r><m:t>x+1</m:t></m:r></m:oMath><w:r><w:ptab/></w:r>'
        f'<w:r><c:Fallback xmlns:c="{fallback}"><w:t>再来</w:t></c:Fallback></w:r></w:p>'
    )
    word = altered(typed(), {DOCUMENT: lambda text: text.replace("</w:p>", more, 1)})
    assert read(word, Metadata(name="page.docx")).source.text.startswith("渡口改造完工\uf06f\ufffdx+1\t\n")


def test_a_date_that_cannot_be_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A property of the document is checked as every other word on the issue is."""
    made = document(
        [(Role.BODY, "今日天晴。")], Metadata(title="云津晚报", date="2026-03-14", name="page.txt")
    )
    data = write_docx(made, load_style("newspaper"), WriteContext()).data
    bad = altered(data, {"docProps/custom.xml": lambda text: text.replace("2026-03-14", "2026-13-99")})
    (tmp_path / "page.docx").write_bytes(bad)
    out = tmp_path / "out"
    assert run(["convert", "-f", "xml", "-o", str(out), str(tmp_path / "page.docx")]) == 0
    assert "warning: " in (told := capfd.readouterr().err)
    assert "a property: the date 2026-13-99 is not in the calendar and is ignored" in told
    assert "2026-13-99" not in (out / "page.xml").read_text("utf-8")


@examples(25)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
        min_size=1,
        max_size=8,
    )
)
@example([" ", "\u3000"])
def test_no_character_is_lost(texts: list[str]) -> None:
    """Whatever is typed is in the source, once."""
    word = docx.Document()
    for text in texts:
        word.add_paragraph(text)
    made = BytesIO()
    word.save(made)
    wanted = "".join("".join(texts).split())
    if not wanted:
        with pytest.raises(UnreadableSource, match="no text"):
            read(made.getvalue(), Metadata(name="page.docx"))
        return
    got = read(made.getvalue(), Metadata(name="page.docx"))
    check(got)
    assert "".join(got.source.text.split()) == wanted


def bomb() -> bytes:
    """Return a document that unpacks to a hundred times what is allowed."""
    part = f'<w:document xmlns:w="{w("")[1:-1]}"><w:body><w:p/>'.encode() + b" " * 90_000_000
    made = BytesIO()
    with ZipFile(BytesIO(typed())) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, part if name == DOCUMENT else old.read(name))
    return made.getvalue()


def outside(kind: str) -> bytes:
    """Return a document with a link to the outside."""
    return altered(typed(), {RELATIONS: lambda text: text.replace("</Relationships>", EXTERNAL.format(kind))})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted", id="encrypted"),
        pytest.param(typed()[: len(typed()) // 2], "damaged or truncated", id="truncated"),
        pytest.param(bomb(), "unpacks to more than", id="bomb"),
        pytest.param(outside("attachedTemplate"), "links to an external file", id="template"),
        pytest.param(outside("image"), "links to an external file", id="picture"),
        pytest.param(altered(typed(), {}, {"word/vbaProject.bin": b"x"}), "has macros", id="macros"),
        pytest.param(
            altered(typed(), {TYPES: lambda t: t.replace("document.main+xml", "template.main+xml")}),
            "is not a Word document",
            id="another kind",
        ),
        pytest.param(
            altered(typed(), {DOCUMENT: lambda t: f'<!DOCTYPE a [<!ENTITY b "c">]>{t.partition("?>")[2]}'}),
            "DTD",
            id="entities",
        ),
        pytest.param(altered(typed(), {DOCUMENT: lambda t: t[:-30]}), "not well-formed", id="broken XML"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    data: bytes, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One error, status 3, nothing written."""
    (tmp_path / "page.docx").write_bytes(data)
    assert run(["convert", str(tmp_path / "page.docx"), "-o", str(tmp_path / "out")]) == 3
    told = capfd.readouterr().err
    assert said in told
    assert len(told.splitlines()) == 1
    assert not list(tmp_path.glob("out/*"))


def test_cut_anywhere_is_an_error_and_no_crash() -> None:
    """However much of the end is missing."""
    data = typed()
    for size in range(40, len(data) - 1, len(data) // 60):
        with pytest.raises(UnreadableSource):
            read(data[:size], Metadata(name="page.docx"))


def test_a_hyperlink_is_text() -> None:
    """It leads outside, and nobody goes there."""
    assert read(outside("hyperlink"), Metadata(name="page.docx")).blocks


def test_the_archive_proves_the_document(tmp_path: Path) -> None:
    """The XML verifies, and restores the document, or without it its text."""
    document = typed()
    (tmp_path / "page.docx").write_bytes(document)
    out = tmp_path / "out"
    assert run(["convert", str(tmp_path / "page.docx"), "-o", str(out)]) == 0
    assert run(["verify", str(out / "page.xml")]) == 0
    assert run(["restore", str(out / "page.xml"), "-o", str(tmp_path / "again.docx")]) == 0
    assert (tmp_path / "again.docx").read_bytes() == document
    (out / "page.sources.zip").unlink()
    assert run(["restore", str(out / "page.xml"), "-o", str(tmp_path / "page.txt")]) == 0
    assert (tmp_path / "page.txt").read_text("utf-8").startswith("渡口改造完工\n\n")


def test_the_source_is_never_replaced(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """An output of the source's own name is refused."""
    document = typed()
    (tmp_path / "page.docx").write_bytes(document)
    assert run(["convert", str(tmp_path / "page.docx"), "-o", str(tmp_path)]) == 2
    assert "would replace the source" in capfd.readouterr().err
    assert (tmp_path / "page.docx").read_bytes() == document


def test_what_libreoffice_saves_is_read(tmp_path: Path) -> None:
    """Another program writes the same document its own way."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    (tmp_path / "page.docx").write_bytes(typed())
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    subprocess.run(
        [*command, "docx:MS Word 2007 XML", "--outdir", tmp_path / "out", tmp_path / "page.docx"],
        check=True,
        capture_output=True,
        timeout=180,
    )
    again = read((tmp_path / "out" / "page.docx").read_bytes(), Metadata(name="page.docx"))
    assert shown(again) == shown(read(typed(), Metadata(name="page.docx")))
