"""Characters with boxes, and the lines that they make: a space is made from a gap, or stands in the file.

今(0, 10) 天(10, 20) 晴(28, 38), each 10 wide  ->  "今天 晴"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box, hull
from convert.language.han import is_han

WORD_GAP = 0.18
"""Ems between two letters that make two words of them."""
LEAST_SPACE = 0.05
"""Ems that a space of the file is wide, at least."""
MARKS_OF_WORDS = frozenset(",.;:!?)")
"""Marks of Latin script behind which the next word begins."""
HAN_GAP = 0.55
"""Ems between two Han characters that are a space."""


class Glyph(NamedTuple):
    """A character on its page."""

    text: str
    box: Box
    """Of its advance, not of its ink: 一 is as wide and as high as 国."""
    baseline: float
    size: float
    bold: bool = False
    rotation: int = 0
    """Degrees, clockwise: 0, 90, 180 or 270."""
    spaced: bool = False
    """Whether the file has a space in front of it."""
    vertical: bool = False
    """Whether its line runs from top to bottom."""
    confidence: float | None = None
    """0 to 1, where an OCR engine has read it; None: it is as the file has it."""


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """Characters that are read together."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    bold: bool = False
    rotation: int = 0
    vertical: bool = False

    @property
    def baseline(self) -> float:
        """Where its characters stand on."""
        return self.glyphs[0].baseline

    @property
    def text(self) -> str:
        """Its characters, with spaces."""
        texts = [f" {glyph.text}" if glyph.spaced else glyph.text for glyph in self.glyphs]
        return "".join(texts).strip()


def make_line(glyphs: Sequence[Glyph], *, even: bool = False) -> GlyphLine:
    """Make a line; a character that is drawn twice in one place, for boldness, stands once."""
    kept: list[Glyph] = []
    bold = False
    for glyph in glyphs:
        before = kept[-1] if kept else None
        if before and is_twice(before, glyph):
            bold = True
            continue
        spaced = before is not None and not even and _is_spaced(before, glyph)
        kept.append(glyph if glyph.spaced is spaced else glyph._replace(spaced=spaced))
    box = hull(glyph.box for glyph in kept) or kept[0].box
    size = median([glyph.size for glyph in kept])
    is_bold = bold or sum(glyph.bold for glyph in kept) * 2 > len(kept)
    return GlyphLine(tuple(kept), box, size, is_bold, kept[0].rotation, kept[0].vertical)


def is_twice(first: Glyph, second: Glyph) -> bool:
    """Return whether a character is drawn a second time in its place."""
    return first.text == second.text and abs(first.box.left - second.box.left) < 0.15 * second.size


def _is_spaced(first: Glyph, second: Glyph) -> bool:
    """Return whether a space stands between two characters of a line."""
    gap = (second.box.left - first.box.right) / max(first.size, second.size, 0.01)
    if gap <= LEAST_SPACE:
        return False
    if second.spaced:
        return True
    both = is_han(first.text[-1]) and is_han(second.text[0])
    return gap > (HAN_GAP if both or not _are_letters(first, second) else WORD_GAP)


def _are_letters(first: Glyph, second: Glyph) -> bool:
    last, following = first.text[-1], second.text[0]
    letters = last.isalnum() or last in MARKS_OF_WORDS
    return letters and following.isalnum() and not is_han(last) and not is_han(following)
