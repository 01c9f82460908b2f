"""The changes of a document, to look at."""

from __future__ import annotations

from convert.document.changes import TextChange
from convert.document.model import Document


def text_changes(document: Document) -> list[tuple[int, TextChange]]:
    """List every change of text with its source offset, in source order."""
    changes = [(s.at, c) for b in document.blocks for s in b.segments for c in s.changes]
    changes.sort(key=lambda pair: pair[0])
    return changes
