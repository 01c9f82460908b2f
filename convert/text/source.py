"""The source as it came: bytes, digest, encoding, and a text that gives the bytes back.

Importing this module registers the codec error handler `backfile-escape` with Python, for the whole process:
`bytes.decode` and `str.encode` know an error handler by its name alone (PEP 293).
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from convert.text.resync import DOUBLE_BYTE, resynchronise_dbcs

ESCAPE = 0xDC00
"""A byte that no character could be made of is kept as U+DC00 plus its value.

Python's surrogateescape (PEP 383) does this for bytes from 0x80 up only; UTF-16 needs the others
too. Lone surrogates never come out of a decoder, so the way back is unambiguous.
"""

_ESCAPES = re.compile("([\udc00-\udcff]+)")


@dataclass(frozen=True, slots=True)
class Original:
    """The file that a text was read out of, where the text is not the file's own bytes: an ALTO, a DOCX."""

    digest: str
    """SHA-256 of the file, in hex."""
    size: int
    """Of the file, in bytes."""
    reader: str
    """Name and version of what read it: "alto 1.1"; the same gives the same text."""
    data: bytes = field(default=b"", repr=False, compare=False)
    """The file; empty where it is not at hand, as in an archival XML that is read again."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a source, and its text with no newline translated and no byte lost.

    Of an issue of several files both are those of all files, one after the other.
    """

    data: bytes
    text: str
    encoding: str
    """Python's codec name, without a byte order mark: utf-8, utf-16-le, gb18030, big5hkscs...

    Of several files the names of all, each once: "utf-8, gb18030".
    """
    bom: bytes = b""
    name: str = ""
    parts: tuple[FilePart, ...] = ()
    """The files of an issue of several, in the order of its pages; of one file there are none."""
    original: Original | None = None
    """The file that the text was read out of; None: `data` is the file."""
    _lines: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hex; of several files that of their digests."""
        if self.parts:
            return combined_digest(part.digest for part in self.parts)
        if self.original:
            return self.original.digest
        return sha256(self.data).hexdigest()

    @property
    def text_digest(self) -> str:
        """SHA-256 of the text's own bytes, which version 0.1.0 took for that of a file it was read out of."""
        if self.parts:
            return combined_digest(part.text_digest for part in self.parts)
        return sha256(self.data).hexdigest()

    @property
    def seams(self) -> frozenset[int]:
        """Where in the text one file ends and the next begins."""
        return frozenset(part.at for part in self.parts if part.at)

    def location(self, offset: int) -> str:
        """Return `name:line:column` of a character offset: the name of its file, and numbers from 1."""
        if self.parts:
            part = self.part_at(offset)
            return part.source.location(offset - part.at)
        if not self._lines:
            starts = [0]
            position = 0
            for line in self.text.splitlines(keepends=True):
                position += len(line)
                starts.append(position)
            object.__setattr__(self, "_lines", tuple(starts))
        number = bisect_right(self._lines, offset)
        return f"{self.name or '-'}:{number}:{offset - self._lines[number - 1] + 1}"

    def part_at(self, offset: int) -> FilePart:
        """Return the file of an issue in which a character stands; behind the last one, the last file."""
        number = bisect_right(self.parts, offset, key=lambda part: part.at) - 1
        while number > 0 and not self.parts[number].source.text:
            number -= 1
        return self.parts[max(0, number)]


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of an issue of several."""

    source: Source
    """Its bytes and its text; without any where it could not be read."""
    at: int
    """Where its text begins in that of the issue, in characters."""
    fault: str = ""
    """Why it has no text for the issue: it is missing, empty, or no text."""
    lost_digest: str = ""
    """SHA-256 of the bytes of a file that was there and that could not be read."""
    lost_size: int = 0
    """Their number."""
    lost_data: bytes = field(default=b"", repr=False, compare=False)
    """The bytes themselves; empty where they are not at hand."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.source.name

    @property
    def is_lost(self) -> bool:
        """Whether its bytes are not in the issue."""
        return bool(self.fault and not self.source.encoding)

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hex; empty where they could not be had."""
        return self.lost_digest if self.is_lost else self.source.digest

    @property
    def text_digest(self) -> str:
        """SHA-256 of its text's bytes, in hex; of one that could not be read that of the file."""
        return self.lost_digest if self.is_lost else self.source.text_digest

    @property
    def size(self) -> int:
        """The number of its bytes."""
        if self.is_lost:
            return self.lost_size
        return self.source.original.size if self.source.original else len(self.source.data)


def combined_digest(digests: Iterable[str]) -> str:
    r"""Return one digest for several files: SHA-256 of their own, in hex, each with a line feed behind it."""
    return sha256("".join([f"{digest}\n" for digest in digests]).encode("ascii")).hexdigest()


def combine_sources(parts: Sequence[FilePart], name: str = "") -> Source:
    """Put the files of an issue together; each must begin where the one before it ends."""
    return Source(
        b"".join([part.source.data for part in parts]),
        "".join([part.source.text for part in parts]),
        ", ".join(dict.fromkeys(part.source.encoding for part in parts if part.source.encoding)),
        name=name,
        parts=tuple(parts),
    )


def extracted(data: bytes, text: str, name: str, reader: str) -> Source:
    """Return the source of a text that was read out of a file; the text's own bytes are UTF-8."""
    original = Original(sha256(data).hexdigest(), len(data), reader, data)
    return Source(text.encode("utf-8", "backfile-escape"), text, "utf-8", name=name, original=original)


def decode(data: bytes, encoding: str, *, bom: bytes = b"", name: str = "") -> Source:
    r"""Decode bytes so that `encode` gives exactly these bytes back.

    >>> decode(b"\xb1\xa8\xff\r\n", "gb18030").text
    '报\udcff\r\n'

    A byte that is wrong in the encoding, or that would come back as another byte (Big5 and GBK have
    a few characters under two codes), is kept as an escape.
    """
    body = data.removeprefix(bom)
    text = _decode_with_escapes(body, encoding)
    if encode(text, encoding, bom) != data:
        text = _decode_one_by_one(body, encoding)
    return Source(data, text, encoding, bom, name)


def encode(text: str, encoding: str, bom: bytes = b"") -> bytes:
    r"""Turn a source text into its bytes again, escapes included.

    >>> encode("报\udcff", "gb18030")
    b'\xb1\xa8\xff'
    """
    if not codecs.lookup(encoding).name.startswith(("utf-16", "utf-32")):
        return bom + text.encode(encoding, "backfile-escape")
    # from an error handler these two take whole units only, and a single byte may be wrong
    parts = enumerate(_ESCAPES.split(text))
    coded = [bytes([ord(c) - ESCAPE for c in p]) if n % 2 else p.encode(encoding) for n, p in parts]
    return bom + b"".join(coded)


def escape_offsets(text: str) -> list[int]:
    """Return the offsets of the bytes that no character could be made of."""
    return [at for run in _ESCAPES.finditer(text) for at in range(*run.span())]


def _escape(error: UnicodeError) -> tuple[str | bytes, int]:
    """Codec error handler: bytes to escapes when decoding, escapes to bytes when encoding."""
    if isinstance(error, UnicodeDecodeError):
        # one byte only where a byte is a unit, so that a good byte after a bad one is not lost
        unit = {"utf-16": 2, "utf-32": 4}.get(error.encoding[:6], 1)
        wrong = error.object[error.start : error.start + unit]
        return "".join(chr(ESCAPE + byte) for byte in wrong), error.start + len(wrong)
    if isinstance(error, UnicodeEncodeError):
        codes = [ord(c) - ESCAPE for c in error.object[error.start : error.end]]
        if all(0 <= code < 0x100 for code in codes):
            return bytes(codes), error.end
    raise error


codecs.register_error("backfile-escape", _escape)


def _decode_with_escapes(body: bytes, encoding: str) -> str:
    if encoding in DOUBLE_BYTE:
        return resynchronise_dbcs(body, encoding, ESCAPE)
    return body.decode(encoding, "backfile-escape")


def _decode_one_by_one(body: bytes, encoding: str) -> str:
    """Decode slowly, escaping each character whose bytes would not come back the same."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    out: list[str] = []
    start = position = 0
    while position < len(body):
        position += 1
        piece = body[start:position]
        try:
            text = decoder.decode(piece[-1:], final=position == len(body))
        except UnicodeDecodeError:
            # only the first byte is surely wrong; begin again right after it
            out.append(chr(ESCAPE + piece[0]))
            decoder.reset()
            start = position = start + 1
            continue
        if not text:
            continue
        same = text.encode(encoding, "backfile-escape") == piece
        out.append(text if same else "".join(chr(ESCAPE + byte) for byte in piece))
        start = position
    out.extend(chr(ESCAPE + byte) for byte in body[start:])
    return "".join(out)
