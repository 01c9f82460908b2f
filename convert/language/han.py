"""What the characters of Chinese text are: Han, marks, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from convert.text.pattern import LatePattern

STOPS = frozenset("。！？!?…")
"""Marks that end a sentence."""
COMMAS = frozenset("，、；,;")
COLONS = frozenset("：:")
OPENERS = "“‘（《〈「『【〔("
CLOSERS = "”’）》〉」』】〕)"
PARTNER = dict(zip(OPENERS, CLOSERS, strict=True))
CLOSING = frozenset(CLOSERS) | frozenset("\"'")
BRACKET = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All white space."""
BEFORE_DOT = frozenset("%％‰℃）》〉」』】〕")
"""What a dot behind it makes a stop of, as a Han character does: 增长9.8%."""
BEFORE_LAST_DOT = BLANKS + '”"'
"""What may stand between the last word of a text and its last dot."""
AFTER_WORDS = "".join(sorted(CLOSING)) + BLANKS
"""What may stand behind the last word of a text, or behind its last stop."""
_HIDES_LAST_WORD = frozenset(AFTER_WORDS + ".．")
"""Last characters of a text that do not tell its last word by themselves."""
NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…·％%,.;:?!)")
"""Forbidden at the start of a line (CLREQ, section 3.1.8, basic level)."""
NEVER_LAST = frozenset("（《〈「『【〔“‘(")
"""Forbidden at the end of a line (the same)."""

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
SPECKS = frozenset("-，、,·'`_|.")
AS_FAR = 40
"""Characters from the end of a text, within which its last stop stands: a speck may be far behind it."""
BEHIND_STOP = LatePattern(r"([。！？])(?:[”’」』》）)]?\s*[-·'`_|.]|\s*[，、,])$")
"""A mark that a recogniser saw where a speck stands, behind a stop: 人都来了。 -"""
TURNED = frozenset("“‘")
"""Behind the last stop of a text, each is a closing quote that was keyed the wrong way round: no line ends
with an opening quote (CLREQ, section 3.1.8)."""


def is_han(char: str) -> bool:
    """Whether a character is a Han ideograph.

    >>> is_han("报"), is_han("，"), is_han("")
    (True, False, False)
    """
    if "\u4e00" <= char <= "\u9fff":  # nearly all of them, without an expression
        return True
    return bool(char) and HAN.match(char) is not None


class BetweenHan:
    """Matches of an expression that have Han characters, or others of one kind, on both sides.

    Looked for by look-arounds, the table of Han characters would be compiled twice an expression, for a
    millisecond and a half.

    >>> [dot.start() for dot in BetweenHan("[.,]").finditer("强尼.英格力来了.")]
    [2]
    """

    __slots__ = ("is_beside", "pattern")

    def __init__(self, pattern: str, is_beside: Callable[[str], bool] = is_han) -> None:
        """Take the expression, and what tells of a character whether it may stand beside a match."""
        self.pattern = re.compile(pattern)
        self.is_beside = is_beside

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches."""
        last, is_beside = len(text) - 1, self.is_beside
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if start > 0 and end <= last and is_beside(text[start - 1]) and is_beside(text[end]):
                yield match

    def count(self, text: str) -> int:
        """Return how many there are."""
        last, is_beside, count = len(text) - 1, self.is_beside, 0
        for match in self.pattern.finditer(text):  # as `finditer`, without a step from one loop to another
            start, end = match.span()
            if start > 0 and end <= last and is_beside(text[start - 1]) and is_beside(text[end]):
                count += 1
        return count


HAN_GAP = BetweenHan(r"[ \t\u00a0\u2000-\u200a]+")
"""Blanks between two of them."""


def is_wide(char: str) -> bool:
    """Whether a character is Han, kana or full-width: no space is ever due beside it."""
    return char >= "\u2e80" and not "\uac00" <= char <= "\ud7a3"


WIDE = LatePattern("[\u2e80-\uabff\ud7a4-\U0010ffff]")
"""The characters that are wide, where many are counted."""


def wide_around(text: str, at: int) -> bool:
    """Whether most characters around a place are wide, blanks aside: a mark there stands in Chinese text.

    >>> wide_around("报纸, 今天", 2), wide_around("the news, today", 8)
    (True, False)
    """
    before, behind = "".join(text[max(0, at - 40) : at].split()), "".join(text[at : at + 40].split())
    near = before[-12:] + behind[:12]
    return len(WIDE.findall(near)) * 2 > len(near)


def without_gaps(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without the blanks between its Han characters, and where the rest stands in it.

    >>> without_gaps("会议己 经 on")
    ('会议己经 on', [0, 1, 2, 4, 5, 6, 7])
    """
    gaps = [gap.span() for gap in HAN_GAP.finditer(text)]
    if not gaps:
        return text, range(len(text))
    blanks = {at for start, end in gaps for at in range(start, end)}
    places = [at for at in range(len(text)) if at not in blanks]
    return "".join([text[at] for at in places]), places


def last_word(text: str) -> str:
    """Return the last character that is no closing quote or bracket; a dot behind Han or a sign is a stop.

    >>> last_word("他说：“好。”"), last_word("他来了."), last_word("in May."), last_word("他说：“好。“")
    ('。', '。', '.', '。')
    >>> last_word("约六周(四十天)."), last_word("(Fig. 4).")
    ('。', '.')
    >>> last_word("他记得“每一个细节”."), last_word("人都来了。 -")
    ('。', '。')
    """
    last = text[-1:]
    if last in SPECKS and (behind := BEHIND_STOP.search(text[-AS_FAR:])):
        return behind[1]
    if last and last not in _HIDES_LAST_WORD and last not in TURNED:
        return last
    bare = text.rstrip(AFTER_WORDS)
    if bare[-1:] in TURNED and bare[-2:-1] in STOPS:
        bare = bare[:-1]
    last = bare[-1:]
    if last not in ".．":
        return last
    before = bare[:-1].rstrip(BEFORE_LAST_DOT)[-1:]
    if before == ")" and HAN.search(bare[-AS_FAR:]):
        return "。"
    return "。" if is_han(before) or before in BEFORE_DOT else last


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a paragraph does: 。 or ！ or ？ or …, closing marks after it allowed."""
    return last_word(text) in STOPS


def unclosed(text: str) -> str:
    """Return the brackets and quotes a text leaves open, innermost last.

    >>> unclosed("他说：“我们（都"), unclosed("他说：“好。“")
    ('“（', '')
    """
    bare = text.rstrip(BLANKS)
    if bare[-1:] in TURNED and bare[-2:-1] in STOPS:
        text = bare[:-1] + PARTNER[bare[-1]]
    stack: list[str] = []
    for char in BRACKET.findall(text):
        if char in PARTNER:
            stack.append(char)
        elif stack and char == PARTNER[stack[-1]]:
            stack.pop()
    return "".join(stack)


MARKS_BEHIND = frozenset("，。；：、！？")
"""A straight quotation mark before one of these closes."""


def closes_first(text: str) -> str:
    """Return the closing mark that comes before its opener in a text, if one does.

    >>> closes_first("发展”。“快"), closes_first('"。发展')
    ('”', '”')
    """
    if text[:1] == '"' and text[1:2] in MARKS_BEHIND:
        return "”"
    depth = 0
    for char in BRACKET.findall(text):
        if char in PARTNER:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return str(char)
    return ""
