"""A hook of mkdocs: a link out of docs/ becomes plain text, for the site has no such page."""

from __future__ import annotations

import re
from typing import Any

OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./(?!cli\.md|plugins\.md)[^)]*\)")


def on_page_markdown(markdown: str, **_: Any) -> str:  # noqa: ANN401 - mkdocs hands over objects of its own
    """Leave the text of such a link."""
    return OUTSIDE.sub(r"\1", markdown)
