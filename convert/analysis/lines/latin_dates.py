"""Dates in Latin script: of an issue, alone or behind its number, and of a report, behind its place.

"Dingsdag den 16 November."           ->  a date: of the sheet, or over a diary's day
"Nr. 288.—Dinstag, 7. Dezember 1858." ->  an issue's number and its date
"Wien, 4. März. (W. T. B.)"           ->  where and when a report was written: a text begins so

Months and days in English, German, French, Spanish, Italian and Dutch, also as they were spelt till 1900.
"""

from __future__ import annotations

from convert.text.pattern import LatePattern


def any_of(words: str) -> str:
    """Return a pattern for any of some words, the longer ones first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


MONTH = (
    "(?i:"
    + any_of(
        "january february march april may june july august september october november december "
        "januar jänner februar märz ma\u0364rz mai juni juli oktober dezember "
        "janvier février fevrier mars avril juin juillet août aout septembre octobre novembre "
        "décembre decembre "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
        "januari februari maart mei augustus "
        r"jan\.? febr?\.? mar\.? apr\.? jun\.? jul\.? aug\.? sept?\.? oct\.? nov\.? dec\.? "
        r"okt\.? dez\.? janv\.? févr?\.? juill?\.? déc\.?"
    )
    + ")"
)
WEEKDAY = (
    "(?i:"
    + any_of(
        "monday tuesday wednesday thursday friday saturday sunday "
        "montag dienstag dinstag mittwoch donnerstag freitag samstag sonnabend sonntag "
        "lundi mardi mercredi jeudi vendredi samedi dimanche "
        "lunes martes miércoles jueves viernes sábado domingo "
        "lunedì martedì mercoledì giovedì venerdì sabato domenica "
        "maandag dinsdag dingsdag woensdag donderdag vrijdag zaterdag zaturdag zondag"
    )
    + ")"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|ten|\.)?"
_THE = r"(?:(?i:den|le|the|am|du|vom) )?"
_WITHOUT_YEAR = rf"(?:{MONTH} {_DAY}|{_DAY} (?:of |de )?{MONTH})"
_WITH_YEAR = rf"(?:{MONTH} {_DAY},? \d{{4}}|{_DAY} (?:of |de )?{MONTH},?(?: de)? \d{{4}}|{MONTH} \d{{4}})"
FULL_DATE = rf"(?:{WEEKDAY},? )?{_THE}{_WITH_YEAR}"
"""A day of a year."""
DATE = (
    rf"(?:{FULL_DATE}|{WEEKDAY},? (?:{_THE}|\w{{2,3}} ){_WITHOUT_YEAR}\.?|{WEEKDAY},? {_THE}{_WITH_YEAR}\.?)"
)
"""The same, or a day of a week."""
ISSUE_NUMBER = r"(?:N[ro°º]|№|Num(?:ber|éro|ero|mer)?)\.? ?\d{1,6}"
BETWEEN = r"[ ,.;|·•–—-]+"

_NAME = r"[A-ZÀ-Þ][\w'’⸗-]*\.?"
_IN_NAMES = any_of("an am a. auf der i. in de du la le les sur den van aan on upon")
_PLACE = rf"{_NAME}(?: {_NAME})?(?: {_IN_NAMES} {_NAME})?(?: ?\([^()]{{2,24}}\))?"
_TIME = any_of("Abends Morgens Mittags Nachmittags Vormittags Nachts")
DATELINE = LatePattern(
    rf"(?:{_NAME}(?: (?:und |et |and |en )?{_NAME}){{0,2}} )?"
    rf"{_PLACE} ?, ?(?:{WEEKDAY},? )?{_THE}(?:{_WITH_YEAR}|{_WITHOUT_YEAR})(?:,? (?i:{_TIME}))?"
    r"[.,]?(?: ?\([^()]{2,24}\))?\.?"
)
_SIGNED = LatePattern(
    r"(?:De Redactie|Die Reda[kc]tion|La R[ée]daction|La Redazione|La Redacción|The Editors?)\.?"
)


def is_dateline(text: str) -> bool:
    """Whether a whole line says from where and when a report is, and no more; not where all is in capitals.

    >>> is_dateline("Vienne ( Autriche ) , 21 juillet."), is_dateline("Berlin, den 3. Januar 1871.")
    (True, True)
    >>> is_dateline("SMITHFIELD, MONDAY, FEB. 16."), is_dateline("Berlin im Januar"), is_dateline("20 mars")
    (False, False, False)
    """
    return not text.isupper() and DATELINE.fullmatch(text) is not None


def signs_for_paper(text: str) -> bool:
    """Whether a whole line signs for those who make a paper.

    >>> signs_for_paper("De Redactie."), signs_for_paper("De Redactie van de krant")
    (True, False)
    """
    return _SIGNED.fullmatch(text) is not None
