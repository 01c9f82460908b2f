"""Words that are cut where no mark tells: a hyphen that OCR dropped, a line end that an extraction lost.

"the commit" / "tee met"      ->  "the committee met"
"le décret in séré"           ->  "le décret inséré"
"du pouvoir dicta- torial"    ->  "du pouvoir dictatorial"
"cet argent, automati-que"    ->  "cet argent, automatique"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from math import log
from typing import NamedTuple

from convert.analysis.cut_words import KEEPS, LEAST_RATE, SUSPENDING, Junction
from convert.analysis.words import CUT, DASHES, LETTERS, WordEvidence, vocabulary
from convert.language import Language
from convert.language.lexicon import plain

_BEFORE = rf"(?<![\w'’.-])(?:[dlnmtscjqu]{{1,2}}['’])?({LETTERS})"
_BEHIND = rf"(?=({LETTERS})(?![-'’\w]))"
HYPHENED = re.compile(rf"{_BEFORE}([-¬—] |[-¬]){_BEHIND}")
BLANK = re.compile(rf"{_BEFORE}([ \n]){_BEHIND}")
BARE_TAIL = re.compile(rf"(?<![-'’\w])({LETTERS})$")
BARE_HEAD = re.compile(rf"({LETTERS})(?![-'’\w])")
PREFIXES = frozenset(
    "anti anglo co contre ex extra franco mi micro mini mis multi néo neo non pan para post pre pro pré "
    "pseudo re semi sub super télé ultra vice électro".split()
)
"""First parts that are often set off by a hyphen, though they are no words."""
SHORTEST = 4
"""Letters of a whole word."""
NO_HYPHEN, NO_HYPHEN_OF_WORDS = 4.5, 5.5
"""Powers of ten by which a whole is likelier than its parts, one of which is no word, or which both are."""
PROVEN = 1.5
"""What they are lowered by on a page that is proven to have lost hyphens."""
LEAST_PROVEN = 3
"""Cut words that prove it."""
LEAST_CUTS = 4
"""If none of so many cut words is a word, the lines do not follow one another."""
PAIRS_LOOKED_AT = 4000
"""Of a long text, the first: they prove as much as all."""


class Within(NamedTuple):
    """What parts a word in the middle of a line, and how certain it is that it does."""

    start: int
    end: int
    cert: float


def word_evidence(texts: Iterable[str], language: Language) -> WordEvidence:
    """Look over the texts of an issue."""
    texts = list(texts)
    words = WordEvidence(vocabulary(texts), language.code.partition("-")[0], language.lexicon)
    cuts = [cut for text in texts for cut in CUT.findall(text) if cut[2][0].islower()]
    votes: Counter[tuple[str, bool]] = Counter()
    for left, mark, right in cuts:
        if mark in DASHES:
            two = words.is_word(left) and words.is_word(right) and not words.is_word(left + right)
            votes[mark, True] += words.are_parts(left, right)
            votes[mark, False] += two
    dashes = {mark: log((votes[mark, True] + 0.5) / (votes[mark, False] + 0.5)) for mark, _ in votes}
    if language.lexicon is None:
        return replace(words, dashes=dashes)
    return replace(
        words,
        dashes=dashes,
        lost_hyphens=_are_proven(_cut_without_hyphen(texts, words)),
        lost_line_ends=_are_proven(_cut_at_hyphen(texts, words)),
        in_order=len(cuts) < LEAST_CUTS or any(words.is_word(left + right) for left, _, right in cuts),
    )


def _are_proven(cuts: Iterator[bool]) -> bool:
    """Whether enough of the first cuts are such beyond doubt."""
    return sum(islice(cuts, PAIRS_LOOKED_AT)) >= LEAST_PROVEN


def _cut_without_hyphen(texts: Iterable[str], words: WordEvidence) -> Iterator[bool]:
    found = (pair for text in texts for pair in BLANK.finditer(text))
    return (is_cut_without_hyphen(pair[1], pair[3], words) for pair in found)


def _cut_at_hyphen(texts: Iterable[str], words: WordEvidence) -> Iterator[bool]:
    found = (pair for text in texts for pair in HYPHENED.finditer(text))
    return (is_cut_at_hyphen(pair[1], pair[3], words, bare=len(pair[2]) == 1) for pair in found)


def is_cut_without_hyphen(left: str, right: str, words: WordEvidence) -> bool:
    """Whether two texts with a blank between them are one word: commit tee."""
    if len(left) + len(right) < SHORTEST or not right[0].islower():
        return False
    whole = words.word(left + right)
    if not whole.in_dictionary or whole.rate < LEAST_RATE:
        return False
    first, second = words.word(left), words.word(right)
    ahead = whole.rate + 9 - max(1.0, first.rate) - max(1.0, second.rate)
    both = first.in_dictionary and second.in_dictionary
    return ahead >= (NO_HYPHEN_OF_WORDS if both else NO_HYPHEN) - words.lost_hyphens * PROVEN


def is_cut_at_hyphen(left: str, right: str, words: WordEvidence, *, bare: bool) -> bool:
    """Whether two parts with a hyphen between them are one word beyond doubt: automati-que.

    Nothing else stands between them if it is `bare`: then it may be set between a prefix and a word.
    """
    first, second = plain(left), plain(right)
    return (
        len(first) > 1
        and right[0].islower()
        and not (bare and (first in PREFIXES or first in KEEPS))
        and second not in SUSPENDING
        and words.count(f"{left}-{right}") <= 1
        and words.is_used(left + right)
        and words.are_parts(left, right)
    )


def judge_bare(tail: str, head: str, words: WordEvidence) -> Junction | None:
    """Judge a line's end without a mark: was a word cut there, whose hyphen is lost?"""
    found, follows = BARE_TAIL.search(tail), BARE_HEAD.match(head)
    if words.lexicon is None or found is None or follows is None or _is_shouted(found[1]):
        return None
    return Junction(0.95) if is_cut_without_hyphen(found[1], follows[1], words) else None


def cut_words_within(text: str, words: WordEvidence) -> Iterator[Within]:
    """Find what parts words in the middle of a line: a hyphen, a blank, or both."""
    for pair in BLANK.finditer(text):
        if not _is_shouted(pair[1]) and pair[2] == " " and is_cut_without_hyphen(pair[1], pair[3], words):
            yield Within(pair.start(2), pair.end(2), 0.95)
    for pair in HYPHENED.finditer(text):
        bare = len(pair[2]) == 1
        proven = words.lost_line_ends or not bare
        if proven and not _is_shouted(pair[1]) and is_cut_at_hyphen(pair[1], pair[3], words, bare=bare):
            yield Within(pair.start(2), pair.end(2), 0.97)


def _is_shouted(part: str) -> bool:
    return len(part) > 1 and part.isupper()
