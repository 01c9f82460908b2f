"""Mojibake: text that was once decoded as another encoding than the one it was written in.

"ä¸­å›½æ–°é—»" (UTF-8 read as Windows-1252)  ->  "中国新闻"
"缁忔祹鍙戝睍" (UTF-8 read as GBK)              ->  "经济发展"
"caf茅, doesn鈥檛" (the same, of Latin text)    ->  "café, doesn’t"
"ÖØÇìÈÕ±¨" (GBK read as Latin-1)             ->  "重庆日报"

Windows-1252 and its relatives are the business of ftfy (Speer, ftfy, 2019); the two that Chinese
archives meet besides are told by their bytes: UTF-8 has a form that other text has by accident only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from convert.text.pattern import LatePattern

SUSPECT = re.compile(
    r"[\u00c2-\u00f4\u0102-\u017f\u0192]"
    r"[\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2010-\u2122\ufffd]"
    r"|\u00c3(?: |$)|[\u2500-\u257c][\u00aa-\u00fc\u2500-\u2593]|\u25ca\u00eb"
)
"""A first byte of UTF-8 and one that continues it, as Windows, DOS and Macintosh encodings show them."""
LOST_NO_BREAK = "\u00c3  "
"""à and a blank, where the second byte, a blank that does not break, has become a common one."""
LINE_END_MARK = re.compile(r"(?<=[A-Za-zÀ-ÿ])[\u00ad¬](?=\s|$)")
"""A hyphen at a line end, as OCR gives it: behind ß it looks like two bytes of UTF-8."""
RUN = re.compile(r"[^\n\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")
FIRST_OF_MISREAD = re.compile(r"[\u00a1-\u017f\u0192\u2500-\u257c\u25ca]")
"""What SUSPECT, and the pairs of bytes below, begin with: most texts have none of these."""
BYTES = re.compile(r"(?:[\u00b0-\u00d7\u00a1-\u00a3][\u00a1-\u00fe]){3,}")
"""Pairs of bytes that GB 2312 gives its marks (rows 1-3) and its 3,755 common characters (rows 16-55)."""
LEAD = re.compile(
    "["
    + b"".join(bytes((lead, trail)) for lead in range(0xE3, 0xEA) for trail in range(0x80, 0xC0)).decode(
        "gbk"
    )
    + "]"
)
"""The characters whose two bytes in GBK are the first two of a Han character in UTF-8."""
HIGH = re.compile(r"[\u0080-\u00ff]")
WORD = LatePattern(r"[^\s\u4e00-\u9fff]{0,40}[\u4e00-\u9fff][^\s]{0,40}")
"""A word that has a Han character in it."""
HAN = LatePattern(r"[\u4e00-\u9fff]+")
LETTER = re.compile(r"[A-Za-z]")
LATIN_SHARE = 5
"""Letters for each Han character, from which on a text is of Latin script."""
ACCENTED = LatePattern(r"[\x21-\x7e\u00a1-\u017f\u2010-\u203a\u20ac]+")
"""What such a word reads as: letters of European languages, and marks."""
LONGEST_RUN = 400
"""Characters of a run of Han that are looked at together; what is longer goes on behind them."""
LEAST_HAN = 3
"""Han characters that must come out right before a run of Han is held for misread UTF-8."""


class Misreading(NamedTuple):
    """A stretch of a text that was decoded wrongly, and what was written there."""

    start: int
    end: int
    reading: str


def find_misreadings(text: str) -> Iterator[Misreading]:
    """Yield what was decoded wrongly in a text, in order; no two overlap."""
    end = 0
    for misreading in sorted([*_latin(text), *_han(text), *_accents(text)], key=lambda each: each.start):
        if misreading.start >= end:
            yield misreading
            end = misreading.end


def undo_mojibake(text: str) -> str:
    """Return a text as it was written, to look at; the source stays as it is.

    >>> undo_mojibake("今日：ÖØÇìÈÕ±¨。")
    '今日：重庆日报。'
    """
    if (
        SUSPECT.search(text) is None
        and BYTES.search(text) is None
        and not any(_han(text[:4000]))
        and not any(_accents(text[:4000]))
    ):
        return text
    parts: list[str] = []
    end = 0
    for misreading in find_misreadings(text):
        parts += [text[end : misreading.start], misreading.reading]
        end = misreading.end
    return "".join([*parts, text[end:]])


def _latin(text: str) -> Iterator[Misreading]:
    """Repair bytes shown as Latin letters: GBK in pairs, or UTF-8 in a single-byte encoding."""
    if FIRST_OF_MISREAD.search(text) is None:
        return
    for run in RUN.finditer(text):
        if run.group().isascii():
            continue
        pairs = list(_by_pairs(run.group(), run.start()))
        if SUSPECT.search(LINE_END_MARK.sub("", run.group())) is None:
            yield from pairs
            continue
        bytewise = list(_by_ftfy(run.group(), run.start()))
        # GBK holds pairs that are UTF-8 by accident: what reads more of the run is right.
        unread = sum(len(HIGH.findall(each.reading)) for each in bytewise)
        yield from pairs if pairs and (unread or not bytewise) else bytewise


def _by_pairs(run: str, offset: int) -> Iterator[Misreading]:
    """Read pairs of Latin letters as the bytes of GB 2312, unless they are an alphabet in its order."""
    for match in BYTES.finditer(run):
        data = match.group().encode("latin-1")
        reading = data.decode("gb2312", "ignore")
        steps = sum(after - before == 1 for before, after in pairwise(data))
        if 2 * len(reading) == len(data) and 2 * steps < len(data):
            yield Misreading(offset + match.start(), offset + match.end(), reading)


def _by_ftfy(run: str, offset: int) -> Iterator[Misreading]:
    """Ask ftfy, and take its word unless more would be lost than is."""
    from ftfy import fix_encoding  # noqa: PLC0415 - loaded where a text looks damaged, which is rare

    fixed = fix_encoding(run.replace(LOST_NO_BREAK, "\u00c3\u00a0 "))
    start = 0
    while start < min(len(run), len(fixed)) and run[start] == fixed[start]:
        start += 1
    end = 0
    while end < min(len(run), len(fixed)) - start and run[-1 - end] == fixed[-1 - end]:
        end += 1
    if fixed != run and fixed.count("\ufffd") <= run.count("\ufffd"):
        yield Misreading(offset + start, offset + len(run) - end, fixed[start : len(fixed) - end])


def _han(text: str) -> Iterator[Misreading]:
    """Repair UTF-8 shown as GBK: three bytes a character became one and a half."""
    at = 0
    while lead := LEAD.search(text, at):
        start = lead.start()
        reading, size = _decode(text[start : start + LONGEST_RUN])
        if size:
            yield Misreading(start, start + size, reading)
        at = start + max(size, 1)


def _accents(text: str) -> Iterator[Misreading]:
    """Repair accented letters and quotes of Latin text: UTF-8 shown as GBK, two bytes a Han character.

    One such word may be meant as it stands, and more among Chinese words; one that letters stand in is not.
    """
    letters = len(LETTER.findall(text))
    if letters < LATIN_SHARE:  # of one Han character: most texts are Chinese, and have hardly a letter
        return
    han = sum(map(len, HAN.findall(text)))
    if not han or letters < LATIN_SHARE * han:
        return
    found: list[Misreading] = []
    inside = meant = False
    for match in WORD.finditer(text):
        try:
            reading = match.group().encode("gb18030").decode("utf-8")
        except UnicodeError:
            meant = True
            continue
        if ACCENTED.fullmatch(reading):
            found.append(Misreading(match.start(), match.end(), reading))
            inside = inside or LETTER.search(match.group()) is not None
    if inside or (len(found) > 1 and not meant):
        yield from found


def _decode(run: str) -> tuple[str, int]:
    """Decode the longest beginning of a run that is UTF-8 in GBK's clothes: text and characters used."""
    for size in range(min(len(run), _reach(run)), 0, -1):
        try:
            reading = _as_bytes(run[:size]).decode("utf-8")
        except UnicodeError:
            continue
        han = sum("\u4e00" <= c <= "\u9fff" for c in reading)
        return (reading, size) if han >= LEAST_HAN and han * 2 >= len(reading) else ("", 0)
    return "", 0


def _as_bytes(run: str, errors: str = "strict") -> bytes:
    """Return the bytes of a run in GBK, where Windows shows 80 as the sign of the euro (code page 936)."""
    return b"\x80".join(part.encode("gb18030", errors) for part in run.split("€"))


def _reach(run: str) -> int:
    """Return how many characters of a run have bytes that are valid UTF-8, the last ones perhaps cut."""
    data = _as_bytes(run, "replace")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = error.start
    else:
        return len(run)
    used = 0
    for number, char in enumerate(run):
        used += len(_as_bytes(char, "replace"))
        if used > good:
            return number + 1
    return len(run)
