r"""Quotation marks that old type repeats at the beginning of each line of a quotation.

he replied, "that he was\n"sensible of\n"the honour"   ->  he replied, "that he was sensible of the honour"
« La Chambre sait\n« qu'il n'a pas varié, et\n« qu'il ne variera pas. »   ->  ... et qu'il ne variera pas. »
24" wide, and called\n"sound" in every part            stays, and so does a mark in one line alone

Such marks stand right below the line that opens the quotation, in two lines at least. One whose own closing
mark follows in its line opens a quotation, unless it is the last of them, which ends with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.text.pattern import LatePattern

REPEATED = LatePattern(r"(?P<mark>[\"“„«»]|'')(?:(?<=[«»])[ \u00a0\u202f])?(?=[^\W\d_])")
"""A mark that begins a line, with the blank that belongs to it in French."""
MARK = LatePattern(r"''|[\"“”„«»]")
CLOSING = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"', "''": "''"}
"""What closes a quotation that a mark opens."""
OPENS_BEHIND = frozenset("([{—–-/'‘’")
"""Characters behind which a mark opens, as it does behind a blank."""
STOPS = '.!?:”"»“'
ENDS = frozenset(".!?")
"""What stands before the closing mark of a quotation that repeats its mark at each line."""
FEWEST = 2
"""Lines that begin with a mark that is repeated."""


def repeated_quotes(lines: Sequence[str]) -> dict[int, int]:
    """Return, by the numbers of lines, how many characters at their beginning repeat a mark that is open.

    >>> repeated_quotes(['"that he was', '"sensible of', '"it." So', '"A new one," he said'])
    {1: 1, 2: 1}
    """
    found: dict[int, int] = {}
    run: dict[int, int] = {}
    opened = ""
    for number, line in enumerate(lines):
        begun = REPEATED.match(line) if opened else None
        above = lines[number - 1].rstrip()[-1:] if number else ""
        if begun is None or begun["mark"] != opened or not above or above in STOPS:
            _keep(run, lines, found)
            run, opened = {}, _opened(line, 0)
            continue
        closes = _closed(line, opened, begun.end())
        if closes is None:
            run[number] = begun.end()
            continue
        if line[:closes].rstrip()[-1:] in ENDS:
            run[number] = begun.end()
        _keep(run, lines, found)
        run, opened = {}, _opened(line, closes + 1)
    _keep(run, lines, found)
    return found


def _keep(run: dict[int, int], lines: Sequence[str], found: dict[int, int]) -> None:
    """Add the marks of a run of lines to those found, if it is long enough and goes on a sentence."""
    if len(run) >= FEWEST and any(lines[number][end].islower() for number, end in run.items()):
        found |= run


def _opened(line: str, start: int) -> str:
    """Return the mark that opens a quotation in a line from a place on, which is open at its end."""
    opened = ""
    for mark in MARK.finditer(line, start):
        if opened and _closes(line, mark.start(), opened, mark[0]):
            opened = ""
        elif not opened and mark[0] in CLOSING and _opens(line, mark.start(), mark[0]):
            opened = mark[0]
    return opened


def _closed(line: str, opened: str, start: int) -> int | None:
    """Return where a quotation closes in a line."""
    marks = (mark for mark in MARK.finditer(line, start) if _closes(line, mark.start(), opened, mark[0]))
    return next((mark.start() for mark in marks), None)


def _closes(line: str, at: int, opened: str, mark: str) -> bool:
    if mark == opened:  # a straight one
        return mark == CLOSING[opened] and not _opens(line, at, mark)
    return mark in CLOSING[opened]


def _opens(line: str, at: int, mark: str) -> bool:
    before, behind = line[at - 1 : at], line[at + len(mark) : at + len(mark) + 1]
    free = not before or before.isspace() or before in OPENS_BEHIND
    return free and (mark == "«" or (behind != "" and not behind.isspace()))
