"""`backfile restore` and `verify` on the archival XML of an issue of several files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from convert.cli import run
from tests.support.issue_files import FIRST, NAME, SECOND, archived, write_issue

FILES = {"1": FIRST.encode(), "2": SECOND.encode("gb18030"), "3": b"\x00\x01\x02\x89PNG" * 100}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Make the archival XML of an issue, one file of which could not be read."""
    (tmp_path / "in").mkdir()
    file = tmp_path / "issue.xml"
    file.write_bytes(archived(write_issue(tmp_path / "in", FILES)))
    return file


class Done(NamedTuple):
    """What a command did."""

    status: int
    out: bytes
    err: str


Backfile = Callable[..., Done]


@pytest.fixture
def backfile(capfdbinary: pytest.CaptureFixture[bytes]) -> Backfile:
    """Return what runs the command in this process."""

    def call(*arguments: object) -> Done:
        status = run([str(each) for each in arguments])
        captured = capfdbinary.readouterr()
        return Done(status, captured.out, captured.err.decode())

    return call


def test_all_files_go_into_a_folder(archive: Path, tmp_path: Path, backfile: Backfile) -> None:
    """Each under its own name; the one that could not be read is named."""
    done = backfile("restore", archive, "-o", tmp_path / "out")
    assert done.status == 0
    assert f"{NAME}_第03版.txt could not be read, and the archival XML does not contain it" in done.err
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.txt")} == {
        f"{NAME}_第0{page}版.txt": FILES[page] for page in "12"
    }


def test_one_file_by_its_name(archive: Path, backfile: Backfile) -> None:
    """To standard output, byte for byte."""
    done = backfile("restore", archive, "-o", "-", "--part", f"{NAME}_第02版.txt")
    assert (done.status, done.out) == (0, FILES["2"])


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("-o", "-"), 2, "this issue has 3 files; give a folder with -o, or choose one file with --part"),
        (("-o", "-", "--part", "x.txt"), 2, "no file named 'x.txt' in the issue"),
        (
            ("-o", "-", "--part", f"{NAME}_第03版.txt"),
            2,
            "could not be read, and the archival XML does not contain it",
        ),
        (("-o", "issue.xml"), 4, "a file, not a folder"),
    ],
)
def test_what_cannot_be_done_is_told(
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    backfile: Backfile,
    options: tuple[str, ...],
    status: int,
    message: str,
) -> None:
    """Nothing is written then."""
    monkeypatch.chdir(archive.parent)
    done = backfile("restore", "issue.xml", *options)
    assert done.status == status
    assert message in done.err


def test_verify_names_the_file_that_differs(archive: Path, backfile: Backfile) -> None:
    """And restores the others still, by name."""
    done = backfile("verify", archive)
    assert f"whole; source of 3 files, {sum(len(FILES[page]) for page in '12')} bytes" in done.out.decode()
    archive.write_bytes(archive.read_bytes().replace("大型水利".encode(), "小型水利".encode()))
    done = backfile("verify", "--json", archive)
    (fault,) = json.loads(done.out)["faults"]
    assert f"of {NAME}_第02版.txt do not have the digest" in fault["what"]
    assert backfile("restore", archive, "-o", "-", "--part", f"{NAME}_第01版.txt").out == FILES["1"]
    assert backfile("restore", archive, "-o", "-", "--part", f"{NAME}_第02版.txt").status == 3
