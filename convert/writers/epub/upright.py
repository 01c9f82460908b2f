"""Figures in vertical lines: two stand side by side in the room of one character, one stands upright.

    12月5日  ->  <span class="tcy">12</span>月<span class="upright">5</span>日

Requirements for Chinese Text Layout, section 3.3.1; for Japanese, section 3.1.5. Longer numbers, such as
years, and words lie on their side, as text-orientation: mixed has them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from convert.writers.epub.namespaces import XHTML

VERTICAL_LANGUAGES = frozenset({"zh", "yue", "wuu", "ja", "ko"})
"""Languages whose characters stand upright in vertical lines; text of others lies on its side as a whole."""
RUN = re.compile(r"[!-~\u00c0-\u024f]+(?: +[!-~\u00c0-\u024f]+)*")
"""Whatever lies on its side together."""
ALONE = re.compile(r"[0-9]{1,2}|[A-Z][0-9]?")
"""12, 5, and the number of a page: A, C2."""
NOTE_NUMBER = "noteref"
HOLDERS = frozenset(
    f"{{{XHTML}}}{name}" for name in ("p", "h1", "h2", "h3", "h4", "li", "a", "em", "strong", "td", "th")
)


class _ChildText(NamedTuple):
    """A text of a block: that in front of its first child, or behind one."""

    owner: etree._Element
    is_tail: bool
    start: int
    """Where it begins in the text of the block."""
    text: str


def set_upright(root: etree._Element) -> None:
    """Put short figures and single capitals of a page into spans, where its language runs upright.

    A number that a note's mark cuts in two is one number.
    """
    if root.get("lang", "").partition("-")[0].lower() not in VERTICAL_LANGUAGES:
        return
    for holder in list(root.iter(*HOLDERS)):
        if NOTE_NUMBER not in holder.get("class", "").split():
            _set_block(holder)


def _set_block(holder: etree._Element) -> None:
    pieces: list[_ChildText] = []
    whole = holder.text or ""
    if whole:
        pieces.append(_ChildText(holder, is_tail=False, start=0, text=whole))
    for child in holder:
        if NOTE_NUMBER not in child.get("class", "").split():
            whole += "\n"  # a line break, or words of another element
        if child.tail:
            pieces.append(_ChildText(child, is_tail=True, start=len(whole), text=child.tail))
            whole += child.tail
    runs = [run for run in RUN.finditer(whole) if ALONE.fullmatch(run[0])]
    for start, stop in reversed([run.span() for run in runs]):
        piece = next(piece for piece in reversed(pieces) if piece.start <= start)
        if stop <= piece.start + len(piece.text):
            _wrap(piece, start - piece.start, stop - piece.start)


def _wrap(piece: _ChildText, start: int, stop: int) -> None:
    """Put a part of a text into a span; parts behind it have theirs already."""
    owner, is_tail, _, text = piece
    span = etree.Element(f"{{{XHTML}}}span")
    span.set("class", "tcy" if stop - start > 1 else "upright")
    span.text = text[start:stop]
    left = (owner.tail if is_tail else owner.text) or ""
    span.tail = left[stop:]
    if is_tail:
        owner.tail = left[:start]
        owner.addnext(span)
        owner.tail, span.tail = left[:start], left[stop:]
    else:
        owner.text = left[:start]
        owner.insert(0, span)
