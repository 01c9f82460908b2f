"""Books of several issues, made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from convert.collection.article_store import StoredIssue, append, pack_issue
from convert.collection.book import BookSettings, Bound, write_volume
from convert.collection.plan import groups_for, volumes
from convert.collection.selection import chosen, read_selection
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.typeset.styles import StyleSheet
from convert.writers.epub.package import BookTimes
from tests.support.read_epub import MADE, STYLE, found, members, tree
from tests.support.shown import shown

META = Metadata(language="zh-Hans")
FARMING = {"农业": ("水稻", "油菜"), "水利": ("堤坝",)}


def issue(day: str, *articles: tuple[str, str, str], title: str = "山城晚报", page: str = "") -> Document:
    """Make an issue of sections and articles: (section, headline, text); no section: as before."""
    blocks: list[tuple[Role, str, Opening | None]] = []
    for section, headline, text in articles:
        if section:
            blocks.append((Role.HEADLINE, section, Opening.SECTION))
        blocks.append((Role.HEADLINE, headline, Opening.ARTICLE))
        author, _, rest = text.rpartition("/")
        if author:
            blocks.append((Role.BYLINE, author, None))
        blocks.append((Role.BODY, rest, None))
    return shown(
        blocks,
        Metadata(title=title, date=day, number="", language="zh-Hans", page=page, name=f"{day}{page}.txt"),
    )


MONDAY = issue(
    "2025-12-08",
    ("本市新闻", "早稻入仓", "本报记者 王亚同/今年水稻丰收。"),
    ("", "堤坝合龙", "本报记者 李勇 王亚同/堤坝于昨日合龙。"),
    ("广告", "启事", "寻物一件。"),
)
TUESDAY = issue(
    "2025-12-09",
    ("本市新闻", "油菜出苗", "记者 李 勇/油菜长势良好。"),
    ("广告", "启事", "寻物 一件。"),
)
JANUARY = issue("2026-01-02", ("", "新年", "新年伊始。"))
THREE = (JANUARY, TUESDAY, MONDAY)


def stored(
    documents: Sequence[Document], by: str = "", *, noted: bool = False
) -> tuple[BytesIO, list[StoredIssue]]:
    """Store issues; each has its file name as its path."""
    store = BytesIO()
    groups = groups_for(by, FARMING if by == "topic" else {})
    return store, [
        append(store, pack_issue(one, f"in/{one.meta.name}", groups, noted=noted)) for one in documents
    ]


def collected(
    documents: Sequence[Document],
    by: str = "",
    *,
    split: bool = False,
    selection: Path | None = None,
    style: StyleSheet = STYLE,
    title: str = "合订本",
    series: str = "",
) -> list[tuple[str, bytes, Bound]]:
    """Make books of issues; return name, data and what is in each."""
    store, issues = stored(documents, by, noted=style.epub.corrections)
    named = read_selection(selection) if selection else None
    plans = (chosen(named, issues),) if named else volumes(issues, by, META, split=split)
    work = BookSettings(title, META, style, BookTimes(MADE), series, foreword=named.foreword if named else "")
    made: list[tuple[str, bytes, Bound]] = []
    for volume in plans:
        out = BytesIO()
        told = write_volume(out, store, volume, work, lambda _: None)
        made.append((volume.name, out.getvalue(), told))
    return made


def book(
    documents: Sequence[Document],
    by: str = "",
    *,
    selection: Path | None = None,
    style: StyleSheet = STYLE,
    title: str = "合订本",
) -> bytes:
    """Make one book."""
    [(_, data, _)] = collected(documents, by, selection=selection, style=style, title=title)
    return data


def contents(data: bytes) -> list[tuple[int, str]]:
    """Return depth and text of each entry of the contents."""
    nav = tree(members(data)["nav.xhtml"])
    entries: list[tuple[int, str]] = []
    for link in found(nav, "h:body/h:nav[1]//h:a"):
        depth = sum(str(above.tag).endswith("}ol") for above in link.iterancestors())
        entries.append((depth, link.text or ""))
    return entries


def lines(data: bytes, name: str) -> list[str]:
    """Return the text of each heading and paragraph of a page."""
    return ["".join(map(str, e.itertext())) for e in found(tree(members(data)[name]), "h:body/*/*")]
