r"""Hard-wrapped lines: each line end inside a block either goes on or parts two paragraphs.

    "田亮以518.58分的总成绩夺得跳\n台冠军"  ->  "田亮以518.58分的总成绩夺得跳台冠军"
    "…名列第二。\n据新华社香港电"            ->  "…名列第二。" and "据新华社香港电"

Words and marks on the two sides are weighed (evidence.py), and the measure: whether the line is
full, and whether the next word would still have found room on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.language import Language
from convert.language.han import is_wide
from convert.language.weights import certainty, odds, weights
from convert.model import Block
from convert.passes import latin
from convert.passes.evidence import Evidence, head_of, heading_shape, seam, tail_of
from convert.passes.measure import HALF, INDENT, WORD, Measure, from_lines, width
from convert.passes.shapes import BRIEF, CAPTION_MARK, OFFICE_AND_NAME, furniture, is_credit
from convert.rewrite import Action, Edit, Split

LINE_END = re.compile(r"(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])\s*")
BLANKS = " \t\u3000"
INDENTED = re.compile(r"[\n\r\u2028\u2029](?:\u3000\u3000| {2,8}|\t)\S")
LEADING = re.compile(r"\A\s+")
TRAILING = re.compile(r"(?<!\s)\s+\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a block: its text, and the line end that follows it."""

    text: str
    end: int
    """Where the line end (with the blanks around it) begins in the block's reading."""
    next: int
    """Where the next line begins."""
    indented: bool
    """Whether the next line is indented."""


def unwrap(blocks: Sequence[Block], language: Language) -> Iterator[Action]:
    """Propose for each line end of each block to join the lines or to part the block there."""
    pages = {
        number: lines_of(block.reading) for number, block in enumerate(blocks) if _wrapped(block.reading)
    }
    if not pages:
        return
    texts = [line.text for lines in pages.values() for line in lines]
    measure, columns = from_lines(texts), latin.measure(texts)
    vocabulary = latin.vocabulary(block.reading for block in blocks)
    for number, lines in pages.items():
        if is_vertical(lines):
            yield from (Edit(line.end, line.next, "", 0.95, number) for line in lines[:-1] if line.text)
            continue
        first = True
        for here, below in pairwise(lines):
            if not here.text or not below.text:
                continue  # white space at the block's edge: the next pass drops it
            if _is_wide_text(here.text, below.text, language):
                cert = _goes_on(here, below, first, measure, language)
                glue = glue_between(here.text, below.text)
                hyphen = 0
            else:
                cert, glue, hyphen = latin.goes_on(
                    here.text, below.text, indented=here.indented, full=columns, words=vocabulary
                )
                if is_wide(here.text[-1]) or is_wide(below.text[0]):
                    glue = ""
            if cert >= 0.5:
                yield Edit(here.end - hyphen, here.next, glue, cert, number)
            else:
                yield Split(number, here.end, 1 - cert)
            first = cert < 0.5


def is_vertical(lines: Sequence[Line]) -> bool:
    r"""Whether a block is a column of vertical text: one wide character a line, perhaps a mark with it.

    "春\n風\n又\n綠"  ->  True
    """
    shown = [line.text for line in lines if line.text]
    single = sum([len(text) <= 2 and is_wide(text[0]) for text in shown])
    return len(shown) >= 4 and single >= 0.9 * len(shown) and max(map(len, shown)) <= 4


def strip_indents(text: str, _language: Language) -> Iterator[Edit]:
    """Drop the blanks before the first and after the last character of a block."""
    for found in (LEADING.search(text), TRAILING.search(text)):
        if found and found.end() - found.start() < len(text):
            yield Edit(found.start(), found.end(), "", 0.99)


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


def _goes_on(here: Line, below: Line, first: bool, measure: Measure, language: Language) -> float:  # noqa: FBT001 - a state, passed along
    """Return how certain it is that the paragraph goes on below."""
    if here.indented or stands_alone(here.text) or stands_alone(below.text):
        return 0.05
    if OFFICE_AND_NAME.fullmatch(here.text) and OFFICE_AND_NAME.fullmatch(below.text):
        return 0.08
    found = line_evidence(here.text, below.text, measure, language, first=first)
    return certainty(odds(found, weights(model_name(measure, first=first))))


def stands_alone(line: str) -> bool:
    """Whether a line is furniture, a credit, a caption or a brief's beginning: it joins nothing above."""
    return (
        furniture(line) is not None
        or is_credit(line)
        or CAPTION_MARK.match(line) is not None
        or BRIEF.match(line) is not None
    )


def _wrapped(text: str) -> bool:
    return LINE_END.search(text) is not None


def lines_of(text: str) -> list[Line]:
    """Part a reading at its line ends."""
    lines: list[Line] = []
    start = 0
    for found in LINE_END.finditer(text):
        indented = INDENTED.search(text, found.start(), min(len(text), found.end() + 1)) is not None
        end = found.start()
        while end > start and text[end - 1] in BLANKS:
            end -= 1
        lines.append(Line(text[start:end].strip(), end, found.end(), indented))
        start = found.end()
    lines.append(Line(text[start:].strip(), len(text), len(text), indented=False))
    return lines


def _is_wide_text(tail: str, head: str, language: Language) -> bool:
    """Whether a seam is between Chinese lines rather than Latin ones."""
    if not language.is_chinese:
        return False
    both = tail[-12:] + head[:12]
    return sum([is_wide(c) for c in both]) * 2 >= len(both.replace(" ", ""))
