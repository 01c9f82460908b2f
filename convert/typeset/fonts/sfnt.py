"""What a PDF needs of an OpenType or TrueType file, read from its tables (OpenType 1.9)."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from sys import byteorder

from convert.errors import StyleError

SFNT = {b"\0\1\0\0", b"OTTO", b"true"}
COLLECTION = b"ttcf"


def numbers(data: bytes, kind: str = "H") -> array[int]:
    """Read big-endian numbers: `H` 16 bits, `I` 32 bits."""
    found = array(kind, data)
    if byteorder == "little":
        found.byteswap()
    return found


def tables(data: bytes, where: str) -> Mapping[str, bytes]:
    """Cut a font file, or the first font of a collection, into its tables.

    Raises:
        StyleError: it is not a font, or it is cut short.

    """
    start = struct.unpack(">I", data[12:16])[0] if data[:4] == COLLECTION and len(data) > 16 else 0
    if data[start : start + 4] not in SFNT or len(data) < start + 12:
        raise StyleError(
            "not a TrueType or OpenType font", location=where, hint="name a .ttf, .otf or .ttc file"
        )
    found: dict[str, bytes] = {}
    for number in range(struct.unpack(">H", data[start + 4 : start + 6])[0]):
        record = data[start + 12 + 16 * number : start + 28 + 16 * number]
        if len(record) < 16:
            raise StyleError("the font file is cut short", location=where)
        tag, _, offset, length = struct.unpack(">4sIII", record)
        if offset + length > len(data):
            raise StyleError("the font file is cut short", location=where)
        found[tag.decode("latin-1")] = data[offset : offset + length]
    for needed in ("head", "hhea", "hmtx", "maxp", "cmap"):
        if needed not in found:
            raise StyleError(f"the font has no table {needed!r}", location=where)
    return found


def characters(cmap: bytes) -> dict[int, int]:
    """Read the best Unicode subtable: code point to glyph (cmap, formats 4 and 12)."""
    count = struct.unpack(">H", cmap[2:4])[0]
    records = [struct.unpack(">HHI", cmap[4 + 8 * n : 12 + 8 * n]) for n in range(count)]
    ranks = {(3, 10): 0, (0, 6): 1, (0, 4): 1, (3, 1): 2, (0, 3): 3, (0, 2): 4, (0, 1): 5, (0, 0): 6}
    for platform, encoding, offset in sorted(records, key=lambda r: ranks.get((r[0], r[1]), 9)):
        if (platform, encoding) not in ranks:
            break
        table = cmap[offset:]
        form = struct.unpack(">H", table[:2])[0]
        if form == 12:
            return _format_12(table)
        if form == 4:
            return _format_4(table)
    return {}


def _format_12(table: bytes) -> dict[int, int]:
    groups = numbers(table[16 : 16 + 12 * struct.unpack(">I", table[12:16])[0]], "I")
    found: dict[int, int] = {}
    for first, last, glyph in zip(groups[::3], groups[1::3], groups[2::3], strict=True):
        if last < 0x110000:
            found.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return found


def _format_4(table: bytes) -> dict[int, int]:
    length, _, doubled = struct.unpack(">HHH", table[2:8])
    count = doubled // 2
    words = numbers(table[14 : length - length % 2])
    ends, starts = words[:count], words[count + 1 : 2 * count + 1]
    deltas, offsets = words[2 * count + 1 : 3 * count + 1], words[3 * count + 1 : 4 * count + 1]
    found: dict[int, int] = {}
    for n in range(count):
        for code in range(starts[n], min(ends[n], 0xFFFE) + 1):
            glyph = code
            if offsets[n]:
                at = 3 * count + 1 + n + offsets[n] // 2 + code - starts[n]
                glyph = words[at] if at < len(words) else 0
            if glyph or not offsets[n]:
                glyph = (glyph + deltas[n]) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


def advances(found: Mapping[str, bytes]) -> array[int]:
    """Read each glyph's advance width, in font units (hmtx)."""
    glyphs = struct.unpack(">H", found["maxp"][4:6])[0]
    long = struct.unpack(">H", found["hhea"][34:36])[0]
    widths = numbers(found["hmtx"][: 4 * long])[::2]
    if widths and glyphs > long:
        widths.extend([widths[-1]] * (glyphs - long))
    return widths


def substitutes(gsub: bytes, feature: str) -> dict[int, int]:
    """Read a feature that puts one glyph in place of another, such as `fwid` (GSUB, lookup type 1)."""
    if len(gsub) < 10:
        return {}
    features, lookups = struct.unpack(">HH", gsub[6:10])
    found: dict[int, int] = {}
    for number in range(struct.unpack(">H", gsub[features : features + 2])[0]):
        tag, offset = struct.unpack(">4sH", gsub[features + 2 + 6 * number : features + 8 + 6 * number])
        if tag.decode("latin-1") == feature:
            at = features + offset
            count = struct.unpack(">H", gsub[at + 2 : at + 4])[0]
            for lookup in numbers(gsub[at + 4 : at + 4 + 2 * count]):
                for old, new in _single(gsub, lookups, lookup):
                    found.setdefault(old, new)
            break  # every script has the same in the fonts seen; the first is the default
    return found


def _single(gsub: bytes, lookups: int, number: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of one lookup."""
    (offset,) = struct.unpack(">H", gsub[lookups + 2 + 2 * number : lookups + 4 + 2 * number])
    lookup = lookups + offset
    kind, _, count = struct.unpack(">HHH", gsub[lookup : lookup + 6])
    for sub in numbers(gsub[lookup + 6 : lookup + 6 + 2 * count]):
        at = lookup + sub
        inner = kind
        if kind == 7:  # extension: the same, further away
            inner, far = struct.unpack(">HI", gsub[at + 2 : at + 8])
            at += far
        if inner != 1:
            continue
        form, coverage, last = struct.unpack(">HHH", gsub[at : at + 6])
        covered = _coverage(gsub[at + coverage :])
        if form == 1:
            yield from ((old, (old + last) & 0xFFFF) for old in covered)
        else:
            yield from zip(covered, numbers(gsub[at + 6 : at + 6 + 2 * last]), strict=False)


def _coverage(table: bytes) -> list[int]:
    form, count = struct.unpack(">HH", table[:4])
    if form == 1:
        return list(numbers(table[4 : 4 + 2 * count]))
    ranges = numbers(table[4 : 4 + 6 * count])
    return [g for first, last in zip(ranges[::3], ranges[1::3], strict=True) for g in range(first, last + 1)]
