"""Evidence by a text, kept as rows of numbers: a dictionary for each text is three times as large."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from convert.analysis.seam import Evidence
from convert.text.memo import Memo

NAMES_REMEMBERED = 1 << 12
"""Sets of names: the marks of a text are not many, and the same ones come together."""


class EvidenceRow(NamedTuple):
    """The evidence of a text."""

    names: tuple[str, ...]
    """One for all texts that have the same ones."""
    values: array[float]


class EvidenceMemo:
    """The evidence of a function by a text: `memo[text]` computes it once.

    >>> shapes = EvidenceMemo(lambda text: {"bias": 1.0, "length": float(len(text))}, bound=1000)
    >>> shapes["报纸"]
    {'bias': 1.0, 'length': 2.0}
    """

    __slots__ = ("rows",)

    def __init__(self, function: Callable[[str], Evidence], bound: int) -> None:
        """Remember at most so many texts."""
        names: Memo[tuple[str, ...], tuple[str, ...]] = Memo(lambda alike: alike, NAMES_REMEMBERED)
        self.rows = Memo(partial(_row, function, names), bound)

    def __getitem__(self, text: str) -> Evidence:
        """Return the evidence of a text; it is the caller's own."""
        names, values = self.rows[text]
        return dict(zip(names, values, strict=True))


def _row(
    function: Callable[[str], Evidence], names: Memo[tuple[str, ...], tuple[str, ...]], text: str
) -> EvidenceRow:
    evidence = function(text)
    return EvidenceRow(names[tuple(evidence)], array("d", evidence.values()))
