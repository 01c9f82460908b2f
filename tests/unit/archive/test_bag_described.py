"""METS and PREMIS of a bag: what they point to, events and their times, reviewers."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest
from lxml import etree

from convert.archive.bag import BagNotes, verify_bag, write_bag
from convert.document.actions import Edit, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.document.roles import Opening, Role
from convert.tei.header import software
from convert.tei.names import XML_ID
from convert.tei.read import parse_archive
from tests.support.bags import DAY, HREF, METS, NAMES, PREMIS, tree
from tests.support.build import archived, document, needs_shared, resealed
from tests.support.paths import SHARED

MADE = datetime(2026, 3, 12, 1, 2, 3, tzinfo=UTC)


@needs_shared
def test_premis_is_valid(bag: Path) -> None:
    """Against PREMIS 3.0."""
    schema = etree.XMLSchema(etree.parse(SHARED / "schemas" / "premis" / "premis-3.0.xsd"))
    files = list(bag.rglob("*.premis.xml"))
    assert len(files) == len(NAMES)
    for path in files:
        schema.assertValid(etree.parse(path))


FAILURE = {"issue": "a.txt", "state": "failed", "kind": "UnreadableSource", "what": "甲 <b>", "advice": ""}


@pytest.mark.parametrize(
    ("failure", "only", "when"),
    [
        ({**FAILURE, "when": "2026-01-02T03:04:05Z"}, None, "2026-01-02T03:04:05Z"),
        ({**FAILURE, "when": "2026-01-02T03:04:05Z"}, DAY, "2026-03-14T15:09:26Z"),
        (FAILURE, None, "2026-03-14T15:09:26Z"),
    ],
)
def test_failures_are_events_with_their_times(
    failure: dict[str, str], only: datetime | None, when: str, small: Path
) -> None:
    """That of the run that failed; with one time for all events, that one."""
    notes = BagNotes(failed=[failure], only=only)
    write_bag(small.with_name("in"), small.with_name("other"), DAY, "run", notes=notes)
    premis = etree.parse(small.with_name("other") / "metadata" / "failed.premis.xml")
    if (SHARED / "schemas").is_dir():
        etree.XMLSchema(etree.parse(SHARED / "schemas" / "premis" / "premis-3.0.xsd")).assertValid(premis)
    assert premis.findtext("p:event/p:eventDateTime", None, PREMIS) == when
    assert premis.findtext(".//p:eventOutcome", None, PREMIS) == "fail"
    notes_told = [e.text for e in premis.iterfind(".//p:eventOutcomeDetailNote", PREMIS)]
    assert notes_told == ["state: failed", "kind: UnreadableSource", "what: 甲 <b>"]
    assert f'"when": "{when}"' in (small.with_name("other") / "metadata" / "failed.json").read_text("utf-8")
    assert verify_bag(small.with_name("other")) == ()


def described(bag: Path, name: str, ending: str) -> tuple[Path, etree._Element]:
    """Return what METS or PREMIS says of an issue, and where."""
    (path,) = bag.glob(f"data/**/{name}.{ending}.xml")
    return path.parent, etree.parse(path).getroot()


@pytest.mark.parametrize("name", NAMES)
def test_mets_points_to_what_is_there(name: str, bag: Path) -> None:
    """Files with their digests, pages, and articles by ids of the archival XML."""
    folder, mets = described(bag, name, "mets")
    located = {e.get(HREF, ""): e.getparent() for e in mets.iterfind(".//m:FLocat", METS)}
    assert len(located) == 3
    for path, file in located.items():
        stored = folder / unquote(path)
        assert file is not None
        assert stored.stat().st_size == int(file.get("SIZE", ""))
        assert bagit.Bag(str(bag)).entries[stored.relative_to(bag).as_posix()]["sha512"] == file.get(
            "CHECKSUM"
        )
    archive = parse_archive((folder / f"{name}.xml").read_bytes())
    ids = {e.get(XML_ID) for e in archive.iter() if e.get(XML_ID)}
    ends = {e.get(key) for e in mets.iterfind(".//m:area", METS) for key in ("BEGIN", "END") if e.get(key)}
    assert ends <= ids
    articles = mets.findall(".//m:structMap[@TYPE='LOGICAL']//m:div[@TYPE='article']", METS)
    assert articles
    assert all(a.findall("m:div", METS) for a in articles)
    pages = mets.findall(".//m:structMap[@TYPE='PHYSICAL']/m:div/m:div[@TYPE='page']", METS)
    assert len(pages) == len(archive.findall(".//{*}surface"))
    divs = {e.get("ID") for e in mets.iter("{*}div")}
    links = [e.get(f"{HREF[:-4]}{end}") for e in mets.iter("{*}smLink") for end in ("from", "to")]
    assert links
    assert set(links) <= divs


def test_mets_names_articles_by_their_headlines(bag: Path) -> None:
    """And the issue by title, number and day."""
    _, mets = described(bag, "cut-columns", "mets")
    assert mets.get("LABEL") == "云津日报, no. 4830, 2026-03-14"
    labels = [e.get("LABEL") for e in mets.iterfind(".//m:div[@TYPE='article']", METS)]
    assert labels == ["一条巷子三百张板凳"]
    kinds = [e.get("TYPE") for e in mets.iterfind(".//m:div[@TYPE='article']/m:div", METS)]
    assert kinds == ["heading", "body"]


def test_premis_tells_one_event_a_run(bag: Path) -> None:
    """Who did it, how often each rule acted, and that the source came back."""
    folder, premis = described(bag, "cut-columns", "premis")
    events = [e.text for e in premis.iterfind("p:event/p:eventType", PREMIS)]
    assert events == ["normalization", "fixity check"]
    archive = parse_archive((folder / "cut-columns.xml").read_bytes())
    notes = [e.text for e in premis.iterfind(".//p:eventOutcomeDetailNote", PREMIS)]
    for rule in archive.iter("{*}category"):
        counts = {e.get("type"): e.text for e in rule.iter("{*}num")}
        told = f"{rule.get('n')}, version {counts['version']}, {rule.findtext('.//{*}term')}"
        assert f"{told}: {counts.get('done', 0)} done, {counts.get('proposed', 0)} proposed" in notes
    agents = [e.text for e in premis.iterfind("p:agent/p:agentVersion", PREMIS)]
    assert agents == [software(archive)]
    objects = [e.text for e in premis.iterfind("p:object/p:objectIdentifier/p:objectIdentifierValue", PREMIS)]
    assert objects == ["source/cut-columns.txt", "cut-columns.xml", "cut-columns.docx"]
    names = [e.findtext("p:originalName", None, PREMIS) for e in premis.iterfind("p:object", PREMIS)]
    assert names == ["cut-columns.txt", None, None]
    origin = "p:relationship/p:relatedObjectIdentifier/p:relatedObjectIdentifierValue"
    origins = [e.findtext(origin, None, PREMIS) for e in premis.iterfind("p:object", PREMIS)]
    assert origins == [None, "source/cut-columns.txt", "source/cut-columns.txt"]


@pytest.mark.parametrize(
    ("notes", "converted"),
    [
        pytest.param(BagNotes(only=DAY), "2026-03-14T15:09:26Z", id="one time for all"),
        pytest.param(BagNotes(made={"cut-columns": MADE}), "2026-03-12T01:02:03Z", id="the ledger's"),
        pytest.param(BagNotes(), "2026-03-13T00:00:01Z", id="that of the file"),
    ],
)
def test_every_event_has_its_time(tmp_path: Path, finished: Path, notes: BagNotes, converted: str) -> None:
    """In PREMIS, METS and the bag's own information: that of the conversion, that of the bag."""
    os.utime(finished / "cut-columns.xml", (1_773_360_001.7,) * 2)
    write_bag(finished, tmp_path / "bag", DAY, "run", notes=notes)
    _, premis = described(tmp_path / "bag", "cut-columns", "premis")
    times = [e.text for e in premis.iterfind(".//p:eventDateTime", PREMIS)]
    assert times == [converted, "2026-03-14T15:09:26Z"]
    assert b"Bagging-Date: 2026-03-14\n" in (tmp_path / "bag" / "bag-info.txt").read_bytes()
    _, mets = described(tmp_path / "bag", "cut-columns", "mets")
    assert mets.find("m:metsHdr", METS).get("CREATEDATE") == "2026-03-14T15:09:26Z"  # type: ignore[union-attr]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_reviewer_is_an_agent(swapped: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of pytest
    """Who decided is named as the one who authorised it, wherever among the responsible it stands."""
    made = rewrite(
        document([(Role.HEADLINE, "磅秤"), (Role.BODY, "矩一一議題")]),
        Rule("dashes", Kind.CORRECTION),
        [Edit(1, 1, 3, "——", by="陳 <b>\x00")],
    )
    text = archived(made)
    if swapped:
        first, second = re.findall(r" *<respStmt.*?</respStmt>\n", text, re.DOTALL)
        text = resealed(text.replace(first + second, second + first))
    (tmp_path / "page.xml").write_text(text, "utf-8")
    write_bag(tmp_path, tmp_path.with_name(f"{tmp_path.name}-bag"), DAY, "run")
    _, premis = described(tmp_path.with_name(f"{tmp_path.name}-bag"), "page", "premis")
    assert [e.text for e in premis.iterfind("p:agent/p:agentType", PREMIS)] == ["software", "person"]
    assert "reviewer/陳 <b>\ufffd" in [e.text for e in premis.iter("{*}linkingAgentIdentifierValue")]


def test_any_issue_can_be_described(tmp_path: Path) -> None:
    """No title, no headline, what belongs to no article, names with marks of XML and paths."""
    made = document([(Role.BODY, "<b>&amp;]]>"), (Role.RUNNING_HEAD, "眉")], Metadata(name="a/../<b>.txt"))
    made = rewrite(
        made, Rule("r", Kind.LAYOUT), [Place(0, -1, opens=Opening.UNPLACED), Label(0, Role.CAPTION)]
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a&<'b.xml").write_text(archived(made), "utf-8")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    assert verify_bag(tmp_path / "bag") == ()
    assert "data/a&<'b/source/a&<'b.txt" in tree(tmp_path / "bag")
