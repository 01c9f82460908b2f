"""Which encoding a source is in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name and the byte order mark found before the text."""

    encoding: str
    bom: bytes = b""


def detect(data: bytes, *, declared: str = "", name: str = "") -> Encoding:  # noqa: ARG001
    """Decide the encoding of a source."""
    bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return Encoding(declared or "utf-8", bom)
