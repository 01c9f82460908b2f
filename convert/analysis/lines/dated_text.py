"""Dates that are text: under the signature of a letter or a notice, and over the days of a diary.

"市水务局" / "2025年11月29日"              ->  signed
"3月1日" … "3月2日" … "3月5日"            ->  a diary
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from convert.analysis.lines.line_shapes import NAME_ALONE
from convert.language.han import ends_sentence
from convert.text.pattern import LatePattern

DIARY_DATES = 3
LONGEST_SIGNATURE = 20
SIGNATURE = LatePattern(
    r"[^，,。；]*(?:局|委|部|会|會|院|社|厅|廳|公司|办公室|政府|中心|学校|大学|医院|编辑部|银行|银行|集团|协会|小组|支队|法院|家属|家屬|处|處|科|署|馆|館|站|所|厂|廠|报社|報社|办事处|街道"
    r"|[谨謹敬叩泣]\s*[启啟啓上告]|敬上|此致|谨识|亲笔)|\S{2,8}[于於]\S{2,6}"
    r"|[^，,。；]{0,14}(?:主席|总理|總理|书记|書記|长|長|主任|总统|總統|首相|代表)(?P<name>[\u4e00-\u9fff]{2,4})"
)
"""What stands over the date of a notice or a letter: who gives it, or where."""
CLOSING = LatePattern(
    r"此致|(?:此致)?敬[礼禮]|(?:此|[顺順即敬並并])[颂頌祝候]|[专專肃肅]此|[特谨謹]此[^，。；：]{0,6}|敬[请請]周知"
    r"|[此特谨謹][布佈告启啟啓闻聞]"
    r"|[撰编編文台大著教公道筹籌钧鈞时時近日春夏秋冬][安祺绥綏]"
)
"""How letters and notices close, in a line above the signature or in two."""
SIGN_OFF = LatePattern(
    r"同[启啟啓告]|(?:同|率[^，。；：]{1,8})?[谨謹敬叩泣頓顿拜](?:[启啟啓上告谢謝白具识識首][上启啟]?)"
)
"""The last line of a notice of thanks or mourning: 同叩謝."""
OF_LETTER = LatePattern(
    r"(?!.*[向对對给給].*鞠躬)[^，。；：！？]{2,16}(?:[台惠钧鈞雅][鉴鑒鑑]|(?<=[生士兄君翁公台長长])大[鉴鑒鑑]|[谨謹敬拜][启啟啓上]"
    r"|(?<![一共])同[启啟啓]|[顿頓][首]|(?<=[谨謹敬人仝属屬])鞠躬)[：:]?"
)
"""Its last characters are those of a letter alone; 首相向家属鞠躬 and 两国元首共同启 are of headlines."""
SHORT_NAME = LatePattern(r"[\u4e00-\u9fff]{2,3}")
DAY = re.compile(
    r"(?:(?P<year>[0-9]{4}|[〇零一二三四五六七八九]{4})年)?(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)
HAN_DIGITS = "〇一二三四五六七八九"


def is_signature(text: str) -> bool:
    """Whether a short line may be whose name stands under a letter or a notice: 市水务局, 陈立 敬上."""
    compact = "".join(text.split())
    if not 0 < len(compact) <= LONGEST_SIGNATURE:
        return False
    signed = SIGNATURE.fullmatch(compact)
    if signed is not None and (signed["name"] is None or NAME_ALONE.fullmatch(signed["name"])):
        return True
    last = text.rsplit(maxsplit=1)[-1]
    return SHORT_NAME.fullmatch(compact) is not None or NAME_ALONE.fullmatch(last) is not None


def are_signatures(lines: Sequence[str]) -> bool:
    """Whether lines are who signs a paper, several one under the other, and the day under them."""
    return len(lines) > 2 and is_dated_day(lines[-1]) and all(map(is_signature, lines[:-1]))


def is_day(line: str) -> bool:
    """Whether a line is a day and its year, and nothing else: 2025年11月29日."""
    match = DAY.fullmatch("".join(line.split()))
    return match is not None and match["year"] is not None


RUN_IN = LatePattern(r"[●○◎■◆▲△★☆]|【[^】\s]{1,10}】(?=\S)|[\u4e00-\u9fff]{2,8}\u3000{1,2}(?=[^\s\u3000]{9})")
"""A mark, or a heading of a few characters and a wide blank, with which a notice begins: 聲明　鄙人與王某…"""


def is_dated_day(line: str) -> bool:
    """Whether a line is a day, with or without its year, and nothing else: 十月十二日."""
    return DAY.fullmatch("".join(line.split())) is not None


def is_closing(line: str) -> bool:
    """Whether a line has the words with which letters and notices close: 此致, 順頌, 特此通告."""
    return CLOSING.fullmatch("".join(line.split()).rstrip("！!。")) is not None


def is_of_letter(line: str) -> bool:
    """Whether a line is to whom a letter is, or who signs it: 申報館主筆先生台鑒, 永昌號主人謹啟."""
    return OF_LETTER.fullmatch("".join(line.split())) is not None


def signs_off(line: str) -> bool:
    """Whether a line is the last of a notice of thanks or mourning: 同叩謝, 泣启."""
    return SIGN_OFF.fullmatch("".join(line.split())) is not None


def closes_letter(text: str, above: str) -> bool:
    """Whether a line is a letter's closing, behind its last sentence or behind the first line of that.

    >>> closes_letter("此致", "请贵报代为呼吁。"), closes_letter("敬礼", "升旗仪式")
    (True, False)
    """
    return (ends_sentence(above) or is_closing(above)) and is_closing(text)


def is_diary(lines: Sequence[str]) -> bool:
    """Whether date lines are those of a diary's days: three different ones at least, which follow in time."""
    days = [day for line in lines if (day := _day(line)) is not None]
    return len(days) >= DIARY_DATES and all(a < b for a, b in pairwise(days)) and days[0][0] == days[-1][0]


def _day(line: str) -> tuple[int, int, int] | None:
    """Read year, month and day of a date line, in Han or other digits; the year may be missing."""
    match = DAY.match("".join(line.split()))
    if match is None:
        return None
    year, month, day = (_value(part) if part else 0 for part in match.group("year", "month", "day"))
    return year, month, day


def _value(digits: str) -> int:
    """Read a number below a hundred, or a year digit by digit.

    >>> _value("十四"), _value("二〇二四"), _value("12")
    (14, 2024, 12)
    """
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if ten:
        return 10 * (HAN_DIGITS.index(tens) if tens else 1) + (HAN_DIGITS.index(ones) if ones else 0)
    return int("".join(str(max(0, HAN_DIGITS.find(c))) for c in digits.replace("零", "〇")))
