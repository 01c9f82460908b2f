"""From a scan to finished files, by a real engine; and again without it."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile

import pytest

from convert.cli import run
from convert.conversion.reread import reread
from convert.document.model import Metadata
from convert.ocr import engines
from convert.ocr.answer import read_answer
from convert.ocr.engines import is_installed
from convert.readers.pdf import read_pdf
from tests.support.scans import image_file, scan_of

COLUMNS = (
    ("渡口的改造工程昨日全部", "完成，两岸居民的出行从", "此方便了许多，老船工们"),
    ("也都来看热闹。新的码头", "比旧的宽了一倍，候船室", "里装了暖气和电灯。"),
)
TEXT = "".join(line for lines in COLUMNS for line in lines)
needs_rapidocr = pytest.mark.skipif(not is_installed("rapidocr"), reason="needs the extra backfile[ocr]")


@needs_rapidocr
def test_a_scan_becomes_files_that_are_repeated_without_the_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read again comes from the answer that is kept: where that says something else, that is read."""
    monkeypatch.chdir(tmp_path)
    Path("page.png").write_bytes(image_file([scan_of(COLUMNS)]))
    assert run(["convert", "page.png", "-o", "out", "-f", "xml", "-q"]) == 0
    with ZipFile("out/page.sources.zip") as packed:
        assert packed.namelist() == ["page.png", "page.png.ocr.json"]
        answer = read_answer(packed.read("page.png.ocr.json"))
    assert answer.engine.name == "rapidocr"
    archive = Path("out/page.xml")
    document = reread(archive.read_bytes(), "page.xml", archive)
    text = "".join(document.source.text.split())
    assert sum(a != b for a, b in zip_longest(TEXT, text)) <= 1  # in 60 characters
    monkeypatch.setattr(engines, "is_installed", lambda _name: False)
    assert run(["verify", "out/page.xml"]) == 0
    assert reread(archive.read_bytes(), "page.xml", archive).source.text == document.source.text
    assert run(["convert", "page.png", "-o", "again", "-q"]) != 0


@needs_rapidocr
def test_scanned_pages_of_an_issue_and_a_pdf_of_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page keeps its answer; a PDF that has pictures alone is drawn."""
    monkeypatch.chdir(tmp_path)
    for number, lines in enumerate(COLUMNS, 1):
        Path(f"daily_2026-03-05_p{number}.png").write_bytes(image_file([scan_of([lines])]))
    assert run(["convert", "daily_2026-03-05_p1.png", "daily_2026-03-05_p2.png", "-f", "xml", "-q"]) == 0
    with ZipFile("output/daily_2026-03-05.sources.zip") as packed:
        assert [name.partition("_p")[2] for name in packed.namelist()] == [
            "1.png",
            "2.png",
            "1.png.ocr.json",
            "2.png.ocr.json",
        ]
    assert run(["verify", "output/daily_2026-03-05.xml"]) == 0
    data = image_file([scan_of(COLUMNS)], "PDF", resolution=150)
    document = read_pdf(data, Metadata(name="scan.pdf"))
    assert [part.name for part in document.source.parts] == ["scan.pdf", "scan.pdf.ocr.json"]
    assert document.source.text.count("渡口") == 1
