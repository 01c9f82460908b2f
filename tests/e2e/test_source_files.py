"""From a file that a text is read out of to its archival XML, and back to the very file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

import convert
from convert.cli import run
from convert.conversion import read, repair
from convert.document.model import Metadata
from convert.readers.text import read_text
from convert.tei.source_files import pack_sources
from convert.text.source import extracted
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter
from tests.support.build import archived
from tests.support.word_files import (
    BROKEN_PAGE,
    FIRST_PAGE,
    LIST,
    SECOND_PAGE,
    TEXT_PAGE,
    mixed_issue,
    word_file,
)

ISSUE_FILES = {"list.xml": LIST, "p1.docx": FIRST_PAGE, "p2.docx": SECOND_PAGE, "p3.txt": TEXT_PAGE}


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Backfile = Callable[..., Done]


@pytest.fixture
def backfile(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Backfile:
    """Return what runs the command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Done:
        status = run([str(each) for each in arguments])
        captured = capfdbinary.readouterr()
        return Done(status, captured.out.decode("utf-8", "replace"), captured.err.decode())

    return call


def zipped(path: str) -> dict[str, bytes]:
    """Return the files in a zip."""
    with ZipFile(BytesIO(Path(path).read_bytes())) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_file_is_kept_beside_its_archival_xml(backfile: Backfile) -> None:
    """As one more output, which is guarded like the others; of a text, or without XML, there is none."""
    Path("p.docx").write_bytes(FIRST_PAGE)
    Path("t.txt").write_text("今日晴。\n", "utf-8")
    done = backfile("convert", "p.docx", "t.txt", "-f", "xml,epub", "-o", "out", "-v")
    assert (done.status, done.out) == (0, "")
    assert "out/p.xml .epub .sources.zip (" in done.err
    assert sorted(path.name for path in Path("out").glob("*.*")) == [
        *(".backfile", "p.epub", "p.sources.zip", "p.xml", "t.epub", "t.xml")
    ]
    assert zipped("out/p.sources.zip") == {"p.docx": FIRST_PAGE}
    assert backfile("convert", "p.docx", "-f", "epub", "-o", "books").status == 0
    assert not Path("books/p.sources.zip").exists()
    piped = backfile("convert", "p.docx", "-f", "xml", "-o", "-")
    assert piped.out == Path("out/p.xml").read_text("utf-8")
    Path("out/p.sources.zip").write_bytes(b"edited")
    refused = backfile("convert", "p.docx", "-f", "xml", "-o", "out")
    assert refused.status == 4
    assert "out/p.sources.zip: would be replaced: edited since it was written" in refused.err


def test_a_batch_keeps_files_as_it_keeps_outputs(backfile: Backfile) -> None:
    """Missing or damaged it is made again; in the ledger, the status and the dry run it is one of them."""
    for name, data in (("p1", FIRST_PAGE), ("p2", SECOND_PAGE)):
        Path("in", name).mkdir(parents=True)
        Path("in", name, "page.docx").write_bytes(data)
    batch = ("batch", "in", "out", "-f", "xml", "--from", "docx", "-j", "1")
    assert backfile(*batch).status == 0
    file = Path("out/p1/page.sources.zip")
    packed = file.read_bytes()
    assert zipped(str(file)) == {"page.docx": FIRST_PAGE}
    assert "would convert 0, skip 2" in backfile(*batch, "--dry-run").err
    file.unlink()
    assert "output missing" in backfile(*batch, "--dry-run").out
    assert backfile(*batch).status == 0
    assert file.read_bytes() == packed
    file.write_bytes(b"edited")
    refused = backfile(*batch)
    assert refused.status == 4
    assert "out/p1/page.sources.zip: would be replaced: edited since it was written" in refused.err
    assert "would be replaced: out/p1/page.sources.zip" in backfile(*batch, "--dry-run").out
    assert backfile(*batch, "--force").status == 0
    assert file.read_bytes() == packed
    assert list(json.loads(backfile("why", "out", "p1", "--json").out)["outputs"]) == ["xml", "sources.zip"]
    Path("in/p2/page.docx").unlink()
    assert "2 files moved to .backfile/orphans" in backfile(*batch, "--prune").err
    assert not Path("out/p2/page.sources.zip").exists()
    catalogue = backfile("catalogue", "out")
    assert catalogue.status == 0
    listed = [path.read_bytes() for path in Path("out/catalogue").rglob("*.*ml")]
    assert any(b"page.xml" in page for page in listed)
    assert not any(b"sources.zip" in page for page in listed)


def test_convert_knows_what_a_batch_has_written(backfile: Backfile) -> None:
    """Its ledger is asked by the stem and ending of the zip."""
    Path("in").mkdir()
    Path("in/p.docx").write_bytes(FIRST_PAGE)
    assert backfile("batch", "in", "out", "-f", "xml", "--from", "docx", "-j", "1").status == 0
    Path("in/p.docx").write_bytes(word_file("渡口改造完工", "候船室又坏了。"))
    assert backfile("convert", "in/p.docx", "-f", "xml", "-o", "out").status == 0
    assert zipped("out/p.sources.zip") == {"p.docx": Path("in/p.docx").read_bytes()}


@pytest.fixture
def archive(backfile: Backfile) -> Path:
    """Convert a Word document: its archival XML, and the zip that has the file."""
    Path("p.docx").write_bytes(FIRST_PAGE)
    assert backfile("convert", "p.docx", "-f", "xml", "-o", "out").status == 0
    return Path("out/p.xml")


def test_the_very_file_comes_back(archive: Path, backfile: Backfile) -> None:
    """From the zip beside the archival XML, from one that lies elsewhere, to a file or a stream."""
    assert backfile("restore", archive, "-o", "again.docx") == (0, "", "")
    assert Path("again.docx").read_bytes() == FIRST_PAGE
    archive.with_name("p.sources.zip").rename("moved.zip")
    for given in ("moved.zip", "p.docx", "."):
        assert backfile("restore", archive, "--sources", given, "-o", "again.docx") == (0, "", "")
    assert backfile("restore", archive, "--sources", "nowhere", "-o", "again.docx").status == 2


def test_without_the_file_its_text_comes_back(archive: Path, backfile: Backfile) -> None:
    """Which is said, and no text takes the name of the file."""
    archive.with_name("p.sources.zip").unlink()
    missing = "out/p.xml: p.docx is missing, because there is no p.sources.zip"
    said = f"{missing}; its text is written to p.txt; see --sources"
    piped = backfile("restore", archive, "-o", "-")
    assert (piped.status, piped.err) == (0, f"warning: {said}\n")
    assert piped.out == "渡口改造完工\n\n今年以来，渡口的候船室修好了。\n"
    assert backfile("restore", archive, "-o", "p.txt").err == f"warning: {said}\n"
    assert Path("p.txt").read_text("utf-8") == piped.out
    refused = backfile("restore", archive, "-o", "copy.DOCX")
    assert refused.status == 2
    assert "p.docx is missing; give its folder, or its zip, with --sources" in refused.err
    assert "write its text with -o copy.txt" in refused.err
    assert not Path("copy.DOCX").exists()


def test_another_file_is_never_given_back(archive: Path, backfile: Backfile) -> None:
    """Nor the text in its place, without a word: the zip is damaged, and that is said."""
    archive.with_name("p.sources.zip").write_bytes(b"no zip")
    refused = backfile("restore", archive, "-o", "again.docx")
    assert (refused.status, Path("again.docx").exists()) == (3, False)
    assert "out/p.sources.zip: not a zip of source files, or truncated" in refused.err


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    """Write the archival XML of an issue of four files, one of them without a text, and the zip of three."""
    (tmp_path / "out").mkdir(exist_ok=True)
    archive = tmp_path / "out/day.xml"
    archive.write_text(archived(mixed_issue()), "utf-8")
    (tmp_path / "out/day.sources.zip").write_bytes(pack_sources(mixed_issue()))
    return archive


def test_all_files_of_an_issue_come_back(issue: Path, backfile: Backfile) -> None:
    """Those of the zip and those that the archival XML holds, in one folder; one of them by its name."""
    assert backfile("restore", issue, "-o", "pages") == (0, "", "")
    assert written("pages") == ISSUE_FILES
    assert backfile("restore", issue, "--part", "p2.docx", "-o", "p2.docx").status == 0
    assert Path("p2.docx").read_bytes() == SECOND_PAGE
    assert convert.restore_parts(issue) == convert.restore_parts(mixed_issue()) == ISSUE_FILES


def test_texts_of_an_issue_come_back_where_its_files_do_not(issue: Path, backfile: Backfile) -> None:
    """Each is named; what has no text is named, too."""
    issue.with_name("day.sources.zip").unlink()
    done = backfile("restore", issue, "-o", "pages")
    assert done.status == 0
    assert done.err.count("is missing, because there is no day.sources.zip") == 3
    assert "list.xml is missing, because there is no day.sources.zip; it has no text" in done.err
    assert sorted(written("pages")) == ["p1.txt", "p2.txt", "p3.txt"]
    assert written("pages") == convert.restore_parts(issue)
    refused = backfile("restore", issue, "--part", "list.xml", "-o", "list.txt")
    assert (refused.status, Path("list.txt").exists()) == (2, False)
    assert "list.xml is missing; give its folder, or its zip, with --sources" in refused.err


def written(folder: str) -> dict[str, bytes]:
    """Return the files that were written into a folder."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


def test_the_file_is_read_again_to_prove_its_text(archive: Path, backfile: Backfile) -> None:
    """Digest and text; where it is not at hand, that is noted, and with --strict a fault."""
    done = backfile("verify", archive)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(
        f"source sha256 {sha256(FIRST_PAGE).hexdigest()}; 1 of 1 kept files read again\n"
    )
    line = json.loads(backfile("verify", archive, "--json").out)
    assert (line["whole"], line["kept_files"], line["read_again"], line["notes"]) == (True, 1, 1, [])
    archive.with_name("p.sources.zip").rename("moved.zip")
    hint = "give their folder or zip with --sources"
    missing = f"out/p.xml: p.docx is missing: there is no p.sources.zip; {hint}"
    noted = backfile("verify", archive)
    assert (noted.status, noted.err) == (0, f"note: {missing}\n")
    assert noted.out.endswith("; no source file was read again\n")
    assert backfile("verify", archive, "-q") == (0, "", "")
    assert backfile("verify", archive, "--strict") == (3, "", f"error: {missing}\n")
    for given in ("moved.zip", "p.docx", "."):
        assert backfile("verify", archive, "--strict", "--sources", given).status == 0


def test_another_file_is_a_fault(archive: Path, backfile: Backfile) -> None:
    """In a zip that was altered, whatever the archival XML says."""
    with ZipFile("out/p.sources.zip", "w") as file:
        file.writestr("p.docx", SECOND_PAGE)
    done = backfile("verify", archive)
    assert (done.status, done.out) == (3, "")
    assert "out/p.xml: out/p.sources.zip: p.docx does not have the digest" in done.err
    archive.with_name("p.sources.zip").write_bytes(b"")
    assert "out/p.sources.zip: not a zip of source files, or truncated" in backfile("verify", archive).err


@pytest.mark.parametrize(
    ("reader", "status", "message"),
    [
        ("docx 1", 3, "error: out/p.xml: p.docx: gives a different text when read again\n"),
        (
            "docx 0.9",
            0,
            "note: out/p.xml: p.docx: read by docx 1 it gives a different text than by docx 0.9;",
        ),
        (
            "scan 2",
            0,
            "note: out/p.xml: p.docx: has the right digest, but was not read again: no reader 'scan'",
        ),
    ],
)
def test_a_text_that_the_file_does_not_give(
    backfile: Backfile, reader: str, status: int, message: str
) -> None:
    """A fault of the file where the very reader gives another text; of a newer one, or of none, a note."""
    document = read_text(extracted(FIRST_PAGE, "别的文字。\n", "p.docx", reader), Metadata(name="p.docx"))
    Path("out").mkdir()
    Path("out/p.xml").write_text(archived(document), "utf-8")
    Path("out/p.sources.zip").write_bytes(pack_sources(document))
    done = backfile("verify", "out/p.xml")
    assert (done.status, done.err.startswith(message)) == (status, True), done.err
    assert backfile("verify", "out/p.xml", "--strict").status == 3


def test_every_file_of_an_issue_is_read_again(issue: Path, backfile: Backfile) -> None:
    """One without a text has a digest alone to prove it; a plain text is in the archival XML."""
    assert "3 of 3 kept files read again" in backfile("verify", issue, "--strict").out
    issue.with_name("day.sources.zip").unlink()
    assert "out/day.xml: its 3 files are missing" in backfile("verify", issue.parent).err


def test_a_document_under_review_since_before_comes_back(backfile: Backfile) -> None:
    """Version 0.1.0 wrote the digest of the text into a DOCX that was made of a DOCX."""
    document = read(FIRST_PAGE, Metadata(name="p.docx"))
    Path("p.docx").write_bytes(FIRST_PAGE)
    for name, each in (
        ("now.docx", document),
        ("before.docx", replace(document, source=replace(document.source, original=None))),
    ):
        Path(name).write_bytes(ReviewDocxWriter()(repair(each), load_style("newspaper"), WriteContext()).data)
        done = backfile("decisions", "--from-docx", name, "p.docx")
        assert (done.status, done.err) == (0, f"{name}: 0 accepted, 0 rejected\n")
        assert f'sha256 = "{sha256(FIRST_PAGE).hexdigest()}"' in done.out


def test_an_archive_that_is_converted_takes_its_files_along(
    archive: Path, issue: Path, backfile: Backfile
) -> None:
    """Byte for byte, where it is written as archival XML again; they are not looked for otherwise."""
    assert backfile("convert", archive, issue, "-f", "xml", "-o", "again").status == 0
    for path in (archive, issue):
        kept = path.with_name(f"{path.stem}.sources.zip")
        assert Path("again", kept.name).read_bytes() == kept.read_bytes()
        assert Path("again", path.name).read_bytes() == path.read_bytes()
        kept.write_bytes(b"")
    assert backfile("convert", archive, issue, "-f", "epub", "-o", "books").status == 0
    assert "not a zip of source files" in backfile("convert", archive, "-f", "xml", "-o", "more").err


def test_a_file_that_could_not_be_read_comes_back(backfile: Backfile) -> None:
    """It costs its page, and is kept: restored with the others or by its name, proved and bagged."""
    for number, data in enumerate((FIRST_PAGE, SECOND_PAGE, BROKEN_PAGE), 1):
        Path(f"daily_2026-03-12_p{number}.docx").write_bytes(data)
    pages = sorted(str(path) for path in Path().glob("*.docx"))
    assert backfile("convert", *pages, "-f", "xml", "-o", "out").status == 0
    archive = "out/daily_2026-03-12.xml"
    assert "3 of 3 kept files read again" in backfile("verify", "--strict", archive).out
    assert backfile("restore", archive, "-o", "pages") == (0, "", "")
    assert written("pages") == {name: Path(name).read_bytes() for name in pages}
    assert backfile("restore", archive, "--part", pages[2], "-o", "third.docx").status == 0
    assert Path("third.docx").read_bytes() == BROKEN_PAGE
    assert backfile("bag", "out", "-o", "bag").status == 0
    assert written("bag/data/daily_2026-03-12/source") == written("pages")
    premis = Path("bag/data/daily_2026-03-12/daily_2026-03-12.premis.xml").read_text("utf-8")
    assert "<premis:formatName>Unknown</premis:formatName>" in premis
    Path("out/daily_2026-03-12.sources.zip").unlink()
    assert (
        "could not be read, and the archival XML does not contain it"
        in backfile("restore", archive, "-o", "t").err
    )
    assert backfile("restore", archive, "--part", pages[2], "-o", "t.docx").status == 2
