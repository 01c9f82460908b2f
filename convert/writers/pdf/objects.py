"""Objects of a PDF as they are written: text, names, streams (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportlab.pdfbase.pdfdoc import PDFObject

from convert.typeset.deflate import zlib_stream

PLAIN = re.compile("[ -~]*")
"""Text whose bytes are the same in every encoding of text strings."""
ESCAPED = re.compile(r"([\\()])")
IRREGULAR = re.compile(rb"[^!-~]|[#()<>\[\]{}/%]")
"""Bytes that a name writes by their number."""


class WrittenObject(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object of ours among reportlab's: it is what is written of it."""

    __RefOnly__ = 1

    def __init__(self, code: bytes = b"") -> None:
        """Take what is written; that may follow, once the numbers of other objects are known."""
        self.code = code

    def format(self, _document: object) -> bytes:
        """Return what is written."""
        return self.code


class WrittenStream(WrittenObject):
    """A stream: it stands by itself, all other objects in object streams."""

    def __init__(self, data: bytes, entries: bytes = b"") -> None:
        """Take its bytes as they stand in the file; `entries` of its dictionary say how they are coded."""
        super().__init__(b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data))


def packed_stream(data: bytes, entries: bytes = b"", filler: bytes = b"\n") -> WrittenStream:
    """Make a compressed stream; `filler` may be added to its data without harm.

    The last byte is that of the Adler-32 sum. It must not be a carriage return: some readers, and
    page-validation, take it and the line feed behind it for the line end, and find the stream a byte too
    short. Where nothing may be added, a byte stands behind the compressed stream, which says where it ends.
    """
    packed = zlib_stream(data)
    while packed.endswith(b"\r") and filler:
        data += filler
        packed = zlib_stream(data)
    if packed.endswith(b"\r"):
        packed += b"\0"
    return WrittenStream(packed, entries + b"/Filter/FlateDecode")


def text_string(text: str) -> bytes:
    """Write a text for people: as ASCII, else in UTF-16 (7.9.2.2)."""
    if PLAIN.fullmatch(text):
        return b"(%b)" % ESCAPED.sub(r"\\\1", text).encode("ascii")
    return b"<feff%b>" % text.encode("utf-16-be").hex().encode("ascii")


def name(text: str) -> bytes:
    """Write a name: text/plain -> /text#2fplain (7.3.5)."""
    return b"/" + IRREGULAR.sub(lambda byte: b"#%02x" % byte[0][0], text.encode())


def reference(number: int) -> bytes:
    """Write a reference to an object."""
    return b"%d 0 R" % number


def array(items: Iterable[bytes]) -> bytes:
    """Write an array."""
    return b"[%b]" % b" ".join(items)
