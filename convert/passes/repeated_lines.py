"""A block that is one line, read again at an end of another block: one reading of it is surplus.

"团正积极将此类个案" (alone) … "团正积极将此类个案经验转化为制度…"   ->  the line alone goes
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.furniture.read_twice import RepeatedLines
from convert.analysis.lines.overlap import find_overlaps
from convert.document.actions import Action, Edit

BLOCKS_APART = 14
"""Between two readings of one line, at most."""
LEAST_CERTAINTY = 0.5
"""Below which a line is not worth a reviewer's time."""
SHORTEST_FOOT = 11
"""A whole line at a column's foot is not shorter; what is may be a heading that its text takes up."""


def repeated_lines(page: PageContext) -> Iterator[Action]:
    """Propose to drop a block that is one line, read again at the end or the beginning of another block."""
    numbers, texts = page.running_text()
    lines = RepeatedLines(page, texts)
    dropped: set[int] = set()
    for (i, j), size in sorted(find_overlaps(texts, edges_of=page.texts.edges.of).items()):
        if abs(i - j) > BLOCKS_APART or i in dropped or j in dropped:
            continue
        if size >= len(texts[j]):
            repeat = j
        elif size >= max(SHORTEST_FOOT, len(texts[i]) - 1):
            repeat = i
        else:
            continue
        cert = lines.certainty(i, j, size)
        if cert >= LEAST_CERTAINTY:
            dropped.add(repeat)
            yield Edit(numbers[repeat], 0, len(page.blocks[numbers[repeat]].reading), "", cert)
