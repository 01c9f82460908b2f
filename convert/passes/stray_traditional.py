"""Stray traditional characters on a simplified page become simplified.

"我們的国家"  ->  "我们的国家"        but a traditional page stays as it is
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit
from convert.language.ngrams import Ngrams, fold
from convert.language.traditional import SIMPLIFIED

TRADITIONAL = re.compile(f"[{''.join(SIMPLIFIED)}]")
MOST_STRAYS = 0.03
"""Share of traditional characters, among all of a page, up to which they are strays."""


def stray_traditional(page: PageContext) -> Iterator[Action]:
    """Propose simplified forms for the few traditional characters of a simplified page."""
    if page.language.code != "zh-Hans" or page.language.ngrams is None:
        return
    texts = [block.reading for block in page.blocks]
    if sum(len(TRADITIONAL.findall(text)) for text in texts) > MOST_STRAYS * sum(map(len, texts)):
        return
    for number, text in enumerate(texts):
        for match in TRADITIONAL.finditer(text):
            at, form = match.start(), SIMPLIFIED[match.group()]
            cert = _certainty(text, at, form, page.language.ngrams)
            yield Edit(number, at, at + 1, form, cert)


def _certainty(text: str, at: int, form: str, ngrams: Ngrams) -> float:
    """Return how certain it is that a lone character is a stray: its form was seen beside a neighbour."""
    before, behind = fold(text[max(0, at - 2) : at])[-1:], fold(text[at + 1 : at + 3])[:1]
    neighbours = ngrams.count(before + form) >= 0 or ngrams.count(form + behind) >= 0
    alone = text[at - 1 : at] not in SIMPLIFIED and text[at + 1 : at + 2] not in SIMPLIFIED
    return 0.96 if neighbours and alone else 0.7
