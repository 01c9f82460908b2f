"""What the places of the lines say of paragraphs, columns and their order, where a source knows them.

    a line that is indented in a column with indents                 ->  it begins a paragraph
    a full line at a column's end, none indented at the next one's top  ->  the paragraph goes on there
    lines sorted by their height over five columns                   ->  the file's order is none of reading

Method: convert/geometry, which knows no words. Every answer may be None: the places do not say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from convert.analysis.columns.file_order import runs_by_columns
from convert.analysis.columns.page_lines import (
    HAN,
    PageLines,
    PrintedPage,
    PrintedText,
    pages_of,
    printed_page,
)
from convert.document.layout import Box, Layout, Surface
from convert.geometry.bands import TextBlock, order_by_bands
from convert.geometry.frames import INDENT, TextFrame, body_size, frames_of, part_headings
from convert.geometry.order import is_made_of_modules, put_in_order, under_heads
from convert.geometry.paragraphs import (
    SHORT,
    SLACK,
    are_parted_by_white,
    first_width,
    going_on_share,
    has_indents,
    is_full_stop,
    room_after,
    starts_paragraph,
)
from convert.geometry.placed_frames import HEAD, PlacedFrame, placed_frame
from convert.language.han import is_wide

PUT_IN_ORDER = frozenset({"pdf", "image"})
"""Readers that put the lines of a page in order themselves."""
HEADLINE, LARGEST = 1.4, 1.3
"""Times the size of the body from which a frame is a headline, and where the page has none so large."""
MOST_LINES = 20_000
"""Of a page that is looked at."""
COLUMN_LINES = 3
"""Lines of a frame that shows where its column begins."""
OTHER_SIZE = 0.15
LATIN_ROOM = 0.07
"""Ems by which each Latin letter of a line makes it uncertain how wide that was meant to be."""
SIZED, MEASURED = 3.0, 1.5
"""What the size of type says of a heading, in log odds: told by the file, measured by its characters."""
LIKE_SIZE, LIKE_HEIGHT, LEADING, STOPPED = 1.3, 1.5, 2.0, ("。", "！", "？", "!", "?")
"""Times the size of one line of a heading that another one of it has, as an OCR measures it, and times its
height, which a mark may raise; ems from one to the next; and marks behind which another heading begins."""
IN_ORDER = 0.85
"""The part of lines behind which the next one of the file stands next on the page, too."""


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
    goes_on_share: float | None = None
    """How often a line goes on in it, as the page's other sentences do; None: print tells whether it does."""

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

    pieces: Mapping[int, int] = field(default_factory=dict)
    """The piece of print to the left of each further piece of a row, by where their texts begin."""
    parted: frozenset[int] = frozenset()
    """Where the texts of all pieces of such rows begin."""
    specks: Mapping[int, int] = field(default_factory=dict)
    """The line in whose place a speck was read."""
    offsets: Mapping[int, int] = field(default_factory=dict)
    """Of pages that are not in order: where each line would begin, had the file the order of the page."""

    def offset_in_order(self, at: int) -> int:
        """Return where a line would begin in the order of the page; `at` where it stands there already."""
        return self.offsets.get(self.start_of(at), at)

    def is_in_pieces(self, at: int) -> bool:
        """Return whether the file has the row of a line as several lines."""
        return at in self.parted

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

    def goes_on_share(self, above: int, below: int) -> float | None:
        """Return how often a full line that ends a sentence goes on, where no indents tell; else None."""
        first, second = self.places.get(above), self.places.get(below)
        if first is None or second is None or second.rank != first.rank + 1 or second.begins is not None:
            return None
        return second.goes_on_share

    def goes_on(self, above: int, below: int) -> bool | None:
        """Return whether a line goes on in another one, by where both begin; None: their places do not say.

        In one frame the lower one's indent tells; from a column to the next also whether the upper is full.
        """
        first, second = self.places.get(above), self.places.get(below)
        if first is None or second is None:
            return None
        if second.rank != first.rank + 1:
            return None
        other = LIKE_SIZE - 1 if first.is_head and second.is_head else OTHER_SIZE
        if second.group != first.group or abs(first.size - second.size) > other * first.size:
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
    offsets: dict[int, int] = {}
    pieces: dict[int, int] = {}
    specks: dict[int, int] = {}
    group = 0
    with_tables = _pages_with_own_tables(layout)
    for number, page in enumerate(pages_of(layout)):
        if not page.lines or len(page.lines) > MOST_LINES:
            continue
        printed = printed_page(page, layout, text)
        if printed.has_sizes:
            sized.add(number)
        bands = _bands(printed, page.surface)
        order = _in_reading_order(printed, page, bands)
        own = list(_places(printed, order, len(places), group))
        whole = {line.at for line in page.lines}
        own = [(at, place if at in whole else place._replace(inside=True)) for at, place in own]
        places.update(own)
        group = max((place.group for _, place in own), default=group) + 1
        parted = [pair for line in printed.lines for pair in pairwise((line.at, *line.rest))]
        pieces.update((right, left) for left, right in parted)
        specks.update(printed.specks)
        ranks = bands or [place.rank for _, place in sorted(own)]
        if order.has_modules:
            ranks = _block_ranks(printed, dict(own))
        by_columns = not order.has_modules and runs_by_columns([block.box for block in page.blocks])
        in_order = number in with_tables or by_columns or _is_in_order(ranks)
        if in_order and not printed.was_read_across:
            ordered.add(number)
        else:
            by_rank = sorted(own, key=lambda each: each[1].rank)
            offsets.update(zip([at for at, _ in by_rank], sorted(at for at, _ in own), strict=True))
    if not places:
        return None
    starts = tuple(sorted(places))
    of_rows = frozenset({*pieces, *pieces.values()})
    known = frozenset(sized), frozenset(ordered)
    return PageGeometry(places, *known, starts, pieces, of_rows, specks, offsets)


def _pages_with_own_tables(layout: Layout) -> frozenset[int]:
    """Return the pages that were put in order as they were read, with their tables, which no rank knows."""
    if layout.reader.split(" ")[0] not in PUT_IN_ORDER:
        return frozenset()
    return frozenset(layout.surface_at(table.cells[0].at) for table in layout.tables if table.cells)


def _bands(page: PrintedPage, surface: Surface) -> list[int]:
    """Return the numbers of the file's blocks in the order of the page; nothing where it has none.

    Vertical lines run from right to left: such a page is put in order by its frames.
    """
    if sum(line.vertical for line in page.lines) > len(page.lines) / 2:
        return []
    blocks = [TextBlock(box, tuple(line.box for line in lines)) for box, lines in page.blocks]
    return order_by_bands(blocks, surface.rules, surface.width)


def _block_ranks(page: PrintedPage, places: Mapping[int, LinePlace]) -> list[int]:
    """Return which place each block of the file has in the order of the page, by its first line."""
    firsts = [places[block.lines[0].at].rank for block in page.blocks]
    order = {number: place for place, number in enumerate(sorted(firsts))}
    return [order[rank] for rank in firsts]


class _OrderedPage(NamedTuple):
    """The frames of a page, article by article."""

    frames: Sequence[TextFrame[PrintedText]]
    placed: Sequence[PlacedFrame]
    order: Sequence[Sequence[int]]
    """The numbers of frames, article by article."""
    has_modules: bool
    """Whether headings over several columns rule it, so that it goes by these and not by its bands."""
    is_measured: bool
    """Whether its lines were measured where they were read: a PDF's."""


def _in_reading_order(page: PrintedPage, sheet: PageLines, bands: Sequence[int]) -> _OrderedPage:
    """Return the frames of a page in the order of its geometry."""
    body = body_size(page.lines)
    surface = sheet.surface
    if bands:
        frames = [frame for n in bands for frame in frames_of(page.blocks[n].lines, surface.rules)]
    else:
        frames = frames_of(page.lines, surface.rules)
        if surface.unit == "point":
            frames = part_headings(frames, HEAD * body)
    placed = [placed_frame(frame, body) for frame in frames]
    has_modules = bool(bands) and is_made_of_modules(placed)
    if has_modules or not bands:
        order = put_in_order(placed, surface.rules, sheet.pictures)
    else:
        order = under_heads([place.is_head for place in placed])
    return _OrderedPage(frames, placed, order, has_modules, surface.unit == "point")


def _places(
    page: PrintedPage, ordered: _OrderedPage, rank: int, group: int
) -> Iterator[tuple[int, LinePlace]]:
    """Yield the place of each line of a page, by where its text begins, in the order of the geometry."""
    frames, placed, order, _, is_measured = ordered
    body = body_size(page.lines)
    by_white = is_measured and are_parted_by_white(frames)
    largest = max((frame.size for frame in frames), default=0.0)
    headline = HEADLINE * body if largest >= HEADLINE * body else LARGEST * body
    share = going_on_share(frames) if is_measured and not by_white else None
    columns = [(f.left, f.box) for f in frames if len(f.lines) >= COLUMN_LINES]
    for number, numbers in enumerate(order, group):
        indents = any(has_indents(frames[each]) for each in numbers)
        above: TextFrame[PrintedText] | None = None
        for each in numbers:
            frame = frames[each]
            left = _column_left(frame, columns) if indents and not placed[each].is_head else None
            is_heading = placed[each].is_head and not is_measured
            second = is_heading and _is_second(frame, above, columns)
            above = frame if is_heading else None
            for at, line in enumerate(frame.lines):
                begins = None if left is None else line.box.left - left > INDENT * line.size
                if is_measured and left is None and not placed[each].is_head:
                    begins = starts_paragraph(frame, at, by_white=by_white)
                if placed[each].is_head and at and (is_measured or (is_heading and _runs_on(frame, at - 1))):
                    begins = False  # a frame of a PDF has one size of type: it is one heading
                if second and not at:
                    begins = False
                is_open = bool(at) and begins is None and left is None and is_full_stop(frame, at - 1)
                place = LinePlace(
                    rank,
                    number,
                    begins,
                    room_after(frame, at) - (0.0 if is_measured else LATIN_ROOM * _letters(line.text)),
                    first_width(line.text),
                    at == 0,
                    frame.size,
                    placed[each].is_head,
                    frame.bold,
                    frame.size >= headline,
                    goes_on_share=share if is_open else None,
                )
                yield line.at, place
                rank += 1
                for piece in line.rest:
                    yield piece, place._replace(rank=rank, begins=False, first=0.0, opens_frame=False)
                    rank += 1


def _letters(text: str) -> int:
    """Return how many Latin letters stand in a line."""
    return sum(map(str.isalpha, filter(str.isascii, text)))


def _runs_on(frame: TextFrame[PrintedText], number: int) -> bool:
    """Return whether a Chinese heading's line has no room for the first word of the next one, and no stop."""
    first, text = first_width(frame.lines[number + 1].text), frame.lines[number].text
    is_full = room_after(frame, number) < max(SHORT, first + SLACK)
    return is_full and any(map(is_wide, text)) and not text.endswith(STOPPED)


def _is_second(
    frame: TextFrame[PrintedText],
    above: TextFrame[PrintedText] | None,
    columns: Sequence[tuple[float, Box]],
) -> bool:
    """Return whether a Chinese heading goes on from the one over it: that is full, in the same type."""
    if above is None or not any(map(is_wide, above.lines[-1].text)):
        return False
    first, last = frame.lines[0], above.lines[-1]
    sizes, heights = (frame.size, above.size), (first.box.height, last.box.height)
    measured = min(len(first.text), len(last.text)) >= HAN
    highest = LIKE_HEIGHT if measured else LIKE_SIZE
    if (measured and max(sizes) > LIKE_SIZE * min(sizes)) or max(heights) > highest * min(heights):
        return False
    near = 0 < first.baseline - last.baseline < LEADING * max(sizes) and not last.text.endswith(STOPPED)
    if not near or abs(frame.left - above.left) > above.size:
        return False
    room = max(SHORT, first_width(first.text) + SLACK) * above.size
    return any(-above.size < box.right - last.box.right < room for _, box in columns)


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
