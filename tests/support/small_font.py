"""A font of three glyphs, built for a test."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

BEARING = 20
"""Font units from a glyph's origin to its left edge."""


def small_font(path: Path, *, cff: bool, rare: str = "一") -> Path:
    """Make a font of three glyphs: a square, a letter, and a letter with a mark that is made of both."""
    builder = FontBuilder(2048, isTTF=not cff)
    names = [".notdef", "square", "letter", "both"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(rare): "square", 0x41: "letter", 0xC1: "both"})
    if cff:
        drawn = {}
        for number, name in enumerate(names):
            pen = T2CharStringPen(600 + 100 * number, None)
            _square(pen, 100 + number)
            drawn[name] = pen.getCharString()
        builder.setupCFF("Made-Regular", {"FullName": "Made"}, drawn, {})
    else:
        glyphs = {}
        for number, name in enumerate(names[:3]):
            pen = TTGlyphPen(None)
            _square(pen, 100 + number)
            glyphs[name] = pen.glyph()
        pen = TTGlyphPen(glyphs)
        pen.addComponent("letter", (1, 0, 0, 1, 0, 0))
        pen.addComponent("square", (1, 0, 0, 1, 50, 900))
        glyphs["both"] = pen.glyph()
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (600 + 100 * n, BEARING) for n, name in enumerate(names)})
    builder.setupHorizontalHeader(ascent=1800, descent=-400)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular", "psName": "Made-Regular"})
    builder.setupOS2(fsType=0)
    builder.setupPost()
    builder.save(path)
    return path


def _square(pen: T2CharStringPen | TTGlyphPen, size: int) -> None:
    pen.moveTo((BEARING, 0))
    pen.lineTo((BEARING, size))
    pen.lineTo((size, size))
    pen.lineTo((size, 0))
    pen.closePath()
