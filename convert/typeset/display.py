"""What stands before the text in every reading copy: its title, the issue line, names for articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from convert.document.model import Article, Document, Metadata
from convert.document.roles import Opening
from convert.text.pattern import LatePattern
from convert.text.xml_safe import sanitize

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
BCP47 = LatePattern(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
"""Language, script, region (RFC 5646, section 2.1): all that a newspaper needs."""
ISO_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Messages:
    """The few words a reading copy says by itself, in one language."""

    contents: str
    title_page: str
    text: str
    number: str
    page: str
    changes: str
    """Over the notes on what was changed."""
    advertisements: str
    """Over the advertisements, which stand behind the articles."""
    some_page: str
    """A page whose number is not known."""
    missing_page: str
    """Of a page whose file could not be read."""
    empty_page: str
    """Of a page whose file has no text."""
    leads_to: str
    """Of a jump line: the page, and the article that stands there."""
    breaks_off: str
    """Behind an article whose end the source does not have."""
    no_picture: str
    """Before a caption or credit whose picture is not shown."""
    dates: tuple[str, str, str]
    """Patterns for a year, a month and a day."""


CHINESE_DATES = ("{year}年", "{year}年{month}月", "{year}年{month}月{day}日")
SIMPLIFIED = Messages(
    "目录", "扉页", "正文", "第{}号", "第{}版", "更改处", "广告",
    "一版", "{}缺：无法读取", "{}无文字：文件为空", "指向{}：{}", "（原文至此）", "［图略］",
    CHINESE_DATES,
)  # fmt: skip
TRADITIONAL = Messages(
    "目錄", "扉頁", "正文", "第{}號", "第{}版", "更改處", "廣告",
    "一版", "{}缺：無法讀取", "{}無文字：檔案為空", "指向{}：{}", "（原文至此）", "［圖略］",
    CHINESE_DATES,
)  # fmt: skip
ENGLISH = Messages(
    "Contents",
    "Title page",
    "Text",
    "No. {}",
    "Page {}",
    "Changes",
    "Advertisements",
    "A page",
    "{} is missing: its file could not be read",
    "{} has no text: its file is empty",
    "Leads to {}: {}",
    "[The source breaks off here.]",
    "[Picture not shown]",
    ("{year}", "{name} {year}", "{day} {name} {year}"),
)


def language_tag(meta: Metadata) -> str:
    """Return the document's language as a well-formed tag; "und" (undetermined) for anything else.

    "zh-Hans"  ->  "zh-Hans"; "Chinese, I think"  ->  "und"
    """
    return meta.language if BCP47.fullmatch(meta.language) else "und"


def messages(meta: Metadata) -> Messages:
    """Return the messages for the document's language; English where we have none of our own."""
    language, *rest = language_tag(meta).lower().split("-")
    if language not in {"zh", "yue", "wuu"}:
        return ENGLISH
    return TRADITIONAL if {"hant", "tw", "hk", "mo"} & set(rest) else SIMPLIFIED


def one_line(text: str, limit: int = 0) -> str:
    r"""Put a text on one line, cut to `limit` characters (0: not cut), for lists and properties.

    "强化党建统领\n扎实推动"  ->  "强化党建统领 扎实推动"
    """
    line = " ".join(sanitize(text).split())
    return line[: limit - 1] + "…" if 0 < limit < len(line) else line


def title(document: Document) -> str:
    """Return what the masthead shows: the newspaper, else the first headline, else how the text begins.

    A file's name is no title: readers do not know it.
    """
    headlines = (one_line(article.headline) for article in document.articles)
    texts = (name_of(article) for article in document.articles if article.readable)
    return next(filter(None, chain((one_line(document.meta.title),), headlines, texts)), "-")


def issue_line(meta: Metadata) -> str:
    """Return date, issue number and page, as far as known.

    2025-12-08, 321, 3  ->  2025年12月8日　第321号　第3版
    """
    own = messages(meta)
    parts = (spoken_date(meta), _numbered(own.number, meta.number), _numbered(own.page, meta.page))
    return ("\u3000" if own is not ENGLISH else " · ").join(filter(None, parts))


def printed_edition(meta: Metadata) -> str:
    """Name what was printed, not the file: 山城晚报 2025年12月8日 第321号; empty if nothing is known."""
    return " ".join(filter(None, (one_line(meta.title), issue_line(replace(meta, page="")))))


def holding(meta: Metadata) -> str:
    """Say where the printed issue is kept: 重庆图书馆, 民国报纸, D 12/3; empty if nothing is known."""
    known = (meta.holding_institution, meta.collection, meta.call_number)
    return ", ".join(filter(None, map(one_line, known)))


def iso_date(meta: Metadata) -> str:
    """Return the issue's date if it is one (ISO 8601: day, month or year), else nothing."""
    match = ISO_DATE.fullmatch(meta.date)
    if match is None:
        return ""
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return ""
    return meta.date


def spoken_date(meta: Metadata) -> str:
    """Return the issue's date as its language writes it; what is no ISO date is shown as it is."""
    if not iso_date(meta):
        return one_line(meta.date)
    year, *rest = (int(part) for part in meta.date.split("-"))
    month, day = (*rest, 1, 1)[:2]
    pattern = messages(meta).dates[len(rest)]
    return pattern.format(year=year, month=month, day=day, name=MONTHS[month - 1])


def name_of(article: Article, limit: int = 0) -> str:
    """Return an article's headline for lists; of one without, how its text begins."""
    headline = one_line(article.headline, limit)
    starts = (one_line(block.reading[:200], min(limit or 24, 24)) for block in article.readable)
    return headline or next(filter(None, starts), "-")


class ContentsName(NamedTuple):
    """What the contents say of an article."""

    name: str
    level: int
    """0, or 1 within a section and among the advertisements."""


def contents_names(articles: Iterable[Article], own: Messages, limit: int = 0) -> Iterator[ContentsName]:
    """Yield what the contents say of each article; the first advertisement stands for all of them."""
    within = apart = False
    for article in articles:
        if article.kind is Opening.ADVERTISEMENT and not apart:
            within = apart = True
            yield ContentsName(own.advertisements, 0)
            continue
        is_section = article.kind is Opening.SECTION
        within = within or is_section
        yield ContentsName(name_of(article, limit), int(within and not is_section))


def _numbered(pattern: str, value: str) -> str:
    """Dress a bare number in words; what already has words stays as it is: 第321期."""
    plain = one_line(value)
    return pattern.format(plain) if re.fullmatch(r"[0-9A-Za-z]+", plain) else plain
