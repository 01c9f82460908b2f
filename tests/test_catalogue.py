"""The catalogue of a folder: feeds that schemas accept, text that does no harm, files that come and go."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from lxml import etree
from referencing import Registry, Resource

from convert.catalogue.feeds import PAGE, files, shelves
from convert.catalogue.holdings import Holding
from convert.catalogue.making import make
from convert.catalogue.pages import pages
from convert.catalogue.store import FOLDER

SCHEMAS = Path(__file__).parents[2] / "shared" / "schemas"
HOSTILE = "\"><script>alert(1)</script>]]> javascript:'&../\\"


def issue(n: int, title: str = "山城晚报") -> Holding:
    """Make an issue of some day."""
    return Holding(f"a b/#{n}", (".epub", ".xml"), title, f"1951-01-{n % 28 + 1:02}", str(n), "", "zh-Hans")


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the schemas are not there")
def test_opds_2_is_valid() -> None:
    """Each JSON feed is what the schema of OPDS 2.0 asks for."""
    named = re.compile(r"\(\?<(?=[a-z])")  # ECMA writes named groups otherwise
    found = [
        json.loads(named.sub("(?P<", p.read_text("utf-8"))) for p in sorted(SCHEMAS.rglob("*.schema.json"))
    ]
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in found])
    judge = Draft7Validator({"$ref": "https://drafts.opds.io/schema/feed.schema.json"}, registry=registry)
    issues = (*[issue(n) for n in range(PAGE + 1)], issue(99, HOSTILE))
    for name, data in files(shelves(issues)):
        if name.endswith(".json"):
            assert [e.message for e in judge.iter_errors(json.loads(data))] == [], name


def test_hostile_title_stays_text() -> None:
    """A title made of markup is read back from Atom and from the page as the same text."""
    made = dict(files(shelves((issue(1, HOSTILE),))))
    atom = etree.fromstring(made["new-1.atom"])
    assert (atom.findtext("{*}entry/{*}title") or "").startswith(HOSTILE)
    html = etree.fromstring(
        dict(pages((issue(1, HOSTILE),), "g", 1))["index.html"], etree.HTMLParser(encoding="utf-8")
    )
    assert [s.get("src") for s in html.iter("script")] == ["search.js"]
    assert [a.get("href") for a in html.iter("a")] == ["../a%20b/%231.epub", "../a%20b/%231.xml"]


def test_stale_files_go_and_others_stay(tmp_path: Path) -> None:
    """Only what the list of a former catalogue names is removed; a broken book is left out and told."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF")
    (tmp_path / "broken.epub").write_bytes(b"no zip")
    count, faults = make(tmp_path, "1")
    place = tmp_path / FOLDER
    first = {p.name for p in place.rglob("*")}
    assert (count, len(faults)) == (1, 1)
    (place / "mine.txt").write_text("kept")
    (tmp_path / "x.pdf").unlink()
    make(tmp_path, "2")
    left = {p.name for p in place.rglob("*")}
    gone = {name for name in first - left if not re.match(r"title-|year-|[0-9a-f]{12,16}[-.]", name)}
    assert gone == set()
    assert "mine.txt" in left
    assert not [name for name in left if name.startswith(("title-", "year-", "."))]
