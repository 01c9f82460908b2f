"""Word documents that come in: opened without trust, and read as paragraphs."""

from __future__ import annotations

from convert.readers.word.package import Package, opened
from convert.readers.word.story import Paragraph, story

__all__ = ["Package", "Paragraph", "opened", "story"]
