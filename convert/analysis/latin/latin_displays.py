"""Lines that print displays one under the other: where a firm is to be found, and notices that end so.

    "The Corner Bakery" / "14 High Street, Ashcote" / "Tel. 01632 960 112"        ->  three lines
    "Overture ........ Band" / "Song, The Mill ....... Miss Orme"                 ->  two lines
    "J. Brown, Commander," / "will sail on …" / "For freight apply to" / "HART and CO., 14, Quay Street."
                                                                                  ->  four lines

The first are told by an address, a telephone number, an address of the net or the hours; the others by the
words that send to a name on the next line, where a line above them has room for the next word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from convert.analysis.lines.latin_dates import any_of
from convert.text.pattern import LatePattern

LONGEST, FEWEST, FEWEST_SIGNS = 52, 3, 2
LONGEST_NOTICE = 14
"""Lines of a notice."""
ROOM = 0.85
"""The share of the widest line that a line and the next word have where it was not full."""
_STREET = any_of(
    "Street St. Road Rd Rd. Avenue Ave Ave. Lane Square Row Place Quay Terrace Crescent Drive "
    "Boulevard Blvd Court Hill Parade"
)
ADDRESS = LatePattern(
    rf"(?:[^,]{{2,30}}, )?(?:No\. )?\d{{1,5}}[a-zA-Z]?,? (?:[A-ZÀ-Þ][\w'’-]*\.?"
    rf" ){{1,3}}{_STREET}\b.{{0,28}}"
    r"|(?:[^,]{2,30}, )?[A-ZÄÖÜ][\w .'’-]{1,24}(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Pp]latz"
    r"|[Ww]eg|[Mm]arkt|straat|gracht|plein) (?:Nr\. ?)?\d{1,4}[a-z]?\b.{0,28}"
    r"|(?:[^,]{2,30}, )?\d{1,4}(?: bis)?,? (?:rue|place|quai|boulevard|avenue|allée|via|calle|plaza"
    r"|piazza) .{3,40}"
    r"|(?:[^,]{2,30}, )?(?i:rue|via|calle|plaza|piazza"
    r"|avenida) [^,]{3,30},? (?:n\.? ?[°º] ?)?\d{1,4}\b.{0,20}"
    r"|(?:[A-Z]-)?\d{4,5} [A-ZÀ-Þ][\w .'’-]{2,30}|[A-Z][\w .'’-]{2,30},? [A-Z]{2} \d{5}"
)
REACHED = LatePattern(
    r"(?i:(?:tel|phone|telephone|telefon|telefoon|tél|téléphone|teléfono|fax|mobile|cell|call"
    r"|e-?mail|web|website|internet|url)\b)"
    r"[.:]? ?(?=[\d(+]|\S+@|www\.|https?:).{3,60}"
    r"|\(?\+?\d[\d ()/.-]{6,20}|\S+@\S+\.\w{2,6}|(?:https?://|www\.)\S+"
)
HOURS = LatePattern(
    r"(?i:(?:open(?:ing hours)?|hours|closed|geöffnet|öffnungszeiten|sprechstunden?|ouvert|horaires"
    r"|abierto|aperto|open van)\b).{2,60}"
    r"|(?i:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam"
    r"|dim)\w{0,7}\.?(?: ?[-–—/] ?\w{2,10}\.?)?:? \d.{0,50}"
)
LINE = LatePattern(r"[\"'“‘«„(]?(?:[A-ZÀ-Þ\d(+]|\S+@|www\.|https?:).*[^,;\s\u00ad¬⸗=-]")
RUNS_ON = LatePattern(
    r"(?<!\w)(?i:and|or|with|of|the|at|to|in|from|und|oder|mit|von|der|die|in|et|ou|avec|de|les|le|à)$"
)
AWAITS = LatePattern(r"\S (?i:the|a|an|his|her|its|their|no|der|die|das|den|dem|ein|eine|le|la|les|un|une)$")
"""How no line ends that was set in the middle."""
SENDS = LatePattern(
    r"(?<!\w)(?i:appl(?:y|ication)(?: (?:by letter|personally|early|at once))?,? (?:to|at)"
    r"|inquire (?:of|at)|enquire (?:of|at)"
    r"|particulars (?:of|from)|to be had of|to be addressed to|(?:zu )?erfragen (?:bei|in)"
    r"|näheres (?:bei|in|zu erfragen bei)"
    r"|auskunft (?:ertheilt|erteilt|bei)|(?:s['’])?adresser (?:à|chez)|te bevragen bij"
    r"|dirigirse á?a?|rivolgersi (?:a|da))[:,]?$"
)
HYPHENS, ENDS = frozenset("-\u2010\u00ad¬⸗="), frozenset(".!?:;")
SHORT, LEAST_UNEVEN = 0.8, 0.4
"""The share of the widest line up to which a line and the next word are short, and that of such lines."""
FEWEST_LED, FEWEST_WITH_FIGURES, FEWEST_UNEVEN = 2, 4, 5
OTHER_SCRIPT = LatePattern(r"[\u0370-\u1dff\u2e80-\U0003ffff]")
LEADER = LatePattern(r"\S ?(?:\.{4,}|…{2,}|(?: \.){4,}|(?: [-–—_]){3,}|_{4,}) ?[^\W\d_]")
WITH_FIGURE = LatePattern(r"(?=[^\d]{0,40}\d)[A-ZÀ-Þ](?!\S*,$).{4,42}[^,;:\s\u00ad¬⸗=-]")
NUMBER = LatePattern(r"^(?:\d{1,2}|[IVX]{1,5})\. ")
COUPLET, ALIKE, SHORTEST_VERSE = 2, 0.6, 22
"""Lines of a couplet; how alike their lengths are, and the characters of the first one, at least."""
LINE_OF_VERSE = LatePattern(
    r"(?:(?:The|And|But|A|An|In|On|At|By|Of|To|For|From|With|Without|When|Where|While|Who|Whose|Which"
    r"|That|This|These|Those"
    r"|Then|There|Here|Now|Yet|So|As|If|Or|Nor|Not|No|We|You|He|She|It|They|Thou|Thy|My|Our|Your"
    r"|His|Her|Its|Their|Be|Is|Are"
    r"|Was|Were|Has|Have|Had|Shall|Let|Like|Upon|Beneath|Above|Beside|Behind|Before|After|Till"
    r"|Until|Through|All|Each|Every"
    r"|Et|Mais|Le|La|Les|Un|Une|Des|Du|De|Dans|Sur|Qui|Que|Quand|Où|Il|Elle|Je|Tu|Nous|Vous|Mon|Son"
    r"|Pour|Par|Sous) (?![A-ZÀ-Þ]\w)"
    r"|(?:Und|Doch|Der|Die|Das|Dem|Den|Ein|Eine|Wenn|Wo|Wie|Da|So|Ich|Er|Es|Wir|Mein|Sein|Von"
    r"|Zu|Mit|Auf|Aus|Durch) )"
)
"""Not before a name: His Majesty, The Hague, La Rochelle; nor Sie, which prose has, too."""
NAME = LatePattern(r"[\"'“‘«„(]?(?:[A-ZÀ-Þ][\w'’.&-]*,? ){0,3}[A-ZÀ-Þ].{2,50}")


def runs_of_displays(lines: Sequence[str]) -> Iterator[range]:
    """Yield the runs of lines that a display consists of."""
    if _is_notice(lines) or _is_uneven(lines):
        yield range(len(lines))
    else:
        yield from _contacts(lines)
        yield from _led_to(lines)
        yield from _with_figures(lines)


def _contacts(lines: Sequence[str]) -> Iterator[range]:
    """Yield runs of short lines of which some say where somebody is to be found, and one how to reach him."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _may_be_line(lines[end]):
            end += 1
        run = lines[start:end]
        reached = [REACHED.fullmatch(line) is not None for line in run]
        told = [ADDRESS.fullmatch(line) is not None or HOURS.fullmatch(line) is not None for line in run]
        if len(run) >= FEWEST and any(reached) and sum(reached) + sum(told) >= FEWEST_SIGNS:
            yield range(start, end)
        start = end + 1


def _led_to(lines: Sequence[str]) -> Iterator[range]:
    """Yield runs of lines in the middle of which dots or strokes lead from one word to another.

    A line that begins small is one of a sentence with a pause in it: then ..... he went home.
    """
    shown = [not line[:1].islower() and LEADER.search(line) is not None for line in lines]
    for led, same in groupby(range(len(lines)), shown.__getitem__):
        run = [*same]
        if led and len(run) >= FEWEST_LED:
            yield range(run[0], run[-1] + 1)


def _with_figures(lines: Sequence[str]) -> Iterator[range]:
    """Yield runs of short lines that begin with a capital and have a figure each: prices, scores."""
    for counted, same in groupby(range(len(lines)), lambda n: WITH_FIGURE.fullmatch(lines[n]) is not None):
        run = [*same]
        if counted and len(run) >= FEWEST_WITH_FIGURES and not any(RUNS_ON.search(lines[n]) for n in run):
            yield range(run[0], run[-1] + 1)


def _is_uneven(lines: Sequence[str]) -> bool:
    """Whether each second line of a block ends early and in no mark: set in the middle, as notices are.

    "WILLIAM MOSS" / "who was born" / "on the second day of May"   ->  True

    A line in capitals within a sentence counts for two. Where a hyphen cuts a word, lines were filled; where
    all go on in small letters and none ends in a comma, words may have been cut without one.
    """
    if not FEWEST_UNEVEN <= len(lines) <= LONGEST_NOTICE or max(map(len, lines)) > LONGEST:
        return False
    if any(line[-1:] in HYPHENS or OTHER_SCRIPT.search(line) for line in lines):
        return False
    most, found, shown = SHORT * max(map(len, lines)), 0, False
    for above, below in pairwise(lines):
        if (
            above[-1:] not in ENDS
            and not AWAITS.search(above)
            and len(above) + 1 + len(below.split(None, 1)[0]) <= most
        ):
            found += 1 + (above.isupper() and below[:1].islower())
            shown = shown or above[-1] == "," or above.isupper() or not below[:1].islower()
    return shown and found >= FEWEST_SIGNS and found >= LEAST_UNEVEN * (len(lines) - 1)


def is_couplet(lines: Sequence[str]) -> bool:
    """Whether two lines are of verse: of like length, and a word that prose writes small begins the second.

    >>> is_couplet(["The parson preached, the people slept;", "Then woke and asked him why he wept."])
    True
    >>> is_couplet(["He came from Leeds, and with him came,", "Mr. Hale and his two sons."])
    False
    """
    if len(lines) != COUPLET or max(map(len, lines)) > LONGEST:
        return False
    first, second = NUMBER.sub("", lines[0]), lines[1]
    return (
        first[-1] in ",;:"
        and second[-1] in '.!?"”’'
        and min(len(first), len(second)) >= ALIKE * max(len(first), len(second))
        and len(first) >= SHORTEST_VERSE
        and LINE_OF_VERSE.match(second) is not None
        and not first.isupper()
    )


def _may_be_line(line: str) -> bool:
    return len(line) <= LONGEST and LINE.fullmatch(line) is not None and RUNS_ON.search(line) is None


def _is_notice(lines: Sequence[str]) -> bool:
    """Whether a block sends to whom it names on the next line, and a line of it was not full for all that."""
    if not FEWEST <= len(lines) <= LONGEST_NOTICE or max(map(len, lines)) > LONGEST:
        return False
    sends = [n for n, line in enumerate(lines[:-1]) if SENDS.search(line)]
    if not sends or not all(NAME.fullmatch(lines[n + 1]) for n in sends):
        return False
    most = ROOM * max(map(len, lines))
    return any(
        above[-1:] not in (".", "!", "?", ":", "-") and len(above) + 1 + len(below.split(None, 1)[0]) <= most
        for above, below in pairwise(lines)
        if above and below
    )
