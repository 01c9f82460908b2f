r"""Numbers that a line end cuts: which figures on its two sides are one number.

"a population of 148,\n316"      ->  "a population of 148,316"
"1.234.\n567 Mark" in German     ->  "1.234.567 Mark"
"à 23,\n50 francs" in French     ->  "à 23,50 francs"
"on June 5,\n300 men struck"     stays two numbers, and so does a list: "14, 27,\n31"
"""

from __future__ import annotations

import re

from convert.text.pattern import LatePattern

GROUPED = LatePattern(
    r"(?<![\d.,:/-])(?P<sign>[£$€]\s?)?(?P<number>\d{1,3}(?:[.,]\d{3})*)(?P<mark>[.,])[-\u2010\u00ad¬]?$"
)
"""The groups of a number before a line end, with the mark that parts groups."""
NEXT_GROUP = LatePattern(r"(?P<group>\d{3})(?P<more>[.,]\d{3})*(?![\d:/-]|[.,]\d(?!\d\d))")
IN_A_GROUP = LatePattern(r"\d{1,3}(?:,\d{3})*,(?P<begun>\d{1,2})$")
"""A number that breaks off within a group: 1,24/6,310."""
REST_OF_GROUP = LatePattern(r"(?P<rest>\d{1,2})(?=,\d{3}(?!\d))")
BEFORE = LatePattern(r"(?:^|\s)(?P<word>[^\s\d]+)\s+$")
"""The word before a number."""
LISTED = LatePattern(r"\s*(?:[,;&]|and|or|und|oder|et|ou)\s*\d")
"""What stands behind a number in a list of numbers."""
DATED = LatePattern(
    r"(?i:jan|feb|fév|mar|mär|maerz|apr|avr|mai|may|jun|jui|jul|aug|aoû|sep|oct|okt|nov|dec|dez|déc"
    r"|nos?\b|nrs?\b|pages?\b|pp?\b|seiten?\b|verses?\b|chap|lots?\b|psalms?\b|hymns?\b|aged?\b|line|box)"
)
"""Words before the day of a date, a page, a verse: what follows is another number."""
DECIMALS = LatePattern(r"(?<![\d.,:/])\d{1,3}(?:[. ]\d{3})*,$")
MEASURED = LatePattern(
    r"\d{1,2}\s?(?:%|€|(?i:francs?|fr|marks?|kronen|gulden|thaler|thlr|euros?|millionen|milliarden|millions?"
    r"|prozent|pct|pour cent|p\. ?100|meter|mètres?|kilomètres?|kilometer|km|kg|hl|hektar|hectares?)\b)"
)
"""Decimals with what is counted behind them."""
LAST_DAY = 31


def is_cut_number(tail: str, head: str, code: str) -> bool:
    """Tell whether the figures on the two sides of a line end are one number, by the language's main tag.

    >>> is_cut_number("worth $1,250,", "000, of which", "en"), is_cut_number("nos. 14, 27,", "300", "en")
    (True, False)
    """
    if not head[:1].isdigit():
        return False
    mark = "." if code == "de" else ","
    found, follows = GROUPED.search(tail), NEXT_GROUP.match(head)
    if found is not None and follows is not None and found["mark"] == mark:
        return _is_grouped(tail, found, head, follows)
    if code == "en":
        begun, rest = IN_A_GROUP.search(tail), REST_OF_GROUP.match(head)
        return begun is not None and rest is not None and len(begun["begun"] + rest["rest"]) == len("000")
    return DECIMALS.search(tail) is not None and MEASURED.match(head) is not None


def _is_grouped(tail: str, found: re.Match[str], head: str, follows: re.Match[str]) -> bool:
    """Tell whether three figures go on a number: surely where it has other groups, a sign or a naught."""
    if found["sign"] or found["mark"] in found["number"] or follows["more"] or follows["group"][0] == "0":
        return True
    if LISTED.match(head, follows.end()):
        return False
    if found["mark"] == ".":  # behind which a sentence may end, and a day has one
        return int(found["number"]) > LAST_DAY
    before = BEFORE.search(tail[: found.start()])
    return before is not None and before["word"][-1].isalpha() and DATED.match(before["word"]) is None
