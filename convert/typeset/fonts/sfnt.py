"""OpenType and TrueType files as containers of tables (OpenType 1.9): checked, and put together.

What is in the tables HarfBuzz reads. It takes a table that is cut short for an empty one, which would
lose characters in silence, so whether each is whole is checked here.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from convert.errors import StyleError

SFNT = {b"\0\1\0\0", b"OTTO", b"true"}
COLLECTION = b"ttcf"
NEEDED = ("head", "hhea", "hmtx", "maxp", "cmap")
OUTLINES = (("CFF ",), ("glyf", "loca"))
"""What draws the glyphs: one of these."""


def check_tables(data: bytes, where: str) -> set[str]:
    """Check that a font file, or the first font of a collection, has what a PDF needs; return its tables.

    Raises:
        StyleError: it is not a font, it is cut short, or it lacks a table.

    """
    start = struct.unpack(">I", data[12:16])[0] if data[:4] == COLLECTION and len(data) > 16 else 0
    if data[start : start + 4] not in SFNT or len(data) < start + 12:
        raise StyleError(
            "not a TrueType or OpenType font", location=where, hint="give a .ttf, .otf or .ttc file"
        )
    tags: set[str] = set()
    for number in range(struct.unpack(">H", data[start + 4 : start + 6])[0]):
        record = data[start + 12 + 16 * number : start + 28 + 16 * number]
        if len(record) < 16:
            raise StyleError("the font file is cut short", location=where)
        tag, _, offset, length = struct.unpack(">4sIII", record)
        if offset + length > len(data):
            raise StyleError("the font file is cut short", location=where)
        tags.add(tag.decode("latin-1"))
    for needed in NEEDED:
        if needed not in tags:
            raise StyleError(f"the font has no table {needed!r}", location=where)
    if not any(tags.issuperset(tables) for tables in OUTLINES):
        raise StyleError("the font has no outlines that a PDF can embed", location=where)
    return tags


def assemble(tables: Mapping[str, bytes]) -> bytes:
    """Put tables together as a TrueType file."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    at = 12 + 16 * count
    body: list[bytes] = []
    for tag in sorted(tables):
        data = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        check = sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag.encode("latin-1"), check, at, len(tables[tag]))
        body.append(data)
        at += len(data)
    return head + b"".join(body)
