"""A line that was read twice at a seam: the second reading of it is surplus.

    "…新闻自由，在《得梅" / "言论自由和新闻自由，在《得梅因纪事报》上…"  ->  the repeated words go once
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.language import Language
from convert.model import Block
from convert.passes.links import RUNNING_TEXT
from convert.passes.overlap import find_overlaps
from convert.rewrite import Action, Edit

NEAR = 12
"""Blocks between two readings of one line, at most."""
LINE = 44
"""A line of print is not longer than this."""


def drop_repeats(blocks: Sequence[Block], _language: Language) -> Iterator[Action]:
    """Propose to drop the second reading of a repeated line, a whole block or a block's beginning."""
    shown = [n for n, b in enumerate(blocks) if b.role in RUNNING_TEXT and b.reading.strip()]
    texts = [blocks[n].reading.strip() for n in shown]
    dropped: set[int] = set()
    for (i, j), size in sorted(find_overlaps(texts).items()):
        if abs(i - j) > NEAR or size > LINE or i in dropped or j in dropped:
            continue
        tail, head = shown[i], shown[j]
        cert = 0.97 if size >= 9 else 0.9
        if size >= len(texts[j]):
            dropped.add(j)
            yield Edit(0, len(blocks[head].reading), "", cert, head)
        elif size >= len(texts[i]) - 1:
            dropped.add(i)
            yield Edit(0, len(blocks[tail].reading), "", cert, tail)
        elif j == i + 1:
            dropped.add(j)
            yield Edit(0, size, "", cert, head)
