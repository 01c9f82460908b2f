"""The shapes of lines in Latin script that belong to the sheet or to a picture: dates, papers, credits.

Dates are those of `latin_dates`. A paper's name is told by its last
word, where that is hardly ever anything else; a name of common words (Post, Star, Times) only in capitals, or
beside a date or a page number.
"""

from __future__ import annotations

from enum import StrEnum

from convert.analysis.lines.latin_dates import BETWEEN, DATE, FULL_DATE, ISSUE_NUMBER, any_of
from convert.document.roles import Role
from convert.text.pattern import LatePattern


class Shape(StrEnum):
    """What the shape of a piece of furniture says by itself; nothing leaves the reading for it alone."""

    LISTED = "listed"
    """The paper's house pack lists it."""
    SHEET = "sheet"
    """It speaks of the sheet: a page, an imprint, a paper with its date."""
    JUMP = "jump"
    """It sends to another page, where an article goes on."""
    SOURCE = "source"
    """A paper with a date alone: also whence an article was taken."""
    ISSUE = "issue"
    """The number of an issue: also that of a draw, a course, a list."""
    EDITORS = "editors"
    """Who edited the page, by duties that only pages have, or by several of them."""
    EDITOR = "editor"
    """Who did one thing: also at the end of an article, under a picture."""
    NAME = "name"
    """A paper, an address: also a signature, a line of text."""
    SECTION = "section"
    """A section of the paper: also a heading in a digest."""
    DATE = "date"
    """A date alone: also under a letter or over a diary's day."""
    LUNAR_DATE = "lunar date"
    """A day of the lunar calendar alone: also a feast of which a text speaks."""
    NUMBER = "number"
    """A number alone: also a figure in a table, or the part of an article."""
    CAPITALS = "capitals"
    """Capitals with a paper's word or a number: also a headline."""


_WORD = r"[A-ZÀ-Þ][\w'’&.-]*"
_PAPERS = (
    "Courier Herald Gazette Chronicle Tribune Telegraph Examiner Advertiser Mercury Argus Sentinel Dispatch "
    "Intelligencer Zeitung Anzeiger Tageblatt Nachrichten Courant Gazzetta Corriere Dagblad Diario Heraldo "
)
_PAPER = rf"(?:The |THE )?(?:{_WORD} ){{0,4}}{any_of(_PAPERS + _PAPERS.upper())}(?: (?:and|&|AND) {_WORD})?"
_NAMED = rf"(?:The |THE )?{_WORD}(?: (?:of |OF |and |AND |& )?{_WORD}){{0,4}}"
"""Words in capitals or with a capital each: a name where a date or a page number stands with it."""
_PAPERS_OF_CAPITALS = (
    "STAR MERCURY JOURNAL COURIER HERALD GAZETTE TIMES NEWS POST STANDARD RECORD REGISTER OBSERVER PRESS SUN "
    "GLOBE ECHO LEADER EXPRESS MAIL GUARDIAN CHRONICLE TRIBUNE TELEGRAPH ADVERTISER"
)
"""Last words of papers that have the article, too; other words of the kind stand in headlines as well."""
_PAGE = r"(?:(?:[Pp](?:age|ag\.|g\.|\.)|Seite|S\.|Blatt) ?)?[A-D]?\d{1,3}"
_PERSON = rf"{_WORD}(?: {_WORD}){{0,3}}"
_CAPITALS = r"[A-Z][A-Z'&.-]+"
_DUTY = any_of(
    "Editor Editor-in-Chief Sub-editor Subeditor Publisher Proprietor Redaktion Redaction Redakteur "
    "Rédacteur Redactor Redactie Design Layout Proofreader Proofreading"
)

FURNITURE: tuple[tuple[Role, Shape, str], ...] = (
    (
        Role.FOLIO,
        Shape.SHEET,
        r"[-=_*]{3,} ?(?:File|FILE|Page|PAGE|Seite|Bild|Scan|Image)\b:? ?[\w./-]{0,60}[-=_*]*",
    ),
    (Role.RUNNING_HEAD, Shape.DATE, DATE),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{DATE}{BETWEEN}{_PAGE}\.?"),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{ISSUE_NUMBER}{BETWEEN}{DATE}|{DATE}{BETWEEN}{ISSUE_NUMBER}\.?"),
    (Role.RUNNING_HEAD, Shape.NAME, rf"{_NAMED}{BETWEEN}{FULL_DATE}(?:{BETWEEN}{_PAGE})?\.?"),
    (
        Role.RUNNING_HEAD,
        Shape.SHEET,
        rf"{_PAGE}{BETWEEN}(?:{_NAMED}{BETWEEN}{FULL_DATE}|{_PAPER}|{DATE})\.?",
    ),
    (Role.RUNNING_HEAD, Shape.NAME, _PAPER),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{_PAPER}{BETWEEN}{_PAGE}\.?"),
    (
        Role.RUNNING_HEAD,
        Shape.SHEET,
        rf"{DATE}{BETWEEN}{_PAPER}|{_PAPER}{BETWEEN}{DATE}(?:{BETWEEN}{_PAGE})?\.?",
    ),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{ISSUE_NUMBER}{BETWEEN}(?:{_NAMED}|{_PAPER}){BETWEEN}{_PAGE}\.?"),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{FULL_DATE}{BETWEEN}{_NAMED}{BETWEEN}{_PAGE}\.?"),
    (Role.RUNNING_HEAD, Shape.CAPITALS, rf"THE (?:{_CAPITALS} ){{0,3}}{any_of(_PAPERS_OF_CAPITALS)}\.?"),
    (Role.RUNNING_HEAD, Shape.CAPITALS, rf"\d{{1,3}}{BETWEEN}(?:THE )?{_CAPITALS}(?: {_CAPITALS}){{0,3}}"),
    (
        Role.EDITORS,
        Shape.EDITORS,
        (
            rf"(?:(?:Managing|News|City|Sports|Night|Chief|Deputy) )?{_DUTY}s?"
            rf"(?: by| (?:und|et|en|and) {_WORD})?\s?[:–—-] ?{_PERSON}\.?"
        ),
    ),
)
_OF_STAFF = (
    r"(?:By|BY|From|FROM) (?:[Oo]ur|an?|the) (?:[\w-]+ ){0,4}"
    r"(?:Correspondents?|Reporters?|Critic|Staff|Editor)"
    r"|\(?(?i:(?:by|from) (?:our|an?|the)|von (?:unser\w*|einem)|de (?:notre|nos|nuestro)|d['’]un"
    r"|van (?:onzen?|een onzer)|dal nostro) (?:[\w-]+ ){0,3}?"
    r"(?i:[ck]orr[ei]spond\w+|berichterstatters?|verslaggevers?|envoyé \w+)(?: \w+)?\.?\)?"
)
OF_STAFF = LatePattern(_OF_STAFF)
"""A writer whom the paper does not name: it is no heading, wherever it stands."""
BYLINE = LatePattern(
    rf"(?:By|BY|Von|VON|Par|PAR|Por|POR|Da|Door) (?:(?:our|a|an|the) )?"
    rf"{_WORD}(?:,? (?:(?:and|of|&) )?{_WORD}){{0,7}}"
    rf"|{_OF_STAFF}"
    rf"|{_PERSON}, (?:Staff|Special) \w+"
)
"""A line with a writer's name; in running text the words behind "by" are small ones."""
_TAKEN = r"(?i:photo(?:graph)?s?|pictures?|images?|foto|fotos|illustration)"
_AGENCIES = r"(?:AP|AFP|Reuters|REUTERS|EPA|UPI|Getty Images|dpa|ANSA|EFE|AAP)"
CREDIT = (
    rf"[\[(]?(?:{_TAKEN}(?: by| courtesy of|:|/| –| —)\s*{_WORD}(?:[ ,/]+{_WORD}){{0,5}}"
    rf"|{_AGENCIES}(?: Photo)?/{_PERSON}|{_PERSON}/ ?{_AGENCIES})[\])]?\.?"
)
