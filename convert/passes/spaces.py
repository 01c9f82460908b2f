"""Spaces between Han characters, which print does not have: the recogniser put them there.

"高新 技术产 业"  ->  "高新技术产业"       but "记者 罗斌" and a headline's gap stay
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.seam import word_across
from convert.document.actions import Action, Edit
from convert.document.model import Block
from convert.document.roles import SPACED_TEXT
from convert.language import Language
from convert.language.han import NEVER_FIRST, NEVER_LAST

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WIDE = r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff65“”‘’—…\U00020000-\U0003ffff]"
GAP = re.compile(rf"(?<={_WIDE})[ \t\u00a0\u2000-\u200a]+(?={_WIDE})")
HAN_PAIR = re.compile(rf"{_HAN}(?={_HAN})")
SPACED_PAGE = 0.004
"""Spaces for each pair of neighbouring Han characters, from which on the page is a spaced one."""


def spaces(page: PageContext) -> Iterator[Action]:
    """Propose to close the gaps between Han characters, surely only on a page that has many."""
    if not page.language.is_chinese:
        return
    running = [b.reading for b in page.blocks if b.role in SPACED_TEXT]
    gaps = sum(len(GAP.findall(text)) for text in running)
    spaced = gaps > 3 and gaps > SPACED_PAGE * (gaps + sum(len(HAN_PAIR.findall(text)) for text in running))
    for number, block in enumerate(page.blocks):
        if block.is_furniture:
            continue
        for gap in GAP.finditer(block.reading):
            cert = _certainty(block, gap, spaced=spaced, language=page.language)
            if cert > 0.5:
                yield Edit(number, gap.start(), gap.end(), "", cert)


def _certainty(block: Block, gap: re.Match[str], *, spaced: bool, language: Language) -> float:
    """Return how certain it is that print had no gap here.

    Names and offices are set apart by a gap, and so are the two halves of a headline: outside running
    text only a gap in the middle of a word is one too many.
    """
    text = block.reading
    left, right = text[max(0, gap.start() - 12) : gap.start()], text[gap.end() : gap.end() + 12]
    if right[:1] in NEVER_FIRST or left[-1:] in NEVER_LAST:
        return 0.95
    inside = word_across(left[-6:], right[:6], language) >= 2
    if block.role in SPACED_TEXT:
        return 0.97 if spaced else 0.93 if inside else 0.6
    return 0.93 if spaced and inside else 0.5
