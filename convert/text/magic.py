"""Files that are not text at all, known by their first bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file looks like, and how its text is had."""

    what: str
    advice: str


_OCR = "run OCR on it first, and give the text"
_UNPACK = "unpack it first"
_TEXT = "save it as plain text first"

_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind("a PDF", "extract its text first, for instance with pdftotext")),
    (b"%!PS", FileKind("PostScript", "extract its text first, for instance with ps2txt")),
    (
        b"PK\x03\x04",
        FileKind("a ZIP archive, or an office document or e-book", "save it as plain text or .docx first"),
    ),
    (b"PK\x05\x06", FileKind("an empty ZIP archive", _UNPACK)),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileKind("an old or encrypted Microsoft Office document", "save it as .docx, without a password"),
    ),
    (b"{\\rtf", FileKind("an RTF document", _TEXT)),
    (b"\x89PNG\r\n", FileKind("an image (PNG)", _OCR)),
    (b"\xff\xd8\xff", FileKind("an image (JPEG)", _OCR)),
    (b"GIF87a", FileKind("an image (GIF)", _OCR)),
    (b"GIF89a", FileKind("an image (GIF)", _OCR)),
    (b"II*\x00", FileKind("an image (TIFF)", _OCR)),
    (b"MM\x00*", FileKind("an image (TIFF)", _OCR)),
    (b"\x00\x00\x00\x0cjP  ", FileKind("an image (JPEG 2000)", _OCR)),
    (b"AT&TFORM", FileKind("a DjVu document", "extract its text first, for instance with djvutxt")),
    (b"\x1f\x8b", FileKind("a gzip archive", _UNPACK)),
    (b"BZh91AY&SY", FileKind("a bzip2 archive", _UNPACK)),
    (b"\xfd7zXZ\x00", FileKind("an xz archive", _UNPACK)),
    (b"(\xb5/\xfd", FileKind("a Zstandard archive", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7-Zip archive", _UNPACK)),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", _UNPACK)),
    (b"SQLite format 3\x00", FileKind("an SQLite database", "export its text first")),
    (b"\x7fELF", FileKind("a program (ELF)", "give the text only")),
    (b"OTTO\x00", FileKind("a font", "give the text only")),
    (b"ID3\x03", FileKind("a sound recording (MP3)", "give the text only")),
    (b"ID3\x04", FileKind("a sound recording (MP3)", "give the text only")),
)


def detect_kind(data: bytes) -> FileKind | None:
    r"""Return what a file is by its first bytes, or None if it may be text.

    >>> detect_kind(b"%PDF-1.7\n")
    FileKind(what='a PDF', advice='extract its text first, for instance with pdftotext')
    """
    for magic, look in _MAGIC:
        if data.startswith(magic):
            return look
    if data[4:8] == b"ftyp" and data[:3] == b"\x00\x00\x00":
        return FileKind("a video or image (MP4, HEIF)", "give the text only")
    if data[:2] in {b"BM", b"MZ"} and b"\x00\x00" in data[:64]:
        return FileKind("an image (BMP) or a program", "give the text only")
    if data[:4] == b"RIFF" and b"\x00" in data[:40]:
        return FileKind("a sound, video or image (RIFF)", "give the text only")
    return None
