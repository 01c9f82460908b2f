"""Chinese punctuation in its full-width forms, as print has it.

"反复性,必须拿出"  ->  "反复性，必须拿出"        but 1,000 and 10:30 and "Hello, world" stay
"那时候穷啊......"  ->  "那时候穷啊……"

What the page does elsewhere decides how sure that is: where nearly all marks are full-width already, a
lone half-width one may be the print's own, and is only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from convert.analysis.characters.marks import (
    MarkEdit,
    call_offsets,
    dot_prior,
    dots,
    half_marks,
    long_dashes,
    lost_dots,
    middle_dots,
)
from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.document.roles import SPACED_TEXT, Role

HALF_MARK = re.compile(r"[,;:?!()]")
FULL_MARK = re.compile(r"[，；：？！（）]")
MOSTLY_FULL = 0.85
"""From this share of full-width marks on, a half-width one is only proposed."""


def fullwidth_punctuation(page: PageContext) -> Iterator[Action]:
    """Propose full-width forms for the half-width marks of Chinese text."""
    blocks = page.blocks
    if not page.language.is_chinese:
        return
    half = {n: list(half_marks(b.reading)) for n, b in enumerate(blocks) if HALF_MARK.search(b.reading)}
    full = sum(len(FULL_MARK.findall(b.reading)) for b in blocks)
    cert = 0.99 if full <= MOSTLY_FULL * (full + sum(map(len, half.values()))) else 0.7
    prior = dot_prior([b.reading for b in blocks], page.language.ngrams) if page.language.ngrams else None
    for number, block in enumerate(blocks):
        text = block.reading
        others: list[Iterator[MarkEdit]] = []
        if "." in text:
            others.append(dots(text, prior, running=block.role in SPACED_TEXT))
        if "--" in text:
            others.append(long_dashes(text))
        if page.language.code == "zh-Hans":
            others.append(middle_dots(text))
        if "?" in text and page.language.ngrams:
            lost = [*lost_dots(text, page.language.ngrams)]
            at_lost = {edit.start for edit in lost}
            half[number] = [edit for edit in half.get(number, ()) if edit.start not in at_lost]
            others.append(iter(lost))
        calls = call_offsets(text)
        done = 0
        for edit in sorted(chain(half.get(number, ()), *others)):
            if edit.start in calls:
                continue  # of a programming language
            if block.role is Role.CREDIT and _encloses(text, edit):
                continue  # print sets a credit's own brackets either way: nothing says which it was
            # blanks between two marks go with the first one
            yield Edit(number, max(done, edit.start), edit.end, edit.reading, edit.cert or cert)
            done = edit.end


def _encloses(text: str, edit: MarkEdit) -> bool:
    """Whether a bracket is one of the two around a whole line."""
    line = text.strip()
    if line[:1] != "(" or line[-1:] != ")":
        return False
    return edit.start <= text.index("(") < edit.end or edit.start <= text.rindex(")") < edit.end
