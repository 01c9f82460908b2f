"""A block that is one line, read again at an end of another block: one reading of it is surplus.

"团正积极将此类个案" (alone) … "团正积极将此类个案经验转化为制度…"   ->  the line alone goes
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.overlap import LONGEST_LINE, find_overlaps, repeat_certainty
from convert.document.actions import Action, Edit
from convert.language.han import NEVER_FIRST, OPENERS

BLOCKS_APART = 14
"""Between two readings of one line, at most."""
SHORTEST_FOOT = 11
"""A whole line at a column's foot is not shorter; what is may be a heading that its text takes up."""


def repeated_lines(page: PageContext) -> Iterator[Action]:
    """Propose to drop a block that is one line, read again at the end or the beginning of another block."""
    numbers, texts = page.running_text()
    dropped: set[int] = set()
    for (i, j), size in sorted(find_overlaps(texts).items()):
        if abs(i - j) > BLOCKS_APART or size > LONGEST_LINE or i in dropped or j in dropped:
            continue
        if size >= len(texts[j]):
            repeat = j
        elif size >= max(SHORTEST_FOOT, len(texts[i]) - 1) and is_cut_inside(texts[j], size):
            repeat = i
        else:
            continue
        dropped.add(repeat)
        whole = len(page.blocks[numbers[repeat]].reading)
        yield Edit(numbers[repeat], 0, whole, "", repeat_certainty(size))


def is_cut_inside(text: str, size: int) -> bool:
    """Whether a line that is the beginning of a text was cut in mid-sentence: no mark follows it there.

    A heading whose words the paragraph below takes up again is no repeat.
    """
    following = text[size : size + 1]
    return bool(following) and following not in NEVER_FIRST and following not in OPENERS
