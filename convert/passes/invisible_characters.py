r"""Characters that nobody can see go.

"报\u200b纸"  ->  "报纸"
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language
from convert.text.unseen import UNSEEN


def invisible_characters(text: str, _language: Language) -> Iterator[TextEdit]:
    """Drop control characters and zero-width marks; nothing that can be seen goes."""
    for match in UNSEEN.finditer(text):
        yield TextEdit(match.start(), match.end(), "", 0.99)
