"""Straight quotes of Chinese text become curly.

'"新春套餐”'              ->  "“新春套餐”"
"“大家都叫'板凳会'。”"    ->  "“大家都叫‘板凳会’。”"      but Editor's Choice, log("你好") and 5'30" stay
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from convert.analysis.characters.marks import call_offsets
from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.language.han import HAN, is_wide, wide_around
from convert.text.pattern import LatePattern

CURLY = re.compile(r"[“”]")
HALF_MARK = LatePattern(rf"[,;:?!](?<={HAN.pattern}.)")
FULL_MARK = LatePattern(r"[，；：？！]")
DOUBLE = re.compile(r"[\"“”]")
CLOSED_BEFORE = frozenset("，。、；：？！,;:?!)）》")
"""Marks before which a quote closes, and behind which (the next ones) it opens."""
OPENED_BEHIND = frozenset("：:（(《")
SECONDS = re.compile(r"['′]\d{1,2}$")
SINGLE = re.compile(r"(?<![A-Za-z0-9'])'((?:[^'\"\n]|\"[^'\"\n]*\"){1,60})'(?![A-Za-z0-9'])")
"""Straight single quotes in pairs: an apostrophe stands behind a letter, minutes behind a figure.

Double ones within them are in pairs, too.
"""


def quotes(page: PageContext) -> Iterator[Action]:
    """Propose curly forms for straight quotes in Chinese text, opening and closing in turn."""
    if not page.language.is_chinese:
        return
    texts = [block.reading for block in page.blocks]
    certain = _is_curly(texts) or _is_typed(block.source for block in page.blocks)
    for number, text in enumerate(texts):
        if '"' not in text and "'" not in text:
            continue
        cert = 0.95 if certain or _is_typed([page.blocks[number].source]) else 0.8
        calls = call_offsets(text)
        for at, reading in (*_single_quotes(text), *_double_quotes(text)):
            if at in calls:
                continue  # of a programming language
            yield Edit(number, at, at + 1, reading, cert)


def _single_quotes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offsets of straight single quotes round Chinese text, and their curly forms."""
    for match in SINGLE.finditer(text) if "'" in text else ():
        if _is_chinese(text, match):
            yield match.start(), "‘"
            yield match.end() - 1, "’"


def _double_quotes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offsets of straight double quotes, and their curly forms, opening and closing in turn."""
    if '"' not in text or not wide_around(text, text.index('"')):
        return
    expected = "“"
    for match in DOUBLE.finditer(text):
        if match.group() != '"':
            expected = "”" if match.group() == "“" else "“"
            continue
        before = text[max(0, match.start() - 4) : match.start()]
        if SECONDS.search(before) or (expected == "“" and before[-1:].isdigit()):
            continue  # seconds or inches
        if text[match.end() : match.end() + 1] in CLOSED_BEFORE:
            expected = "”"  # its opener may stand in another block
        elif before[-1:] in OPENED_BEHIND:
            expected = "“"
        yield match.start(), expected
        expected = "”" if expected == "“" else "“"


def _is_curly(texts: Sequence[str]) -> bool:
    """Whether most double quotes of a page are curly."""
    return sum(len(CURLY.findall(text)) for text in texts) > sum(text.count('"') for text in texts)


def _is_typed(texts: Iterable[str]) -> bool:
    """Whether the source has its other marks in half width, too: none of them is the print's own."""
    half = full = 0
    for text in texts:
        half += len(HALF_MARK.findall(text))
        full += len(FULL_MARK.findall(text))
    return half > full


def _is_chinese(text: str, match: re.Match[str]) -> bool:
    """Whether single quotes hold Chinese, and stand in it."""
    before, behind = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    beside = all(not char or is_wide(char) or char in '“”‘’",.;:?! ' for char in (before, behind))
    return beside and 2 * len(HAN.findall(match.group(1))) >= len(match.group(1))
