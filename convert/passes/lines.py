r"""Hard-wrapped lines: each line end inside a block either goes on or parts two paragraphs.

    "田亮以518.58分的总成绩夺得跳\n台冠军"  ->  "田亮以518.58分的总成绩夺得跳台冠军"
    "…名列第二。\n据新华社香港电"            ->  "…名列第二。" and "据新华社香港电"

Words and marks on the two sides are weighed (evidence.py), and the measure: whether the line is
full, and whether the next word would still have found room on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from convert.analysis import latin
from convert.analysis.context import PageContext
from convert.analysis.line_shapes import OFFICE_AND_NAME
from convert.analysis.measure import HALF, INDENT, WORD, Measure, from_lines, width
from convert.analysis.printed_lines import (
    Line,
    is_large,
    is_vertical,
    is_wrapped,
    large_measure,
    lines_of,
    stands_alone,
)
from convert.analysis.seam import Evidence, head_of, heading_shape, seam, tail_of
from convert.document.actions import Action, Edit, Split, TextEdit
from convert.language import Language
from convert.language.han import is_wide
from convert.language.weights import certainty

DECIDED = 4.5
"""Log odds from marks and measure alone from which the words are not asked.

Of 7,300 lines with more than 3 they turned none.
"""
LEADING = re.compile(r"\A\s+")
TRAILING = re.compile(r"(?<!\s)\s+\Z")


def unwrap(page: PageContext) -> Iterator[Action]:
    """Propose for each line end of each block to join the lines or to part the block there."""
    blocks, language = page.blocks, page.language
    pages = {
        number: lines_of(block.reading) for number, block in enumerate(blocks) if is_wrapped(block.reading)
    }
    if not pages:
        return
    texts = [line.text for lines in pages.values() for line in lines]
    columns, vocabulary = latin.measure(texts), latin.vocabulary(block.reading for block in blocks)
    measures = _measures(pages, from_lines(texts))
    shaped = language.is_chinese or language.is_latin  # the shapes of furniture are theirs
    for number, lines in pages.items():
        if is_vertical(lines):
            yield from (Edit(number, line.end, line.next, "", 0.95) for line in lines[:-1] if line.text)
            continue
        measure, indented = measures[number]
        first = indented
        for here, below in pairwise(lines):
            if not here.text or not below.text:
                continue  # white space at the block's edge: the next pass drops it
            hyphen = 0
            if _is_wide_text(here.text, below.text, language):
                cert = _goes_on(here, below, measure, language, first=first)
                glue = glue_between(here.text, below.text)
            elif shaped and (stands_alone(here.text) or stands_alone(below.text)):
                cert, glue = 0.05, ""
            else:
                cert, glue, hyphen = latin.goes_on(
                    here.text, below.text, indented=here.indented, full=columns, words=vocabulary
                )
                if is_wide(here.text[-1]) or is_wide(below.text[0]):
                    glue = ""
            if cert >= 0.5:
                yield Edit(number, here.end - hyphen, here.next, glue, cert)
            else:
                yield Split(number, here.end, 1 - cert)
            first = indented and cert < 0.5


def _measures(pages: Mapping[int, Sequence[Line]], measure: Measure) -> dict[int, tuple[Measure, bool]]:
    """Return for each block the measure of its lines, and whether its first ones are indented.

    Headings in larger type have a measure of their own, and no indent.
    """
    large = [number for number, lines in pages.items() if is_large(lines, measure)]
    own = large_measure([pages[number] for number in large])
    found = dict.fromkeys(pages, (measure, True))
    return found | dict.fromkeys(large, (own, False)) if own.trust > 0 else found


def strip_indents(text: str, _language: Language) -> Iterator[TextEdit]:
    """Drop the blanks before the first and after the last character of a block."""
    for found in (LEADING.search(text), TRAILING.search(text)):
        if found and found.end() - found.start() < len(text):
            yield TextEdit(found.start(), found.end(), "", 0.99)


def glue_between(tail: str, head: str) -> str:
    """Return what belongs between two joined pieces: nothing beside a wide character or inside a number."""
    last, first = tail[-1:], head[:1]
    if not last or not first or is_wide(last) or is_wide(first) or last in "“‘（《·—…":
        return ""
    if last.isdigit() and first.isdigit():
        return ""
    return " " if (last.isalnum() or last in ",.;:!?)") and first.isalnum() else ""


def line_evidence(tail: str, head: str, measure: Measure, language: Language, *, first: bool) -> Evidence:
    """Weigh one line end: `first` says whether `tail` begins a paragraph, and so lost its indent."""
    found = seam(tail_of(tail, language), head_of(head, language), language, by_words=False)
    if measure.trust > 0:
        room = measure.squares - (INDENT if first else 0.0) - width(tail)
        word = WORD.match(head.strip())
        need = 1.0 if word is None or word.group() in HALF else width(word.group())
        below = width(head)
        found["room"] = max(-3.0, min(room, 6.0))
        found["fits"] = float(room >= need)
        found["fits_easily"] = float(room >= need + 1)
        found["over"] = float(room < -1.5)
        found["full"] = float(-1.01 <= room <= 0.5)
        found["below_is_first"] = float(abs(measure.squares - INDENT - below) <= 0.5)
        found["below_is_full"] = float(abs(measure.squares - below) <= 0.5)
        found["below_over"] = float(below > measure.squares + 1.2)
        found["heading"] = float(room + (INDENT if first else 0.0) >= 3 and "stop" not in found)
    else:
        found["above_long"] = float(len(tail) > 46)
        found["below_long"] = float(len(head) > 46)
        found["both_long"] = found["above_long"] * found["below_long"]
        found.update({f"above_{name}": value for name, value in heading_shape(tail).items()})
        found.update({f"below_{name}": value for name, value in heading_shape(head).items()})
    return found


def model_name(measure: Measure, *, first: bool) -> str:
    """Return which weights a line end is judged by."""
    if measure.trust <= 0:
        return "line_unmeasured"
    return "line_first" if first else "line_inner"


def _goes_on(here: Line, below: Line, measure: Measure, language: Language, *, first: bool) -> float:
    """Return how certain it is that the paragraph goes on below."""
    if here.indented or stands_alone(here.text) or stands_alone(below.text):
        return 0.05
    if OFFICE_AND_NAME.fullmatch(here.text) and OFFICE_AND_NAME.fullmatch(below.text):
        return 0.08
    model, models = model_name(measure, first=first), language.models
    if measure.trust > 0:
        bare = Language(language.code)  # which knows no words
        value = models.odds(model, line_evidence(here.text, below.text, measure, bare, first=first))
        if abs(value) >= DECIDED:
            return certainty(value)
    return certainty(models.odds(model, line_evidence(here.text, below.text, measure, language, first=first)))


def _is_wide_text(tail: str, head: str, language: Language) -> bool:
    """Whether a seam is between Chinese lines rather than Latin ones."""
    if not language.is_chinese:
        return False
    both = tail[-12:] + head[:12]
    return sum([is_wide(c) for c in both]) * 2 >= len(both.replace(" ", ""))
