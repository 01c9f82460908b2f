"""Archival XML as a source: the document as it was written; no rule runs on it again."""

from __future__ import annotations

from convert.document.model import Document, Metadata
from convert.tei.document import read_document


def read_archived(data: bytes, meta: Metadata, encoding: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read an archival XML that backfile wrote, with what it says of the issue.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML of ours, or altered.

    """
    return read_document(data, meta.name)
