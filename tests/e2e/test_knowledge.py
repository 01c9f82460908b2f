"""What a newspaper's issues have in common: learnt once, used by name, and nothing is learnt in silence."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from convert.cli import run
from convert.tei.document import read_document
from tests.support.papers import EDITORS, HEAD, issue, paper

FIFTH = HEAD.format(number=5)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the current one, with four issues, another page, and a pack of the four."""
    paper(tmp_path / "in")
    (tmp_path / "page.txt").write_text(issue(5), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["learn", "in", "-o", "daily.pack", "-q"]) == 0
    return tmp_path


def reading(file: Path) -> str:
    """Return what an archival XML reads as."""
    return read_document(file.read_bytes()).text


def test_a_pack_is_used_and_named_in_the_header(place: Path) -> None:
    """The running head leaves the reading; the file verifies, restores and compares without the pack."""
    convert = ["convert", "page.txt", "-f", "xml", "-q"]
    assert run([*convert, "-o", "without"]) == 0
    assert run([*convert, "-o", "with", "--knowledge", "daily.pack"]) == 0
    assert FIFTH in reading(place / "without/page.xml")
    assert FIFTH not in reading(place / "with/page.xml")
    digest = sha256((place / "daily.pack").read_bytes()).hexdigest()
    data = (place / "with/page.xml").read_bytes()
    assert f'<note type="knowledge">{digest}</note>'.encode() in data
    assert read_document(data).house.knowledge.digest == digest
    assert b'type="knowledge"' not in (place / "without/page.xml").read_bytes()
    (place / "daily.pack").unlink()
    assert run(["verify", "with/page.xml", "-q"]) == 0
    assert run(["restore", "with/page.xml", "-o", "again.txt"]) == 0
    assert (place / "again.txt").read_bytes() == (place / "page.txt").read_bytes()
    assert run(["diff", "with/page.xml", "with/page.xml"]) == 0
    assert run(["diff", "without/page.xml", "with/page.xml"]) == 1
    assert run(["convert", "with/page.xml", "-f", "xml", "-q", "-o", "copied"]) == 0
    assert (place / "copied/page.xml").read_bytes() == data


def test_beside_a_house_pack_both_are_named(place: Path) -> None:
    """Each has its own note, and a list that a person wrote goes before what was counted."""
    (place / "daily.toml").write_text('folio = ["渡口要览　第5期　总编室"]\n', "utf-8")
    (place / "issue.toml").write_text('knowledge = "daily.pack"\nhouse = "daily.toml"\n', "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q"]) == 0
    data = (place / "output/page.xml").read_bytes()
    assert data.count(b'<note type="house">') == data.count(b'<note type="knowledge">') == 1
    assert b'type="pageNum"' in data
    assert run(["verify", "output/page.xml", "-q"]) == 0


@pytest.mark.parametrize("line", [FIFTH, EDITORS])
def test_a_counted_line_away_from_the_edges_stays(line: str, place: Path) -> None:
    """A removal needs a place as proof: a line between two paragraphs is text, whatever a pack says."""
    text = issue(5).replace(f"{FIFTH}\n\n", "").replace(f"\n\n{EDITORS}", "")
    text = text.replace("\n\n东岸", f"\n\n{line}\n\n东岸", 1)
    assert text.index(line) > 50
    (place / "page.txt").write_text(text, "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q", "--knowledge", "daily.pack"]) == 0
    assert line in reading(place / "output/page.xml")


@pytest.mark.parametrize("command", ["explain", "decisions"])
def test_who_looks_at_changes_sees_those_by_the_pack(
    command: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is told before the conversion is what it does."""
    assert run([command, str(place / "page.txt"), "--knowledge", "daily.pack"]) == 0
    assert "running-head" in capfd.readouterr().out


def test_the_same_issues_make_the_same_pack(place: Path) -> None:
    """Wherever they lie; a pack is replaced by another one, and nothing else is."""
    shutil.copytree(place / "in", place / "elsewhere/deep")
    assert run(["learn", "elsewhere", "-o", "second.pack", "-q"]) == 0
    assert (place / "second.pack").read_bytes() == (place / "daily.pack").read_bytes()
    (place / "elsewhere/deep/05.txt").write_text(issue(5), "utf-8")
    assert run(["learn", "elsewhere", "-o", "second.pack", "-q"]) == 0
    assert (place / "second.pack").read_bytes() != (place / "daily.pack").read_bytes()


def test_nothing_but_a_pack_is_replaced(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor a link to one; it is said before a source is read."""
    (place / "link.pack").symlink_to("daily.pack")
    for name in ("page.txt", "link.pack", "in"):
        before = sorted(place.rglob("*"))
        assert run(["learn", "missing", "-o", name]) == 4
        assert f"{name}: already exists" in capfd.readouterr().err
        assert sorted(place.rglob("*")) == before
    assert (place / "page.txt").read_text("utf-8") == issue(5)


def test_archival_xml_teaches_what_its_rules_have_found(place: Path) -> None:
    """Of a folder without sources its archival XML is read; furniture counts as what it is there."""
    assert run(["convert", "in", "-o", "out", "-f", "xml", "-q", "--knowledge", "daily.pack"]) == 0
    shutil.rmtree(place / "in")
    assert run(["learn", "out", "-o", "second.pack", "-q"]) == 0
    assert run(["convert", "page.txt", "-f", "xml", "-q", "--knowledge", "second.pack"]) == 0
    assert FIFTH not in reading(place / "output/page.xml")


def test_batch_learns_first_and_converts_by_that(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Twice is the same as once; another issue makes another pack, and all are converted anew."""
    command = ["batch", "in", "out", "-f", "xml", "-j", "1", "--learn"]
    assert run(command) == 0
    assert "4 converted" in capfd.readouterr().err
    pack, made = place / "out/.backfile/learnt.pack", place / "out/01.xml"
    assert HEAD.format(number=1) not in reading(made)
    before = [(file.stat().st_mtime_ns, file.read_bytes()) for file in (pack, made)]
    assert run(command) == 0
    said = capfd.readouterr().err
    assert "0 converted, 4 unchanged" in said
    assert "`backfile knowledge` prints it" in said
    assert [(file.stat().st_mtime_ns, file.read_bytes()) for file in (pack, made)] == before
    assert pack.read_bytes() == (place / "daily.pack").read_bytes()
    (place / "in/05.txt").write_text(issue(5), "utf-8")
    assert run([*command, "-q"]) == 0
    assert made.read_bytes() != before[1][1]


def test_what_batch_cannot_learn_into_is_refused(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file that is no pack, a pack that is not there, and a run that may write nothing."""
    batch = ["batch", "in", "out", "-f", "xml"]
    assert run([*batch, "--learn", "--knowledge", "page.txt"]) == 4
    assert run([*batch, "--knowledge", "none.pack"]) == 2
    assert run([*batch, "--learn", "--dry-run"]) == 2
    said = capfd.readouterr().err
    assert "not a pack" in said
    assert "none.pack: no such pack" in said
    assert not list(place.glob("out/*.xml"))


@pytest.mark.usefixtures("place")
def test_what_a_pack_holds_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """When it is learnt, and whenever somebody asks."""
    assert run(["learn", "in", "-o", "daily.pack"]) == 0
    learnt = capfd.readouterr().out
    assert run(["knowledge", "daily.pack"]) == 0
    told = capfd.readouterr().out
    assert told in learnt
    assert "4 issues, language zh" in told
    assert run(["knowledge", "daily.pack", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["columns"] == {"街谈": 4}
    assert run(["knowledge", "page.txt"]) == 2
    assert "page.txt: not a pack" in capfd.readouterr().err


def test_a_pack_that_cannot_be_is_told_in_one_line(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It costs the sources that name it, and those alone."""
    data = (place / "daily.pack").read_bytes()
    (place / "daily.pack").write_bytes(data[:-5])
    assert run(["convert", "page.txt", "-f", "xml", "-q", "--knowledge", "daily.pack"]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert "daily.pack: its table is damaged" in said


def test_one_source_that_cannot_be_read_costs_itself(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The others are learnt from, and the exit status says so; of none there is no pack."""
    (place / "in/05.txt").write_bytes(b"")
    assert run(["learn", "in", "-o", "second.pack"]) == 1
    assert "in/05.txt" in capfd.readouterr().err
    assert (place / "second.pack").read_bytes() == (place / "daily.pack").read_bytes()
    assert run(["learn", "in/05.txt", "-o", "third.pack"]) == 3
    assert not (place / "third.pack").exists()
