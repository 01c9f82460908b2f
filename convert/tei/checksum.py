"""A digest of all that an archival XML says, so that no part of it is altered unnoticed.

The digest of the source proves the source text. A correction, a role or the order of articles could
still be tampered with; this one covers them. It shows mishaps and meddling, it is no signature.

SHA-256 of Canonical XML 1.0 without comments, where white space that only lays the file out is left
out and the element that holds the digest is empty.
"""

from __future__ import annotations

from hashlib import sha256
from typing import IO, Any, cast

from lxml import etree
from lxml.etree import _Element as Element

from convert.tei.characters import without_layout
from convert.tei.header import HeaderPath, find, value
from convert.tei.read import altered


class _Digest:
    """A file that keeps nothing of what is written but its digest."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._hash = sha256()

    def write(self, data: bytes) -> int:
        """Take a piece of the file."""
        self._hash.update(data)
        return len(data)

    @property
    def hex(self) -> str:
        """The digest of all that was written."""
        return self._hash.hexdigest()


def verify_checksum(root: Element, name: str = "") -> None:
    """See that nobody has touched the file; takes the layout out of the tree on its way.

    Raises:
        InvalidArchive: it does not have the digest that it names.

    """
    if checksum(root, name) != value(root, HeaderPath.CHECKSUM):
        raise altered(
            "the file is not what was written: it does not have the digest that its header names", name
        )


def checksum(root: Element, name: str = "") -> str:
    """Return the digest that the file should name; takes the layout out of the tree on its way.

    Raises:
        InvalidArchive: the file has no canonical form, because of a namespace that is no absolute URI.

    """
    for element in root.iter():
        if (text := element.text) and "\n" in text:
            element.text = without_layout(text) or None
        if (tail := element.tail) and "\n" in tail:
            element.tail = without_layout(tail) or None
    note = find(root, HeaderPath.CHECKSUM)
    declared = note.text if note is not None else None
    if note is not None:
        note.text = None
    digest = _Digest()
    try:
        root.getroottree().write_c14n(cast("IO[Any]", digest), with_comments=False)
    except etree.C14NError as error:
        raise altered("the file has no canonical form", name) from error
    if note is not None:
        note.text = declared
    return digest.hex
