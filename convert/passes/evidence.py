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
from convert.language.ngrams import END, START, Ngrams, fold
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
    if language.ngrams is not None:
        found.update(bridge(fold(tail[-10:])[-4:], fold(head[:12])[:6], language.ngrams))
    if language.words is not None and is_han(last) and is_han(first):
        size = straddle(tail[-10:], head[:10], language)
        if size >= 2:
            found[f"straddle_{min(size, 4)}"] = 1.0
    return found


def bridge(left: str, right: str, table: Ngrams) -> Evidence:
    """Weigh how well folded text runs on across a seam, against a paragraph's end and a new beginning."""
    start = table.score(right, START)
    through = table.score(right, left)
    alone = table.score(right)
    found = {
        "bridge": max(-4.0, min(6.0, (through - start) / 4)),
        "pull": max(-2.0, min(6.0, (through - alone) / 4)),
        "ending": max(-3.0, min(3.0, (table.after(left, END) + 8.0) / 4)),
        "start": max(-3.0, min(3.0, (start - alone) / 4)),
    }
    for size in (4, 3, 2):
        spans = [left[-k:] + right[: size - k] for k in range(1, size) if k <= len(left) and size - k <= len(right)]
        seen = [table.count(gram) >= 0 for gram in spans]
        if any(seen):
            found[f"seen_{size}"] = sum(seen) / len(seen)
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
