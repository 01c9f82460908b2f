"""Abbreviations behind which no sentence ends: "Mr." / "Parr", "Am 3." / "Mai", "z." / "B.".

Titles are those in use in English, German, French, Dutch, Italian and Spanish papers; initials are told by
the title in front of them, German ordinal numbers by the article in front.
"""

from __future__ import annotations

import re

from convert.text.pattern import LatePattern

TITLES = frozenset(
    (
        "Mr Mrs Ms Messrs Mme Mlle MM Mgr Dr Prof Rev Hon Capt Col Maj Gen Adm Cmdr Lieut Lt Sgt Sergt "
        "Cpl Gov Sen Rep Supt Insp Hr Hrn Frl Sig dhr mevr"
    ).split()
)
"""Before a name."""
GIVEN_NAMES = frozenset("Wm Geo Jas Jno Chas Thos Robt Saml Benj Edwd Fredk Richd Danl".split())
"""English ones as they were shortened, before a surname."""
COUNTED = frozenset(
    (
        "No Nos Nr Vol p pp Art Bd Jg Tel Chap Sec Sect Fig Rs "
        "Jan Feb Febr Mar Apr Jun Jul Aug Sept Sep Oct Okt Nov Dec Dez janv févr juill déc"
    ).split()
)
"""Before a figure: a number's sign, a month."""
BEFORE_CAPITAL = {
    "en": frozenset({"v", "vs"}),
    "es": frozenset("Sr Sra Srta Sres D Dña Dn Excmo Ilmo Exmo".split()),
    "it": frozenset("On Cav Comm Avv Dott Sigra Mons".split()),
    "nl": frozenset("Ds kapt Kapt Mej Jhr".split()),
    "de": frozenset(
        (
            "v u z d Se Sr Ew kgl Kgl königl Königl kaiserl Kaiserl großh Großh herzogl Herzogl "
            "geb verw sog sogen bezw bzw betr resp evang Evang kath Kath Frhr Gebr Frfr"
        ).split()
    ),
}
"""By language: what goes on in a name or, in German, in a noun: Surrey v. / Kent, Se. / Majestät."""
HALVES = frozenset({"z B", "d h", "u a", "i e", "e g", "a m", "p m", "d J", "v Chr", "o J"})
"""Two words of a letter and a stop, of which the first ends a line."""
MONSIEUR = "M"
LOOKED_AT = 40
"""Characters at the end of a line."""

FIRST_TITLE = LatePattern(
    r"(?<![\w’'-])(?:Lieut|Lt|Maj|Brig|Col|Sergt|Sgt|Corpl|Cpl|Adjt|Adj|Atty|Insp|Gen|Geh|Reg|Prof|Dr|Dipl|Hptm)"
    r"\.[-\u2010\u2011⸗]$"
)
"""Before another title: Lieut.-/Colonel, Geh.-/Rat."""
SAINT = LatePattern(
    r"(?:^|[^\w.’'-])(?:[a-zäöüàéèß]+|[A-Z]\w*[.,;:])\s+S(?:t|te|ta|to)\.$|^S(?:t|te|ta|to)\.$"
)
"""Not behind a name: "Bridge St."."""
WORD_AT_END = LatePattern(r"(?:^|(?<![,\d])[\s(\"“„«'‘—–-])([^\W\d_]+)\.$")
"""Not behind a comma or a figure: "J. Brown, Dr."."""
NEVER_BEHIND_NAME = LatePattern(r", (Mrs?|Messrs|Mme|Mlle|MM|Rev|Capt|Lieut|Sergt)\.$")
"""Titles that go on below though a comma stands before them: the mayor, Mr."""
INITIALS = LatePattern(r"\b(?:(?:Mr|Mrs|Dr|Rev|Capt|Prof)\.|Miss|Lord|Sir)(?:\s+[A-Z]\.)+$")
"""Behind a title alone: behind a place they are those of a country, "Rochester, N. Y."."""
LONE_INITIALS = LatePattern(
    r"\b(?:to|by|of|from|with|and|under|et|de|par|von|und|mit|an|durch|bei|[A-Z][a-z]{1,4}\.(?:-[A-Z][a-z]{1,4}\.)?)"
    r"(?!\s+(?:N\.\s+Y|D\.\s+C)\.$)(?:\s+[A-Z]\.)+$"
)
"""Behind a preposition or a rank: no sentence ends in "won by J.", but one does in "came from N. Y."."""
NAME_BEHIND = LatePattern(r"(?:[A-Z]\.[ -]?)*[A-Z][a-zà-ÿ'’]+")
ORDINAL = LatePattern(
    r"\b(?:d(?:ie|[aeo][rmns])|(?:[msd]?ein|ihr|unser)(?:e[nmrs]?)?|zu[mr]|vom|am|im|beim)\s+\d{1,2}\.$",
    re.IGNORECASE,
)
"""A German ordinal number, behind an article: what else ends in a figure may end a sentence."""


MONTH_BEHIND = LatePattern(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|October|November|Dezember|December)\b"
)
MONTHS = frozenset(
    "Jan Feb Febr Mar Apr Jun Jul Aug Sept Sep Oct Okt Nov Dec Dez janv févr juill déc".split()
)
COUNTED_THINGS = LatePattern(
    r"\d{1,3} (?!(?:and|or|to|at|in|on|of|by|the|it|he|she|they|we|was|were|is|has|had|with|for|from|there"
    r"|this|that|when|which|last|next|inst|und|oder|bis|an|um|im|der|die|das|et|ou|au|à|le|la|les)\b)[a-zß-ÿ]{4,}"
)
"""A number of things, and no day of a month: 25 members."""
NEXT_ITEM = LatePattern(r"\d{1,2}[.)]\s+[A-Z]")
"""The next item of a list, and no figure that a month or a number's sign awaits: 3. The market."""


def is_title_of_two(tail: str, head: str) -> bool:
    """Whether a hyphen stands behind an abbreviated title, and another one below.

    >>> is_title_of_two("he met Lieut.-", "Colonel Ffoulkes"), is_title_of_two("it was late.-", "The")
    (True, False)
    """
    return head[:1].isupper() and FIRST_TITLE.search(tail[-LOOKED_AT:]) is not None


def awaits_more(tail: str, head: str, code: str) -> bool:
    """Whether a line ends in an abbreviation that the line below goes on from, by the language's main tag.

    >>> awaits_more("the Rev. Mr.", "Whitlow spoke", "en"), awaits_more("Am 3.", "Mai feiert", "de")
    (True, True)
    >>> awaits_more("of Bridge St.", "The mayor", "en"), awaits_more("near Troy, N. Y.", "The council", "en")
    (False, False)
    >>> awaits_more("won by J.", "Brown", "en"), awaits_more("who had come from N. Y.", "Mayor Brown", "en")
    (True, False)
    >>> awaits_more("on the 4th of Sept.", "25 members", "en"), awaits_more("on Sept.", "25 at noon", "en")
    (False, True)
    >>> awaits_more("on the 6th of Dec.", "1862 it", "en"), awaits_more("late in Dec.", "3. The market", "en")
    (True, False)
    """
    if not tail.endswith(".") or not head:
        return False
    tail = tail[-LOOKED_AT:]
    if tail[-2:-1].isdigit():
        german = code == "de" and head[0].isalpha()
        return german and (ORDINAL.search(tail) is not None or MONTH_BEHIND.match(head) is not None)
    word = WORD_AT_END.search(tail) or NEVER_BEHIND_NAME.search(tail)
    last = word[1] if word is not None else ""
    if head[0].isdigit():
        counts = last in MONTHS and COUNTED_THINGS.match(head) is not None
        return last in COUNTED and NEXT_ITEM.match(head) is None and not counts
    if len(last) == 1 and f"{last} {head.partition('.')[0]}" in HALVES:
        return True
    if LONE_INITIALS.search(tail):
        return NAME_BEHIND.match(head) is not None
    is_title = (
        last in TITLES
        or (last == MONSIEUR and code == "fr")
        or (last in GIVEN_NAMES and code == "en")
        or last in BEFORE_CAPITAL.get(code, ())
    )
    return head[0].isupper() and bool(is_title or SAINT.search(tail) or INITIALS.search(tail))
