"""A packaged CFF font as TrueType, for reportlab, which reads no other outlines.

Lossy by a thousandth of the em, which no eye sees; the method is that of fontTools' own cu2qu.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

CLOSE = 1.0
"""How far a curve may move, in font units of 1/1000 em."""


def packaged(name: str) -> Path:
    """Return the folder file of a packaged font."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(name)
    return Path(spec.origin).parent / f"{name}.otf"


def to_truetype(source: Path, target: Path) -> None:
    """Convert a font; it takes half a minute."""
    font = TTFont(source)
    outlines = font.getGlyphSet()
    order = font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, CLOSE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, glyphs
    table.compile(font)
    for name in order:
        width, _ = font["hmtx"][name]
        font["hmtx"][name] = width, getattr(glyphs[name], "xMin", 0)
    largest = font["maxp"]
    largest.tableVersion = 0x00010000
    for field in ("Zones", "TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(largest, f"max{field}", 1 if field == "Zones" else 0)
    largest.maxSizeOfInstructions = 0
    largest.maxComponentElements = 0
    largest.compile(font)
    font["post"].formatType = 3.0
    del font["CFF "]
    for unused in ("VORG", "GSUB", "GPOS"):
        if unused in font:
            del font[unused]
    font.sfntVersion = "\000\001\000\000"
    font.save(target)
