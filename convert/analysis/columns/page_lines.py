"""Lines and blocks of a page as they were printed: cut where an OCR has read across columns, and measured.

    "致死的嫌疑犯，20岁的Wayde Sims 将征税高达1.2亿英镑"  ->  two pieces, one a column
    a line of large type                                   ->  its size, of its characters' width

A block that is as wide as two columns, and whose lines have white at the same place, was read across; in one
that is as wide as a column white is that of a table, or of a line that is set wide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from convert.analysis.columns.read_across import (
    ColumnStarts,
    FileBlock,
    column_width,
    cut_lines,
    in_columns,
    read_across,
    run_on,
    type_size,
)
from convert.document.layout import Box, Layout, LineBox, Region, Surface, hull
from convert.geometry.frames import body_size
from convert.geometry.row_pieces import row_pieces
from convert.geometry.strokes import printed_rules
from convert.language.han import is_han

ACROSS = 0.03
"""Part of a page's lines that were read across columns, at least, where any was."""
SCANS, ASSUMED_DPI = "image", 150
"""The reader of scans, and what it takes an image to have that does not say it."""
HAN, MOST_HAN = 5, 0.6
"""Han characters whose line measures its type, and the part of a page's lines that have so many."""
NEAR_BODY, NEAR_OF_FEW = (0.8, 1.22), (0.5, 1.5)
"""Times the size of the body that an OCR's boxes give lines of the body; and lines of few characters: figures
of a headline may be no higher than a line of the body."""


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
    rest: tuple[int, ...] = ()
    """Where its further pieces begin, if the file has it as several lines."""


class PageLines(NamedTuple):
    """What the file has of a page."""

    surface: Surface
    lines: tuple[LineBox, ...]
    blocks: tuple[FileBlock, ...]
    """Those that stand upright, in the order of the file; none where they do not have all lines."""
    pictures: tuple[Box, ...] = ()


class PrintedBlock(NamedTuple):
    """A block as it was printed: of one that was read across, what stands in one column."""

    box: Box
    lines: tuple[PrintedText, ...]


class PrintedPage(NamedTuple):
    """The lines of a page, as they were printed."""

    lines: tuple[PrintedText, ...]
    blocks: tuple[PrintedBlock, ...]
    """None where the file has none that has all lines."""
    was_read_across: bool
    """Whether a block of the file was parted into columns."""
    has_sizes: bool
    """Whether the file says how large the type is."""
    specks: Mapping[int, int] = MappingProxyType({})
    """In which line the specks of the page were read, by where both begin."""


def pages_of(layout: Layout) -> list[PageLines]:
    """Return the lines and blocks of each page, in the order of the file."""
    lines: list[list[LineBox]] = [[] for _ in layout.surfaces]
    for line in layout.lines:
        if line.box.right > line.box.left and lines:
            lines[layout.surface_at(line.at)].append(line)
    regions: list[list[Region]] = [[] for _ in layout.surfaces]
    pictures: list[list[Box]] = [[] for _ in layout.surfaces]
    for region in layout.regions:
        if region.kind == "image" and pictures:
            pictures[layout.surface_at(region.at)].append(region.box)
        if region.stop > region.at and region.box.width > 0 and not region.rotation and regions:
            regions[layout.surface_at(region.at)].append(region)
    return [
        PageLines(_ruled(surface, own), tuple(own), tuple(_file_blocks(blocks, own)), tuple(shown))
        for surface, own, blocks, shown in zip(layout.surfaces, lines, regions, pictures, strict=True)
    ]


def _ruled(surface: Surface, lines: Sequence[LineBox]) -> Surface:
    """Return a page without the rules that an OCR made of characters; those of a PDF were drawn."""
    if surface.unit == "point" or not surface.rules:
        return surface
    return surface._replace(rules=printed_rules(surface.rules, [line.box for line in lines]))


def _file_blocks(regions: Sequence[Region], lines: Sequence[LineBox]) -> Iterator[FileBlock]:
    """Yield regions with their lines; nothing where a line stands before them all."""
    starts = [region.at for region in regions]
    own: list[list[LineBox]] = [[] for _ in regions]
    for line in lines:
        number = bisect_right(starts, line.at) - 1
        if number < 0:
            return
        own[number].append(line)
    for region, members in zip(regions, own, strict=True):
        yield FileBlock(region.box, tuple(members))


def printed_page(page: PageLines, layout: Layout, text: str) -> PrintedPage:
    """Return the lines of a page as they were printed; it has at least one."""
    point = _point(page.surface, layout)
    if point:  # lines of PDFs and scans are cut and measured where they are read
        lines = [line._replace(size=line.size * point if line.size else None) for line in page.lines]
        return _printed([[line] for line in lines], page, (), text)
    starts = ColumnStarts(page.lines, text)
    cut = list(cut_lines(layout, page.lines, text, starts))
    if not page.blocks:
        return _made_whole(_printed(cut, page, (), text, layout), {line.at for line in page.lines})
    by_start = {line.at: own for line, own in zip(page.lines, cut, strict=True)}
    across = read_across(page.blocks, by_start, column_width(cut))
    if sum(len(page.blocks[number].lines) for number in across) < ACROSS * len(page.lines):
        across = {}
    across = {**run_on(page.blocks, by_start, starts), **across}
    blocks: list[list[LineBox]] = []
    for number, block in enumerate(page.blocks):
        blocks += in_columns(block, across[number], layout) if number in across else [list(block.lines)]
    return _made_whole(_printed(blocks, page, blocks, text, layout), {line.at for line in page.lines})


def _point(surface: Surface, layout: Layout) -> float:
    """Return how long a point is in the unit of a page whose lines our own readers have measured; else 0."""
    if surface.unit == "point":
        return 1.0
    return (surface.dpi or ASSUMED_DPI) / 72 if layout.reader.split(" ")[0] == SCANS else 0.0


def _printed(
    pieces: Sequence[Sequence[LineBox]],
    page: PageLines,
    blocks: Sequence[Sequence[LineBox]],
    text: str,
    layout: Layout | None = None,
) -> PrintedPage:
    lines = [piece for line in pieces for piece in line]
    measured = _measured(lines, text, layout)
    by_start = {line.at: line for line in measured}
    printed = [
        PrintedBlock(hull(line.box for line in own) or own[0].box, tuple(by_start[line.at] for line in own))
        for own in blocks
        if own
    ]
    parted = len(lines) > len(page.lines)
    has_sizes = _has_sizes(lines, measured) or _is_measured_by_han(lines, text)
    return PrintedPage(tuple(measured), tuple(printed), parted, has_sizes)


def _made_whole(page: PrintedPage, starts: AbstractSet[int]) -> PrintedPage:
    """Put the pieces of each row together that an OCR has as lines of their own, and their blocks.

    What was cut from a line stays apart: it does not begin where a line of the file does.
    """
    lines = page.lines
    behind, within = row_pieces(lines)
    behind = {right: left for right, left in behind.items() if lines[right].at in starts}
    specks = {lines[speck].at: lines[host].at for speck, host in within.items()}
    if not behind:
        return page._replace(specks=specks)
    following = {left: right for right, left in behind.items()}
    rows: dict[int, list[int]] = {}
    for number in range(len(lines)):
        if number not in behind:
            rows[number] = row = [number]
            while row[-1] in following:
                row.append(following[row[-1]])
    whole = {lines[number].at: _row([lines[n] for n in row]) for number, row in rows.items()}
    first = {lines[n].at: lines[number].at for number, row in rows.items() for n in row}
    home: dict[int, int] = {}
    leader = [*range(len(page.blocks))]
    for number, block in enumerate(page.blocks):
        for line in block.lines:
            one, other = (_leading(leader, n) for n in (number, home.setdefault(first[line.at], number)))
            leader[max(one, other)] = min(one, other)
    joined: dict[int, set[int]] = {}
    for number, block in enumerate(page.blocks):
        joined.setdefault(_leading(leader, number), set()).update(first[line.at] for line in block.lines)
    blocks = []
    for firsts in joined.values():
        own = sorted((whole[at] for at in firsts), key=lambda line: (line.box.top, line.box.left))
        blocks.append(PrintedBlock(hull(line.box for line in own) or own[0].box, tuple(own)))
    return page._replace(lines=tuple(whole.values()), blocks=tuple(blocks), specks=specks)


def _leading(leader: list[int], number: int) -> int:
    """Return the first of the blocks that are one with a block, as far as is known."""
    while leader[number] != number:
        leader[number] = number = leader[leader[number]]
    return number


def _row(pieces: Sequence[PrintedText]) -> PrintedText:
    """Return the pieces of a row as one line."""
    if len(pieces) == 1:
        return pieces[0]
    longest = max(pieces, key=lambda piece: len(piece.text))
    return longest._replace(
        text="".join(piece.text.strip() for piece in pieces),
        box=hull(piece.box for piece in pieces) or longest.box,
        at=pieces[0].at,
        size=min(piece.size for piece in pieces),
        rest=tuple(piece.at for piece in pieces[1:]),
    )


def _is_measured_by_han(lines: Sequence[LineBox], text: str) -> bool:
    """Return whether most lines have Han characters enough to measure their type: these are all as wide."""
    return sum(sum(map(is_han, text[line.at : line.stop])) >= HAN for line in lines) > MOST_HAN * len(lines)


def _measured(lines: Sequence[LineBox], text: str, layout: Layout | None) -> list[PrintedText]:
    """Return lines with the size of their type: what the file says, else as wide as their characters are."""
    measured: list[PrintedText] = []
    for line in lines:
        shown = text[line.at : line.stop]
        words = layout.words_of(line.at, line.stop) if layout is not None else ()
        size = type_size(shown, line.box, words, text)
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
    height = median([each.box.height for each in measured])
    return [each._replace(size=body) if _is_near(each, body, height) else each for each in measured]


def _is_near(line: PrintedText, body: float, height: float) -> bool:
    """Return whether a line may be set in the type of the body; of a short one its height tells, too."""
    if NEAR_BODY[0] * body < line.size < NEAR_BODY[1] * body:
        return True
    is_short = len(line.text) < HAN and not line.vertical
    near = line.size > NEAR_OF_FEW[0] * body and line.box.height < NEAR_BODY[1] * height
    return is_short and near and (line.size < NEAR_OF_FEW[1] * body or any(map(is_han, line.text)))


def _has_sizes(lines: Sequence[LineBox], measured: Sequence[PrintedText]) -> bool:
    """Return whether the file says how large its type is, in the unit of the page, as a PDF does."""
    if len({line.size for line in lines if line.size}) < 2 or not all(line.size for line in lines):
        return False
    ratios = [each.size / line.size for each, line in zip(measured, lines, strict=True) if line.size]
    return bool(ratios) and 0.75 < median(ratios) < 1.35
