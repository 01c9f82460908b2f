"""Which characters a font shows, by which glyph and how wide: by itself, among Latin letters, among Han."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
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


class CidTable(Mapping[str, int]):
    """The CID of each text that one glyph shows: mapped characters from 1 on, behind them what is added.

    A character is looked for among the mapped ones when it is first asked for: a font has thirty thousand,
    and a document shows a thousand of them.
    """

    __slots__ = ("added", "known", "mapped")

    def __init__(self, mapped: str, added: Iterable[str]) -> None:
        """Take the mapped characters by code point, and what follows them."""
        self.mapped = mapped
        self.added = {text: cid for cid, text in enumerate(added, len(mapped) + 1)}
        self.known = dict(self.added)

    def get(self, text: str, default: int = 0) -> int:  # type: ignore[override]
        """Return a CID, or what is given where there is none."""
        cid = self.known.get(text)
        if cid is None and len(text) == 1:
            at = bisect_left(self.mapped, text)
            if self.mapped[at : at + 1] == text:  # what the font lacks is not kept: it may be anything
                cid = self.known[text] = at + 1
        return cid or default

    def __getitem__(self, text: str) -> int:
        """Return a CID.

        Raises:
            KeyError: the font shows no such text.

        """
        if cid := self.get(text):
            return cid
        raise KeyError(text)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.get(text) > 0

    def __iter__(self) -> Iterator[str]:
        yield from self.mapped
        yield from self.added

    def __len__(self) -> int:
        return len(self.mapped) + len(self.added)


def mapped_characters(font: uharfbuzz.Font, *, is_ours: bool = False) -> str:
    """Return the characters that a font maps to glyphs of its own (`cmap`), by their code points.

    Of a font that comes with the program the table is known to be whole, and each glyph is not looked at.
    What has a width of our own, or none, is left out: `added_glyphs` has it.
    """
    count, nominal = font.face.glyph_count, font.get_nominal_glyph
    codes = [code for code in font.face.unicodes if code < 0xD800 or code >= 0xE000]
    if not is_ours:
        codes = [code for code in codes if 0 < (nominal(code) or 0) < count]
    characters = "".join(map(chr, codes))
    for character in OWN:
        characters = characters.replace(character, "")
    return characters[:MOST_CHARACTERS]


def added_glyphs(font: uharfbuzz.Font, mapped: str) -> Iterator[FaceGlyph]:
    """Yield what a text may hold that a font does not map: pairs, white space, invisible characters."""
    units = font.face.upem
    for pair, glyph in _pair_glyphs(font, mapped, GlyphForm.WIDE):
        yield FaceGlyph(pair, glyph, len(pair) * units)
    for character, stand_in in SUBSTITUTE.items():
        if stand_in in mapped and character not in mapped:
            glyph = glyph_of(font, stand_in)
            yield FaceGlyph(character, glyph, font.get_glyph_h_advance(glyph))
    space = font.get_glyph_h_advance(glyph_of(font, " ")) if " " in mapped else units // 4
    if " " not in mapped:
        yield FaceGlyph(" ", BLANK, space)
    for character in INVISIBLE:
        yield FaceGlyph(character, BLANK, 0)
    for character, width in BLANKS.items():
        yield FaceGlyph(character, BLANK, round(width * units / 1000) or space)


def form_glyphs(font: uharfbuzz.Font, mapped: str) -> Iterator[tuple[FormKey, FaceGlyph]]:
    """Yield what mapped characters look like in company, where their form may depend on it."""
    for form, characters in FORMS.items():
        for character in characters:
            if character in mapped:
                glyph = _in_form(font, character, form)
                shown = FaceGlyph(character, glyph, font.get_glyph_h_advance(glyph))
                yield FormKey(character, form), shown
    for pair, glyph in _pair_glyphs(font, mapped, GlyphForm.UPRIGHT):
        yield FormKey(pair, GlyphForm.UPRIGHT), FaceGlyph(pair, glyph, len(pair) * font.face.upem)


def glyph_of(font: uharfbuzz.Font, character: str) -> int:
    """Return the glyph of a character; 0 where the font does not map it."""
    return font.get_nominal_glyph(ord(character)) or 0


def _pair_glyphs(font: uharfbuzz.Font, mapped: str, form: GlyphForm) -> Iterator[tuple[str, int]]:
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
