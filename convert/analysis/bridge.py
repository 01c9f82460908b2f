"""How well the words run on across a seam: the best cut of both sides together, against each alone.

"…推进科技创新和产业创" | "新深度融合，…"  ->  about 20 bits: 创新 lies across, and follows 产业
"…推进科技创新和产业创" | "共识，为…"      ->  few bits
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from convert.language.ngrams import fold
from convert.language.wordpairs import LONGEST_WORD, UNKNOWN, WordPairs

REACH = 8
"""Han characters on each side of a seam that are looked at."""
LEFT = re.compile(rf"[\u4e00-\u9fff]{{1,{REACH}}}\Z")
RIGHT = re.compile(rf"[\u4e00-\u9fff]{{1,{REACH}}}")

States = dict[str, tuple[float, str]]
"""By the word that ends here (or begins here): the best bits so far, and its neighbour away from the seam."""
EDGE: States = {"": (0.0, "")}


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The Han characters beside a seam, and the words they can be cut into.

    `states[k]` are the cuts that end k characters before the seam on its left, or begin k behind it.
    """

    text: str
    states: tuple[States, ...]
    best: float


def left_of(text: str, table: WordPairs) -> Side:
    """Look at the end of a text."""
    found = LEFT.search(fold(text[-2 * REACH :]))
    return _left(found.group() if found else "", table)


def right_of(text: str, table: WordPairs) -> Side:
    """Look at the beginning of a text."""
    found = RIGHT.match(fold(text[: 2 * REACH]))
    return _right(found.group() if found else "", table)


@lru_cache(maxsize=4096)
def _left(text: str, table: WordPairs) -> Side:
    size = len(text)
    states: list[States] = [EDGE, *({} for _ in text)]
    for start in range(size):
        for word, bits in _words(text[start : start + LONGEST_WORD], table):
            best, last = max((v + _pull(table, w, word), w) for w, (v, _) in states[start].items())
            states[start + len(word)][word] = best + bits, last
    return Side(text, tuple(reversed(states)), max(states[size].values())[0])


@lru_cache(maxsize=4096)
def _right(text: str, table: WordPairs) -> Side:
    size = len(text)
    states: list[States] = [*({} for _ in text), EDGE]
    for start in range(size - 1, -1, -1):
        for word, bits in _words(text[start : start + LONGEST_WORD], table):
            rest = states[start + len(word)]
            best, following = max((v + _pull(table, word, w), w) for w, (v, _) in rest.items())
            states[start][word] = best + bits, following
    return Side(text, tuple(states), max(states[0].values())[0])


def _words(text: str, table: WordPairs) -> list[tuple[str, float]]:
    """List the words that a text begins with; its first character is one in any case."""
    known = [(text[:size], table.word(text[:size])) for size in range(1, len(text) + 1)]
    found = [(word, bits) for word, bits in known if bits is not None]
    return found if found and len(found[0][0]) == 1 else [(text[0], UNKNOWN), *found]


def _pull(table: WordPairs, first: str, second: str) -> float:
    return table.association(first, second) if first and second else 0.0


def bridge(left: Side, right: Side, table: WordPairs) -> tuple[float, bool]:
    """Return the bits that both sides gain by standing together, and whether a word lies across."""
    if not left.text or not right.text:
        return 0.0, False
    apart = left.best + right.best
    best = _joined(left.states[0], right.states[0], table) - apart
    across = False
    for before in range(1, min(LONGEST_WORD, len(left.text) + 1)):
        for behind in range(1, min(LONGEST_WORD - before, len(right.text)) + 1):
            word = left.text[-before:] + right.text[:behind]
            bits = table.word(word)
            if bits is not None:
                whole = _joined(left.states[before], {word: (bits, "")}, table) - apart
                whole += _joined({word: (0.0, "")}, right.states[behind], table)
                if whole > best:
                    best, across = whole, True
    return best, across


def _joined(ends: States, starts: States, table: WordPairs) -> float:
    """Return the best bits of a word before the seam and one behind it, their neighbours heeded."""
    best = -1e9
    for last, (one, before) in ends.items():
        for first, (two, behind) in starts.items():
            bits = one + two + _pull(table, last, first)
            if last and first:
                bits += _third(table, before, last, first) + _third(table, last, first, behind)
            best = max(best, bits)
    return best


def _third(table: WordPairs, first: str, second: str, third: str) -> float:
    """Return the bits that a word's second neighbour adds to what its first one says."""
    found = table.association_of_three(first, second, third) if first and third else None
    return 0.0 if found is None else found - table.association(second, third)
