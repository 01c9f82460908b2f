r"""Hard-wrapped lines: each line end inside a block either goes on or parts two paragraphs.

    "田亮以518.58分的总成绩夺得跳\n台冠军"  ->  "田亮以518.58分的总成绩夺得跳台冠军"
    "…名列第二。\n据新华社香港电"            ->  "…名列第二。" and "据新华社香港电"

Words and marks on the two sides are weighed (analysis/texts), and the measure: whether the line is
full, and whether the next word would still have found room on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.analysis.latin import latin_line_ends as latin
from convert.analysis.latin.asian_line_ends import Script, WrappedLines, judge_asian, script_at, wrapped_lines
from convert.analysis.latin.cut_within import word_evidence
from convert.analysis.latin.latin_beginnings import above_beginnings
from convert.analysis.latin.latin_displays import is_couplet
from convert.analysis.latin.latin_items import is_closed
from convert.analysis.latin.repeated_quotes import repeated_quotes
from convert.analysis.latin.words import SOFT, WordEvidence
from convert.analysis.line_groups.neighbours import find_groups
from convert.analysis.line_groups.printed_lines import (
    Line,
    begins_entry,
    begins_list,
    breaks_off_caption,
    cut_times,
    has_indents,
    is_vertical,
    is_within,
    is_wrapped,
    large_type,
    least_certainty,
    lines_of,
    section_heads,
    stands_alone,
    widest_lines,
)
from convert.analysis.line_groups.short_lines import lines_kept, read_twice
from convert.analysis.line_groups.stanzas import PlacedLine
from convert.analysis.lines.glue import breaks_off_address, glue_between
from convert.analysis.lines.measure import Measure, from_lines
from convert.analysis.lines.table_titles import is_caption, table_title
from convert.analysis.texts.column_feet import (
    LEAST_TRUST,
    Seam,
    behind_stop,
    below_furniture,
    breaks_off,
    closes,
    goes_on,
    is_punctuated,
    may_break_off,
    share_inside,
)
from convert.analysis.texts.ends import looks_truncated
from convert.analysis.texts.line_ends import ENDS_SHORT, as_on_page, continues_below, ends_short
from convert.analysis.texts.run_on import Continues, continues
from convert.document.actions import Action, Edit, Split
from convert.document.line_groups import line_groups
from convert.document.offsets import source_offset
from convert.document.roles import Role
from convert.language import Language
from convert.language.han import ends_sentence, is_wide

FLAT = 12
"""Lines to a block, on the average, from which on a page has no blank lines: others have seven at most."""
LINES_OF_PAGE = 100
"""A shorter text may be one paragraph."""
APART = 0.05
"""How certain it is that a line goes on below, if it is a list's, furniture, or has an indent below it."""
JOINED_AT_ONCE = 0.85
"""How certain it is on such a page that a paragraph goes on in a line that is joined to it at once.

Of its doubtful line ends most are ends of pieces: which goes on in which is asked among all of them, later.
"""
PARTS = 0.5
"""How certain a line end must be of a paragraph that goes on, for it to part none."""
LEFT = 0.3
"""How certain the proposal is to join two lines of which nothing tells what would stand between them."""
IN_ADDRESS = 0.95
"""The same where an address of the net is cut behind one of its marks."""
BY_PLACE = 0.97
"""How certain an indent makes that a paragraph begins, and that none does where there is none."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of the column that a block's lines stand in."""

    measure: Measure
    widest: Measure
    """The same of a few lines, where the measure is not known: that of the widest, if there are two."""
    indented: bool
    """Whether the first lines of paragraphs are."""
    width: int
    """Of its lines, in characters."""
    words: WordEvidence
    """What is known of the words of Latin script on the page."""
    asian: WrappedLines
    """How its Korean or Japanese lines are filled."""
    joined: float = 0.5
    """How certain it is that a line goes on that is joined at once, where that can be asked later, too."""
    inside: float | None = None
    """Which share of its sentences end inside paragraphs; None: blank lines part those."""
    continues: Continues | None = None
    """How well a line continues another one, where no place tells."""
    large: bool = False
    """Whether it is a heading in larger type."""


def lines(page: PageContext) -> Iterator[Action]:
    """Propose for each line end of each block to join the lines or to part the block there."""
    wrapped = {
        number: lines_of(block.reading)
        for number, block in enumerate(page.blocks)
        if is_wrapped(block.reading)
    }
    if not wrapped:
        return
    texts = [line.text for of_block in wrapped.values() for line in of_block]
    words = word_evidence((block.reading for block in page.blocks), page.language, page.house)
    flat = _is_flat(len(texts), page)
    asian = wrapped_lines(([line.text for line in lines] for lines in wrapped.values()), page.language.code)
    measure = from_lines(texts)
    indented = has_indents(wrapped.values(), measure)
    sides = page.texts.seams.sides if page.geometry is None else None
    column = Column(
        measure,
        widest_lines(texts),
        indented,
        latin.measure(texts),
        words,
        asian,
        JOINED_AT_ONCE if flat else 0.5,
        share_inside(texts, measure) if flat and measure.trust >= LEAST_TRUST else None,
        None if sides is None else continues(sides),
    )
    large = _large_type(wrapped, column)
    kept = _kept_apart(page, wrapped)
    for number, of_block in wrapped.items():
        if is_vertical(of_block):
            yield from (Edit(number, line.end, line.next, "", 0.95) for line in of_block[:-1] if line.text)
        else:
            yield from _line_ends(
                number, of_block, large.get(number, column), page, kept.get(number, frozenset())
            )


def _large_type(wrapped: Mapping[int, Sequence[Line]], column: Column) -> dict[int, Column]:
    """Return the column of each heading in larger type: they have a measure of their own, and no indent."""
    own, large = large_type(wrapped, column.measure)
    if own.trust <= 0:
        return {}
    own_column = replace(column, measure=own, indented=False, joined=0.5, large=True)
    return dict.fromkeys(large, own_column)


def _is_flat(lines: int, page: PageContext) -> bool:
    """Whether a Chinese page of so many lines was read without blank lines, and without their places."""
    if not page.language.is_chinese or page.geometry is not None:
        return False
    return lines >= max(LINES_OF_PAGE, FLAT * sum(bool(block.reading.strip()) for block in page.blocks))


def _kept_apart(page: PageContext, wrapped: Mapping[int, Sequence[Line]]) -> dict[int, set[int]]:
    """Return of each block its lines after which a list, a table or a stanza begins, goes on or ends.

    Whether the last item of a list goes on in the next line its own words tell.
    """
    placed: list[PlacedLine] = []
    home: list[tuple[int, int]] = []
    for number, block in enumerate(page.blocks):
        of_block = wrapped.get(number) or lines_of(block.reading)
        shown = [at for at, line in enumerate(of_block) if line.text]
        placed += [PlacedLine(of_block[at].text, at != shown[0]) for at in shown]
        home += [(number, at) for at in shown]
    apart: dict[int, set[int]] = {}
    for group in find_groups(placed):
        following = placed[group.lines[-1] + 1 :][:1]
        closed = bool(following) and is_closed([placed[n].text for n in group.lines], following[0].text)
        for line in group.lines:
            number, at = home[line]
            below = line + 1 < len(home) and home[line + 1][0] == number
            goes_on = group.role is Role.LIST and not closed and line + 1 not in group.lines
            edges = {at} if below and not goes_on else set[int]()
            if line and home[line - 1][0] == number:
                edges.add(home[line - 1][1])
            apart.setdefault(number, set()).update(edges)
    for number, edges in _beside_tables(page, wrapped).items():
        apart.setdefault(number, set()).update(edges)
    texts_of = {number: [line.text for line in of_block] for number, of_block in wrapped.items()}
    placed_by = page.geometry is not None
    for number, kept in lines_kept(texts_of, chinese=page.language.is_chinese, placed=placed_by).items():
        apart.setdefault(number, set()).update(kept)
    if not page.language.is_chinese and page.geometry is None:  # its places tell more
        code = page.language.code.partition("-")[0]
        for number, texts in texts_of.items():
            edges = latin.whole_sentences(texts, code) | above_beginnings(texts)
            apart.setdefault(number, set()).update(edges | {0} if is_couplet(texts) else edges)
    return apart


def _beside_tables(page: PageContext, wrapped: Mapping[int, Sequence[Line]]) -> dict[int, set[int]]:
    """Return of each block beside a table its lines behind which the table's caption begins or ends."""
    apart: dict[int, set[int]] = {}
    if not any(block.role is Role.TABLE_CELL for block in page.blocks):
        return apart
    for table in line_groups(page.blocks):
        if page.blocks[table.start].role is not Role.TABLE_CELL:
            continue
        above = [n for n, line in enumerate(wrapped.get(table.start - 1, ())) if line.text]
        below = [n for n, line in enumerate(wrapped.get(table.stop, ())) if line.text]
        for at in (at for at in above[-2:] if is_caption(wrapped[table.start - 1][at].text)):
            apart.setdefault(table.start - 1, set()).update({at - 1, at} - {-1})
        if below and table_title(wrapped[table.stop][below[0]].text):
            apart.setdefault(table.stop, set()).add(below[0])
    return apart


@dataclass(frozen=True, slots=True)
class _JudgedEnd:
    """The end of a line of a block, and what is known of it."""

    at: int
    judged: latin.LineEnd | None
    """None: nothing decides."""
    cert: float
    """How certain it is that the line goes on below, whatever decides."""
    glue: str
    drop: int


def _line_ends(
    number: int, of_block: Sequence[Line], column: Column, page: PageContext, kept: AbstractSet[int]
) -> Iterator[Action]:
    """Propose for each line end of a block; behind those that are kept a new block begins."""
    shaped = page.language.is_chinese or page.language.is_latin  # the shapes of furniture are theirs
    texts = [line.text for line in of_block]
    times = {*cut_times(texts)}
    alone = [shaped and at not in times and stands_alone(text) for at, text in enumerate(texts)]
    for at in (*section_heads(texts), *(latin.places_under_papers(texts) if any(alone) else ())):
        alone[at] = True
    repeated = read_twice(texts) if page.language.is_chinese else repeated_quotes(texts)
    ends = [*_judged_ends(number, of_block, column, page, kept, alone)]
    heads = {*_headlines(of_block, ends, column, page, alone)}
    for end in ends:
        here = of_block[end.at]
        cert = min(end.cert, APART) if end.at + 1 in heads else end.cert
        if end.judged is None and cert >= PARTS:
            yield Edit(number, here.end, here.next, end.glue, LEFT)
        elif cert >= PARTS and _is_joined(of_block, end.at, cert, column, page):
            yield Edit(number, here.end - end.drop, here.next, end.glue, cert)
            if end.at + 1 in repeated:
                yield Edit(number, here.next, here.next + repeated[end.at + 1], "", cert)
        else:
            yield Split(number, here.end, max(0.5, 1 - cert))


def _judged_ends(
    number: int,
    of_block: Sequence[Line],
    column: Column,
    page: PageContext,
    kept: AbstractSet[int],
    alone: Sequence[bool],
) -> Iterator[_JudgedEnd]:
    """Judge each line end of a block that is none of white space at its edge."""
    first = column.indented
    texts = [line.text for line in of_block]
    cut_headings = latin.cut_headings(texts, {at for at, is_alone in enumerate(alone) if is_alone}) - kept
    for at, (here, below) in enumerate(pairwise(of_block)):
        if not here.text or not below.text:
            continue  # white space at the block's edge: the next pass drops it
        apart = (
            (alone[at] and not breaks_off_caption(here.text, texts[at + 1 :])) or alone[at + 1] or at in kept
        )
        apart = apart or (page.language.is_chinese and begins_list(here.text, texts[at + 1 :]))
        judged = _judge(of_block, at, column, page, apart=apart, first=first)
        if at in cut_headings:
            judged = latin.within_heading(judged)
        cert, glue, drop = judged or latin.LineEnd(PARTS, _proposed_glue(here.text, below.text))
        if column.inside is not None and ends_sentence(here.text) and not apart and not closes(below.text):
            cert = behind_stop(cert, column.inside)
        if page.blocks[number].role is Role.TABLE_CELL:
            cert = BY_PLACE
        else:
            start = of_block[at - 1].next if at else 0
            cert = _by_places(cert, page, number, (start, here.next), apart=at in kept)
        yield _JudgedEnd(at, judged, cert, glue, drop)
        first = column.indented and cert < 0.5


def _is_joined(of_block: Sequence[Line], at: int, cert: float, column: Column, page: PageContext) -> bool:
    """Whether a line is joined at once to the one below, as certain as that is: what is not can be, later."""
    here, below = of_block[at].text, of_block[at + 1].text
    is_asked = looks_truncated(here) and _is_wide_text(here, below, page.language)
    if cert >= column.joined or not is_asked:
        return True
    return column.continues is not None and goes_on(Seam(here, below, cert), column.measure, column.continues)


def _headlines(
    of_block: Sequence[Line],
    ends: Sequence[_JudgedEnd],
    column: Column,
    page: PageContext,
    alone: Sequence[bool],
) -> Iterator[int]:
    """Yield the lines that are headlines below a column that breaks off: they go on nowhere."""
    texts = [line.text for line in of_block]
    if column.continues is None or not is_punctuated(texts):
        return
    seams = {end.at: Seam(texts[end.at], texts[end.at + 1], end.cert) for end in ends}
    for at, seam in seams.items():
        below = below_furniture(texts, alone, at + 2)
        if below is None or at - 1 not in seams or not may_break_off(seams[at - 1], seam, column.measure):
            continue
        around = [of_block[at], of_block[at + 1], of_block[below]]
        if _goes_on(around, column, page, first=False) < PARTS and breaks_off(seam, column.continues):
            yield at + 1


def _judge(
    of_block: Sequence[Line], at: int, column: Column, page: PageContext, *, apart: bool, first: bool
) -> latin.LineEnd | None:
    """Judge the end of a line by the words and marks on both sides; None: nothing decides, and it stays."""
    here, below = of_block[at], of_block[at + 1]
    if _is_wide_text(here.text, below.text, page.language):
        cert = APART if apart else _goes_on(of_block[max(0, at - 1) : at + 2], column, page, first=first)
        return latin.LineEnd(cert, glue_between(here.text, below.text))
    wide = is_wide(here.text[-1]) or is_wide(below.text[0])
    if apart:
        return latin.LineEnd(APART, "" if wide else " ")
    if breaks_off_address(here.text, below.text):
        return latin.LineEnd(IN_ADDRESS, "")
    script = script_at(here.text, below.text, page.language.code)
    if script is not None:
        return judge_asian(script, here.text, below.text, column.asian, indented=here.indented)
    tail = of_block[at - 1].text + here.text if at and here.text in SOFT else here.text
    cert, glue, drop = latin.judge_line_end(
        tail, below.text, indented=here.indented, full=column.width, words=column.words
    )
    if wide:
        glue = ""
    elif cert < PARTS:
        glue = " "  # its place may say that it goes on
    return latin.LineEnd(cert, glue, drop)


def _proposed_glue(tail: str, head: str) -> str:
    """Return what most often stands between two lines of which nothing tells it."""
    return " " if script_at(tail, head, "") is Script.KOREAN else ""


def _goes_on(lines: Sequence[Line], column: Column, page: PageContext, *, first: bool) -> float:
    """Return how certain it is that a Chinese paragraph goes on from the last line but one to the last.

    The line above those may be missing; `first` says whether the last but one begins its paragraph.
    """
    here, below = lines[-2].text, lines[-1].text
    if lines[-2].indented or begins_entry(here, below):
        return APART
    cert = continues_below(here, below, column.measure, page.texts, first=first)
    cert = max(cert, least_certainty(here, below, column.measure, large=column.large))
    above = lines[0].text if len(lines) > 2 else ""
    if column.measure.trust > 0:
        short = ends_short(above, here, below, column.measure)
    else:  # of a few lines only a heading is known to be short
        short = not is_within(above, column.widest) and ends_short(above, here, below, column.widest)
    return min(cert, ENDS_SHORT) if short else cert


def _by_places(cert: float, page: PageContext, number: int, starts: tuple[int, int], *, apart: bool) -> float:
    """Return how certain it is that a line goes on, where its place may tell: by an indent, or by none.

    What belongs to a list or a stanza stays apart.
    """
    if page.geometry is None:
        return cert
    block = page.blocks[number]
    above, below = (source_offset(block, start) for start in starts)
    goes_on = page.geometry.goes_on(above, below)
    if goes_on is None:
        share = page.geometry.goes_on_share(above, below)
        return cert if share is None or apart else as_on_page(cert, share)
    return max(cert, BY_PLACE) if goes_on and not apart else min(cert, 1 - BY_PLACE)


def _is_wide_text(tail: str, head: str, language: Language) -> bool:
    """Whether a seam is between Chinese lines rather than Latin ones."""
    if not language.is_chinese:
        return False
    both = tail[-12:] + head[:12]
    return sum([is_wide(c) for c in both]) * 2 >= len(both.replace(" ", ""))
