"""In which measures a text ends in a full line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from convert.analysis.lines.measure import NARROWEST, WIDEST, LineRun, Typesetting, fill_lines
from convert.text.memo import Memo

MEASURES = range(NARROWEST, WIDEST + 1)
TEXTS_REMEMBERED = 256

FullLines = Memo[tuple[str, float], tuple[bool, ...]]
"""A text and its indent to what `measures_filled` says of them."""


def full_lines(typesetting: Typesetting) -> FullLines:
    """Return what sets the texts of a page in lines of all measures, each of them once."""
    return Memo(partial(measures_filled, typesetting.runs), TEXTS_REMEMBERED)


def measures_filled(
    runs_of: Mapping[str, Sequence[LineRun]], text_and_indent: tuple[str, float]
) -> tuple[bool, ...]:
    """Say of each measure whether a text ends in a full line of it."""
    text, indent = text_and_indent
    runs = runs_of[text]
    return tuple([is_full(w - fill_lines(runs, w, indent)[1]) for w in MEASURES])


def is_full(room: float) -> bool:
    """Whether what is left of a line is less than a character."""
    return -1.01 <= room < 1.0
