r"""Numbers that a line end cuts: which figures on its two sides are one number, beyond doubt.

"a loan of 3,500,\n000"          ->  "a loan of 3,500,000"       a group that begins with a naught
"rates of £31,\n400 a year"      ->  "rates of £31,400 a year"   a sign of money before it
"some 1,24\n6,310 men"           ->  "some 1,246,310 men"        a group that is cut itself
"à 23,\n05 francs" in French     ->  "à 23,05 francs"
"were 3,-\n415 souls"            ->  "were 3,415 souls"          a hyphen behind the comma
"in Ward 12,\n160 for it"        stays two numbers, and so does what may be one: "now 148,\n316"
"""

from __future__ import annotations

from convert.text.pattern import LatePattern

GROUPED = {
    mark: LatePattern(
        rf"(?<![\w.,:/-])(?P<sign>[£$€]\s?)?\d{{1,3}}(?:{stop}\d{{3}})*{stop}[-\u2010\u00ad¬]?$"
    )
    for mark, stop in ((",", ","), (".", r"\."))
}
"""The groups of a number before a line end, by the mark that parts them."""
NEXT_GROUP = {
    mark: LatePattern(rf"(?P<group>\d{{3}})(?:{stop}\d{{3}})*(?![\d:/-]|[.,]\d)")
    for mark, stop in ((",", ","), (".", r"\."))
}
HYPHENED_GROUP = LatePattern(r"(?<![\w.,:/£$€-])(?<![£$€] )\d{1,3}(?:,\d{3})*,[-\u2010\u00ad¬]$")
"""A hyphen behind the comma says that a number goes on, in English: 3,-/415; £5,- is a sum without pence."""
IN_A_GROUP = LatePattern(r"(?<![\w.,:/-])[£$€]?\d{1,3}(?:,\d{3})*,(?P<begun>\d{1,2})$")
"""A number that breaks off within a group: 1,24/6,310."""
REST_OF_GROUP = LatePattern(r"(?P<rest>\d{1,2})(?=,\d{3}(?!\d))")
DECIMALS = LatePattern(r"(?<![\w.,:/-])\d{1,3}(?:[. ]\d{3}){0,3},$")
MEASURED = LatePattern(
    r"0\d\s?(?:%|€|(?i:francs?|fr|marks?|kronen|gulden|thaler|thlr|euros?|millionen|milliarden|millions?"
    r"|prozent|pct|pour cent|p\. ?100|meter|mètres?|kilomètres?|kilometer|km|kg|hl|hektar|hectares?)\b)"
)
"""Decimals that begin with a naught, with what is counted behind them."""
THOUSANDS_OF = LatePattern(
    r"(?<!\w)(?:de|d['’]environ|environ|à|des|les|di|da|i|gli|a|circa|unos?|los|las) \d{1,3}\.$"
)
COUNTED_IN_THOUSANDS = LatePattern(
    r"\d{3} (?:(?:de )?(?:francs?|fr\.|lires?|lire|pesetas|reales|hombres|habitantes|fanegas|hommes"
    r"|habitants|voix|tonnes|kilos|hectares|mètres|uomini|abitanti))\b"
)
"""A stop that parts groups in French, Italian and Spanish: 12./500 francs."""
GOES_ON = LatePattern(
    r"$|[.;:!?)\]—–]|,(?! ?[£$€]?\d)|\s+(?:a|an|per|each|in|for|to|was|is|has|will|would|at|by|from"
    r"|which|but"
    r"|with|that|yearly|annually|sterling|against|pro|im|jährlich|wurde|für|auf)\b"
)
"""What stands behind a sum of money, and hardly behind a number of things: $3,/200 a year, $3,/200 men."""
LONGEST = 40
"""Characters of a number before a line end, at most."""


def is_cut_number(tail: str, head: str, code: str) -> bool:
    """Tell whether the figures on the two sides of a line end are one number, by the language's main tag.

    >>> is_cut_number("were 3,-", "415 souls", "en"), is_cut_number("paid £5,-", "200 of them", "en")
    (True, False)
    >>> is_cut_number("worth 1,250,", "000, of which", "en"), is_cut_number("in Ward 12,", "160 for", "en")
    (True, False)
    """
    if not head[:1].isdigit():
        return False
    start = max(0, len(tail) - LONGEST)
    mark = "." if code == "de" else ","
    found, follows = GROUPED[mark].search(tail, start), NEXT_GROUP[mark].match(head)
    if found is not None and follows is not None:
        has_sum = found["sign"] is not None and GOES_ON.match(head, follows.end()) is not None
        hyphened = code == "en" and HYPHENED_GROUP.search(tail, start) is not None
        return has_sum or hyphened or follows["group"][0] == "0"
    if code == "en":
        begun, rest = IN_A_GROUP.search(tail, start), REST_OF_GROUP.match(head)
        return begun is not None and rest is not None and len(begun["begun"] + rest["rest"]) == len("000")
    if THOUSANDS_OF.search(tail, start) is not None and COUNTED_IN_THOUSANDS.match(head) is not None:
        return True
    return DECIMALS.search(tail, start) is not None and MEASURED.match(head) is not None
