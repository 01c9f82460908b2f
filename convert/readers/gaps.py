"""Gaps between the words of a line: where no letters are spaced, a gap is a space only if it is wide.

    今 天 晴, a third of a character apart  ->  "今天晴"
    要闻 星期六, a whole one apart          ->  "要闻 星期六"

Recognisers of Chinese give each character as a word and put a space between any two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from convert.document.layout import Box
from convert.readers.stream import ReadWord
from convert.text.pattern import LatePattern

FIRST_WIDE = "\u2e80"
"""From here on stand the scripts of East Asia and their marks; letters that are spaced come before."""
WIDE = LatePattern("[\u2e80-\uffef\U00020000-\U0003ffff“”‘’…—·]+")
"""Characters as wide as they are high; of the marks that Latin script has, too, where it is beside one."""
IS_SPACE = 0.75
"""Part of a character's advance from which a gap is one that was printed.

Boxes hold the ink alone: of 4,800 gaps within lines of Chinese that tesseract read, 98 in 100 are below .56.
"""
BESIDE_A_MARK = 1.25
"""The same beside a mark, half of whose square is white."""
MARK = re.compile("[\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…·,.:;!?]")


def close_up(words: Sequence[ReadWord], line: Box) -> Sequence[ReadWord]:
    """Take away the spaces beside wide characters, unless the gap is nearly a whole one; return the words.

    Lines without such characters come back as they are. Vertical lines are measured downwards.
    """
    if len(words) < 2 or not any(map(_has_wide_edge, words)):
        return words
    vertical = line.height > 1.5 * line.width and len(words) > 2
    space = IS_SPACE * _advance(words, vertical=vertical)
    beside_a_mark = space * BESIDE_A_MARK / IS_SPACE
    before = words[0]
    closed = [before]
    for word in words[1:]:
        text, box, confidence, ref, close = word
        if not close and _is_beside_wide(before.text[-1:], text[:1]):
            if box.bottom > box.top and before.box.bottom > before.box.top:
                gap = box.top - before.box.bottom if vertical else box.left - before.box.right
                close = gap < space or (gap < beside_a_mark and _is_beside_mark(before.text, text))
            else:
                close = before.text[-1:] >= FIRST_WIDE and text[:1] >= FIRST_WIDE
        before = ReadWord(text, box, confidence, ref, close) if close else word
        closed.append(before)
    return closed


def _has_wide_edge(word: ReadWord) -> bool:
    return word.text[:1] >= FIRST_WIDE or word.text[-1:] >= FIRST_WIDE


def _is_beside_mark(before: str, behind: str) -> bool:
    return MARK.match(before[-1:]) is not None or MARK.match(behind) is not None


def _is_beside_wide(before: str, behind: str) -> bool:
    """Whether one of two characters is wide by itself, or both are marks that stand among such."""
    if before >= FIRST_WIDE or behind >= FIRST_WIDE:
        return True
    return WIDE.match(before) is not None and WIDE.match(behind) is not None


def _advance(words: Sequence[ReadWord], *, vertical: bool) -> float:
    """Return how far it is from one wide character of a line to the next."""
    steps = [
        (b.box.top - a.box.top if vertical else b.box.left - a.box.left) / len(a.text)
        for a, b in pairwise(words)
        if WIDE.fullmatch(a.text)
    ]
    return median(steps) if steps else 0.0
