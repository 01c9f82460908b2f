"""Others judge our books: EPUBCheck, Ace by DAISY, calibre."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from convert.document.model import Metadata
from convert.document.roles import Opening, Role
from convert.typeset.styles import EpubStyle, load_style
from convert.typeset.writer import WriteContext
from convert.typeset.zip_write import zip_of
from convert.writers.epub import write_epub
from tests.support.collected import THREE, book, collected
from tests.support.judge_epub import ace, epubcheck
from tests.support.pictures import illustrated
from tests.support.read_epub import ISSUE, MADE, NOTED, PAGED, STYLE, written
from tests.support.shown import HOSTILE, shown
from tests.support.zips import parts_of

CHECK_BOOK = """
import sys
from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container
for found in run_checks(get_container(sys.argv[1], tweak_mode=True)):
    print("CHECK", found.name, found.msg)
print("CHECK done")
"""
"""A program for calibre's own Python."""
EMBEDDED = replace(STYLE, epub=EpubStyle(embed_fonts=True))
NOTED_EMBEDDED = replace(STYLE, epub=EpubStyle(corrections=True, embed_fonts=True))
VERTICAL = load_style("historical-vertical")
UPRIGHT = replace(VERTICAL, epub=replace(VERTICAL.epub, embed_fonts=True))
BAD = "".join(HOSTILE)
HOSTILE_META = Metadata(title="长<b>" * 2500, date=BAD, number=BAD, language='zh"><x', page=BAD, name=BAD)


def anthology(folder: Path) -> Path:
    """Write a selection file with Markdown of all kinds."""
    words = json.dumps(
        "# 缘起\n\n#### 细目\n\n- 一\n\n> 引\n\n|甲|乙|\n|-|-|\n|1|2|\n\n[网](https://example.org/?a=1) `x`"
    )
    path = folder / "choice.toml"
    path.write_text(
        f"foreword = {words}\n[[part]]\ntitle = '一'\ntext = {words}\ninclude = ["
        "{ issue = 2025-12-08 }, { issue = 2026-01-02 }, { issue = 2025-12-08, section = '广告' }]",
        "utf-8",
    )
    return path


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """No error, no warning, no hint: for an issue, hostile text in every place, and nothing to read."""
    bad = BAD
    hostile = shown(
        [
            (role, f"{role} {bad}", opens)
            for opens in (Opening.ARTICLE, None, Opening.UNPLACED, Opening.SECTION)
            for role in Role
        ]
        + [(Role.HEADLINE, "x " * 5000, Opening.ARTICLE), (Role.BODY, bad + "x" * 9000, None)],
        HOSTILE_META,
    )
    books = {
        "issue": written(),
        "paged": written(PAGED),
        "hostile": written(hostile),
        "notes": write_epub(hostile, NOTED_EMBEDDED, WriteContext(MADE)).data,
        "vertical": write_epub(ISSUE, UPRIGHT, WriteContext(MADE)).data,
        "empty": written(shown([(Role.FOLIO, "3", None)], Metadata(date="1951-02-30", language="en-GB"))),
        "book": book([*THREE, replace(hostile, meta=HOSTILE_META)], style=NOTED),
        "selection": collected(THREE, selection=anthology(tmp_path), title=BAD, series=BAD * 90)[0][1],
        "broken": zip_of({**parts_of(written()), "EPUB/title.xhtml": b"<html/>"}, MADE),
    }
    messages = epubcheck(books, tmp_path)
    assert [m for m in messages.pop("broken") if m.startswith("ERROR")], (
        "the check itself must be able to fail"
    )
    assert not any(messages.values()), messages


def test_ace_finds_no_violation(tmp_path: Path) -> None:
    """Ace by DAISY, with the rules of axe: an issue, an article that begins anyhow, notes, vertical text."""
    anyhow = shown(
        [(role, f"{role} 文", None) for role in reversed(Role)] + [(Role.SUBHEAD, "小题", Opening.UNPLACED)]
    )
    books = {
        "issue": written(),
        "paged": written(PAGED),
        "anyhow": write_epub(anyhow, NOTED, WriteContext(MADE)).data,
        "vertical": write_epub(ISSUE, load_style("historical-vertical"), WriteContext(MADE)).data,
        "book": book([*THREE, PAGED], style=EMBEDDED),
        "selection": book(THREE, selection=anthology(tmp_path)),
    }
    failing = ace(books, tmp_path)
    assert failing.keys() == books.keys()
    assert not any(failing.values()), failing


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            written(),
            {
                "Title": "山城晚报 2025年12月8日 第321号 第3版",
                "Title sort": "山城晚报 2025-12-08 000321 000003",
                "Series": "山城晚报 #321",
                "Publisher": "山城晚报",
                "Published": "2025-12-08T",
                "Tags": "本市新闻",
                "Languages": "zho",
            },
            id="an issue",
        ),
        pytest.param(
            collected(THREE, "author", split=True)[0][1],
            {"Title": "合订本 王亚同", "Author(s)": "王亚同", "Tags": "王亚同", "Published": "2025-12-08T"},
            id="a book by one author",
        ),
    ],
)
def test_calibre_takes_the_metadata(tmp_path: Path, data: bytes, told: dict[str, str]) -> None:
    """Title, series and place in it, date, tags, as calibre's own program shows them."""
    program = shutil.which("ebook-meta")
    if program is None:
        pytest.skip("calibre's ebook-meta is not on the path")
    (tmp_path / "book.epub").write_bytes(data)
    surroundings = {**os.environ, "CALIBRE_CONFIG_DIRECTORY": str(tmp_path / "calibre"), "LANG": "C.UTF-8"}
    shown = subprocess.run(
        [program, str(tmp_path / "book.epub")], capture_output=True, text=True, check=True, env=surroundings
    ).stdout
    found = dict(line.split(":", 1) for line in shown.splitlines() if ":" in line)
    known = {key.strip(): value.strip() for key, value in found.items()}
    for key, value in told.items():
        assert known[key].startswith(value), shown


@pytest.mark.parametrize("style", ["newspaper", "large-print", "historical-vertical"])
def test_calibre_finds_nothing_to_mend(tmp_path: Path, style: str) -> None:
    """Check Book of calibre's editor, which looks at pages, package and the order of the style sheet."""
    program = shutil.which("calibre-debug")
    if program is None:
        pytest.skip("calibre's calibre-debug is not on the path")
    book, script = tmp_path / "book.epub", tmp_path / "check.py"
    book.write_bytes(write_epub(PAGED, load_style(style), WriteContext(MADE)).data)
    script.write_text(CHECK_BOOK, "utf-8")
    surroundings = {
        **os.environ,
        "CALIBRE_CONFIG_DIRECTORY": str(tmp_path / "calibre"),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    command = [program, "-e", str(script), "--", str(book)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings).stdout
    assert [line for line in shown.splitlines() if line.startswith("CHECK")] == ["CHECK done"]


def test_epubcheck_finds_nothing_in_a_book_with_pictures(tmp_path: Path) -> None:
    """Figures, images of pages, and links between these and the text."""
    document, pictures = illustrated()
    context = WriteContext(pictures=pictures)
    books = {
        name: write_epub(document, load_style(name), context).data
        for name in ("newspaper", "historical-vertical")
    }
    assert not any(epubcheck(books, tmp_path).values())
