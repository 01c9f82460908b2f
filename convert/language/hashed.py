"""A table of small numbers by text, in one flat run of bytes: what both tables of the package are made of.

Open addressing with linear probing. A slot holds a fingerprint of its text and a value of one byte; the text
itself is not kept, so that a text that was not laid out is taken for another one as often as fingerprints
agree. Reading a table costs one read and no parsing.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Absent = TypeVar("Absent")
NUMBERS = tuple(range(256))
"""The values of a table, as they are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out."""

    slots: int
    """A power of two."""
    width: int
    """Bytes of a fingerprint."""
    hash: Callable[[bytes], int]
    """Makes a number of a text in UTF-8: its lowest bits are the first slot to look in."""
    shift: int
    """Bits of that number above which the fingerprint is; 0 becomes 1."""

    def place(self, text: str) -> tuple[int, int]:
        """Return the first slot to look in and the fingerprint of a text."""
        code = self.hash(text.encode("utf-8", "replace"))
        return code & (self.slots - 1), (code >> self.shift) or 1


@dataclass(frozen=True, slots=True, eq=False)
class HashedTable:
    """The fingerprints and the values of a table's slots; an empty slot has the fingerprint 0."""

    layout: Layout
    prints: array[int]
    values: bytes

    def value(self, text: str) -> int | None:
        """Return the value of a text, None if it was not laid out."""
        return self.finder()(text)

    def finder(self) -> Callable[[str], int | None]:
        """Return the function that finds the value of a text, for whoever asks for many of them."""
        return self.scaled_finder(NUMBERS, None)

    def scaled_finder(self, scale: Sequence[T], absent: Absent) -> Callable[[str], T | Absent]:
        """Return the same for whoever asks for what a value stands for; `absent` is that of other texts."""
        prints, values = self.prints, self.values
        hash_of, last, shift = self.layout.hash, self.layout.slots - 1, self.layout.shift

        def value(text: str) -> T | Absent:
            try:  # as `place` does, without a call more
                code = hash_of(text.encode())
            except UnicodeEncodeError:
                code = hash_of(text.encode("utf-8", "replace"))
            slot, mark = code & last, (code >> shift) or 1
            while taken := prints[slot]:
                if taken == mark:
                    return scale[values[slot]]
                slot = (slot + 1) & last
            return absent

        return value

    def packed(self) -> bytes:
        """Return the table as the file that `load_table` reads."""
        return zlib.compress(_little_endian(self.prints).tobytes() + self.values, 9)


def load_table(path: Path, layout: Layout) -> HashedTable:
    """Read a table that is shipped with the package."""
    data = zlib.decompress(path.read_bytes())
    size = layout.slots * layout.width
    return HashedTable(layout, _little_endian(array(_code(layout), data[:size])), data[size:])


def build_table(entries: Iterable[tuple[str, int]], layout: Layout) -> HashedTable:
    """Lay out texts with their values, 0 to 255; those that come first are found fastest."""
    prints, values = array(_code(layout), bytes(layout.slots * layout.width)), bytearray(layout.slots)
    for text, value in entries:
        slot, mark = layout.place(text)
        while prints[slot]:
            slot = (slot + 1) % layout.slots
        prints[slot], values[slot] = mark, value
    return HashedTable(layout, prints, bytes(values))


def _code(layout: Layout) -> str:
    """Return the code of the array module for fingerprints of one byte or two."""
    return {1: "B", 2: "H"}[layout.width]


def _little_endian(prints: array[int]) -> array[int]:
    """Turn the order of bytes of numbers round where the machine's is not that of the file."""
    if sys.byteorder == "big":
        prints = array(prints.typecode, prints)
        prints.byteswap()
    return prints
