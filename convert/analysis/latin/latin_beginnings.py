"""Beginnings that mark a paragraph of its own in Latin script, though its line end tells nothing.

    "…within the hour." / "NARROW ESCAPE.—The coach from Settle…"  ->  a heading that runs into its text
    "…the Foreign Office." / "Sir C. O'LOGHLEN moved the second…"  ->  speakers, each in capitals
    "…das Dach zerstörte." / "Werdau, 8. Febr. Der Arbeiter K.…"   ->  reports, each with place and date
    "…in Dresden." / "Geboren: Ein Sohn: Hrn. Pastor Thieme…"      ->  entries, each with its key

All stand behind a stop. A heading tells by itself. The others recur at the beginnings of lines, and in no
middle of one: a paper whose speakers are in capitals within paragraphs has them there, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.analysis.latin.latin_items import CLOSERS
from convert.analysis.latin.latin_letters import lines_of_letter
from convert.analysis.lines.latin_dates import MONTH, WEEKDAY, any_of
from convert.text.pattern import LatePattern

STOPS = ".!?"
RUN_IN = LatePattern(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ'’&-]*[,.]? )*[A-ZÀ-Þ][A-ZÀ-Þ'’&-]+"
    r"(?:\.\s?(?:[—–]|--?)\s?(?=[\"'“‘„«]?[^\W\d_])|(?:—|--)(?=[\"'“‘„«]?[A-ZÀ-Þ]))"
    r"|[\"“][^\"“”]{1,40}[\"”](?: ?\([^()]{2,24}\))?\.?\s?(?:[—–]|--)(?=[\"“]?[A-ZÀ-Þ])"
)
"""A heading in capitals that its text follows on the same line, or who is answered: "Anxious."—We do not.

A capital begins the text where no stop tells: "GOD—for so they call it", "US–China talks", and "Hamlet"—the
play go on in a small letter, or are two names.
"""
_TITLE = any_of(
    "Mr Mrs Dr Sir Lord Viscount Colonel Col Captain Capt General Gen Major Alderman M MM Abg Graf"
)
SPEAKER = (
    rf"(?:The {any_of('Earl Duke Marquis Bishop')} of |{_TITLE}\.? (?:(?:[A-Z]|de|von|v)\.? )*)"
    r"[A-Z][A-Z'’-]{2,}(?![\w'’])"
)
_BEFORE_DAY = any_of(
    "On In By At From Since Until Till Before After About Between During "
    "Am Im Vom Seit Bis Ab Vor Dès Depuis Avant Après Desde Hasta Dal Op Sinds Tot"
)
_ARTICLE = any_of("The Der Den Dem Le Du Au El Il Al De")
"""It begins names of places, too: The Hague, Den Haag, Le Havre, El Paso."""
REPORT = (
    rf"(?!{_BEFORE_DAY} |{_ARTICLE} (?:\d|{MONTH}\b))"
    r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?,? (?:den )?"
    rf"(?:\d{{1,2}}\.? {MONTH}|{MONTH} \d{{1,2}})(?:, \d{{4}})?"
    r"[.,]?(?: ?\([^()]{2,24}\))?[.,]? ?(?:[—–-] ?)?(?=[A-ZÀ-Þ])"
)
_NAMED = r"(?:[A-ZÀ-Þ][\w'’-]*\.?|v\.|von|de|\([^()]{2,16}\))"
KEYED = rf"[A-ZÀ-Þ][\w'’-]+\.?(?: {_NAMED}){{0,3}}:(?= )"
OF_SERIAL = LatePattern(
    r"\((?i:to be continued|continued|concluded|(?:fortsetzung|schlu(?:ß|ss)) folgt|nachdruck verboten"
    r"|[aà] suivre|la suite à demain|continuará|continua|segue|wordt vervolgd"
    r"|(?:\d{1,3}\.? )?fortsetzung)\.?\)\.?"
)
"""What a serial says of itself, on a line of its own."""
SALUTATION = LatePattern(
    r"(?:MY |OUR )?(?:(?:VERY )?DEAR |HONOU?RED |ESTEEMED )?"
    r"(?:SIRS?|MADAM|GENTLEMEN|LADIES|MY LORDS?|LORDS?|FRIENDS?|BRETHREN|FELLOW[- ]CITIZENS|MR\.? [A-Z]{4,})"
    r"(?:(?:,| AND) (?:GENTLEMEN|BRETHREN|FRIENDS))?,"
    r"|(?:MEINE|(?:SEHR )?GEEHRTER?|VEREHRTE) (?:DAMEN UND )?(?:HERR|HERREN|FRAU|FREUNDE)"
    r"(?: [A-ZÄÖÜ]{3,})?,"
    r"|(?:MESDAMES ET |CHERS? )?(?:MONSIEUR|MADAME|MESSIEURS|MESDAMES|CITOYENS|CONCITOYENS|AMIS?)"
    r"(?: L[EA] [A-ZÀ-Þ]{3,})?,"
    r"|TO (?:THE )?(?:EDITORS?|PRINTERS?|PUBLISHERS?|ELECTORS|FREEHOLDERS|BURGESSES|INHABITANTS|RATEPAYERS"
    r"|RIGHT HON|HON|REV|WORSHIPFUL|MESSRS|MR)\b.{0,60},"
    r"|AN (?:DIE|DEN) (?:REDA[CK]TION|HERAUSGEBER|WÄHLER|BÜRGER)\b.{0,60},"
)
"""Whom a letter or a speech is to, in capitals: SIR, or TO THE EDITOR OF THE TIMES, over the text."""
_NAME = r"(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+)"
SIGNATURE = LatePattern(rf"{_NAME}(?: {_NAME}){{1,4}},")
OFFICE = LatePattern(
    r"(?:(?:The )?(?:Hon(?:orary|\.)?|Acting|Deputy|Assistant|General|Town|Vice-?) ?)*"
    + any_of(
        "Secretary Sec. President Chairman Clerk Mayor Treasurer Auctioneer Solicitor Solicitors Attorney "
        "Manager Agent Sheriff Superintendent Collector Proprietor Registrar Postmaster Schriftführer "
        "Vorsitzender Direktor Bürgermeister Secrétaire Président Maire Directeur"
    )
)
RECURRING = tuple((LatePattern(form), LatePattern(rf"[.!?]\s+{form}")) for form in (SPEAKER, REPORT, KEYED))
"""Each at the beginning of a line, and behind a stop within one."""
DAY = LatePattern(rf"{WEEKDAY}(?:,? (?:{MONTH} \d{{1,2}}|\d{{1,2}}\.? {MONTH}))?[.:]?")
"""A day on a line of its own, over what happens on it."""
FEWEST = 2
"""Lines that begin so, in one block."""


def above_beginnings(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines below which a paragraph begins, or another line of a letter."""
    starts = [n for n in range(1, len(lines)) if lines[n - 1].rstrip(CLOSERS)[-1:] in STOPS]
    above = lines_of_letter(lines) | {n - 1 for n in starts if RUN_IN.match(lines[n])}
    for n in (n for n, line in enumerate(lines) if OF_SERIAL.fullmatch(line)):
        above.update({n - 1, n} - {-1})
    days = [n for n, line in enumerate(lines) if DAY.fullmatch(line)]
    if len(days) >= FEWEST:
        above.update(edge for n in days for edge in (n - 1, n) if edge >= 0)
    for at_line, within in RECURRING:
        found = [n for n in starts if at_line.match(lines[n])]
        first = bool(lines) and at_line.match(lines[0]) is not None
        if len(found) + first >= FEWEST and not any(within.search(line) for line in lines):
            above.update(n - 1 for n in found)
    return above


def stands_apart(tail: str, head: str) -> bool:
    """Whether a line in capitals stands over the line below, though it ends in a comma: a letter's, mostly.

    >>> stands_apart("SIR,", "In your issue of"), stands_apart("JOHN BROWN,", "Secretary of the Club")
    (True, True)
    >>> stands_apart("CORN EXCHANGE, MARK LANE,", "Monday.—There was a fair show")
    False
    """
    if SALUTATION.fullmatch(tail):
        return True
    return SIGNATURE.fullmatch(tail) is not None and OFFICE.match(head) is not None
