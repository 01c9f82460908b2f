"""Words that a page shows with f where print had ſ: unknown ones, but of no other language.

"Treafury", "poffeffion", "yefterday"   ->  words, with s for some f
"Dorf", "chief"                         ->  words as they are
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

MOST_LONG_S = 5
"""Letters of an unknown word, each of which may be f or ſ."""


def is_word_with_long_s(is_known: Mapping[str, bool], letters: str) -> bool:
    """Whether an unknown word is one where ſ stands for some f in it; `is_known` says what a word is.

    >>> from collections import defaultdict
    >>> known = defaultdict(bool, {"Treasury": True})
    >>> is_word_with_long_s(known, "Treafury"), is_word_with_long_s(known, "Abafury")
    (True, False)
    """
    places = [at for at, letter in enumerate(letters[:-1]) if letter == "f"]
    if not 0 < len(places) <= MOST_LONG_S:
        return False
    chosen = (each for count in range(1, len(places) + 1) for each in combinations(places, count))
    return any(
        is_known["".join("s" if at in each else letter for at, letter in enumerate(letters))]
        for each in chosen
    )
