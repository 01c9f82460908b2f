"""Abbreviations behind which no sentence ends: "Mr." / "Parr", "Am 3." / "Mai", "z." / "B.".

Titles are those in use in English, German, French, Dutch, Italian and Spanish papers; initials are told by
the title or initial in front of them, ordinal numbers by the word in front.
"""

from __future__ import annotations

from convert.text.pattern import LatePattern

TITLES = frozenset(
    (
        "Mr Mrs Ms Messrs Mme Mlle MM Mgr Dr Prof Rev Fr Hon Capt Col Maj Gen Adm Cmdr Lieut Lt Sgt Sergt "
        "Cpl Gov Sen Rep Pres Supt Insp Hr Hrn Frl Sr Sra Sig dhr mevr"
    ).split()
)
"""Before a name."""
COUNTED = frozenset("No Nos Nr Vol vol p pp Art art Ch ch Fig fig Bd Jg Tel tel num núm".split())
"""Before a figure."""
HALVES = frozenset({"z B", "d h", "u a", "i e", "e g", "a m", "p m", "d J", "v Chr", "o J"})
"""Two words of a letter and a stop, of which the first ends a line."""
MONSIEUR = "M"
ORDINAL_STOPS = frozenset("de da nb nn no fi cs sk hu hr sl sr et lv is".split())
"""Languages that write a stop behind an ordinal number (CLDR, names of days and months)."""
LAST_DAY = 31
"""A larger number is an ordinal behind an article alone: else it may end a sentence."""

SAINT = LatePattern(
    r"(?:^|[^\w.’'-])(?:[a-zäöüàéèß]+|[A-Z]\w*[.,;:])\s+S(?:t|te|ta|to)\.$|^S(?:t|te|ta|to)\.$"
)
"""Not behind a name: "Bridge St."."""
WORD_AT_END = LatePattern(r"(?:^|[\s(\"“„«'‘—–-])([^\W\d_]+)\.$")
INITIAL = LatePattern(
    r"(?:\b(?:Mr|Mrs|Dr|Rev|Capt|Prof|St)\.|\bMiss|\bLord|\bSir|(?:^|\s)[A-Z]\.)\s+[A-Z]\.$"
)
ORDINAL = LatePattern(r"([^\W\d_]+)\.?\s+(\d{1,2})\.$")
ARTICLE = LatePattern(r"d(?:ie|[aeo][rmns])|(?:[msd]?ein|ihr|unser)(?:e[nmrs]?)?|zu[mr]|vom|am|im|beim")


def awaits_more(tail: str, head: str, code: str) -> bool:
    """Whether a line ends in an abbreviation that the line below goes on from, by the language's main tag.

    >>> awaits_more("the Rev. Mr.", "Whitlow spoke", "en"), awaits_more("Am 3.", "Mai feiert", "de")
    (True, True)
    >>> awaits_more("of Bridge St.", "The mayor", "en"), awaits_more("he said no.", "Then", "en")
    (False, False)
    """
    if not tail.endswith(".") or not head:
        return False
    if (ordinal := ORDINAL.search(tail)) is not None:
        before, number = ordinal[1], int(ordinal[2])
        is_one = 0 < number <= LAST_DAY or ARTICLE.fullmatch(before.lower()) is not None
        return code in ORDINAL_STOPS and is_one and head[0].isalpha()
    word = WORD_AT_END.search(tail)
    last = word[1] if word is not None else ""
    if head[0].isdigit():
        return last in COUNTED
    if len(last) == 1 and f"{last} {head.partition('.')[0]}" in HALVES:
        return True
    is_title = last in TITLES or (last == MONSIEUR and code == "fr")
    return head[0].isupper() and bool(is_title or SAINT.search(tail) or INITIAL.search(tail))
