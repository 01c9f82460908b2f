"""Small inputs that would swell or hang: each is refused or done within bounds of time and memory.

XML, TOML, JSON, CSV and zip containers of up to 10 MB take at most 10 seconds of processor and 600 MB; plain
text takes at most twice what usual text of its size takes, the start of the program aside. The table runs
with `--hypothesis-profile=long`; a few of its rows run always.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.paths import ROOT, SAMPLES

MAX_SECONDS, MAX_MEGABYTES = 10, 600
GOLDEN = ROOT / "output" / "golden" / "cut-columns.xml"
SENTENCE = "今天的天气很好，大家都去公园里散步。"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Cost(NamedTuple):
    """What a run of the command took, and how it ended."""

    status: int
    seconds: float
    megabytes: float
    message: str


MEASURE = f"""
import json, os, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CPU, ({2 * MAX_SECONDS}, {2 * MAX_SECONDS + 1}))
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
taken = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
print(json.dumps([os.waitstatus_to_exitcode(status), *taken]))
"""
"""Runs a command from a small process: a child is charged with the memory of the one that it comes from."""


def cost(folder: Path, arguments: Sequence[object]) -> Cost:
    """Run the command, stopped after twice the time it may take."""
    command = [sys.executable, "-m", "convert", *map(str, arguments)]
    ended = subprocess.run(
        [sys.executable, "-S", "-c", MEASURE, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    status, seconds, megabytes = json.loads(ended.stdout)
    return Cost(status, seconds, megabytes, ended.stderr.decode("utf-8", "replace"))


def with_root(more: str) -> bytes:
    """Return an archival XML with more attributes in its root."""
    text = GOLDEN.read_text("utf-8")
    end = text.index(">", text.index("<TEI "))
    return (text[:end] + more + text[end:]).encode()


def in_encoding(name: str) -> bytes:
    """Return an archival XML whose header names an encoding."""
    return GOLDEN.read_bytes().replace(
        b'<note type="encoding">utf-8<', f'<note type="encoding">{name}<'.encode()
    )


def word(body: str) -> Callable[[Path], None]:
    """Return what writes a Word document."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", CONTENT_TYPES)
            package.writestr("_rels/.rels", RELATIONS)
            document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
            package.writestr("word/document.xml", document)

    return write


def book(path: Path) -> None:
    """Write an EPUB whose directory says that a page of 400 MB has 1,000 bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="p.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "p.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>',
        )
        archive.writestr("a.xhtml", b"<html><p>" + b"a" * 400_000_000 + b"</p></html>")
    data = bytearray(path.read_bytes())
    last = data.rindex(b"PK\x01\x02")
    data[last + 24 : last + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)


class Case(NamedTuple):
    """An input, what is done with it, and the exit status."""

    name: str
    content: bytes | Callable[[Path], None]
    arguments: tuple[str, ...]
    status: int
    quick: bool = False


def commands(name: str, content: bytes, *, quick: bool = False) -> list[Case]:
    """Return the case of an XML that each command refuses that opens one."""
    lines = ("verify", name), ("view", name), ("restore", name, "-o", "text"), ("convert", name, "-f", "docx")
    return [Case(name, content, line, 3, quick=quick) for line in lines]


def rows(form: str, count: int, head: str = "") -> bytes:
    """Return lines that are alike, each with its number, behind a first one."""
    return (head + "".join(map(form.format, range(count)))).encode()


CASES = [
    *commands(
        "namespaces.xml", with_root("".join(f' xmlns:n{n}="urn:{n}"' for n in range(10_000))), quick=True
    ),
    *commands("attributes.xml", with_root("".join(f' a{n}="{n}"' for n in range(200_000)))),
    *commands("punycode.xml", in_encoding("punycode"), quick=True),
    *commands("idna.xml", in_encoding("idna")),
    *commands("rot13.xml", in_encoding("rot13")),
    *commands("long.xml", in_encoding("x" * 5_000_000)),
    Case("empty.docx", word("<w:p/>" * 3_000_000), ("convert", "empty.docx", "-f", "xml"), 3),
    Case("runs.docx", word("<w:p>" + "<w:r/>" * 3_000_000 + "</w:p>"), ("convert", "runs.docx"), 3),
    Case("many.docx", word("<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 300_000), ("convert", "many.docx"), 3),
    Case(
        "cells.docx",
        word("<w:tbl>" + "<w:tc><w:p/></w:tc>" * 900_000 + "</w:tbl>"),
        ("convert", "cells.docx"),
        3,
    ),
    Case("lie.epub", book, ("catalogue", "."), 1),
    Case(
        "topics.toml",
        "".join(f'"主题{n}" = ["词{n}"]\n' for n in range(20_000)).encode(),
        ("collect", str(GOLDEN), "--by", "topics.toml", "--title", "T", "-o", "book.epub"),
        0,
    ),
    *(
        Case(name, content, ("batch", name, "out", "--dry-run"), status, quick=quick)
        for name, content, status, quick in (
            ("many.csv", b"source\n" + b"page.txt\n" * 500_000, 2, True),
            ("long.csv", rows("{:06}.t,1951-02-30,x\n", 39_000, "source,date,title\n"), 1, False),
            ("blank.csv", b"source\n" + b"\r" * 9_000_000, 2, False),
            ("cells.csv", b"source\n" + b"," * 9_000_000, 2, False),
            ("many.jsonl", b"{}\n" * 3_000_000, 2, False),
            ("rows.jsonl", rows('{{"source": "{:06}.t", "date": "1951-02-30"}}\n', 39_000), 1, False),
            ("deep.jsonl", b'{"source":' + b"[" * 9_000_000, 2, False),
            ("nested.jsonl", (b'{"source":' + b"[" * 63 + b"]" * 63 + b"}\n") * 39_000, 1, False),
            ("row.jsonl", b'{"source":"' + b"a" * 9_000_000 + b'"}', 2, False),
            ("escapes.jsonl", (b'{"source":"' + rb"\u0041" * 160_000 + b'"}\n') * 10, 1, False),
            ("keys.jsonl", b"{" + rows('"k{}":1,', 600_000) + b'"source":""}', 2, False),
        )
    ),
    *(
        Case(
            "choice.toml",
            f'title = "T"\nforeword = """{text}"""\n[[part]]\ntitle = "x"\ninclude = []\n'.encode(),
            ("collect", str(GOLDEN), "--selection", "choice.toml", "-o", "book.epub"),
            2,
        )
        for text in ("![[]()" * 300_000, "[" * 1_000_000)
    ),
]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=" ".join(case.arguments)[:40], marks=[] if case.quick else pytest.mark.long)
        for case in CASES
    ],
)
def test_a_small_input_takes_little(case: Case, tmp_path: Path) -> None:
    """Time and memory stay within bounds, and the end is the one that is documented."""
    if isinstance(case.content, bytes):
        (tmp_path / case.name).write_bytes(case.content)
    else:
        case.content(tmp_path / case.name)
    assert (tmp_path / case.name).stat().st_size < 10_000_000
    took = cost(tmp_path, case.arguments)
    assert (took.status, took.seconds < MAX_SECONDS, took.megabytes < MAX_MEGABYTES) == (
        case.status,
        True,
        True,
    ), took


TEXTS = {
    "one line again and again": SENTENCE * 1_800,
    "one line of print again and again": (SENTENCE + "\n") * 1_800,
    "one paragraph again and again": (SENTENCE + "\n\n") * 1_800,
    "one character": "字" * 33_000,
    "gaps": " 字" * 16_000,
    "marks": "," * 33_000,
    "brackets": "（" * 33_000,
    "digits": "1" * 33_000,
    "misread": "缁忔祹鍙戝睍" * 5_000,
    "dashes": "一" * 33_000,
    "radicals": "⼀" * 33_000,
}


USUAL = ("cut-columns", "briefs", "misreadings")


@pytest.mark.long
@pytest.mark.parametrize("name", TEXTS)
def test_a_strange_text_costs_twice_a_usual_one_at_most(name: str, tmp_path: Path) -> None:
    """Nothing in plain text makes a rule slow: the start of the program is taken off both."""
    pages = "\n\n".join((SAMPLES / f"{page}.txt").read_text("utf-8") for page in USUAL)
    usual = (pages * (len(TEXTS[name]) // len(pages) + 1))[: len(TEXTS[name])]
    (tmp_path / "usual.txt").write_text(usual, "utf-8")
    (tmp_path / "strange.txt").write_text(TEXTS[name], "utf-8")
    (tmp_path / "little.txt").write_text("今天下雨。\n", "utf-8")
    start, one, other = (
        min(
            cost(tmp_path, ("convert", f"{file}.txt", "-f", "xml", "-o", "out", "-q")).seconds
            for _ in range(3)
        )
        for file in ("little", "usual", "strange")
    )
    size = len(TEXTS[name]) / len(usual)
    assert other - start < 2 * size * (one - start) + 0.1
