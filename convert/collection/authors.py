"""Who wrote an article, by its byline."""

from __future__ import annotations

import re
from collections.abc import Iterable

from convert.document.model import Article
from convert.document.roles import Role
from convert.typeset.display import one_line

OFFICES = re.compile(
    "(?:本报|本刊|新华社|特约|见习|实习|首席|全媒体|融媒体|視頻|视频|駐站|驻站)*"
    "(?:记者|記者|通讯员|通訊員|实习生|實習生|撰稿|采写|採寫|供稿|摄影|攝影|摄|攝|文并图|文/图|文图|图/文|图|圖|文|编辑)"
    "(?=[\\s/：:、，,]|$)"
)
"""What stands before or behind names and is none."""
ENGLISH = re.compile(r"^(?:words|story|text|written)?\s*by[:\s]+", re.IGNORECASE)
ROLE_ENGLISH = re.compile(
    r",?\s*\b(?:staff|special|our|own)?\s*(?:reporter|correspondent|writer|photographer)s?\b", re.IGNORECASE
)
PARTS = re.compile(r"[、，,;；/|（）()：:]|\s+(?:and|&)\s+", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
LONGEST = 60


def authors(article: Article) -> tuple[str, ...]:
    """Return the names in an article's bylines, each once.

    本报记者 王亚同 通讯员 李 勇  ->  王亚同, 李勇
    By Jane Doe and John Smith  ->  Jane Doe, John Smith
    """
    people: list[str] = []
    for block in article.readable:
        if block.role is Role.BYLINE:
            people += names(one_line(block.reading))
    return tuple(dict.fromkeys(people))


def names(byline: str) -> Iterable[str]:
    """Yield the names in one byline."""
    plain = ROLE_ENGLISH.sub("", ENGLISH.sub("", byline))
    plain = OFFICES.sub("、", plain)
    for part in PARTS.split(plain):
        words = part.split()
        if words and all(HAN.fullmatch(word) for word in words):
            yield from _han(words)
        elif words and len(part) <= LONGEST:
            yield " ".join(words)


def _han(words: list[str]) -> Iterable[str]:
    """Yield Han names; two single characters are one name set wide."""
    waiting = ""
    for word in words:
        if len(word) > 1:
            yield word
            waiting = ""
        elif waiting:
            yield waiting + word
            waiting = ""
        else:
            waiting = word
