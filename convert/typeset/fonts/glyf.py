"""Subsets of TrueType outlines, as a PDF embeds them (OpenType 1.9, `glyf` and `loca`).

HarfBuzz cuts the font, with the parts of composite glyphs. What no library does is added here: the same
glyph once more at another width, and blanks.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import uharfbuzz

from convert.errors import StyleError
from convert.typeset.fonts.boxes import Rectangle
from convert.typeset.fonts.face import FontProgram, SubsetGlyph
from convert.typeset.fonts.sfnt import assemble
from convert.typeset.fonts.subsetting import cut_font

TABLES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp")
COPIED = ("cvt ", "fpgm", "prep")
"""Instructions, which a font may lack."""


class Metric(NamedTuple):
    """How wide a glyph is and where it begins, in font units."""

    advance: int
    bearing: int
    """Of its left edge."""


@dataclass(frozen=True, slots=True)
class GlyfOutlines:
    """What draws a TrueType font's glyphs."""

    file: uharfbuzz.Face
    where: str

    @property
    def draws_boxes(self) -> bool:
        """Whether a program can hold rectangles: only the packaged fonts have to, and they hold CFF."""
        return False

    def program(
        self, glyphs: Mapping[int, SubsetGlyph], _drawn: Mapping[int, Sequence[Rectangle]]
    ) -> FontProgram:
        """Make a font of the given glyphs, and the map from CIDs to them.

        Raises:
            StyleError: the font is broken.

        """
        part, numbers = cut_font(self.file, {glyph for glyph, _ in glyphs.values() if glyph >= 0}, self.where)
        tables = {tag: part.reference_table(tag).data for tag in (*TABLES, *COPIED)}
        try:
            outlines, metrics = _outlines(tables, part.glyph_count), _metrics(tables, part.glyph_count)
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
