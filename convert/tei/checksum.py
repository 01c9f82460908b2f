"""A digest of all that an archival XML says, so that no part of it is altered unnoticed.

The digest of the source proves the source text. A correction, a role or the order of articles could
still be tampered with; this one covers them. It shows mishaps and meddling, it is no signature.

SHA-256 of Canonical XML 1.0 without comments, where white space that only lays the file out is left
out and the element that holds the digest is empty. The spaces in front of milestones are left out, too: a
tool that lays the file out may put a line end in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lxml import etree
from lxml.etree import _Element as Element

from convert.tei.header import HeaderPath, find, value
from convert.tei.read import altered

_BLANKS = b" \t"


def verify_checksum(root: Element, name: str = "") -> None:
    """See that nobody has touched the file.

    Raises:
        InvalidArchive: it does not have the digest that it names.

    """
    if checksum(root, name) != value(root, HeaderPath.CHECKSUM):
        raise altered("its digest does not match its header", name)


def checksum(root: Element, name: str = "") -> str:
    """Return the digest that the file should name.

    Raises:
        InvalidArchive: the file has no canonical form, because of a namespace that is no absolute URI.

    """
    note = find(root, HeaderPath.CHECKSUM)
    declared = note.text if note is not None else None
    if note is not None:
        note.text = None
    try:
        canonical = etree.tostring(root, method="c14n", with_comments=False)
    except etree.C14NError as error:
        raise altered("the file has no canonical form", name) from error
    finally:
        if note is not None:
            note.text = declared
    digest = sha256()
    for piece in _without_layout(canonical):
        digest.update(piece)
    return digest.hexdigest()


def _without_layout(canonical: bytes) -> Iterator[bytes]:
    """Yield the file without line ends and the blanks around them; in an attribute a line end is no LF."""
    first, *others = canonical.split(b"\n")
    if not others:
        yield first
        return
    yield first.rstrip(_BLANKS)
    yield b"".join([line.strip(_BLANKS) for line in others[:-1]])
    yield others[-1].lstrip(_BLANKS)
