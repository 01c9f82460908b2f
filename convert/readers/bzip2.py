"""Files compressed with bzip2, as libraries keep large XML: taken apart within bounds."""

from __future__ import annotations

from bz2 import BZ2Decompressor

from convert.errors import UnreadableSource
from convert.system.xml import MOST

MAGIC = b"BZh"
SNIFFED = 1 << 12
"""Bytes that tell what a file is."""
MOST_STREAMS = 1000
"""In one file; one of the largest size has 300, each of 900,000 bytes."""


def beginning(data: bytes) -> bytes:
    """Return the first bytes of a file, decompressed if it is compressed; what is damaged ends them."""
    head = b"" if data.startswith(MAGIC) else data[:SNIFFED]
    try:
        for _ in range(MOST_STREAMS):
            if len(head) >= SNIFFED or not data.startswith(MAGIC):
                break
            stream = BZ2Decompressor()
            head += stream.decompress(data, SNIFFED - len(head))
            data = stream.unused_data
    except OSError:
        return head
    return head


def decompressed(data: bytes, name: str = "", *, most: int = MOST) -> bytes:
    """Return a file, decompressed if it is compressed; it may be in several streams, as pbzip2 writes it.

    Raises:
        UnreadableSource: it is damaged or cut short, has too many streams, or is larger than `most` bytes.

    """
    location = name or "-"
    pieces: list[bytes] = []
    size = 0
    while data.startswith(MAGIC) and len(pieces) < MOST_STREAMS:
        stream = BZ2Decompressor()
        try:
            pieces.append(stream.decompress(data, most + 1 - size))
        except OSError as error:
            raise UnreadableSource("damaged bzip2 data", location=location) from error
        size += len(pieces[-1])
        if size > most:
            what = f"more than {most:,} bytes of XML"
            raise UnreadableSource(what, location=location, hint="split the file")
        if not stream.eof:
            raise UnreadableSource("truncated bzip2 data", location=location)
        data = stream.unused_data
    if pieces and data:
        raise UnreadableSource("other data after the bzip2 data", location=location)
    return b"".join(pieces) if pieces else data
