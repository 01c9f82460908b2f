r"""Characters that only look like others, or that nobody can see.

"⽂化" (Kangxi radical)  ->  "文化"
"é" as e + U+0301        ->  "é" as one character
"报\u200b纸"             ->  "报纸"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from convert.document.actions import TextEdit
from convert.language import Language

SUPPLEMENT = dict(
    zip(
        "⻓⺠⻅⻆⻋⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻄⺟⻳",
        "长民见角车门青页风飞食马骨鬼鱼鸟黄齐齿龙西母龟",
        strict=True,
    )
)
"""Radicals of the supplement that fonts draw like the whole character, and PDF extraction gives for it."""
RADICALS = re.compile(r"[" + "".join(SUPPLEMENT) + r"\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")
"""Kangxi radicals and compatibility ideographs: each stands for one unified Han character."""
COMBINED = re.compile(r"[A-Za-z\u00c0-\u024f][\u0300-\u036f]+")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff]+")
"""Controls and zero-width marks; not U+200C-D (they shape Indic and emoji), not bidi marks (they order)."""


def compose(text: str, _language: Language) -> Iterator[TextEdit]:
    """Compose a letter and its accents (Unicode NFC); never NFKC, which would alter what was printed."""
    for found in COMBINED.finditer(text):
        whole = normalize("NFC", found.group())
        if whole != found.group():
            yield TextEdit(found.start(), found.end(), whole)


def unify(text: str, _language: Language) -> Iterator[TextEdit]:
    """Write radicals and compatibility ideographs as the Han characters they show."""
    for found in RADICALS.finditer(text):
        whole = SUPPLEMENT.get(found.group()) or normalize("NFKC", found.group())
        yield TextEdit(found.start(), found.end(), whole, 0.99)


def drop_unseen(text: str, _language: Language) -> Iterator[TextEdit]:
    """Drop control characters and zero-width marks; nothing that can be seen goes."""
    for found in UNSEEN.finditer(text):
        yield TextEdit(found.start(), found.end(), "", 0.99)
