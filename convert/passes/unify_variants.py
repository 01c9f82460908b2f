"""Characters that only look like Han characters, and marks of vertical text.

"⽂化" (Kangxi radical)  ->  "文化"
"他說︐﹁來了﹂︒"         ->  "他說，「來了」。"
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
VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…—（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
"""Marks as vertical text has them, and as a line has them (Unicode, Vertical Forms and others)."""
UNIFIED = SUPPLEMENT | VERTICAL
VARIANTS = re.compile(r"[" + "".join(UNIFIED) + r"\u2f00-\u2fd5\uf900-\ufad9\U0002f800-\U0002fa1d]")
"""Kangxi radicals and compatibility ideographs, each of which stands for one Han character; marks."""


def unify_variants(text: str, _language: Language) -> Iterator[TextEdit]:
    """Write radicals and compatibility ideographs as the Han characters they show."""
    for match in VARIANTS.finditer(text):
        unified = UNIFIED.get(match.group()) or normalize("NFKC", match.group())
        yield TextEdit(match.start(), match.end(), unified, 0.99)
