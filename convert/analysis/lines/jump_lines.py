"""Jump lines: what sends a reader to the page where an article goes on, or says from which page it comes.

    下转第四版   （紧接第二版）   上接A1版   转第3版         Continued on page 4   See STRIKE, Page 7, Col. 2
    Fortsetzung auf Seite 4   Suite page 3   Sigue en la página 5   Segue a pagina 2   Vervolg op pagina 3

The forms are those of the trade. A line that consists of one of them is a jump line; so is what stands in
brackets at the end or at the beginning of a paragraph. 详见第4版 sends to another article, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from convert.text.pattern import LatePattern

NUMERALS = "〇零一二三四五六七八九十"
LONGEST_JUMP_LINE = 60


def _phrases(*phrases: str) -> str:
    """Return a pattern for any of some phrases, the longer ones first."""
    return "(?:" + "|".join(sorted(phrases, key=len, reverse=True)) + ")"


_MARK = r"[▶►→▷◀◄←◁▲▼△▽\s]*"
_OPEN, _CLOSE = r"[（(【\[]\s*", r"\s*[）)】\]]"
_HAN_NUMBER = rf"(?:[A-Za-z]?[0-9０-９]{{1,3}}|[{NUMERALS}]{{1,3}})"
_HAN_ONWARD = _phrases("紧?下转", "緊?下轉", "下接", "转", "轉")
_HAN_BACK = _phrases("[紧緊]?上接", "接自", "承接")
_HAN_EITHER = _phrases("[紧緊]?接")
HAN_JUMP = (
    rf"(?:(?P<onward>{_HAN_ONWARD})|(?P<back>{_HAN_BACK})|{_HAN_EITHER})"
    rf"\s*(?:本报)?\s*第?\s*(?P<page>{_HAN_NUMBER})\s*[版页頁張张](?P<words>[^。，,；;（）()]{{0,16}}?)"
)
"""A jump line in Chinese, without brackets and arrows."""

_ONWARD = _phrases(
    *("continued(?: on)?", "continues on", r"cont'?d?\.?(?: on)?", "(?:please )?turn to", "see", "jump to"),
    *("fortsetzung(?: folgt)?(?: auf)?", r"forts\.?(?: auf)?", "weiter auf", "schlu(?:ß|ss) auf"),
    *("(?:lire )?(?:la )?suite(?: en| à la| à)?", "voir la suite(?: en| à la)?"),
    *("(?:continúa|sigue) en(?: la)?", "pasa a(?: la)?", "(?:continua|segue) a", "(?:vervolg|verder) op"),
)
_BACK = _phrases(
    *("(?:continued )?from", r"cont'?d?\.? from", r"(?:fortsetzung|forts\.?|schlu(?:ß|ss)) von"),
    *("suite de(?: la)?", "viene de(?: la)?", "(?:continua|segue) da", "vervolg van"),
)
_PAGE = _phrases("pages?", r"pg\.?", r"pp?\.", "seite", r"s\.", "página", r"pág\.?", "pagina", r"pag\.")
_COUNTED = (
    ("one", "first", "front", "première", "erste", "ersten"),
    ("two", "second", "deuxième", "zweite", "zweiten"),
    ("three", "third", "troisième", "dritte", "dritten"),
    ("four",),
    ("five",),
    ("six",),
    ("seven",),
    ("eight",),
    ("nine",),
    ("ten",),
    ("eleven",),
    ("twelve",),
)
_WORDS = {word: number for number, words in enumerate(_COUNTED, 1) for word in words}
_COLUMN = r"(?:,? ?(?:col(?:umn|\.)?|spalte|sp\.|colonne|columna|colonna) ?\w{1,5})?"
_KEY = r"(?P<words>(?-i:[A-ZÀ-Þ][A-ZÀ-Þ0-9'’&-]*(?: [A-ZÀ-Þ0-9'’&-]+){0,4}))"
LATIN_JUMP = (
    rf"(?i:(?:(?P<subject>(?-i:[A-ZÀ-Þ][A-ZÀ-Þ0-9'’& -]{{1,40}}?)),? )?"
    rf"(?:(?P<back>{_BACK})|(?P<onward>{_ONWARD})(?: {_KEY},?(?: on)?)?)"
    rf" (?:(?:{_PAGE} ?|(?(back)(?=(?-i:[A-F]-?\d))|(?!)))(?P<page>[A-Z]?-?\d{{1,3}}|{_phrases(*_WORDS)})"
    rf"|(?:the |der )?(?P<ordinal>{_phrases(*_WORDS)}) (?:page|seite)){_COLUMN}\.?)"
)
"""A jump line in Latin script, without brackets and arrows."""
_UNREADABLE = "囗口□■○●〇?？"
"""What stands for a number that was not read, alone."""
# Of these three pairs the first form is the Chinese one.
_WHOLE = tuple(
    LatePattern(rf"{_MARK}(?:{_OPEN})?{_MARK}{form}{_MARK}(?:{_CLOSE})?{_MARK}")
    for form in (HAN_JUMP, LATIN_JUMP)
)
_MISREAD = LatePattern(
    rf"{_MARK}(?:{_OPEN})?{_MARK}[紧緊]?\s*(?:(?P<onward>[下卜丅][转轉砖传傳])|(?P<back>[上土止][接按]))"
    rf"\s*[第笫弟]?\s*(?P<page>{_HAN_NUMBER}|[0-9lIO|]{{1,2}}|[{_UNREADABLE}])\s*[版板扳叛页頁]{_MARK}(?:{_CLOSE})?{_MARK}"
)
"""A whole jump line in Chinese, some of whose characters may be read as others of their shape."""
_RIGHTLY_READ = frozenset("紧緊下转轉上接第版页頁")
_LETTERS_AND_NUMBER = LatePattern(rf"[紧緊下卜丅转轉砖传傳上土止接按第笫弟版板扳叛页頁]|[{_UNREADABLE}]")
_FIGURES_MISREAD = str.maketrans("lI|O", "1110")
_SHORT_OR_COMMON = LatePattern(r"\s*(?i:see|from|turn|please|jump|weiter|s\.|转|轉|接|承)")
_BARE_ONWARD = rf"[▶►→]?\s*下[转轉]\s*第?\s*{_HAN_NUMBER}\s*[版页頁]\s*[▶►→]?"
_BARE_BACK = rf"[◀◄←]?\s*上接\s*第?\s*{_HAN_NUMBER}\s*[版页頁]\s*[◀◄←]?"
_AT_END = tuple(
    LatePattern(rf"(?:{_OPEN}{_MARK}{form}{_MARK}{_CLOSE}|{bare})\s*\Z")
    for form, bare in ((HAN_JUMP, _BARE_ONWARD), (LATIN_JUMP, r"(?!)"))
)
_AT_START = tuple(
    LatePattern(rf"\s*(?:{_OPEN}{_MARK}{form}{_MARK}{_CLOSE}|{bare})")
    for form, bare in ((HAN_JUMP, _BARE_BACK), (LATIN_JUMP, r"(?!)"))
)
_LAST_BRACKETS = LatePattern(r"[（(【\[][^（()）]{3,12}[）)】\]]\s*\Z")
_FIRST_BRACKETS = LatePattern(r"\s*[（(【\[][^（()）]{3,12}[）)】\]]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_WIDE_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")


class JumpLine(NamedTuple):
    """What a jump line says."""

    page: str
    """The page that it names: 4, A1; empty where the number was not read."""
    onward: bool | None
    """Whether the article goes on there (True) or comes from there (False); None: it does not say which."""
    words: str = ""
    """By what it names the article, if it does: STRIKE."""


def parse_jump_line(text: str) -> JumpLine | None:
    """Return what a whole line says, if it is a jump line.

    >>> parse_jump_line("（下转第四版）"), parse_jump_line("上接A1版")
    (JumpLine(page='4', onward=True, words=''), JumpLine(page='A1', onward=False, words=''))
    >>> parse_jump_line("See STRIKE, Page 7, Col. 2")
    JumpLine(page='7', onward=True, words='STRIKE')
    >>> parse_jump_line("详见第4版"), parse_jump_line("下转第00版"), parse_jump_line("转0版")
    (None, None, None)
    """
    text = text.strip()
    if len(text) > LONGEST_JUMP_LINE:
        return None
    match = next((match for form in _forms(_WHOLE, text) if (match := form.fullmatch(text))), None)
    if match is None:
        return _misread(text)
    groups = match.groupdict()
    named = groups["page"] or groups.get("ordinal") or ""
    page = "" if named in _UNREADABLE else page_number(named)
    if page == "0":
        return None  # no paper has it, and an empty number would go with any page
    onward = True if groups["onward"] else False if groups["back"] else None
    return JumpLine(page, onward, (groups["words"] or groups.get("subject") or "").strip())


def _misread(text: str) -> JumpLine | None:
    """Return what a whole line says that has one letter wrong, or whose number was not read.

    >>> _misread("（卜转第四版）"), _misread("下转第囗版"), _misread("土按第四板")
    (JumpLine(page='4', onward=True, words=''), JumpLine(page='', onward=True, words=''), None)
    """
    match = _MISREAD.fullmatch(text)
    if match is None:
        return None
    letters = _LETTERS_AND_NUMBER.findall(text)
    if sum(letter not in _RIGHTLY_READ for letter in letters) > 1:
        return None
    return JumpLine(page_number(match["page"].translate(_FIGURES_MISREAD)), match["onward"] is not None)


def is_plain(text: str) -> bool:
    """Whether a jump line can be nothing else, wherever it stands: it has brackets, or a verb of the trade.

    >>> is_plain("下转第四版"), is_plain("（转4版）"), is_plain("转4版"), is_plain("see page 4")
    (True, True, False, False)
    """
    return _SHORT_OR_COMMON.match(text) is None


def jump_at_end(text: str) -> int:
    """Return where a jump line begins with which a paragraph ends; 0 where there is none.

    >>> jump_at_end("干部群众（下转第四版）"), jump_at_end("干部群众（卜转4版）"), jump_at_end("群众（下午）")
    (4, 4, 0)
    """
    start = max(0, len(text) - LONGEST_JUMP_LINE)
    tail = text[start:]
    at = next((match.start() for form in _forms(_AT_END, tail) if (match := form.search(tail))), -1)
    if at < 0 and (match := _LAST_BRACKETS.search(tail)) and parse_jump_line(match[0]):
        at = match.start()
    return start + at if at >= 0 else 0


def jump_at_start(text: str) -> int:
    """Return where a jump line ends with which a paragraph begins; 0 where there is none.

    >>> jump_at_start("（上接第一版）团结奋斗")
    7
    """
    head = text[:LONGEST_JUMP_LINE]
    end = next((match.end() for form in _forms(_AT_START, head) if (match := form.match(head))), 0)
    if not end and (match := _FIRST_BRACKETS.match(head)) and parse_jump_line(match[0]):
        end = match.end()
    return end


def _forms(forms: Sequence[LatePattern], text: str) -> Sequence[LatePattern]:
    """Return the forms that a text may have; those of Latin script take milliseconds to compile."""
    return forms if _LATIN_LETTER.search(text) else forms[:1]


def page_number(words: str) -> str:
    """Write the number of a page in figures, a section's letter before it.

    >>> page_number("十二"), page_number("a04"), page_number("Front"), page_number("第07版")
    ('12', 'A4', '1', '7')
    """
    words = words.strip().strip("第版页頁").strip().translate(_WIDE_FIGURES).lower()
    if words in _WORDS:
        return str(_WORDS[words])
    match = re.fullmatch(r"([a-z]?)[- ]?0*(\d{1,4})", words)
    if match:
        return match[1].upper() + match[2]
    return _from_han(words)


def _from_han(words: str) -> str:
    """Return a number in Han numerals in figures; empty where it is none: 二十四 -> 24, 一二 -> 12."""
    if not words or any(c not in NUMERALS for c in words):
        return ""
    digits = [NUMERALS.index(c) - 1 if c != "〇" else 0 for c in words]
    if "十" not in words:
        return str(int("".join(map(str, digits))))
    tens, _, ones = words.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return ""
    return str((digits[0] if tens else 1) * 10 + (digits[-1] if ones else 0))
