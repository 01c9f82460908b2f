"""METS and MODS of a bag: valid by schemas and by DFG's profile, opened by Archivematica's library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, isoschematron  # type: ignore[attr-defined] # the stubs lack it

from convert.archive.bag import BagNotes, write_bag
from convert.archive.bag.mods import (
    ArticleText,
    article_mods,
    issue_mods,
    language_code,
    newspaper_mods,
    year_mods,
)
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.tei.source_files import pack_sources
from tests.support.build import archived, document, needs_shared
from tests.support.library_keys import CATALOGUED
from tests.support.paths import ROOT, SHARED
from tests.support.word_files import mixed_issue

DAY = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
NAMES = {"m": "http://www.loc.gov/METS/", "o": "http://www.loc.gov/mods/v3"}
XLINK = "{http://www.w3.org/1999/xlink}"
BLOCKS = [
    (Role.HEADLINE, "磅秤"),
    (Role.SUBTITLE, "一年之后"),
    (Role.BYLINE, "何小满"),
    (Role.BODY, "由居民提。"),
]
DATES = ("1951-03-02", "1951-03-03", "1952-01-01")


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a bag of three days of one newspaper, one of them in a subfolder, and of issues that know less."""
    folder = tmp_path_factory.mktemp("work") / "in"
    (folder / "1952").mkdir(parents=True)
    for number, date in enumerate(DATES):
        meta = Metadata(
            title="山城晚报", date=date, number=f"{number}", language="zh-Hans", name=f"{date}.txt"
        )
        place = folder / "1952" if date.startswith("1952") else folder
        (place / f"{date}.xml").write_text(archived(document(BLOCKS, meta)), "utf-8")
    (folder / "1951-03-02.pdf").write_bytes(b"%PDF")
    mixed = mixed_issue()
    (folder / "mixed.xml").write_text(archived(mixed), "utf-8")
    (folder / "mixed.sources.zip").write_bytes(pack_sources(mixed) or b"")
    for name, meta in (
        ("year", Metadata(title="山城晚报", date="1951")),
        ("nothing", Metadata(name="a.txt")),
    ):
        (folder / f"{name}.xml").write_text(archived(document([(Role.BODY, "甲")], meta)), "utf-8")
    write_bag(folder, folder.with_name("bag"), DAY, "run", notes=BagNotes(only=DAY))
    return folder.with_name("bag")


@cache
def profile() -> isoschematron.Schematron:
    """Load the profile."""
    path = ROOT / "tests" / "support" / "newspaper-mets.sch"
    return isoschematron.Schematron(etree.parse(path), store_report=True)


def failures(path: Path) -> list[str]:
    """Return what a file is not, by the profile."""
    rules = profile()
    rules.validate(etree.parse(path))
    return [e.findtext("{*}text") or "" for e in rules.validation_report.iter("{*}failed-assert")]


def of_a_day(bag: Path) -> list[Path]:
    """Return the METS files of newspapers, of years, and of issues that know their day."""
    days = [path for date in (*DATES, "mixed") for path in bag.glob(f"data/**/{date}.mets.xml")]
    return [*days, *bag.glob("data/newspapers/**/*.mets.xml")]


def test_every_file_has_the_profile_of_dfg(bag: Path) -> None:
    """Newspapers, years and issues."""
    paths = of_a_day(bag)
    assert len(paths) == 9
    assert {path.name: failures(path) for path in paths} == {path.name: [] for path in paths}


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (".//m:smLink[last()]", "every part of the issue is linked"),
        (".//m:mptr", "leads to the newspaper"),
        (".//m:div[@TYPE='page']/m:fptr", "has a file"),
        (".//o:dateIssued", "a date of issue"),
        (".//o:relatedItem", "the record of its newspaper"),
        (".//m:amdSec", "administrative data"),
    ],
)
def test_the_profile_sees_what_is_lost(lost: str, told: str, bag: Path, tmp_path: Path) -> None:
    """Each of its rules can fail."""
    tree = etree.parse(bag / "data" / DATES[0] / f"{DATES[0]}.mets.xml")
    for element in tree.iterfind(lost, NAMES):
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    tree.write(tmp_path / "a.xml")
    assert told in failures(tmp_path / "a.xml")


def test_addresses_lead_to_files(bag: Path) -> None:
    """From newspaper to year to issue and back, and from an issue to its files."""
    count = 0
    for path in bag.glob("data/**/*.mets.xml"):
        for element in etree.parse(path).iter("{*}mptr", "{*}FLocat", "{*}mdRef"):
            count += 1
            assert (path.parent / unquote(element.get(f"{XLINK}href", ""))).is_file(), path
    assert count > 30


def test_archivematica_opens_it(bag: Path) -> None:
    """By its library: files in folders, with use, digest, and what was done to them."""
    metsrw = pytest.importorskip("metsrw", reason="metsrw is not installed")
    mets = metsrw.METSDocument.fromfile(str(bag / "data" / DATES[0] / f"{DATES[0]}.mets.xml"))
    files = {entry.path: entry for entry in mets.all_files() if entry.type == "Item"}
    uses = {path: entry.use for path, entry in files.items()}
    assert uses == {
        f"source/{DATES[0]}.txt": "DEFAULT",
        f"{DATES[0]}.xml": "ARCHIVE",
        f"{DATES[0]}.pdf": "DOWNLOAD",
    }
    assert {entry.checksumtype for entry in files.values()} == {"SHA-512"}
    (provenance,) = files[f"{DATES[0]}.xml"].amdsecs
    assert provenance.subsections[0].contents.target == f"{DATES[0]}.premis.xml"
    folders = [entry.label for entry in mets.all_files() if entry.type == "Directory"]
    assert sorted(folders) == [DATES[0], "source"]


def valid(schema: str, paths: Sequence[Path]) -> None:
    """Hold files against a schema of the Library of Congress, in a process of its own."""
    code = (
        "import sys; from lxml import etree; parser = etree.XMLParser(no_network=True)\n"
        "tree = etree.parse(sys.argv[1], parser)\n"
        # MODS 3.8 gives this type a group of attributes that its base has: libxml2 does not take it
        'twice = tree.xpath(\'//*[@name="accessConditionDefinition"]//*[@ref="IDAttributeGroup"]\')\n'
        "[e.getparent().remove(e) for e in twice]\n"
        "schema = etree.XMLSchema(tree)\n"
        "[schema.assertValid(etree.parse(path)) for path in sys.argv[2:]]"
    )
    schemas = SHARED / "schemas"
    # the catalogue is read once a process, and METS names the schema of XLink by its address
    environment = {**os.environ, "XML_CATALOG_FILES": str(schemas / "catalog.xml")}
    command = [sys.executable, "-c", code, str(schemas / schema), *map(str, paths)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@needs_shared
def test_mets_and_mods_are_valid(bag: Path, tmp_path: Path) -> None:
    """Against METS 1.12.1 and MODS 3.8: newspapers, years, issues and articles."""
    paths = list(bag.glob("data/**/*.mets.xml"))
    valid("mets/mets-1.12.1.xsd", paths)
    records: list[Path] = []
    for path in paths:
        for mods in etree.parse(path).iter("{*}mods"):
            records.append(tmp_path / f"{len(records)}.xml")
            records[-1].write_bytes(etree.tostring(mods))
    assert len(records) >= 15
    valid("mods/mods.xsd", records)


@needs_shared
def test_mods_with_all_that_libraries_know_are_valid(tmp_path: Path) -> None:
    """Publisher, terms, where it is kept, ISSN: of newspaper, year and issue."""
    roots = (
        newspaper_mods(CATALOGUED),
        year_mods(CATALOGUED, "2025"),
        issue_mods(CATALOGUED, "x", ["1"], "0" * 64),
    )
    for number, root in enumerate(roots):
        (tmp_path / f"{number}.xml").write_bytes(etree.tostring(root))
    valid("mods/mods.xsd", [tmp_path / f"{number}.xml" for number in range(len(roots))])


def test_an_article_has_a_record(bag: Path) -> None:
    """Headline, what stands above and below it, who wrote it."""
    tree = etree.parse(bag / "data" / DATES[0] / f"{DATES[0]}.mets.xml")
    (div,) = tree.iterfind(".//m:div[@TYPE='article'][@LABEL='磅秤']", NAMES)
    record = tree.find(f".//m:dmdSec[@ID='{div.get('DMDID')}']", NAMES)
    assert record is not None
    texts = [(e.text or "").strip() for e in record.iter() if (e.text or "").strip()]
    assert texts == ["磅秤", "一年之后", "article", "何小满"]
    full = article_mods(ArticleText("磅秤", kicker="春天", first_page="1", last_page="2"))
    assert [(e.tag.rpartition("}")[2], e.text) for e in full.iter() if e.text] == [
        ("title", "磅秤"),
        ("genre", "article"),
        ("note", "春天"),
        ("start", "1"),
        ("end", "2"),
    ]


def test_an_issue_that_knows_less_says_less(bag: Path) -> None:
    """A year without a day, or neither newspaper nor date."""
    types = {
        name: [e.get("TYPE") for e in etree.parse(bag / "data" / name / f"{name}.mets.xml").iter("{*}div")]
        for name in ("year", "nothing")
    }
    assert [kind for kind in types["year"] if kind in {"newspaper", "year", "month", "day", "issue"}] == [
        "newspaper",
        "year",
        "issue",
    ]
    assert "newspaper" not in types["nothing"]
    assert not list(bag.glob("data/newspapers/*/.mets.xml"))


@pytest.mark.parametrize("title", ["../../etc", "..", "a/b", " a", "長" * 100, "a\nb"])
def test_a_title_names_no_other_folder(title: str, tmp_path: Path) -> None:
    """It comes from the XML, so it is not trusted; two that are one to a file system have two folders."""
    (tmp_path / "in").mkdir()
    for number, name in enumerate((title, "Daily", "DAILY")):
        made = document([(Role.BODY, "甲")], Metadata(title=name, date="1951-03-02"))
        (tmp_path / "in" / f"{number}.xml").write_text(archived(made), "utf-8")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    folders = [path.name for path in (tmp_path / "bag" / "data" / "newspapers").iterdir()]
    assert len({name.casefold() for name in folders}) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "in"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh-Hans", "chi"), ("en", "eng"), ("DE", "ger"), ("fr-CA", "fre"), ("und", ""), ("", "")],
)
def test_a_language_has_its_bibliographic_code(tag: str, code: str) -> None:
    """ISO 639-2/B, which library systems use."""
    assert language_code(tag) == code
