"""Fonts that can be embedded: which characters they have, how wide, and subsets of them."""

from __future__ import annotations

from convert.typeset.fonts.characters import FORMS, INVISIBLE, FormKey, GlyphForm
from convert.typeset.fonts.face import DownPlace, Face, Subset, Variant
from convert.typeset.fonts.library import (
    PACKAGED,
    bold_faces,
    characters_in,
    faces,
    font_file,
    open_face,
    packaged,
    packaged_path,
)

__all__ = [
    "FORMS",
    "INVISIBLE",
    "PACKAGED",
    "DownPlace",
    "Face",
    "FormKey",
    "GlyphForm",
    "Subset",
    "Variant",
    "bold_faces",
    "characters_in",
    "faces",
    "font_file",
    "open_face",
    "packaged",
    "packaged_path",
]
