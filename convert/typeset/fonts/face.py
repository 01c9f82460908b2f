"""A font as a PDF embeds it: characters to CIDs and widths, and how to make a subset.

A face gives every character that it can show a number of its own (a CID), the same in every document,
so that what one document shows never changes the bytes of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Any, NamedTuple, Protocol

import uharfbuzz

from convert.typeset.fonts import boxes
from convert.typeset.fonts.boxes import Rectangle
from convert.typeset.fonts.characters import BLANK, CidTable, FaceGlyph, FormKey, GlyphForm, glyph_of


class DownPlace(IntEnum):
    """What a glyph takes of a vertical line."""

    SQUARE = 0
    LEFT = 1
    """Of two digits that share a square."""
    RIGHT = 2
    BLANK = 3
    """As much as it is wide."""


class Variant(NamedTuple):
    """A character as one document needs it."""

    cid: int
    """0: no character of the face, but the box of what `text` names."""
    added: int = 0
    """To its width, in 1/1000 of the size."""
    text: str = ""
    """What it stands for, if not for itself."""
    place: DownPlace = DownPlace.SQUARE


class DownMetric(NamedTuple):
    """How a glyph stands in a vertical line, in 1/1000 of the size (ISO 32000-1, 9.7.4.3)."""

    advance: int
    """Down, and so below zero."""
    x: int
    """From its origin to where it is placed: the middle of the line."""
    y: int
    """The same, upwards."""


UPPER_EDGE = 880
"""Of a square character, above the base line, in 1/1000 of the size."""


PAIR_WIDTH, PAIR_DOWN = 2000, DownMetric(-2000, 500, UPPER_EDGE + 500)
"""Of a dash of two squares, which is drawn about the middle of one."""


class SubsetGlyph(NamedTuple):
    """What a subset draws for a CID."""

    glyph: int
    """Number in the whole font, or BLANK."""
    advance: int
    """Advance width in font units."""


class PlainGlyph(NamedTuple):
    """A character as a subset shows it where nothing else is asked of it."""

    glyph: SubsetGlyph
    width: int
    """In 1/1000 of the size."""
    text: str


class FontProgram(NamedTuple):
    """A font file as a PDF takes it (ISO 32000-1, 9.9)."""

    data: bytes
    cid_map: bytes
    """CID to glyph, two bytes each (CIDToGIDMap); empty where the font knows CIDs itself."""


class Outlines(Protocol):
    """What draws a font's glyphs."""

    @property
    def draws_boxes(self) -> bool:
        """Whether a program can hold rectangles."""
        ...

    def program(
        self,
        glyphs: Mapping[int, SubsetGlyph],
        drawn: Mapping[int, Sequence[Rectangle]],
        characters: Mapping[int, str],
    ) -> FontProgram:
        """Make a font of glyphs by CID; where `drawn` has a CID, its rectangles are its picture.

        `characters` has what a glyph is mapped from, by the glyph.

        Raises:
            StyleError: an outline is broken.

        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font that can be embedded."""

    name: str
    """Its PostScript name, with nothing in it that a PDF name must escape."""
    cids: CidTable
    """By character, or pair of characters; CID 0 stands for none (.notdef)."""
    forms: Mapping[FormKey, int]
    """CIDs of those that look otherwise in company."""
    added: tuple[FaceGlyph, ...]
    """By the CIDs behind those of mapped characters: what the font does not map by itself."""
    outlines: Outlines
    font: uharfbuzz.Font
    box: tuple[int, int, int, int]
    """Around all glyphs, in 1/1000 of the size: left, lower edge, right, upper edge."""
    ascent: int
    descent: int
    """Below the base line, and so below zero."""
    units: int
    """Font units in the font size."""
    plain: dict[int, PlainGlyph] = field(default_factory=dict, repr=False)
    """By CID: those that documents have shown."""
    kept: dict[tuple[Face, ...], Any] = field(default_factory=dict, repr=False)
    """What a writer keeps for the documents that follow, by the faces of one; this is the first of them."""

    def cid(self, text: str, form: GlyphForm) -> int:
        """Return the CID that shows a text in its company; 0 if the face lacks it."""
        return self.forms.get(FormKey(text, form)) or self.cids.get(text)

    @property
    def cid_count(self) -> int:
        """How many CIDs it has; those from this number on are free."""
        return 1 + len(self.cids.mapped) + len(self.added)

    def glyph(self, cid: int) -> FaceGlyph:
        """Return what a CID shows."""
        mapped = self.cids.mapped
        if cid > len(mapped):
            return self.added[cid - 1 - len(mapped)]
        character = mapped[cid - 1] if cid else ""
        number = glyph_of(self.font, character) if cid else 0
        return FaceGlyph(character, number, self.font.get_glyph_h_advance(number))

    def width(self, cid: int) -> int:
        """Return the advance width of a CID, in 1/1000 of the font size."""
        return (self.plain.get(cid) or self._plain(cid)).width

    def _width(self, advance: int) -> int:
        """Return an advance in 1/1000 of the font size."""
        return round(advance * 1000 / self.units)

    def subset(self, cids: Iterable[int], variants: Mapping[int, Variant]) -> Subset:
        """Make the font program for a set of characters.

        A variant is a CID of the document's own: another one's glyph, wider or with another text.

        Raises:
            StyleError: an outline is broken.

        """
        glyphs: dict[int, SubsetGlyph] = {}
        widths: dict[int, int] = {}
        texts: dict[int, str] = {}
        characters: dict[int, str] = {}
        down: dict[int, DownMetric] = {}
        drawn: dict[int, list[Rectangle]] = {}
        for cid in sorted({*cids, *variants}):
            if cid not in variants:
                glyphs[cid], width, texts[cid] = self.plain.get(cid) or self._plain(cid)
                widths[cid] = width
                characters[glyphs[cid].glyph] = texts[cid]
                if width == PAIR_WIDTH:
                    down[cid] = PAIR_DOWN
                continue
            base, added, text, place = variants[cid]
            glyph, width, character = self.plain.get(base) or self._plain(base)
            characters[glyph.glyph] = character
            if not base:
                glyph, width = SubsetGlyph(BLANK, boxes.WIDTH * self.units // 1000), boxes.WIDTH
                drawn[cid] = [*boxes.box(ord(text))]
            glyphs[cid] = SubsetGlyph(glyph.glyph, glyph.advance + round(added * self.units / 1000))
            widths[cid] = width + added
            texts[cid] = text or character
            if metric := _down(width, added, place):
                down[cid] = metric
        program = self.outlines.program(glyphs, drawn, characters)
        prefix = "".join(chr(65 + byte % 26) for byte in sha256(program.data + program.cid_map).digest()[:6])
        return Subset(f"{prefix}+{self.name}", program, widths, texts, down)

    def _plain(self, cid: int) -> PlainGlyph:
        """Return what a CID shows if nothing else is asked of it, and keep that for the next document."""
        character, glyph, advance = self.glyph(cid)
        plain = self.plain[cid] = PlainGlyph(SubsetGlyph(glyph, advance), self._width(advance), character)
        return plain


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a face that one document shows."""

    name: str
    program: FontProgram
    widths: Mapping[int, int]
    """By CID, ascending, in 1/1000 of the size."""
    texts: Mapping[int, str]
    """By CID: the character it shows."""
    down: Mapping[int, DownMetric]
    """By CID, ascending: how those stand in vertical lines that take no square."""


def _down(width: int, added: int, place: DownPlace) -> DownMetric | None:
    """Return how a glyph stands in a vertical line, if not as a square of which it is the middle."""
    if place:  # no square, which most are
        if place is DownPlace.LEFT:
            return DownMetric(-500, width, UPPER_EDGE)
        if place is DownPlace.RIGHT:
            return DownMetric(-500, 0, UPPER_EDGE - 500)
        return DownMetric(-width, width // 2, UPPER_EDGE)
    if width == PAIR_WIDTH and not added:
        return PAIR_DOWN
    return DownMetric(-1000 - added, width // 2, UPPER_EDGE) if added else None
