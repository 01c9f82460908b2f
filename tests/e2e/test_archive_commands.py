"""`view`, `verify`, `restore`: what comes out, and one clear line for whatever is no archive of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.cli import run
from tests.support.build import archived
from tests.support.paths import ROOT
from tests.support.specimen import SOURCE, specimen

WHOLE = archived(specimen())
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'
BOMB = "<!DOCTYPE TEI [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)) + "]>"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with an archival file in it."""
    (tmp_path / "p4.xml").write_text(WHOLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        pytest.param("source", "三十年一一从煤油灯守到电灯。\n\n老桥夜景�", id="the source in its order"),
        pytest.param(
            "corrected", "入夜以后,老桥的灯一盏盏亮起来。守灯人在桥头坐了三十年——从", id="corrected"
        ),
        pytest.param("reading", "入夜以后，老桥的灯一盏盏亮起来。守灯人在桥头坐了三十年——从", id="reading"),
    ],
)
def test_each_view_is_printed(
    view: str, shown: str, place: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Marks, misreadings and order as each of them has them."""
    assert run(["view", str(place / "p4.xml"), "--as", view]) == 0
    assert shown in capfdbinary.readouterr().out.decode().replace("\r\n", "\n")


def test_the_source_is_written_byte_for_byte(place: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Into a file, or to standard output."""
    assert run(["restore", "p4.xml", "-o", "back.txt"]) == 0
    assert (place / "back.txt").read_bytes() == SOURCE
    assert run(["restore", "p4.xml", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out == SOURCE


@pytest.mark.parametrize("target", ["p4.xml", "."])
def test_the_source_destroys_nothing(target: str, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the archive nor a folder."""
    assert run(["restore", "p4.xml", "-o", target]) != 0
    assert len(capfd.readouterr().err.splitlines()) == 1
    assert (place / "p4.xml").read_text("utf-8") == WHOLE


BAD = {
    "nothing": "",
    "a web page": "<html/>",
    "a TEI file of others": TEI + "</TEI>",
    "another version of the profile": WHOLE.replace("archive:3", "archive:4"),
    "cut short": WHOLE[: len(WHOLE) // 2],
    "tampered source": WHOLE.replace("卖花的人", "买花的人"),
    "an entity bomb": BOMB + TEI + "&e11;</TEI>",
    "an external entity": f'<!DOCTYPE TEI [<!ENTITY e SYSTEM "p4.xml">]>{TEI}&e;</TEI>',
    "an external DTD": f'<!DOCTYPE TEI SYSTEM "p4.xml">{TEI}</TEI>',
    "a million nested elements": WHOLE.replace("<body>", "<body>" + "<div>" * 1_000_000),
    "a million attributes": WHOLE.replace(
        "<body>", "<body" + "".join(f' a{n}=""' for n in range(10**6)) + ">"
    ),
    "a pointer out of the file": WHOLE.replace('facs="#z.', 'facs="../../p4.xml#z.'),
    "a character that is none": WHOLE.replace('rend="crlf crlf"', 'rend="U+99999999"'),
}


@pytest.mark.parametrize("command", ["verify", "view", "restore", "decisions"])
@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_archive_costs_one_line(
    command: str, bad: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says file and fault in words for people; nothing is written."""
    (place / "bad.xml").write_text(BAD[bad], "utf-8")
    before = sorted(place.iterdir())
    more = ["-o", "back.txt"] if command == "restore" else []
    assert run([command, "bad.xml", *more]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert all(line.startswith("error: bad.xml") for line in err.splitlines())
    # of a file that is wrong in many places `verify` tells the first twenty
    assert 1 <= len(err.splitlines()) <= (20 if command == "verify" else 1)
    assert "XML_PARSE" not in err
    assert sorted(place.iterdir()) == before


@pytest.mark.parametrize("view", ["source", "corrected", "reading"])
def test_a_correction_that_was_tampered_with_is_not_shown(
    view: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The digest of the source does not cover it, that of the file does."""
    (place / "p4.xml").write_text(WHOLE.replace(">——<", ">……<"), "utf-8")
    assert run(["view", "p4.xml", "--as", view]) == 3
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "its digest does not match its header" in err


def test_one_bad_file_costs_one_file(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of several files each is told of."""
    (place / "bad.xml").write_text("<a", "utf-8")
    assert run(["verify", "."]) == 1
    out, err = capfd.readouterr()
    assert out.startswith("p4.xml: whole; source of 282 bytes, sha256 ")
    assert err.startswith("error: bad.xml:1:")


def test_a_file_that_lists_every_rule_is_read_as_before(
    place: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """As the first versions wrote it: it verifies, is shown, gives its source back."""
    old = str(ROOT / "tests/golden/archives/cut-columns-every-rule-listed.xml")
    new = str(ROOT / "output/golden/cut-columns.xml")
    source = (ROOT / "samples/cut-columns.txt").read_bytes()
    assert run(["verify", old, "-q"]) == 0
    assert run(["restore", old, "-o", "-"]) == 0
    assert capfdbinary.readouterr().out == source
    for view in ("corrected", "reading"):
        shown = []
        for file in (old, new):
            assert run(["view", file, "--as", view]) == 0
            shown.append(capfdbinary.readouterr().out)
        assert shown[0] == shown[1]
    classes = "text,correction,structure,order,role"
    assert run(["diff", old, new, "--fail-on", classes]) == 0
    capfdbinary.readouterr()
    assert run(["diff", new, old, "--fail-on", classes]) == 0
    assert b"the rules that are listed" in capfdbinary.readouterr().out
    (place / "issues").mkdir()
    (place / "issues/page.xml").write_bytes(Path(old).read_bytes())
    assert run(["bag", "issues"]) == 0
