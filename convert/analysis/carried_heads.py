"""Headlines that stand again over the rest of their article, on the page to which a jump line leads.

    page 1: 全市防汛动员会召开 … （下转第四版）   page 4: （上接第一版） / 防汛动员会 / "工作组二十四个，…"

What stands beside a jump line and repeats a short line of the page that the line names is a heading, whatever
follows: the text under it goes on in mid-sentence, as no text does under a heading of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from convert.analysis.heading_shape import LONGEST_HEADING
from convert.analysis.jump_lines import parse_jump_line
from convert.analysis.line_shapes import is_byline
from convert.analysis.overlap import fold_marks
from convert.analysis.page_numbers import page_numbers
from convert.document.model import Block
from convert.document.roles import ASIDE, OVER_REPORT, Role
from convert.language.han import ends_sentence

NO_HEADINGS = ASIDE | OVER_REPORT
MOST_TIMES = 3
"""Lines of an issue that say the same, at most: columns and bare subheads stand over many articles."""
GRAM = 2
"""Characters of the strings by which two lines are compared."""
BESIDE_LINE, ANYWHERE = 0.75, 0.95
"""The share of its strings that a line repeats, beside a line that leads back, and elsewhere on the page."""
SHORTEST_BESIDE_LINE, SHORTEST_ANYWHERE = 4, 6
"""Its letters, at least."""


def carried_heads(blocks: Sequence[Block], starts: Sequence[int], labels: Sequence[str]) -> Iterator[int]:
    """Yield the blocks that repeat a short line of the page to which a jump line beside them leads.

    Where the paper sets no such line over the later part, they stand on the page that the first part names.
    `starts` are the offsets of all pages but the first, `labels` their printed numbers.
    """
    if not starts or not any(block.role is Role.JUMP for block in blocks):
        return
    shown = [n for n, block in enumerate(blocks) if block.reading.strip()]
    pages = {number: bisect_right(starts, blocks[number].segments[0].at) for number in shown}
    numbers = page_numbers(blocks, starts, labels)
    letters = {number: _letters(blocks[number].reading) for number in shown if _is_short(blocks[number])}
    times = Counter(letters.values())
    short: dict[int, list[int]] = {}
    for number, text in letters.items():
        if times[text] <= MOST_TIMES:
            short.setdefault(pages[number], []).append(number)
    for at, number in enumerate(shown):
        line = parse_jump_line(blocks[number].reading) if blocks[number].role is Role.JUMP else None
        target = numbers.get(line.page, -1) if line is not None else -1
        if line is None or target in {-1, pages[number]}:
            continue
        own, there = short.get(pages[number], ()), short.get(target, ())
        if line.onward is not True:
            beside = {*shown[max(0, at - 1) : at], *shown[at + 1 : at + 3]}
            near = [n for n in own if n in beside]
            yield from _repeated(near, there, letters, BESIDE_LINE, SHORTEST_BESIDE_LINE)
        if line.onward is not False:
            yield from _repeated(there, own, letters, ANYWHERE, SHORTEST_ANYWHERE)


def _is_short(block: Block) -> bool:
    text = block.reading.strip()
    none = block.role in NO_HEADINGS or len(text) > LONGEST_HEADING or ends_sentence(text)
    return not none and not is_byline(text)


def _repeated(
    numbers: Sequence[int], others: Sequence[int], letters: Mapping[int, str], least: float, shortest: int
) -> Iterator[int]:
    """Yield the blocks that repeat one of the others, or a part of it."""
    for number in numbers:
        grams = {letters[number][at : at + GRAM] for at in range(len(letters[number]) - GRAM + 1)}
        if len(letters[number]) >= shortest and any(
            sum(gram in letters[other] for gram in grams) >= least * len(grams) for other in others
        ):
            yield number


def _letters(text: str) -> str:
    return "".join([c for c in fold_marks(text).casefold() if c.isalnum()])
