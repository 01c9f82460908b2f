"""Repeated beginnings once more: a paragraph that became whole may end with the line that begins the next.

"…旧石板都编" / "旧石板都编了号码"  ->  "…旧石板都编" / "了号码"
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action
from convert.passes.repeated_heads import repeated_heads


def joined_repeats(page: PageContext) -> Iterator[Action]:
    """Propose what `repeated_heads` does, now that paragraphs are whole."""
    return repeated_heads(page)
