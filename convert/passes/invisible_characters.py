r"""Characters that nobody can see go.

"报\u200b纸"  ->  "报纸"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language

INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff]+")
"""Controls and zero-width marks; not U+200C-D (they shape Indic and emoji), not bidi marks (they order)."""


def invisible_characters(text: str, _language: Language) -> Iterator[TextEdit]:
    """Drop control characters and zero-width marks; nothing that can be seen goes."""
    for match in INVISIBLE.finditer(text):
        yield TextEdit(match.start(), match.end(), "", 0.99)
