"""Bad input gets one clear line and leaves nothing behind; hostile text converts like any other."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from lxml import etree

from convert.cli import run

TEXT = "山城晚报\n\n市委六届八次全会强调，要强化党建统领，全面提高领导经济社会发展能力。\n"


def as_file(data: bytes) -> Callable[[Path], None]:
    """Return what makes a source of these bytes."""

    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def sparse(path: Path) -> None:
    """Make a single line of a hundred million bytes, of which the disk holds none."""
    with path.open("wb") as file:
        file.truncate(100_000_000)


def beside(name: str, text: str) -> Callable[[Path], None]:
    """Return what makes a good source with another file beside it."""

    def make(path: Path) -> None:
        path.write_text(TEXT, "utf-8")
        path.with_name(name).write_text(text, "utf-8")

    return make


BAD_SOURCES: dict[str, tuple[Callable[[Path], None], int, str]] = {
    "missing": (lambda _: None, 3, "page.txt: no such file; check the path"),
    "empty": (as_file(b""), 3, "page.txt: the file is empty; nothing to convert"),
    "white space": (
        as_file(b" \r\n\t\xe3\x80\x80\n"),
        3,
        "page.txt: the source has no text; nothing to convert",
    ),
    "only a byte order mark": (as_file(b"\xef\xbb\xbf"), 3, "page.txt: the source has no text; nothing"),
    "PDF": (as_file(b"%PDF-1.7\n"), 3, "page.txt: a PDF that cannot be opened"),
    "image": (
        as_file(b"\xff\xd8\xff\xe0\0\x10JFIF"),
        3,
        "page.txt: an image that cannot be read; open it and save it again",
    ),
    "archive": (as_file(b"PK\x03\x04\x14\0"), 3, "page.txt: a ZIP archive, or an office"),
    "random bytes": (as_file(random.Random(1).randbytes(5000)), 3, "page.txt: binary data, not text"),
    "100 MB line": (sparse, 3, "page.txt: too large: 100.0 MB, and the limit is 16; raise --max-size"),
    "folder without sources": (Path.mkdir, 3, "page.txt: no .txt file in this folder, and no other"),
    "pipe": (os.mkfifo, 3, "page.txt: a pipe, not a file; to read a pipe, give - and send the text"),
    "dangling link": (
        lambda p: p.symlink_to("nowhere"),
        3,
        "page.txt: a broken link to nowhere",
    ),
    "broken metadata": (
        beside("page.toml", "date = 2025-02-30"),
        2,
        "page.toml:1:8: not TOML: Invalid date or datetime; give it as 2025-12-08",
    ),
    "unknown metadata": (
        beside("issue.toml", "nummer = 3"),
        2,
        "issue.toml: unknown key nummer; did you mean number?",
    ),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(arguments: list[str], status: int, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Check that a run ends with this status and this one line, and wrote nothing."""
    before = sorted(Path().rglob("*"))
    assert run(arguments) == status
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"error: {said}")
    assert err.count("\n") == 1
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_a_bad_source_is_one_line(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What, where, what to do; no output folder is made."""
    make, status, said = BAD_SOURCES[name]
    make(Path("page.txt"))
    refused(["convert", "page.txt"], status, said, capfd)


BAD_RUNS: dict[str, tuple[list[str], int, str]] = {
    "unknown format": (["-f", "mobi"], 2, "no writer named 'mobi'; choose from: docx, epub, pdf, xml"),
    "no such style": (["--style", "news"], 2, "no style named 'news'; choose from: historical"),
    "style file missing": (["--style", "my.toml"], 2, "my.toml: no such file"),
    "style key": (
        ["--style", "key.toml"],
        2,
        "key.toml: unknown key page.colums; did you mean page.columns?",
    ),
    "style value": (
        ["--style", "value.toml"],
        2,
        "value.toml: page.columns must be a whole number, not 'two'",
    ),
    "style is no TOML": (["--style", "broken.toml"], 2, "broken.toml:1:6: not TOML: "),
    "output is a file": (["-o", "page.txt"], 4, "page.txt: the output folder is a file"),
    "output below a file": (["-o", "page.txt/x"], 4, "page.txt: the output folder is a file"),
    "pattern without match": (["*.text"], 3, "*.text: no file matches; check the pattern"),
    "encoding that does not fit": (["--encoding", "utf-8"], 3, "page.txt:1:2: byte 0xB3 is not utf-8"),
    "not a text encoding": (["--encoding", "base64"], 2, "encoding 'base64' is not a text encoding"),
}


@pytest.mark.parametrize("name", BAD_RUNS)
def test_a_bad_setting_is_one_line(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """It is found out before anything is read or written."""
    arguments, status, said = BAD_RUNS[name]
    Path("page.txt").write_text(TEXT, "gb18030")
    Path("key.toml").write_text("[page]\ncolums = 2\n")
    Path("value.toml").write_text('[page]\ncolumns = "two"\n')
    Path("broken.toml").write_text("[page\n")
    sources = [] if arguments[0].startswith("*") else ["page.txt"]
    refused(["convert", *sources, *arguments], status, said, capfd)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs /proc, in which nobody can write")
def test_an_output_folder_that_cannot_be_made(capfd: pytest.CaptureFixture[str]) -> None:
    """Even the superuser cannot write everywhere."""
    Path("page.txt").write_text(TEXT, "utf-8")
    refused(
        ["convert", "page.txt", "-f", "xml", "-o", "/proc/out"], 4, "/proc/out: cannot be written: ", capfd
    )


def test_an_output_that_is_a_folder_leaves_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    """All formats of a source are written, or none."""
    Path("page.txt").write_text(TEXT, "utf-8")
    Path("output/page.pdf").mkdir(parents=True)
    refused(
        ["convert", "page.txt"],
        4,
        "output/page.pdf: cannot be written: there is a folder with that name",
        capfd,
    )


HOSTILE = {
    "NUL": "甲\0乙",
    "control characters": "".join(map(chr, range(0x10))),
    "more control characters": "".join(map(chr, range(0x10, 0x20))) + "\x7f\x85\x9f",
    "end of a CDATA section": "甲]]>乙 <![CDATA[ <b>&amp;</b> <!-- -->",
    "bidi overrides": "甲\u202e乙\u2066丙\u202c\u200f丁",
    "no characters": "甲\ufffe乙\uffff丙\U0001ffff丁\ufdd0",
    "line and paragraph separators": "甲\u2028乙\u2029丙\x0b丁\x0c戊",
    "markup of our libraries": '<img src="/etc/hostname"/><a href="javascript:x">_x0041_ {{x}} %s \\u0041',
    "far planes": "甲\U00020000\U000323af\U0001f600\U0010fffd乙",
    "combining marks": "e\u0301\u0302\u0303\u0304" * 20 + "\u0338",
    "a very long word": "a" * 20_000,
    "a line of brackets": "（" * 3000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_converts(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """All four formats are made, and each can be opened."""
    Path("page.txt").write_text(f"{TEXT}\n{HOSTILE[name]}\n\n{HOSTILE[name]}，今天的消息。\n", "utf-8")
    assert run(["convert", "page.txt", "--title", HOSTILE[name][:50].replace("\0", "")]) == 0
    assert "error" not in capfd.readouterr().err
    opened()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode() + b"\xed\xa0\x80\xed\xb3\xbf\xff\xfe\n",
        TEXT.encode("utf-16-le") + b"\x00\xd8\x00\xdc\x01\xdc\n",
        TEXT.encode("gb18030") + b"\xff\x80\x81\n",
        TEXT.encode().replace(b"\n", b"\r") + b"\xc3",
    ],
    ids=[
        "surrogates in UTF-8",
        "lone surrogates in UTF-16",
        "wrong bytes in GB18030",
        "cut short, old line ends",
    ],
)
def test_undecodable_bytes_convert(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    """They are counted in a warning and break no format."""
    Path("page.txt").write_bytes(data)
    assert run(["convert", "page.txt"]) == 0
    told = r"warning: page.txt(: \d+ bytes? (is|are) not |:\d+:\d+: the source ends within a character)"
    assert re.search(told, capfd.readouterr().err)
    opened()


@pytest.mark.parametrize(
    "name",
    [
        "..txt",
        "...txt",
        r"..\..\evil.txt",
        "a\nb.txt",
        "-v.txt",
        "甲\u202e乙.txt",
        "%s{}.txt",
        " .txt",
        "~.txt",
    ],
)
def test_the_name_of_a_source_leads_nowhere_else(name: str, folder: Path) -> None:
    """Its outputs lie in the output folder, whatever the name looks like."""
    Path(name).write_text(TEXT, "utf-8")
    assert run(["convert", "-f", "xml", "--", name]) == 0
    made = [path for path in folder.rglob("*") if path.is_file() and path.name != name]
    assert [path.parent for path in made if path.parent.name != ".backfile"] == [folder / "output"]
    assert all(path.is_relative_to(folder / "output") for path in made)


def test_a_name_that_is_not_utf8() -> None:
    """Its byte is shown as U+FFFD in the files, and kept in the outputs' names."""
    name = os.fsdecode(b"page-\xff.txt")
    Path(name).write_text(TEXT, "utf-8")
    assert run(["convert", name, "--json"]) == 0
    assert os.fsdecode(b"page-\xff.docx") in [path.name for path in Path("output").iterdir()]


def test_a_long_line_converts_where_the_limit_is_raised() -> None:
    """Two million characters without a line end; the limit is what stops more."""
    Path("page.txt").write_text("a" * 2_000_000)
    assert run(["convert", "page.txt", "-f", "xml", "--max-size", "1.5"]) == 3
    assert run(["convert", "page.txt", "-f", "xml", "--max-size", "2.5"]) == 0


def opened() -> None:
    """Open each of the four outputs as its readers do."""
    etree.parse("output/page.xml")
    with pikepdf.open("output/page.pdf") as pdf:
        assert len(pdf.pages) > 0
    for name in ("output/page.docx", "output/page.epub"):
        with ZipFile(name) as archive:
            assert archive.testzip() is None
            for member in archive.namelist():
                if member.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
                    etree.parse(BytesIO(archive.read(member)))
