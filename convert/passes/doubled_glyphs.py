"""Lines whose every character occurs twice: bold type that was drawn twice.

"TThhee  OOlldd  WWeeiirr"  ->  "The Old Weir"
"基基本本规规定定"          ->  "基本规定"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.document.actions import TextEdit
from convert.language import Language

LINE = re.compile(r"[^\n\r]+")
RUN = re.compile(r"\S+")
DOUBLED = re.compile(r"(?:(\S)\1)+")
BLANKS = re.compile(r"(?<=\S)(?:([ \u00a0\u3000])\1)+(?=\S)")
"""A blank between words, each as often again."""
LEAST_LETTERS = 4
"""Different letters of a line that are doubled: 家家户户 has two, and 3300 none."""


def doubled_glyphs(text: str, _language: Language) -> Iterator[TextEdit]:
    """Propose to read each character once where a whole line has each of them twice."""
    for line in LINE.finditer(text):
        runs = list(RUN.finditer(text, line.start(), line.end()))
        if not all(DOUBLED.fullmatch(run[0]) for run in runs):
            continue
        if len({c for c in line[0] if c.isalpha()}) >= LEAST_LETTERS:
            for run in runs:
                yield TextEdit(run.start(), run.end(), run[0][::2], 0.95)
            for gap in BLANKS.finditer(text, line.start(), line.end()):
                yield TextEdit(gap.start(), gap.end(), gap[0][::2], 0.95)
