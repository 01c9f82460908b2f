"""The catalogue of a folder: feeds that schemas accept, text that does no harm, files that come and go."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

from convert.catalogue.build import build_catalogue
from convert.catalogue.store import FOLDER
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.errors import DuplicateIssue
from convert.system.find import find
from convert.typeset.identity import identifier
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext, Writer
from convert.writers.docx import write_docx
from convert.writers.epub import write_epub
from tests.support.build import document
from tests.support.catalogue_folders import FONTS, book, issue, written
from tests.support.catalogued import TIMES
from tests.support.collected import MONDAY, THREE, collected
from tests.support.collected import book as book_of
from tests.support.paths import ROOT


def test_two_issues_with_one_id(tmp_path: Path) -> None:
    """A reader would replace one by the other: both are named, and no page is written."""
    meta = Metadata(title="山城晚报", date="1951-03-07", language="zh-Hans")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.epub").write_bytes(book(meta))
    (tmp_path / "y.xml").write_text(issue(meta, "另一篇。"), "utf-8")
    with pytest.raises(DuplicateIssue, match=r"^a/x and y are the same issue .*1951年3月7日"):
        build_catalogue(tmp_path, "1", times=TIMES)
    assert not [name for name in written(tmp_path) if "/" not in name]
    (tmp_path / "y.xml").write_text(issue(replace(meta, page="2")), "utf-8")
    assert build_catalogue(tmp_path, "2", times=TIMES) == (2, ())


def test_an_edition_in_large_print_stands_beside_the_plain_one(tmp_path: Path) -> None:
    """The book says which it is, and the entry has its identifier; a Word document alone does, too."""
    meta = Metadata(title="山城晚报", date="1951-03-07", language="zh-Hans")
    made = document([(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], meta)
    for name, style in (("plain", "newspaper"), ("large", "large-print")):
        sheet = load_style(style)
        (tmp_path / f"{name}.xml").write_text(issue(meta), "utf-8")
        write: Writer = write_epub if name == "plain" else write_docx
        ending = "epub" if name == "plain" else "docx"
        (tmp_path / f"{name}.{ending}").write_bytes(write(made, sheet, WriteContext()).data)
    assert build_catalogue(tmp_path, "1", times=TIMES) == (2, ())
    feed = json.loads(written(tmp_path)["new-1.json"])
    stated = {p["metadata"]["identifier"] for p in feed["publications"]}
    assert stated == {identifier(made), identifier(made, ["large-print"])}


@pytest.mark.parametrize("record", ["", "[]", '{"builds": 1, "changed": "x", "issues": {}}'])
def test_a_record_that_is_none_begins_anew(tmp_path: Path, record: str) -> None:
    """It is a fault that is told once; the catalogue is written."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / ".history.json").write_text(record)
    (tmp_path / "x.xml").write_text(issue(Metadata(title="山城晚报", date="1951-03-07")), "utf-8")
    count, faults = build_catalogue(tmp_path, "1", times=TIMES, force=True)
    assert count == 1
    assert ["get new times" in fault.message for fault in faults] == [True]
    assert build_catalogue(tmp_path, "2", times=TIMES) == (1, ())


def test_collected_books_are_no_issues(
    tmp_path: Path, opds_1: etree.RelaxNG, opds_2: Callable[[object], list[str]]
) -> None:
    """A volume, in a series or not, stands under its own title and days, on a shelf of its own."""
    monthly = collected(THREE, "month", split=True, title="山城晚报", series="山城晚报")
    for name, data, _ in monthly:
        (tmp_path / f"{name}.epub").write_bytes(data)
    (tmp_path / "anthology.epub").write_bytes(book_of([MONDAY], title="一碗面"))
    (tmp_path / "x.xml").write_text(issue(Metadata(title="山城晚报", date="2025-12-08")), "utf-8")
    assert build_catalogue(tmp_path, "1", times=TIMES) == (4, ())
    made = written(tmp_path)
    shelf = json.loads(made["books-1.json"])["publications"]
    titles = {p["metadata"]["title"]: p["metadata"] for p in shelf}
    assert titles.keys() == {"山城晚报 2025年12月", "山城晚报 2026年1月", "一碗面"}
    assert {about["@type"] for about in titles.values()} == {"http://schema.org/Book"}
    assert titles["山城晚报 2026年1月"]["belongsTo"] == {"series": {"name": "山城晚报"}}
    assert titles["山城晚报 2025年12月"]["description"] == "2025年12月8日 – 2025年12月9日"
    assert [about for about in titles.values() if "published" in about] == []
    [title] = [json.loads(made[name]) for name in made if re.fullmatch("title-.*json", name)]
    assert [p["metadata"]["title"] for p in title["publications"]] == ["山城晚报 · 8 December 2025"]
    page = etree.fromstring(made["index.html"], etree.HTMLParser(encoding="utf-8"))
    names = {
        key: [p.text or p[0].text for p in page.findall(f".//section[@id='{key}']//p[@class='name']")]
        for key in ("books", "all")
    }
    assert sorted(map(str, names["books"])) == sorted(titles)
    assert names["all"] == ["山城晚报 · 8 December 2025"]
    assert opds_1.validate(etree.fromstring(made["books-1.atom"])), opds_1.error_log.last_error
    assert opds_2(json.loads(made["books-1.json"])) == []


def test_broken_xml_beside_a_good_book(tmp_path: Path) -> None:
    """The issue stays, by what its book says, with its text; the broken file is told and not offered."""
    (tmp_path / "x.epub").write_bytes(
        book(Metadata(title="山城晚报", date="1951-03-07", number="12", language="zh-Hans"))
    )
    (tmp_path / "x.xml").write_text("<TEI>")
    (tmp_path / "y.xml").write_text("no XML")
    count, faults = build_catalogue(tmp_path, "1", times=TIMES)
    assert count == 1
    assert [fault.location.rpartition("/")[2].partition(":")[0] for fault in faults] == ["x.xml", "y.xml"]
    made = written(tmp_path)
    publication: dict[str, Any] = json.loads(made["new-1.json"])["publications"][0]
    assert publication["metadata"]["title"].startswith("山城晚报 · 1951年3月7日")
    assert [link["href"] for link in publication["links"]] == ["../x.epub"]
    assert any("隧道" in data.decode() for name, data in made.items() if name.startswith("search/"))


def test_covers(tmp_path: Path) -> None:
    """The picture of the issue's EPUB and a small one; they are drawn again only for other words."""
    meta = Metadata(title="山城晚报", date="1951-03-07", number="12", language="zh-Hans")
    (tmp_path / "x.xml").write_text(issue(meta), "utf-8")
    build_catalogue(tmp_path, "1", FONTS, times=TIMES)
    images = json.loads(written(tmp_path)["new-1.json"])["publications"][0]["images"]
    for image in images:
        with Image.open(tmp_path / FOLDER / image["href"]) as picture:
            assert (picture.width, picture.height) == (image["width"], image["height"])
    inode = (tmp_path / FOLDER / images[0]["href"]).stat().st_ino
    build_catalogue(tmp_path, "2", FONTS, times=TIMES)
    assert (tmp_path / FOLDER / images[0]["href"]).stat().st_ino == inode
    (tmp_path / "x.xml").write_text(
        issue(Metadata(title="山城晚报", date="1951-03-08", number="13", language="zh-Hans")), "utf-8"
    )
    build_catalogue(tmp_path, "3", FONTS, times=TIMES)
    assert not (tmp_path / FOLDER / images[0]["href"]).exists()
    build_catalogue(tmp_path, "4", times=TIMES)
    assert "images" not in json.loads(written(tmp_path)["new-1.json"])["publications"][0]


def test_a_catalogue_is_no_source(tmp_path: Path) -> None:
    """A folder with a catalogue in it holds the sources and archives that it held before."""
    (tmp_path / "1.xml").write_text(issue(Metadata(title="报", date="1951-03-01")), "utf-8")
    build_catalogue(tmp_path, "1", times=TIMES)
    assert [source.path for source in find([str(tmp_path)], (".xml",)).files] == [tmp_path / "1.xml"]
    assert [source.error is None for source in find([str(tmp_path)]).files] == [False]


def test_a_page_of_a_book_that_cannot_be_read(tmp_path: Path) -> None:
    """The book is offered, the rest of it is searched, and the page is told."""
    whole = tmp_path / "whole.epub"
    whole.write_bytes(book(Metadata(title="山城晚报", date="1951-03-07")))
    with ZipFile(whole) as old, ZipFile(tmp_path / "x.epub", "w") as new:
        for name in old.namelist():
            broken = name.endswith("title.xhtml")
            new.writestr(
                name, b'<!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>' if broken else old.read(name)
            )
    whole.unlink()
    count, faults = build_catalogue(tmp_path, "1", times=TIMES)
    assert count == 1
    assert ["title.xhtml cannot be searched" in str(fault) for fault in faults] == [True]
    made = written(tmp_path)
    assert any("隧道" in data.decode() for name, data in made.items() if name.startswith("search/"))


@pytest.mark.parametrize(
    ("names", "status", "said"),
    [
        pytest.param(("x.pdf",), 0, "", id="all well"),
        pytest.param(("x.pdf", "y.epub"), 1, "left out: ", id="a broken file"),
        pytest.param((), 0, "", id="an empty folder"),
        pytest.param(("catalogue",), 4, "error: ", id="a file in the way"),
    ],
)
def test_exit_status(tmp_path: Path, names: tuple[str, ...], status: int, said: str) -> None:
    """It is what the help says, and each fault is one line."""
    for name in names:
        (tmp_path / name).write_bytes(b"%PDF")
    command = [sys.executable, "-m", "convert", "catalogue", str(tmp_path)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("\n")) == (status, bool(said))
    assert done.stderr.startswith(said)
