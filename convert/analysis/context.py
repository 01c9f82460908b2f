"""The page at hand, as a pass sees it: its blocks, its language, and what was worked out before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convert.document.model import Block
from convert.language import Language


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a pass is handed; it lives as long as the page is repaired, and so does what it remembers."""

    blocks: Sequence[Block]
    """In their present order."""
    language: Language
