"""Evidence by a text, kept as rows of numbers: a dictionary for each text is three times as large."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from convert.analysis.texts.seam import Evidence
from convert.text.memo import Memo

TEXTS_TOGETHER = 256
NAMES_REMEMBERED = 1 << 12
"""Sets of names: the marks of a text are not many, and the same ones come together."""


class EvidenceRow(NamedTuple):
    """The evidence of a text."""

    names: tuple[str, ...]
    """One for all texts that have the same ones."""
    values: array[float]


class EvidenceMemo:
    """The evidence of a function of texts: each text's is computed once, by itself or with others.

    >>> shapes = EvidenceMemo(lambda texts: [{"length": float(len(text))} for text in texts], bound=1000)
    >>> shapes.look_at(["报纸", "晴"])
    >>> shapes["报纸"]
    {'length': 2.0}
    """

    __slots__ = ("bound", "function", "names", "rows")

    def __init__(self, function: Callable[[Sequence[str]], Sequence[Evidence]], bound: int) -> None:
        """Remember at most so many texts."""
        self.function = function
        self.bound = bound
        self.names: Memo[tuple[str, ...], tuple[str, ...]] = Memo(lambda alike: alike, NAMES_REMEMBERED)
        self.rows: dict[str, EvidenceRow] = {}

    def look_at(self, texts: Iterable[str]) -> None:
        """Compute the evidence of texts together, before it is asked for text by text."""
        waiting = iter(texts)
        while some := [*islice(waiting, TEXTS_TOGETHER)]:
            new = [text for text in dict.fromkeys(some) if text not in self.rows]
            if len(self.rows) + len(new) > self.bound:
                self.rows.clear()
            for text, evidence in zip(new, self.function(new), strict=True):
                self.rows[text] = EvidenceRow(self.names[tuple(evidence)], array("d", evidence.values()))

    def __getitem__(self, text: str) -> Evidence:
        """Return the evidence of a text; it is the caller's own."""
        if text not in self.rows:
            self.look_at((text,))
        names, values = self.rows[text]
        return dict(zip(names, values, strict=True))
