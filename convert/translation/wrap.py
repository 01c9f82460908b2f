"""Breaks a text of Chinese and Latin words into lines for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NO_START = frozenset("，。；：、！？）》」』”’】…—%）]")
"""Marks that begin no line."""
_NO_END = frozenset("（《「『“‘【[")
"""Marks that end no line."""
_UNITS = re.compile(r"\s+|\[[^\[\]\s]{1,5}：|[ -~]+?(?=[^!-~]|$)|.", re.DOTALL)
"""White space, the label of a default, a word of ASCII, or one other character."""


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Han character or a full-width mark takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrap(text: str, width: int) -> list[str]:
    """Break a text at white space or beside a Han character; no line begins with a mark that ends something.

    >>> wrap("修复报纸文本，写为 EPUB。", 14)
    ['修复报纸文本，', '写为 EPUB。']
    """
    lines: list[str] = []
    line = ""
    for unit in _unbroken(text):
        if line.strip() and columns(line + unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line.rstrip()] if line.strip() else lines


def _unbroken(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may end."""
    piece = ""
    for match in _UNITS.finditer(text):
        unit = match[0]
        if piece and not (unit[0] in _NO_START or piece[-1] in _NO_END or unit.isspace()):
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece
