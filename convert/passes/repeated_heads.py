"""The beginning of a block that was read already at the end of the block before it: one reading is surplus.

"…新闻自由，在《得梅" / "言论自由和新闻自由，在《得梅因纪事报》上…"  ->  the repeated words go once
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.analysis.overlap import LONGEST_LINE, overlap, repeat_certainty
from convert.document.actions import Action, Edit


def repeated_heads(page: PageContext) -> Iterator[Action]:
    """Propose to drop the beginning of a block that repeats the end of the block before it."""
    numbers, texts = page.running_text()
    for number, (before, text) in zip(numbers[1:], pairwise(texts), strict=True):
        size = overlap(before, text)
        if 0 < size <= LONGEST_LINE and size < len(text):
            yield Edit(number, 0, size, "", repeat_certainty(size))
