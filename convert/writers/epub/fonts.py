"""Fonts inside a book, if they are asked for: only the characters that it shows, as OpenType.

Apple Books takes them where the package says so (`ibooks:specified-fonts`); Kobo and Kindle where the
reader chooses the publisher's font.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from convert.errors import StyleError
from convert.typeset.fonts import open_face, packaged_path
from convert.typeset.styles import StyleSheet

FACES = ("text", "heading")
FEATURES = ("ccmp", "locl", "vert", "vrt2", "kern", "vkrn")
"""Layout features that are kept: regional forms, and marks as they stand in vertical lines."""
NAMES = (0, 1, 2, 4, 6, 13, 14)
"""Of the name table: copyright, names, licence and where it can be read."""


class EmbeddedFont(NamedTuple):
    """A font of a book."""

    family: str
    """Its name in the style sheet."""
    file: str
    """Its name in the book."""
    path: Path

    @property
    def media_type(self) -> str:
        """Return its media type (EPUB 3.3, section 3.2)."""
        return "font/otf" if self.file.endswith("otf") else "font/ttf"


def embedded_fonts(style: StyleSheet) -> Mapping[str, EmbeddedFont]:
    """Return the fonts that go into a book, by face; two faces of one font share it.

    Raises:
        StyleError: a font does not exist, is broken, or forbids embedding.

    """
    if not style.epub.embed_fonts:
        return {}
    found: dict[str, EmbeddedFont] = {}
    for face in FACES:
        fonts = style.font(face)
        path = Path(fonts.file) if fonts.file else packaged_path(fonts.package)
        open_face(path)  # refuses a broken font, and one that may not be embedded
        same = next((font for font in found.values() if font.path == path), None)
        ending = "otf" if path.read_bytes()[:4] == b"OTTO" else "ttf"
        found[face] = same or EmbeddedFont(f"backfile-{face}", f"font-{face}.{ending}", path)
    return found


def subset_fonts(fonts: Mapping[str, EmbeddedFont], characters: Iterable[str]) -> dict[str, bytes]:
    """Return the font files of a book that shows these characters, by name.

    Raises:
        StyleError: a font cannot be cut.

    """
    shown = [ord(char) for char in sorted(set(characters))]
    return {font.file: _subset(font.path, shown) for font in dict.fromkeys(fonts.values())}


def _subset(path: Path, shown: list[int]) -> bytes:
    from fontTools import subset  # noqa: PLC0415 - takes longer to load than a book to write
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - the same

    options = subset.Options(layout_features=list(FEATURES), name_IDs=list(NAMES), notdef_outline=True)
    out = BytesIO()
    try:
        # the whole font's boxes hold for a part of it, and measuring glyphs anew takes most of the time
        kept = {"recalcTimestamp": False, "recalcBBoxes": False, "fontNumber": 0}
        font = TTFont(BytesIO(path.read_bytes()), lazy=True, **kept)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=shown)
        cutter.subset(font)
        font.save(out)
    except (TTLibError, subset.Subsetter.SubsettingError, KeyError) as error:
        raise StyleError(
            f"no part of the font can be made: {error}", location=str(path), hint="name another font file"
        ) from error
    return out.getvalue()
