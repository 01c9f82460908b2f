"""A table of small numbers by text, mapped from a file: what all tables of the package are made of.

A Bloomier filter (Chazelle, Kilian, Rubinfeld and Tal, SODA 2004), its slots laid out as those of a binary
fuse filter (Graf and Lemire, ACM Journal of Experimental Algorithmics 27, 2022). Each text has three slots;
what stands in them, combined by exclusive or, is a fingerprint of the text and its value. The text itself is
not kept, so that one in 65,536 texts that were not laid out is taken for one that was, however full the table
is. Any number of texts fits, in 3.4 bytes each; a look-up reads three places, or six, and never searches.

The file is read where it lies, without parsing: a head of 32 bytes, the fingerprints (two bytes each, little
end first), the values (a byte each). Tables are ready as soon as the file is open.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import floor, log
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Absent = TypeVar("Absent")
NUMBERS = tuple(range(256))
"""The values of a table, as they are."""
MAGIC = b"backfile table 2"
HEAD = Struct("<16sQQ")
"""The magic number, the slots among which a text's first one is, and the slots of a segment."""
PRIME = (1 << 61) - 0x9E3779B97F5F
KEY = 0x1B87_3593_CC9E_2D51
"""A text, as one long number, times this key, modulo the prime, is its code: 61 bits, alike on all machines
(universal hashing: Carter and Wegman, Journal of Computer and System Sciences 18, 1979). The prime is not
2**61 - 1, modulo which a long text is the sum of its parts, and many have the same one."""
SECOND, THIRD, PRINT = 20, 33, 45
"""Bits of a code above which its second slot, its third one and its fingerprint are."""
LARGEST_SEGMENT = 1 << 13
"""Slots; the three slots of a text lie in three neighbouring segments."""


class NoTable(ValueError):
    """A file that is no table: it is missing, too short, or something else."""


class Slots(NamedTuple):
    """Where the slots of a text lie: the first in the span, the others one and two segments on."""

    span: int
    segment: int
    """A power of two."""

    @property
    def number(self) -> int:
        """How many there are in all."""
        return self.span + 2 * self.segment

    def places(self, code: int) -> tuple[int, int, int]:
        """Return the three slots of a code."""
        first, mask = code % self.span, self.segment - 1
        second = first + self.segment ^ (code >> SECOND & mask)
        return first, second, first + 2 * self.segment ^ (code >> THIRD & mask)


@dataclass(frozen=True, slots=True, eq=False)
class HashedTable:
    """The fingerprints and the values in a table's slots, as they lie in the file."""

    slots: Slots
    prints: memoryview
    """Numbers of two bytes."""
    values: memoryview

    def value(self, text: str) -> int | None:
        """Return the value of a text, None if it was not laid out."""
        return self.finder()(text)

    def finder(self) -> Callable[[str], int | None]:
        """Return the function that finds the value of a text, for whoever asks for many of them."""
        return self.scaled_finder(NUMBERS, None)

    def scaled_finder(self, scale: Sequence[T], absent: Absent) -> Callable[[str], T | Absent]:
        """Return the same for whoever asks for what a value stands for; `absent` is that of other texts."""
        prints, values, number = self.prints, self.values, int.from_bytes
        span, segment, mask = self.slots.span, self.slots.segment, self.slots.segment - 1
        segments = 2 * segment

        def value(text: str) -> T | Absent:
            try:  # as `code_of` and `places` do, without two calls more
                code = number(text.encode(), "little") * KEY % PRIME
            except UnicodeEncodeError:
                code = code_of(text)
            first = code % span
            second = first + segment ^ (code >> SECOND & mask)
            third = first + segments ^ (code >> THIRD & mask)
            if prints[first] ^ prints[second] ^ prints[third] == code >> PRINT:
                return scale[values[first] ^ values[second] ^ values[third]]
            return absent

        return value

    def packed(self) -> bytes:
        """Return the table as the file that `load_table` reads."""
        return (
            HEAD.pack(MAGIC, *self.slots) + bytes(_little_endian(self.prints).cast("B")) + bytes(self.values)
        )


def code_of(text: str) -> int:
    """Return the number that says where a text stands; what UTF-8 cannot write is a question mark."""
    return int.from_bytes(text.encode("utf-8", "replace"), "little") * KEY % PRIME


def _little_endian(prints: memoryview) -> memoryview:
    """Turn the order of bytes of numbers round, in a copy, where the machine's is not that of the file."""
    if sys.byteorder == "little":
        return prints
    copy = array("H", prints)
    copy.byteswap()
    return memoryview(copy)


def load_table(path: Path) -> HashedTable:
    """Map a table into memory: what is looked up is read, and nothing else.

    Raises:
        NoTable: the file is missing, too short, or no table.

    """
    try:
        with path.open("rb") as file:
            data = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    except FileNotFoundError as missing:
        raise NoTable(f"{path.name} is missing: the installation is incomplete") from missing
    except ValueError as empty:  # nothing can be mapped of an empty file
        raise NoTable(f"{path.name} is empty") from empty
    try:
        return table_from(data)
    except NoTable as wrong:
        raise NoTable(f"{path.name} {wrong}") from None


def table_from(data: memoryview) -> HashedTable:
    """Read a table from bytes, which stay where they are.

    Raises:
        NoTable: they are none.

    """
    magic, span, segment = HEAD.unpack_from(data) if len(data) >= HEAD.size else (b"", 0, 0)
    if magic != MAGIC:
        raise NoTable("is not a table of this version of backfile")
    slots = Slots(span, segment)
    if span < 1 or segment < 1 or segment & (segment - 1) or span % segment:
        raise NoTable("has an invalid header")
    if len(data) != HEAD.size + 3 * slots.number:
        raise NoTable(f"has {len(data)} bytes, and its header states {HEAD.size + 3 * slots.number}")
    behind = HEAD.size + 2 * slots.number
    return HashedTable(slots, _little_endian(data[HEAD.size : behind].cast("H")), data[behind:])


def build_table(entries: Iterable[tuple[str, int]]) -> HashedTable:
    """Lay out texts with their values, 0 to 255; of two values of one text the first counts."""
    by_code: dict[int, int] = {}
    for text, value in entries:
        by_code.setdefault(code_of(text), value)
    slots = _slots_for(len(by_code))
    order = _peeled(by_code, slots)
    while order is None:  # once in many tables: a little more room, and other places
        slots = Slots(slots.span + slots.segment, slots.segment)
        order = _peeled(by_code, slots)
    prints, values = array("H", bytes(2 * slots.number)), bytearray(slots.number)
    for code, own in zip(reversed(order[0]), reversed(order[1]), strict=True):
        first, second, third = slots.places(code)
        prints[own] = prints[first] ^ prints[second] ^ prints[third] ^ code >> PRINT
        values[own] = values[first] ^ values[second] ^ values[third] ^ by_code[code]
    return HashedTable(slots, memoryview(prints), memoryview(bytes(values)))


def _slots_for(number: int) -> Slots:
    """Return how many slots so many texts need: an eighth more, and more yet where they are few."""
    number = max(number, 2)
    segment = min(LARGEST_SEGMENT, 1 << floor(log(number) / log(3.33) + 2.25))
    size = number * max(1.125, 0.875 + 0.25 * log(1e6) / log(number))
    return Slots(segment * max(1, -(-round(size) // segment) - 2), segment)


def _peeled(codes: Iterable[int], slots: Slots) -> tuple[array[int], array[int]] | None:
    """Order codes so that each has a slot which none behind it has; None where there is no such order.

    A slot that one code alone has is that code's: take the code away, and look again.
    """
    counts, sums = array("I", bytes(4 * slots.number)), array("Q", bytes(8 * slots.number))
    left = 0
    for code in codes:
        left += 1
        for place in slots.places(code):
            counts[place] += 1
            sums[place] ^= code
    order, owned = array("Q"), array("I")
    for start in range(slots.number):
        waiting = [start]
        while waiting:
            own = waiting.pop()
            if counts[own] != 1:
                continue
            code = sums[own]
            order.append(code)
            owned.append(own)
            for place in slots.places(code):
                counts[place] -= 1
                sums[place] ^= code
                if counts[place] == 1:
                    waiting.append(place)
    return (order, owned) if len(order) == left else None
