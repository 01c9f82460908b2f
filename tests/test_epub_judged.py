"""Others judge our books: EPUBCheck, Ace by DAISY, calibre."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from convert.model import Metadata, Opening, Role
from convert.styles import load_style
from convert.writers import Surroundings
from convert.writers.epub import write_epub
from convert.writers.repack import repack
from tests.judge_epub import ace, epubcheck
from tests.read_epub import ISSUE, MADE, NOTED, PAGED, written
from tests.shown import HOSTILE, shown


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """No error, no warning, no hint: for an issue, hostile text in every place, and nothing to read."""
    bad = "".join(HOSTILE)
    hostile = shown(
        [
            (role, f"{role} {bad}", opens)
            for opens in (Opening.ARTICLE, None, Opening.UNPLACED, Opening.SECTION)
            for role in Role
        ]
        + [(Role.HEADLINE, "x " * 5000, Opening.ARTICLE), (Role.BODY, bad + "x" * 9000, None)],
        Metadata("长<b>" * 2500, bad, bad, 'zh"><x', bad, bad),
    )
    books = {
        "issue": written(),
        "paged": written(PAGED),
        "hostile": written(hostile),
        "notes": write_epub(hostile, NOTED, Surroundings(MADE)).data,
        "vertical": write_epub(ISSUE, load_style("historical-vertical"), Surroundings(MADE)).data,
        "empty": written(shown([(Role.FOLIO, "3", None)], Metadata(date="1951-02-30", language="en-GB"))),
        "broken": repack(written(), MADE, {"EPUB/title.xhtml": b"<html/>"}),
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
        "anyhow": write_epub(anyhow, NOTED, Surroundings(MADE)).data,
        "vertical": write_epub(ISSUE, load_style("historical-vertical"), Surroundings(MADE)).data,
    }
    failing = ace(books, tmp_path)
    assert failing.keys() == books.keys()
    assert not any(failing.values()), failing


def test_calibre_takes_the_metadata(tmp_path: Path) -> None:
    """Title, series, place in the series, date and tags."""
    program = shutil.which("ebook-meta")
    if program is None:
        pytest.skip("calibre's ebook-meta is not on the path")
    (tmp_path / "issue.epub").write_bytes(written())
    told = subprocess.run(
        [program, str(tmp_path / "issue.epub")], capture_output=True, text=True, check=True
    ).stdout
    for line in (
        "Title +: 山城晚报 2025年12月8日",
        "Series +: 山城晚报 #321",
        "Published +: 2025-12-08",
        "Tags +: 本市新闻",
    ):
        assert re.search(line, told)
