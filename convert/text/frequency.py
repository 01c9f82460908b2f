"""How usual a character is in printed text: a cost for each, low for the frequent ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import sqrt
from pathlib import Path
from types import MappingProxyType

BAD_BYTE_COST = 10.0
"""The cost of a byte that no character is made of."""
RARE_CHARACTER_COST = 15.0
"""The cost of a character that no newspaper needs: most wrong decodings are made of such."""

_HAN_MARKS = "，。、；：？！“”‘’（）《》〈〉「」『』【】…—·％　"
_DIGITS = "０１２３４５６７８９"
_LATIN = "éèêëàâäáãåçñöôóòõøüùûúïîíìßæœ"
_QUOTES = "“”„‘’‚‹›–—…«»°£§•·"


def cost(text: str) -> float:
    r"""Return how unlikely a text is, in nats: about 4.5 a Latin letter, 6.5 a Han character.

    >>> cost("报纸") < cost("爆址") < cost("鈇\ue000")
    True

    The figures approximate -log of the character's frequency, so that the readings of the same
    bytes in two encodings can be compared by their sums.
    """
    table = _table()
    return sum(count * (table.get(char) or _range_cost(char)) for char, count in Counter(text).items())


def highest_cost(text: str) -> float:
    """Return the cost of the least usual character of a text."""
    table = _table()
    return max([table.get(char) or _range_cost(char) for char in set(text)], default=0.0)


# The whole process shares the table: text in an old encoding asks for it hundreds of times.
@lru_cache(maxsize=1)
def _table() -> Mapping[str, float]:
    """The characters with a cost of their own; ranks follow data/frequent-han.txt."""
    costs = {chr(code): 4.5 for code in range(0x20, 0x7F)}
    costs |= dict.fromkeys("\t\n\r\f", 4.5)
    costs |= dict.fromkeys("\v\x1a\x1b", 8.0)
    costs |= dict.fromkeys(_level_one(), 12.0)
    for line in frequent_han().values():
        # least squares on the ranks of the list: 6.4 at rank 100, 9.0 at 1,000, 10.6 at 2,000
        costs |= {
            char: min(costs.get(char, RARE_CHARACTER_COST), 5.2 + 0.12 * sqrt(rank))
            for rank, char in enumerate(line, 1)
        }
    costs |= dict.fromkeys(_LATIN, 5.5) | dict.fromkeys(_LATIN.upper(), 8.0)
    costs |= dict.fromkeys(_QUOTES + _HAN_MARKS, 6.0) | dict.fromkeys(_DIGITS, 6.0)
    return MappingProxyType(costs)


def frequent_han() -> Mapping[str, str]:
    """The most frequent Han characters by list, simplified and traditional, the most frequent first."""
    lists: dict[str, str] = {}
    name = ""
    text = (Path(__file__).parent / "data" / "frequent-han.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.isascii():
            name = line if line.isalpha() else name
        else:
            lists[name] = lists.get(name, "") + line
    return MappingProxyType(lists)


def _level_one() -> str:
    """The characters that GB 2312 (rows 16 to 87) and Big5's first level were made for."""
    gb = bytes(byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    cells = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    big5 = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    return gb.decode("gb2312", "ignore") + big5.decode("big5", "ignore")


def _range_cost(char: str) -> float:
    """The cost of a character without one of its own, by its place in Unicode."""
    code = ord(char)
    for end, value in _RANGES:
        if code < end:
            return value
    return RARE_CHARACTER_COST + 3


_RANGES = (
    (0x20, 9.0),  # control characters, which text may hold but rarely does
    (0x80, 9.0),
    (0xA0, RARE_CHARACTER_COST),  # C1 controls
    (0x100, 8.5),
    (0x250, 8.0),  # letters of the European languages
    (0x370, RARE_CHARACTER_COST),
    (0x600, 7.5),  # Greek, Cyrillic, Armenian, Hebrew
    (0x700, 8.0),
    (0x2000, 11.0),
    (0x2070, 9.0),  # general punctuation
    (0x2E80, 11.0),  # symbols, frames
    (0x3000, RARE_CHARACTER_COST),
    (0x3040, 8.0),  # Han punctuation
    (0x3100, 9.0),  # kana
    (0x3400, 12.0),
    (0x4E00, RARE_CHARACTER_COST + 2),  # extension A
    (0xA000, RARE_CHARACTER_COST),
    (0xAC00, RARE_CHARACTER_COST + 2),
    (0xD7B0, 9.5),  # hangul
    (0xDC00, RARE_CHARACTER_COST + 3),
    (0xDD00, BAD_BYTE_COST),  # the escapes of undecodable bytes
    (0xF900, RARE_CHARACTER_COST + 3),  # lone surrogates and private use
    (0xFF00, RARE_CHARACTER_COST),
    (0xFF5F, 7.5),  # full-width forms
    (0x10000, RARE_CHARACTER_COST),
    (0x20000, 12.0),  # emoji and old scripts
    (0x32000, RARE_CHARACTER_COST + 2),  # Han of the further planes
)
"""End of a range of code points, cost of a character in it."""
