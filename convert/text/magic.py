"""Files that are not text at all, known by their first bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like, and how its text is had."""

    what: str
    advice: str


_OCR = "run OCR on it first and give its text"
_UNPACK = "unpack it first"
_TEXT = "save it as plain text first"

_MAGIC: tuple[tuple[bytes, Look], ...] = (
    (b"%PDF-", Look("a PDF", "extract its text first, for instance with pdftotext")),
    (b"%!PS", Look("PostScript", "extract its text first, for instance with ps2txt")),
    (
        b"PK\x03\x04",
        Look("a ZIP archive, or an office document or e-book", "save it as plain text or .docx first"),
    ),
    (b"PK\x05\x06", Look("an empty ZIP archive", _UNPACK)),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Look("an old or an encrypted Microsoft Office document", "save it as .docx, without a password"),
    ),
    (b"{\\rtf", Look("an RTF document", _TEXT)),
    (b"\x89PNG\r\n", Look("an image (PNG)", _OCR)),
    (b"\xff\xd8\xff", Look("an image (JPEG)", _OCR)),
    (b"GIF87a", Look("an image (GIF)", _OCR)),
    (b"GIF89a", Look("an image (GIF)", _OCR)),
    (b"II*\x00", Look("an image (TIFF)", _OCR)),
    (b"MM\x00*", Look("an image (TIFF)", _OCR)),
    (b"\x00\x00\x00\x0cjP  ", Look("an image (JPEG 2000)", _OCR)),
    (b"AT&TFORM", Look("a DjVu document", "extract its text first, for instance with djvutxt")),
    (b"\x1f\x8b", Look("a gzip archive", _UNPACK)),
    (b"BZh91AY&SY", Look("a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", Look("an xz archive", _UNPACK)),
    (b"(\xb5/\xfd", Look("a Zstandard archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Look("a 7-Zip archive", _UNPACK)),
    (b"Rar!\x1a\x07", Look("a RAR archive", _UNPACK)),
    (b"SQLite format 3\x00", Look("an SQLite database", "export its text first")),
    (b"\x7fELF", Look("a program (ELF)", "give the text alone")),
    (b"OTTO\x00", Look("a font", "give the text alone")),
    (b"ID3\x03", Look("a sound recording (MP3)", "give the text alone")),
    (b"ID3\x04", Look("a sound recording (MP3)", "give the text alone")),
)


def looks_like(data: bytes) -> Look | None:
    r"""Return what a file is by its first bytes, or None if it may be text.

    >>> looks_like(b"%PDF-1.7\n")
    Look(what='a PDF', advice='extract its text first, for instance with pdftotext')
    """
    for magic, look in _MAGIC:
        if data.startswith(magic):
            return look
    if data[4:8] == b"ftyp" and data[:3] == b"\x00\x00\x00":
        return Look("a video or image (MP4, HEIF)", "give the text alone")
    if data[:2] in {b"BM", b"MZ"} and b"\x00\x00" in data[:64]:
        return Look("an image (BMP) or a program", "give the text alone")
    if data[:4] == b"RIFF" and b"\x00" in data[:40]:
        return Look("a sound, video or image (RIFF)", "give the text alone")
    return None
