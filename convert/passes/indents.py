"""The blanks before and after the text of a block go.

"　　街口的报亭"  ->  "街口的报亭"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language

LEADING = re.compile(r"\A\s+")
TRAILING = re.compile(r"(?<!\s)\s+\Z")


def indents(text: str, _language: Language) -> Iterator[TextEdit]:
    """Drop the blanks before the first and after the last character of a block."""
    before = LEADING.match(text) if text[:1].isspace() else None
    after = TRAILING.search(text) if text[-1:].isspace() else None
    for match in (before, after):
        if match and match.end() - match.start() < len(text):
            yield TextEdit(match.start(), match.end(), "", 0.99)
