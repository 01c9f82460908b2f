r"""Chinese marks in their full-width forms, as print has them.

    "反复性,必须拿出"  ->  "反复性，必须拿出"        but 1,000 and 10:30 and "Hello, world" stay
    ""新春套餐”"      ->  "“新春套餐”"

What the page does elsewhere decides how sure that is: where nearly all marks are full-width already, a
lone half-width one may be the print's own, and is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.document.roles import Role
from convert.language.han import is_wide

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
HALF_MARK = re.compile(r"[,;:?!()]")
FULL_MARK = re.compile(r"[，；：？！（）]")
MOSTLY_FULL = 0.85
"""From this share of full-width marks on, a half-width one is only proposed."""
BRACKETS = re.compile(r"\(([^()（）]{1,80})\)")


def widen(page: PageContext) -> Iterator[Action]:
    """Propose full-width forms for the half-width marks of Chinese text."""
    blocks, language = page.blocks, page.language
    if not language.is_chinese:
        return
    places = [(n, at) for n, b in enumerate(blocks) for at in _half_marks(b.reading)]
    full = sum(len(FULL_MARK.findall(b.reading)) for b in blocks)
    cert = 0.99 if full <= MOSTLY_FULL * (full + len(places)) else 0.7
    for number, at in places:
        if blocks[number].role is Role.CREDIT and _encloses(blocks[number].reading, at):
            continue  # print sets a credit's own brackets either way: nothing says which it was
        yield Edit(number, at, at + 1, WIDE[blocks[number].reading[at]], cert)


def _half_marks(text: str) -> Iterator[int]:
    """Yield the offsets of the half-width marks that stand in Chinese text."""
    paired = dict(_bracket_pairs(text))
    for found in HALF_MARK.finditer(text):
        at, mark = found.start(), found.group()
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
    for found in re.finditer(r"[()]", text):
        if found.group() == "(":
            stack.append(found.start())
        elif stack:
            opener = stack.pop()
            yield opener, found.start()
            yield found.start(), opener


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
    return (mark in "?!" and after_wide) or (before in ")?!" and bool(before) and _wide_around(text, at))


def _wide_around(text: str, at: int) -> bool:
    near = text[max(0, at - 12) : at + 12]
    return sum([is_wide(c) for c in near]) * 2 > len(near)


STRAIGHT = re.compile(r'"')
CURLY = re.compile(r"[“”]")


def curl(page: PageContext) -> Iterator[Action]:
    """Propose curly forms for straight double quotes in Chinese text, opening and closing in turn."""
    blocks, language = page.blocks, page.language
    if not language.is_chinese:
        return
    curly = sum(len(CURLY.findall(b.reading)) for b in blocks)
    straight = sum(b.reading.count('"') for b in blocks)
    for number, block in enumerate(blocks):
        text = block.reading
        if '"' not in text or not _wide_around(text, text.index('"')):
            continue
        expected = "“"
        for found in re.finditer(r"[\"“”]", text):
            if found.group() == '"':
                yield Edit(number, found.start(), found.end(), expected, 0.95 if curly > straight else 0.8)
                expected = "”" if expected == "“" else "“"
            else:
                expected = "”" if found.group() == "“" else "“"
