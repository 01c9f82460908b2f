"""How a block is printed, where its place on the page is known: by how much its type differs from the text's.

    "Kölnische Zeitung." a block of its own, one short line, 1.3 times as high as the text's  ->  a heading
    "Kölnische Zeitung." a line of a list, in its type                                        ->  hardly one

Everything is measured against what most characters of the issue have; what the file says of all alike (a size
of 12 for every word) says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from convert.document.layout import Box, Layout, LineBox, hull
from convert.document.model import Block
from convert.document.stated import first_visible
from convert.language.han import is_han
from convert.language.weights import clamp
from convert.text.late import LateModule

if TYPE_CHECKING:
    import statistics
else:
    statistics = LateModule("statistics")

MOST_LINES, MOST_CHARACTERS = 4, 120
"""Of a heading."""
WHOLE_LINES = 3
"""Of a region that is a heading, though it was parted into several blocks."""
DISPLAY = 1.3
"""Times the height of the text from which type is that of a headline, whatever stands in its region."""
COLUMN_LINES = 3
"""Lines from which on a region shows how wide its column is."""
MOST_NEAR = 32
"""Such regions above a block and below it that are looked at; no real page has as many."""
FEW_BOLD = 0.25
"""Part of the characters of an issue up to which bold type is no type of its text."""

WORD = re.compile(r"[^\W\d_]{3,}")
FEW_LETTERS = 3
ALL_CAPITALS = 0.8
CAPITALS_HEIGHT = 1.25
SMALL, SMALL_HEIGHT = 0.95, 1.1
"""Times the size and the height of the text below which type is smaller than that."""
FULL_LINE = 0.08
"""Room beside a line that fills its column."""
FULL_LARGE = 0.8
LEAST_ROOM = 0.1
OFF_CENTRE = 0.35
SURELY_PRINTED = 1.0
NO_WORDS = -6.0


class PrintedShape(NamedTuple):
    """What of a block's print tells whether it is a heading."""

    lines: int
    is_region: bool
    """Whether it is a whole block of the file, or several; one of several into which it was parted is not."""
    height: float
    """Of its lines, against that of the text."""
    size: float | None
    """Of its type, against that of the text; None: the file does not say."""
    bold: bool
    """Whether it is bold in an issue whose text is not."""
    left: float
    right: float
    """Room beside it in its column, against the column's width."""

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle of its column, with room on both sides."""
        room = self.left + self.right
        return room > LEAST_ROOM and abs(self.left - self.right) < OFF_CENTRE * room


class TextType(NamedTuple):
    """How the text of an issue is set: what the middle one of its characters has."""

    height: float
    size: float
    """0: the file does not say, or says the same of nearly all."""
    bold: bool


class PrintedHeading(NamedTuple):
    """What the print of a block says of a heading."""

    odds: float
    """Log odds that it is one."""
    is_region: bool
    """Whether it is a whole block of the file."""
    is_small: bool = False
    """Whether its type is smaller than that of the text: a heading within an article, or of small notices."""
    is_centred: bool = False
    """Whether it is a whole block of the file in the middle of its column, as no signature is."""


def printed_headings(blocks: Sequence[Block], layout: Layout) -> dict[int, PrintedHeading]:
    """Return what the print of short blocks says, by their numbers, as far as their places are known."""
    return {
        number: PrintedHeading(
            heading_odds(" ".join(blocks[number].reading.split()), shape),
            shape.is_region,
            shape.size is not None and shape.size < SMALL and shape.height < SMALL_HEIGHT,
            shape.is_region and shape.centred,
        )
        for number, shape in printed_shapes(blocks, layout).items()
    }


def is_latin_text(text: str) -> bool:
    """Whether a text has letters and none of them is Han.

    >>> is_latin_text("Deutsche Ecke"), is_latin_text("30"), is_latin_text("A股收盘")
    (True, False, False)
    """
    return any(map(str.isalpha, text)) and not any(map(is_han, text))


def heading_odds(text: str, shape: PrintedShape) -> float:
    """Return the log odds that a short block is a heading, by its print and by how its text begins."""
    words = WORD.findall(text)
    letters = [character for character in text if character.isalpha()]
    if not words and not any(map(is_han, text)):
        return NO_WORDS
    capitals = len(letters) > FEW_LETTERS and sum(map(str.isupper, letters)) > ALL_CAPITALS * len(letters)
    wide = is_han(text[0]) and shape.left + shape.right < 0.4
    full = shape.left + shape.right < FULL_LINE
    display = shape.is_region and shape.height >= DISPLAY and not wide
    height = shape.height * (CAPITALS_HEIGHT if capitals else 1)
    large = 2.5 * clamp(height - 1, -0.3, 0.8)
    if shape.size is not None:
        large = 0.3 * large + 2.5 * clamp(min(shape.size, height * 1.2) - 1, -0.4, 0.8)
    return (
        (-0.7 if shape.is_region else -3.0)
        + (0.5, 0.0, -1.0, -1.0)[shape.lines - 1]
        + large
        + 0.7 * shape.bold
        + 2.0 * (shape.centred and not wide)
        + 1.5 * capitals
        - 1.5 * (full and large < FULL_LARGE and not capitals and not display)
        - 1.5 * (not shape.centred and shape.left > 2 * shape.right + LEAST_ROOM and not display)
        - 1.5 * text[:1].islower()
        - 3.0 * (text[-1:] in ",;-¬⸗")
        - 2.0 * (sum(map(str.isdigit, text)) > len(letters))
    )


def printed_shapes(blocks: Sequence[Block], layout: Layout) -> dict[int, PrintedShape]:
    """Return how short blocks are printed, by their numbers: what is as short as a heading, and upright."""
    text_type = _text_type(layout.lines)
    columns = _Columns(layout)
    alone = _regions_of_one_text(blocks, layout)
    shapes: dict[int, PrintedShape] = {}
    for number, block in enumerate(blocks):
        reading = block.reading.strip()
        if not reading or len(reading) > MOST_CHARACTERS:
            continue
        shown = [segment for segment in block.segments if segment.source.strip() and segment.reading]
        if not shown:
            continue
        at, stop = shown[0].at, shown[-1].at + len(shown[-1].source.rstrip())
        lines = layout.lines_of(at, stop)
        if 0 < len(lines) <= MOST_LINES and not any(line.rotation for line in lines):
            shapes[number] = _shape(lines, layout, columns, text_type, (at, stop), alone)
    return shapes


def _regions_of_one_text(blocks: Sequence[Block], layout: Layout) -> set[int]:
    """Return where regions begin of which one block alone has words: in the others an OCR read specks."""
    texts: Counter[int] = Counter()
    for block in blocks:
        at = first_visible(block)
        if at >= 0 and WORD.search(block.reading):
            texts.update(region.at for region in layout.regions_of(at, at + 1))
    return {at for at, number in texts.items() if number == 1}


def _shape(
    lines: Sequence[LineBox],
    layout: Layout,
    columns: _Columns,
    text: TextType,
    span: tuple[int, int],
    alone: Collection[int],
) -> PrintedShape:
    regions = layout.regions_of(*span)
    whole = bool(regions) and regions[0].at >= span[0] - 1 and regions[-1].stop <= span[1] + 1
    sizes = [line.size for line in lines if line.size]
    box = hull(line.box for line in lines)
    heights = [line.box.height for line in lines if line.box.height > 0]
    column = columns.around(box, layout.surface_at(span[0])) if box else None
    left = right = 0.0
    if box and column:
        left, right = (box.left - column.left) / column.width, (column.right - box.right) / column.width
    height = statistics.median(heights) / text.height if heights and text.height else 1.0
    if len(regions) == 1 and not whole and _is_short(layout.lines_of(regions[0].at, regions[0].stop)):
        whole = height >= DISPLAY or regions[0].at in alone
    return PrintedShape(
        lines=len(lines),
        is_region=whole,
        height=height,
        size=max(sizes) / text.size if sizes and text.size else None,
        bold=not text.bold and all(line.bold for line in lines),
        left=left,
        right=right,
    )


def _is_short(lines: Sequence[LineBox]) -> bool:
    """Return whether lines are so few that they are a heading, whatever rule has parted them."""
    return len(lines) <= WHOLE_LINES and lines[-1].stop - lines[0].at <= MOST_CHARACTERS


def _text_type(lines: Iterable[LineBox]) -> TextType:
    """Return how most characters are set."""
    heights: list[tuple[float, int]] = []
    sizes: list[tuple[float, int]] = []
    bold = letters = 0
    for line in lines:
        length = line.stop - line.at
        letters += length
        bold += length * line.bold
        if line.box.height > 0:
            heights.append((line.box.height, length))
        if line.size:
            sizes.append((line.size, length))
    varied = len({size for size, _ in sizes}) > 1
    return TextType(_middle(heights), _middle(sizes) if varied else 0, bold > FEW_BOLD * letters)


def _middle(values: list[tuple[float, int]]) -> float:
    """Return the value of the middle character; 0 where there is none."""
    left = sum(length for _, length in values) / 2
    for value, length in sorted(values):
        left -= length
        if left <= 0:
            return value
    return 0


class _Columns:
    """The columns of each page, as its longer regions show them."""

    def __init__(self, layout: Layout) -> None:
        self._boxes: dict[int, list[Box]] = {}
        for region in layout.regions:
            if region.box.width > 0 and len(layout.lines_of(region.at, region.stop)) >= COLUMN_LINES:
                self._boxes.setdefault(layout.surface_at(region.at), []).append(region.box)
        for boxes in self._boxes.values():
            boxes.sort(key=_top)

    def around(self, box: Box, page: int) -> Box | None:
        """Return the nearest region that shows the column in which a box stands."""
        boxes = self._boxes.get(page, [])
        at = bisect_left(boxes, box.top, key=_top)
        near = boxes[max(0, at - MOST_NEAR) : at + MOST_NEAR]
        left, right, half = box.left, box.right, box.width / 2
        over = [each for each in near if min(right, each.right) - max(left, each.left) > half]
        return min(over, key=lambda each: _gap(box, each), default=None)


def _top(box: Box) -> float:
    return box.top


def _gap(one: Box, other: Box) -> float:
    """Return how far one box stands above or below another."""
    return max(other.top - one.bottom, one.top - other.bottom, 0)
