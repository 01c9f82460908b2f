"""Straight double quotes of Chinese text become curly.

'"新春套餐”'  ->  "“新春套餐”"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.language.han import wide_around

CURLY = re.compile(r"[“”]")
DOUBLE = re.compile(r"[\"“”]")


def quotes(page: PageContext) -> Iterator[Action]:
    """Propose curly forms for straight double quotes in Chinese text, opening and closing in turn."""
    if not page.language.is_chinese:
        return
    texts = [block.reading for block in page.blocks]
    curly = sum(len(CURLY.findall(text)) for text in texts)
    cert = 0.95 if curly > sum(text.count('"') for text in texts) else 0.8
    for number, text in enumerate(texts):
        if '"' not in text or not wide_around(text, text.index('"')):
            continue
        expected = "“"
        for match in DOUBLE.finditer(text):
            if match.group() == '"':
                yield Edit(number, match.start(), match.end(), expected, cert)
                expected = "”" if expected == "“" else "“"
            else:
                expected = "”" if match.group() == "“" else "“"
