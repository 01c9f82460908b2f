"""Formats made from the archival XML are those that were made from the source; no rule runs on it again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from convert.api import read, repair
from convert.cli import run
from tests.support.paths import ROOT, SAMPLES

GOLDEN = ROOT / "output/golden"
PAGES = sorted(SAMPLES.glob("*.txt"))
ALL = ["-f", "docx,pdf,epub,xml"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_same_files_come_of_it(path: Path, place: Path) -> None:
    """In all formats, with and without notes; the XML is given back, and is whole."""
    assert run(["convert", str(path), "-o", "first", *ALL]) == 0
    archive = f"first/{path.stem}.xml"
    assert run(["convert", archive, "-o", "again", *ALL]) == 0
    shown = ["-f", "pdf,epub", "--show-changes", "--attach", "--style", "large-print"]
    assert run(["convert", str(path), "-o", "first-shown", *shown]) == 0
    assert run(["convert", archive, "-o", "again-shown", *shown]) == 0
    for first, again in (("first", "again"), ("first-shown", "again-shown")):
        written = sorted(file.name for file in (place / first).iterdir() if file.is_file())
        assert len(written) in {2, 4}
        assert [(place / first / n).read_bytes() == (place / again / n).read_bytes() for n in written] == [
            True for _ in written
        ]
    assert run(["verify", "-q", f"again/{path.stem}.xml"]) == 0


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_so_does_the_document_for_review(path: Path, place: Path) -> None:
    """With each tracked change and each comment; a certainty is as coarse as the archival XML has it."""
    assert run(["convert", str(path), "-o", "first", "-f", "xml,docx", "--review"]) == 0
    assert run(["convert", f"first/{path.stem}.xml", "-o", "again", "-f", "docx", "--review"]) == 0
    first, again = (ZipFile(place / folder / f"{path.stem}.docx") for folder in ("first", "again"))
    with first, again:
        assert first.namelist() == again.namelist()
        for name in first.namelist():
            one, other = (re.sub(rb"\b[01]\.[0-9]{2}\b", b"", file.read(name)) for file in (first, again))
            assert one == other, name


def test_of_a_former_version_too(place: Path) -> None:
    """As it was read then, whatever the rules are now; byte for byte as XML."""
    for old in sorted((ROOT / "tests/golden/archives").glob("*.xml")):
        assert run(["convert", str(old), "-o", "out", *ALL]) == 0
        assert (place / "out" / old.name).read_bytes() == old.read_bytes()


def test_no_rule_runs_again(place: Path) -> None:
    """A reading that a rule would change stays, with `repair` of Python, too."""
    decided = place / "page.decisions.toml"
    shutil.copy(SAMPLES / "misreadings.txt", "page.txt")
    assert run(["decisions", "page.txt", "--write"]) == 0
    decided.write_text(decided.read_text("utf-8").replace('decide = ""', 'decide = "reject"'), "utf-8")
    assert run(["convert", "page.txt", "-f", "xml,docx", "-o", "out"]) == 0
    (place / "page.txt").unlink()
    assert run(["convert", "out/page.xml", "-f", "docx", "-o", "again"]) == 0
    assert (place / "again/page.docx").read_bytes() == (place / "out/page.docx").read_bytes()
    document = read("out/page.xml")
    assert repair(document) is document


@pytest.mark.parametrize("command", ["convert bad.xml -f epub", "explain bad.xml", "batch bad.xml out"])
def test_an_altered_one_is_refused(command: str, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is made of it."""
    text = (GOLDEN / "misreadings.xml").read_text("utf-8")
    (place / "bad.xml").write_text(text.replace("</corr>", "伪</corr>", 1), "utf-8")
    assert run(command.split()) in {1, 3}
    out, err = capfd.readouterr()
    assert "its digest does not match its header" in err
    assert not list(place.rglob("*.epub"))
    assert "伪" not in out


def test_what_the_user_says_of_the_issue(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Goes before what the file says; but the archival XML is never given back otherwise."""
    archive = str(GOLDEN / "clean.xml")
    assert run(["convert", archive, "-f", "epub", "--title", "云津日报", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["title"] == "云津日报"
    assert run(["convert", archive, "-f", "epub,xml", "--title", "云津日报", "-o", "no"]) == 2
    assert "is copied unchanged" in capfd.readouterr().err
    assert not (place / "no").exists()


def test_its_own_metadata_are_taken(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the name of the XML nor what stands beside it."""
    (path,) = SAMPLES.glob("云津日报*.txt")
    shutil.copy(GOLDEN / f"{path.stem}.xml", "1999-01-01.xml")
    (place / "issue.toml").write_text('title = "山城晚报"\n', "utf-8")
    assert run(["convert", "1999-01-01.xml", "-f", "epub", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["title"], told["date"]) == ("云津日报", "2026-03-05")


@pytest.mark.usefixtures("place")
def test_decisions_on_it_are_not_obeyed(capfd: pytest.CaptureFixture[str]) -> None:
    """A warning for a file beside it, an error where one is named."""
    shutil.copy(GOLDEN / "misreadings.xml", "page.xml")
    assert run(["decisions", "page.xml", "--write"]) == 0
    capfd.readouterr()
    assert run(["convert", "page.xml", "-f", "docx"]) == 0
    assert (
        "warning: page.xml: page.decisions.toml: decisions have no effect on archival XML"
        in capfd.readouterr().err
    )
    assert run(["convert", "page.xml", "-f", "docx", "--decisions", "page.decisions.toml"]) == 2


@pytest.mark.usefixtures("place")
def test_explain_tells_what_stands_in_it(capfd: pytest.CaptureFixture[str]) -> None:
    """The changes of the text, at their places in the source."""
    assert (
        run(["explain", str(SAMPLES / "misreadings.txt"), "--json", "--rule", "fullwidth-punctuation"]) == 0
    )
    first = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert run(["explain", str(GOLDEN / "misreadings.xml"), "--json", "--rule", "fullwidth-punctuation"]) == 0
    again = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    keys = ("rule", "kind", "line", "column", "offset", "before", "after", "left", "right")
    assert [[entry[key] for key in keys] for entry in again] == [
        [entry[key] for key in keys] for entry in first
    ]


def test_a_folder_of_them_is_named(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With --from archive; without it a folder gives text alone. `batch` takes them, too."""
    (place / "in").mkdir()
    for name in ("clean.xml", "briefs.xml"):
        shutil.copy(GOLDEN / name, place / "in" / name)
    (place / "in/alto.xml").write_text("<alto/>", "utf-8")
    assert run(["convert", "in", "-f", "epub", "-o", "a"]) == 3
    assert run(["convert", "in", "-f", "epub", "-o", "b", "--from", "archive"]) == 1
    assert run(["batch", "in", "c", "-f", "epub", "--from", "archive", "-j", "1"]) == 1
    assert capfd.readouterr().err.count("alto.xml: not a TEI file") == 2
    for out in ("b", "c"):
        assert sorted(path.name for path in (place / out).glob("*.epub")) == ["briefs.epub", "clean.epub"]
    assert run(["batch", "in/clean.xml", "c", "-f", "epub", "-j", "1"]) == 0


def test_from_standard_input() -> None:
    """Without a name."""
    data = (GOLDEN / "clean.xml").read_bytes()
    command = [sys.executable, "-m", "convert", "convert", "-", "-f", "xml", "-o", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True, cwd=ROOT)
    assert done.stdout == data
