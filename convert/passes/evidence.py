"""Evidence on a seam: is what stands after it the same paragraph as what stands before it?"""

from __future__ import annotations

from convert.language import Language
from convert.language.han import (
    CLOSERS,
    CLOSING,
    COLONS,
    COMMAS,
    NEVER_FIRST,
    NEVER_LAST,
    OPENERS,
    STOPS,
    closes_first,
    is_han,
    last_word,
    unclosed,
)
from convert.language.ngrams import END, START, fold
from convert.passes.measure import INDENT, Measure, last_line, width

Evidence = dict[str, float]
"""Named features; what is not named is 0."""


def seam(tail: str, head: str, language: Language) -> Evidence:
    """Weigh the words and marks on the two sides of a seam.

    ("…推进科技创新和产业创", "新深度融合，打造…")  ->  {"straddle": 1, "bridge": 2.1, ...}
    """
    found: Evidence = {"bias": 1.0}
    last, end = tail[-1:], last_word(tail)
    if end in STOPS or (end == "." and last == "."):
        found["stop"] = 1.0
        if last in CLOSING and last not in "》）)":
            found["stop_quote"] = 1.0
    elif last in COMMAS:
        found["comma"] = 1.0
    elif last in COLONS:
        found["colon"] = 1.0
    elif last in NEVER_LAST:
        found["opener"] = 1.0
    elif last in "”’":
        found["quote"] = 1.0
    elif last in CLOSERS:
        found["bracket"] = 1.0
    elif last.isdigit() and head[:1].isdigit():
        found["digits"] = 1.0
    first = head[:1]
    if first in NEVER_FIRST:
        found["never_first"] = 1.0
    elif first in OPENERS:
        found["opens"] = 1.0
    open_marks = unclosed(tail[-400:])
    closer = closes_first(head[:200])
    if open_marks:
        found["unclosed_closed" if closer else "unclosed"] = 1.0
    elif closer:
        found["closes"] = 1.0
    table = language.ngrams
    if table is not None:
        left, right = fold(tail[-8:])[-3:], fold(head[:10])[:5]
        start = table.score(right, START)
        through = table.score(right, left)
        found["bridge"] = max(-4.0, min(4.0, (through - start) / 4))
        found["ending"] = max(-3.0, min(3.0, (table.after(left, END) + 8.0) / 4))
        found["start"] = max(-3.0, min(3.0, (start - table.score(right)) / 4))
    if language.words is not None and is_han(last) and is_han(first):
        size = straddle(tail[-10:], head[:10], language)
        if size:
            found["straddle"] = 1.0
            found["straddle_long"] = max(0.0, size - 2.0)
    return found


def straddle(left: str, right: str, language: Language) -> int:
    """Return the length of the word that lies across a seam, 0 if a word ends there.

    >>> straddle("和产业创", "新深度融合", chinese)
    2
    """
    at = 0
    if language.words is None:
        return 0
    for word in language.words(left + right):
        after = at + len(word)
        if at < len(left) < after:
            return len(word)
        if at >= len(left):
            break
        at = after
    return 0


def line(tail: str, head: str, measure: Measure, used: float) -> Evidence:
    """Weigh the fullness of the last line before a seam.

    `used` is what the paragraph's first line had lost: the indent, or 0 for a column's continuation.
    """
    if measure.trust <= 0.0:
        return {}
    room = measure.squares - last_line(tail, measure.squares, used)
    word = width(head[:1]) or 1.0
    name = "full" if room < max(1.0, word) else "nearly" if room <= 2 else "short"
    return {name: measure.trust}


def either_line(tail: str, head: str, measure: Measure) -> Evidence:
    """Weigh fullness when it is not known whether the block begins a paragraph."""
    if measure.trust <= 0.0:
        return {}
    fresh, going = line(tail, head, measure, INDENT), line(tail, head, measure, 0.0)
    if "full" in fresh:
        return fresh
    if "full" in going:
        return {"full_going": measure.trust}
    return {"short": measure.trust} if "short" in fresh and "short" in going else {"nearly": measure.trust}


def heading_shape(text: str) -> Evidence:
    """Weigh whether a short text looks like a heading: no stop, few particles."""
    size = len(text)
    found: Evidence = {}
    if size <= 45:
        found["short_text"] = 1.0 - size / 60
        if last_word(text) not in STOPS and text[-1:] not in COMMAS and text[-1:] not in COLONS:
            found["bare_end"] = 1.0
        if not any(c in "，,。" for c in text):
            found["no_comma"] = 1.0
    return found
