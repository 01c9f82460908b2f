r"""Times, sums and measures that a line end cuts between two figures, or before their sign.

"leaves at 10.\n45 and"       ->  "leaves at 10.45 and"
"paid £2\n10s. for it"        ->  "paid £2 10s. for it"
"is 6 ft.\n2 in. in height"   ->  "is 6 ft. 2 in. in height"
"4 1/2 p.\n100"               ->  "4 1/2 p. 100"
"The last vote was 10.\n45 members" stays two sentences, and "Class 4:\n12 entries" two lines
"""

from __future__ import annotations

from convert.text.pattern import LatePattern

BEHIND_MINUTES = r"(?= (?:and|or|a\.? ?m|p\.? ?m|o'clock|for|from|to|the|on|in|und|Uhr|bis)\b|[,;.)](?:\s|$))"
"""What stands behind minutes, and hardly behind how many things there are: Class 4:/12 entries."""
PAIRS = (
    (LatePattern(r"(?<![\d.:])\d{1,2}:$"), LatePattern(rf"[0-5]\d(?:{BEHIND_MINUTES}|$)"), ""),
    (
        LatePattern(r"(?<!\w)(?i:at|um|till|until|after|before|by|à|alle|las) \d{1,2}\.$"),
        LatePattern(rf"[0-5]\d{BEHIND_MINUTES}"),
        "",
    ),
    (
        LatePattern(r"(?:£ ?\d[\d,]*|\d ?[ls]\.|[£\d]\d ?l)$"),
        LatePattern(r"\d{1,2} ?[sd]\."),
        " ",
    ),
    (
        LatePattern(r"\d (?:Thlr|Thl|Rthlr|Rthl|fl|Mk|M|Sgr|Ngr)\.$"),
        LatePattern(r"\d{1,2} (?:Sgr|Ngr|gGr|Gr|kr|Kr|Pf)\b"),
        " ",
    ),
    (
        LatePattern(r"\d ?(?:ft|cwt|st|lbs?|qrs?|yds?|tons?|h|hrs?)\.?$"),
        LatePattern(r"\d{1,2} ?(?:in|inches|qrs?|lbs?|oz|ft|cwt|m|min)\b"),
        " ",
    ),
    (LatePattern(r"\d (?:p\.|pour|per|por)$"), LatePattern(r"(?:100|cent\.?|ciento|0/0)(?!\w)"), " "),
    (LatePattern(r"\d\.?$"), LatePattern(r"[ºª°]"), ""),
)
"""What ends a line, what begins the next one then, and what stands between both: 10./45, £2/10s., 4./º."""
LOOKED_BACK = 40


def glue_of_units(tail: str, head: str) -> str | None:
    """Return what stands between two parts of a time, a sum or a measure; None: they are none.

    >>> glue_of_units("leaves at 10.", "45 and"), glue_of_units("the vote was 10.", "45 members")
    ('', None)
    """
    end = tail[-LOOKED_BACK:]
    return next((glue for before, behind, glue in PAIRS if before.search(end) and behind.match(head)), None)
