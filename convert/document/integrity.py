"""The promise that nothing vanishes, checked: the segments hold the source, each character once."""

from __future__ import annotations

from convert.document.model import Document
from convert.errors import InvariantError
from convert.text.source import encode


def check(document: Document) -> None:
    """Raise InvariantError unless the segments' sources tile the source text, in order, once."""
    position = 0
    text = document.source.text
    for segment in document.in_source_order():
        if segment.at != position or not text.startswith(segment.source, position):
            place = document.source.location(min(position, segment.at))
            raise InvariantError("a character of the source was lost or doubled", location=place)
        position += len(segment.source)
    if position != len(text):
        raise InvariantError("the end of the source was lost", location=document.source.location(position))


def restore(document: Document) -> bytes:
    """Give the source back, byte for byte, from the segments alone."""
    text = "".join([s.source for s in document.in_source_order()])
    return encode(text, document.source.encoding, document.source.bom)
