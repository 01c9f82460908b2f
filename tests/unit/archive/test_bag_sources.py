"""Files that texts were read out of, in a bag."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from convert.archive.bag import archives, verify_bag, write_bag
from convert.cli import run
from convert.tei.source_files import pack_sources
from tests.support.bags import DAY, HREF, METS, PREMIS, tree
from tests.support.build import archived
from tests.support.word_files import FIRST_PAGE, LIST, mixed_issue


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Write an issue whose texts were read out of files, with these in a zip."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "day.xml").write_text(archived(mixed_issue()), "utf-8")
    (folder / "day.sources.zip").write_bytes(pack_sources(mixed_issue()))
    return folder


def test_files_that_texts_were_read_out_of_are_in_the_bag(kept: Path, tmp_path: Path) -> None:
    """Themselves, by their names, and not once more in the zip; with digest and format in METS and PREMIS."""
    summary = write_bag(kept, tmp_path / "bag", DAY, "run")
    assert summary.without_files == ()
    assert verify_bag(tmp_path / "bag") == ()
    files = tree(tmp_path / "bag/data/day")
    assert sorted(files) == [
        *("day.mets.xml", "day.premis.xml", "day.xml", "source/list.xml", "source/p1.docx"),
        *("source/p2.docx", "source/p3.txt"),
    ]
    assert files["source/p1.docx"] == FIRST_PAGE
    assert files["source/list.xml"] == LIST
    mets = etree.fromstring(files["day.mets.xml"])
    types = {
        location.get(HREF, ""): file.get("MIMETYPE", "")
        for file in mets.iterfind(".//m:file", METS)
        for location in file.iterfind("m:FLocat", METS)
    }
    assert types["source/p1.docx"].endswith("wordprocessingml.document")
    assert types["source/p3.txt"] == "text/plain"
    premis = etree.fromstring(files["day.premis.xml"])
    first = premis.findall("p:object", PREMIS)[1]
    assert first.findtext(".//p:messageDigest", namespaces=PREMIS) == sha256(FIRST_PAGE).hexdigest()
    assert first.findtext(".//p:formatName", namespaces=PREMIS) == "Office Open XML Document"
    assert first.findtext("p:originalName", namespaces=PREMIS) == "p1.docx"


def test_a_bag_proves_the_texts_of_its_files(
    kept: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """They are found beside the archival XML, and given back from there."""
    write_bag(kept, tmp_path / "bag", DAY, "run")
    assert run(["verify", "--strict", str(tmp_path / "bag")]) == 0
    assert "3 of 3 kept files read again" in capfd.readouterr().out
    assert run(["restore", str(tmp_path / "bag/data/day/day.xml"), "-o", str(tmp_path / "again")]) == 0
    (tmp_path / "again/.backfile/outputs").unlink()
    assert tree(tmp_path / "again") == tree(tmp_path / "bag/data/day/source")


def test_without_the_files_their_texts_are_in_the_bag(
    kept: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Which is said by the command and by PREMIS; a damaged zip is refused."""
    (kept / "day.sources.zip").write_bytes(b"")
    assert run(["bag", str(kept), "-o", str(tmp_path / "bag")]) == 3
    assert "day.sources.zip: not a zip of source files" in capfd.readouterr().err
    (kept / "day.sources.zip").unlink()
    assert run(["bag", str(kept), "-o", str(tmp_path / "bag")]) == 0
    assert "warning: day: the bag has the text of some files, but not the files" in capfd.readouterr().err
    assert sorted(tree(tmp_path / "bag/data/day/source")) == ["p1.txt", "p2.txt", "p3.txt"]
    text = (tmp_path / "bag/data/day/day.premis.xml").read_text("utf-8")
    assert "page 2: p2.docx was not at hand, and is not here; its text is source/p2.txt" in text
    assert "page ?: list.xml was not at hand, and is not here<" in text
    assert verify_bag(tmp_path / "bag") == ()


def test_a_source_that_is_called_as_our_own_files_is_no_archive(kept: Path, tmp_path: Path) -> None:
    """A delivery has METS files of any name."""
    write_bag(kept, tmp_path / "bag", DAY, "run")
    for name in ("source.mets.xml", "source.xml", "a.mets.xml", "a.xml", "a.premis.xml"):
        (tmp_path / "bag/data/day/source" / name).write_text("<mets/>")
    assert archives(tmp_path / "bag") == [tmp_path / "bag/data/day/day.xml"]
