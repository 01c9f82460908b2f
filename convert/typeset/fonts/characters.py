"""Which characters a font shows, by which glyph and how wide: by itself, among Latin letters, among Han."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

import uharfbuzz

BLANK = -1
"""In place of a glyph: nothing is drawn."""

MOST_CHARACTERS = 60_000
"""Of one font: CIDs have two bytes, and each document needs some of its own."""


class GlyphForm(StrEnum):
    """How a character looks in its company, by the OpenType feature that makes it look so."""

    NARROW = "pwid"
    """Among Latin letters."""
    WIDE = "fwid"
    """Among Han."""
    UPRIGHT = "vert"
    """In vertical lines."""


TURNED = "，、。．：；！？（）《》〈〉「」『』【】〔〕〖〗［］｛｝“”‘’—…⋯～〜–－ー＝＿／￣"
"""Marks that look otherwise, or stand elsewhere in their square, in vertical lines."""

FORMS: Mapping[GlyphForm, str] = {
    GlyphForm.NARROW: "“”‘’…",
    GlyphForm.WIDE: "—⸺",
    GlyphForm.UPRIGHT: TURNED,
}
"""Characters that a font may draw otherwise in that company."""


class FormKey(NamedTuple):
    """A character in its company."""

    character: str
    form: GlyphForm


class FaceGlyph(NamedTuple):
    """What a CID shows."""

    text: str
    """A character, or the two that one glyph shows."""
    glyph: int
    """Number in the font, or BLANK."""
    advance: int
    """Advance width in font units."""


PAIRS = {"——": "⸺"}
"""Two characters that one glyph shows: a dash of two squares, without a seam."""

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062"
INVISIBLE += "\u2063\u2064\u2066\u2067\u2068\u2069" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Characters that have no picture by nature: they stay in the text with no width."""

SUBSTITUTE = {"\ufffd": "□"}
"""What a text that lost a character shows in its place."""

BLANKS = {"\t": 2000, "\u00a0": 0, "\u2002": 500, "\u2003": 1000, "\u2009": 200, "\u202f": 200, "\u2007": 550}
"""White space that a font may lack: width in 1/1000 of the size; 0 means as wide as a space."""

OWN = frozenset((*INVISIBLE, *BLANKS, "\ufeff"))
"""Characters whose glyphs are not taken from the font; U+FEFF may not stand in a PDF's text at all."""

PLAIN = dict.fromkeys(("calt", "ccmp", "clig", "kern", "liga", "locl", "rlig"), False)
"""What shaping would do unasked; a form is asked for alone."""


def mapped_glyphs(font: uharfbuzz.Font) -> dict[str, int]:
    """Return the glyph of each character that a font maps (`cmap`), in the order of their code points.

    What has a width of our own, or none, is left out: `added_glyphs` has it.
    """
    count, glyph_of = font.face.glyph_count, font.get_nominal_glyph
    codes = (code for code in font.face.unicodes if code < 0xD800 or code >= 0xE000)
    mapped = ((chr(code), glyph_of(code) or 0) for code in codes)
    glyphs = {character: glyph for character, glyph in mapped if 0 < glyph < count and character not in OWN}
    return dict(islice(glyphs.items(), MOST_CHARACTERS)) if len(glyphs) > MOST_CHARACTERS else glyphs


def added_glyphs(font: uharfbuzz.Font, mapped: Mapping[str, int]) -> Iterator[FaceGlyph]:
    """Yield what a text may hold that a font does not map: pairs, white space, invisible characters."""
    units = font.face.upem
    for pair, glyph in _pair_glyphs(font, mapped, GlyphForm.WIDE):
        yield FaceGlyph(pair, glyph, len(pair) * units)
    for character, stand_in in SUBSTITUTE.items():
        if stand_in in mapped and character not in mapped:
            yield FaceGlyph(character, mapped[stand_in], font.get_glyph_h_advance(mapped[stand_in]))
    space = font.get_glyph_h_advance(mapped[" "]) if " " in mapped else units // 4
    if " " not in mapped:
        yield FaceGlyph(" ", BLANK, space)
    for character in INVISIBLE:
        yield FaceGlyph(character, BLANK, 0)
    for character, width in BLANKS.items():
        yield FaceGlyph(character, BLANK, round(width * units / 1000) or space)


def form_glyphs(font: uharfbuzz.Font, mapped: Mapping[str, int]) -> Iterator[tuple[FormKey, FaceGlyph]]:
    """Yield what mapped characters look like in company, where their form may depend on it."""
    for form, characters in FORMS.items():
        for character in characters:
            if character in mapped:
                glyph = _in_form(font, character, form)
                shown = FaceGlyph(character, glyph, font.get_glyph_h_advance(glyph))
                yield FormKey(character, form), shown
    for pair, glyph in _pair_glyphs(font, mapped, GlyphForm.UPRIGHT):
        yield FormKey(pair, GlyphForm.UPRIGHT), FaceGlyph(pair, glyph, len(pair) * font.face.upem)


def _pair_glyphs(
    font: uharfbuzz.Font, mapped: Mapping[str, int], form: GlyphForm
) -> Iterator[tuple[str, int]]:
    """Yield the pairs of characters that the font has one glyph for, and that glyph in a form."""
    for pair, single in PAIRS.items():
        wide = _in_form(font, single, GlyphForm.WIDE) if single in mapped else 0
        if wide and font.get_glyph_h_advance(wide) == len(pair) * font.face.upem:
            yield pair, _in_form(font, single, form)


def _in_form(font: uharfbuzz.Font, character: str, form: GlyphForm) -> int:
    """Return the glyph that a feature puts in the place of a character's own."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(character)
    buffer.script, buffer.language, buffer.direction = "Hani", "zh-Hans", "ltr"
    also = {GlyphForm.WIDE.value: True} if form is GlyphForm.UPRIGHT else {}
    uharfbuzz.shape(font, buffer, {**PLAIN, **also, form.value: True})
    return int(buffer.glyph_infos[0].codepoint)
