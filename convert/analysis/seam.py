"""Evidence on a seam: is what stands after it the same paragraph as what stands before it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from convert.analysis.bridge import Side, bridge, left_of, right_of
from convert.analysis.measure import INDENT, Measure, last_line, words
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
from convert.language.ngrams import END, ORDER, START, Ngrams, fold
from convert.language.wordpairs import WordPairs

Evidence = dict[str, float]
"""Named features; what is not named is 0."""
LEFT, RIGHT = 4, 6
"""Folded characters on each side of a seam that are weighed."""
SEEN = ORDER - 1
"""Characters behind a seam whose probability depends on what stands before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """What is before a seam, looked at once for all the heads it is weighed against."""

    text: str
    marks: Evidence
    left: str
    ending: float
    open_marks: str


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What is behind a seam, looked at once for all the tails it is weighed against."""

    text: str
    marks: Evidence
    right: str
    start: float
    """Bits of its first characters at the beginning of a paragraph."""
    alone: float
    """Bits of its first characters after nothing in particular."""
    rest: float
    """Bits of those among them that are too far in to see what stands before the seam."""
    closer: str


@lru_cache(maxsize=2048)
def tail_of(text: str, language: Language) -> Tail:
    """Look at the end of a text."""
    left = fold(text[-10:])[-LEFT:]
    table = language.ngrams
    ending = max(-3.0, min(3.0, (table.after(left, END) + 8.0) / 4)) if table else 0.0
    return Tail(text, _end_marks(text), left, ending, unclosed(text[-400:]))


@lru_cache(maxsize=2048)
def head_of(text: str, language: Language) -> Head:
    """Look at the beginning of a text."""
    right = fold(text[:12])[:RIGHT]
    table = language.ngrams
    start, alone, rest = 0.0, 0.0, 0.0
    if table:
        rest = table.score(right[SEEN:], right[:SEEN])
        start, alone = table.score(right[:SEEN], START) + rest, table.score(right[:SEEN]) + rest
    first = text[:1]
    marks = {"never_first": 1.0} if first in NEVER_FIRST and first else {}
    if first in OPENERS and first:
        marks = {"opens": 1.0}
    return Head(text, marks, right, start, alone, rest, closes_first(text[:200]))


def _end_marks(tail: str) -> Evidence:
    """Say with which mark a text ends."""
    last, end = tail[-1:], last_word(tail)
    if end in STOPS or (end == "." and last == "."):
        quoted = last in CLOSING and last not in "》）)"
        return {"stop": 1.0, "stop_quote": 1.0} if quoted else {"stop": 1.0}
    kinds = (
        ("comma", COMMAS),
        ("colon", COLONS),
        ("opener", NEVER_LAST),
        ("quote", "”’"),
        ("bracket", CLOSERS),
    )
    return next(({name: 1.0} for name, marks in kinds if last in marks), {})


def seam(tail: Tail, head: Head, language: Language, *, by_words: bool = True) -> Evidence:
    """Weigh the words and marks on the two sides of a seam.

    ("…推进科技创新和产业创", "新深度融合，打造…")  ->  {"straddle_2": 1, "bridge": 2.1, ...}

    Which words follow which is not asked with `by_words=False`: where most seams go on, as at line ends, it
    tells nothing more and costs most.
    """
    return dict(_seam(tail, head, language, by_words))


@lru_cache(maxsize=4096)
def _seam(tail: Tail, head: Head, language: Language, by_words: bool) -> Evidence:  # noqa: FBT001 - the caller names it
    """Weigh a seam once: several passes ask the same of one page."""
    found: Evidence = {"bias": 1.0, **tail.marks, **head.marks}
    last, first = tail.text[-1:], head.text[:1]
    if last.isdigit() and first.isdigit():
        found["digits"] = 1.0
    if tail.open_marks:
        found["unclosed_closed" if head.closer else "unclosed"] = 1.0
    elif head.closer:
        found["closes"] = 1.0
    if language.ngrams is not None:
        found.update(_bridge(tail, head, language.ngrams))
    if by_words and language.pairs is not None and is_han(last) and is_han(first):
        bits, across = run_on(tail, head, language)
        found["run_on"] = max(-3.0, min(4.0, bits / 6))
        found["run_on_well"] = max(0.0, min(4.0, bits / 6 - 1.0))
        found["word_across"] = float(across)
    if language.words is not None and is_han(last) and is_han(first):
        size = straddle(tail.text[-10:], head.text[:10], language)
        if size >= 2:
            found[f"straddle_{min(size, 4)}"] = 1.0
    return found


@lru_cache(maxsize=4096)
def run_on(tail: Tail, head: Head, language: Language) -> tuple[float, bool]:
    """Return the bits that the words of both sides gain by standing together, and whether one lies across."""
    if language.pairs is None or not is_han(tail.text[-1:]) or not is_han(head.text[:1]):
        return 0.0, False
    return bridge(_left(tail, language.pairs), _right(head, language.pairs), language.pairs)


@lru_cache(maxsize=2048)
def _left(tail: Tail, pairs: WordPairs) -> Side:
    """Cut the end of a text into words, once for all the heads it is weighed against."""
    return left_of(tail.text, pairs)


@lru_cache(maxsize=2048)
def _right(head: Head, pairs: WordPairs) -> Side:
    """Cut the beginning of a text into words, once for all the tails it is weighed against."""
    return right_of(head.text, pairs)


def pull(tail: Tail, head: Head, language: Language) -> float:
    """Return how much likelier a text is behind another one than anywhere, in fours of bits: -2 to 6."""
    if language.ngrams is None:
        return 0.0
    return max(-2.0, min(6.0, (_through(tail, head, language.ngrams) - head.alone) / 4))


@lru_cache(maxsize=4096)
def _through(tail: Tail, head: Head, table: Ngrams) -> float:
    """Return the bits of a text's first characters behind another text."""
    return table.score(head.right[:SEEN], tail.left) + head.rest


def _bridge(tail: Tail, head: Head, table: Ngrams) -> Evidence:
    """Weigh how well the text runs on across a seam, against a paragraph's end and a new beginning."""
    left, right = tail.left, head.right
    through = _through(tail, head, table)
    found = {
        "bridge": max(-4.0, min(6.0, (through - head.start) / 4)),
        "pull": max(-2.0, min(6.0, (through - head.alone) / 4)),
        "ending": tail.ending,
        "start": max(-3.0, min(3.0, (head.start - head.alone) / 4)),
    }
    for size in (4, 3, 2):
        spans = [
            left[-k:] + right[: size - k] for k in range(1, size) if k <= len(left) and size - k <= len(right)
        ]
        seen = sum([table.count(gram) >= 0 for gram in spans])
        if seen:
            found[f"seen_{size}"] = seen / len(spans)
    return found


def straddle(left: str, right: str, language: Language) -> int:
    """Return the length of the word that lies across a seam, 0 if a word ends there.

    >>> from convert.language import language
    >>> straddle("和产业创", "新深度融合", language("zh-Hans"))
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


def fullness(text: str, measure: Measure) -> Evidence:
    """Weigh the fullness of a block's last line: whether it begins a paragraph or goes on is not known."""
    if measure.trust <= 0.0:
        return {}
    pieces = words(text)
    fresh = measure.squares - last_line(pieces, measure.squares, INDENT)
    going = measure.squares - last_line(pieces, measure.squares, 0.0)
    trust = min(1.0, 1.6 * measure.trust)
    if fresh < 1.0 or going < 1.0:
        name = "full" if fresh < 1.0 else "full_going"
        return {name: trust} if fresh >= 1.0 or going >= 1.0 else {"full_either": trust}
    return {"short" if min(fresh, going) > 2.0 else "nearly": trust}


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
