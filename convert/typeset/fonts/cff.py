"""Subsets of CFF outlines, as a PDF embeds them: a CID-keyed font without subroutines.

The packaged fonts hold CFF. A PDF takes it as it is (ISO 32000-1, 9.9, `CIDFontType0C`), so no outline
is converted and nothing has to be kept between runs. Tables: Adobe Technical Notes 5176 and 5177.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from convert.errors import StyleError
from convert.typeset.fonts.boxes import Rectangle

CHARSET, CHARSTRINGS, PRIVATE, SUBRS, NOMINAL_WIDTH = 15, 17, 18, 19, 21
ROS, FD_ARRAY, FD_SELECT, CID_COUNT, FONT_MATRIX, FONT_BBOX = 1230, 1236, 1237, 1234, 1207, 5
"""Operators of the dictionaries; 12xx is written as the two bytes 12, xx."""

HINTS, MASKS, MOVES, ENDCHAR = {1, 3, 18, 23}, {19, 20}, {4: 1, 21: 2, 22: 1}, 14
CALL, CALL_GLOBAL, RETURN, ESCAPE = 10, 29, 11, 12
FLEXES = {34, 35, 36, 37}
DEEPEST = 10

Dict = Mapping[int, bytes]
"""Operator to its operands, as they are written."""


@dataclass(frozen=True, slots=True)
class Index:
    """An array of byte strings within the font, cut only where it is asked."""

    data: bytes
    count: int
    size: int
    offsets: int
    base: int
    end: int

    def __getitem__(self, number: int) -> bytes:
        """Cut out one item."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        at = self.offsets + number * self.size
        first = int.from_bytes(self.data[at : at + self.size], "big")
        last = int.from_bytes(self.data[at + self.size : at + 2 * self.size], "big")
        return self.data[self.base + first : self.base + last]


@dataclass(frozen=True, slots=True)
class Private:
    """What the glyphs of one kind share: hints, the nominal width, subroutines."""

    operands: Dict
    nominal: int
    subrs: Index | None
    matrix: bytes


@dataclass(frozen=True, slots=True)
class Outlines:
    """The CFF table of a font."""

    name: bytes
    top: Dict
    glyphs: Index
    subrs: Index
    privates: tuple[Private, ...]
    kinds: tuple[list[int], list[int]]
    """First glyphs of runs, and the number of the run's Private."""
    where: str
    flat: dict[int, tuple[int, bytes, bytes]] = field(default_factory=dict, compare=False, repr=False)
    """Glyphs already freed of subroutines: the same for every document."""

    def program(
        self, glyphs: Mapping[int, tuple[int, int]], drawn: Mapping[int, Sequence[Rectangle]]
    ) -> tuple[bytes, bytes]:
        """Make a font of the given glyphs, which needs no map from CIDs: it is empty.

        CID -> (glyph, or -1 for a blank; advance width in font units). `drawn` fills blanks.
        """
        wanted: list[tuple[int, int, int | None]] = [(0, 0, None)]  # .notdef keeps the default width
        wanted += [(cid, *glyphs[cid]) for cid in sorted(glyphs)]
        bodies = [
            (self._body(0)[0], *rectangles(drawn[cid])) if cid in drawn else self._body(glyph)
            for cid, glyph, _ in wanted
        ]
        used = sorted({kind for kind, _, _ in bodies})
        renumbered = {kind: n for n, kind in enumerate(used)}
        shared = _shared([rest for _, _, rest in bodies])
        strings = [
            (b"" if width is None else number(width - self.privates[kind].nominal))
            + first
            + shared.get(rest, rest)
            for (_, _, width), (kind, first, rest) in zip(wanted, bodies, strict=True)
        ]
        charset = b"\0" + b"".join(struct.pack(">H", cid) for cid, _, _ in wanted[1:])
        select = b"\0" + bytes(renumbered[kind] for kind, _, _ in bodies)
        parts = charset, select, index(strings)
        return self._assemble(parts, list(shared), [self.privates[k] for k in used]), b""

    def _body(self, glyph: int) -> tuple[int, bytes, bytes]:
        """Return a glyph's kind and its charstring without width and subroutines, in two parts."""
        if glyph < 0:
            return self._body(0)[0], b"", bytes([ENDCHAR])
        if glyph not in self.flat:
            firsts, kinds = self.kinds
            kind = kinds[bisect_right(firsts, glyph) - 1]
            body = _Flattening(self.subrs, self.privates[kind].subrs).run(self.glyphs[glyph])
            self.flat[glyph] = kind, *body
        return self.flat[glyph]

    def _assemble(
        self, parts: tuple[bytes, bytes, bytes], subrs: Sequence[bytes], privates: Sequence[Private]
    ) -> bytes:
        """Put the parts one behind the other; every offset has five bytes, so lengths are known first."""
        charset, select, charstrings = parts
        head = b"\1\0\4\4" + index([self.name])
        names = index([b"Adobe", b"Identity"]) + index(subrs)
        copied = {op: self.top[op] for op in (FONT_MATRIX, FONT_BBOX) if op in self.top}

        def top(*offsets: int) -> bytes:
            at = dict(zip((CHARSET, FD_SELECT, CHARSTRINGS, FD_ARRAY), map(long, offsets), strict=True))
            ros = long(391) + long(392) + long(0)  # 391: the first string behind the standard ones
            return index([dictionary({ROS: ros, CID_COUNT: long(0x10000), **copied, **at})])

        start = len(head) + len(top(0, 0, 0, 0)) + len(names)
        body = charset + select + charstrings
        shared = [dictionary({o: v for o, v in p.operands.items() if o != SUBRS}) for p in privates]
        at = start + len(body)
        fonts: list[bytes] = []
        for private, packed in zip(privates, shared, strict=True):
            matrix = {FONT_MATRIX: private.matrix} if private.matrix else {}
            fonts.append(dictionary({**matrix, PRIVATE: long(len(packed)) + long(at)}))
            at += len(packed)
        offsets = start, start + len(charset), start + len(charset) + len(select), at
        return head + top(*offsets) + names + body + b"".join(shared) + index(fonts)


class _Flattening:
    """One walk through a charstring that puts subroutines in place of their calls.

    Only what that needs is understood: numbers, calls, and how many hints a mask covers.
    """

    __slots__ = ("ended", "first", "globals", "hints", "locals", "out", "stack")

    def __init__(self, subrs: Index, local: Index | None) -> None:
        self.globals, self.locals = subrs, local
        self.out = bytearray()
        self.stack: list[tuple[int, int]] = []
        """Numbers not yet used: value, and where it stands in `out`."""
        self.hints = 0
        self.first = 0
        """Where the first operator ends: with the width before it, it is never shared."""
        self.ended = False

    def run(self, code: bytes) -> tuple[bytes, bytes]:
        """Return the charstring without calls and without its width, cut at its first operator."""
        self._walk(code, 0)
        if not self.ended:
            self.out.append(ENDCHAR)
        return bytes(self.out[: self.first]), bytes(self.out[self.first :])

    def _walk(self, code: bytes, depth: int) -> None:
        if depth > DEEPEST:
            raise ValueError("subroutines call each other without end")
        at, end, out, stack = 0, len(code), self.out, self.stack
        while at < end and not self.ended:
            byte = code[at]
            if byte >= 32 or byte == 28:
                value, size = operand(code, at)
                stack.append((value, len(out)))
                out += code[at : at + size]
                at += size
                continue
            at += 1
            if byte in (CALL, CALL_GLOBAL):
                self._call(byte, depth)
            elif byte == RETURN:
                return
            elif byte == ESCAPE:
                if code[at] not in FLEXES:
                    raise ValueError(f"operator 12 {code[at]} is not known")
                out += code[at - 1 : at + 1]
                at += 1
                stack.clear()
            else:
                at = self._operator(code, byte, at)

    def _call(self, byte: int, depth: int) -> None:
        subrs = self.globals if byte == CALL_GLOBAL else self.locals
        if subrs is None or not self.stack:
            raise ValueError("a call without a subroutine")
        value, place = self.stack.pop()
        del self.out[place:]
        bias = 107 if subrs.count < 1240 else 1131 if subrs.count < 33900 else 32768
        self._walk(subrs[value + bias], depth + 1)

    def _operator(self, code: bytes, byte: int, at: int) -> int:
        """Copy an operator that uses up the numbers before it; return where the next begins."""
        count = len(self.stack)
        begins = not self.first
        if begins and (count > MOVES.get(byte, 0) if byte in MOVES else count % 2):
            place = self.stack[1][1] if count > 1 else len(self.out)
            del self.out[:place]  # the width is the first number of all
        self.out.append(byte)
        if byte in HINTS or byte in MASKS:
            self.hints += count // 2
        if byte in MASKS:
            size = (self.hints + 7) // 8
            self.out += code[at : at + size]
            at += size
        if begins:
            self.first = len(self.out)
        self.ended = byte == ENDCHAR
        self.stack.clear()
        return at


def rectangles(shapes: Sequence[Rectangle]) -> tuple[bytes, bytes]:
    """Write a charstring of rectangles, cut at its first operator."""
    strings: list[bytes] = []
    at_x = at_y = 0
    for left, foot, width, height in shapes:
        move = number(left - at_x) + number(foot - at_y) + bytes([21])  # rmoveto
        strings += [move, number(width) + number(height) + number(-width) + bytes([6])]  # hlineto
        at_x, at_y = left, foot + height  # three sides are drawn; the path closes itself
    return strings[0], b"".join(strings[1:]) + bytes([ENDCHAR])


def _shared(bodies: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return the glyphs that occur at several widths, each with the call that stands for it."""
    counts = Counter(bodies)
    often = [body for body in counts if counts[body] > 1 and len(body) > 5]
    bias = 107 if len(often) < 1240 else 1131 if len(often) < 33900 else 32768
    return {body: number(n - bias) + bytes([CALL_GLOBAL]) for n, body in enumerate(often)}


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
    offsets, at = [1], 1
    for item in items:
        at += len(item)
        offsets.append(at)
    return struct.pack(f">HB{len(offsets)}I", len(items), 4, *offsets) + b"".join(items)


def dictionary(operands: Dict) -> bytes:
    """Write a DICT."""
    return b"".join(v + (bytes([op]) if op < 1200 else bytes([12, op - 1200])) for op, v in operands.items())


def read_index(data: bytes, at: int) -> Index:
    """Read where an INDEX keeps its items."""
    count = int.from_bytes(data[at : at + 2], "big")
    if not count:
        return Index(data, 0, 1, at, at, at + 2)
    size = data[at + 2]
    base = at + 3 + (count + 1) * size - 1
    last = int.from_bytes(data[base + 1 - size : base + 1], "big")
    return Index(data, count, size, at + 3, base, base + last)


def read_dictionary(data: bytes) -> dict[int, bytes]:
    """Read a DICT: operator to operands as written."""
    found: dict[int, bytes] = {}
    at = start = 0
    while at < len(data):
        byte = data[at]
        if byte <= 21:
            op = 1200 + data[at + 1] if byte == 12 else byte
            found[op] = data[start:at]
            at += 2 if byte == 12 else 1
            start = at
        elif byte == 30:  # a real number ends with a half byte of ones
            at += 1
            while data[at] & 15 != 15 and data[at] >> 4 != 15:
                at += 1
            at += 1
        else:
            at += {28: 3, 29: 5}.get(byte, 1 if byte < 247 else 2)
    return found


def integers(operands: bytes) -> list[int]:
    """Read the whole numbers of an operator."""
    found: list[int] = []
    at = 0
    while at < len(operands):
        if operands[at] == 29:
            found.append(struct.unpack(">i", operands[at + 1 : at + 5])[0])
            at += 5
        else:
            value, size = operand(operands, at)
            found.append(value)
            at += size
    return found


def read_cff(data: bytes, where: str) -> Outlines:
    """Read a `CFF ` table.

    Raises:
        StyleError: it is broken.

    """
    try:
        return _read(data, where)
    except (IndexError, KeyError, struct.error) as error:
        raise StyleError("the font's CFF table is broken", location=where) from error


def _read(data: bytes, where: str) -> Outlines:
    names = read_index(data, data[2])
    tops = read_index(data, names.end)
    strings = read_index(data, tops.end)
    subrs = read_index(data, strings.end)
    top = read_dictionary(tops[0])
    glyphs = read_index(data, integers(top[CHARSTRINGS])[0])
    if FD_ARRAY in top:
        fonts = read_index(data, integers(top[FD_ARRAY])[0])
        privates = tuple(_private(data, read_dictionary(fonts[n])) for n in range(fonts.count))
        kinds = _kinds(data, integers(top[FD_SELECT])[0], glyphs.count)
    else:
        privates, kinds = (_private(data, {PRIVATE: top[PRIVATE]}),), ([0], [0])
    return Outlines(names[0], top, glyphs, subrs, privates, kinds, where)


def _private(data: bytes, font: Dict) -> Private:
    size, at = integers(font[PRIVATE])
    operands = read_dictionary(data[at : at + size])
    subrs = read_index(data, at + integers(operands[SUBRS])[0]) if SUBRS in operands else None
    nominal = integers(operands[NOMINAL_WIDTH])[0] if NOMINAL_WIDTH in operands else 0
    return Private(operands, nominal, subrs, font.get(FONT_MATRIX, b""))


def _kinds(data: bytes, at: int, glyphs: int) -> tuple[list[int], list[int]]:
    """Read FDSelect as runs."""
    if data[at] == 0:
        return list(range(glyphs)), list(data[at + 1 : at + 1 + glyphs])
    count = struct.unpack(">H", data[at + 1 : at + 3])[0]
    runs = [struct.unpack(">HB", data[at + 3 + 3 * n : at + 6 + 3 * n]) for n in range(count)]
    return [first for first, _ in runs], [kind for _, kind in runs]
