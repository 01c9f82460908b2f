"""What stands between two texts that become one."""

from __future__ import annotations

import re

from convert.language.han import is_wide

DECIMAL = re.compile(r"(?<!\d)\d{1,3}\.$")
"""The end of a text in the middle of a number: 50. / 3; a year with its stop has four figures."""
THOUSANDS = re.compile(r"(?<!\d)\d{1,3},$")
"""The same before a comma, behind which exactly three figures stand: 12, / 500."""
ADDRESS = re.compile(r"(?<![\w.])(?:https?://|www\.)[\w./:-]*[./_-]$", re.ASCII)
"""The end of a text within an address of the net: www.example. / com."""
BARE_ADDRESS = re.compile(r"(?<![\w.])(?:https?://|www\.)[\w./:-]*\w$", re.ASCII)
"""The same in front of one of its marks, which begins the next line: www.example / .com."""
ADDRESS_WITHIN = re.compile(r"[./_-][A-Za-z0-9]")
ADDRESS_START = re.compile(r"(?:https?://|www\.)[A-Za-z0-9]")
WORD_BEHIND = re.compile(r"[a-z]+(?:[ ,;:!?]|\.?$|\. )")
"""A word alone: no part of an address goes on so behind a slash, for one that ends there is whole."""
THREE = re.compile(r"\d{3}(?!\d)")
HOUR, MINUTES = re.compile(r"(?:[午晨晚点日间]|[早晚]上)\s?\d{1,2}[:：]$"), re.compile(r"[0-5]\d(?!\d)")
"""A text's end behind the hours of a time of day, and a beginning with its minutes."""


def glue_between(tail: str, head: str) -> str:
    """Return what belongs between two joined texts: nothing beside a wide character or inside a number.

    >>> glue_between("夺得跳", "台冠军"), glue_between("the council", "voted"), glue_between("50.", "3公斤")
    ('', ' ', '')
    >>> glue_between("in 1913.", "25 men"), glue_between("1913,", "250 men"), glue_between("12,", "500 men")
    (' ', ' ', '')
    """
    last, first = tail[-1:], head[:1]
    if not last or not first or is_wide(last) or is_wide(first) or last in "“‘（《·—…":
        return ""
    if first.isdigit() and (last.isdigit() or DECIMAL.search(tail)):
        return ""
    if breaks_off_address(tail, head) or breaks_off_time(tail, head):
        return ""
    if THREE.match(head) and THOUSANDS.search(tail):
        return ""
    return " " if (last.isalnum() or last in ",.;:!?)") and first.isalnum() else ""


def breaks_off_time(tail: str, head: str) -> bool:
    """Whether a text ends behind the hours of a time of day, and the next one begins with its minutes.

    >>> breaks_off_time("开到周六下午5:", "30"), breaks_off_time("比分是5:", "30")
    (True, False)
    """
    return HOUR.search(tail) is not None and MINUTES.match(head) is not None


def breaks_off_address(tail: str, head: str) -> bool:
    """Whether a text ends within an address of the net, behind one of its marks, and the next one goes on.

    >>> breaks_off_address("网址www.yunjin.example.", "com，欢迎登录"), breaks_off_address("Mr.", "smith")
    (True, False)
    >>> breaks_off_address("网址https://www.yunjin", ".example/index.html，欢迎")
    True
    >>> breaks_off_address("www.club.example/", "list.html"), breaks_off_address("www.club.example/", "or")
    (True, False)
    """
    if ADDRESS_WITHIN.match(head) and BARE_ADDRESS.search(tail):
        return True
    if not head[:1].islower() or ADDRESS.search(tail) is None:
        return False
    return not (tail.endswith("/") and WORD_BEHIND.match(head))


def begins_address(text: str) -> bool:
    """Whether a text begins with an address of the net, with all that stands in front: nothing goes on in it.

    >>> begins_address("https://www.river.example/list"), begins_address("com/list"), begins_address("www。")
    (True, False, False)
    """
    return ADDRESS_START.match(text) is not None
