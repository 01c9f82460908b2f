"""The catalogue of a folder: feeds that schemas accept, text that does no harm, files that come and go."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from jsonschema import Draft7Validator
from lxml import etree
from PIL import Image
from referencing import Registry, Resource

from convert.catalogue import build
from convert.catalogue.build import CatalogueName, build_catalogue
from convert.catalogue.feeds import PAGE_SIZE, feed_files, shelves
from convert.catalogue.front import CatalogueFront
from convert.catalogue.history import CatalogueTimes
from convert.catalogue.inventory import CataloguedIssue, CatalogueEntry, list_issues, read_entry
from convert.catalogue.messages import ENGLISH
from convert.catalogue.pages import PAGE_ROWS, CatalogueIndex, pages
from convert.catalogue.store import FOLDER, NAME, open_store
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.errors import DuplicateIssue, UnwritableOutput
from convert.system.find import find
from convert.typeset.identity import identifier
from convert.typeset.styles import StyleSheet, load_style
from convert.typeset.writer import WriteContext, Writer
from convert.writers.docx import write_docx
from convert.writers.epub import write_epub
from tests.support.build import archived, document
from tests.support.catalogued import CHANGED, NOW, TIMES
from tests.support.collected import MONDAY, THREE, collected
from tests.support.collected import book as book_of
from tests.support.paths import ROOT, SHARED, TESTS

SCHEMAS = SHARED / "schemas"
HOSTILE = "\"><script>alert(1)</script>]]> javascript:'&../\\"
FRONT = CatalogueFront("Catalogue", ENGLISH)
FONTS = load_style("newspaper").font("heading")


def entry(n: int, title: str = "山城晚报") -> CatalogueEntry:
    """Make an issue of some day."""
    date = f"{1951 + n // 28}-01-{n % 28 + 1:02}"
    return CatalogueEntry(
        f"a b/#{n}{title[0]}",
        (".epub", ".xml"),
        title,
        date,
        str(n),
        "",
        "zh-Hans",
        "要闻",
        f"{n:016x}",
        updated=CHANGED,
    )


MANY = (
    *[entry(n) for n in range(PAGE_SIZE * 30 + 1)],
    entry(99, HOSTILE),
    *[entry(n, f"t{n}") for n in range(60)],
)


def issue(meta: Metadata, text: str = "隧道贯通。") -> str:
    """Write an issue's archival XML."""
    return archived(document([(Role.HEADLINE, "高铁"), (Role.BODY, text)], meta))


def book(meta: Metadata) -> bytes:
    """Write an issue's EPUB."""
    made = document([(Role.HEADLINE, "高铁"), (Role.BODY, "隧道贯通。")], meta)
    return write_epub(made, StyleSheet("none"), WriteContext()).data


def written(folder: Path) -> Mapping[str, bytes]:
    """Return the catalogue's files."""
    place = folder / FOLDER
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def opds_2() -> Callable[[object], list[str]]:
    """Return what judges a feed by the schemas of OPDS 2.0."""
    if not SCHEMAS.is_dir():
        pytest.skip("the schemas are not there")
    named = re.compile(r"\(\?<(?=[a-z])")  # ECMA writes named groups otherwise
    found = [
        json.loads(named.sub("(?P<", p.read_text("utf-8"))) for p in sorted(SCHEMAS.rglob("*.schema.json"))
    ]
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in found])
    judge = Draft7Validator({"$ref": "https://drafts.opds.io/schema/feed.schema.json"}, registry=registry)
    return lambda feed: [error.message for error in judge.iter_errors(feed)]


@pytest.fixture(scope="module")
def opds_1() -> etree.RelaxNG:
    """Return our grammar of OPDS 1.2."""
    return etree.RelaxNG(etree.parse(TESTS / "support" / "opds-1.2.rng"))


def test_opds_2_is_valid(opds_2: Callable[[object], list[str]]) -> None:
    """Each JSON feed is what the schema of OPDS 2.0 asks for; one of no issues too."""
    some = (*MANY[: PAGE_SIZE + 2], *MANY[-61:])
    for name, data in (*feed_files(shelves(some, CHANGED, FRONT)), *feed_files(shelves((), CHANGED, FRONT))):
        if name.endswith(".json"):
            assert opds_2(json.loads(data)) == [], name


def test_opds_1_is_valid(opds_1: etree.RelaxNG) -> None:
    """Each Atom feed is what RFC 4287 and OPDS 1.2 ask for, and every id in it is its own."""
    for name, data in (*feed_files(shelves(MANY, CHANGED, FRONT)), *feed_files(shelves((), CHANGED, FRONT))):
        if name.endswith(".atom"):
            feed = etree.fromstring(data)
            assert opds_1.validate(feed), (name, opds_1.error_log.last_error)
            ids = [e.text for e in feed.iter("{*}id")]
            assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize("form", ["json", "atom"])
def test_every_issue_is_reached_from_the_root(form: str) -> None:
    """By newest, by year and by title, over pages of lists and of issues; no link leads nowhere."""
    made = dict(feed_files(shelves(MANY, CHANGED, FRONT)))
    seen: dict[str, int] = {}
    waiting, done = [f"root-1.{form}"], set[str]()
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        done.add(name)
        waiting += re.findall(rf'href"?[=:] ?"([a-z0-9-]+\.{form})"', made[name].decode())
        for link in re.findall(r'"(\.\./[^"]*\.epub)"', made[name].decode()):
            seen[link] = seen.get(link, 0) + 1
    assert done == {name for name in made if name.endswith(form)}
    assert seen.keys() == {issue.link(".epub") for issue in MANY}
    assert min(seen.values()) == 3


def test_lists_without_script() -> None:
    """The pages together list every issue once, each page a bearable number; links lead on and back."""
    made = dict(pages(MANY, CatalogueIndex("g", 1), FRONT))
    links: list[str] = []
    for number, data in enumerate(made.values(), 1):
        html = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
        rows = html.findall(".//section[@id='all']/ul/li")
        assert 0 < len(rows) <= PAGE_ROWS
        links += [str(row.find(".//a").get("href")) for row in rows]  # type: ignore[union-attr]
        steps = {str(a.get("rel")): str(a.get("href")) for a in html.iter("a") if a.get("rel")}
        assert all(to in made for to in steps.values())
        assert ("next" in steps, "prev" in steps) == (number < len(made), number > 1)
        assert html.get("lang") == "en"
    assert links == [one.link(".epub") for one in MANY]


HOSTILE_VALUES = (
    HOSTILE,
    "javascript:alert(1)",
    "../../../etc/passwd",
    "长" * 10_000,
    "\u202e\u2066abc\u200f\u061c",
    "a\x00b\x1b[2J\ud800",
    "\ufffe\uffff\U0010ffff",
    " \n\t ",
    "]]><!--",
    "%00%2e%2e/",
    "${1}`'\u2028",
)


def test_hostile_metadata(
    tmp_path: Path, opds_1: etree.RelaxNG, opds_2: Callable[[object], list[str]]
) -> None:
    """Whatever stands in each field: valid feeds, relative links alone, no script, short texts."""
    for n, value in enumerate(HOSTILE_VALUES):
        name = f"{n} \"'<&>%#?;\u202e{'../'[: n % 3]}"
        meta = Metadata(title=value, date=value, number=value, language=value, page=value, name=value)
        (tmp_path / f"{name.replace('/', '_')}.xml").write_text(
            issue(meta, value.encode("utf-8", "replace").decode() + "。"), "utf-8"
        )
    (tmp_path / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(b"%PDF")
    count, faults = build_catalogue(tmp_path, "1", FONTS, times=TIMES)
    assert (count, faults) == (len(HOSTILE_VALUES) + 1, ())
    made = written(tmp_path)
    assert all(NAME.fullmatch(name) or name in {".files", ".made-of"} for name in made)
    for name, data in made.items():
        if name.endswith(".atom"):
            assert opds_1.validate(etree.fromstring(data)), (name, opds_1.error_log.last_error)
        if name.endswith("-1.json"):
            assert opds_2(json.loads(data)) == [], name
        if name.endswith(".html"):
            html = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
            above = "../" if name.startswith("read/") else ""
            own = "read.js" if above else "search.js"
            assert [s.get("src") for s in html.iter("script")] == [
                f"{above}{script}" for script in ("words.js", "page.js", own)
            ]
            assert not html.xpath("//@*[starts-with(name(), 'on')]")
            assert not html.xpath("//@href[starts-with(., 'javascript:')]")
            assert [
                e.get("src") for e in html.iter("img") if not str(e.get("src")).startswith("covers/")
            ] == []
            hrefs = [unquote(str(e.get("href")), errors="surrogateescape") for e in html.findall(".//li//a")]
            exist = [
                h
                for h in hrefs
                if os.path.lexists(tmp_path / FOLDER / h) or h.startswith(("index.html#", "#"))
            ]
            assert hrefs == exist
            if above:  # the text as a whole, in which each paragraph has its own direction
                continue
            assert max(len(str(e.text)) for e in html.iter("p")) < 2_000
            assert not re.search(
                "[\u202a-\u202e\u2066-\u2069]", "".join(p.text or "" for p in html.iter("p"))
            )


@pytest.mark.parametrize("date", ["1951-02-30", "0000", "1951-13", "31.1.1951", "9999-99-99", "1951-1-1"])
def test_impossible_dates(tmp_path: Path, date: str) -> None:
    """They are no dates: the issue stands where those without a date stand."""
    (tmp_path / "x.xml").write_text(issue(Metadata(title="山城晚报", date=date)), "utf-8")
    build_catalogue(tmp_path, "1", times=TIMES)
    made = written(tmp_path)
    assert "year-none-1.atom" in made
    assert b"issued" not in made["new-1.atom"]


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


def test_times_are_those_of_the_contents(tmp_path: Path) -> None:
    """Unchanged: it stays. Corrected: it is later, whatever the clock says. New is what came last."""
    paper = Metadata(title="山城晚报", language="zh-Hans")
    for day in ("1961-03-07", "1962-03-07"):
        (tmp_path / f"{day}.xml").write_text(issue(replace(paper, date=day)), "utf-8")
    made = {"1961-03-07": datetime(2025, 1, 1, tzinfo=UTC)}
    seen = [feed_times(tmp_path, CatalogueTimes(NOW, made))]
    (tmp_path / "1951-03-07.xml").write_text(issue(replace(paper, date="1951-03-07")), "utf-8")
    (tmp_path / "1962-03-07.xml").write_text(issue(replace(paper, date="1962-03-07"), "改。"), "utf-8")
    seen.append(feed_times(tmp_path, TIMES))
    assert seen == [
        {"1962-03-07": "2026-01-02T03:04:05Z", "1961-03-07": "2025-01-01T00:00:00Z"},
        {
            "1951-03-07": "2026-01-02T03:04:05Z",
            "1962-03-07": "2026-01-02T03:04:06Z",
            "1961-03-07": "2025-01-01T00:00:00Z",
        },
    ]
    assert list(seen[1]) == ["1951-03-07", "1962-03-07", "1961-03-07"]
    root = etree.fromstring(written(tmp_path)["root-1.atom"])
    assert root.findtext("{*}updated") == "2026-01-02T03:04:06Z"
    before = written(tmp_path)
    assert feed_times(tmp_path, CatalogueTimes(NOW + timedelta(days=9))) == seen[1]
    assert written(tmp_path) == before


def test_feeds_say_what_libraries_know(tmp_path: Path) -> None:
    """Author and series are what readers show that know no newspapers."""
    meta = Metadata(
        title="山城晚报", date="1951-03-07", publisher="报业集团", rights="版权所有", issn="0028-0836"
    )
    (tmp_path / "x.xml").write_text(issue(replace(meta, licence="CC BY 4.0")), "utf-8")
    build_catalogue(tmp_path, "1", times=TIMES)
    made = written(tmp_path)
    about = json.loads(made["new-1.json"])["publications"][0]["metadata"]
    assert (about["author"], about["publisher"]) == ("山城晚报", "报业集团")
    assert about["rights"] == "版权所有; CC BY 4.0"
    assert about["belongsTo"] == {
        "newspaper": {"name": "山城晚报", "identifier": "urn:issn:0028-0836"},
        "series": {"name": "山城晚报", "position": 19510307},
    }
    entry = etree.fromstring(made["new-1.atom"]).find("{*}entry")
    assert entry is not None
    assert entry.findtext("{*}author/{*}name") == "山城晚报"
    assert entry.findtext("{*}rights") == "版权所有; CC BY 4.0"
    assert entry.findtext("{*}license") == "CC BY 4.0"


def feed_times(folder: Path, times: CatalogueTimes) -> dict[str, str]:
    """Make a catalogue, and return when each issue was updated, by its date, in the order of what is new."""
    build_catalogue(folder, "1", times=times)
    feed = json.loads(written(folder)["new-1.json"])
    about = [publication["metadata"] for publication in feed["publications"]]
    return {each["published"]: each["modified"] for each in about}


@pytest.mark.parametrize("record", ["", "[]", '{"builds": 1, "changed": "x", "issues": {}}'])
def test_a_record_that_is_none_begins_anew(tmp_path: Path, record: str) -> None:
    """It is a fault that is told once; the catalogue is written."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / ".history.json").write_text(record)
    (tmp_path / "x.xml").write_text(issue(Metadata(title="山城晚报", date="1951-03-07")), "utf-8")
    count, faults = build_catalogue(tmp_path, "1", times=TIMES, force=True)
    assert count == 1
    assert ["dated anew" in fault.message for fault in faults] == [True]
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


def test_same_bytes(tmp_path: Path) -> None:
    """Over runs, places on the disk, time zones and hash seeds; a second run needs no SOURCE_DATE_EPOCH."""
    for n in range(5):
        (tmp_path / f"{n}.xml").write_text(
            issue(Metadata(title=f"报{n % 2}", date=f"1951-03-0{n + 1}")), "utf-8"
        )
    runs: list[Mapping[str, bytes]] = []
    for seed, zone in (("0", "UTC"), ("77", "Asia/Shanghai")):
        other = shutil.copytree(tmp_path, tmp_path.parent / f"{tmp_path.name} {seed}")
        for stated in ({"SOURCE_DATE_EPOCH": "1765152000"}, {}):
            clean = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
            surroundings = {**clean, **stated, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
            command = [sys.executable, "-m", "convert", "catalogue", str(other), "-q"]
            subprocess.run(command, check=True, env=surroundings)
            runs.append(written(other))
    assert len(runs[0]) > 20
    assert runs[1:] == runs[:1] * 3


def test_unchanged_issues_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is anything written; what has changed, in the folder, in the catalogue or in the question, is."""
    path = tmp_path / "1.xml"
    path.write_text(issue(Metadata(title="报", date="1951-03-01")), "utf-8")
    reads: list[str] = []

    def read(folder: Path, stem: str, endings: tuple[str, ...]) -> CataloguedIssue:
        reads.append(stem)
        return read_entry(folder, stem, endings)

    monkeypatch.setattr(build, "read_entry", read)

    def builds(title: str = "") -> bool:
        reads.clear()
        assert build_catalogue(tmp_path, "1", times=TIMES, name=CatalogueName(title)) == (1, ())
        return bool(reads)

    assert [builds(), builds(), builds("别名"), builds("别名")] == [True, False, True, False]
    path.write_text(issue(Metadata(title="报", date="1951-03-02")), "utf-8")
    assert [builds(), builds()] == [True, False]
    (tmp_path / FOLDER / "search.js").unlink()
    assert [builds(), builds()] == [True, False]
    (text,) = (tmp_path / FOLDER / "text").iterdir()
    kept = text.read_bytes()
    text.write_bytes(kept[::-1])
    assert builds()
    assert text.read_bytes() == kept
    (tmp_path / "2.xml").write_text("<TEI/>", "utf-8")
    assert [build_catalogue(tmp_path, "1", times=TIMES).issues for _ in range(2)] == [1, 1]
    assert reads.count("2") == 2  # what is left out is told each time


def test_foreign_page_is_kept(tmp_path: Path) -> None:
    """Where somebody else's index.html stands nothing is written; ours is replaced."""
    place = tmp_path / FOLDER
    place.mkdir()
    (place / "index.html").write_text("<title>Mine</title>")
    with pytest.raises(UnwritableOutput, match="was not written by backfile"):
        build_catalogue(tmp_path, "1", times=TIMES)
    assert [p.name for p in place.rglob("*")] == ["index.html"]
    (place / "index.html").unlink()
    build_catalogue(tmp_path, "2", times=TIMES)
    build_catalogue(tmp_path, "3", times=TIMES)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """A second one stops with a line, and writes nothing; afterwards the place is free."""
    with open_store(tmp_path, "1"), pytest.raises(UnwritableOutput, match="another run is working"):
        build_catalogue(tmp_path, "2", times=TIMES)
    assert written(tmp_path) == {}
    assert build_catalogue(tmp_path, "3", times=TIMES) == (0, ())


@pytest.mark.parametrize("part", ["", "covers", "text"])
def test_links_are_not_written_through(tmp_path: Path, part: str) -> None:
    """A catalogue folder, or one in it, that is a link to elsewhere is an error."""
    folder = tmp_path / "issues"
    (folder / FOLDER / part).parent.mkdir(parents=True)
    (folder / FOLDER / part).symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(UnwritableOutput, match="is a link"):
        build_catalogue(folder, "1", times=TIMES)
    assert [p.name for p in tmp_path.iterdir()] == ["issues"]


def test_stale_files_go_and_others_stay(tmp_path: Path) -> None:
    """Only what the list of a former catalogue names is removed; a broken book is left out and told."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.epub").write_bytes(b"no zip")
    count, faults = build_catalogue(tmp_path, "1", FONTS, times=TIMES)
    place = tmp_path / FOLDER
    first = written(tmp_path).keys()
    assert (count, len(faults)) == (1, 1)
    (place / "mine.txt").write_text("kept")
    (place / ".files").write_text((place / ".files").read_text() + "../x.pdf\nmine.txt\n")
    (place / "search" / "0123456789ab-7.js").write_text("left by a run that was killed")
    (place / "search" / "mine.js").write_text("kept")
    (place / "text" / ".0123456789abcdef.js.7-aa.tmp").write_text("half")
    (tmp_path / "broken.epub").unlink()
    (tmp_path / "x.pdf").rename(tmp_path / "y.pdf")
    build_catalogue(tmp_path, "2", times=TIMES)
    left = written(tmp_path).keys()
    assert {"mine.txt", "search/mine.js"} <= left
    assert not [name for name in left if "0123456789ab" in name]
    assert (tmp_path / "y.pdf").exists()
    assert {name.partition("/")[0].partition("-")[0] for name in first - left} == {
        "covers",
        "search",
        "text",
        "title",
    }


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


def test_damaged_files_cost_themselves_alone(tmp_path: Path) -> None:
    """Books and XML with bytes altered, cut or doubled are read or told; none stops the catalogue."""
    random = Random(6)
    whole = {
        ".epub": book(Metadata(title="山城晚报", date="1951-03-07")),
        ".xml": issue(Metadata(title="报", date="1951")).encode(),
    }
    for n in range(200):
        ending = (".epub", ".xml")[n % 2]
        data = bytearray(whole[ending])
        for _ in range(random.choice((1, 1, 5, 50))):
            at = random.randrange(len(data))
            size = random.choice((1, 1, 4, 400))
            data[at : at + size] = random.choice((b"", random.randbytes(size), data[at : at + size] * 2))
        (tmp_path / f"{n}{ending}").write_bytes(data)
    read = [
        read_entry(tmp_path, stem, endings) for stem, endings in list_issues(tmp_path, FOLDER, []).items()
    ]
    whole_ones = [one for one in read if one.entry.endings]
    assert 0 < len(whole_ones) < 200
    assert all(one.faults for one in read if not one.entry.endings)
