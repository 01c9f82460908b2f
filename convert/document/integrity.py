"""The promise that nothing vanishes, checked: the segments hold the source, each character once."""

from __future__ import annotations

from convert.document.model import Document
from convert.errors import InvariantError
from convert.text.source import FilePart, encode


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
    """Give the source back, byte for byte, from the segments alone; several files one after the other."""
    return b"".join(restore_parts(document))


def restore_parts(document: Document) -> tuple[bytes, ...]:
    """Give each file of the source back, byte for byte; of one that could not be read, nothing."""
    source = document.source
    text = "".join([s.source for s in document.in_source_order()])
    parts = source.parts or (FilePart(source, 0),)
    ends = (*(part.at for part in parts[1:]), len(text))
    return tuple(
        b"" if part.is_lost else encode(text[part.at : end], part.source.encoding, part.source.bom)
        for part, end in zip(parts, ends, strict=True)
    )
