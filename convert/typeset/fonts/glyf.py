"""Subsets of TrueType outlines, as a PDF embeds them (OpenType 1.9, `glyf` and `loca`)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.errors import StyleError
from convert.typeset.fonts.boxes import Rectangle
from convert.typeset.fonts.sfnt import numbers

WORDS, SCALE, MORE, SCALES, MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
"""Flags of a composite glyph's parts."""

COPIED = ("cvt ", "fpgm", "prep")


@dataclass(frozen=True, slots=True)
class Outlines:
    """The tables that draw a TrueType font's glyphs."""

    tables: Mapping[str, bytes]
    offsets: array[int]
    bearings: array[int]
    where: str

    def program(
        self, glyphs: Mapping[int, tuple[int, int]], _drawn: Mapping[int, Sequence[Rectangle]]
    ) -> tuple[bytes, bytes]:
        """Make a font of the given glyphs, and the map from CID to its glyphs (CIDToGIDMap).

        CID -> (glyph, or -1 for a blank; advance width in font units). Boxes are drawn by the packaged
        fonts alone, which hold CFF.
        """
        order = [(0, 0), *(glyphs[cid] for cid in sorted(glyphs))]
        place = {glyph: n for n, (glyph, _) in reversed(list(enumerate(order))) if glyph >= 0}
        pieces: list[bytes] = []
        n = 0
        while n < len(order):  # parts of composite glyphs join at the end
            glyph = order[n][0]
            data = self._glyph(glyph) if glyph >= 0 else b""
            changed = bytearray(data)
            for at, part in _parts(data):
                if part not in place:
                    place[part] = len(order)
                    order.append((part, 0))
                changed[at : at + 2] = struct.pack(">H", place[part])
            pieces.append(bytes(changed) + b"\0" * (-len(changed) % 4))
            n += 1
        cids = bytearray(2 * (max(glyphs, default=0) + 1))
        for number, cid in enumerate(sorted(glyphs), 1):
            cids[2 * cid : 2 * cid + 2] = struct.pack(">H", number)
        return self._assemble(order, pieces), bytes(cids)

    def _glyph(self, glyph: int) -> bytes:
        if glyph + 1 >= len(self.offsets):
            raise StyleError(f"the font has no glyph {glyph}", location=self.where)
        return self.tables["glyf"][self.offsets[glyph] : self.offsets[glyph + 1]]

    def _assemble(self, order: list[tuple[int, int]], pieces: list[bytes]) -> bytes:
        count = len(order)
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + len(piece))
        head, hhea, maxp = (bytearray(self.tables[t]) for t in ("head", "hhea", "maxp"))
        head[8:12] = b"\0\0\0\0"
        head[50:52] = b"\0\1"  # long offsets
        hhea[34:36] = maxp[4:6] = struct.pack(">H", count)
        bearing = [self.bearings[g] if 0 <= g < len(self.bearings) else 0 for g, _ in order]
        hmtx = b"".join(
            struct.pack(">HH", width, left & 0xFFFF) for (_, width), left in zip(order, bearing, strict=True)
        )
        made = {t: self.tables[t] for t in COPIED if t in self.tables}
        made |= {"glyf": b"".join(pieces), "head": bytes(head), "hhea": bytes(hhea), "hmtx": hmtx}
        made |= {"loca": struct.pack(f">{count + 1}I", *starts), "maxp": bytes(maxp)}
        return sfnt(made)


def _parts(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where a composite glyph names its parts, and which glyphs they are."""
    if len(data) < 10 or data[0] < 128:  # the number of contours is negative in a composite
        return
    at, flags = 10, MORE
    while flags & MORE and at + 4 <= len(data):
        flags, glyph = struct.unpack(">HH", data[at : at + 4])
        yield at + 2, glyph
        at += 4 + (4 if flags & WORDS else 2)
        at += 2 if flags & SCALE else 4 if flags & SCALES else 8 if flags & MATRIX else 0


def sfnt(tables: Mapping[str, bytes]) -> bytes:
    """Put tables together as a TrueType file."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    at = 12 + 16 * count
    body: list[bytes] = []
    for tag in sorted(tables):
        data = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        check = sum(numbers(data, "I")) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag.encode("latin-1"), check, at, len(tables[tag]))
        body.append(data)
        at += len(data)
    return head + b"".join(body)


def read_glyf(tables: Mapping[str, bytes], where: str) -> Outlines:
    """Read the outlines of a TrueType font.

    Raises:
        StyleError: it has none.

    """
    if "glyf" not in tables or "loca" not in tables:
        raise StyleError("the font has no outlines that a PDF can embed", location=where)
    long = tables["head"][50:52] != b"\0\0"
    offsets = numbers(tables["loca"], "I" if long else "H")
    if not long:
        offsets = array("I", [2 * o for o in offsets])
    count = struct.unpack(">H", tables["hhea"][34:36])[0]
    bearings = numbers(tables["hmtx"][: 4 * count])[1::2]
    bearings.extend(numbers(tables["hmtx"][4 * count : 4 * count + 2 * (len(offsets) - 1 - count)]))
    return Outlines(tables, offsets, bearings, where)
