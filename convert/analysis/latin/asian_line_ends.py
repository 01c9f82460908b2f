r"""Line ends of Korean and Japanese, and of scripts of Asia that write no space between words.

    "새로운\n보를 건설하기로"        ->  "새로운 보를 건설하기로"   if the page's lines end between words
    "알고 보니 그 봉\n지 안에"       ->  left: 봉지 is a word, but 봉 and 지 may be two
    "新しい堰の建\n設を決めた。"     ->  "新しい堰の建設を決めた。"
    "สภาเมืองมีมติเมื่อวัน\nจันทร์"      ->  left: at times a space stands there

Korean print breaks a line between any two syllables and shows no hyphen, while what was typed mostly ends a
line between words. Which of both a page does its lines tell: between syllables all are equally full, between
words those are short whose next word would not have found room. Where too few lines tell, only a stop or a
comma at the line's end does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.latin.latin_line_ends import (
    FULL_LINE,
    SHORT_LINE,
    STOP_AT_THE_MARGIN,
    STOP_WITH_ROOM,
    UNDER_INDENT,
    LineEnd,
)
from convert.analysis.lines.glue import glue_between
from convert.language.han import CLOSERS, OPENERS, is_wide
from convert.text.pattern import LatePattern

HANGUL = LatePattern(r"[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb]")
WITHOUT_SPACES = LatePattern(
    r"[\u0e01-\u0edf\u0f00-\u0fda\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9fe]"
)
"""Thai and Lao, Tibetan, Burmese, Khmer: a space ends a clause, and a line may end between any two words."""
SQUARE = LatePattern(r"[\u1100-\u11ff\u2e80-\uffdc]")
HALF_WIDTH = LatePattern(r"[\uff61-\uffdc]")
STOPS = ".?!"
COMMAS = ",;"
LATIN_OPENERS = f"{OPENERS}[{{"
JAPANESE_STOPS = "。！？.!?"

SHORT = 2.0
"""Squares by which a line falls short that does not end between any two syllables, but between words."""
SHORT_BETWEEN_SYLLABLES = 0.04
"""How many lines that end between syllables are shorter than that: words of Latin letters are not cut."""
ROOM_FOR_THE_NEXT = -4.0
"""What it says, in log odds, if the next word would have found room: then something else ended the line."""
BETWEEN_WORDS = 6.0
"""Log odds from which the lines of a page end between words.

Of 1,500 stretches of Korean prose broken between syllables, with spaces of any width, .003 reach it; of 1,500
broken between words .34 with 6 to 12 lines, .67 with 12 to 25, .93 with more.
"""
ROOM = 2.0
"""Squares left behind a sentence that show that it is the last one of a Japanese paragraph."""
OWN = r"[\u3041-\u30fa\u4e00-\u9fff]"
BESIDE_LATIN = LatePattern(rf"(?:(?<=[A-Za-z0-9])(?= ?{OWN})|(?<={OWN})(?= ?[A-Za-z0-9]))( ?)")
"""Where Japanese and Latin meet, and the space there."""
MOSTLY_SPACED = 0.8
"""How many such places of a page have one, if the line ends have lost one there."""
FEWEST_LINES = 3
"""Of a page whose lines tell how wide a full one is."""


class Script(Enum):
    """Whose habits decide a line end."""

    KOREAN = "Korean"
    JAPANESE = "Japanese"
    WITHOUT_SPACES = "without spaces"


def script_at(tail: str, head: str, code: str) -> Script | None:
    """Return whose habits decide the end of a line; None where Latin or Chinese text stands there.

    >>> script_at("새로운", "보를", "en"), script_at("GNU", "の", "ja"), script_at("the", "weir", "ko")
    (<Script.KOREAN: 'Korean'>, <Script.JAPANESE: 'Japanese'>, None)
    """
    last, first = tail[-1:], head[:1]
    if HANGUL.match(last) or HANGUL.match(first):
        return Script.KOREAN
    if WITHOUT_SPACES.match(last) or WITHOUT_SPACES.match(first):
        return Script.WITHOUT_SPACES
    if is_wide(last) or is_wide(first):
        return {"ko": Script.KOREAN, "ja": Script.JAPANESE}.get(code.partition("-")[0])
    return None


def squares(text: str) -> float:
    """Return the width of a text: a syllable of Hangul, a kana or a Han character is 1, the rest 1/2 each.

    >>> squares("보를 2개"), squares("堰の建設")
    (4.0, 4.0)
    """
    return (len(text) + len(SQUARE.findall(text)) - len(HALF_WIDTH.findall(text))) / 2


def end_between_words(blocks: Iterable[Sequence[str]]) -> bool:
    """Whether the Korean lines of a page, block by block, end between words, and not within one.

    Lines may be filled up to a width, or up to a number of characters.
    """
    lines = [[line for line in of_block if line] for of_block in blocks]
    ends = [
        (tail, head)
        for of_block in lines
        for tail, head in pairwise(of_block)
        if tail[-1] not in STOPS and script_at(tail, head, "ko") is Script.KOREAN
    ]
    if not ends:
        return False
    longest = [line for of_block in lines for line in of_block]
    return any(_says_words(ends, longest, size, space) >= BETWEEN_WORDS for size, space in MEASURES)


MEASURES: tuple[tuple[Callable[[str], float], float], ...] = ((squares, 0.5), (len, 1.0))
"""How a line is measured, and what a space is."""


def _says_words(
    ends: Sequence[tuple[str, str]], lines: Sequence[str], size: Callable[[str], float], space: float
) -> float:
    """Weigh whether lines end between words, in log odds: by how short they are, and what follows them."""
    full = max(map(size, lines))
    odds = 0.0
    for tail, head in ends:
        short, word = full - size(tail), size(head.split(" ", 1)[0]) + space
        if short >= word:
            odds += ROOM_FOR_THE_NEXT
        elif short > SHORT:
            odds += math.log((word - SHORT) / word / SHORT_BETWEEN_SYLLABLES)
        else:
            odds += math.log(min(1.0, SHORT / word) / (1 - SHORT_BETWEEN_SYLLABLES))
    return odds


class WrappedLines(NamedTuple):
    """How the lines of a page are filled."""

    full: float = 0.0
    """The width of a full one in squares; 0 if too few tell."""
    between_words: bool = False
    """Whether Korean ones end between words alone."""
    spaced: bool = False
    """Whether a Japanese page has a space between its own and Latin words, as some that were typed have."""


def wrapped_lines(blocks: Iterable[Sequence[str]], code: str) -> WrappedLines:
    """Find out how the lines of a Korean or Japanese page are filled, block by block."""
    script = code.partition("-")[0]
    if script not in {"ja", "ko"}:
        return WrappedLines()
    lines = list(blocks)
    wide = sorted(squares(line) for of_block in lines for line in of_block if line)
    full = wide[int(len(wide) * 0.9)] if len(wide) >= FEWEST_LINES else 0.0
    if script == "ko":
        return WrappedLines(full, end_between_words(lines))
    beside = [len(gap) for of_block in lines for line in of_block for gap in BESIDE_LATIN.findall(line)]
    spaces = sum(map(bool, beside))
    return WrappedLines(full, spaced=spaces >= FEWEST_LINES and spaces >= len(beside) * MOSTLY_SPACED)


def judge_asian(
    script: Script, tail: str, head: str, wrapped: WrappedLines, *, indented: bool
) -> LineEnd | None:
    """Judge the end of a line, given the line below; None: nothing decides, and the line end stays."""
    if indented:
        return LineEnd(UNDER_INDENT)
    if script is Script.KOREAN:
        return _korean(tail, head, wrapped.full, words=wrapped.between_words)
    return None if script is Script.WITHOUT_SPACES else _japanese(tail, head, wrapped)


def _korean(tail: str, head: str, full: float, *, words: bool) -> LineEnd | None:
    """Judge the end of a Korean line."""
    fits = bool(full) and squares(tail) + 0.5 + squares(head.split(" ", 1)[0]) <= full
    last = tail[-1]
    between = "" if last in LATIN_OPENERS else " " if words else glue_between(tail, head)
    if last in STOPS or (words and tail.rstrip(f"{CLOSERS}\"'")[-1:] in STOPS):
        return LineEnd(STOP_WITH_ROOM) if fits or not full else LineEnd(STOP_AT_THE_MARGIN, between)
    if last in COMMAS or last in LATIN_OPENERS:
        return LineEnd(FULL_LINE, between)
    if not words:
        return None
    return LineEnd(SHORT_LINE) if fits and squares(tail) < full * 0.7 else LineEnd(FULL_LINE, " ")


def _japanese(tail: str, head: str, wrapped: WrappedLines) -> LineEnd:
    """Judge the end of a Japanese line: on a short one the next character would have found room."""
    between = " " if wrapped.spaced and BESIDE_LATIN.match(tail[-1] + head[0], 1) else ""
    if tail.rstrip(f"{CLOSERS}\"'")[-1:] not in JAPANESE_STOPS:
        return LineEnd(FULL_LINE, between)
    has_room = not wrapped.full or wrapped.full - squares(tail) >= ROOM
    return LineEnd(STOP_WITH_ROOM if has_room else STOP_AT_THE_MARGIN, between)
