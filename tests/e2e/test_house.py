"""A house pack: lines that a person knows are the sheet's, by an option or a file beside the source."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from convert.cli import run
from convert.tei.document import read_document
from convert.tei.issue import read_issue

PACK = 'running-head = ["渡口专刊 第12期"]\neditors = ["本期值守 周稚"]\n'
READING = "渡口的候船室修好了，头班船昨天坐了九个人。\n\n街口的报亭关了三年。\n"
PAGE = READING.replace("\n\n", "\n\n渡口专刊　第13期\n\n") + "\n本期值守 周稚\n"
DIGEST = sha256(PACK.encode()).hexdigest()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the current one, with a page and a pack in it."""
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "daily.toml").write_text(PACK, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reading(file: Path) -> str:
    """Return what an archival XML reads as."""
    return read_document(file.read_bytes()).text


def test_without_a_pack_the_lines_stay(place: Path) -> None:
    """Nothing on one page proves that they are the sheet's."""
    assert run(["convert", "page.txt", "-f", "xml", "-q"]) == 0
    assert "渡口专刊" in reading(place / "output/page.xml")
    assert b'type="house"' not in (place / "output/page.xml").read_bytes()


def test_lines_of_a_pack_leave_the_reading_and_the_header_names_it(place: Path) -> None:
    """Digits and the widths of blanks may differ; the file verifies, and is read back with the digest."""
    assert run(["convert", "page.txt", "--house", "daily.toml", "-f", "xml", "-q"]) == 0
    data = (place / "output/page.xml").read_bytes()
    assert reading(place / "output/page.xml") == READING
    assert run(["verify", "output/page.xml", "-q"]) == 0
    assert read_document(data).house.digest == DIGEST
    assert DIGEST in {said.value for said in read_issue(data).statements.values()}


def test_a_file_beside_the_source_names_the_pack(place: Path) -> None:
    """Its path begins where that file lies; the bytes are those that the option makes."""
    assert run(["convert", "page.txt", "--house", "daily.toml", "-f", "xml", "-q", "-o", "one"]) == 0
    (place / "packs").mkdir()
    (place / "daily.toml").rename(place / "packs/daily.toml")
    (place / "issue.toml").write_text('house = "packs/daily.toml"\n', "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q", "-o", "two"]) == 0
    assert (place / "one/page.xml").read_bytes() == (place / "two/page.xml").read_bytes()


def test_batch_converts_again_when_the_pack_has_changed(place: Path) -> None:
    """What is in the pack is part of the fingerprint."""
    (place / "in").mkdir()
    (place / "page.txt").rename(place / "in/page.txt")
    command = ["batch", "in", "out", "-f", "xml", "-q", "--house", "daily.toml"]
    assert run(command) == 0
    assert reading(place / "out/page.xml") == READING
    (place / "daily.toml").write_text('folio = ["第1版"]\n', "utf-8")
    assert run(command) == 0
    assert "渡口专刊" in reading(place / "out/page.xml")


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        ("headline = []\n", "unknown key 'headline'"),
        ('folio = "第1版"\n', "folio must be a list of lines"),
        ("folio = [1]\n", "folio must be a list of lines"),
        ('folio = ["  "]\n', "folio must be a list of lines"),
        (f'folio = ["{"第" * 201}"]\n', "folio: a line is longer than 200 characters"),
        ("folio = [\n", "daily.toml"),
    ],
)
def test_a_pack_that_cannot_be_is_told_in_one_line(
    pack: str, message: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The file is named, and what is wrong with it."""
    (place / "daily.toml").write_text(pack, "utf-8")
    assert run(["convert", "page.txt", "--house", "daily.toml", "-f", "xml", "-q"]) in {1, 2}
    said = capfd.readouterr().err
    assert message in said
    assert "daily.toml" in said


def test_a_pack_that_is_missing_is_told(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The option's is refused at once; one that a file names costs its sources."""
    assert run(["convert", "page.txt", "--house", "none.toml"]) == 2
    (place / "page.toml").write_text('house = "none.toml"\n', "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q"]) in {1, 2}
    assert "none.toml" in capfd.readouterr().err


def test_words_of_a_pack_tell_which_hyphens_stay(place: Path) -> None:
    """They come before the list of the language: without the pack, railway is closed and to-day is not."""
    (place / "page.txt").write_text("He came to-\nday by the rail-\nway and left.\n", "utf-8")
    (place / "daily.toml").write_text('words = ["today", "rail-way"]\n', "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q"]) == 0
    assert reading(place / "output/page.xml") == "He came to-day by the railway and left.\n"
    assert run(["convert", "page.txt", "--house", "daily.toml", "-f", "xml", "-q"]) == 0
    assert reading(place / "output/page.xml") == "He came today by the rail-way and left.\n"


def test_a_pack_that_is_a_link_is_read_with_follow_links_only(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a file beside a source names is part of the source's folder, and may lead out of it."""
    (place / "elsewhere").mkdir()
    (place / "daily.toml").rename(place / "elsewhere/daily.toml")
    (place / "daily.toml").symlink_to("elsewhere/daily.toml")
    (place / "page.toml").write_text('house = "daily.toml"\n', "utf-8")
    assert run(["convert", "page.txt", "-f", "xml", "-q"]) == 3
    assert "daily.toml: a link" in capfd.readouterr().err
    assert run(["convert", "page.txt", "-f", "xml", "-q", "--follow-links"]) == 0
    assert reading(place / "output/page.xml") == READING


@pytest.mark.parametrize("command", ["explain", "decisions"])
def test_who_looks_at_changes_sees_those_by_the_pack(
    command: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is told before the conversion is what it does."""
    assert run([command, str(place / "page.txt"), "--house", "daily.toml"]) == 0
    assert "running-head" in capfd.readouterr().out
