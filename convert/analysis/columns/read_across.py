"""Where an OCR has read across columns: lines are cut at white, and blocks where most of their lines are.

    "致死的嫌疑犯，20岁的Wayde Sims 将征税高达1.2亿英镑"  ->  two pieces, one a column

A block that is as wide as two columns, and whose lines have white at one place, was read across; in one that
is as wide as a column white is that of a table, or of a line that is set wide. What one block shows of where
a column begins is believed in the blocks above and under it, where fewer lines show it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box, Layout, LineBox, WordBox, hull
from convert.language.han import is_han, is_wide

GUTTER, NARROW, COLUMN = 1.3, 0.45, 5
"""Ems of white between two columns; where so many lines begin behind it, ems that are enough."""
BESIDE = 0.35
"""Ems to the left or right of a place at which lines begin there."""
STRONG, FAR, ROUGHLY = 10, 6, 0.75
"""Lines that begin where a column does, at least, for a line to run on into it; ems to it from where that
one begins, at least; and ems from the column's edge to its first word there, at most."""
OF_HEADLINE, HIGH = 1.4, 1.7
"""Times the size and the height of the others from which a line is none of a column."""
WIDER = 1.3
"""Times the white between a headline's characters that is more than their own: of four, three have less."""
WORDS_OF_HEADLINE, HIGHER = 3, 1.25
"""Words behind such a white; one is so many times as high as lines are, if the headline goes on there."""
FEWEST_STEPS, LEAST_STEP = 5, 0.5
"""From one character of a line to the next one, which show how large its type is; and part of its width for
each character that these are, at least: an OCR may have all words in one place."""
FEWEST_WHITES = 5
"""Pieces of white in a line that show how wide it mostly is."""
MOST_CUT = 0.6
"""Part of a block's lines that have white at a column's beginning, where it was read across columns."""
SAME_PLACE = 2.6
"""Ems between lines of one column's left edge: some are indented."""
NARROWEST = 0.6
"""Part of a column's width that lines of it fill, most of them."""
MOST_NEAR = 0.4
"""The same, where another block shows that a column begins there."""
LARGE = 1.4
"""Line heights that a word of a headline is higher than."""
WHITE_OF_A_MARK = 0.6
"""Part of its place that a mark leaves white."""
CLOSING = "，。、；：？！”’）》」』…,.;:?!)"
"""Marks with which no line of a column begins."""
WIDE = 1.5
"""Times the width of a column from which a block can have two."""


Cut = Mapping[int, Sequence[LineBox]]
"""The pieces of each line, by where it begins."""


class FileBlock(NamedTuple):
    """A block of the file that has a text."""

    box: Box
    lines: tuple[LineBox, ...]


def read_across(blocks: Sequence[FileBlock], cut: Cut, column: float) -> dict[int, list[float]]:
    """Return which blocks were read across, by number, and where the columns behind the first begin."""
    wide = {n: block for n, block in enumerate(blocks) if block.lines and block.box.width > WIDE * column}
    across: dict[int, list[float]] = {}
    for number, block in wide.items():
        starts = list(_starts(block, cut, column))
        if starts and not _is_table(block, cut, len(starts) + 1):
            across[number] = starts
    shown = sorted({start for starts in across.values() for start in starts})
    for number, block in wide.items():
        if number not in across and (starts := _shown_elsewhere(block, cut, shown)):
            across[number] = starts
    return across


class ColumnStarts:
    """Where lines of a page begin."""

    def __init__(self, lines: Sequence[LineBox], text: str) -> None:
        """Take the lines of a page, and the text that they are of."""
        self.lefts = sorted(line.box.left for line in lines)
        self._is_wide = is_mostly_wide("".join([text[line.at : line.stop] for line in lines]))

    def are_run_into(self, left: float, em: float) -> bool:
        """Return whether a line may have run on into a column there: many lines of the page begin there.

        Where white parts words anyway, as in Latin script, no line shows it.
        """
        return self._is_wide and _begun(self.lefts, left, em, ROUGHLY) >= STRONG


def run_on(blocks: Sequence[FileBlock], cut: Cut, starts: ColumnStarts) -> dict[int, list[float]]:
    """Return which blocks have a line that runs on into the next column, by number, and where that begins."""
    found: dict[int, list[float]] = {}
    for number, block in enumerate(blocks):
        edges: list[float] = []
        for start in sorted({piece.box.left for line in block.lines for piece in cut[line.at][1:]}):
            last = edges[-1] if edges else block.box.left
            em = _near(block) / SAME_PLACE
            if start - last > FAR * em and starts.are_run_into(start, em):
                edges.append(start)
        if edges:
            found[number] = edges
    return found


def is_mostly_wide(text: str) -> bool:
    """Return whether most characters of a text are wide, so that no spaces part its words."""
    return 2 * sum(map(is_wide, text)) > len(text) - text.count(" ")


def _begun(lefts: Sequence[float], left: float, em: float, beside: float = BESIDE) -> int:
    """Return how many lines of a page begin at a place."""
    return bisect_right(lefts, left + beside * em) - bisect_left(lefts, left - beside * em)


def _starts(block: FileBlock, cut: Cut, column: float) -> Iterator[float]:
    """Yield where columns of a block begin behind the first: most of its lines have white there."""
    cells = [piece.box.width for line in block.lines if len(cut[line.at]) > 1 for piece in cut[line.at]]
    if not cells or median(cells) < NARROWEST * column:
        return  # a table has narrow cells
    near = _near(block)
    begins = sorted(piece.box.left for line in block.lines for piece in cut[line.at][1:])
    least = max(2, MOST_CUT * len(block.lines))
    while begins:
        first = max(range(len(begins)), key=lambda n: bisect_right(begins, begins[n] + near) - n)
        stop = bisect_right(begins, begins[first] + near)
        if stop - first < least:
            return
        yield begins[first]
        del begins[first:stop]


def _is_table(block: FileBlock, cut: Cut, columns: int) -> bool:
    """Return whether many lines of a block have more white than there are columns."""
    pieces = [len(cut[line.at]) for line in block.lines if len(cut[line.at]) > 1]
    return sum(count > columns for count in pieces) > MOST_NEAR * len(pieces)


def _shown_elsewhere(block: FileBlock, cut: Cut, starts: Sequence[float]) -> list[float]:
    """Return where columns begin in other blocks, if this one's lines have white there, too."""
    near = _near(block)
    lines = [[piece.box.left for piece in cut[line.at][1:]] for line in block.lines]
    return [
        start
        for start in starts
        if sum(any(-near / 2 < begin - start < near for begin in line) for line in lines)
        >= MOST_NEAR * len(lines)
    ]


def _near(block: FileBlock) -> float:
    return SAME_PLACE * median([line.box.height for line in block.lines])


def in_columns(block: FileBlock, starts: Sequence[float], layout: Layout) -> list[list[LineBox]]:
    """Cut each line of a block where its columns begin; return the lines of each column.

    A word that reaches far over a column's beginning is cut there, too, between two of its characters.
    """
    columns: list[list[LineBox]] = [[] for _ in range(len(starts) + 1)]
    slack = _near(block) / SAME_PLACE / 2
    for line in block.lines:
        words = [
            part
            for word in layout.words_of(line.at, line.stop)
            for part in _cut_word(word, starts, 2 * slack)
        ]
        if not words:
            columns[0].append(line)
        groups: list[list[WordBox]] = [[] for _ in columns]
        for word in words:
            groups[sum(word.box.left >= start - slack for start in sorted(starts))].append(word)
        filled = [number for number, group in enumerate(groups) if group]
        for place, number in enumerate(filled):
            own = groups[number]
            at = line.at if not place else own[0].at
            stop = own[-1].stop if place + 1 < len(filled) else line.stop
            columns[number].append(line._replace(at=at, stop=stop, box=hull(w.box for w in own) or line.box))
    return [column for column in columns if column]


def _cut_word(word: WordBox, starts: Sequence[float], em: float) -> Iterator[WordBox]:
    """Yield the parts of a word that an OCR made of the end of one column and the beginning of the next.

    What fits between the column's edge and the end of the word stands behind the white. A word that is larger
    than the text is one of a headline over both columns.
    """
    count, box = word.stop - word.at, word.box
    if em <= 0 or box.height > LARGE * em:
        yield word
        return
    over = [start for start in starts if box.left + em < start < box.right - em / 2]
    if count < 2 or not over:
        yield word
        return
    size = max(1, count - max(1, round((box.right - over[0]) / em)))
    yield word._replace(stop=word.at + size, box=box._replace(right=over[0] - em / 2))
    yield word._replace(at=word.at + size, box=box._replace(left=over[0]))


def column_width(pieces: Sequence[Sequence[LineBox]]) -> float:
    """Return how wide a column is: as most lines are that are not cut, or as pieces where most are."""
    whole = [line[0].box.width for line in pieces if len(line) == 1]
    if len(whole) >= len(pieces) / 2:
        return median(whole)
    return median([piece.box.width for line in pieces for piece in line])


def cut_lines(
    layout: Layout, lines: Sequence[LineBox], text: str, starts: ColumnStarts
) -> Iterator[list[LineBox]]:
    """Yield lines, parted where one runs over a gutter: an OCR has read across two columns."""
    sizes = [advance_of(text[line.at : line.stop], line.box) for line in lines]
    em, height = median(sizes), median([line.box.height for line in lines])
    lefts = starts.lefts
    edges = set(_edge_lines(lines, em))
    for line, size in zip(lines, sizes, strict=True):
        words = [word for word in layout.words_of(line.at, line.stop) if word.box.right > word.box.left]
        wide = max(em, size)
        of_column = size < OF_HEADLINE * em and line.box.height < HIGH * height
        least = 0.0 if of_column else WIDER * _usual_white(words)
        cuts: list[int] = []
        begin = line.box.left
        for number, (first, second) in enumerate(pairwise(words), 1):
            left = second.box.left
            behind = max(word.box.height for word in words[number : number + WORDS_OF_HEADLINE])
            if left - first.box.right < least and behind > HIGHER * height:
                continue
            white = left - first.box.right > NARROW * wide and text[second.at] not in CLOSING
            far = of_column and white and left - begin > FAR * wide
            if _is_gutter(left - _edge(first, text, wide), left, wide, lefts) or (
                far and starts.are_run_into(left, wide)
            ):
                cuts.append(number)
                begin = left
        if not cuts or line.rotation or line.at in edges:
            yield [line]
            continue
        pieces: list[LineBox] = []
        for first_word, stop in pairwise([0, *cuts, len(words)]):
            own = words[first_word:stop]
            at = line.at if not first_word else own[0].at
            box = hull(word.box for word in own) or line.box
            pieces.append(line._replace(at=at, stop=own[-1].stop, box=box))
        yield pieces


def _usual_white(words: Sequence[WordBox]) -> float:
    """Return how wide the wider ones of a line's whites are; 0: it has too few.

    An OCR gives a character of a headline less room than it was printed with.
    """
    whites = sorted(second.box.left - first.box.right for first, second in pairwise(words))
    return whites[3 * len(whites) // 4] if len(whites) >= FEWEST_WHITES else 0.0


def _edge_lines(lines: Sequence[LineBox], em: float) -> Iterator[int]:
    """Yield where the first and the last line of a page begin, if they stand apart: no column has them."""
    first = min(lines, key=lambda line: line.box.top)
    last = max(lines, key=lambda line: line.box.bottom)
    others = [line.box for line in lines if line.at not in (first.at, last.at)]
    if others and min(box.top for box in others) - first.box.bottom > 0.8 * em:
        yield first.at
    if others and last.box.top - max(box.bottom for box in others) > 0.8 * em:
        yield last.at


def _edge(word: WordBox, text: str, em: float) -> float:
    """Return where the cell of a word ends: the ink of a mark is narrower than its place."""
    single = word.stop - word.at == 1 and is_wide(text[word.at])
    return max(word.box.right, word.box.left + em) if single else word.box.right


def _is_gutter(gap: float, left: float, em: float, lefts: Sequence[float]) -> bool:
    """Return whether white parts two columns: other lines begin behind it, fewer where it is wide."""
    if gap < NARROW * em:
        return False
    near = _begun(lefts, left, em)
    return near >= COLUMN or (gap > GUTTER * em and near > 1) or gap > 2 * GUTTER * em


def type_size(text: str, box: Box, words: Sequence[WordBox], source: str) -> float:
    """Return the size of a line's type: as wide as its characters, and as far apart as most of them stand.

    A speck behind a line makes it wider, and its characters no larger.
    """
    steps = sorted(
        (second.box.left - first.box.left) / (first.stop - first.at)
        for first, second in pairwise(words)
        if first.stop == second.at and all(map(is_han, source[first.at : first.stop]))
        for _ in range(first.at, first.stop)
    )
    size = advance_of(text, box)
    step = steps[len(steps) // 2] if len(steps) >= FEWEST_STEPS else size
    return min(size, step) if step > LEAST_STEP * size else size


def advance_of(text: str, box: Box) -> float:
    """Return the width of a wide character of a line: Latin letters are half as wide, and so are spaces.

    The box is that of the ink, which a mark at the end of a line fills by a third.
    """
    units = sum(1.0 if is_wide(char) else 0.3 if char == " " else 0.52 for char in text)
    if len(text) > 1 and is_wide(text[-1]) and not text[-1].isalnum():
        units -= WHITE_OF_A_MARK
    across = max(box.width, box.height) / units if units else box.height
    return min(across, 1.3 * min(box.width, box.height)) if box.height and box.width else across
