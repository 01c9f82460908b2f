"""Lines that name a table by its number, 表1 联赛积分榜; or give the unit of its figures, 单位：亿元."""

from __future__ import annotations

from convert.language.han import is_wide
from convert.text.pattern import LatePattern

LONGEST, LONGEST_WIDE = 120, 45
"""Characters of a caption: in all, and in Han."""
NUMBERED, NAMED = 0.97, 0.93
"""How certain a number makes it that is parted from the words behind it, and one that is not."""

_HAN_FIGURES = "一二三四五六七八九十"
"""With words right behind them they are words themselves: 表一致欢迎."""
_COUNT = (
    r"(?:[0-9０-９]{1,3}(?:[-–.．－][0-9０-９]{1,3})?|[一二三四五六七八九十]{1,3}|[A-Z](?:[-.]?[0-9]{1,3})?)"
)
_HAN = LatePattern(
    rf"[【\[（(]?(?:附?表\s*(?P<count>{_COUNT})|附表(?=[:：\s]))(?P<apart>[】\]）)：:、.．。\s]|$)?[^。！？；，]*"
)
_NAMES = "TABLE Table TAB. Tab. TABLEAU Tableau TABELLE Tabelle TABEL Tabel TABELLA Tabella TABLA Tabla"
_NAME = "|".join(name.replace(".", r"\.") for name in _NAMES.split())
_LATIN = LatePattern(
    rf"(?:{_NAME})\s+(?:[0-9]{{1,3}}(?:[-.–][0-9]{{1,3}})?|[IVXLC]{{1,6}}|[A-Z](?:[-.]?[0-9]{{1,3}})?)"
    r"(?:\s*[.:—–](?:\s+\S.*)?|\s+(?P<next>[A-ZÀ-ÖØ-Þ0-9].*)|)"
)
_SENTENCE = LatePattern(r"[a-zß-ÿ]+ (?:[a-zß-ÿ]+ ){6}")
_UNIT = LatePattern(
    r"[（(]?(?:计量|計量)?[单單]位\s*[:：]\s*[^。，；]{1,16}|[（(](?:in|all figures in) [^()]{2,30}[)）]"
)
_NOTE = LatePattern(
    r"[（(*※]?(?:注|註|备注|備註|说明|說明|(?:数据|數據|资料|資料)?[来來]源|Notes?\b|Sources?\b)"
)


def table_title(text: str) -> float:
    """Return how certain it is that a line names a table by a number; 0: it does not.

    >>> table_title("表1 积分榜"), table_title("表1显示，红星队领先。"), table_title("Table 2 shows it.")
    (0.97, 0.0, 0.0)
    >>> table_title("表一 积分榜"), table_title("表一致欢迎"), table_title("表十分惊讶的人很多")
    (0.97, 0.0, 0.0)
    """
    text = text.strip()
    if is_too_long(text):
        return 0.0
    if title := _HAN.fullmatch(text):
        if title["apart"] is None:
            return 0.0 if (title["count"] or "")[:1] in _HAN_FIGURES else NAMED
        return NUMBERED
    title = _LATIN.fullmatch(text)
    rest = title["next"] or "" if title else ""
    if title is None or _SENTENCE.search(rest):
        return 0.0
    return NAMED if rest else NUMBERED


def is_too_long(text: str) -> bool:
    """Return whether a text is longer than a caption."""
    return len(text) > (LONGEST_WIDE if any(map(is_wide, text)) else LONGEST)


def is_unit(text: str) -> bool:
    """Return whether a line gives the unit of all the figures of a table: 单位：亿元."""
    return _UNIT.fullmatch(text.strip()) is not None


def is_note(text: str) -> bool:
    """Return whether a line says where a table comes from, or how it is to be read."""
    return _NOTE.match(text.strip()) is not None


def is_caption(text: str) -> bool:
    """Return whether a line is the title of a table, or the unit of its figures."""
    return is_unit(text) or table_title(text) > 0
