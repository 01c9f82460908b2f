"""Chinese punctuation in its full-width forms, as print has it.

"反复性,必须拿出"  ->  "反复性，必须拿出"        but 1,000 and 10:30 and "Hello, world" stay

What the page does elsewhere decides how sure that is: where nearly all marks are full-width already, a
lone half-width one may be the print's own, and is only proposed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.document.roles import Role
from convert.language.han import is_wide, wide_around

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
HALF_MARK = re.compile(r"[,;:?!()]")
FULL_MARK = re.compile(r"[，；：？！（）]")
MOSTLY_FULL = 0.85
"""From this share of full-width marks on, a half-width one is only proposed."""
BRACKETS = re.compile(r"[()]")


def fullwidth_punctuation(page: PageContext) -> Iterator[Action]:
    """Propose full-width forms for the half-width marks of Chinese text."""
    blocks = page.blocks
    if not page.language.is_chinese:
        return
    half = {
        n: array("L", _half_marks(b.reading)) for n, b in enumerate(blocks) if HALF_MARK.search(b.reading)
    }
    full = sum(len(FULL_MARK.findall(b.reading)) for b in blocks)
    cert = 0.99 if full <= MOSTLY_FULL * (full + sum(map(len, half.values()))) else 0.7
    for number, places in half.items():
        text, is_credit = blocks[number].reading, blocks[number].role is Role.CREDIT
        for at in places:
            if is_credit and _encloses(text, at):
                continue  # print sets a credit's own brackets either way: nothing says which it was
            yield Edit(number, at, at + 1, WIDE[text[at]], cert)


def _half_marks(text: str) -> Iterator[int]:
    """Yield the offsets of the half-width marks that stand in Chinese text."""
    paired = dict(_bracket_pairs(text))
    for match in HALF_MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark in "()":
            other = paired.get(at)
            here = _beside_wide(text, at)
            if here or (other is not None and _beside_wide(text, other)):
                yield at
        elif _is_chinese_mark(text, at, mark):
            yield at


def _encloses(text: str, at: int) -> bool:
    """Whether a bracket is one of the two around a whole line."""
    line = text.strip()
    return line[:1] == "(" and line[-1:] == ")" and at in (text.index("("), text.rindex(")"))


def _bracket_pairs(text: str) -> Iterator[tuple[int, int]]:
    stack: list[int] = []
    for match in BRACKETS.finditer(text):
        if match.group() == "(":
            stack.append(match.start())
        elif stack:
            opener = stack.pop()
            yield opener, match.start()
            yield match.start(), opener


def _beside_wide(text: str, at: int) -> bool:
    """Whether a wide character stands right before or behind a place, blanks aside."""
    before, behind = text[max(0, at - 3) : at].rstrip(), text[at + 1 : at + 3].lstrip()
    return is_wide(before[-1:] or " ") or is_wide(behind[:1] or " ")


def _is_chinese_mark(text: str, at: int, mark: str) -> bool:
    """Whether a mark belongs to Chinese text, and not to a number, a time, an address or Latin words."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    number = before.isdigit() and behind.isdigit()
    if not before or number or (mark == ":" and text[at + 1 : at + 3] == "//"):
        return False
    if is_wide(before) or is_wide(behind) or before in "”’》」』）%" or behind in "“‘《「『（":
        return True
    before = text[max(0, at - 4) : at].rstrip()[-1:]
    after_wide = bool(before) and (is_wide(before) or before in "”’》」』）")
    return (mark in "?!" and after_wide) or (before in ")?!" and bool(before) and wide_around(text, at))
