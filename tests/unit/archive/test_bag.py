"""Bags: valid by the library and the schemas, the same each time, and proof against any altered byte."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from convert.archive.bag import BagNotes, archives, verify_bag, write_bag
from convert.archive.bag.make import source_name
from convert.archive.bag.manifest import LONGEST_LINE
from convert.archive.bag.paths import decode_path, encode_path, reason_to_refuse
from convert.cli import run
from convert.document.actions import Edit, Label, Place, Rule
from convert.document.changes import Kind
from convert.document.engine import rewrite
from convert.document.model import Metadata
from convert.document.roles import Opening, Role
from convert.errors import BadSetting, ConvertError, InvalidArchive, UnreadableSource, UnwritableOutput
from convert.tei.header import metadata, software
from convert.tei.names import XML_ID
from convert.tei.read import parse_archive
from convert.tei.source_files import pack_sources
from tests.support.build import archived, document, needs_shared, resealed
from tests.support.paths import SAMPLES, SHARED
from tests.support.word_files import FIRST_PAGE, LIST, mixed_issue

NAMES = ("cut-columns", "gb18030", "thornbridge-courier-1911-03-07-p3", "云津日报_2026-03-05_第4821号_第06版")
DAY = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
MADE = datetime(2026, 3, 12, 1, 2, 3, tzinfo=UTC)
METS = {"m": "http://www.loc.gov/METS/"}
PREMIS = {"p": "http://www.loc.gov/premis/v3"}
HREF = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Convert some samples, one of them into a subfolder, and put another file beside."""
    folder = tmp_path_factory.mktemp("work") / "output"
    for number, name in enumerate(NAMES):
        place = folder / "1911" if number == 2 else folder
        assert run(["convert", str(SAMPLES / f"{name}.txt"), "-q", "-f", "xml,docx", "-o", str(place)]) == 0
    (folder / "catalogue.json").write_text("{}", "utf-8")
    (folder / ".hidden").write_text("left out", "utf-8")
    return folder


@pytest.fixture(scope="module")
def bag(finished: Path) -> Path:
    """Make the bag that nobody alters."""
    target = finished.with_name("bag")
    write_bag(finished, target, DAY, "run", notes=BagNotes(only=DAY))
    return target


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make a small bag, to be altered."""
    made = document([(Role.HEADLINE, "磅秤"), (Role.BODY, "由居民提。")])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "page.xml").write_text(archived(made), "utf-8")
    (tmp_path / "in" / "page.pdf").write_bytes(b"%PDF")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    return tmp_path / "bag"


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_the_library_takes_the_bag(bag: Path) -> None:
    """BagIt 1.0, complete and valid; by our own check, too."""
    made = bagit.Bag(str(bag))
    assert made.validate()
    assert made.version_info == (1, 0)
    assert sorted(made.algorithms) == ["sha256", "sha512"]
    assert verify_bag(bag) == ()


def test_every_issue_has_a_folder(bag: Path) -> None:
    """With source, archival XML, copies, METS and PREMIS; what belongs to no issue is there, too."""
    paths = set(tree(bag))
    for name, inside in zip(NAMES, ("", "", "1911/", ""), strict=True):
        folder = f"data/{inside}{name}"
        wanted = (
            f"source/{name}.txt",
            f"{name}.xml",
            f"{name}.docx",
            f"{name}.mets.xml",
            f"{name}.premis.xml",
        )
        assert {f"{folder}/{path}" for path in wanted} <= paths
    assert "data/catalogue.json" in paths
    serials = [p for p in paths if p.startswith("data/newspapers/")]
    assert len([p for p in paths if p.startswith("data/")]) == 5 * len(NAMES) + len(serials) + 1


@pytest.mark.parametrize("name", NAMES)
def test_the_source_is_in_the_bag(name: str, bag: Path) -> None:
    """Byte for byte, though only the XML was there to make it from."""
    (found,) = bag.glob(f"data/**/source/{name}.txt")
    assert found.read_bytes() == (SAMPLES / f"{name}.txt").read_bytes()


def test_the_same_folder_makes_the_same_bag(finished: Path, bag: Path, tmp_path: Path) -> None:
    """Wherever, and, with one time for all, whatever the times of the files are."""
    again = tmp_path / "copy"
    shutil.copytree(finished, again)
    for path in again.rglob("*"):
        os.utime(path, (1, 1))
    write_bag(again, tmp_path / "other name", DAY, "another run", notes=BagNotes(only=DAY))
    assert tree(tmp_path / "other name") == tree(bag)


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


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        pytest.param("page.txt", "page.txt", id="a plain name"),
        pytest.param("../page.txt", "stem.txt", id="a way out"),
        pytest.param("..", "stem.txt", id="the folder above"),
        pytest.param("", "stem.txt", id="no name"),
        pytest.param("a\u202eb.txt", "stem.txt", id="a mark of direction"),
        pytest.param("長" * 100, "stem.txt", id="too long for a file system"),
    ],
)
def test_a_source_has_its_name_if_it_can(name: str, wanted: str) -> None:
    """The name comes from the XML, so it is not trusted."""
    assert source_name(name, "stem") == wanted


@given(st.text("a%\r\n/02A5D長", max_size=12))
def test_paths_come_back_from_a_manifest(path: str) -> None:
    """Line feed, carriage return and percent sign are encoded, and nothing else is."""
    assert decode_path(encode_path(path)) == path
    assert not set(encode_path(path)) & {"\r", "\n"}
    assert encode_path("a b長.txt") == "a b長.txt"
    assert encode_path("%0a\r\n") == "%250a%0D%0A"


def test_names_with_line_ends_and_percent_signs(tmp_path: Path) -> None:
    """The library decodes line ends but no percent sign, so it is asked for the first alone."""
    (tmp_path / "in").mkdir()
    text = archived(document([(Role.BODY, "甲")]))
    (tmp_path / "in" / "a\rb\nc.xml").write_text(text, "utf-8")
    write_bag(tmp_path / "in", tmp_path / "bag", DAY, "run")
    assert "data/a%0Db%0Ac/a%0Db%0Ac.xml\n" in (tmp_path / "bag" / "manifest-sha512.txt").read_text("utf-8")
    assert verify_bag(tmp_path / "bag") == ()
    (tmp_path / "in" / "100%0A.xml").write_text(text, "utf-8")
    write_bag(tmp_path / "in", tmp_path / "more", DAY, "run")
    assert "data/100%250A/100%250A.xml\n" in (tmp_path / "more" / "manifest-sha512.txt").read_text("utf-8")
    assert verify_bag(tmp_path / "more") == ()


# What is noticed


@pytest.mark.parametrize("bit", [0, 5])
def test_no_bit_is_flipped_unnoticed(bit: int, small: Path) -> None:
    """Every byte of the tag manifests, which nothing else proves, and some of every other file."""
    for path in sorted(p for p in small.rglob("*") if p.is_file()):
        data = bytearray(path.read_bytes())
        is_tag = path.parent == small and path.suffix == ".txt"
        step = 1 if path.name.startswith("tagmanifest") else 9 if is_tag else len(data) // 10 or 1
        for at in range(0, len(data), step):
            data[at] ^= 1 << bit
            path.write_bytes(data)
            assert faults(small), f"{path.name}, byte {at}"
            data[at] ^= 1 << bit
        path.write_bytes(data)
    assert verify_bag(small) == ()


def faults(folder: Path) -> list[str]:
    """Return what is found wrong with a bag, refused or not."""
    try:
        return [str(fault) for fault in verify_bag(folder)]
    except InvalidArchive as error:
        return [str(error)]


def test_no_byte_is_missing_or_added_unnoticed(small: Path) -> None:
    """At the end, at the beginning, and a file as a whole."""
    for path in sorted(p for p in small.rglob("*") if p.is_file()):
        data = path.read_bytes()
        for other in (data[:-1], data[1:], data + b"\n", data + b"\0", b""):
            path.write_bytes(other)
            assert faults(small), f"{path.name} as {other[:20]!r}"
        path.unlink()
        assert faults(small), f"{path.name} missing"
        path.write_bytes(data)
        extra = path.with_name("extra")
        extra.write_bytes(b"")
        assert faults(small), f"a file beside {path.name}"
        extra.unlink()
    assert verify_bag(small) == ()


def test_both_tag_manifests_are_not_lost_unnoticed(small: Path) -> None:
    """BagIt does not ask for them, but our bags have them."""
    for path in small.glob("tagmanifest-*"):
        path.unlink()
    assert "missing, although there is a manifest with that digest" in faults(small)[0]


def listed_as(path: str) -> Callable[[Path], None]:
    """Return what makes a bag list a path."""

    def alter(bag: Path) -> None:
        with (bag / "manifest-sha256.txt").open("ab") as file:
            file.write(b"0" * 64 + b"  " + path.encode() + b"\n")

    return alter


def linked(bag: Path) -> None:
    """Put a link in the place of a file."""
    (bag / "data" / "page" / "page.pdf").unlink()
    (bag / "data" / "page" / "page.pdf").symlink_to("/etc/hostname")


def linked_folder(bag: Path) -> None:
    """Put a link to a folder into the payload."""
    (bag / "data" / "etc").symlink_to("/etc")


def with_pipe(bag: Path) -> None:
    """Put a pipe into the payload, which would be read for ever."""
    os.mkfifo(bag / "data" / "pipe")


def long_line(bag: Path) -> None:
    """Make a manifest of one long line."""
    (bag / "manifest-sha256.txt").write_bytes(b"0" * (LONGEST_LINE + 1))


def another_version(bag: Path) -> None:
    """Declare a version that does not exist."""
    (bag / "bagit.txt").write_text("BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        pytest.param(listed_as("../in/page.xml"), "a path that leads out of the bag", id="up"),
        pytest.param(
            listed_as("data/../../in/page.xml"), "a path that leads out of the bag", id="down and up"
        ),
        pytest.param(listed_as("/etc/hostname"), "an absolute path", id="absolute"),
        pytest.param(listed_as("C:/a"), "an absolute path", id="a drive"),
        pytest.param(listed_as("\\\\host\\a"), "an absolute path", id="another machine"),
        pytest.param(listed_as("~/a"), "an absolute path", id="home"),
        pytest.param(listed_as("data//a"), "a path that is not in normal form", id="an empty step"),
        pytest.param(listed_as("./data/a"), "a path that is not in normal form", id="here"),
        pytest.param(listed_as("data/a\0b"), "no path", id="a null"),
        pytest.param(linked, "a link; nothing was read", id="a link"),
        pytest.param(linked_folder, "a link; nothing was read", id="a link to a folder"),
        pytest.param(with_pipe, "neither a file nor a folder", id="a pipe"),
        pytest.param(long_line, "a line of more than", id="a line without end"),
        pytest.param(another_version, "BagIt 2.0", id="another version"),
    ],
)
def test_a_hostile_bag_is_refused(alter: Callable[[Path], None], said: str, small: Path) -> None:
    """One clear error, and nothing is written."""
    alter(small)
    before = sorted(small.parent.rglob("*"))
    with pytest.raises(InvalidArchive, match=said):
        verify_bag(small)
    assert run(["verify", str(small)]) == 3
    assert sorted(small.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("data/a.txt", "", id="a file of the payload"),
        pytest.param("data/..a/b..txt", "", id="dots in names"),
        pytest.param("data/長%.txt", "", id="any letter"),
        pytest.param("", "no path", id="nothing"),
        pytest.param("..", "a path that leads out of the bag", id="two dots alone"),
        pytest.param("data/", "a path that is not in normal form", id="a folder"),
    ],
)
def test_paths_are_judged(path: str, why: str) -> None:
    """By their form alone, before anything is opened."""
    assert reason_to_refuse(path) == why


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param(
            "manifest-sha256.txt",
            "nonsense\n",
            "manifest-sha256.txt:1: not a digest and a path",
            id="no digest",
        ),
        pytest.param("manifest-sha256.txt", "00  data/a\n", "1: no digest of sha256", id="a short digest"),
        pytest.param(
            "manifest-sha256.txt",
            f"{'0' * 64}  data/100%.txt\n",
            "'%.t' encodes nothing",
            id="a percent sign",
        ),
        pytest.param(
            "manifest-sha256.txt",
            f"{'0' * 64}  bagit.txt\n",
            "bagit.txt does not belong in this",
            id="no payload",
        ),
        pytest.param(
            "manifest-sha256.txt", f"{'0' * 64}  data/a\n" * 2, "data/a is listed twice", id="twice"
        ),
        pytest.param("manifest-crc.txt", "", "digests of an unknown kind, crc", id="another digest"),
        pytest.param(
            "fetch.txt",
            "",
            "parts of the bag are elsewhere (fetch.txt); backfile fetches nothing",
            id="parts elsewhere",
        ),
        pytest.param("bagit.txt", "Bag\n", "not the declaration of a bag", id="no declaration"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(name: str, text: str, said: str, small: Path) -> None:
    """File and line."""
    (small / name).write_text(text, "utf-8")
    assert any(said in fault for fault in faults(small))


def test_bags_of_others_are_checked_too(tmp_path: Path) -> None:
    """As the library makes them, with MD5 beside, CRLF, and letters that the disk has decomposed."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "e\u0301.txt").write_text("a", "utf-8")
    bagit.make_bag(str(tmp_path / "b"), checksums=["md5", "sha256"], bag_info={"Contact-Name": "a"})
    assert verify_bag(tmp_path / "b") == ()
    manifest = tmp_path / "b" / "manifest-sha256.txt"
    manifest.write_text(
        manifest.read_text("utf-8").replace("e\u0301", "\u00e9").replace("\n", "\r\n"), "utf-8", newline=""
    )
    for path in (tmp_path / "b").glob("tagmanifest-*"):
        path.unlink()
    assert verify_bag(tmp_path / "b") == ()
    manifest.unlink()
    assert faults(tmp_path / "b")[0].startswith(
        f"{tmp_path / 'b'}: no manifest-sha512.txt and no manifest-sha256.txt"
    )


def test_no_folder_is_no_bag(tmp_path: Path) -> None:
    """Nor is a folder without a declaration."""
    with pytest.raises(InvalidArchive, match="not a bag: there is no bagit"):
        verify_bag(tmp_path)
    with pytest.raises(InvalidArchive, match="not a folder"):
        verify_bag(tmp_path / "missing")


# What cannot be put into a bag


def put_link(folder: Path) -> None:
    """Put a link beside an issue."""
    (folder / "page.epub").symlink_to("/etc/hostname")


def cut(folder: Path) -> None:
    """Cut the archival XML short."""
    (folder / "page.xml").write_bytes((folder / "page.xml").read_bytes()[:-30])


def tamper(folder: Path) -> None:
    """Alter a word under an unchanged digest."""
    (folder / "page.xml").write_text(
        (folder / "page.xml").read_text("utf-8").replace("由居民提", "由官民提"), "utf-8"
    )


def another_xml(folder: Path) -> None:
    """Put an XML there that is not ours."""
    (folder / "feed.xml").write_text("<feed/>", "utf-8")


def other_bytes(folder: Path) -> None:
    """Give a file a name that is no UTF-8."""
    (folder / os.fsdecode(b"\xff.pdf")).write_bytes(b"")


def composed(folder: Path) -> None:
    """Give two files what some file systems take for one name."""
    (folder / "\u00e9.txt").write_bytes(b"")
    (folder / "e\u0301.txt").write_bytes(b"")


def two_of_a_name(folder: Path) -> None:
    """Put a file where a file of the issue has to go."""
    (folder / "page").mkdir()
    (folder / "page" / "page.mets.txt").write_bytes(b"")
    (folder / "page" / "page.xml").write_bytes((folder / "page.xml").read_bytes())
    (folder / "page" / "page").mkdir()
    (folder / "page" / "page" / "page.pdf").write_bytes(b"")
    (folder / "page" / "page.pdf").write_bytes(b"")


def no_xml(folder: Path) -> None:
    """Leave no archival XML."""
    (folder / "page.xml").unlink()


def two_endings(folder: Path) -> None:
    """Let two archival files be one issue."""
    (folder / "page.XML").write_bytes((folder / "page.xml").read_bytes())


@pytest.mark.parametrize(
    ("alter", "error", "said"),
    [
        pytest.param(put_link, BadSetting, "a link or device", id="a link"),
        pytest.param(cut, UnreadableSource, "not well-formed", id="an XML cut short"),
        pytest.param(tamper, InvalidArchive, "digest does not match", id="an XML tampered with"),
        pytest.param(another_xml, InvalidArchive, "not a TEI file", id="an XML that is not ours"),
        pytest.param(other_bytes, BadSetting, "a name that is not UTF-8", id="a name of other bytes"),
        pytest.param(composed, BadSetting, "in other code points", id="one name in two forms"),
        pytest.param(two_of_a_name, BadSetting, "two files would have the name", id="two files of a name"),
        pytest.param(
            two_endings, BadSetting, "in other code points or capitals", id="two archival files of a name"
        ),
        pytest.param(no_xml, BadSetting, "no archival XML file in this folder", id="no issue"),
    ],
)
def test_what_a_bag_cannot_hold_is_refused(
    alter: Callable[[Path], None], error: type[ConvertError], said: str, small: Path
) -> None:
    """One clear error, and nothing is written."""
    folder = small.with_name("in")
    alter(folder)
    before = sorted(small.parent.rglob("*"))
    with pytest.raises(error, match=said):
        write_bag(folder, small.with_name("new"), DAY, "run")
    assert sorted(small.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("target", "error", "said"),
    [
        pytest.param("bag", UnwritableOutput, "already exists", id="a bag of that name"),
        pytest.param("in/bag", BadSetting, "is inside the folder to be packed", id="in itself"),
        pytest.param("in/page.xml/bag", BadSetting, "is inside the folder", id="in a file of itself"),
        pytest.param("file/bag", UnwritableOutput, "cannot be written: Not a directory", id="in a file"),
    ],
)
def test_a_bag_replaces_nothing(target: str, error: type[ConvertError], said: str, small: Path) -> None:
    """Neither another bag nor what it is made of."""
    small.with_name("file").write_bytes(b"")
    with pytest.raises(error, match=said):
        write_bag(small.with_name("in"), small.parent / target, DAY, "run")


# The commands


def test_a_bag_is_made_and_verified(
    finished: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its archival files too; an altered one is told with its path."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(finished, tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    assert run(["bag", "output"]) == 0
    assert capfd.readouterr().out.startswith("output-bag: 4 issues, 4 pages, 25 files, ")
    assert run(["verify", "output-bag"]) == 0
    out = capfd.readouterr().out.splitlines()
    assert out[0] == "output-bag: whole; every file of the bag has its digests"
    assert len(out) == 1 + len(archives(Path("output-bag"))) == 1 + len(NAMES)
    path = Path("output-bag/data/catalogue.json")
    path.write_text("[]", "utf-8")
    assert run(["verify", "output-bag"]) == 3
    assert capfd.readouterr().err.startswith(f"error: {path}: altered")
    assert run(["verify", "--json", "output-bag"]) == 3
    assert '"whole": false' in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param(["bag", "missing"], 2, "missing: not a folder", id="no folder"),
        pytest.param(["bag", "in", "-o", "bag"], 4, "bag: already exists", id="a bag that is there"),
        pytest.param(["bag", "bad"], 3, "bad/a.xml:1", id="a broken XML"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str],
    status: int,
    said: str,
    small: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the exit status that the help names."""
    monkeypatch.chdir(small.parent)
    Path("bad").mkdir()
    Path("bad/a.xml").write_text("<a", "utf-8")
    assert run(arguments) == status
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1


def test_metadata_comes_back_from_the_archive() -> None:
    """As it went in."""
    meta = Metadata(
        title="山城晚报", date="2025-12-08", number="321", language="zh-Hans", page="3", name="page.txt"
    )
    assert metadata(parse_archive(archived(document([(Role.BODY, "甲")], meta)).encode())) == meta


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
