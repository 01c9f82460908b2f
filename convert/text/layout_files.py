"""Files that OCR programs and archives make, told by their first bytes: which format one is of."""

from __future__ import annotations

import bz2
import re
from pathlib import PurePath

from convert.text.markup import begins_as_tei, first_element
from convert.text.pattern import LatePattern

FIRST = 1 << 12
"""Bytes that are looked at."""
FIRST_PACKED = 1 << 20
"""The same of a compressed file: what bzip2 packs together comes out together."""
SUFFIXES = (".xml", ".alto", ".mets", ".didl", ".hocr", ".html", ".htm", ".xhtml", ".bz2")
"""Ends of names under which such files come; other files end so, too."""
LISTS = frozenset({"mets", "didl"})
"""Formats whose files list the pages of an issue."""
_BY_ELEMENT = {"alto": "alto", "pcgts": "page", "mets": "mets", "didl": "didl"}
_HOCR = LatePattern(r"""class\s*=\s*["']?ocr_|name\s*=\s*["']?ocr-(?:system|capabilities)""", re.IGNORECASE)
_OURS = re.compile(r"<(?:[A-Za-z]+:)?name>backfile [0-9]")
"""In the header of the METS of a bag, which lists what was made of an issue."""
_ABBYY = re.compile(r"abbyy|finereader|<(?:charParams|block\s[^>]*blockType)", re.IGNORECASE)


def layout_format(data: bytes) -> str:
    """Return alto, page, hocr, abbyy, mets or didl; empty for anything else. The first bytes are enough.

    The METS of our own bags is none.

    >>> layout_format(b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">')
    'alto'
    """
    data = _unpacked(data)
    first = None if begins_as_tei(data) else first_element(data)
    if first is None:
        return ""
    if first.name == "html":
        return "hocr" if _HOCR.search(first.head) else ""
    if first.name in ("document", "page"):
        return "abbyy" if _ABBYY.search(first.namespaces + first.head) else ""
    own = first.name == "mets" and _OURS.search(first.head)
    return "" if own else _BY_ELEMENT.get(first.name, "")


def may_be_layout(name: str) -> bool:
    """Whether a file may be of such a format, by the end of its name."""
    return PurePath(name).suffix.lower() in SUFFIXES


def bytes_to_look_at(name: str) -> int:
    """Return how many bytes of a file of that name are enough."""
    return FIRST_PACKED if name.lower().endswith(".bz2") else FIRST


def _unpacked(data: bytes) -> bytes:
    """Return the beginning of a file, out of its compression where it has one (bzip2)."""
    if not data.startswith(b"BZh"):
        return data[:FIRST]
    try:
        return bz2.BZ2Decompressor().decompress(data[:FIRST_PACKED], FIRST)
    except (OSError, EOFError):
        return b""
