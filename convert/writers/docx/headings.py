"""Lines of headings in a Word document: none ends within a word."""

from __future__ import annotations

import re

from lxml import etree

from convert.document.model import Block
from convert.language import cut_words
from convert.typeset.styles import StyleSheet
from convert.writers.docx.measure import heading_width
from convert.writers.docx.paragraphs import narrow

LONGEST_HEADING = 400
"""Characters; a longer text is no heading, whatever it is called."""
WORD = re.compile(r"\S+\s*|\s+")


def set_heading(paragraph: etree._Element, block: Block, style: StyleSheet, language: str) -> None:
    """Let the lines of a heading end between words."""
    look, page, text = style.of(block.role), style.page, block.reading
    if len(text) > LONGEST_HEADING:
        return
    width = (page.width - page.left - page.right - page.gap * (page.columns - 1)) / page.columns / look.size
    if len(text) <= width and "\n" not in text:  # no character is wider than an em: it is one line
        return
    words = cut_words(text) if language.startswith("zh") else WORD.findall(text)
    spare = width - heading_width(text, words, width)
    if spare > 0:
        narrow(paragraph, spare * look.size, centred=look.align == "center")
