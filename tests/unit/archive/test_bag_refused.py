"""What a bag cannot hold is refused, and a bag replaces nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from convert.archive.bag import write_bag
from convert.cli import run
from convert.errors import BadSetting, ConvertError, InvalidArchive, UnreadableSource, UnwritableOutput
from tests.support.bags import DAY


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
