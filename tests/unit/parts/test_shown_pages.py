"""The printed pages of an issue, shown in every format."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from openxml_audit import OpenXmlValidator

from convert.api import convert_file, read, repair, restore, restore_parts
from convert.writers.docx.jump_notes import jump_notes
from tests.support.editor import written
from tests.support.paths import SAMPLES

TEXT = "今天上午，渡口改造工程第二期开工，市民们都来看了。"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Write three pages, of which the second fills more than a page of the PDF."""
    folder = tmp_path_factory.mktemp("issue")
    paths = []
    for page, size in (("A1", 4), ("A2", 90), ("B1", 4)):
        path = folder / f"云津日报_2026-03-05_第{page}版.txt"
        path.write_text(f"版面{page}\n\n" + f"{TEXT * 4}\n\n" * size, "utf-8")
        paths.append(path)
    return paths


def test_files_are_one_issue_in_the_order_given(files: list[Path]) -> None:
    """Named by what their names have in common; their pages by their own."""
    document = read([*files[:2], files[2]])
    assert document.meta.name == "云津日报_2026-03-05"
    assert [page.label for page in document.pages] == ["A1", "A2", "B1"]
    assert [page.label for page in read(files[::-1]).pages] == ["B1", "A2", "A1"]


def test_every_format_shows_the_printed_pages(files: list[Path], tmp_path: Path) -> None:
    """Page labels in the PDF, a page list in the EPUB, bookmarks in the DOCX, pb in the TEI."""
    outcome = convert_file(files, tmp_path)
    data = {form: Path(output.path).read_bytes() for form, output in outcome.outputs.items()}
    assert {Path(output.path).stem for output in outcome.outputs.values()} == {"云津日报_2026-03-05"}
    with pikepdf.open(BytesIO(data["pdf"])) as pdf:
        labels = [page.label for page in pdf.pages]
    assert labels[labels.index("A1-A2") + 1] == "A2.2"
    assert "B1" in labels
    with zipfile.ZipFile(BytesIO(data["epub"])) as book:
        nav = next(book.read(name).decode() for name in book.namelist() if name.endswith("nav.xhtml"))
    assert re.findall(">([AB][0-9])</a>", nav) == ["A1", "A2", "B1"]
    with zipfile.ZipFile(BytesIO(data["docx"])) as package:
        body = package.read("word/document.xml").decode()
    assert re.findall('w:name="page_([^"]*)"', body) == ["A1", "A2", "B1"]
    assert len(re.findall("<w:bookmarkStart [^>]*w:id=", body)) == len(
        set(re.findall('<w:bookmarkStart [^>]*w:id="([0-9]+)"', body))
    )
    assert re.findall('<pb n="([^"]*)"', data["xml"].decode()) == ["A1", "A2", "B1"]


def test_where_a_jump_line_leads_is_said_in_the_language_of_the_issue(tmp_path: Path) -> None:
    """Also to a page whose number is not known."""
    for page, text in (
        ("1", "THE OLD BRIDGE\n\nContinued on page 2\n"),
        ("2", "It was opened in the spring.\n"),
    ):
        (tmp_path / f"courier_2026-03-05_p{page}.txt").write_text(text, "utf-8")
    made = read(sorted(tmp_path.glob("*.txt")), language="en")
    first, jump, last = made.blocks
    linked = replace(made, blocks=(first, replace(jump, refers=last.id), last))
    assert jump_notes(linked) == {jump.id: "Leads to page 2: THE OLD BRIDGE"}
    unnumbered = replace(linked, pages=tuple(replace(page, label="") for page in linked.pages))
    assert jump_notes(unnumbered)[jump.id] == "Leads to a page: THE OLD BRIDGE"


def test_files_come_back_by_their_names(files: list[Path], tmp_path: Path) -> None:
    """From a document, and from the archival XML."""
    wanted = {path.name: path.read_bytes() for path in files}
    document = repair(read(files))
    assert restore_parts(document) == wanted
    outcome = convert_file(files, tmp_path, "xml")
    assert restore_parts(outcome.outputs["xml"].path) == wanted
    assert restore(outcome.outputs["xml"].path) == b"".join(wanted.values())


def test_files_that_have_little_in_common_are_one_issue_too(tmp_path: Path) -> None:
    """It is named by what their names begin with, or by their folder."""
    for name in ("alpha-1.txt", "alpha-x.txt", "beta.txt"):
        (tmp_path / name).write_text("甲\n", "utf-8")
    assert read([tmp_path / "alpha-1.txt", tmp_path / "alpha-x.txt"]).meta.name == "alpha"
    assert read([tmp_path / "alpha-1.txt", tmp_path / "beta.txt"]).meta.name == tmp_path.name


def test_the_review_shows_pages_and_where_jump_lines_lead(tmp_path: Path) -> None:
    """The bookmarks of the clean document, and a comment on each jump line that was linked."""
    document = repair(read(sorted((SAMPLES / "four-pages").glob("*.txt"))))
    data = written(document)
    with zipfile.ZipFile(BytesIO(data)) as package:
        body = package.read("word/document.xml").decode()
    assert re.findall('w:name="page_([^"]*)"', body) == ["1", "2", "3", "4"]
    numbers = re.findall('<w:bookmarkStart [^>]*w:id="([0-9]+)"', body)
    assert len(numbers) == len(set(numbers))
    comments = [(c.author, c.text) for c in docx.Document(BytesIO(data)).comments if c.initials == "jump"]
    assert comments == [
        ("jumps", "指向第4版：沿江三镇把水情员请回渡口"),
        ("jumps", "指向第2版：旧厂房里开出夜校"),
        ("jumps", "指向第1版：旧厂房里开出夜校"),
        ("jumps", "指向第1版：沿江三镇把水情员请回渡口"),
    ]
    path = tmp_path / "review.docx"
    path.write_bytes(data)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
