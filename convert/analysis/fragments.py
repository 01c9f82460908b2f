"""Fragments: the blocks of running text as the linking sees them, each looked at once.

headline / "…推进科技创新和产业创" / "新深度融合，…的回响。"
    ->  two pieces in two runs: a new run begins at each place that looks cut
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from convert.analysis.cohesion import Words, content_words
from convert.analysis.columns import column_measure, cut_odds, cuts_of, printed_lines
from convert.analysis.ends import head_odds, looks_cut
from convert.analysis.headings import bare_heading_odds
from convert.analysis.measure import INDENT, Measure, line_count, words
from convert.analysis.repeats import as_read, is_repeat
from convert.analysis.seam import Evidence, Head, Tail, fullness, head_of, heading_shape, tail_of
from convert.document.model import Block
from convert.document.roles import RUNNING_TEXT, Role
from convert.language import Language

HEADINGS = frozenset({Role.HEADLINE, Role.KICKER, Role.SUBTITLE})
TOP = HEADINGS | {Role.BYLINE, Role.LABEL, Role.HOST, Role.PARTICIPANT, Role.SUBHEAD}


class Sight(NamedTuple):
    """What linking looks at in a block."""

    role: Role
    reading: str
    repeat: str
    """The source of a repeated line that was dropped."""
    lines: tuple[str, ...] = ()
    """Its printed lines but for the last one, where the source kept them."""


def sights(blocks: Sequence[Block]) -> tuple[Sight, ...]:
    """Return what linking looks at in each block."""
    return tuple(
        Sight(b.role, as_read(b), b.source if is_repeat(b) else "", printed_lines(b.source)) for b in blocks
    )


def page_measure(blocks: Sequence[Sight], language: Language) -> Measure:
    """Find the measure of a page's columns."""
    return column_measure(
        [line for block in blocks for line in block.lines],
        [block.repeat.strip() for block in blocks if block.repeat],
        cuts_of([b.reading.strip() for b in blocks if b.role in RUNNING_TEXT], language),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A block of running text as the linking sees it, looked at once for all its pairs."""

    number: int
    """Of the block in the document."""
    text: str
    tail: Tail
    head: Head
    full: Evidence
    """How full its last line is."""
    opens: float
    """Log odds that it begins in mid-sentence."""
    heading: float
    """Log odds that it is a heading, by its shape alone."""
    shape: Evidence
    """What of a heading its text looks like."""
    words: Words
    """Its content words."""
    run: int
    """Which unbroken run of blocks it stands in: a new one begins at each place that looks cut."""
    heads: int
    """How many headlines stand before it."""
    above: str
    """What stands above it: heading, cut (running text that looks cut), ended (that ends), nothing."""
    below: str = "nothing"
    """What stands below it: heading, text, nothing."""
    before_repeat: str = ""
    """A repeated line that stood behind it and was dropped: the next column begins with it."""
    behind_repeat: str = ""
    """A repeated line that stood above it and was dropped: the column before ends with it."""
    run_words: Words = field(default_factory=dict)
    """The content words of its whole run."""
    run_lines: float = 0.0
    """How many lines of the measure its run fills, headings too; 0 where the measure is not known."""
    cut: float = -5.0
    """Log odds that a column's end cut it, by its own end and what stands right below it."""
    run_cut: bool = False
    """Whether its run ends in a cut paragraph, and so at a column's end."""
    foot: bool = False
    """Whether it ends where another column of its article ends: so many lines below its run's beginning."""


def pieces(blocks: Sequence[Sight], language: Language) -> list[Piece]:
    """List the blocks of running text, numbered by the runs that cut tails and heads part."""
    found: list[Piece] = []
    measure = page_measure(blocks, language)
    run = heads = 0
    above = "nothing"
    repeat = ""
    for number, block in enumerate(blocks):
        text = block.reading.strip()
        if block.role in TOP:
            heads += block.role in HEADINGS
            run += 1
            above = "heading"
            if found and found[-1].below == "nothing":
                found[-1] = replace(found[-1], below="heading")
        elif block.repeat:
            repeat = block.repeat.strip()
            if found:
                found[-1] = replace(found[-1], before_repeat=repeat)
        elif block.role in RUNNING_TEXT and text:
            head = head_of(text, language)
            full = fullness(text, measure)
            opens = head_odds(head, language, full if looks_cut(text) else {})
            if above == "cut" or (above == "ended" and opens > 1):
                run += 1
            if found and found[-1].below == "nothing":
                found[-1] = replace(found[-1], below="text")
            piece = Piece(
                number,
                text,
                tail_of(text, language),
                head,
                full,
                opens,
                max(-3.0, min(3.0, bare_heading_odds(text, language))),
                heading_shape(text),
                content_words(text, language),
                run,
                heads,
                above,
                behind_repeat=repeat,
            )
            found.append(piece)
            repeat = ""
            above = "cut" if looks_cut(text) else "ended"
    return _with_runs(found, [piece_lines(piece, blocks, measure) for piece in found], language)


def _with_runs(found: Sequence[Piece], lines: Sequence[float], language: Language) -> list[Piece]:
    """Tell each piece what its run holds, and whether it ends where columns end."""
    together: dict[int, dict[str, float]] = {}
    high: dict[int, float] = {}
    down: list[float] = []
    for piece, size in zip(found, lines, strict=True):
        together.setdefault(piece.run, {}).update(piece.words)
        high[piece.run] = high.get(piece.run, 0.0) + size
        down.append(high[piece.run])
    feet: dict[tuple[int, float], set[int]] = {}  # the runs of an article that are so many lines high
    for p in found:
        if p.full and looks_cut(p.text):
            feet.setdefault((p.heads, high[p.run]), set()).add(p.run)
    last = {p.run: p for p in found}
    cut_runs = frozenset(run for run, p in last.items() if looks_cut(p.text))
    made = []
    for at, piece in enumerate(found):
        below = found[at + 1].head if at + 1 < len(found) else None
        foot = not feet.get((piece.heads, down[at]), {piece.run}) <= {piece.run}
        cut = cut_odds(piece.tail, below, language) if looks_cut(piece.text) else -5.0
        run = piece.run
        run_cut = run in cut_runs
        lines_of = high[run]
        made.append(
            replace(piece, run_words=together[run], run_lines=lines_of, cut=cut, foot=foot, run_cut=run_cut)
        )
    return made


def piece_lines(piece: Piece, blocks: Sequence[Sight], measure: Measure) -> float:
    """Count the lines a piece fills, with the headings right above it: those are set twice as wide."""
    if measure.trust <= 0.0:
        return 0.0
    indent = 0.0 if piece.opens > 0 and piece.above != "ended" else INDENT
    total = line_count(words(piece.text), measure.squares, indent)
    for number in range(piece.number - 1, -1, -1):
        block = blocks[number]
        if block.role not in TOP:
            break
        wide = measure.squares * (2 if block.role in HEADINGS else 1)
        total += line_count(words(block.reading), wide, 0.0)
    return float(total)
