"""N-grams counted in one newspaper's own issues: a table that is read from a file of anybody's.

It is laid out as the tables that are shipped, so that a look-up reads three places and never searches,
whatever the bytes are: the file may be hostile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from convert.language.hashed import NoTable, table_from
from convert.language.ngrams import SCALE, build_ngrams

ABSENT = -1.0
"""Of an n-gram that was not counted."""


def is_table(data: bytes) -> bool:
    """Whether bytes are a table; any that are safe to look something up in."""
    try:
        table_from(memoryview(data))
    except NoTable:
        return False
    return True


def build_counts(counts: Mapping[str, int]) -> bytes:
    """Lay out counted n-grams as a table; the empty string counts all characters."""
    return build_ngrams(dict(sorted(counts.items()))).packed()


def count_finder(data: bytes) -> Callable[[str], float]:
    """Return what gives log2 of the count of an n-gram, or -1 if it was not counted.

    Raises:
        NoTable: the bytes are none.

    """
    return table_from(memoryview(data)).scaled_finder(SCALE, ABSENT)
