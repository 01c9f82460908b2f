"""How well the words run on across a seam: the best cut of both sides together, against each alone.

"…推进科技创新和产业创" | "新深度融合，…"  ->  about 20 bits: 创新 lies across, and follows 产业
"…推进科技创新和产业创" | "共识，为…"      ->  few bits
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from convert.language.ngrams import fold
from convert.language.wordpairs import LONGEST_WORD, UNKNOWN, WordPairs

CHARACTERS_WEIGHED = 8
"""Han characters on each side of a seam that are cut into words."""
HAN_BEFORE = re.compile(rf"[\u4e00-\u9fff]{{1,{CHARACTERS_WEIGHED}}}\Z")
HAN_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{1,{CHARACTERS_WEIGHED}}}")

States = dict[str, tuple[float, str]]
"""By the word that ends here (or begins here): the best bits so far, and its neighbour away from the seam."""
EDGE: States = {"": (0.0, "")}


@dataclass(frozen=True, slots=True, eq=False)
class WordCuts:
    """The Han characters beside a seam, and the words they can be cut into.

    `states[k]` are the cuts that end k characters before the seam on its left, or begin k behind it.
    """

    text: str
    states: tuple[States, ...]
    best: float


class JoinScore(NamedTuple):
    """What both sides of a seam gain by standing together."""

    bits: float
    word_across: bool
    """Whether a word lies across the seam."""


APART = JoinScore(0.0, word_across=False)


def cuts_before(pairs: WordPairs, text: str) -> WordCuts:
    """Cut the end of a text into words in all ways."""
    match = HAN_BEFORE.search(fold(text[-2 * CHARACTERS_WEIGHED :]))
    han = match.group() if match else ""
    states: list[States] = [EDGE, *({} for _ in han)]
    association = pairs.association
    for start in range(len(han)):
        ends = states[start].items()
        for word, bits in _words(han[start : start + LONGEST_WORD], pairs):
            best, last = max([(v + association(w, word) if w else v, w) for w, (v, _) in ends])
            states[start + len(word)][word] = best + bits, last
    return WordCuts(han, tuple(reversed(states)), max(states[-1].values())[0])


def cuts_behind(pairs: WordPairs, text: str) -> WordCuts:
    """Cut the beginning of a text into words in all ways."""
    match = HAN_BEHIND.match(fold(text[: 2 * CHARACTERS_WEIGHED]))
    han = match.group() if match else ""
    states: list[States] = [*({} for _ in han), EDGE]
    association = pairs.association
    for start in range(len(han) - 1, -1, -1):
        for word, bits in _words(han[start : start + LONGEST_WORD], pairs):
            rest = states[start + len(word)].items()
            best, following = max([(v + association(word, w) if w else v, w) for w, (v, _) in rest])
            states[start][word] = best + bits, following
    return WordCuts(han, tuple(states), max(states[0].values())[0])


def _words(text: str, pairs: WordPairs) -> list[tuple[str, float]]:
    """List the words that a text begins with; its first character is one in any case."""
    words = pairs.words_at(text)
    return words if words and len(words[0][0]) == 1 else [(text[0], UNKNOWN), *words]


def join_score(before: WordCuts, behind: WordCuts, pairs: WordPairs) -> JoinScore:
    """Return the bits that both sides of a seam gain by standing together, and whether a word lies across."""
    if not before.text or not behind.text:
        return APART
    apart = before.best + behind.best
    best = _joined(before.states[0], behind.states[0], pairs) - apart
    across = False
    for left in range(1, min(LONGEST_WORD, len(before.text) + 1)):
        for right in range(1, min(LONGEST_WORD - left, len(behind.text)) + 1):
            word = before.text[-left:] + behind.text[:right]
            bits = pairs.word(word)
            if bits is not None:
                whole = _joined(before.states[left], {word: (bits, "")}, pairs) - apart
                whole += _joined({word: (0.0, "")}, behind.states[right], pairs)
                if whole > best:
                    best, across = whole, True
    return JoinScore(best, across)


def _joined(ends: States, starts: States, pairs: WordPairs) -> float:
    """Return the best bits of a word before the seam and one behind it, their neighbours heeded."""
    best = -1e9
    association, of_three = pairs.association, pairs.association_of_three
    for last, (one, before) in ends.items():
        for first, (two, behind) in starts.items():
            bits = one + two
            if last and first:
                beside = association(last, first)
                # what a word's second neighbour adds to what its first one says
                three = of_three(before, last, first) if before else None
                added = 0.0 if three is None else three - beside
                three = of_three(last, first, behind) if behind else None
                added += 0.0 if three is None else three - association(first, behind)
                bits = bits + beside + added
            best = max(best, bits)
    return best
