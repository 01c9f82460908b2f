"""Letters that print set as one piece of type, and a font has as one character.

"the ﬁrst oﬃcer"  ->  "the first officer"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
FOUND = re.compile("[ﬀ-ﬆ]")


def ligatures(text: str, _language: Language) -> Iterator[TextEdit]:
    """Write Latin ligatures (U+FB00 to U+FB06) as the letters they show."""
    for found in FOUND.finditer(text):
        yield TextEdit(found.start(), found.end(), LIGATURES[found[0]], 0.99)
