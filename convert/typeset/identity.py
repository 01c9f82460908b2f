"""Who a book is: one name for the same pages of a newspaper, whatever is corrected in them.

    newspaper, date, number, first and last page, language, edition  ->  urn:uuid:5b1e... (RFC 9562, 5.5)

A reading system replaces a book by another one with the same name. So a corrected word must not alter it, and
another edition must: large print, vertical lines, notes on the changes, tracked changes. Without newspaper or
date nothing says which issue it is; then its file's name and the digest of its source stand for them.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from uuid import UUID, uuid5

from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.typeset.styles import StyleSheet

OURS = UUID("8c1a1b0e-3d0f-5c55-9a3f-6d1d5b6b7e01")
"""The namespace of our identifiers."""
LARGE_PRINT = 16.0
"""Points of the text from which on print is large (RNIB, Clear Print: 16 to 18 and more)."""
VERTICAL, LARGE, NOTES, REVIEW = "vertical", "large-print", "notes", "review"
"""What an edition may be; a plain one is nothing."""


def edition(style: StyleSheet, *, notes: bool = False, review: bool = False) -> tuple[str, ...]:
    """Return what sets apart the books of one style from the plain edition: vertical, large-print, notes.

    A font or a colour makes no other edition.
    """
    marks = {
        VERTICAL: "vertical-rl" in (style.page.writing, style.epub.writing),
        LARGE: style.of(Role.BODY).size >= LARGE_PRINT,
        NOTES: notes,
        REVIEW: review,
    }
    return tuple(name for name, is_so in marks.items() if is_so)


def identifier(document: Document, marks: Sequence[str] = ()) -> str:
    """Return the name of a document's book in one edition: urn:uuid:..."""
    labels = [page.label for page in document.pages]
    return issue_identifier(document.meta, labels, document.source.digest, marks)


def issue_identifier(meta: Metadata, pages: Sequence[str], digest: str, marks: Sequence[str] = ()) -> str:
    """Return the name of an issue with pages of these printed numbers, whose source has this SHA-256."""
    if meta.title and meta.date:
        labels = [label for label in pages if label] or [meta.page]
        key = [meta.title, meta.date, meta.number, labels[0], labels[-1], meta.language]
    else:
        key = [meta.name, digest, meta.language]
    plain = [" ".join(unicodedata.normalize("NFC", text).split()) for text in (*key, *marks)]
    return uuid5(OURS, json.dumps(plain)).urn
