"""What Word tracks of a text or of a paragraph's end (ECMA-376, part 1, section 17.13.5)."""

from __future__ import annotations

from enum import StrEnum


class TrackState(StrEnum):
    """What is tracked; the values are Word's names of the marks."""

    KEPT = ""
    INSERTED = "ins"
    DELETED = "del"
