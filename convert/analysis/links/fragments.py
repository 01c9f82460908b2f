"""Fragments: the blocks of running text as the linking sees them, each looked at once.

headline / "…推进科技创新和产业创" / "新深度融合，…的回响。"
    ->  two fragments in two runs: a new run begins at each place that looks cut
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, takewhile
from math import log
from typing import NamedTuple

from convert.analysis.headings.headings import bare_heading_odds
from convert.analysis.lines.measure import INDENT, Measure
from convert.analysis.lines.repeats import as_read, is_repeat
from convert.analysis.texts.cohesion import Words, merged
from convert.analysis.texts.column_measure import column_measure, printed_lines
from convert.analysis.texts.ends import looked_at, looks_truncated, start_odds
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.analysis.texts.seam import ParagraphStart
from convert.analysis.texts.texts import PageTexts
from convert.document.changes import Labelled
from convert.document.model import Block
from convert.document.roles import ARTICLE_TOP, ASIDE, HEADINGS, RUNNING_TEXT, Role
from convert.language.weights import clamp
from convert.text.memo import Memo

RUNS_REMEMBERED = 256
"""Whose words are at hand: a fragment is weighed against some eighty others."""
LEAST_DOUBT = 1e-3
"""Of any label."""
WHOLE = -5.0
"""Log odds that a text was cut which does not look so."""


class BlockView(NamedTuple):
    """What linking looks at in a block."""

    role: Role
    reading: str
    repeat: str
    """The source of a repeated line that was dropped."""
    lines: tuple[str, ...] = ()
    """Its printed lines but for the last one, where the source kept them."""
    heading: float | None = None
    """Log odds that it is a heading, where a rule took it for one: its seams may show that it is none."""


def block_views(blocks: Iterable[Block], *, as_printed: bool = True) -> tuple[BlockView, ...]:
    """Return what linking looks at in each block; a reading has no printed lines, and none was read twice."""
    return tuple(
        BlockView(
            b.role,
            as_read(b),
            b.source if as_printed and is_repeat(b) else "",
            printed_lines(b.source) if as_printed else (),
            _doubtful_heading(b),
        )
        for b in blocks
    )


def _doubtful_heading(block: Block) -> float | None:
    """Return the log odds that a block is a heading, if a rule took it for one, accepted or not."""
    if block.role not in HEADINGS:
        return None
    labels = [change for change in block.changes if isinstance(change, Labelled)]
    if (
        not labels
        or labels[0].after not in HEADINGS
        or any(label.by and label.rule_cert is None for label in labels)
    ):
        return None
    cert = labels[0].cert if labels[0].rule_cert is None else labels[0].rule_cert
    cert = clamp(cert, LEAST_DOUBT, 1 - LEAST_DOUBT)
    return log(cert / (1 - cert))


def page_measure(views: Sequence[BlockView], page: PageTexts) -> Measure:
    """Find the measure of a page's columns."""
    return column_measure(
        [line for view in views for line in view.lines],
        [view.repeat.strip() for view in views if view.repeat],
        [view.reading.strip() for view in views if view.role in RUNNING_TEXT],
        page,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Fragment:
    """A block of running text as the linking sees it, looked at once for all its pairs."""

    number: int
    """Of the block in the document."""
    text: str
    start: ParagraphStart
    truncated: bool
    """Whether its end looks cut."""
    last_line: Mapping[str, float]
    """How full its last line is."""
    start_odds: float
    """Log odds that it begins in mid-sentence."""
    heading_odds: float
    """Log odds that it is a heading, by its shape alone: -3 to 3."""
    label_odds: float | None
    """The same by what stands around it, where it was labelled as one; None: it is running text."""
    run: int
    """Which unbroken run of blocks it stands in: a new one begins at each place that looks cut."""
    article: int
    """How many headlines stand before it."""
    above: str
    """What stands above it: heading, cut (running text that looks cut), ended (that ends), nothing."""
    below: str
    """What stands below it: heading, text, nothing."""
    repeat_behind: str
    """A repeated line that stood behind it and was dropped: the next column begins with it."""
    repeat_above: str
    """A repeated line that stood above it and was dropped: the column before ends with it."""
    run_lines: int
    """How many lines of the measure its run fills, headings too; 0 where the measure is not known."""
    cut_odds: float
    """Log odds that a column's end cut it, by its own end and what stands right below it."""
    run_is_cut: bool
    """Whether its run ends in a cut paragraph, and so at a column's end."""
    at_foot: bool
    """Whether it ends where another column of its article ends: so many lines below its run's beginning."""


class Between(NamedTuple):
    """What stands between two blocks of running text, or before the first or behind the last one."""

    tops: int
    """Headings, and who wrote or spoke."""
    headings: int
    repeat: str
    """The last repeated line."""


NOTHING_BETWEEN = Between(0, 0, "")


class PlacedText(NamedTuple):
    """A block of running text where it stands: all that is known of it before its whole run is."""

    number: int
    text: str
    start: ParagraphStart
    truncated: bool
    last_line: Mapping[str, float]
    start_odds: float
    run: int
    article: int
    above: str
    between: Between
    """What stands above it."""
    lines: int
    """How many lines it fills, with the headings right above it; 0 where the measure is not known."""


def find_fragments(views: Sequence[BlockView], page: PageTexts) -> list[Fragment]:
    """List the blocks of running text, numbered by the runs that cut ends and starts part."""
    measure = page_measure(views, page)
    placed, between = _placed(views, measure, page)
    heights: dict[int, int] = {}
    downs: list[int] = []
    for text in placed:
        heights[text.run] = heights.get(text.run, 0) + text.lines
        downs.append(heights[text.run])
    feet = _feet(placed, heights)
    ends_cut = {text.run: text.truncated for text in placed}
    page.heading_shapes.look_at(text.text for text in placed if len(text.text) <= LONGEST_HEADING)
    made = _headings(views, placed, measure, page)
    below: str | None = None
    while placed:  # from the last one on: what stands below it is known then, and each is let go
        text = placed.pop()
        runs_of_feet = feet.get((text.article, downs.pop()), set())
        made.append(
            Fragment(
                number=text.number,
                text=text.text,
                start=text.start,
                truncated=text.truncated,
                last_line=text.last_line,
                start_odds=text.start_odds,
                heading_odds=clamp(bare_heading_odds(text.text, page), -3.0, 3.0),
                label_odds=None,
                run=text.run,
                article=text.article,
                above=text.above,
                below="heading" if between.tops else "nothing" if below is None else "text",
                repeat_behind=between.repeat,
                repeat_above=text.between.repeat,
                run_lines=heights[text.run],
                cut_odds=page.cut_odds[text.text, below] if text.truncated else WHOLE,
                run_is_cut=ends_cut[text.run],
                at_foot=bool(runs_of_feet - {text.run}),
            )
        )
        between, below = text.between, text.text
    made.sort(key=lambda fragment: fragment.number)
    return made


def _headings(
    views: Sequence[BlockView], placed: Sequence[PlacedText], measure: Measure, page: PageTexts
) -> list[Fragment]:
    """List the headings that may be none: each begins the run of what stands under it."""
    made: list[Fragment] = []
    texts = {text.number: text for text in placed}
    last: PlacedText | None = None
    tops = headings = 0
    shown = [n for n, view in enumerate(views) if view.role not in ASIDE and view.reading.strip()]
    below = dict(pairwise(shown))
    for number in shown:
        view = views[number]
        if number in texts:
            last, tops, headings = texts[number], 0, 0
        elif view.role in ARTICLE_TOP:
            above = "heading" if tops else "nothing" if last is None else "cut" if last.truncated else "ended"
            tops, headings = tops + 1, headings + (view.role in HEADINGS)
            if view.heading is None:
                continue
            text = view.reading.strip()
            start, truncated = page.seams.starts[text], looks_truncated(text)
            line = page.typesetting.last_line(text, measure)
            under = views[below[number]] if number in below else None
            under_text = under.reading.strip() if under else None
            made.append(
                Fragment(
                    number=number,
                    text=text,
                    start=start,
                    truncated=truncated,
                    last_line=line,
                    start_odds=start_odds(page.seams, start, line),
                    heading_odds=clamp(bare_heading_odds(text, page), -3.0, 3.0),
                    label_odds=view.heading,
                    run=(last.run if last else 0) + tops,
                    article=(last.article if last else 0) + headings,
                    above=above,
                    below="nothing" if under is None else "heading" if under.role in ARTICLE_TOP else "text",
                    repeat_behind="",
                    repeat_above="",
                    run_lines=0,
                    cut_odds=page.cut_odds[text, under_text] if truncated else WHOLE,
                    run_is_cut=False,
                    at_foot=False,
                )
            )
    return made


def _placed(
    views: Sequence[BlockView], measure: Measure, page: PageTexts
) -> tuple[list[PlacedText], Between]:
    """List the blocks of running text with what stands above each; and what stands behind the last one."""
    placed: list[PlacedText] = []
    ends_alike: dict[str, Mapping[str, float]] = {}
    run = article = 0
    between = NOTHING_BETWEEN
    for number, text in looked_at([view.reading.strip() for view in views], page.seams):
        view = views[number]
        if view.role in ARTICLE_TOP:
            headings = between.headings + (view.role in HEADINGS)
            between = Between(between.tops + 1, headings, between.repeat)
        elif view.repeat:
            between = between._replace(repeat=view.repeat.strip())
        elif view.role in RUNNING_TEXT and text:
            truncated = looks_truncated(text)
            last = page.typesetting.last_line(text, measure)
            last = ends_alike.setdefault(next(iter(last), ""), last)
            start = page.seams.starts[text]
            odds = start_odds(page.seams, start, last) if truncated else page.start_odds[text]
            above = "heading" if between.tops else _above(placed)
            run += between.tops + (above == "cut" or (above == "ended" and odds > 1))
            article += between.headings
            indent = 0.0 if odds > 0 and above != "ended" else INDENT
            placed.append(
                PlacedText(
                    number=number,
                    text=text,
                    start=start,
                    truncated=truncated,
                    last_line=last,
                    start_odds=odds,
                    run=run,
                    article=article,
                    above=above,
                    between=between,
                    lines=_lines(text, indent, _headings_above(views, number), measure, page),
                )
            )
            between = NOTHING_BETWEEN
    return placed, between


def _above(placed: Sequence[PlacedText]) -> str:
    """Name what stands above a text with no heading over it."""
    return "nothing" if not placed else "cut" if placed[-1].truncated else "ended"


def _headings_above(views: Sequence[BlockView], number: int) -> Iterator[BlockView]:
    """Yield the headings right above a block, and who wrote or spoke."""
    for at in range(number - 1, -1, -1):
        if views[at].role not in ARTICLE_TOP:
            break
        yield views[at]


def _lines(text: str, indent: float, headings: Iterable[BlockView], measure: Measure, page: PageTexts) -> int:
    """Count the lines a text fills, with the headings right above it: those are set twice as wide."""
    if measure.trust <= 0.0:
        return 0
    height = page.typesetting.height
    total = height(text, measure.squares, indent)
    for heading in headings:
        wide = measure.squares * (2 if heading.role in HEADINGS else 1)
        total += height(heading.reading, wide, 0.0)
    return total


def _feet(placed: Sequence[PlacedText], heights: Mapping[int, int]) -> dict[tuple[int, int], set[int]]:
    """Return, by article and height in lines, the runs of the article that are so high and end cut."""
    feet: dict[tuple[int, int], set[int]] = {}
    for text in placed:
        if text.last_line and text.truncated:
            feet.setdefault((text.article, heights[text.run]), set()).add(text.run)
    return feet


def run_words(fragments: Sequence[Fragment], page: PageTexts) -> Memo[int, Words]:
    """Return what gathers the content words of the runs of a page, by a run's number, each of them once."""
    first = {fragment.run: at for at, fragment in reversed([*enumerate(fragments)])}
    return Memo(partial(_run_words, fragments, first, page.words), RUNS_REMEMBERED)


def _run_words(
    fragments: Sequence[Fragment], first: Mapping[int, int], words: Memo[str, Words], run: int
) -> Words:
    same = takewhile(lambda at: fragments[at].run == run, range(first[run], len(fragments)))
    return merged(words[fragments[at].text] for at in same)
