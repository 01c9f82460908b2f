"""README.zh.md and docs/tutorial.zh.md: that they show what the English pages show, and what is printed."""

from __future__ import annotations

import re
from pathlib import Path

from convert.translation.translator import load_translator
from tests.support.paths import ROOT

DOCS = ROOT / "docs"
SCRIPT = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SHOWN = re.compile(r"```text\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)")


def test_the_tutorials_have_the_same_commands() -> None:
    """A test does those of the English page from top to bottom."""
    english, chinese = ((DOCS / name).read_text("utf-8") for name in ("tutorial.md", "tutorial.zh.md"))
    assert SCRIPT.findall(chinese) == SCRIPT.findall(english)


def test_the_tutorial_shows_what_is_printed_in_chinese() -> None:
    """Each line that the English page shows, as the command translates it."""
    english, chinese = ((DOCS / name).read_text("utf-8") for name in ("tutorial.md", "tutorial.zh.md"))
    translate = load_translator("zh")
    printed = ["\n".join(map(translate, shown.split("\n"))) for shown in SHOWN.findall(english)]
    assert SHOWN.findall(chinese) == printed
    assert printed != SHOWN.findall(english)


def test_the_links_of_the_chinese_pages_lead_somewhere() -> None:
    """To a file of the checkout."""
    pages = (ROOT / "README.zh.md", DOCS / "tutorial.zh.md")
    links = [(page.parent, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))]
    assert len(links) > 20
    assert [link for folder, link in links if not Path(folder / link).exists()] == []
