"""The beginning of a block that was read already at the end of the block before it: one reading is surplus.

"…新闻自由，在《得梅" / "言论自由和新闻自由，在《得梅因纪事报》上…"  ->  the repeated words go once
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.analysis.furniture.read_twice import RepeatedLines
from convert.analysis.lines.overlap import overlap
from convert.document.actions import Action, Edit

LEAST_CERTAINTY = 0.5
"""Below which a repeat is not worth a reviewer's time."""


def repeated_heads(page: PageContext) -> Iterator[Action]:
    """Propose to drop the beginning of a block that repeats the end of the block before it."""
    numbers, texts = page.running_text()
    lines = RepeatedLines(page, texts)
    for at, (before, text) in enumerate(pairwise(texts)):
        size = overlap(before, text, page.texts.edges.of)
        if 0 < size < len(text) and (cert := lines.certainty(at, at + 1, size)) >= LEAST_CERTAINTY:
            yield Edit(numbers[at + 1], 0, size, "", cert)
