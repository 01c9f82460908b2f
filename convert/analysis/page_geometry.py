"""What the places of the lines say of paragraphs, columns and their order, where a source knows them.

    a line that is indented in a column with indents                 ->  it begins a paragraph
    a full line at a column's end, none indented at the next one's top  ->  the paragraph goes on there
    lines sorted by their height over five columns                   ->  the file's order is none of reading

Method: convert/geometry, which knows no words. Every answer may be None: the places do not say.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.analysis.file_order import runs_by_columns
from convert.document.layout import Box, Layout, LineBox, Surface, WordBox, hull
from convert.geometry.frames import (
    INDENT,
    SHORT,
    SLACK,
    TextFrame,
    body_size,
    first_width,
    frames_of,
    has_indents,
    room_after,
)
from convert.geometry.order import placed_frame, put_in_order
from convert.language.han import is_wide

HEADLINE = 1.4
"""Times the size of the body from which a frame is a headline."""
NEAR_BODY = (0.8, 1.22)
"""Times the size of the body that an OCR's boxes give lines of the body."""
MOST_LINES = 20_000
"""Of a page that is looked at."""
GUTTER, NARROW, COLUMN = 1.3, 0.45, 5
"""Ems of white between two columns; where so many lines begin behind it, ems that are enough."""
COLUMN_LINES = 3
"""Lines of a frame that shows where its column begins."""
OTHER_SIZE = 0.15
SIZED, MEASURED = 3.0, 1.5
"""What the size of type says of a heading, in log odds: told by the file, measured by its characters."""
IN_ORDER = 0.85
"""The part of lines behind which the next one of the file stands next on the page, too."""


class PrintedText(NamedTuple):
    """A line of print with what it says."""

    text: str
    box: Box
    baseline: float
    size: float
    at: int
    bold: bool = False
    rotation: int = 0
    vertical: bool = False


class LinePlace(NamedTuple):
    """Where a line stands among the others of its page."""

    rank: int
    """In the order of the page's geometry, over all pages."""
    group: int
    """Number of its article, as headings and columns show it."""
    begins: bool | None
    """Whether a paragraph begins with it; None: its frame has no indents to tell."""
    room: float
    """Ems that it leaves at the right edge of its frame."""
    first: float
    """Ems that its first word is wide."""
    opens_frame: bool
    size: float
    """Of its type."""
    is_head: bool = False
    """Whether it is set larger than the body."""
    bold: bool = False
    is_headline: bool = False
    """Whether it is so large that it can hardly be a subhead."""
    inside: bool = False
    """Whether the file has it as a part of a longer line."""

    def is_full(self, following: LinePlace) -> bool:
        """Return whether it has no room for the first word of the line that follows."""
        return self.room < max(SHORT, following.first + SLACK)


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """What is known of the lines of all pages, by where their text begins."""

    places: Mapping[int, LinePlace]
    sized: frozenset[int]
    """Numbers of the pages of which the file says how large their type is."""
    in_order: frozenset[int]
    """Numbers of the pages whose lines the file has in the order of their geometry, or by columns."""

    starts: tuple[int, ...] = ()
    """Where the text of each line begins, in the order of the text."""

    def start_of(self, at: int) -> int:
        """Return where the line begins in which a character stands; -1: in none."""
        number = bisect_right(self.starts, at) - 1
        return self.starts[number] if number >= 0 else -1

    def heading_odds(self, at: int, sheet: int) -> float:
        """Return what the type of a line says of a heading, in log odds; more where the file tells it."""
        place = self.places.get(at)
        if place is None:
            return 0.0
        weight = SIZED if sheet in self.sized else MEASURED
        if place.is_head:
            return weight
        unsure = place.bold or (place.opens_frame and sheet not in self.sized)
        return 0.0 if unsure else -weight

    def opens(self, above: int, below: int, sheet: int) -> bool:
        """Return whether a line is a headline by its size, and of other columns than the one before it."""
        first, second = self.places.get(above), self.places.get(below)
        if first is None or second is None or sheet not in self.sized:
            return False
        return second.is_headline and first.group != second.group

    def goes_on(self, above: int, below: int) -> bool | None:
        """Return whether a line goes on in another one, by where both begin; None: their places do not say.

        In one frame the lower one's indent tells; from a column to the next also whether the upper is full.
        """
        first, second = self.places.get(above), self.places.get(below)
        if first is None or second is None:
            return None
        if second.rank != first.rank + 1:
            return None
        if second.group != first.group or abs(first.size - second.size) > OTHER_SIZE * first.size:
            return False
        if second.begins is None:
            return None
        return not second.begins and (first.is_full(second) or not second.opens_frame)


def page_geometry(layout: Layout | None, text: str) -> PageGeometry | None:
    """Return what the places of the lines say; None: there are none, or they say nothing."""
    if layout is None or not layout.lines:
        return None
    places: dict[int, LinePlace] = {}
    ordered: set[int] = set()
    sized: set[int] = set()
    group = 0
    blocks = _blocks(layout)
    for number, (surface, lines) in enumerate(_pages(layout)):
        if not lines or len(lines) > MOST_LINES:
            continue
        pieces = lines if surface.unit == "point" else _pieces(layout, lines, text)
        measured = _measured(pieces, text)
        if _has_sizes(pieces, measured):
            sized.add(number)
        own = list(_places(measured, surface, len(places), group))
        whole = {line.at for line in lines}
        own = [(at, place if at in whole else place._replace(inside=True)) for at, place in own]
        places.update(own)
        group = max((place.group for _, place in own), default=group) + 1
        if runs_by_columns(blocks[number]) or _is_in_order([place.rank for _, place in sorted(own)]):
            ordered.add(number)
    return (
        PageGeometry(places, frozenset(sized), frozenset(ordered), tuple(sorted(places))) if places else None
    )


def _blocks(layout: Layout) -> list[list[Box]]:
    """Return the upright blocks of each page that have a text, in the order of the file."""
    pages: list[list[Box]] = [[] for _ in layout.surfaces]
    for region in layout.regions:
        if region.stop > region.at and region.box.width > 0 and not region.rotation and pages:
            pages[layout.surface_at(region.at)].append(region.box)
    return pages


def _pages(layout: Layout) -> Iterator[tuple[Surface, list[LineBox]]]:
    """Yield the lines of each page."""
    pages: list[list[LineBox]] = [[] for _ in layout.surfaces]
    for line in layout.lines:
        if line.box.right > line.box.left and pages:
            pages[layout.surface_at(line.at)].append(line)
    return zip(layout.surfaces, pages, strict=True)


def _pieces(layout: Layout, lines: Sequence[LineBox], text: str) -> list[LineBox]:
    """Return lines, parted where one runs over a gutter: an OCR has read across two columns."""
    sizes = [_advance(text[line.at : line.stop], line.box) for line in lines]
    em = median(sizes)
    lefts = sorted(line.box.left for line in lines)
    edges = set(_edge_lines(lines, em))
    pieces: list[LineBox] = []
    for line, size in zip(lines, sizes, strict=True):
        words = [word for word in layout.words_of(line.at, line.stop) if word.box.right > word.box.left]
        wide = max(em, size)
        cuts = [
            number
            for number, (first, second) in enumerate(pairwise(words), 1)
            if _is_gutter(second.box.left - _edge(first, text, wide), second.box.left, wide, lefts)
        ]
        if not cuts or line.rotation or line.at in edges:
            pieces.append(line)
            continue
        for begin, stop in pairwise([0, *cuts, len(words)]):
            own = words[begin:stop]
            at = line.at if not begin else own[0].at
            box = hull(word.box for word in own) or line.box
            pieces.append(line._replace(at=at, stop=own[-1].stop, box=box))
    return pieces


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
    near = bisect_right(lefts, left + 0.35 * em) - bisect_left(lefts, left - 0.35 * em)
    return near >= COLUMN or (gap > GUTTER * em and near > 1) or gap > 2 * GUTTER * em


def _measured(lines: Sequence[LineBox], text: str) -> list[PrintedText]:
    """Return lines with the size of their type: what the file says, else as wide as their characters are."""
    measured: list[PrintedText] = []
    for line in lines:
        shown = text[line.at : line.stop]
        size = _advance(shown, line.box)
        baseline = line.box.bottom - 0.2 * size
        vertical = line.box.height > 2.5 * line.box.width and len(shown) > 2 and not line.rotation
        measured.append(
            PrintedText(shown, line.box, baseline, size, line.at, line.bold, line.rotation, vertical)
        )
    if _has_sizes(lines, measured):
        return [
            each._replace(size=line.size or each.size) for each, line in zip(measured, lines, strict=True)
        ]
    body = body_size(measured)
    near = (NEAR_BODY[0] * body, NEAR_BODY[1] * body)
    return [each._replace(size=body) if near[0] < each.size < near[1] else each for each in measured]


def _advance(text: str, box: Box) -> float:
    """Return the width of a wide character of a line: Latin letters are half as wide, and so are spaces."""
    units = sum(1.0 if is_wide(char) else 0.3 if char == " " else 0.52 for char in text)
    across = max(box.width, box.height) / units if units else box.height
    return min(across, 1.3 * min(box.width, box.height)) if box.height and box.width else across


def _has_sizes(lines: Sequence[LineBox], measured: Sequence[PrintedText]) -> bool:
    """Return whether the file says how large its type is, in the unit of the page, as a PDF does."""
    if len({line.size for line in lines if line.size}) < 2 or not all(line.size for line in lines):
        return False
    ratios = [each.size / line.size for each, line in zip(measured, lines, strict=True) if line.size]
    return bool(ratios) and 0.75 < median(ratios) < 1.35


def _places(
    lines: Sequence[PrintedText], surface: Surface, rank: int, group: int
) -> Iterator[tuple[int, LinePlace]]:
    """Yield the place of each line of a page, by where its text begins, in the order of the geometry."""
    body = body_size(lines)
    frames = frames_of(lines, surface.rules)
    placed = [placed_frame(frame, body) for frame in frames]
    columns = [(f.left, f.box) for f in frames if len(f.lines) >= COLUMN_LINES]
    for number, numbers in enumerate(put_in_order(placed, surface.rules), group):
        indents = any(has_indents(frames[each]) for each in numbers)
        for each in numbers:
            frame = frames[each]
            left = _column_left(frame, columns) if indents and not placed[each].is_head else None
            for at, line in enumerate(frame.lines):
                begins = None if left is None else line.box.left - left > INDENT * line.size
                if placed[each].is_head and at and surface.unit == "point":
                    begins = False  # a frame of a PDF has one size of type: it is one heading
                place = LinePlace(
                    rank,
                    number,
                    begins,
                    room_after(frame, at),
                    first_width(line.text),
                    at == 0,
                    frame.size,
                    placed[each].is_head,
                    frame.bold,
                    frame.size >= HEADLINE * body,
                )
                yield line.at, place
                rank += 1


def _column_left(frame: TextFrame[PrintedText], columns: Sequence[tuple[float, Box]]) -> float | None:
    """Return where the lines of a frame's column begin; a short one is asked of its neighbours."""
    if len(frame.lines) >= COLUMN_LINES:
        return frame.left
    box = frame.box
    over = [
        (abs((each.top + each.bottom) - (box.top + box.bottom)), left)
        for left, each in columns
        if min(box.right, each.right) - max(box.left, each.left) > 0.8 * box.width
    ]
    return min(over)[1] if over else None


def _is_in_order(ranks: Sequence[int]) -> bool:
    """Return whether lines of a file follow one another as their places do, but where a column ends."""
    if len(ranks) < 2:
        return True
    steps = Counter(second - first == 1 for first, second in pairwise(ranks))
    return steps[True] >= IN_ORDER * (len(ranks) - 1)
