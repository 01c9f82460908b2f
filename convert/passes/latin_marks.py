"""Marks of Latin script become those of print today: curly quotes, apostrophes, dashes, hyphens, blanks.

"I want a wall."        ->  “I want a wall.”
the miller's cat        ->  the miller’s cat
Tuesday. - The council  ->  Tuesday. – The council      but 24" wide, 5'10" and foot-bridge stay
rose by 4 % , he said   ->  rose by 4 %, he said
Haus⸗ und Gartengeräth  ->  Haus- und Gartengeräth      the hyphen of old type; in German =, too,
                                                  where such a hyphen cuts a word at a line end of the page

A typewriter's marks are mended in English text alone. Quotes become curly where the page has curly ones, too,
and dashes those of print where it has any marks of print: a page that has a typewriter's alone keeps them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit, TextEdit
from convert.document.roles import Role
from convert.text.pattern import LatePattern

SURE, LIKELY, DOUBTFUL = 0.97, 0.93, 0.6
"""Certainty of a mark that its neighbours decide alone; of a single quote, which may be an apostrophe; of one
whose neighbours say nothing."""

PRINTED, PRINTED_QUOTE = LatePattern("[“”‘’–—]"), LatePattern("[“”‘’]")
QUOTE = re.compile("[\"']")
DASH = LatePattern(r"(?<=\S )-(?= [\w\"'“‘])|(?<![-–—])--(?![-–—])")
"""A hyphen between blanks, two hyphens."""

OLD_HYPHEN = LatePattern(r"(?<=[^\W\d_])⸗(?=[^\W\d_]|[ ,.;:])")
EQUALS = LatePattern(
    r"(?<=[^\W\d_][^\W\d_][^\W\d_])=(?=,? (?:und|oder|bis|sowie|u\.|wie) |[A-ZÄÖÜ][^\W\d_]{2})"
)
"""Where German type sets it for a hyphen: Post= und Telegraphenamt, Neujahrs=Tag."""
CUT_BY_EQUALS = LatePattern(r"(?<!\S)[„»(\"]?[^\W\d_]{2,40}=[ \t]*\n[ \t]*[a-zäöüß]{2}")
"""A word that it cuts at a line end: so the page's type has that hyphen."""
IN_ADDRESS = LatePattern(r"[/?&@:.][^\s=]*$")
"""What stands before an equals sign in an address."""
LONGEST_WORD = 60
"""Characters before an equals sign that are looked at."""

BLANK_BEFORE = LatePattern(
    r"(?<=[^\W_]|[%)’”»]) (?=[,.](?:$|[\s”’»)]))(?!\. ?[.\d])(?!, ?,)(?!.\s?\d[\d.,]*$)"
)
"""A blank before a comma or a stop, as no language sets one; leaders and figures behind a stop stay."""
QUOTED_APART = LatePattern(
    r"(?<![^\s(—–-])(?:\"(?P<double> )(?=[^\s\"])[^\"]{1,300}?(?<=[^\s\"])(?P<end> )\""
    r"|'(?P<single> )(?=[^\s'\"])[^'\"]{1,120}?(?<=[^\s'\"s])(?P<last> )'"
    r"|“(?P<curly> )(?=[^\s“”])[^“”]{1,300}?(?<=[^\s“”])(?P<closing> )”)(?=$|[\s.,;:!?)—–-])"
)
"""A quotation with a blank behind the mark that opens it, and one before that which closes it."""
STRAIGHT = LatePattern(r"\"|(?<![^\W_])'|'(?![^\W_])")
"""A straight mark that may be half of a pair, as an apostrophe between letters is not."""
NEAR = 4
BLANK_BEHIND_QUOTE = LatePattern(r"(?<= [\"'”’]) (?=[,.;:](?:$|\s))")
WITH_BLANKS = frozenset({"fr"})
"""Languages that set such blanks."""
WITH_COLUMNS = frozenset({Role.TABLE_ROW, Role.TABLE_CELL, Role.LIST})

OPENS_BEHIND = frozenset("([{—–-“‘/")
"""Marks behind which a quote opens, as it does behind a blank."""
CLOSES_BEFORE = frozenset(".,;:!?)]}—–-”’/")
"""Marks before which one closes."""
OPENER = LatePattern(r"(?<![^\s(\[{—–“‘/-])[\"'](?=\S)")
"""A straight quote that opens a quotation."""
LONGEST = 1000
"""Characters of a quotation, at most."""
CLIPPED = LatePattern(
    r"(?:tis|twas|twere|til|till|em|cause|bout|round|neath|gainst|n|\d\ds?)\b", re.IGNORECASE
)
"""Words that have lost their first letters: an apostrophe stands before them."""


def latin_marks(page: PageContext) -> Iterator[Action]:
    """Propose today's hyphens, and curly quotes and dashes on an English page that has some of them."""
    texts = [block.reading for block in page.blocks]
    code = page.language.code.partition("-")[0]
    of_old_type = code == "de" and any("=" in text for text in texts) and _has_old_hyphens(page)
    for number, text in enumerate(texts):
        for edit in _hyphens(text, of_old_type=of_old_type):
            yield Edit(number, edit.start, edit.end, edit.reading, edit.cert)
    for number, block in enumerate(page.blocks) if page.language.is_latin else ():
        if block.role not in WITH_COLUMNS:
            for edit in _blanks(texts[number], code):
                yield Edit(number, edit.start, edit.end, edit.reading, edit.cert)
    if code != "en":
        return
    rules = (_quotes, PRINTED_QUOTE), (_dashes, PRINTED)
    for find in [find for find, printed in rules if any(map(printed.search, texts))]:
        for number, text in enumerate(texts):
            for edit in find(text):
                yield Edit(number, edit.start, edit.end, edit.reading, edit.cert)


def _has_old_hyphens(page: PageContext) -> bool:
    """Whether a page has the hyphen of old type beyond doubt: its own sign, or one at a line end."""
    sources = (block.source for block in page.blocks)
    return any("⸗" in source or CUT_BY_EQUALS.search(source) for source in sources)


def _hyphens(text: str, *, of_old_type: bool) -> Iterator[TextEdit]:
    for mark in OLD_HYPHEN.finditer(text) if "⸗" in text else ():
        yield TextEdit(mark.start(), mark.end(), "-", SURE)
    for mark in EQUALS.finditer(text) if of_old_type and "=" in text else ():
        before = text[max(0, mark.start() - LONGEST_WORD) : mark.start()]
        if IN_ADDRESS.search(before) is None:
            yield TextEdit(mark.start(), mark.end(), "-", LIKELY)


def _quotes(text: str) -> Iterator[TextEdit]:
    for match in QUOTE.finditer(text):
        if found := _curly(text, match.start()):
            reading, cert = found
            yield TextEdit(match.start(), match.end(), reading, cert)


def _blanks(text: str, code: str) -> Iterator[TextEdit]:
    """Close the blanks that no language sets: before commas and stops, and within quotation marks."""
    for blank in BLANK_BEFORE.finditer(text):
        yield TextEdit(*blank.span(), "", LIKELY)
    yield from _quoted_apart(text) if code not in WITH_BLANKS else ()


def _quoted_apart(text: str) -> Iterator[TextEdit]:
    """Close the blanks within quotation marks, where both have one and the marks before make pairs."""
    if not any(mark in text for mark in ('" ', "' ", "“ ")):
        return
    before, done = Counter[str](), 0
    for found in QUOTED_APART.finditer(text):
        start = found.start()
        before.update(mark.group() for mark in STRAIGHT.finditer(text, done, start))
        done = start
        unpaired = before['"'] % 2 or (text[start] == "'" and before["'"] % 2)
        if unpaired or text[max(0, start - NEAR) : start].rstrip()[-1:].isdigit():
            continue
        for group in [name for name, blank in found.groupdict().items() if blank]:
            yield TextEdit(*found.span(group), "", LIKELY)
        behind = BLANK_BEHIND_QUOTE.match(text, found.end())
        if behind is not None:
            yield TextEdit(*behind.span(), "", LIKELY)


def _dashes(text: str) -> Iterator[TextEdit]:
    for match in DASH.finditer(text):
        yield TextEdit(match.start(), match.end(), "—" if match.group() == "--" else "–", SURE)


def _curly(text: str, at: int) -> tuple[str, float] | None:
    """Return what a straight quote is, and how certain that is; nothing for a sign of measure."""
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    single = text[at] == "'"
    if before.isdigit() and not _is_open(text, at):
        return None
    if single and before.isalnum() and behind.isalnum():
        return "’", SURE
    opens = not before or before.isspace() or before in OPENS_BEHIND or before in "\"'"
    closes = not behind or behind.isspace() or behind in CLOSES_BEFORE or behind in "\"'"
    if single and opens and not closes and CLIPPED.match(text, at + 1):
        return "’", LIKELY
    if closes and not behind.strip() and _is_open(text, at):
        opens = False  # no quote opens before a blank: "But--" said she
    if opens == closes:
        opens = not _is_open(text, at)
        return ("‘" if single else "“") if opens else ("’" if single else "”"), DOUBTFUL
    if opens:
        return ("‘", LIKELY) if single else ("“", SURE)
    return ("’", LIKELY) if single else ("”", SURE)


def _is_open(text: str, at: int) -> bool:
    """Whether the last straight quote of that kind before a place opens a quotation."""
    last = text.rfind(text[at], max(0, at - LONGEST), at)
    return last >= 0 and OPENER.match(text, last) is not None
