"""What a file's name says of an issue; what it does not say plainly is left open."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from convert.document.model import Metadata

_DATES = re.compile(
    r"(?<![0-9])((?:1[6-9]|20)[0-9]{2})"
    r"(?:([-_.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2})|年([0-9]{1,2})月([0-9]{1,2})日)(?![0-9])"
)
"""1951-03-02, 1951_3_2, 19510302, 1951年3月2日; newspapers began in 1605."""
_NUMBER = re.compile(
    r"第([0-9]{1,6})[号期號]|(?<![A-Za-z])(?:no|nr|issue)[._ -]?([0-9]{1,6})(?![0-9])", re.IGNORECASE
)
_PAGE = re.compile(
    r"第?([A-Z]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})版"
    r"|(?<![A-Za-z])(?:p|page)[._ -]?([0-9]{1,4})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_TRAILING_NUMBER = re.compile(r"[-_. ]([0-9]{1,3}|0[0-9]{3})$")
_NOT_AN_ISSUE = re.compile(r"img|dsc|scan|photo|screenshot|backup|微信|扫描|掃描|截图|截圖", re.IGNORECASE)
"""Names that cameras and programs give: the date in them is not that of an issue."""

_NEWSPAPER_WORD = re.compile(
    r"[报報刊讯訊闻聞]|消息|周末|週末|新华|新華"
    r"|\b(?:advertiser|chronicle|courier|daily|dispatch|echo|evening|examiner|express|gazette|globe|"
    r"guardian|herald|independent|journal|ledger|mail|mercury|messenger|mirror|monitor|morning|news|"
    r"observer|pioneer|post|press|record|register|review|sentinel|standard|star|sun|sunday|telegraph|"
    r"times|tribune|weekly|world|zeitung|journal|figaro|monde|gaceta|presse|tageblatt)\b",
    re.IGNORECASE,
)
"""A word of these makes a newspaper's name of what stands before a date."""
_GENERIC_NAME = re.compile(
    r"(?:article|chapter|copy|daily|doc|document|draft|evening|export|file|final|image|issue|morning|news|"
    r"newspaper|ocr|output|page|pages|paper|sample|test|text|untitled|the|weekly|[\W_0-9])+",
    re.IGNORECASE,
)


def filename_metadata(stem: str) -> Metadata:
    """Read an issue's date, number, page and title from a file's name.

        重庆日报_2025-12-08_第26543期_03版  ->  重庆日报, 2025-12-08, 26543, 3
        chongqing-daily-1951-03-02-p4      ->  Chongqing Daily, 1951-03-02, page 4
        20251208-01                        ->  2025-12-08, page 1
        newspaper_page                     ->  nothing

    A date that the calendar does not have, and two dates in one name, are no date.
    """
    if _NOT_AN_ISSUE.match(stem):
        return Metadata()
    issued = _find_date(stem)
    number = _NUMBER.search(stem)
    page = _PAGE.search(stem, issued.end)
    if not issued.day:
        # without a date, `no-5` and `page-12` may count chapters or scans: only 第5号 and 第3版 are plain
        number = number if number and number[1] else None
        page = page if page and page[1] else None
    label = _page_number(page[1] or page[2]) if page else ""
    if issued.day and not page and not number and (tail := _TRAILING_NUMBER.fullmatch(stem, issued.end)):
        label = tail[1].lstrip("0")
    stops = [m.start() for m in (number, page) if m] + ([issued.start] if issued.day else [])
    title = _find_title(stem[: min(stops)], sure=bool(number or page)) if issued.day or number else ""
    return Metadata(
        title=title,
        date=issued.day,
        number=(number[1] or number[2]).lstrip("0") if number else "",
        page=label,
    )


def name_warnings(meta: Metadata) -> tuple[str, ...]:
    """Warn of dates in a source's name that the calendar does not have, unless a date was given otherwise.

    日报_2026-02-30.txt  ->  the name has a date that is not in the calendar: 2026-02-30

    Of eight digits in a row only those that look like a date are one: 20260230, not 20267712.
    """
    stem = PurePath(meta.name).stem
    if _NOT_AN_ISSUE.match(stem) or (meta.date and meta.date != _find_date(stem).day):
        return ()
    wrong = [
        match[0] for match in _DATES.finditer(stem) if not _iso_date(match) and _looks_like_a_date(match)
    ]
    if not wrong:
        return ()
    dates = "a date that is" if len(wrong) == 1 else f"{len(wrong)} dates that are"
    return (f"the name has {dates} not in the calendar: {wrong[0]}",)


def _looks_like_a_date(match: re.Match[str]) -> bool:
    """Whether a date that cannot be is meant as one."""
    return bool(match[2] or match[7]) or (1 <= int(match[5]) <= 12 and 1 <= int(match[6]) <= 31)


class _Issued(NamedTuple):
    """A date in a name, and where it stands."""

    day: str = ""
    """ISO 8601; empty where the name has none, or several."""
    start: int = 0
    end: int = 0


def _find_date(stem: str) -> _Issued:
    """Return the one date of a name."""
    dates = [_Issued(day, m.start(), m.end()) for m in _DATES.finditer(stem) if (day := _iso_date(m))]
    return dates[0] if len(dates) == 1 else _Issued()


def _iso_date(match: re.Match[str]) -> str:
    month, day = match[3] or match[5] or match[7], match[4] or match[6] or match[8]
    try:
        return date(int(match[1]), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _page_number(text: str) -> str:
    """Return a page's number without leading zeros: 03 -> 3, A02 -> A2, 十二 -> 12."""
    if text[0] in "一二三四五六七八九十":
        tens, ten, ones = text.rpartition("十")
        digits = " 一二三四五六七八九"
        value = (digits.find(tens) if tens else 1) * 10 if ten else 0
        value += digits.find(ones) if ones else 0
        return str(value) if len(tens) <= 1 and len(ones) <= 1 else ""
    letter = text[0].upper() if text[0].isalpha() else ""
    bare = text[len(letter) :].lstrip("0")
    return letter + bare if bare else ""


def _find_title(text: str, *, sure: bool) -> str:
    """Return a newspaper's name, if the text is one: chongqing-daily- -> Chongqing Daily."""
    name = " ".join(re.split(r"[-_.\s]+", text)).strip("()[]（）【】《》 ")
    if not re.search(r"[^\W\d_]{2}", name) or _GENERIC_NAME.fullmatch(name):
        return ""
    if not sure and not _NEWSPAPER_WORD.search(name):
        return ""
    return name.title() if name.isascii() and name.islower() else name
