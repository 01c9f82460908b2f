"""Fonts by their files: the packaged ones, and those that a style names."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import uharfbuzz

from convert.errors import StyleError
from convert.typeset.fonts.cff import read_cff
from convert.typeset.fonts.characters import CidTable, added_glyphs, form_glyphs, mapped_characters
from convert.typeset.fonts.face import Face
from convert.typeset.fonts.glyf import GlyfOutlines
from convert.typeset.fonts.sfnt import check_tables
from convert.typeset.styles import FontStyle

PACKAGE = "pylopdf_fonts_zh_cn"
PACKAGED = ("NotoSerifSC-Regular", "NotoSansSC-Regular")
"""Fonts that come with the program's dependencies; each stands in for what the other lacks."""

BOLD = {"NotoSansSC-Regular": "NotoSansSC-Bold"}
"""The bold of a packaged font, which comes with this program; `scripts/bold_font.py` makes it."""

BOLD_FOLDER = Path(__file__).parent / "data"

ANOTHER = "give another font file"

LARGEST_FILE = 256 << 20
"""Bytes of a font file; the largest known collections of all Han have a fifth less."""

LONGEST_NAME = 60
"""Characters of a PostScript name: PDF allows 127 bytes, prefix and all (ISO 32000-1, annex C.2)."""


def faces(fonts: FontStyle, where: str = "") -> tuple[Face, ...]:
    """Return the faces for a font style, best first.

    The user's own file, the packaged font, the other one, and the files for what those lack.

    Raises:
        StyleError: the file or the packaged font does not exist, or cannot be embedded.

    """
    if fonts.package not in PACKAGED:
        raise StyleError(
            f"no packaged font named {fonts.package!r}",
            location=where,
            hint=f"choose from: {', '.join(PACKAGED)}; or give a font file with `file`",
        )
    own = (open_face(Path(fonts.file)),) if fonts.file else ()
    others = (name for name in PACKAGED if name != fonts.package)
    rare = (open_face(Path(name)) for name in fonts.fallback)
    return (*own, *(packaged(name) for name in (fonts.package, *others)), *rare)


def bold_faces(fonts: FontStyle) -> tuple[Face, ...]:
    """Return the faces that show bold letters of a font style, best first; none where it has no bold.

    The user's own bold file; of a style without a font file of its own the packaged font's bold.

    Raises:
        StyleError: the file does not exist, or cannot be embedded.

    """
    if fonts.bold:
        return (open_face(Path(fonts.bold)),)
    if fonts.file or fonts.package not in BOLD:
        return ()
    return (open_face(BOLD_FOLDER / f"{BOLD[fonts.package]}.ttf"),)


def packaged(name: str) -> Face:
    """Return a packaged font.

    Raises:
        StyleError: the package is not installed.

    """
    return open_face(packaged_path(name))


def packaged_path(name: str) -> Path:
    """Return where a packaged font lies.

    Raises:
        StyleError: the package is not installed.

    """
    folder = _package_folder()
    if folder is None or not (folder / f"{name}.otf").is_file():
        raise StyleError(
            f"the font {name} is not installed", hint="pip install pylopdf-fonts-zh-cn, or give a font file"
        )
    return folder / f"{name}.otf"


def _package_folder() -> Path | None:
    """Return where the packaged fonts are; once the package is imported, nobody looks for it on the disk."""
    try:
        spec = import_module(PACKAGE).__spec__
    except ModuleNotFoundError:
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


@dataclass(slots=True, eq=False)
class FontFile:
    """A font file, and what writers have made of it."""

    path: Path
    face: Face | None = None
    """What it can embed, once that is asked for."""
    drawer: Any = None
    """What draws pictures in it, once there are any."""


# The whole process shares fonts: reading one takes longer than most pages take to write.
@lru_cache(maxsize=16)
def font_file(path: Path) -> FontFile:
    """Return what is kept of a font file; nothing is read of it here."""
    return FontFile(path)


def open_face(path: Path) -> Face:
    """Read a font file; each is read once in a process.

    Raises:
        StyleError: it cannot be read, is broken, or its licence bits forbid embedding.

    """
    file = font_file(path)
    if file.face is None:
        file.face = _opened(path)
    return file.face


def _opened(path: Path) -> Face:
    where = str(path)
    try:
        if path.parent == BOLD_FOLDER or path.parent == _package_folder():
            return _face(_mapped_file(path), where, is_ours=True)
        data = _whole_file(path)
        check_tables(data, where)
        return _face(uharfbuzz.Face(uharfbuzz.Blob(data)), where)
    except OSError as error:
        raise StyleError(error.strerror or "cannot be read", location=where, hint=ANOTHER) from error
    except (struct.error, ValueError) as error:
        raise StyleError("the font is broken", location=where, hint=ANOTHER) from error


def characters_in(path: Path, text: str) -> frozenset[str]:
    """Return those characters of a text that a font file has, whether or not it may be embedded.

    Raises:
        StyleError: it cannot be read, or is no font.

    """
    try:
        _check_size(path)
        file = _mapped_file(path)
    except (OSError, uharfbuzz.HarfBuzzError) as error:
        raise StyleError("the font cannot be read", location=str(path), hint=ANOTHER) from error
    if not file.glyph_count:
        raise StyleError("the font is broken", location=str(path), hint=ANOTHER)
    font = uharfbuzz.Font(file)
    return frozenset(character for character in text if font.get_nominal_glyph(ord(character)))


def _mapped_file(path: Path) -> uharfbuzz.Face:
    """Map a font file into memory: of its tens of megabytes what is asked for is read."""
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))


def _whole_file(path: Path) -> bytes:
    """Read a font file."""
    _check_size(path)
    return path.read_bytes()


def _check_size(path: Path) -> None:
    """Refuse what is no file: a pipe or a device, which may have no end."""
    if "\0" in str(path) or not (path.is_file() or not path.exists()):
        raise StyleError("not a file", location=str(path), hint=ANOTHER)
    if path.exists() and path.stat().st_size > LARGEST_FILE:
        raise StyleError(
            f"larger than {LARGEST_FILE >> 20} MiB: not a font", location=str(path), hint=ANOTHER
        )


def _face(file: uharfbuzz.Face, where: str, *, is_ours: bool = False) -> Face:
    os2 = file.reference_table("OS/2").data
    if len(os2) > 10 and struct.unpack(">H", os2[8:10])[0] & 0xF == 2:  # fsType, restricted licence
        raise StyleError("the font's licence forbids embedding", location=where, hint="give another font")
    units: int = file.upem
    if not file.glyph_count:
        raise StyleError("the font is broken", location=where, hint=ANOTHER)
    font = uharfbuzz.Font(file)
    left, bottom, right, top = struct.unpack(">4h", file.reference_table("head").data[36:44])
    ascent, descent = struct.unpack(">hh", file.reference_table("hhea").data[4:8])

    def scaled(length: int) -> int:
        return round(length * 1000 / units)

    mapped = mapped_characters(font, is_ours=is_ours)
    plain, forms = tuple(added_glyphs(font, mapped)), dict(form_glyphs(font, mapped))
    return Face(
        name=_name(file) or re.sub(r"[^A-Za-z0-9-]", "", Path(where).stem) or "Font",
        cids=CidTable(mapped, [glyph.text for glyph in plain]),
        forms=dict(zip(forms, count(1 + len(mapped) + len(plain)), strict=False)),
        added=(*plain, *forms.values()),
        font=font,
        outlines=read_cff(file, where) if "CFF " in file.table_tags else GlyfOutlines(file, where),
        box=(scaled(left), scaled(bottom), scaled(right), scaled(top)),
        ascent=scaled(ascent),
        descent=scaled(descent),
        units=units,
    )


def _name(file: uharfbuzz.Face) -> str:
    """Return the PostScript name with nothing in it but letters, digits and hyphens."""
    name = file.get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME) or ""
    return re.sub(r"[^A-Za-z0-9-]", "", name)[:LONGEST_NAME]
