"""Feeds of a catalogue: valid by the schemas, with all issues, and with what libraries know."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from convert.catalogue.build import build_catalogue
from convert.catalogue.feeds import PAGE_SIZE, feed_files, shelves
from convert.catalogue.history import CatalogueTimes
from convert.catalogue.pages import PAGE_ROWS, CatalogueIndex, pages
from convert.catalogue.store import FOLDER, NAME
from convert.document.model import Metadata
from tests.support.catalogue_folders import FONTS, FRONT, HOSTILE, MANY, issue, written
from tests.support.catalogued import CHANGED, NOW, TIMES


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
