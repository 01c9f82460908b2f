"""Pieces of one row of print that a recogniser gave as lines of their own, and specks that it read in a line.

"数据并对此类“危险" right beside "言论”予以抨击", under a line that runs over both  ->  one row
a character of its own inside the place of a line  ->  it follows that line
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box
from convert.geometry.frames import HANGING, MeasuredLine
from convert.geometry.near_boxes import NearBoxes

LEVEL = 0.7
"""Part of the lower of two lines that is as high on the page as the other one, if they are one row."""
CLOSEST, WIDEST, OF_MARK, NARROW = -0.3, 0.5, 0.6, 0.2
"""Ems of white between pieces of a row; of its place that a mark leaves white; and of white between pieces of
a row of texts, for a gutter may be as narrow as the white in a headline."""
ALIKE = 1.3
"""Times the size and the height of one line that another one of its type has, as an OCR measures them."""
FAR = 12
"""Ems to a line that shows that no column ends between two pieces."""
OVER = 1.0
"""Ems that this line reaches over the white on both sides, at least."""
LARGE, COLUMN, BESIDE = 1.3, 3, 0.5
"""Times the size of most lines that a headline has; lines that begin at one place, where a column does; and
how far from it, in ems of these."""
SPECK = 2
"""Characters of what is read in a line's place a second time, at most."""
INSIDE = 0.8
"""Part of it that lies in the line's place."""
TALL = 4
"""Times the height of most lines that a line has which is none of print, but a frame or a rotated one."""


class RowPieces(NamedTuple):
    """What belongs to the rows of a page, by the numbers of its lines."""

    behind: Mapping[int, int]
    """The piece to the left of each further piece of a row."""
    within: Mapping[int, int]
    """The line inside of which a speck was read."""


def row_pieces(lines: Sequence[MeasuredLine]) -> RowPieces:
    """Return which lines are pieces of one row, and which are specks in another line."""
    page = _PageLines(lines)
    behind: dict[int, int] = {}
    within: dict[int, int] = {}
    taken: set[int] = set()
    for number, line in enumerate(lines):
        if line.vertical or line.rotation:
            continue
        host = page.host_of(number)
        if host is not None:
            within[number] = host
            continue
        lefts = [n for n in page.lefts_of(line) if n not in taken and _is_beside(lines[n], line)]
        left = max(lefts, key=lambda n: (lines[n].box.right, -lines[n].box.top, -n), default=None)
        if left is not None and page.is_row(left, number):
            behind[number] = left
            taken.add(left)
    return RowPieces(behind, within)


class _PageLines:
    """Lines by where they stand on the page."""

    def __init__(self, lines: Sequence[MeasuredLine]) -> None:
        self._lines = lines
        self._near = NearBoxes([line.box for line in lines])
        heights = [line.box.height for line in lines]
        self._highest = min(max(heights), TALL * median(heights)) if heights else 0.0
        self._lefts = sorted(line.box.left for line in lines)
        self._body = median([line.size for line in lines]) if lines else 0.0

    def host_of(self, number: int) -> int | None:
        """Return the line inside of which a speck was read, the highest of several; None: it is no speck."""
        line = self._lines[number]
        if len(line.text) > SPECK:
            return None
        x, y = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
        hosts = [
            n
            for n in self._near.within(Box(x, y, x, y))
            if self._lines[n].box.top >= line.box.top - self._highest and _is_speck(line, self._lines[n])
        ]
        return min(hosts, key=lambda n: (self._lines[n].box.top, n), default=None)

    def lefts_of(self, line: MeasuredLine) -> Iterator[int]:
        """Return the lines that may end right before another one."""
        box, white = line.box, (WIDEST + OF_MARK) * line.size
        return self._near.within(Box(box.left - white, box.top, box.left - CLOSEST * line.size, box.bottom))

    def is_row(self, left: int, right: int) -> bool:
        """Return whether lines of the same type near by run over the white between two others.

        White in texts must be narrow, as a gutter may be; a headline's piece may begin where no column does.
        """
        first, second = self._lines[left], self._lines[right]
        em = min(first.size, second.size)
        x = (first.box.right + second.box.left) / 2
        top, bottom = first.box.top - FAR * em, first.box.bottom + FAR * em
        over = sum(
            n not in (left, right)
            and _are_alike(self._lines[n], first)
            and self._lines[n].box.left + OVER * em < x < self._lines[n].box.right - OVER * em
            and self._lines[n].box.top >= top
            for n in self._near.within(Box(x, top, x, bottom))
        )
        if em > LARGE * self._body:
            return over > 0 or self._begins_nothing(second)
        return over > 1 and second.box.left - first.box.right < NARROW * em

    def _begins_nothing(self, line: MeasuredLine) -> bool:
        """Return whether a line begins where no column and no paragraph does."""
        left, near = line.box.left, BESIDE * self._body
        begun = bisect_right(self._lefts, left + near) - bisect_left(self._lefts, left - near)
        return begun < COLUMN


def _are_alike(one: MeasuredLine, other: MeasuredLine) -> bool:
    """Return whether two lines may be set in one type."""
    sizes, heights = sorted((one.size, other.size)), sorted((one.box.height, other.box.height))
    return sizes[1] <= ALIKE * sizes[0] and heights[1] <= 1.5 * ALIKE * heights[0]


def _is_beside(left: MeasuredLine, right: MeasuredLine) -> bool:
    """Return whether a line stands right beside another one, with no more white than is in a line."""
    level = min(left.box.bottom, right.box.bottom) - max(left.box.top, right.box.top)
    if level < LEVEL * min(left.box.height, right.box.height) or not _are_alike(left, right):
        return False
    em = min(left.size, right.size)
    widest = WIDEST + (OF_MARK if left.text[-1:] in HANGING else 0.0)
    return CLOSEST * em < right.box.left - left.box.right < widest * em and left.box.left < right.box.left


def _is_speck(line: MeasuredLine, host: MeasuredLine) -> bool:
    """Return whether a character or two were read inside the place of a longer line."""
    if len(line.text) > SPECK or len(host.text) <= 2 * SPECK or host.vertical:
        return False
    box, other = line.box, host.box
    wide = min(box.right, other.right) - max(box.left, other.left)
    high = min(box.bottom, other.bottom) - max(box.top, other.top)
    return wide > 0 and high > 0 and wide * high >= INSIDE * box.width * box.height
