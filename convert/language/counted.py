"""N-grams counted in one newspaper's own issues: a table that is read from a file of anybody's.

A bucket has eight slots of three bytes: fingerprints of two bytes, then values of one, as in the tables that
are shipped. A look-up reads one bucket and nothing more, whatever the bytes are, for the file may be hostile.
What finds its bucket full is left out, the rarest first.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Mapping
from hashlib import blake2b
from math import log2

BUCKET = 8
"""Slots."""
SLOT = 3
"""Bytes."""
TAKEN = 4
"""Slots of a bucket that are taken, by and large."""
STEPS = 8.0
"""Steps of the count scale to a doubling."""
ABSENT = -1.0
"""Of an n-gram that was not counted."""


def table_size(grams: int) -> int:
    """Return the bytes of a table for so many n-grams."""
    return BUCKET * SLOT * max(1, -(-grams // TAKEN))


def is_table(data: bytes) -> bool:
    """Whether bytes can be a table; any that can are safe to look something up in."""
    return len(data) % (BUCKET * SLOT) == 0


def build_counts(counts: Mapping[str, int]) -> bytes:
    """Lay out counted n-grams as a table; the empty string counts all characters."""
    buckets = table_size(len(counts)) // (BUCKET * SLOT)
    prints, values = array("H", bytes(2 * BUCKET * buckets)), bytearray(BUCKET * buckets)
    for gram, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        first, mark = _place(gram.encode(), buckets)
        for slot in range(first, first + BUCKET):
            if prints[slot] in {0, mark}:
                if prints[slot] == 0:  # of two with one fingerprint the commoner one counts
                    prints[slot], values[slot] = mark, min(255, round(log2(count) * STEPS))
                break
    return _little_endian(prints).tobytes() + bytes(values)


def count_finder(data: bytes) -> Callable[[str], float]:
    """Return what gives log2 of the count of an n-gram, or -1 if it was not counted."""
    slots = len(data) // SLOT
    if slots == 0:
        return _nothing
    buckets = slots // BUCKET
    prints, values = _little_endian(array("H", data[: 2 * slots])), data[2 * slots :]

    def count(gram: str) -> float:
        first, mark = _place(gram.encode("utf-8", "replace"), buckets)
        for slot in range(first, first + BUCKET):
            if prints[slot] == mark:
                return values[slot] / STEPS
        return ABSENT

    return count


def _nothing(_gram: str) -> float:
    return ABSENT


def _place(gram: bytes, buckets: int) -> tuple[int, int]:
    """Return the first slot of an n-gram's bucket, and its fingerprint, which is never 0."""
    code = int.from_bytes(blake2b(gram, digest_size=8).digest(), "little")
    return BUCKET * ((code >> 16) % buckets), (code & 0xFFFF) or 1


def _little_endian(prints: array[int]) -> array[int]:
    """Turn the order of bytes round where the machine's is not that of the file."""
    if sys.byteorder == "big":
        prints = array("H", prints)
        prints.byteswap()
    return prints
