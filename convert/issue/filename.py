"""What a file's name says of an issue; what it does not say plainly is left open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from convert.document.model import Metadata
from convert.text.pattern import LatePattern

_DATES = re.compile(
    r"(?<![0-9])((?:1[6-9]|20)[0-9]{2})"
    r"(?:([-_.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2})|年([0-9]{1,2})月([0-9]{1,2})日)(?![0-9])"
)
"""1951-03-02, 1951_3_2, 19510302, 1951年3月2日; newspapers began in 1605."""
_FOLDERS_OF_A_DAY = re.compile(r"((?:1[6-9]|20)[0-9]{2})年?[-_./]?([0-9]{1,2})月?[-_./]?([0-9]{1,2})日?")
_NUMBER = re.compile(
    r"第([0-9]{1,6})[号期號]|(?<![A-Za-z])(?:no|nr|issue)[._ -]?([0-9]{1,6})(?![0-9])", re.IGNORECASE
)
_FIGURES = "(?:(?<=第)[0-9]{4}|0[0-9]{3}|[A-Z]?[0-9]{1,3})"
_PAGE = re.compile(
    rf"第?({_FIGURES}(?:[-–—~～至、]+[A-Z]?[0-9]{{1,4}})?|[一二三四五六七八九十]{{1,3}})版"
    r"|(?<![A-Za-z])(?:p|page)[._ -]?([A-H]?[0-9]{1,4})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
"""第03版, 第1000版, 第04-05版 (a spread), 第A2版, p3, page 3, pA1."""
_TRAILING_NUMBER = LatePattern(r"[-_. ]((?:[A-H](?=[0-9]{1,2}$))?[0-9]{1,3}|0[0-9]{3})$")
"""03, 003, 0003, A03; not V2, which is a version."""
_BARE_NUMBER = LatePattern(r"([A-H]?[0-9]{1,3}|0[0-9]{3})(?=[-_. ]|$)")
_LABEL = LatePattern(r"([A-Za-z]?)([0-9]+)")
_SEPARATORS = "-_. ,，·()[]（）【】《》"
_NOT_AN_ISSUE = re.compile(r"img|dsc|scan|photo|screenshot|backup|微信|扫描|掃描|截图|截圖", re.IGNORECASE)
"""Names that cameras and programs give: the date in them is not that of an issue."""

_NEWSPAPER_WORD = LatePattern(
    r"[报報刊讯訊闻聞]|消息|周末|週末|新华|新華"
    r"|\b(?:advertiser|chronicle|courier|daily|dispatch|echo|evening|examiner|express|gazette|globe|"
    r"guardian|herald|independent|journal|ledger|mail|mercury|messenger|mirror|monitor|morning|news|"
    r"observer|pioneer|post|press|record|register|review|sentinel|standard|star|sun|sunday|telegraph|"
    r"times|tribune|weekly|world|zeitung|journal|figaro|monde|gaceta|presse|tageblatt)\b",
    re.IGNORECASE,
)
"""A word of these makes a newspaper's name of what stands before a date."""
_GENERIC_NAME = LatePattern(
    r"(?:article|chapter|copy|daily|doc|document|draft|evening|export|file|final|image|issue|morning|news|"
    r"newspaper|ocr|output|page|pages|paper|sample|test|text|untitled|the|weekly|[\W_0-9])+",
    re.IGNORECASE,
)


class NameParts(NamedTuple):
    """What a file's name says, part by part."""

    title: str = ""
    date: str = ""
    number: str = ""
    page: str = ""
    """Its label, without leading zeros."""
    is_plain: bool = False
    """Whether a page or a number is named as such, which needs no date beside it: 第3版, 第5号, page 3."""
    before: str = ""
    """What stands before the page beside date and number; without a page, in the whole name."""
    after: str = ""
    """What stands after the page: 要闻, in 第01版_要闻."""
    core: str = ""
    """The name without the page and what stands after it: 重庆日报_2025-12-08."""


def filename_metadata(stem: str) -> Metadata:
    """Read an issue's date, number, page and title from a file's name.

        重庆日报_2025-12-08_第26543期_03版  ->  重庆日报, 2025-12-08, 26543, 3
        chongqing-daily-1951-03-02-p4      ->  Chongqing Daily, 1951-03-02, page 4
        20251208-01                        ->  2025-12-08, page 1
        newspaper_page                     ->  nothing

    A date that the calendar does not have, and two dates in one name, are no date.
    """
    issued, number, page = _find_marks(stem)
    if not issued.day:
        # without a date, `no-5` and `page-12` may count chapters or scans: only 第5号 and 第3版 are plain
        number = number if number and number[1] else None
        page = page if page and page[1] else None
    label = page_number(page) if page else ""
    end = max(issued.end, number.end() if number else 0)
    if (issued.day or number) and not page and (tail := _TRAILING_NUMBER.fullmatch(stem, end)):
        label = page_number(tail)
    stops = [m.start() for m in (number, page) if m] + ([issued.start] if issued.day else [])
    title = _find_title(stem[: min(stops)], sure=bool(number or page)) if issued.day or number else ""
    return Metadata(title=title, date=issued.day, number=_issue_number(number), page=label)


def name_parts(stem: str, *, bare: bool = False) -> NameParts:
    """Take a file's name apart, to be held against those of the files beside it.

        重庆日报_2025-12-08_第01版_要闻  ->  2025-12-08, page 1, before it 重庆日报, after it 要闻
        20260305_cqrb_A02              ->  2026-03-05, page A2, before it cqrb
        page 2                         ->  page 2

    With `bare` a number that the name begins with is a page, too: 02, 02-sport; its folder says the issue.
    """
    issued, number, page = _find_marks(stem)
    if not issued.day and number and not number[1]:
        number = None
    is_plain = bool(page or number)
    if page is None and (issued.day or number or bare):
        page = _TRAILING_NUMBER.search(stem, max(issued.end, number.end() if number else 0))
    if page is None and issued.day:
        page = _PAGE.search(stem)
    if page is None and bare and not issued.day:
        page = _BARE_NUMBER.match(stem)
    spans = [(issued.start, issued.end)] if issued.day else []
    spans += [number.span()] if number else []
    known = filename_metadata(stem)
    if page is None or not (label := page_number(page)):
        whole = _without(stem, spans)
        return NameParts(known.title, issued.day, _issue_number(number), "", is_plain, whole, "", stem)
    behind = all(stop <= page.start() for _, stop in spans)
    core, rest = stem[: page.start()], stem[page.end() :]
    if not behind:
        core, rest = core + rest, ""
    inside = [*spans, page.span()] if not behind else spans
    return NameParts(
        known.title,
        issued.day,
        _issue_number(number),
        label,
        is_plain,
        _without(stem[: page.start()] if behind else stem, inside),
        _without(rest, []),
        core.strip(_SEPARATORS),
    )


def _find_marks(stem: str) -> tuple[_Issued, re.Match[str] | None, re.Match[str] | None]:
    """Return where a name has a date, a number and a page; nothing in the names that cameras give."""
    if _NOT_AN_ISSUE.match(stem):
        return _Issued(), None, None
    issued = _find_date(stem)
    return issued, _NUMBER.search(stem), _PAGE.search(stem, issued.end)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the words of a name outside some spans, as names are compared: no case, composed."""
    for start, stop in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[stop:]}"
    words = re.split(f"[{re.escape(_SEPARATORS)}]+", unicodedata.normalize("NFC", text).casefold())
    return " ".join(filter(None, words))


def _issue_number(number: re.Match[str] | None) -> str:
    return (number[1] or number[2]).lstrip("0") if number else ""


def folder_date(path: PurePath) -> str:
    """Return the date that a folder's path says, in one name or in folders of year, month and day.

    云津日报/2026-03-05  1951/03/02  1951/03-02  1951-03/02  ->  2026-03-05, 1951-03-02 (three times)
    1951/03              ->  nothing: its files may be days
    """
    if (issued := _find_date(path.name)).day:
        return issued.day
    for depth in (3, 2):
        match = _FOLDERS_OF_A_DAY.fullmatch("/".join(path.parts[-depth:]))
        if match:
            return _calendar_day(*match.groups())
    return ""


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
    return _calendar_day(match[1], month, day)


def _calendar_day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def page_number(mark: re.Match[str]) -> str:
    """Return a page's number without leading zeros: 03 -> 3, A02 -> A2, 04-05 -> 4-5, 十二 -> 12."""
    text = next(filter(None, mark.groups()))
    if text[0] in "一二三四五六七八九十":
        tens, ten, ones = text.rpartition("十")
        digits = " 一二三四五六七八九"
        value = (digits.find(tens) if tens else 1) * 10 if ten else 0
        value += digits.find(ones) if ones else 0
        return str(value) if len(tens) <= 1 and len(ones) <= 1 else ""
    numbers = [(letter.upper(), digits.lstrip("0")) for letter, digits in _LABEL.findall(text)]
    return "-".join(letter + digits for letter, digits in numbers) if all(d for _, d in numbers) else ""


def _find_title(text: str, *, sure: bool) -> str:
    """Return a newspaper's name, if the text is one: chongqing-daily- -> Chongqing Daily."""
    name = " ".join(re.split(r"[-_.\s]+", text)).strip("()[]（）【】《》 ")
    if not re.search(r"[^\W\d_]{2}", name) or _GENERIC_NAME.fullmatch(name):
        return ""
    if not sure and not _NEWSPAPER_WORD.search(name):
        return ""
    return name.title() if name.isascii() and name.islower() else name
