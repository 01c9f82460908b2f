r"""Which encoding of one byte a character Latin text is in: Windows', DOS's or Macintosh's.

    b"G\x84stehalle"   ->  cp437       in Windows-1252 it is G„stehalle
    b"mu\xa7 \x9fber"  ->  mac_roman   in Windows-1252 it is mu§ Ÿber

Any bytes are a text in each. What tells is where the characters stand: no quotation mark stands between two
letters, no capital behind a small letter, and no letter by itself among marks.
"""

from __future__ import annotations

import re

from convert.text.frequency import cost
from convert.text.pattern import LatePattern

WINDOWS = "cp1252"
OLDER = ("cp437", "cp850", "mac_roman")
IMPOSSIBLE = LatePattern(
    r"(?<=[^\W\d_])[^\w\s'’‘­.·\-–—…“”•†‡™®«»\x00-\x7f](?=[^\W\d_])"
    r"|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸ](?![A-ZÀ-ÖØ-Þ]{2})"
    r"|(?<=[^\W\d_])[„ˆ˜]|(?<![^\W_])[ŠŽŸ](?![\w.])|[\ud800-\udfff\x80-\x9f]"
    r"|(?<=[A-Za-zß-öø-ÿ])[Γ-ω]|[Γ-ω](?=[A-Za-zß-öø-ÿ])"
)
"""What no print has: a mark, a capital or a Greek letter within a word, a byte that is no character.

Between two words that lack a blank … and quotes may stand (say…maybe), and ‚ behind one is a misread comma.
"""
LEAST = 2
"""Such places that prove another encoding: one may be a wrong byte."""
FEWER = 5
"""How many times fewer there must be in the other one."""
IN_A_WORD = re.compile(rb"([A-Za-z])?[\x80-\xff]+")
WORD = re.compile(rb"[A-Za-z]{2,}")
BYTE_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
FEWEST_LETTERS = 4
"""Letters of words of ASCII to a byte beyond it, at least: trail bytes of Big5 are letters, too."""
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def which_single_byte(sample: bytes) -> str:
    r"""Return the encoding of a sample that Windows-1252 can read: that, or an older one.

    >>> which_single_byte("Süße Äpfel, Brühe und Käse".encode("cp437"))
    'cp437'
    >>> which_single_byte("“Süße Äpfel,” Brühe und Käse — 3 €".encode("cp1252"))
    'cp1252'
    """
    here = _impossible(sample, WINDOWS)
    if here < LEAST:
        return WINDOWS
    rated = [(_impossible(sample, encoding), _cost(sample, encoding), encoding) for encoding in OLDER]
    fewest, _, best = min(rated, key=lambda each: each[:2])
    return best if FEWER * fewest <= here else WINDOWS


def stand_in_words(sample: bytes) -> bool:
    r"""Whether most bytes beyond ASCII stand right behind a letter, among words: accents do, Han hardly ever.

    >>> stand_in_words("la città è più bella".encode("cp437")), stand_in_words("Mr. 王 said".encode("gbk"))
    (True, False)
    """
    behind = [bool(letter) for letter in IN_A_WORD.findall(sample)]
    letters, others = sum(map(len, WORD.findall(sample))), len(BYTE_BEYOND_ASCII.findall(sample))
    return 2 * sum(behind) > len(behind) and letters >= FEWEST_LETTERS * others


def _impossible(sample: bytes, encoding: str) -> int:
    return len(IMPOSSIBLE.findall(sample.decode(encoding, "surrogateescape")))


def _cost(sample: bytes, encoding: str) -> float:
    """Return how unusual the characters beyond ASCII are."""
    return cost("".join(BEYOND_ASCII.findall(sample.decode(encoding, "surrogateescape"))))
