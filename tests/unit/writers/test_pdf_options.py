"""`--show-changes` and `--attach`: what a PDF can be asked for beside the reading."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from convert.cli import run
from convert.conversion import read
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.tei.document import read_document
from convert.tei.restore import restore_xml
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.pdf.options import ConfiguredPdfWriter
from tests.support.build import archived, document
from tests.support.paths import SAMPLES
from tests.support.read_pdf import broken_parents, elements, page_text
from tests.support.word_files import FIRST_PAGE

SAMPLE_FILES = sorted(SAMPLES.glob("*.txt"))
MISREAD = SAMPLES / "misreadings.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_every_sample_conforms_with_all_that_can_be_asked(path: Path, folder: Path) -> None:
    """With notes and attachments each sample is PDF/A-3u and PDF/UA-1, and gives its source back."""
    assert run(["convert", str(path), "-f", "pdf,xml", "--show-changes", "--attach"]) == 0
    data = (folder / "output" / f"{path.stem}.pdf").read_bytes()
    failures = [
        f for profile in ("3u", "ua1") for f in page.validate_pdf_bytes(data, profile=profile).failures
    ]
    assert failures == []
    assert broken_parents(data) == []
    with pikepdf.open(BytesIO(data)) as pdf:
        inside = {name: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        related = {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF.as_list()}
    assert inside[path.name] == path.read_bytes()
    tei = inside[f"{path.stem}.tei.xml"]
    assert tei == (folder / "output" / f"{path.stem}.xml").read_bytes()
    assert sha256(restore_xml(tei)).digest() == sha256(path.read_bytes()).digest()
    assert related == {path.name: "/Source", f"{path.stem}.tei.xml": "/Alternative"}


def test_changes_are_shown_where_they_are_asked_for(folder: Path) -> None:
    """The notes name what the source has; without the option there are none."""
    assert run(["convert", str(MISREAD), "-f", "pdf", "--show-changes", "-o", "shown"]) == 0
    assert run(["convert", str(MISREAD), "-f", "pdf", "-o", "plain"]) == 0
    shown, plain = (folder / name / "misreadings.pdf" for name in ("shown", "plain"))
    notes = [tag for tag, _ in elements(shown.read_bytes()) if tag == "Note"]
    assert len(notes) > 1
    assert "更改处" in "".join(page_text(shown.read_bytes()))
    assert "Note" not in {tag for tag, _ in elements(plain.read_bytes())}
    with pikepdf.open(shown) as pdf:
        assert "/AF" not in pdf.Root


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param(["--show-changes"], "--show-changes needs pdf or epub", id="changes"),
        pytest.param(["--attach"], "--attach needs pdf", id="attachments"),
        pytest.param(["--attach", "--show-changes"], "--show-changes needs pdf or epub", id="both"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_without_a_pdf_there_is_nothing_to_ask(
    flags: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A flag that would do nothing is refused before anything is written."""
    assert run(["convert", str(MISREAD), "-f", "docx,xml", *flags]) == 2
    assert capfd.readouterr().err == f"error: {said}; add pdf to -f, or leave it out\n"
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        pytest.param("page.txt", ["page.tei.xml", "page.txt"], id="a text"),
        pytest.param("stdin", ["stdin", "stdin.tei.xml"], id="a name without an ending"),
        pytest.param("", ["source.tei.xml", "source.txt"], id="no name"),
        pytest.param("../../etc/a\\b.txt", ["b.tei.xml", "b.txt"], id="a name that leads elsewhere"),
        pytest.param(".tei.xml", [".tei.tei.xml", ".tei.xml"], id="a name that looks like ours"),
        pytest.param("甲\x00\udc80.TXT", ["甲\ufffd\ufffd.TXT", "甲\ufffd\ufffd.tei.xml"], id="an odd name"),
    ],
)
def test_attached_files_have_names_of_their_own(name: str, files: list[str]) -> None:
    """Two files of two names, whatever the source is called, and none leads into a folder."""
    issue = document([(Role.BODY, "甲。")], Metadata(name=name))
    made = ConfiguredPdfWriter(attach=True)(issue, load_style("newspaper"), WriteContext())
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert sorted(pdf.attachments) == files
        tei = next(n for n in files if n.endswith(".tei.xml") and n != name)
        assert pdf.attachments[tei].get_file().read_bytes().decode() == archived(issue)


def test_the_file_that_a_text_was_read_out_of_is_attached() -> None:
    """Under its name; where it is not at hand its text is, and under no other file's name."""
    issue = read(FIRST_PAGE, Metadata(name="p.docx"))
    for each, name, data in (
        (issue, "p.docx", FIRST_PAGE),
        (read_document(archived(issue).encode()), "p.txt", issue.source.data),
    ):
        made = ConfiguredPdfWriter(attach=True)(each, load_style("newspaper"), WriteContext())
        with pikepdf.open(BytesIO(made.data)) as pdf:
            assert sorted(pdf.attachments) == sorted(["p.tei.xml", name])
            assert pdf.attachments[name].get_file().read_bytes() == data


def test_bytes_are_the_same_with_all_that_can_be_asked(folder: Path) -> None:
    """Time zone and hash seed leave no trace in notes and attachments."""
    made = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Lima")):
        command = [sys.executable, "-m", "convert", "convert", str(MISREAD), "-f", "pdf"]
        subprocess.run(
            [*command, "--show-changes", "--attach", "-o", seed],
            check=True,
            env={"PYTHONPATH": str(MISREAD.parent.parent), "PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
        )
        made.append((folder / seed / "misreadings.pdf").read_bytes())
    assert made[0] == made[1]
