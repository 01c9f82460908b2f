"""A line read twice: once at a column's foot and again at the next column's head.

"…自由传统和新闻自由，在《得梅" / "言论自由传统和新闻自由，在《得梅因纪事报》上…"  ->  13 characters overlap
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple

from convert.language.han import is_wide

SHORTEST_OVERLAP = 7
"""Shorter agreements happen by chance: 习近平总书记 ends and begins many a block."""
SHORTEST_LATIN_OVERLAP = 24
"""The same in letters."""
LONGEST_OVERLAP = 60
KEY_SIZE = 5
"""Characters by which the beginning of a text is looked up."""
BLOCKS_APART = 40
"""Texts further apart are not compared."""
TEXTS_AT_ONCE = 400
"""Whose beginnings are laid out to be looked up: more would not fit a processor's cache."""
TEXTS_REMEMBERED = 2048
"""Of a long text the nearest."""
BETWEEN = "\0"
"""Stands between texts that are folded together: no file of text has it, and folding leaves it alone."""
LONGEST_LINE = 44
"""A line of print is not longer than this, but for its blanks."""
MARKS = ',;:?!()，；：？！（）"“”'


def fold_marks(text: str) -> str:
    """Bring a text to the form that is compared: no white space, marks full-width, one form of quotes."""
    bare = (
        "".join(text.split())
        .replace("“", '"')
        .replace("”", '"')
        .replace(",", "，")
        .replace(";", "；")
        .replace(":", "：")
        .replace("?", "？")
    )
    return (
        bare.replace("!", "！").replace("(", "（").replace(")", "）")
    )  # `translate` takes six times as long


class Edges(NamedTuple):
    """The first and the last folded characters of a text, as many as can overlap."""

    start: str
    end: str


def folded_edges(texts: Sequence[str]) -> list[Edges]:
    """Fold the two ends of texts: those of a hundred together take a tenth of the time."""
    reach = 2 * LONGEST_OVERLAP
    starts = _folded([text[:reach] for text in texts])
    ends = iter(_folded([text[-reach:] for text in texts if len(text) > reach]))
    edges: list[Edges] = []
    for text, start in zip(texts, starts, strict=True):
        end = next(ends) if len(text) > reach else start
        if len(text) > reach and (len(start) < LONGEST_OVERLAP or len(end) < LONGEST_OVERLAP):
            start = end = fold_marks(text)  # noqa: PLW2901 - half of it is white space
        edges.append(Edges(start[:LONGEST_OVERLAP], end[-LONGEST_OVERLAP:]))
    return edges


class EdgesOfTexts:
    """The folded ends of the texts of a page: several rules compare the same ones."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        """Begin with nothing folded."""
        self.known: dict[str, Edges] = {}

    def of(self, texts: Sequence[str]) -> list[Edges]:
        """Return the ends of texts, those that are not known folded together."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if len(self.known) + len(new) > TEXTS_REMEMBERED:
            self.known, new = {}, [*dict.fromkeys(texts)]
        self.known.update(zip(new, folded_edges(new), strict=True))
        return [self.known[text] for text in texts]


def _folded(texts: Sequence[str]) -> list[str]:
    folded = fold_marks(BETWEEN.join(texts)).split(BETWEEN)
    return folded if len(folded) == len(texts) else [fold_marks(text) for text in texts]


def find_overlaps(
    texts: Sequence[str],
    reach: int = BLOCKS_APART,
    edges_of: Callable[[Sequence[str]], Sequence[Edges]] = folded_edges,
) -> Mapping[tuple[int, int], int]:
    """Return {(i, j): n}: the last characters of text i are the first n characters of text j.

    Texts more than `reach` places apart are not compared. Compared in
    folded form, so that half- and full-width marks agree. A text that lies wholly at the
    end or at the beginning of another one counts, too.
    """
    overlaps: dict[tuple[int, int], int] = {}
    for first in range(0, len(texts), TEXTS_AT_ONCE):
        near = range(max(0, first - reach), min(len(texts), first + TEXTS_AT_ONCE + reach))
        edges = edges_of([texts[j] for j in near])
        starts = {j: edge.start for j, edge in zip(near, edges, strict=True)}
        by_key: dict[str, list[int]] = {}
        for j, start in starts.items():
            if len(start) >= SHORTEST_OVERLAP:
                by_key.setdefault(start[:KEY_SIZE], []).append(j)
        begins = {key[0] for key in by_key}
        for i in range(first, min(len(texts), first + TEXTS_AT_ONCE)):
            end = edges[i - near.start].end
            for at in compress(count(), map(begins.__contains__, end[: 1 - SHORTEST_OVERLAP])):
                numbers = by_key.get(end[at : at + KEY_SIZE])
                if numbers is None or not _is_long_enough(end[at:]):
                    continue
                for j in numbers[bisect_left(numbers, i - reach) : bisect_right(numbers, i + reach)]:
                    if j != i and (i, j) not in overlaps and starts[j].startswith(end[at:]):
                        overlaps[i, j] = _unfolded(texts[j], len(end) - at)
    return overlaps


def overlap(
    first: str, second: str, edges_of: Callable[[Sequence[str]], Sequence[Edges]] = folded_edges
) -> int:
    """Return how many characters of the second text the first one ends with, 0 where it is no overlap."""
    begin = second.lstrip()[:1]
    if begin not in first and begin not in MARKS:
        return 0
    (_, end), (start, _) = edges_of((first, second))
    at = end.find(start[:KEY_SIZE]) if len(start) >= SHORTEST_OVERLAP else -1
    while 0 <= at <= len(end) - SHORTEST_OVERLAP:
        if _is_long_enough(end[at:]) and start.startswith(end[at:]):
            return _unfolded(second, len(end) - at)
        at = end.find(start[:KEY_SIZE], at + 1)
    return 0


def _is_long_enough(text: str) -> bool:
    """Whether a folded text agrees with another one by more than chance."""
    return len(text) >= SHORTEST_LATIN_OVERLAP or is_wide(text[0])


def is_start(line: str, text: str) -> bool:
    """Whether a text begins with a line."""
    return fold_marks(text[: 2 * len(line) + 8]).startswith(fold_marks(line))


def is_end(line: str, text: str) -> bool:
    """Whether a text ends with a line."""
    return fold_marks(text[-2 * len(line) - 8 :]).endswith(fold_marks(line))


def _unfolded(text: str, size: int) -> int:
    """Return how many characters of a text make `size` folded ones."""
    count = 0
    for at, char in enumerate(text):
        if count == size:
            return at
        count += not char.isspace()  # marks keep their number when they are folded
    return len(text)
