"""Every sample converted by the command itself, held against files that were looked at by people."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest

from convert import convert_file, restore_parts
from convert.tei.restore import restore_xml
from tests.support.build import needs_shared
from tests.support.golden_files import compare
from tests.support.paths import ROOT, SAMPLES, SHARED

SOURCES = sorted(SAMPLES.glob("*.txt"))
ISSUE = sorted((SAMPLES / "four-pages").glob("*.txt"))
"""The files of one issue."""
ISSUE_NAME = "云津日报_2026-03-12_第4828号"
FORMS = sorted(path for path in (SAMPLES / "archives").iterdir() if path.is_dir())
METS = SAMPLES / "archives" / "yunjin-daily-2026-03-12-mets.xml"
ARCHIVES = {path.name: sorted(path.iterdir()) for path in FORMS}
ARCHIVES["mets"] = [*ARCHIVES["alto"], METS]
"""The files of one issue as archives have it, by format."""
GOLDEN = ROOT / "output" / "golden"
ELEMENT = re.compile(r"(?<=>)(?=<(?:article|body|h[1-6]|head|p|section)\b)")
"""Where a page of an EPUB is cut into lines, so that a difference of one line is one paragraph's."""
DUMPED = ("cut-columns", "briefs", "four-pages", "thornbridge-courier-1911-03-07-p3")
"""Samples whose other formats are held against golden dumps too."""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert all samples in one run; what it said stands in `log`."""
    made = tmp_path_factory.mktemp("output")
    clean = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    texts = ("samples/*.txt", "samples/four-pages")  # in archives/ one issue has many forms, and one name
    command = [sys.executable, "-m", "convert", "convert", *texts, "-o", str(made)]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    (made / "log").write_text(f"{done.stderr}exit {done.returncode}\n", "utf-8")
    return made


def test_all_samples_convert(output: Path) -> None:
    """The run over all samples succeeds, and warns of what it cannot show."""
    log = (output / "log").read_text("utf-8").splitlines()
    assert log[-1] == "exit 0", "\n".join(log)
    assert all(line.startswith("warning: samples/rare-han.txt: ") for line in log[:-1])


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_xml_is_as_before(source: Path, output: Path, request: pytest.FixtureRequest) -> None:
    """The archival XML of a sample has not changed."""
    found = (output / f"{source.stem}.xml").read_bytes().decode("utf-8")
    compare(found, GOLDEN / f"{source.stem}.xml", rewrite=request.config.getoption("--rewrite-golden"))


def test_xml_of_an_issue_of_files_is_as_before(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The archival XML of an issue of four files has not changed, and gives every file back."""
    (path,) = (Path(output.path) for output in convert_file(ISSUE, tmp_path, "xml").outputs.values())
    assert path.stem == ISSUE_NAME
    compare(path.read_text("utf-8"), GOLDEN / path.name, rewrite=request.config.getoption("--rewrite-golden"))
    assert restore_parts(path) == {file.name: file.read_bytes() for file in ISSUE}


@pytest.mark.parametrize("form", ARCHIVES)
def test_xml_of_archives_files_is_as_before(
    form: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The archival XML of an issue in a format of archives has not changed, and gives every file back."""
    files = ARCHIVES[form]
    source = files[-1] if len(files) == 1 or files[-1] == METS else files
    path = Path(convert_file(source, tmp_path, "xml").outputs["xml"].path)
    golden = GOLDEN / "archives" / f"{form}.xml"
    compare(path.read_text("utf-8"), golden, rewrite=request.config.getoption("--rewrite-golden"))
    assert restore_parts(path) == {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_source_comes_back_from_the_xml(source: Path, output: Path) -> None:
    """The archival XML alone gives the bytes of the source."""
    assert restore_xml((output / f"{source.stem}.xml").read_bytes()) == source.read_bytes()


@needs_shared
@pytest.mark.skipif(shutil.which("java") is None, reason="jing, the RELAX NG validator, needs Java")
def test_xml_is_valid_tei(output: Path) -> None:
    """All samples' XML is valid against the schema of TEI P5."""
    schema = SHARED / "schemas" / "tei" / "tei_all.rng"
    command = [Path(sys.executable).with_name("pyjing"), schema, *sorted(output.glob("*.xml"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_golden_file_is_left_over(request: pytest.FixtureRequest) -> None:
    """Every golden XML file belongs to a sample."""
    if request.config.getoption("--rewrite-golden"):
        for path in GOLDEN.glob("*.xml"):
            if path.stem not in {ISSUE_NAME, *(p.stem for p in SOURCES)}:
                path.unlink()
    assert {p.stem for p in GOLDEN.glob("*.xml")} == {ISSUE_NAME, *(p.stem for p in SOURCES)}


@pytest.mark.parametrize("name", DUMPED)
@pytest.mark.parametrize("form", ["docx", "epub", "pdf"])
def test_reading_copy_is_as_before(
    name: str, form: str, output: Path, request: pytest.FixtureRequest
) -> None:
    """What a reading copy shows, and by which styles, has not changed."""
    dump = {"docx": dump_docx, "epub": dump_epub, "pdf": dump_pdf}[form]
    found = "\n".join(dump(output / f"{name}.{form}")) + "\n"
    golden = ROOT / "tests" / "golden" / f"{name}.{form}.txt"
    compare(found, golden, rewrite=request.config.getoption("--rewrite-golden"))


def dump_docx(path: Path) -> Iterator[str]:
    """Yield each paragraph behind the name of its style."""
    for paragraph in docx.Document(str(path)).paragraphs:
        yield f"[{paragraph.style.name if paragraph.style else ''}] {paragraph.text}"


def dump_pdf(path: Path) -> Iterator[str]:
    """Yield the text of each page, and the outline."""
    document = pypdfium2.PdfDocument(path)
    try:
        for bookmark in document.get_toc():
            yield f"[outline {bookmark.level}] {bookmark.get_title()}"
        for number, page in enumerate(document, 1):
            yield f"[page {number}]"
            yield from page.get_textpage().get_text_bounded().splitlines()
    finally:
        document.close()


def dump_epub(path: Path) -> Iterator[str]:
    """Yield the names in the archive, then its documents, an element of a page on each line."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        yield from names
        for name in names:
            if name.endswith((".xhtml", ".opf", ".ncx")):
                yield f"[{name}]"
                text = archive.read(name).decode("utf-8")
                yield from ELEMENT.sub("\n", text).splitlines()
