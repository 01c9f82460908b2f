"""A folder of METS deliveries, as an archivist converts it: issues, articles, files that are kept, a bag."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from lxml import etree

from convert import restore_parts
from convert.archive.bag import verify
from convert.cli import run
from tests.support.mets import alto, delivery, mets
from tests.support.paths import SAMPLES

PAGE_1 = alto([("h", "Old Weir Rebuilt"), ("b", "The weir is old. It leaks and will be built anew.")])
PAGE_2 = alto([("b", "The work begins in spring."), ("a", "Fresh tea at Harrow's."), ("x", "No. 17")])
TEXT = "BODY/PARAGRAPH/TEXT"
ARTICLE = [("HEADING/TITLE", "A1", "h"), (TEXT, "A1", "b"), (TEXT, "A2", "b")]
UNITS = [("ARTICLE", ARTICLE), ("ADVERTISEMENT", [("TEXT", "A2", "a")])]


def deliveries(folder: Path) -> Path:
    """Write three deliveries; of the second a page is missing, the third is cut off."""
    container = mets(["ALTO/1.xml", "ALTO/2.xml"], UNITS)
    pages = {"ALTO/1.xml": PAGE_1, "ALTO/2.xml": PAGE_2}
    delivery(folder / "1911-03-07", {"mets.xml": container, **pages})
    delivery(folder / "1911-03-08", {"mets.xml": container, "ALTO/1.xml": PAGE_1})
    delivery(folder / "1911-03-09", {"mets.xml": container[:-20]})
    return folder


def test_a_folder_of_deliveries_becomes_issues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One is whole, one lacks a page and says which file, one fails; files are kept and go into the bag."""
    source, out = deliveries(tmp_path / "in"), tmp_path / "out"
    assert run(["batch", str(source), str(out), "-f", "xml", "-j", "1"]) == 1
    said = capsys.readouterr().err
    assert "page 2 has no text: 2.xml: mets.xml lists it, but it does not exist" in said
    assert "not well-formed XML" in said
    assert {path.name for path in out.glob("*.xml")} == {"1911-03-07.xml", "1911-03-08.xml"}

    xml = (out / "1911-03-07.xml").read_text("utf-8")
    assert xml.count('type="article"') == xml.count('<div xml:id="a.') - 2 == 1
    assert 'type="advertisement"' in xml
    assert 'type="unplaced"' in xml
    assert run(["verify", str(out / "1911-03-07.xml")]) == 0
    assert "3 of 3 kept files read again" in capsys.readouterr().out
    parts = restore_parts(out / "1911-03-07.xml")
    assert {name: len(data) for name, data in parts.items()} == {
        path.name: path.stat().st_size for path in (source / "1911-03-07").rglob("*.xml")
    }
    assert run(["bag", str(out), "-o", str(tmp_path / "bag"), "-q"]) == 0
    bagged = tmp_path / "bag" / "data" / "1911-03-07" / "source"
    assert {path.name for path in bagged.iterdir()} == {"1.xml", "2.xml", "mets.xml"}
    described = etree.parse(bagged.with_name("1911-03-07.mets.xml"))
    groups = {group.get("USE"): len(group) for group in described.iter("{*}fileGrp")}
    assert groups == {"DEFAULT": 3, "FULLTEXT": 2, "ARCHIVE": 1}
    assert list(verify.check(tmp_path / "bag")) == []
    assert run(["batch", str(source), str(out), "-f", "xml", "-j", "1"]) == 1
    assert "0 converted, 2 unchanged" in capsys.readouterr().err


def test_a_new_list_of_articles_makes_its_issue_stale(tmp_path: Path) -> None:
    """The METS is one of its files."""
    source, out = deliveries(tmp_path / "in") / "1911-03-07", tmp_path / "out"
    assert run(["batch", str(source), str(out), "-f", "xml", "-j", "1", "-q"]) == 0
    (source / "mets.xml").write_bytes(mets(["ALTO/1.xml", "ALTO/2.xml"], UNITS[:1]))
    assert run(["batch", str(source), str(out), "-f", "xml", "-j", "1", "-q"]) == 0
    assert 'type="advertisement"' not in (out / "1911-03-07.xml").read_text("utf-8")


def test_a_dry_run_shows_pages_and_containers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people and for programs; the invented issue has both."""
    shutil.copytree(SAMPLES / "archives" / "alto", tmp_path / "in" / "alto")
    container = SAMPLES / "archives" / "yunjin-daily-2026-03-12-mets.xml"
    shutil.copy(container, tmp_path / "in")
    assert run(["convert", str(tmp_path / "in"), "--dry-run", "--json"]) == 0
    issue = json.loads(capsys.readouterr().out)
    assert [page["page"] for page in issue["pages"]] == ["1", "2"]
    assert issue["containers"] == [str(tmp_path / "in" / container.name)]
    assert run(["convert", str(tmp_path / "in"), "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("yunjin-daily-2026-03-12  2 pages\n")
