"""A line that was read twice at a seam: one reading of it is surplus.

"…新闻自由，在《得梅" / "言论自由和新闻自由，在《得梅因纪事报》上…"  ->  the repeated words go once
"团正积极将此类个案" (alone) … "团正积极将此类个案经验转化为制度…"   ->  the line alone goes
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from convert.analysis.context import PageContext
from convert.analysis.overlap import find_overlaps
from convert.document.actions import Action, Edit
from convert.document.model import Block
from convert.document.roles import RUNNING_TEXT
from convert.language.han import NEVER_FIRST, OPENERS

NEAR = 14
"""Blocks between two readings of one line, at most."""
LINE_LEAST = 11
"""A whole line at a column's foot is not shorter; what is may be a heading that its text takes up."""
LINE = 44
"""A line of print is not longer than this."""


def drop_repeated_lines(page: PageContext) -> Iterator[Action]:
    """Propose to drop a block that is one line, read again at the end or the beginning of another block."""
    blocks = page.blocks
    shown, texts = _shown(blocks)
    dropped: set[int] = set()
    for (i, j), size in sorted(find_overlaps(texts).items()):
        if abs(i - j) > NEAR or size > LINE or i in dropped or j in dropped:
            continue
        cert = 0.97 if size >= 9 else 0.92
        if size >= len(texts[j]):
            dropped.add(j)
            yield Edit(shown[j], 0, len(blocks[shown[j]].reading), "", cert)
        elif size >= max(LINE_LEAST, len(texts[i]) - 1) and cut_inside(texts[j], size):
            dropped.add(i)
            yield Edit(shown[i], 0, len(blocks[shown[i]].reading), "", cert)


def drop_repeated_heads(page: PageContext) -> Iterator[Action]:
    """Propose to drop the beginning of a block that repeats the end of the block before it."""
    blocks = page.blocks
    shown, texts = _shown(blocks)
    for (i, j), size in sorted(find_overlaps(texts).items()):
        if j == i + 1 and size <= LINE and size < len(texts[j]):
            yield Edit(shown[j], 0, size, "", 0.97 if size >= 9 else 0.92)


def cut_inside(text: str, size: int) -> bool:
    """Whether a line that is the beginning of a text was cut in mid-sentence: no mark follows it there.

    A heading whose words the paragraph below takes up again is no repeat.
    """
    following = text[size : size + 1]
    return bool(following) and following not in NEVER_FIRST and following not in OPENERS


def _shown(blocks: Sequence[Block]) -> tuple[list[int], list[str]]:
    """Return the numbers and the texts of the blocks of running text."""
    shown = [n for n, b in enumerate(blocks) if b.role in RUNNING_TEXT and b.reading.strip()]
    return shown, [blocks[n].reading.strip() for n in shown]
