"""Fonts inside a book, if they are asked for: only the characters that it shows, as OpenType.

Apple Books takes them where the package says so (`ibooks:specified-fonts`); Kobo and Kindle where the
reader chooses the publisher's font.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from convert.typeset.fonts import open_face, packaged_path
from convert.typeset.fonts.subsetting import subset_for_text
from convert.typeset.styles import StyleSheet

FACES = ("text", "heading")
FEATURES = ("ccmp", "locl", "vert", "vrt2", "kern", "vkrn")
"""Layout features that are kept: regional forms, and marks as they stand in vertical lines."""
NAME_IDS = (0, 1, 2, 4, 6, 13, 14)
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
    fonts: dict[str, EmbeddedFont] = {}
    for face in FACES:
        named = style.font(face)
        path = Path(named.file) if named.file else packaged_path(named.package)
        open_face(path)  # refuses a broken font, and one that may not be embedded
        same = next((font for font in fonts.values() if font.path == path), None)
        with path.open("rb") as file:
            ending = "otf" if file.read(4) == b"OTTO" else "ttf"
        fonts[face] = same or EmbeddedFont(f"backfile-{face}", f"font-{face}.{ending}", path)
    return fonts


def subset_fonts(fonts: Mapping[str, EmbeddedFont], characters: Iterable[str]) -> dict[str, bytes]:
    """Return the font files of a book that shows these characters, by name.

    Raises:
        StyleError: no part of a font can be made.

    """
    shown = {ord(character) for character in characters}
    return {
        font.file: subset_for_text(font.path, shown, FEATURES, NAME_IDS)
        for font in dict.fromkeys(fonts.values())
    }
