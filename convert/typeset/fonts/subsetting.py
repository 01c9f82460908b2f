"""Parts of a font file, cut by HarfBuzz: the glyphs that a PDF draws, or the characters that a book shows.

A font of 31,000 glyphs, of which 261 characters go into a book: 12 ms and 74 kB; fontTools, which was here
before, takes 300 ms, and 82 kB with the subroutines kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import uharfbuzz
from uharfbuzz import SubsetFlags

from convert.errors import StyleError

NEEDLESS = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "VVAR", "name", "post", "OS/2", "cmap"),
    *("fvar", "avar", "gvar", "cvar", "HVAR", "MVAR", "STAT"),
)
"""Tables that no PDF needs (ISO 32000-1, 9.9): layout, names, variations."""

FLAGS = SubsetFlags.DESUBROUTINIZE | SubsetFlags.NOTDEF_OUTLINE
"""Without subroutines a part is smaller once it is packed, and is cut twice as fast."""

NO_CHARACTERS: Mapping[int, str] = MappingProxyType({})


class FontPart(NamedTuple):
    """A font of some of another one's glyphs."""

    file: uharfbuzz.Face
    numbers: Mapping[int, int]
    """Glyphs of the whole font to those of the part; 0, which stands for no character, stays 0."""


def cut_font(
    file: uharfbuzz.Face, glyphs: Collection[int], where: str, characters: Mapping[int, str] = NO_CHARACTERS
) -> FontPart:
    """Cut out glyphs for a PDF, with the parts of composite ones.

    Where the characters of all of them are given, HarfBuzz is asked for those, and has not to go through all
    that the font maps, for 2 ms: the part may then have glyphs more, those of the characters' variants.

    Raises:
        StyleError: the font is broken.

    """
    wanted = uharfbuzz.SubsetInput()
    codes = _codes(file, glyphs, characters)
    if codes is None:
        wanted.glyph_set.update(glyphs)
    else:
        wanted.unicode_set.update(codes)
    wanted.flags = FLAGS | SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(map(_number, NEEDLESS))
    try:
        plan = uharfbuzz.SubsetPlan(file, wanted)
        return FontPart(plan.execute(), dict(plan.old_to_new_glyph_mapping.items()))
    except (RuntimeError, MemoryError) as error:
        raise StyleError("the font is broken", location=where, hint="give another font file") from error


def _codes(file: uharfbuzz.Face, glyphs: Iterable[int], characters: Mapping[int, str]) -> list[int] | None:
    """Return the characters that glyphs are mapped from; None if one is not mapped from its own."""
    font, codes = uharfbuzz.Font(file), []
    for glyph in glyphs:
        character = characters.get(glyph, "")
        if glyph and (len(character) != 1 or font.get_nominal_glyph(ord(character)) != glyph):
            return None
        if glyph:  # 0, which stands for no character, is in every part
            codes.append(ord(character))
    return codes


def subset_for_text(path: Path, codes: Iterable[int], features: Iterable[str], names: Iterable[int]) -> bytes:
    """Cut a font file for a text: an OpenType or TrueType file that shows these code points by itself.

    It keeps the layout features and the entries of the name table that are asked for. The same code points
    make the same bytes.

    Raises:
        StyleError: the font is broken.

    """
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(codes)
    wanted.flags = FLAGS
    for kept, asked in (
        (wanted.layout_feature_tag_set, map(_number, features)),
        (wanted.name_id_set, names),
    ):
        kept.clear()
        kept.update(asked)
    try:
        part: bytes = uharfbuzz.subset(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())), wanted).blob.data
    except (RuntimeError, MemoryError) as error:
        raise StyleError(
            "the font cannot be reduced to a subset", location=str(path), hint="give another font file"
        ) from error
    return part


def _number(tag: str) -> int:
    """Return a tag as HarfBuzz takes it: "vert" -> 0x76657274."""
    return int.from_bytes(tag.encode("latin-1"), "big")
