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

from convert.errors import InvalidArchive
from convert.tei.names import ALTERED, TEI
from convert.tei.views import FILE_LAYOUT

SEAL = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}notesStmt/{TEI}note[@type='sha256']"


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


def seal_named(root: Element) -> str:
    """Return the digest that the file names; empty if it names none."""
    return root.findtext(SEAL) or ""


def check_seal(root: Element, name: str = "") -> None:
    """See that nobody has touched the file; takes the layout out of the tree on its way.

    Raises:
        InvalidArchive: it does not have the digest that it names.

    """
    if seal_of(root, name) != seal_named(root):
        what = "the file is not what was written: it does not have the digest that its header names"
        raise InvalidArchive(what, location=name or "-", hint=ALTERED)


def seal_of(root: Element, name: str = "") -> str:
    """Return the digest that the file should name; takes the layout out of the tree on its way.

    Raises:
        InvalidArchive: the file has no canonical form, because of a namespace that is no absolute URI.

    """
    for element in root.iter():
        if element.text and "\n" in element.text:
            element.text = FILE_LAYOUT.sub("", element.text) or None
        if element.tail and "\n" in element.tail:
            element.tail = FILE_LAYOUT.sub("", element.tail) or None
    held = root.find(SEAL)
    named = held.text if held is not None else None
    if held is not None:
        held.text = None
    digest = _Digest()
    try:
        root.getroottree().write_c14n(cast("IO[Any]", digest), with_comments=False)
    except etree.C14NError as error:
        raise InvalidArchive("the file has no canonical form", location=name or "-", hint=ALTERED) from error
    if held is not None:
        held.text = named
    return digest.hex
