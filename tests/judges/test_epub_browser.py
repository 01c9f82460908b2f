"""A browser shows what the metadata of a book claim: places of printed pages, figures in vertical lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from convert.conversion import read
from convert.document.model import Document, Metadata
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.epub import write_epub
from tests.support.browser import Browser, browser, needs_chromium
from tests.support.read_epub import MADE, found, members, tree

pytestmark = needs_chromium

PARAGRAPHS = "".join(f"第{n}段：江面上的灯一盏一盏地亮起来，桥上的人慢慢地走过去。\n\n" for n in range(40))
ARTICLE = f"渡口改造一年\n\n{PARAGRAPHS}\f{PARAGRAPHS}\f{PARAGRAPHS}"
"""One article on three printed pages."""
ISSUE = read(ARTICLE.encode(), Metadata(title="山城晚报", date="2025-12-05", page="3", language="zh-Hans"))
DATED = read(
    "桥\n\n2025年12月5日，第1小时有58人过桥，占5%，乘的是D车，见C2版。\n".encode(),
    Metadata(language="zh-Hans"),
)


def unpacked(document: Document, style: str, folder: Path) -> Path:
    """Write a book, and its files into a folder."""
    folder.mkdir()
    for name, data in members(write_epub(document, load_style(style), WriteContext(MADE)).data).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def labels(tab: Browser) -> list[str]:
    """Return what a screen reader is told of page breaks, in reading order."""
    nodes: list[dict[str, Any]] = tab.do("Accessibility.getFullAXTree")["nodes"]
    return [
        str(node["name"]["value"])
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in {"doc-pagebreak", "DocPageBreak"}
    ]


def test_each_printed_page_has_a_place_and_a_name(tmp_path: Path) -> None:
    """Each target of the page list is drawn, below the one before it, and is announced."""
    book = unpacked(ISSUE, "newspaper", tmp_path / "book")
    links = found(tree((book / "nav.xhtml").read_bytes()), "h:body/h:nav[3]/h:ol/h:li/h:a")
    assert [link.text for link in links] == ["3", "4", "5"]
    with browser(tmp_path) as tab:
        heights = []
        for link in links:
            name, _, mark = (link.get("href") or "").partition("#")
            tab.go((book / name).as_uri() + f"#{mark}")
            box = f"document.getElementById({mark!r}).getClientRects()"
            assert tab.say(f"{box}.length") == 1
            assert tab.say(f"{box}[0].height") > 0
            heights.append(tab.say(f"{box}[0].top + scrollY"))
        assert heights == sorted(set(heights))
        assert labels(tab) == ["3", "4", "5"]


def test_figures_stand_upright_in_vertical_lines(tmp_path: Path) -> None:
    """Two side by side take the room of one character; one stands; a year lies on its side."""
    book = unpacked(DATED, "historical-vertical", tmp_path / "book")
    [page] = [path for path in book.glob("a.*.xhtml") if "小时" in path.read_text("utf-8")]
    with browser(tmp_path) as tab:
        tab.go(page.as_uri())
        shown = tab.say(
            "[...document.querySelectorAll('.body span')].map(s => [s.className, s.textContent, "
            "s.getBoundingClientRect().height / parseFloat(getComputedStyle(s).fontSize)])"
        )
    assert [(kind, text) for kind, text, _ in shown] == [
        ("tcy", "12"),
        ("upright", "5"),
        ("upright", "1"),
        ("tcy", "58"),
        ("upright", "D"),
        ("tcy", "C2"),
    ]
    assert all(height < 1.25 for _, _, height in shown), shown
