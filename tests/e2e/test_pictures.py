"""Pictures from a delivery on disk to its books: found beside the METS, chosen, counted, converted anew."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image

from convert import convert_file, read, repair, write
from convert.cli import run
from tests.support.paths import SAMPLES
from tests.support.pdf_pages import Drawn
from tests.support.pictures import PlacedImage, drawn_picture, image_file, pdf_with_pictures

METS = "yunjin-daily-2026-03-12-mets.xml"
CAPTION = "图为宋守江在石门渡口看标尺。白舟 摄"


def delivery(folder: Path) -> Path:
    """Copy the sample delivery with an image of its first page where the METS has it; return the METS."""
    shutil.copytree(SAMPLES / "archives" / "alto", folder / "alto")
    shutil.copy(SAMPLES / "archives" / METS, folder)
    sheet = Image.new("RGB", (1000, 1400), "white")
    sheet.paste(drawn_picture(840, 500), (80, 700))
    (folder / "images").mkdir()
    (folder / "images" / "yunjin-daily-2026-03-12-p1.tif").write_bytes(image_file(sheet, "TIFF"))
    return folder / METS


def pictures(book: Path | bytes) -> list[str]:
    """Return the names of the pictures of a book."""
    data = book if isinstance(book, bytes) else book.read_bytes()
    return [name for name in ZipFile(BytesIO(data)).namelist() if name.startswith("EPUB/pictures/")]


def test_a_delivery_with_the_image_of_its_page_has_its_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Under its caption, in the books and counted; without the image nothing is missed."""
    source = delivery(tmp_path / "in")
    assert run(["convert", str(source), "-o", str(tmp_path / "out"), "-f", "epub,xml", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["pictures"]["number"] == 1
    assert said["warnings"] == []
    book = Path(said["outputs"]["epub"])
    assert len(pictures(book)) == 1
    pages = [
        ZipFile(book).read(name).decode() for name in ZipFile(book).namelist() if name.endswith(".xhtml")
    ]
    assert sum(f'alt="{CAPTION}"' in page for page in pages) == 1
    shutil.rmtree(tmp_path / "in" / "images")
    xml = Path(said["outputs"]["xml"]).read_bytes()
    bare = convert_file(source, tmp_path / "bare", "epub,xml")
    assert (bare.warnings, bare.pictures.number) == ((), 0)
    assert Path(bare.outputs["xml"].path).read_bytes() == xml  # the archive is the same


def test_pictures_of_a_copy_for_review_decide_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does the image of the page behind the text."""
    source, out = delivery(tmp_path / "in"), tmp_path / "out"
    options = ["-f", "docx", "--review", "--page-images", "-o", str(out)]
    assert run(["convert", str(source), *options]) == 0
    [book] = out.glob("*.docx")
    assert [name for name in ZipFile(book).namelist() if name.startswith("word/media/")]
    capsys.readouterr()
    assert run(["decisions", str(source), "--from-docx", str(book)]) == 0
    assert "warning" not in capsys.readouterr().err


def test_a_batch_converts_anew_where_pictures_are_chosen_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the option, and by a file beside the source; a retry keeps the choice."""
    delivery(tmp_path / "in")
    out = tmp_path / "out"
    batch = ["batch", str(tmp_path / "in"), str(out), "-f", "epub", "-j", "1"]
    book = out / "yunjin-daily-2026-03-12.epub"
    assert run(batch) == 0
    assert len(pictures(book)) == 1
    assert run([*batch, "--images", "none"]) == 0
    assert pictures(book) == []
    assert run(["retry", str(out)]) == 0
    assert pictures(book) == []
    (tmp_path / "in" / "issue.toml").write_text('images = "full"\n', "utf-8")
    assert run([*batch, "--page-images"]) == 0
    assert len(pictures(book)) == 2
    assert run([*batch, "--page-images"]) == 0
    assert "0 converted, 1 unchanged" in capsys.readouterr().err


def test_a_document_is_written_with_the_pictures_of_its_pdf(tmp_path: Path) -> None:
    """From Python, too: by default, unless they are not wanted."""
    lines = (Drawn("渡口改造完成", 40, 60, 26), Drawn("昨日，渡口的改造工程全部完成。", 40, 100))
    file = tmp_path / "p.pdf"
    file.write_bytes(pdf_with_pictures([(lines, [PlacedImage(drawn_picture(), (40, 120, 265, 270))])]))
    document = repair(read(file))
    assert len(pictures(write(document, "epub").data)) == 1
    assert pictures(write(document, "epub", images="none").data) == []


def test_a_choice_that_there_is_not_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a file, and as an option; page images need a format that has them."""
    source = delivery(tmp_path / "in")
    assert run(["convert", str(source), "-o", str(tmp_path / "o"), "--images", "huge"]) == 2
    assert run(["convert", str(source), "-o", str(tmp_path / "o"), "-f", "xml", "--page-images"]) == 2
    (tmp_path / "in" / "issue.toml").write_text('images = "huge"\n', "utf-8")
    assert run(["convert", str(source), "-o", str(tmp_path / "o")]) == 2
    assert 'give "none", "small" or "full"' in capsys.readouterr().err


def paper(folder: Path, day: str, *placed: PlacedImage) -> Path:
    """Write the PDF of an issue with pictures."""
    lines = (Drawn(f"渡口改造完成 {day}", 40, 60, 26), Drawn("昨日，渡口的改造工程全部完成。", 40, 100))
    file = folder / f"云津日报_{day}.pdf"
    folder.mkdir(exist_ok=True)
    file.write_bytes(pdf_with_pictures([((*lines, Drawn("图为新码头昨日启用。", 40, 290, 8)), placed)]))
    return file


def test_a_book_of_many_issues_has_each_picture_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From their files and from their archival XML alike, with the caption as its text; or none."""
    shared = PlacedImage(drawn_picture(), (40, 120, 265, 270))
    own = PlacedImage(drawn_picture(300, 150).rotate(180), (300, 400, 500, 500))
    issues = [paper(tmp_path / "in", "2026-03-05", shared), paper(tmp_path / "in", "2026-03-06", shared, own)]
    archive = tmp_path / "xml"
    assert run(["convert", *map(str, issues), "-f", "xml", "-o", str(archive)]) == 0
    named = ["--title", "合订本"]
    capsys.readouterr()
    for sources in (issues, sorted(archive.glob("*.xml"))):
        book = tmp_path / "book.epub"
        assert run(["collect", *map(str, sources), "-o", str(book), *named, "--force"]) == 0
        assert "2 articles, 2 pictures of" in capsys.readouterr().err
        assert len(pictures(book)) == 2
        with ZipFile(book) as file:
            pages = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xhtml"))
        assert pages.count('alt="图为新码头昨日启用。"') == 2
        assert (
            run(["collect", *map(str, sources), "-o", str(book), *named, "--images", "none", "--force"]) == 0
        )
        assert pictures(book) == []


def test_archival_xml_has_the_pictures_of_what_lies_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The images of its pages, or the files that are kept; a warning where they are missing."""
    assert run(["convert", str(delivery(tmp_path / "in")), "-f", "xml", "-o", str(tmp_path / "xml")]) == 0
    [xml] = (tmp_path / "xml").glob("*.xml")
    book = tmp_path / "books" / f"{xml.stem}.epub"
    convert = ["convert", str(xml), "-f", "epub", "-o", str(tmp_path / "books")]
    capsys.readouterr()
    assert run(convert) == 0
    assert pictures(book) == []
    assert run([*convert, "--images", "full"]) == 0
    assert "1 picture is not shown: the page image is missing" in capsys.readouterr().err
    shutil.copytree(tmp_path / "in" / "images", tmp_path / "xml" / "images")
    assert run(convert) == 0
    assert len(pictures(book)) == 1
    (tmp_path / "xml" / f"{xml.stem}.sources.zip").write_bytes(b"PK damaged")
    assert run(convert) == 0
    assert "pictures are not shown (not a zip of source files, or truncated)" in capsys.readouterr().err
