"""Compression by one library at one level: a file has the same bytes whichever zlib a system has.

Of the streams of a PDF, the members of a zip, and the rows of a PNG. Readers of ours take any.
"""

from __future__ import annotations

from deflate import deflate_compress, zlib_compress

LEVEL = 6
"""Of libdeflate: as small as zlib's best, in half the time of its usual one."""


def zlib_stream(data: bytes) -> bytes:
    """Return data as a zlib stream (RFC 1950)."""
    packed: bytearray = zlib_compress(data, LEVEL)
    return bytes(packed)


def raw_stream(data: bytes) -> bytes:
    """Return data as a bare deflate stream (RFC 1951)."""
    packed: bytearray = deflate_compress(data, LEVEL)
    return bytes(packed)
