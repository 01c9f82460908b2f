"""How the files of each format begin: what a reader is chosen by, so that only the one chosen is loaded."""

from __future__ import annotations

import re

from convert.readers.bzip2 import beginning
from convert.text.markup import first_element

HOCR_SNIFFED = 1 << 16
"""Bytes in which an OCR of a page says that it is one; the head of a page may hold scripts."""
HOCR_SIGNS = re.compile(
    rb"""class\s*=\s*["']?[^"'<>]{0,200}?\bocrx?_|name\s*=\s*["']?ocr-(?:system|capabilities)""",
    re.IGNORECASE,
)
HOCR_ROOTS = frozenset({"html", "body", "div"})
IMAGE_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
)
WORD_TYPES = b"[Content_Types].xml"
"""The part of a zip that says which file of Office it is."""


def is_word(data: bytes) -> bool:
    """Whether bytes are a zip with a Word document in it, whole or cut short."""
    return data.startswith(b"PK\x03\x04") and WORD_TYPES in data and b"word/" in data


def is_alto(data: bytes) -> bool:
    """Whether a file is ALTO, by its first element."""
    first = first_element(data)
    return first is not None and first.name == "alto"


def is_page(data: bytes) -> bool:
    """Whether a file is PAGE XML, by its first element."""
    first = first_element(data)
    return first is not None and first.name == "pcgts"


def is_abbyy(data: bytes) -> bool:
    """Whether a file, compressed or not, is FineReader's, by its first element and what follows it."""
    first = first_element(beginning(data))
    if first is None or first.name not in {"document", "page"}:
        return False
    own = "blockType=" in first.head or "<charParams" in first.head
    named = "abbyy" in first.namespaces.lower() or "finereader" in first.head.lower()
    return own or (named and first.name == "document")


def is_hocr(data: bytes) -> bool:
    """Whether a file is hOCR: a page of HTML that names elements of it, or a program that writes it."""
    first = first_element(data)
    if first is None or first.name not in HOCR_ROOTS:
        return False
    return HOCR_SIGNS.search(data, 0, HOCR_SNIFFED) is not None


def is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, by its first kilobyte."""
    return b"%PDF-" in data[:1024]


def is_image(data: bytes) -> bool:
    """Whether a file is a TIFF, JPEG, PNG or JPEG 2000, by its first bytes."""
    return data.startswith(IMAGE_MAGIC)
