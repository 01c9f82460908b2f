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

from convert.analysis.latin_dates import MONTH, any_of
from convert.analysis.latin_items import CLOSERS
from convert.text.pattern import LatePattern

STOPS = ".!?"
RUN_IN = LatePattern(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ'’&-]*[,.]? )*[A-ZÀ-Þ][A-ZÀ-Þ'’&-]+"
    r"(?:\.\s?(?:[—–]|--?)\s?|[—–]|--)(?=[\"'“‘„«]?[^\W\d_])"
    r"|[\"“][^\"“”]{1,40}[\"”](?: ?\([^()]{2,24}\))?\.?\s?(?:[—–]|--)(?=[\"“]?[^\W\d_])"
)
"""A heading in capitals that its text follows on the same line, or who is answered: "Anxious."—We do not."""
_TITLE = any_of(
    "Mr Mrs Dr Sir Lord Viscount Colonel Col Captain Capt General Gen Major Alderman M MM Abg Graf"
)
SPEAKER = (
    rf"(?:The {any_of('Earl Duke Marquis Bishop')} of |{_TITLE}\.? (?:(?:[A-Z]|de|von|v)\.? )*)"
    r"[A-Z][A-Z'’-]{2,}(?![\w'’])"
)
REPORT = (
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
RECURRING = tuple((LatePattern(form), LatePattern(rf"[.!?]\s+{form}")) for form in (SPEAKER, REPORT, KEYED))
"""Each at the beginning of a line, and behind a stop within one."""
FEWEST = 2
"""Lines that begin so, in one block."""


def above_beginnings(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines below which a paragraph of its own begins."""
    starts = [n for n in range(1, len(lines)) if lines[n - 1].rstrip(CLOSERS)[-1:] in STOPS]
    above = {n - 1 for n in starts if RUN_IN.match(lines[n])}
    for n in (n for n, line in enumerate(lines) if OF_SERIAL.fullmatch(line)):
        above.update({n - 1, n} - {-1})
    for at_line, within in RECURRING:
        found = [n for n in starts if at_line.match(lines[n])]
        first = bool(lines) and at_line.match(lines[0]) is not None
        if len(found) + first >= FEWEST and not any(within.search(line) for line in lines):
            above.update(n - 1 for n in found)
    return above
