"""No command believes an archival XML that is not as it was written; only `restore` takes one."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from convert.cli import run
from convert.tei.archive import open_archive
from tests.support.paths import ROOT, SAMPLES

WHOLE = (ROOT / "output/golden/misreadings.xml").read_text("utf-8")
SOURCE = (SAMPLES / "misreadings.txt").read_bytes()
FALSE = "伪造"
"""A word that the issue does not have."""


def _another_reading(text: str) -> str:
    return re.sub(r"(<corr [^>]*>)[^<]+", rf"\1{FALSE}", text, count=1)


def _another_header(text: str) -> str:
    return re.sub(r'<title level="j"/>', f'<title level="j">{FALSE}</title>', text, count=1)


def _another_word(text: str) -> str:
    return re.sub("(<p [^>]*>)..", rf"\1{FALSE}", text, count=1)


def _no_change(text: str) -> str:
    return re.sub("<choice><sic>([^<]*)</sic><corr[^>]*>[^<]*</corr></choice>", r"\1", text, count=1)


def _another_digest(text: str) -> str:
    return re.sub('(<note type="sha256">)[0-9a-f]{64}', r"\g<1>" + "0" * 64, text, count=1)


def _another_role(text: str) -> str:
    return text.replace(' type="main"', ' type="sub"', 1)


def _no_digest(text: str) -> str:
    return re.sub('<note type="sha256">.*</note>', "", text, count=1)


ALTERED = {
    "an altered reading": _another_reading,
    "an altered header": _another_header,
    "a swapped word": _another_word,
    "a removed change": _no_change,
    "a broken digest": _another_digest,
    "another role": _another_role,
    "no digest": _no_digest,
}


@pytest.fixture(params=ALTERED)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with two issues, one of them altered."""
    altered = ALTERED[request.param](WHOLE)
    assert altered != WHOLE
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "bad.xml").write_text(altered, "utf-8")
    shutil.copy(ROOT / "output/golden/clean.xml", folder / "good.xml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        "verify issues/bad.xml",
        "view issues/bad.xml",
        "view issues/bad.xml --as source",
        "decisions issues/bad.xml",
        "decisions issues/bad.xml --write",
        "bag issues",
        "diff issues/bad.xml issues/good.xml",
        "diff issues/good.xml issues/bad.xml",
        "collect issues/bad.xml -o book.epub --title 报",
    ],
)
def test_it_is_refused(command: str, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With 3, in words that name it, and nothing is written."""
    before = sorted(place.rglob("*"))
    assert run(command.split()) == 3
    out, err = capfd.readouterr()
    assert err.startswith("error: ") or "error: " in err
    assert "bad.xml" in err
    assert FALSE not in out
    assert sorted(place.rglob("*")) == before


def test_a_book_is_made_without_it(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The other issue is in it, and the status tells."""
    assert run(["collect", "issues", "-o", "book.epub", "--title", "报"]) == 1
    assert "bad.xml" in capfd.readouterr().err
    with ZipFile(place / "book.epub") as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert FALSE not in pages
    assert "望湖植物园" in pages


def test_a_catalogue_is_made_without_it(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What it says is not in the index."""
    assert run(["catalogue", "issues", "--no-covers"]) == 1
    out, err = capfd.readouterr()
    assert "left out: issues/bad.xml" in err
    assert "1 issue" in out
    written = [path for path in (place / "issues/catalogue").rglob("*") if path.is_file()]
    assert written
    assert not any(FALSE in path.read_text("utf-8") for path in written)
    assert not any("bad.xml" in path.read_text("utf-8") for path in written)


def test_git_had_another_file(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`diff --against` holds it against what it was, and does not believe it either."""
    bad = place / "issues/bad.xml"
    altered = bad.read_text("utf-8")
    bad.write_text(WHOLE, "utf-8")
    git = ["git", "-c", "user.name=n", "-c", "user.email=e@example.org"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run([*git, *command], check=True, cwd=place)
    bad.write_text(altered, "utf-8")
    assert run(["diff", "--against", "HEAD", "issues"]) == 3
    assert "bad.xml" in capfd.readouterr().err


@pytest.mark.parametrize("kind", ["an altered reading", "an altered header", "a broken digest", "no digest"])
def test_the_source_is_given_back_with_a_warning(
    kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its own digest proves it."""
    (tmp_path / "bad.xml").write_text(ALTERED[kind](WHOLE), "utf-8")
    assert run(["restore", str(tmp_path / "bad.xml"), "-o", str(tmp_path / "back.txt")]) == 0
    assert (tmp_path / "back.txt").read_bytes() == SOURCE
    err = capfd.readouterr().err
    assert err.startswith("warning: ")
    assert "bad.xml" in err


def test_a_whole_one_is_restored_without_a_word(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No warning where none is due."""
    assert run(["restore", str(ROOT / "output/golden/misreadings.xml"), "-o", str(tmp_path / "a.txt")]) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("path", sorted((ROOT / "tests/golden/archives").glob("*.xml")), ids=lambda p: p.stem)
def test_files_of_former_versions_are_whole(path: Path) -> None:
    """As they were written then, and laid out anew by a tool."""
    data = path.read_bytes()
    open_archive(data)
    open_archive(data.replace(b"\n", b"\r\n    \r\n"))
    open_archive(data.replace(b'"/>', b'"\n/>'))
