"""Makes the bold font that comes with the package, from the variable font of Noto Sans SC.

python scripts/bold_font.py "NotoSansSC[wght].ttf" convert/typeset/fonts/data/NotoSansSC-Bold.ttf

The variable font (OFL-1.1, https://github.com/google/fonts/tree/main/ofl/notosanssc) needs 18 MB; its bold
alone, without what a PDF cannot use, needs 10. It has the same characters as the packaged regular.
"""

from __future__ import annotations

import sys

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BOLD = 700
"""Of the axis `wght` (OpenType 1.9)."""
NEEDLESS = ("BASE", "GPOS", "HVAR", "STAT", "avar", "gasp", "prep")
"""Tables that nobody asks: kerning, instructions, what only a variable font has."""


def main(source: str, target: str) -> None:
    """Write the bold of a variable font."""
    font = instantiateVariableFont(TTFont(source), {"wght": BOLD}, updateFontNames=True)
    for tag in NEEDLESS:
        if tag in font:
            del font[tag]
    font["post"].formatType = 3.0  # without names of glyphs
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
