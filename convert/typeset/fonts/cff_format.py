"""Numbers, dictionaries and arrays as CFF writes them (Adobe Technical Notes 5176 and 5177)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

Operands = Mapping[int, bytes]
"""A dictionary: operator to its operands, as they are written."""


def operand(code: bytes, at: int) -> tuple[int, int]:
    """Read a number of a charstring: its value (whole part) and its length in bytes."""
    byte = code[at]
    if byte == 28:
        return struct.unpack(">h", code[at + 1 : at + 3])[0], 3
    if byte < 247:
        return byte - 139, 1
    if byte < 251:
        return (byte - 247) * 256 + code[at + 1] + 108, 2
    if byte < 255:
        return -(byte - 251) * 256 - code[at + 1] - 108, 2
    return struct.unpack(">i", code[at + 1 : at + 5])[0] >> 16, 5


def number(value: int) -> bytes:
    """Write a number as charstrings and dictionaries have it; -32768 to 32767."""
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= value <= 1131:
        return bytes([247 + (value - 108 >> 8), (value - 108) & 255])
    if -1131 <= value <= -108:
        return bytes([251 + (-value - 108 >> 8), (-value - 108) & 255])
    return b"\x1c" + struct.pack(">h", value)


def long(value: int) -> bytes:
    """Write a dictionary's number in five bytes, whatever its value."""
    return b"\x1d" + struct.pack(">i", value)


def index(items: Sequence[bytes]) -> bytes:
    """Write an INDEX."""
    if not items:
        return b"\0\0"
    offsets = accumulate(map(len, items), initial=1)
    return struct.pack(f">HB{len(items) + 1}I", len(items), 4, *offsets) + b"".join(items)


def dictionary(operands: Operands) -> bytes:
    """Write a DICT."""
    return b"".join(v + (bytes([op]) if op < 1200 else bytes([12, op - 1200])) for op, v in operands.items())


def read_index(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Read the items of an INDEX, and where it ends."""
    count = int.from_bytes(data[at : at + 2], "big")
    if not count:
        return [], at + 2
    size = data[at + 2]
    base = at + 3 + (count + 1) * size
    bounds = range(at + 3, base, size)
    ends = [base - 1 + int.from_bytes(data[place : place + size], "big") for place in bounds]
    return [data[start:end] for start, end in pairwise(ends)], ends[-1]


def read_dictionary(data: bytes) -> dict[int, bytes]:
    """Read a DICT: operator to operands as written."""
    operators: dict[int, bytes] = {}
    at = start = 0
    while at < len(data):
        byte = data[at]
        if byte <= 21:
            operator = 1200 + data[at + 1] if byte == 12 else byte
            operators[operator] = data[start:at]
            at += 2 if byte == 12 else 1
            start = at
        elif byte == 30:  # a real number ends with a half byte of ones
            at += 1
            while data[at] & 15 != 15 and data[at] >> 4 != 15:
                at += 1
            at += 1
        else:
            at += {28: 3, 29: 5}.get(byte, 1 if byte < 247 else 2)
    return operators


def integers(operands: bytes) -> list[int]:
    """Read the whole numbers of an operator."""
    values: list[int] = []
    at = 0
    while at < len(operands):
        if operands[at] == 29:
            values.append(struct.unpack(">i", operands[at + 1 : at + 5])[0])
            at += 5
        else:
            value, size = operand(operands, at)
            values.append(value)
            at += size
    return values
