"""A METS or DIDL beside the pages that it names: kept whole, and its articles found on the pages."""

from __future__ import annotations

from hashlib import sha256

from convert.document.model import Document, Metadata
from convert.errors import UnreadableSource
from convert.issue.container.model import Container
from convert.readers.issue import ReadPart
from convert.text.source import Original, Source


def read_container(data: bytes, meta: Metadata, encoding: str = "") -> Document:  # noqa: ARG001 - as every reader
    """Read the pages that a METS or DIDL names, with its articles; given by its path, for they lie beside it.

    Raises:
        UnreadableSource: always: bytes alone have no place in which its pages could lie.

    """
    hint = "give the file itself, without --by page, - or --from text"
    raise UnreadableSource(
        "a METS or DIDL file lists the pages of an issue, and contains no text", location=meta.name, hint=hint
    )


def container_part(container: Container, data: bytes, name: str) -> ReadPart:
    """Return a container as a file of its issue: without a text, and named by its own digest."""
    digest = sha256(data).hexdigest()
    original = Original(digest, len(data), container.reader, data)
    source = Source(b"", "", "utf-8", name=name, original=original)
    return ReadPart(None, "", name, digest, len(data), blank=source, is_container=True)
