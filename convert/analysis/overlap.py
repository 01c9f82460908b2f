"""A line read twice: once at a column's foot and again at the next column's head.

"…自由传统和新闻自由，在《得梅" / "言论自由传统和新闻自由，在《得梅因纪事报》上…"  ->  13 characters overlap
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from convert.language.han import is_wide

LEAST = 7
"""Shorter agreements happen by chance: 习近平总书记 ends and begins many a block."""
LEAST_LATIN = 24
"""The same in letters."""
LONGEST = 60
KEY = 5


_MARKS = str.maketrans(",;:?!()", "，；：？！（）")


def fold(text: str) -> str:
    """Bring a text to the form that is compared: no white space, marks full-width."""
    return "".join(text.split()).translate(_MARKS)


def find_overlaps(texts: Sequence[str], reach: int = 40) -> Mapping[tuple[int, int], int]:
    """Return {(i, j): n}: the last characters of text i are the first n characters of text j.

    Texts more than `reach` places apart are not compared. Compared in
    folded form, so that half- and full-width marks agree. A text that lies wholly at the
    end or at the beginning of another one is found too.
    """
    return _find(tuple(texts), reach)


@lru_cache(maxsize=16)
def _find(texts: tuple[str, ...], reach: int) -> Mapping[tuple[int, int], int]:
    """Compare the texts; several passes ask this of the same page."""
    folded = [fold(text) for text in texts]
    keys = [text[:KEY] if len(text) >= LEAST else "" for text in folded]
    found: dict[tuple[int, int], int] = {}
    for i, text in enumerate(folded):
        tail = text[-LONGEST:]
        for j in range(max(0, i - reach), min(len(texts), i + reach + 1)):
            at = tail.find(keys[j]) if keys[j] and j != i else -1
            while 0 <= at <= len(tail) - LEAST:
                size = len(tail) - at
                if (size >= LEAST_LATIN or is_wide(tail[at])) and folded[j].startswith(tail[at:]):
                    found[i, j] = _unfolded(texts[j], size)
                    break
                at = tail.find(keys[j], at + 1)
    return MappingProxyType(found)


def is_start(line: str, text: str) -> bool:
    """Whether a text begins with a line."""
    return fold(text[: 2 * len(line) + 8]).startswith(fold(line))


def is_end(line: str, text: str) -> bool:
    """Whether a text ends with a line."""
    return fold(text[-2 * len(line) - 8 :]).endswith(fold(line))


def _unfolded(text: str, size: int) -> int:
    """Return how many characters of a text make `size` folded ones."""
    count = 0
    for at, char in enumerate(text):
        if count == size:
            return at
        count += len(fold(char))
    return len(text)
