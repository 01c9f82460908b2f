"""What can be searched for: the words of a text, and pairs of characters where words have no spaces.

    "Café 重庆日报"  ->  cafe  重 庆 日 报  重庆 庆日 日报

`search.js` cuts a question in the same way; the two must stay alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from unicodedata import normalize
from zlib import crc32

from convert.language.traditional import SIMPLIFIED

WIDE = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters and kana, as the inside of a character class."""
RUN = re.compile(f"[{WIDE}]+|[^\\W_{WIDE}]+")
ACCENTS = re.compile("[\u0300-\u036f]")
LONGEST_WORD = 40
"""Characters of a word that are looked at."""
ALIKE = ("後后", "於于", "乾干", "徵征", "裏里", "夥伙", "麴曲")
"""Traditional characters that simplified print has too, or that Big5 lacks; a search takes them for one."""
HEAD = 2
"""Characters of a word that say where it is kept, so that its beginning finds it."""


def fold(text: str) -> str:
    """Return a text as it is compared: no capitals, accents or full-width letters, simplified characters.

    "Ｃａｆé 重慶"  ->  "cafe 重庆"
    """
    plain = normalize("NFC", ACCENTS.sub("", normalize("NFKD", text)).lower())
    return plain if plain.isascii() else plain.translate(SIMPLER)


def characters() -> str:
    """Return each traditional character with its simplified one behind it, for `search.js`."""
    return "".join(pairs())


def pairs() -> tuple[str, ...]:
    """Return each traditional character with its simplified one."""
    return (*(old + new for old, new in SIMPLIFIED.items()), *ALIKE)


SIMPLER: Mapping[int, str] = {ord(pair[0]): pair[1] for pair in pairs()}
"""The simplified character by the code of each traditional one, as `str.translate` takes it."""


def runs_of(text: str) -> tuple[str, ...]:
    """Return the words of a question, and its runs of wide characters: "Café 重庆" -> cafe, 重庆."""
    return tuple(RUN.findall(fold(text)))


def find_run(text: str, run: str) -> int:
    """Return where a run of a question stands in a text, as the catalogue's page finds it; -1: nowhere.

    Wide characters stand anywhere, a word at the beginning of one. Where folding alters the length of the
    text, the place is that of its beginning.
    """
    folded = fold(text)
    if is_wide(run[0]):
        place = folded.find(run)
    else:
        begins = (match.start() for match in RUN.finditer(folded) if match[0].startswith(run[:LONGEST_WORD]))
        place = next(begins, -1)
    return place if len(folded) == len(text) else min(place, 0)


def tokens(texts: Iterable[str]) -> set[str]:
    """Return the words, single wide characters and pairs of them, each once."""
    unique: set[str] = set()
    for text in texts:
        for run in RUN.findall(fold(text)):
            if run[0] < "\u3005" or not is_wide(run[0]):
                unique.add(run[:LONGEST_WORD])
                continue
            unique.update(run)
            unique.update(map("".join, pairwise(run)))
    return unique


def is_wide(character: str) -> bool:
    """Return whether a character stands for itself in the index.

    >>> is_wide("报"), is_wide("é")
    (True, False)
    """
    return RUN_OF_WIDE.match(character) is not None


RUN_OF_WIDE = re.compile(f"[{WIDE}]")


def token_hash(token: str) -> int:
    """Return the number that decides in which shard a token is (CRC-32 of its UTF-8).

    A word is found by its first two characters, anything wide by itself.
    """
    return crc32(token[:HEAD].encode())  # a wide token has no more characters
