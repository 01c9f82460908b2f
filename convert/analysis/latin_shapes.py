"""The shapes of lines in Latin script that belong to the sheet or to a picture: dates, papers, credits.

Months and days in English, German, French, Spanish, Italian and Dutch. A paper's name is told by its last
word, where that is hardly ever anything else; a name of common words (Post, Star, Times) only in capitals, or
beside a date or a page number.
"""

from __future__ import annotations

import re
from enum import StrEnum

from convert.document.roles import Role


class Shape(StrEnum):
    """What the shape of a piece of furniture says by itself; nothing leaves the reading for it alone."""

    LISTED = "listed"
    """The paper's house pack lists it."""
    SHEET = "sheet"
    """It speaks of the sheet: a page, an imprint, a paper with its date."""
    JUMP = "jump"
    """It sends to another page, where an article goes on."""
    EDITORS = "editors"
    """Who edited the page: also at the end of an article."""
    NAME = "name"
    """A paper, an address: also a signature, a line of text."""
    SECTION = "section"
    """A section of the paper: also a heading in a digest."""
    DATE = "date"
    """A date alone: also under a letter or over a diary's day."""
    NUMBER = "number"
    """A number alone: also a figure in a table, or the part of an article."""
    CAPITALS = "capitals"
    """Capitals with a paper's word or a number: also a headline."""


def any_of(words: str) -> str:
    """Return a pattern for any of some words, the longer ones first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_MONTH = (
    "(?i:"
    + any_of(
        "january february march april may june july august september october november december "
        "januar februar märz mai juni juli oktober dezember "
        "janvier février mars avril juin juillet août septembre octobre novembre décembre "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
        "januari februari maart mei augustus "
        r"jan\.? feb\.? mar\.? apr\.? jun\.? jul\.? aug\.? sept?\.? oct\.? nov\.? dec\.?"
    )
    + ")"
)
_WEEKDAY = (
    "(?i:"
    + any_of(
        "monday tuesday wednesday thursday friday saturday sunday "
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
        "lundi mardi mercredi jeudi vendredi samedi dimanche "
        "lunes martes miércoles jueves viernes sábado domingo "
        "lunedì martedì mercoledì giovedì venerdì sabato domenica "
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    )
    + ")"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
DATE = (
    rf"(?:{_WEEKDAY},? )?(?:(?:den|le|the) )?"
    rf"(?:{_MONTH} {_DAY},? \d{{4}}|{_DAY} (?:of |de )?{_MONTH},?(?: de)? \d{{4}}|{_MONTH} \d{{4}})"
)
_WORD = r"[A-ZÀ-Þ][\w'’&.-]*"
_PAPERS = (
    "Courier Herald Gazette Chronicle Tribune Telegraph Examiner Advertiser Mercury Argus Sentinel Dispatch "
    "Intelligencer Zeitung Anzeiger Tageblatt Nachrichten Courant Gazzetta Corriere Dagblad Diario Heraldo "
)
_PAPER = rf"(?:The |THE )?(?:{_WORD} ){{0,4}}{any_of(_PAPERS + _PAPERS.upper())}(?: (?:and|&|AND) {_WORD})?"
_NAMED = rf"(?:The |THE )?{_WORD}(?: (?:of |OF |and |AND |& )?{_WORD}){{0,4}}"
"""Words in capitals or with a capital each: a name where a date or a page number stands with it."""
_BETWEEN = r"[ ,.;|·•–—-]+"
_PAGE = r"(?:[Pp](?:age|\.) ?)?[A-D]?\d{1,3}"
_PERSON = rf"{_WORD}(?: {_WORD}){{0,3}}"
_CAPITALS = r"[A-Z][A-Z'&.-]+"
_DUTY = any_of(
    "Editor Editor-in-Chief Sub-editor Subeditor Publisher Proprietor Redaktion Redakteur Rédacteur "
    "Redactor Redactie Design Layout Proofreader Proofreading"
)

FURNITURE: tuple[tuple[Role, Shape, str], ...] = (
    (
        Role.FOLIO,
        Shape.SHEET,
        r"[-=_*]{3,} ?(?:File|FILE|Page|PAGE|Seite|Bild|Scan|Image)\b:? ?[\w./-]{0,60}[-=_*]*",
    ),
    (Role.RUNNING_HEAD, Shape.DATE, DATE),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{DATE}{_BETWEEN}{_PAGE}"),
    (Role.RUNNING_HEAD, Shape.NAME, rf"{_NAMED}{_BETWEEN}{DATE}(?:{_BETWEEN}{_PAGE})?"),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{_PAGE}{_BETWEEN}(?:{_NAMED}{_BETWEEN}{DATE}|{_PAPER}|{DATE})"),
    (Role.RUNNING_HEAD, Shape.NAME, _PAPER),
    (Role.RUNNING_HEAD, Shape.SHEET, rf"{_PAPER}{_BETWEEN}{_PAGE}"),
    (
        Role.RUNNING_HEAD,
        Shape.SHEET,
        rf"{DATE}{_BETWEEN}{_PAPER}|{_PAPER}{_BETWEEN}{DATE}(?:{_BETWEEN}{_PAGE})?",
    ),
    (Role.RUNNING_HEAD, Shape.CAPITALS, rf"\d{{1,3}}{_BETWEEN}(?:THE )?{_CAPITALS}(?: {_CAPITALS}){{0,3}}"),
    (
        Role.EDITORS,
        Shape.EDITORS,
        rf"(?:(?:Managing|News|City|Sports|Night|Chief|Deputy) )?{_DUTY}s?(?: by)?\s?[:–—-] ?{_PERSON}",
    ),
)
BYLINE = re.compile(
    rf"(?:By|BY|Von|VON|Par|PAR|Por|POR|Da|Door) (?:(?:our|a|an|the) )?"
    rf"{_WORD}(?:,? (?:(?:and|of|&) )?{_WORD}){{0,7}}"
    r"|(?:By|BY|From|FROM) (?:[Oo]ur|an?|the) (?:[\w-]+ ){0,4}"
    r"(?:Correspondents?|Reporters?|Critic|Staff|Editor)"
    rf"|{_PERSON}, (?:Staff|Special) \w+"
)
"""A line with a writer's name; in running text the words behind "by" are small ones."""
_TAKEN = r"(?i:photo(?:graph)?s?|pictures?|images?|foto|fotos|illustration)"
_AGENCIES = r"(?:AP|AFP|Reuters|REUTERS|EPA|UPI|Getty Images|dpa|ANSA|EFE|AAP)"
CREDIT = (
    rf"[\[(]?(?:{_TAKEN}(?: by| courtesy of|:|/| –| —)\s*{_WORD}(?:[ ,/]+{_WORD}){{0,5}}"
    rf"|{_AGENCIES}(?: Photo)?/{_PERSON}|{_PERSON}/ ?{_AGENCIES})[\])]?\.?"
)
