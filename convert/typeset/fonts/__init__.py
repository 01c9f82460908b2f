"""Fonts that can be embedded: which characters they have, how wide, and subsets of them.

A face gives every character that it can show a number of its own (a CID), the same in every document,
so that what one document shows never changes the bytes of another.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from convert.errors import StyleError
from convert.typeset.fonts import boxes, cff, glyf
from convert.typeset.fonts.sfnt import advances, characters, substitutes, tables
from convert.typeset.styles import FontStyle

PACKAGE = "pylopdf_fonts_zh_cn"
PACKAGED = ("NotoSerifSC-Regular", "NotoSansSC-Regular")
"""Fonts that come with the program's dependencies; each stands in for what the other lacks."""

ANOTHER = "name another font file"

LARGEST = 256 << 20
"""Bytes of a font file; the largest known collections of all Han have a fifth less."""

PROPORTIONAL = dict.fromkeys("“”‘’…", "pwid")
FULL_WIDTH = {"—": "fwid", "⸺": "fwid"}
PAIRS = {"——": "⸺"}
"""Two characters that one glyph shows: a dash of two squares, without a seam."""

NARROW, WIDE = "\ue000", "\ue001"
"""Put behind a character: its form among Latin letters, and among Han."""

BLANK = -1
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062"
INVISIBLE += "\u2063\u2064\u2066\u2067\u2068\u2069" + "".join(map(chr, range(0xFE00, 0xFE10)))
"""Characters that have no picture by nature: they stay in the text with no width."""

SUBSTITUTE = {"\ufffd": "□"}
"""What a text that lost a character shows in its place."""

BLANKS = {"\t": 2000, "\u00a0": 0, "\u2002": 500, "\u2003": 1000, "\u2009": 200, "\u202f": 200, "\u2007": 550}
"""White space that a face may lack: width in 1/1000 of the size; 0 means as wide as a space."""


class Variant(NamedTuple):
    """A character as one document needs it."""

    cid: int
    """0: no character of the face, but the box of what `text` names."""
    added: int = 0
    """To its width, in 1/1000 of the size."""
    text: str = ""
    """What it stands for, if not for itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font as it is embedded: characters to CIDs and widths, and how to make a subset."""

    name: str
    """Its PostScript name, with nothing in it that a PDF name must escape."""
    cids: Mapping[str, int]
    """By character, or by character and form: `“` and `“` + NARROW."""
    widths: Mapping[str, int]
    """Advance widths by the same keys, in 1/1000 of the font size."""
    keys: tuple[str, ...]
    """By CID: the character, or character and form."""
    glyphs: tuple[tuple[int, int], ...]
    """By CID: the glyph and its advance width in font units."""
    outlines: cff.Outlines | glyf.Outlines
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    """Below the base line, and so below zero."""
    units: int
    """Font units in the font size."""

    @property
    def draws_boxes(self) -> bool:
        """Whether it can hold the box of a character that no face has: the packaged ones can."""
        return isinstance(self.outlines, cff.Outlines)

    def subset(self, cids: Iterable[int], variants: Mapping[int, Variant]) -> Subset:
        """Make the font program for a set of characters.

        A variant is a CID of the document's own: another one's glyph, wider or with another text.

        Raises:
            StyleError: an outline is broken.

        """
        shown = {**{cid: Variant(cid) for cid in cids}, **variants}
        glyphs: dict[int, tuple[int, int]] = {}
        widths: dict[int, int] = {}
        texts: dict[int, str] = {}
        drawn: dict[int, list[boxes.Rectangle]] = {}
        for cid in sorted(shown):
            base, added, text = shown[cid]
            glyph, width = self.glyphs[base]
            across = boxes.WIDTH
            if not base:
                glyph, width = BLANK, boxes.WIDTH * self.units // 1000
                drawn[cid] = [*boxes.box(ord(text))]
            else:
                across = self.widths[self.keys[base]]
            glyphs[cid] = glyph, width + round(added * self.units / 1000)
            widths[cid] = across + added
            texts[cid] = text or self.keys[base].rstrip(NARROW + WIDE) or self.keys[base]
        tag = sha256(repr(glyphs).encode()).digest()
        prefix = "".join(chr(65 + byte % 26) for byte in tag[:6])
        try:
            program, cid_map = self.outlines.program(glyphs, drawn)
        except (struct.error, IndexError, ValueError) as error:
            raise StyleError(
                f"the font is broken: {error}", location=self.outlines.where, hint=ANOTHER
            ) from error
        return Subset(f"{prefix}+{self.name}", program, cid_map, widths, texts)


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a face that one document shows."""

    name: str
    program: bytes
    """CFF, or TrueType where `cid_map` is not empty."""
    cid_map: bytes
    widths: Mapping[int, int]
    """By CID, ascending, in 1/1000 of the size."""
    texts: Mapping[int, str]
    """By CID: the character it shows."""


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
            hint=f"there are: {', '.join(PACKAGED)}; or name a font file by `file`",
        )
    own = (open_face(Path(fonts.file)),) if fonts.file else ()
    others = (name for name in PACKAGED if name != fonts.package)
    rare = (open_face(Path(name)) for name in fonts.fallback)
    return (*own, *(packaged(name) for name in (fonts.package, *others)), *rare)


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
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / f"{name}.otf").is_file():
        raise StyleError(
            f"the font {name} is not installed", hint="pip install pylopdf-fonts-zh-cn, or name a font file"
        )
    return folder / f"{name}.otf"


# The whole process shares faces: reading one takes a quarter of a second, longer than a page takes to write.
@lru_cache(maxsize=16)
def open_face(path: Path) -> Face:
    """Read a font file; each is read once in a process.

    Raises:
        StyleError: it cannot be read, is broken, or its licence bits forbid embedding.

    """
    where = str(path)
    try:
        return _face(tables(_whole_file(path), where), where)
    except OSError as error:
        raise StyleError(error.strerror or "cannot be read", location=where, hint=ANOTHER) from error
    except (struct.error, IndexError, KeyError) as error:
        raise StyleError("the font is broken", location=where, hint=ANOTHER) from error


def _whole_file(path: Path) -> bytes:
    """Read a font file; a pipe or a device, which may have no end, is none."""
    if "\0" in str(path) or not (path.is_file() or not path.exists()):
        raise StyleError("not a file", location=str(path), hint=ANOTHER)
    if path.exists() and path.stat().st_size > LARGEST:
        raise StyleError(f"larger than {LARGEST >> 20} MiB: no font", location=str(path), hint=ANOTHER)
    return path.read_bytes()


def _face(found: Mapping[str, bytes], where: str) -> Face:
    os2 = found.get("OS/2", b"")
    if len(os2) > 10 and struct.unpack(">H", os2[8:10])[0] & 0xF == 2:  # fsType, restricted licence
        raise StyleError("the font's licence forbids embedding", location=where, hint="name another font")
    units, *box = struct.unpack(">H16x4h", found["head"][18:44])
    if not units:
        raise StyleError("the font is broken: no units", location=where)
    widths = advances(found)
    outlines = cff.read_cff(found["CFF "], where) if "CFF " in found else glyf.read_glyf(found, where)
    keys = _keys(found, [*widths], units)
    ascent, descent = struct.unpack(">hh", found["hhea"][4:8])
    return Face(
        name=_name(found.get("name", b"")) or re.sub(r"[^A-Za-z0-9-]", "", Path(where).stem) or "Font",
        cids={key: cid for cid, key in enumerate(keys, 1)},
        widths={key: _scaled(width, units) for key, (_, width) in keys.items()},
        keys=("", *keys),
        glyphs=((0, widths[0]), *keys.values()),
        outlines=outlines,
        box=(_scaled(box[0], units), _scaled(box[1], units), _scaled(box[2], units), _scaled(box[3], units)),
        ascent=_scaled(ascent, units),
        descent=_scaled(descent, units),
        units=units,
    )


def _scaled(length: int, units: int) -> int:
    """Font units to 1/1000 of the size."""
    return round(length * 1000 / units)


def _keys(found: Mapping[str, bytes], widths: list[int], units: int) -> dict[str, tuple[int, int]]:
    """Return what the face can show: character, or character and form, to glyph and width."""
    cmap = characters(found["cmap"])
    shown = [c for c in sorted(cmap) if 0 < cmap[c] < len(widths) and not 0xD800 <= c < 0xE000 and c >= 32]
    keys = {chr(c): (cmap[c], widths[cmap[c]]) for c in shown[:60_000]}
    for char in (*INVISIBLE, "\ufeff"):
        keys.pop(char, None)
    for feature, forms, mark in (("pwid", PROPORTIONAL, NARROW), ("fwid", FULL_WIDTH, WIDE)):
        changes = substitutes(found.get("GSUB", b""), feature)
        for char in forms:
            if char in keys:
                glyph = changes.get(keys[char][0], keys[char][0])
                keys[char + mark] = (glyph, widths[glyph])
    for pair, single in PAIRS.items():
        if keys.get(single + WIDE, (0, 0))[1] == len(pair) * units:
            keys[pair] = keys[single + WIDE]
    for char, stand_in in SUBSTITUTE.items():
        if stand_in in keys:
            keys.setdefault(char, keys[stand_in])
    space = keys.get(" ", (BLANK, units // 4))[1]
    keys.update((char, (BLANK, 0)) for char in INVISIBLE)
    for char, width in BLANKS.items():
        keys[char] = (BLANK, round(width * units / 1000) or space)
    keys.setdefault(" ", (BLANK, space))
    return keys


def _name(table: bytes) -> str:
    """Read the PostScript name (name table, id 6)."""
    if len(table) < 6:
        return ""
    count, start = struct.unpack(">HH", table[2:6])
    for n in range(count):
        platform, _, _, kind, size, at = struct.unpack(">6H", table[6 + 12 * n : 18 + 12 * n])
        if kind == 6:
            raw = table[start + at : start + at + size]
            text = raw.decode("utf-16-be" if platform in {0, 3} else "latin-1", "ignore")
            return re.sub(r"[^A-Za-z0-9-]", "", text)[:60]
    return ""
