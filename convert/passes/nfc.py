"""A letter and its accents become one character: Unicode's normalization form C.

"é" as e + U+0301  ->  "é" as one character
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from convert.document.actions import TextEdit
from convert.language import Language

COMBINED = re.compile(r"[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")


def nfc(text: str, _language: Language) -> Iterator[TextEdit]:
    """Compose a letter and its accents (Unicode NFC); never NFKC, which would alter what was printed."""
    for match in COMBINED.finditer(text):
        composed = normalize("NFC", match.group())
        if composed != match.group():
            yield TextEdit(match.start(), match.end(), composed)
