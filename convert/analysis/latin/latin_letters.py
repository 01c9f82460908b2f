"""How letters close in Latin script: the lines of a formula, and who signs under them.

    "I remain, Sir," / "Your humble Servant," / "A RATEPAYER."    ->  three lines
    "Mit Hochachtung" / "Ihr ergebenster" / "K. Brandt."          ->  three lines
    "…and so I remain, Sir, your obedient servant, J. P."         stays running text

A line belongs to a formula if it consists of words of such formulas alone, in one language, and one of them
is hardly used elsewhere. The formulas are those of English, German, French, Dutch, Italian, Spanish and
Swedish letter writers since 1700, written down by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from convert.text.pattern import LatePattern

WORD = LatePattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST, MOST_WORDS = 64, 11
"""Characters and words of a line of a formula."""
LONGEST_SIGNATURE, MOST_SIGNING = 44, 5
"""Characters of a line under a formula, and how many such lines there are: name, office, place, day."""
STOPS, CLOSERS = ".!?", "\"'”’)»“—–- "
LONGEST_SALUTATION = 48
_NAMES = r"(?: (?:[A-ZÀ-Þ][\w'’-]*\.?|of|the|and|de|von|und|et|le|la))"
SALUTATION = LatePattern(
    r"(?:(?:My )?(?:Dear|Honou?red|Worthy|Reverend|Rev\.) )?"
    r"(?:Sirs?|Madam|Gentlemen|Lad(?:y|ies)|My Lords?)(?: and Gentlemen)?[,:!]"
    rf"|(?:My )?Dear{_NAMES}{{1,5}}[,:]|(?:The|To the|Mr\.|Good Mr\.) (?:Editor|Printer)s?[,:]"
    rf"|(?:Sehr |Hoch)?(?:[Gg]e|[Vv]er)ehrte[rs]?{_NAMES}{{1,5}}[,:!]"
    rf"|(?:Mein(?:e|en)? )?Lieber?{_NAMES}{{1,4}}[,:!]"
    r"|(?:Mon |Ma )?(?:Chère?s? |cher |chère )?"
    rf"(?:Monsieur|Madame|Messieurs|Mesdames)(?: l[ea]{_NAMES}{{1,3}}| l['’]\w+)?[,:!]"
    r"|(?:Se[ñn]or|Sr\.|Egregio|Caro|Gentile|Signor|Stimato|Mijnheer|Geachte|Ärade|Herr)"
    rf"(?: signor| heer)?(?: [Dd]ire[ct]t?or[e]?| [Rr]eda[ck]teur| [Rr]edaktör|{_NAMES}{{1,3}})?[,:!]"
)
"""Whom a letter is to, on a line of its own; those in capitals are among the beginnings of paragraphs."""
SMALL, FEWEST_SMALL = LatePattern(r"(?<![\w'’])[a-zà-þ]{4,}"), 2
"""Small words of four letters and more, of which a line that signs has one at most: late of the 3rd Foot."""
SIGNS = LatePattern(r"[\"'“‘(\[—–-]?\s?[A-ZÀ-Þ\d]")


class Formula(NamedTuple):
    """The words of the formulas of a language."""

    telling: frozenset[str]
    """Words of which a line of a formula has one at least."""
    others: frozenset[str]

    def fits(self, words: Sequence[str], *, begun: bool) -> bool:
        """Whether words are those of a formula, one of them a telling one, unless it has `begun`."""
        return (begun or not self.telling.isdisjoint(words)) and all(
            word in self.telling or word in self.others for word in words
        )


def _formula(telling: str, others: str) -> Formula:
    return Formula(frozenset(telling.split()), frozenset(others.split()))


FORMULAS = (
    _formula(
        "servant servants servt servts serv't obedient obt obdt obed't ob't humble hble hum'ble humbly "
        "truly faithfully "
        "respectfully sincerely obediently fraternally affectionately affectionate cordially gratefully "
        "remain "
        "subscribe yours",
        "i we am are have has the honour honor to be me us beg myself believe with great much all "
        "due esteem "
        "respect respects regard regards sir sirs gentlemen madam dear my lord lord's lordship's "
        "lords your "
        "you most very ever and etc c in haste faithful friend friends constant reader wisher well sincere "
        "grateful subscriber",
    ),
    _formula(
        "am",
        "i sir sirs gentlemen madam dear my lord lords mr editor c etc",
    ),
    _formula(
        "hochachtung hochachtungsvoll hochachtungsvollst achtungsvoll hochachtend ergebenst ergebener "
        "ergebene ergebenste ergebenster gehorsamster gehorsamst unterthänigster verbleibe verbleiben gruß "
        "grüßen gruss grüssen diener",
        "ich wir mit vorzüglicher größter aller ausgezeichneter besonderer hoher vollkommenster ihr ihre "
        "euer "
        "eure dein deine ew wohlgeboren hochwohlgeboren sehr ganz treuer freund freundlichem freundlichen "
        "deutschem herzlichem herzlichen besten und zeichne zeichnet zeichnen in der ehre die habe",
    ),
    _formula(
        "hinterbliebenen hinterbliebene teilnahme theilnahme beileid beileidsbesuchen trauer "
        "trauernden trauernde",
        "um stille stilles stiller bitten bittet wir in tiefer tiefem tiefstem schmerz die der im "
        "namen aller "
        "und familie von danken",
    ),
    _formula(
        "agréer agréez serviteur servante dévoué dévoués dévouée salutations salut obéissant affectionné",
        "veuillez recevez recevoir monsieur messieurs madame mesdames le la rédacteur directeur en chef et "
        "l'assurance l'expression de ma mes nos notre mon considération distinguée distinguées parfaite "
        "haute "
        "respectueuse respectueux sentiments les meilleurs meilleures plus empressées cordiales cordiale "
        "tout "
        "vos votre très bien humble à vous j'ai l'honneur d'être avec respect profond lecteur abonné",
    ),
    _formula(
        "hoogachtend hoogachting dienaar dienstwillige dw dienstw groeten",
        "met uw u de verschuldigde alle vriendelijke ik heb eer te zijn mijnheer redacteur gehoorzame ed",
    ),
    _formula(
        "stima devotissimo devotissima obbligatissimo servitore affezionatissimo saluti ossequi",
        "suo sua vostro con tutta la massima distinti distinta cordiali mi creda signore mio ed e",
    ),
    _formula(
        "servidor servidora afectísimo afmo atento atentamente",
        "de usted ustedes vd v su seguro amigo y s soy quedo queda con la mayor consideración señor q b m",
    ),
    _formula(
        "högaktningsfullt vördsamt tjänare hälsning hälsningar",
        "med vänlig vänliga eder er ödmjuk ödmjuke tillgivne i djupaste utmärkt",
    ),
)
"""By language; of English also the line that a salutation ends."""


def is_of_formula(line: str, *, begun: bool = False) -> bool:
    """Whether a line is one of those with which a letter closes; `begun`: a line beside it is.

    >>> is_of_formula("I remain, Sir,"), is_of_formula("Your most obedient Servant,")
    (True, True)
    >>> is_of_formula("He was a humble and faithful friend"), is_of_formula("Your friend")
    (False, False)
    """
    if not 0 < len(line) <= LONGEST or line.isupper():
        return False
    words = [word.lower().replace("’", "'") for word in WORD.findall(line)]
    if not 0 < len(words) <= MOST_WORDS or any(map(str.isdigit, line)):
        return False
    return any(formula.fits(words, begun=begun) for formula in FORMULAS)


def lines_of_letter(lines: Sequence[str]) -> set[int]:
    """Return of a block the lines below which another one of a letter's closing begins, or its text."""
    edges = {at for closing in _closings(lines) for at in range(max(0, closing.start - 1), closing.stop)}
    for at, (line, below) in enumerate(pairwise(lines)):
        if len(line) <= LONGEST_SALUTATION and line[-1:] in ",:!" and SALUTATION.fullmatch(line):
            begins = at == 0 or lines[at - 1].isupper() or lines[at - 1].rstrip(CLOSERS)[-1:] in STOPS
            edges.update({at} if begins and SIGNS.match(below) else ())
    return edges


def _closings(lines: Sequence[str]) -> Iterator[range]:
    """Yield the closings of letters, from the first line of a formula to the last one that signs."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and is_of_formula(lines[end], begun=True):
            end += 1
        if any(map(is_of_formula, lines[at:end])) and _begins(lines, at):
            signing = _signing(lines, end)
            if end - at + signing > 1:
                yield range(at, end + signing)
        at = max(end, at + 1)


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether a formula may begin in a line: at the top, or behind a sentence."""
    if not SIGNS.match(lines[at]):
        return False
    return at == 0 or lines[at - 1].rstrip(CLOSERS)[-1:] in STOPS or not lines[at - 1]


def _signing(lines: Sequence[str], start: int) -> int:
    """Return how many lines sign a letter: all that follow to the block's end, or none."""
    if len(lines) - start > 2 * MOST_SIGNING:
        return 0
    rest = [line for line in lines[start:] if line]
    short = all(len(line) <= LONGEST_SIGNATURE and SIGNS.match(line) for line in rest)
    told = any(
        len(SMALL.findall(line)) >= FEWEST_SMALL for line in rest
    )  # a sentence: In London until the spring.
    return len(lines) - start if short and not told and len(rest) <= MOST_SIGNING else 0
