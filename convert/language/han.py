"""What the characters of Chinese text are: Han, marks, brackets."""

from __future__ import annotations

import re

STOPS = frozenset("。！？!?…")
"""Marks that end a sentence."""
COMMAS = frozenset("，、；,;")
COLONS = frozenset("：:")
OPENERS = "“‘（《〈「『【〔("
CLOSERS = "”’）》〉」』】〕)"
PARTNER = dict(zip(OPENERS, CLOSERS, strict=True))
CLOSING = frozenset(CLOSERS) | frozenset("\"'")
NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…·％%,.;:?!)")
"""Forbidden at the start of a line (CLREQ, section 3.1.8, basic level)."""
NEVER_LAST = frozenset("（《〈「『【〔“‘(")
"""Forbidden at the end of a line (the same)."""

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
KANA_HANGUL = re.compile(r"[\u3041-\u30ff\uac00-\ud7a3\u1100-\u11ff]")


def is_han(char: str) -> bool:
    """Whether a character is a Han ideograph.

    >>> is_han("报"), is_han("，"), is_han("")
    (True, False, False)
    """
    return bool(char) and HAN.match(char) is not None


def is_wide(char: str) -> bool:
    """Whether a character is Han, kana or full-width: no space is ever due beside it."""
    return char >= "\u2e80" and not "\uac00" <= char <= "\ud7a3"


def last_word(text: str) -> str:
    """Return the last character that is no closing quote or bracket.

    >>> last_word("他说：“好。”")
    '。'
    """
    for char in reversed(text):
        if char not in CLOSING and not char.isspace():
            return char
    return ""


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a paragraph does: 。 or ！ or ？ or …, closing marks after it allowed."""
    return last_word(text) in STOPS


def unclosed(text: str) -> str:
    """Return the brackets and quotes a text leaves open, innermost last.

    >>> unclosed("他说：“我们（都")
    '“（'
    """
    stack: list[str] = []
    for char in text:
        if char in PARTNER:
            stack.append(char)
        elif stack and char == PARTNER[stack[-1]]:
            stack.pop()
    return "".join(stack)


def closes_first(text: str) -> str:
    """Return the closing mark that comes before its opener in a text, if one does.

    >>> closes_first("发展”。“快")
    '”'
    """
    depth = 0
    for char in text:
        if char in PARTNER:
            depth += 1
        elif char in CLOSERS:
            if depth == 0:
                return char
            depth -= 1
    return ""
