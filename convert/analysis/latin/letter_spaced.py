"""Words of Latin script that are set with a blank behind each letter, as headlines and emphasis were.

"G R E A T  F I R E"    ->  "GREAT FIRE"     wider blanks part the words
"T H E  T I M E S"      ->  "THE TIMES"
"L A T E S T N E W S"   ->  "LATEST NEWS"    all blanks are alike: the list of words parts them
"A B C", "U S A", "S P C A", "f a c e"  stay: what they would make is no common word, or notes of music
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.latin.words import WordEvidence
from convert.text.pattern import LatePattern

SPACED = LatePattern(r"(?<![^\s\"'“‘(])[^\W\d_](?:[ \u00a0]{1,4}[^\W\d_](?![^\W_])){3,60}+(?![\w'’-])")
WIDE = LatePattern(r"[ \u00a0]{2,4}")
SHORTEST, LONGEST = 4, 61
"""Letters of such a text, in which one word at least has as many as the first."""
SHORTEST_PART, LEAST_RATE = 2, 4.0
"""Letters and rate of a word among others that no wider blank parts."""
NOTES = frozenset("abcdefgh")
"""Names of notes of music."""


class SpacedGap(NamedTuple):
    """Blanks within letter-spaced text, and what print has there."""

    start: int
    end: int
    reading: str


def letter_spaced(text: str, words: WordEvidence) -> Iterator[SpacedGap]:
    """Yield the blanks between the letters of words, and those that part such words."""
    for found in SPACED.finditer(text):
        parts = WIDE.split(found.group())
        letters = ["".join(part.split()) for part in parts]
        if any(len(part) > 1 for part in parts[:-1]) and all(_is_word(each, words) for each in letters):
            ends: set[int] | None = {sum(map(len, letters[: n + 1])) for n in range(len(letters) - 1)}
        else:
            ends = _ends_of_words("".join(letters), words)
        if (
            ends is None
            or _is_of_letters("".join(letters), words)
            or not any(len(each) >= SHORTEST for each in _cut("".join(letters), ends))
        ):
            continue
        place, count = found.start() + 1, 1
        while place < found.end():
            end = place
            while text[end].isspace():
                end += 1
            yield SpacedGap(place, end, " " if count in ends else "")
            place, count = end + 1, count + 1


def _is_of_letters(text: str, words: WordEvidence) -> bool:
    """Whether letters stand for themselves: notes of music, f a c e; initials of a body's name, S P C A."""
    rare = text.isupper() and len(text) == SHORTEST and words.word(text.lower()).rate < LEAST_RATE
    return rare or NOTES.issuperset(text.lower())


def _cut(text: str, ends: set[int]) -> list[str]:
    places = [0, *sorted(ends), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def _is_word(text: str, words: WordEvidence) -> bool:
    return words.word(text.lower()).in_dictionary or words.word(text).in_dictionary


def _ends_of_words(text: str, words: WordEvidence) -> set[int] | None:
    """Return where the words end that no blank parts, the fewest and commonest ones; None: there are none."""
    best: list[tuple[int, float, tuple[int, ...]] | None] = [(0, 0.0, ())] + [None] * len(text)
    for end in range(SHORTEST_PART, len(text) + 1):
        for start in range(max(0, end - LONGEST), end - SHORTEST_PART + 1):
            before, word = best[start], words.word(text[start:end].lower())
            if (
                before is None
                or not word.in_dictionary
                or (word.rate < LEAST_RATE and end - start < len(text))
            ):
                continue
            found = (before[0] + 1, before[1] - word.rate, (*before[2], end))
            here = best[end]
            if here is None or found < here:
                best[end] = found
    last = best[-1]
    return None if last is None else {*last[2]} - {len(text)}
