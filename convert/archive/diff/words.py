"""The difference of two texts, word by word; Han text, which has no spaces, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from convert.text.align import MOST_EDITS, Match, matches

_WORD = re.compile(
    r"[^\W\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"  # letters and digits that make words
    r"|\r\n|.",
    re.DOTALL,
)

CONTEXT = 24
"""Characters that are shown of what stands on each side of a difference."""


class DiffRun(NamedTuple):
    """A stretch of two texts: the same in both, or what stood and what stands."""

    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether both texts have it."""
        return self.old == self.new


def tokens(text: str) -> list[str]:
    """Cut a text into words and single characters: "GDP增长5%" -> "GDP" "增" "长" "5" "%"."""
    return _WORD.findall(text)


def compare_words(old: str, new: str, most: int = MOST_EDITS) -> tuple[DiffRun, ...]:
    """Compare two texts.

    >>> [tuple(p) for p in compare_words("一心一一意", "一心——意")]
    [('一心', '一心'), ('一一', '——'), ('意', '意')]
    """
    if old == new:
        return (DiffRun(old, new),) if old else ()
    left, right = tokens(old), tokens(new)
    shared = _worth_showing(matches(left, right, most), left, len(right))
    return tuple(_runs(left, right, shared))


def _runs(left: Sequence[str], right: Sequence[str], shared: Sequence[Match]) -> Iterator[DiffRun]:
    x = y = 0
    for match in (*shared, Match(len(left), len(right), 0)):
        if match.old > x or match.new > y:
            yield DiffRun("".join(left[x : match.old]), "".join(right[y : match.new]))
        x, y = match.old + match.length, match.new + match.length
        if match.length:
            yield _same("".join(left[match.old : x]))


def _worth_showing(shared: Sequence[Match], left: Sequence[str], right: int) -> list[Match]:
    """Drop what two differences have in common by chance: a space, a character between longer ones."""
    ends = [Match(0, 0, 0), *shared, Match(len(left), right, 0)]
    gaps = [max(b.old - a.old - a.length, b.new - a.new - a.length) for a, b in pairwise(ends)]
    return [
        match
        for n, match in enumerate(shared)
        if match.length > 1
        or 0 in gaps[n : n + 2]
        or (gaps[n] + gaps[n + 1] < 4 and not left[match.old].isspace())
    ]


def shorten(runs: Sequence[DiffRun], context: int = CONTEXT) -> tuple[DiffRun, ...]:
    """Leave out of what is the same all but the characters beside a difference; … stands for them."""
    if len(runs) == 1 and runs[0].same:
        text = runs[0].old
        return (runs[0] if len(text) <= 2 * context else _same(f"{text[: 2 * context]}…"),)
    shortened: list[DiffRun] = []
    last = len(runs) - 1
    for number, run in enumerate(runs):
        if run.same and len(run.old) > context * (1 if number in {0, last} else 2) + 1:
            before = run.old[:context] if number else ""
            after = run.old[len(run.old) - context :] if number < last else ""
            shortened.append(_same(f"{before}…{after}"))
        else:
            shortened.append(run)
    return tuple(shortened)


def _same(text: str) -> DiffRun:
    return DiffRun(text, text)
