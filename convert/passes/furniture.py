"""Furniture: running heads, folios, editors' lines, jump lines; photo credits and captions by their marks.

"…跳台冠" "第3版" "军；而郭晶晶…"  ->  the folio is labelled, and no longer parts the paragraph
"…感谢。" "江城晚报" "次日…"      ->  it stays; that it is a running head is proposed
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.furniture.furniture_places import FurnitureLine, furniture_lines
from convert.analysis.furniture.running_heads import running_heads
from convert.analysis.furniture.stray_lines import stray_lines
from convert.analysis.latin.latin_line_ends import NAMED, capitals
from convert.analysis.lines.latin_shapes import BYLINE
from convert.analysis.lines.line_shapes import BRIEF, CAPTION_MARK, is_credit
from convert.analysis.tables.captions import captions_by_place
from convert.document.actions import Action, Label
from convert.document.roles import Role
from convert.language.han import is_wide
from convert.text.pattern import LatePattern

TITLED = 0.9
"""Share of words with a capital from which a line is a headline."""
UNPROVEN = 0.6
"""How certain a line is that looks like the sheet's, without a place that proves it: a reviewer decides."""
RECURRING = 0.95
"""How certain a line is that stands in one place of several pages, whatever it looks like."""
INSIDE = re.compile(r"[.!?] [A-Z]|[,;:-]$")
"""A second sentence, or an end that is none."""
TAKEN = LatePattern(r"[摄攝][）)]?$")
LONGEST_CREDITED = 60
"""Characters of a caption in front of its credit: a longer text is a report by whoever took its picture."""


def furniture(page: PageContext) -> Iterator[Action]:
    """Label what its place proves to be furniture; credits, captions and briefs by their marks.

    A caption is told by its place, too: small type close under a picture.
    """
    blocks = page.blocks
    captions = captions_by_place(page)
    lines = {line.number: line for line in (*_unproven_lines(page), *furniture_lines(page))}
    heads = running_heads(blocks, page.layout)
    for number, block in enumerate(blocks):
        if block.role is not Role.BODY:
            continue
        text = block.reading.strip()
        line = lines.get(number)
        if number in heads and (line is None or line.cert < RECURRING):
            yield Label(number, Role.RUNNING_HEAD, RECURRING)
        elif line is not None:
            yield Label(number, line.role, line.cert)
        elif is_credit(text):
            yield Label(number, Role.CREDIT, 0.97)
            before = blocks[number - 1] if number else None
            if before is not None and before.role is Role.BODY and is_caption(before.reading):
                yield Label(number - 1, Role.CAPTION, 0.93)
        elif CAPTION_MARK.match(text) and len(text) < 120:
            yield Label(number, Role.CAPTION, 0.95)
        elif number in captions or ends_in_credit(text):
            yield Label(number, Role.CAPTION, 0.94)
        elif BRIEF.match(text) and len(text) > 20:
            yield Label(number, Role.BRIEF, 0.95)


def _unproven_lines(page: PageContext) -> Iterator[FurnitureLine]:
    for number, role in stray_lines(page).items():
        yield FurnitureLine(number, role, UNPROVEN)


def ends_in_credit(text: str) -> bool:
    """Whether a short text ends in who took the picture: 老裁缝在灯下缝棉袄。（周梅园 摄）.

    >>> ends_in_credit("老裁缝在灯下缝棉袄。（周梅园 摄）"), ends_in_credit("他昨天到了。（周梅园）")
    (True, False)
    """
    sentence, _, credit = text.rpartition("。")
    return 0 < len(sentence) <= LONGEST_CREDITED and TAKEN.search(credit) is not None and is_credit(credit)


def is_caption(text: str) -> bool:
    """Whether the block above a credit reads like its caption: one short sentence."""
    text = text.strip()
    if CAPTION_MARK.match(text):
        return True
    if not any(map(is_wide, text)):
        other = BYLINE.fullmatch(text) or INSIDE.search(text) or capitals(NAMED.findall(text)) > TITLED
        return " " in text and len(text) <= 120 and text[:1].isupper() and not other
    stopped = text[:-1] + "。" if text.endswith(".") and is_wide(text[-2:-1]) else text
    return len(text) <= 45 and stopped.count("。") == 1 and stopped.endswith("。")
