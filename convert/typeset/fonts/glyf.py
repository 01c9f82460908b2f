"""Subsets of TrueType outlines, as a PDF embeds them (OpenType 1.9, `glyf` and `loca`).

HarfBuzz cuts the font, with the parts of composite glyphs. What no library does is added here: the same
glyph once more at another width, and blanks.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz

from convert.errors import StyleError
from convert.typeset.fonts.boxes import Rectangle
from convert.typeset.fonts.characters import BLANK
from convert.typeset.fonts.face import FontProgram, SubsetGlyph
from convert.typeset.fonts.sfnt import assemble
from convert.typeset.fonts.subsetting import NO_CHARACTERS, cut_font

TABLES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp")
COPIED = ("cvt ", "fpgm", "prep")
"""Instructions, which a font may lack."""


class Metric(NamedTuple):
    """How wide a glyph is and where it begins, in font units."""

    advance: int
    bearing: int
    """Of its left edge."""


class GlyfPart(NamedTuple):
    """A font of some of another one's glyphs, as it is read."""

    tables: Mapping[str, bytes]
    outlines: list[bytes]
    metrics: list[Metric]
    numbers: Mapping[int, int]
    """Glyphs of the whole font to those of the part."""


class SimpleGlyph(NamedTuple):
    """A glyph that is drawn without any other."""

    outline: bytes
    metric: Metric


@dataclass(frozen=True, slots=True)
class GlyfOutlines:
    """What draws a TrueType font's glyphs."""

    file: uharfbuzz.Face
    where: str
    tables: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Of a part; but for outlines and metrics they are the same in all."""
    simple: dict[int, SimpleGlyph | None] = field(default_factory=dict, compare=False, repr=False)
    """By glyph: those already cut, the same for every document; None: it is made of others."""

    @property
    def draws_boxes(self) -> bool:
        """Whether a program can hold rectangles: only the packaged fonts have to, and they hold CFF."""
        return False

    def program(
        self,
        glyphs: Mapping[int, SubsetGlyph],
        _drawn: Mapping[int, Sequence[Rectangle]],
        characters: Mapping[int, str],
    ) -> FontProgram:
        """Make a font of the given glyphs, and the map from CIDs to them.

        Raises:
            StyleError: the font is broken.

        """
        try:
            wanted = {glyph for glyph, _ in glyphs.values()} - {BLANK}
            tables, outlines, metrics, numbers = self._part(wanted, characters)
            places = {SubsetGlyph(old, metrics[new].advance): new for old, new in numbers.items()}
            cid_map = bytearray(2 * (max(glyphs, default=0) + 1))
            for cid, glyph in sorted(glyphs.items()):
                if glyph not in places:  # another width than the font's own, or a blank
                    places[glyph] = len(outlines)
                    copied = numbers[glyph.glyph] if glyph.glyph >= 0 else None
                    outlines.append(b"" if copied is None else outlines[copied])
                    metrics.append(Metric(glyph.advance, 0 if copied is None else metrics[copied].bearing))
                cid_map[2 * cid : 2 * cid + 2] = struct.pack(">H", places[glyph])
            return FontProgram(_assembled(tables, outlines, metrics), bytes(cid_map))
        except (IndexError, KeyError, ValueError, struct.error) as error:
            raise StyleError("the font is broken", location=self.where) from error

    def _part(self, glyphs: set[int], characters: Mapping[int, str]) -> GlyfPart:
        """Cut glyphs out, if they have not been cut for an earlier document."""
        glyphs = {0, *glyphs}
        if new := glyphs - self.simple.keys():
            part = self._cut(new, characters)
            self.tables.update(part.tables)
            for old, number in part.numbers.items():
                outline = part.outlines[number]
                composite = outline[:2] >= b"\x80"  # a number of contours below zero
                self.simple[old] = None if composite else SimpleGlyph(outline, part.metrics[number])
        ordered = sorted(glyphs)
        simple = [glyph for number in ordered if (glyph := self.simple[number])]
        if len(simple) < len(ordered):
            return self._cut(glyphs, NO_CHARACTERS)
        outlines, metrics = [glyph.outline for glyph in simple], [glyph.metric for glyph in simple]
        return GlyfPart(self.tables, outlines, metrics, {old: new for new, old in enumerate(ordered)})

    def _cut(self, glyphs: set[int], characters: Mapping[int, str]) -> GlyfPart:
        """Cut glyphs out, with the parts of composite ones."""
        part, numbers = cut_font(self.file, glyphs, self.where, characters)
        tables = {tag: part.reference_table(tag).data for tag in (*TABLES, *COPIED)}
        count = part.glyph_count
        return GlyfPart(tables, _outlines(tables, count), _metrics(tables, count), numbers)


def _outlines(tables: Mapping[str, bytes], count: int) -> list[bytes]:
    """Read each glyph's outline; a blank one has no bytes."""
    long = tables["head"][50:52] != b"\0\0"
    places = struct.unpack(f">{count + 1}{'I' if long else 'H'}", tables["loca"])
    scale = 1 if long else 2
    return [tables["glyf"][scale * start : scale * end] for start, end in pairwise(places)]


def _metrics(tables: Mapping[str, bytes], count: int) -> list[Metric]:
    """Read each glyph's advance width and left side bearing; the last widths may be written once."""
    (long,) = struct.unpack(">H", tables["hhea"][34:36])
    metrics = [Metric(*pair) for pair in struct.iter_unpack(">Hh", tables["hmtx"][: 4 * long])]
    bearings = struct.unpack(f">{count - long}h", tables["hmtx"][4 * long :])
    return metrics + [Metric(metrics[-1].advance, bearing) for bearing in bearings]


def _assembled(tables: Mapping[str, bytes], outlines: Sequence[bytes], metrics: Sequence[Metric]) -> bytes:
    """Put a font together from outlines and metrics by glyph."""
    padded = [outline + b"\0" * (-len(outline) % 4) for outline in outlines]
    starts = [0]
    for outline in padded:
        starts.append(starts[-1] + len(outline))
    count = len(outlines)
    head, hhea, maxp = (bytearray(tables[tag]) for tag in ("head", "hhea", "maxp"))
    head[8:12] = b"\0\0\0\0"
    head[50:52] = b"\0\1"  # long offsets
    hhea[34:36] = maxp[4:6] = struct.pack(">H", count)
    written = {tag: tables[tag] for tag in COPIED if tables[tag]}
    written |= {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp), "glyf": b"".join(padded)}
    written["loca"] = struct.pack(f">{count + 1}I", *starts)
    written["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
    return assemble(written)
