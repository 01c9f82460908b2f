"""Subsets of CFF outlines, as a PDF embeds them: a CID-keyed font without subroutines.

The packaged fonts hold CFF. A PDF takes it as it is (ISO 32000-1, 9.9, `CIDFontType0C`), so no outline
is converted and nothing has to be kept between runs. HarfBuzz cuts glyphs out and puts subroutines in place
of their calls (1,023 glyphs in 8 ms, for which 85 lines of our own took 140); what it has cut once is kept,
because the next document shows mostly the same characters (HarfBuzz 5 ms, from what is kept 1 ms). What no
library does is done here: CIDs that are the same in every document, the same glyph once more at another
width, boxes. Tables: Adobe Technical Notes 5176 and 5177.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import uharfbuzz

from convert.errors import StyleError
from convert.typeset.fonts.boxes import Rectangle
from convert.typeset.fonts.cff_format import (
    Operands,
    dictionary,
    index,
    integers,
    long,
    number,
    operand,
    read_dictionary,
    read_index,
)
from convert.typeset.fonts.characters import BLANK
from convert.typeset.fonts.face import FontProgram, SubsetGlyph
from convert.typeset.fonts.subsetting import NO_CHARACTERS, cut_font

CHARSET, CHARSTRINGS, PRIVATE, NOMINAL_WIDTH = 15, 17, 18, 21
ROS, FD_ARRAY, FD_SELECT, CID_COUNT, FONT_MATRIX, FONT_BBOX = 1230, 1236, 1237, 1234, 1207, 5
"""Operators of the dictionaries; 12xx is written as the two bytes 12, xx."""

MASKS, MOVES, ENDCHAR = (19, 20), {4: 1, 21: 2, 22: 1}, 14
"""Operators of charstrings: hintmask and cntrmask; the moves, with how many numbers they take; the end."""

WIDEST = 32_767
"""Font units: the largest number of a charstring."""

RMOVETO, HLINETO, CALL_GLOBAL = 21, 6, 29


MOST_PICTURES = 65_536
"""Glyphs at a width that are kept; documents that justify their lines go on making new ones."""


class FontDict(NamedTuple):
    """What glyphs of one kind share."""

    private: bytes
    """The Private dictionary: hints, widths."""
    nominal: int
    """Widths are written as what is to be added to it."""
    matrix: bytes
    """Operands of the FontMatrix, if it has one."""


class Charstring(NamedTuple):
    """A glyph's picture, with its width or without."""

    font: FontDict
    first: bytes
    """Up to its first operator, which stands behind the width; it is never shared."""
    rest: bytes


class CffTable(NamedTuple):
    """What is read of a font's CFF table."""

    name: bytes
    top: Operands
    charstrings: dict[int, Charstring]
    """By glyph of the whole font."""


@dataclass(frozen=True, slots=True)
class CffOutlines:
    """What draws the glyphs of a font that holds CFF."""

    file: uharfbuzz.Face
    where: str
    name: bytes
    top: Operands
    """What is copied of the Top dictionary."""
    charstrings: dict[int, Charstring] = field(compare=False, repr=False)
    """By glyph: those already cut, the same for every document."""
    pictures: dict[SubsetGlyph, Charstring] = field(default_factory=dict, compare=False, repr=False)
    """The same at the widths at which documents have shown them, which stand first."""

    @property
    def draws_boxes(self) -> bool:
        """Whether a program can hold rectangles."""
        return True

    def program(
        self,
        glyphs: Mapping[int, SubsetGlyph],
        drawn: Mapping[int, Sequence[Rectangle]],
        characters: Mapping[int, str],
    ) -> FontProgram:
        """Make a font of the given glyphs, which needs no map from CIDs; `drawn` fills blanks.

        Raises:
            StyleError: the font is broken.

        """
        self._cut({glyph for glyph, _ in glyphs.values() if glyph != BLANK}, characters)
        cids = sorted(glyphs)
        pictures = [self.charstrings[0]]  # .notdef keeps the default width
        for cid in cids:
            glyph = glyphs[cid]
            if cid in drawn:
                picture = Charstring(pictures[0].font, *rectangles(drawn[cid]))
                pictures.append(self._wide(picture, glyph.advance))
            else:
                pictures.append(self.pictures.get(glyph) or self._picture(glyph))
        return FontProgram(self._assembled([0, *cids], pictures), b"")

    def _picture(self, glyph: SubsetGlyph) -> Charstring:
        """Return a glyph at a width, and keep it for the next document."""
        blank = Charstring(self.charstrings[0].font, b"", bytes([ENDCHAR]))
        picture = self.charstrings[glyph.glyph] if glyph.glyph != BLANK else blank
        if len(self.pictures) >= MOST_PICTURES:
            self.pictures.clear()
        picture = self.pictures[glyph] = self._wide(picture, glyph.advance)
        return picture

    def _wide(self, picture: Charstring, advance: int) -> Charstring:
        """Write the width of a picture before it."""
        width = advance - picture.font.nominal
        if abs(width) > WIDEST:
            raise StyleError("the font is broken: a glyph is too wide", location=self.where)
        return picture._replace(first=number(width) + picture.first)

    def _cut(self, glyphs: set[int], characters: Mapping[int, str]) -> None:
        """Cut out glyphs that no document has shown before."""
        new = glyphs - self.charstrings.keys()
        if new:
            self.charstrings.update(_read(self.file, new, self.where, characters).charstrings)

    def _assembled(self, cids: Sequence[int], pictures: Sequence[Charstring]) -> bytes:
        """Put the parts one behind the other; every offset has five bytes, so lengths are known first."""
        fonts = {font: n for n, font in enumerate(dict.fromkeys(picture.font for picture in pictures))}
        shared = _shared([picture.rest for picture in pictures])
        charset = struct.pack(f">B{len(cids) - 1}H", 0, *cids[1:])
        select = b"\0" + bytes(fonts[picture.font] for picture in pictures)
        charstrings = index([first + shared.get(rest, rest) for _, first, rest in pictures])
        head = b"\1\0\4\4" + index([self.name])
        names = index([b"Adobe", b"Identity"]) + index(list(shared))

        def top(*offsets: int) -> bytes:
            at = dict(zip((CHARSET, FD_SELECT, CHARSTRINGS, FD_ARRAY), map(long, offsets), strict=True))
            ros = long(391) + long(392) + long(0)  # 391: the first string behind the standard ones
            return index([dictionary({ROS: ros, CID_COUNT: long(0x10000), **self.top, **at})])

        start = len(head) + len(top(0, 0, 0, 0)) + len(names)
        body = charset + select + charstrings
        at = start + len(body)
        font_dicts: list[bytes] = []
        for font in fonts:
            matrix = {FONT_MATRIX: font.matrix} if font.matrix else {}
            font_dicts.append(dictionary({**matrix, PRIVATE: long(len(font.private)) + long(at)}))
            at += len(font.private)
        privates = b"".join(font.private for font in fonts)
        offsets = start, start + len(charset), start + len(charset) + len(select), at
        return head + top(*offsets) + names + body + privates + index(font_dicts)


def read_cff(file: uharfbuzz.Face, where: str) -> CffOutlines:
    """Read a font that holds CFF.

    Raises:
        StyleError: it is broken.

    """
    table = _read(file, {0}, where, NO_CHARACTERS)
    top = {op: table.top[op] for op in (FONT_MATRIX, FONT_BBOX) if op in table.top}
    return CffOutlines(file, where, table.name, top, table.charstrings)


def _read(file: uharfbuzz.Face, glyphs: set[int], where: str, characters: Mapping[int, str]) -> CffTable:
    """Cut glyphs out, and read what draws them.

    Raises:
        StyleError: the font is broken.

    """
    part, numbers = cut_font(file, glyphs, where, characters)
    data = part.reference_table("CFF ").data
    try:
        names, at = read_index(data, data[2])
        tops, at = read_index(data, at)
        top = read_dictionary(tops[0])
        codes, _ = read_index(data, integers(top[CHARSTRINGS])[0])
        if FD_ARRAY in top:
            dictionaries, _ = read_index(data, integers(top[FD_ARRAY])[0])
            fonts = [_font_dict(data, read_dictionary(dictionary)) for dictionary in dictionaries]
            kinds = _kinds(data, integers(top[FD_SELECT])[0], len(codes))
        else:
            fonts, kinds = [_font_dict(data, {PRIVATE: top[PRIVATE]})], [0] * len(codes)
        charstrings = {
            glyph: Charstring(fonts[kinds[numbers[glyph]]], *_split(codes[numbers[glyph]]))
            for glyph in (0, *glyphs)
        }
    except (IndexError, KeyError, ValueError, struct.error) as error:
        raise StyleError("the font's CFF table is broken", location=where) from error
    return CffTable(names[0], top, charstrings)


def _font_dict(data: bytes, font: Operands) -> FontDict:
    size, at = integers(font[PRIVATE])
    private = read_dictionary(data[at : at + size])
    nominal = integers(private[NOMINAL_WIDTH])[0] if NOMINAL_WIDTH in private else 0
    return FontDict(data[at : at + size], nominal, font.get(FONT_MATRIX, b""))


def _kinds(data: bytes, at: int, glyphs: int) -> list[int]:
    """Read FDSelect: the number of each glyph's font dictionary."""
    if data[at] == 0:
        return list(data[at + 1 : at + 1 + glyphs])
    (count,) = struct.unpack(">H", data[at + 1 : at + 3])
    runs = list(struct.iter_unpack(">HB", data[at + 3 : at + 3 + 3 * count]))
    ends = [*(first for first, _ in runs[1:]), glyphs]
    return [kind for (first, kind), end in zip(runs, ends, strict=True) for _ in range(first, end)]


def _split(code: bytes) -> tuple[bytes, bytes]:
    """Cut a charstring behind its first operator, and take away the width, which is its first number."""
    starts: list[int] = []
    at = 0
    while code[at] >= 32 or code[at] == 28:
        starts.append(at)
        at += operand(code, at)[1]
    operator, count = code[at], len(starts)
    wide = count > MOVES[operator] if operator in MOVES else count % 2
    begin = (starts[1] if count > 1 else at) if wide else 0
    at += 1
    if operator in MASKS:  # it says which of the hints before it hold
        at += (count // 2 + 7) // 8
    return code[begin:at], code[at:]


def rectangles(shapes: Sequence[Rectangle]) -> tuple[bytes, bytes]:
    """Write a charstring of rectangles, cut behind its first operator."""
    strings: list[bytes] = []
    at_x = at_y = 0
    for left, bottom, width, height in shapes:
        move = number(left - at_x) + number(bottom - at_y) + bytes([RMOVETO])
        strings += [move, number(width) + number(height) + number(-width) + bytes([HLINETO])]
        at_x, at_y = left, bottom + height  # three sides are drawn; the path closes itself
    return strings[0], b"".join(strings[1:]) + bytes([ENDCHAR])


def _shared(rests: Sequence[bytes]) -> dict[bytes, bytes]:
    """Return what occurs at several widths, each with the call that stands for it."""
    counts = Counter(rests)
    often = [rest for rest in counts if counts[rest] > 1 and len(rest) > 5]
    bias = 107 if len(often) < 1240 else 1131 if len(often) < 33900 else 32768
    return {rest: number(n - bias) + bytes([CALL_GLOBAL]) for n, rest in enumerate(often)}
