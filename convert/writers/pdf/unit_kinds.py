"""What a unit of a line is to its neighbours, and which characters are marks of which kind."""

from __future__ import annotations

from enum import IntEnum


class UnitKind(IntEnum):
    """What a unit of a line is to its neighbours."""

    HAN = 0
    OPEN = 1
    """Opens a bracket or quotation: its left half is blank."""
    CLOSE = 2
    """Closes one, or stops a sentence or part of it: its right half is blank."""
    MIDDLE = 3
    """Stands in the middle of its place: ·"""
    DASH = 4
    """—— and ……: two squares, never parted."""
    WORD = 5
    """Latin letters, digits and their marks, never parted."""
    SYLLABLE = 6
    """Part of a Latin word; a line that ends with it gets a hyphen."""
    SPACE = 7
    BREAK = 8
    """A line end that the text keeps."""
    TIED = 9
    """A mark without a blank half that may not begin a line: 々 ～ ％."""
    BOUND = 10
    """A mark without a blank half that may not end a line: ￥ №."""
    SOLIDUS = 11
    """Parts what stands on either side of it; it may neither begin nor end a line: ／"""


KINDS = {
    **dict.fromkeys("（《〈「『【〔〖［｛“‘", UnitKind.OPEN),
    **dict.fromkeys("）》〉」』】〕〗］｝”’、。，．；：！？", UnitKind.CLOSE),
    **dict.fromkeys("·・‧", UnitKind.MIDDLE),
    **dict.fromkeys("⸺", UnitKind.DASH),
    **dict.fromkeys("—～–…⋯々〻ー％‰℃°", UnitKind.TIED),
    **dict.fromkeys("￥＄￡№＃", UnitKind.BOUND),
    **dict.fromkeys("／＼", UnitKind.SOLIDUS),
    **dict.fromkeys(" \t\u00a0\u2002\u2003\u2009\u3000", UnitKind.SPACE),
    "\n": UnitKind.BREAK,
}
"""Marks by what they are (CLREQ 3.1.2, GB/T 15834-2011): stops, brackets, connecting marks, signs."""
