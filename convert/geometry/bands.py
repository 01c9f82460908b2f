"""The order of a page's blocks by its bands and columns, as pages without wide headlines are made up.

    title title title        1
    a     b     c            2 4 6
    a'    b'    c'       ->  3 5 7
    -----------------
    d     e     f            8 9 10      (a rule, a wide block, or white across all columns ends a band)

It is the recursive cut of Nagy and Seth, "Hierarchical representation of optically scanned documents"
(1984), with three things of our own: columns may lean, as a page on the scanner does; a thin block that
reaches over a gutter does not close it, it ends the band; and white across the page ends one only where
chance hardly makes it: a serial at the foot of the page, under six columns that all stop at one height.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.document.layout import Box, hull
from convert.geometry.band_whites import common_white, whites_of
from convert.geometry.feet import foot_top

MOST = 5_000
"""Blocks of a page that are put in order; of more the order of the file is kept."""
MOST_RULES, MOST_LINES = 4_000, 1_000
"""Pieces of rules that are looked at, and lines of them that part bands; of more the longest."""
DEPTH = 40
"""Cuts inside of cuts; what is left then is read column by column."""
COVER = 0.3
"""Part of a region's height that blocks may reach over a gutter."""
COLUMN = 6
"""Ems that a column is wide, at least."""
LOW = 3.2
"""Ems of height up to which a row at the edge of a page is a running head or foot."""
BETWEEN, LINE, INDENTED = 0.8, 1.7, 3.5
"""Ems of white between two lines, at most; ems that a line is high, and by which a first one is indented, at
most, in the height of lines."""
CHANCE = 0.1
"""How often white across all columns would come of itself, at most, where it ends a band."""
DOUBLE = 1.1
"""Times its height that an image is wide which shows two pages."""
LEAN = 0.05
"""Shift by height of columns that lean, at most."""
LEANING_LINES, LEANING_EMS = 9, 6
"""Lines of a block that tell how a page leans, and ems from its first to its last, at least."""


class TextBlock(NamedTuple):
    """A block with the boxes of its lines."""

    box: Box
    lines: tuple[Box, ...] = ()


def order_by_bands(blocks: Sequence[TextBlock], rules: Sequence[Box] = (), width: float = 0) -> list[int]:
    """Return the numbers of a page's blocks in the order of reading.

    `rules` are printed lines, `width` is that of the page, 0: unknown. All of one unit, y downwards.
    """
    numbers = list(range(len(blocks)))
    heights = [line.height for block in blocks for line in block.lines if line.height > 0]
    if not 2 <= len(blocks) <= MOST or not heights:
        return numbers
    em = median(heights)
    lean = _lean(blocks, em)
    boxes = [_upright(block.box, lean, em) for block in blocks]
    straight = [_upright(rule, lean, em) for rule in rules]
    page = _UprightPage(boxes, _level(straight, em), em)
    halves = (part for half in _halves(page, straight, width) for part in _over_foot(half, blocks))
    return [number for part in halves for number in _cut(part, page)]


def _over_foot(numbers: Sequence[int], blocks: Sequence[TextBlock]) -> list[list[int]]:
    """Part the foot of a page from what stands over it."""
    top = foot_top([line for number in numbers for line in blocks[number].lines])
    if top is None:
        return [list(numbers)]
    return _parted(numbers, [top], [block.box for block in blocks])


@dataclass(frozen=True, slots=True)
class _UprightPage:
    """What a cut needs to know."""

    boxes: Sequence[Box]
    rules: Sequence[Box]
    """Level ones."""
    em: float


class _BandEnd(NamedTuple):
    """A wide block or a rule: it reaches over gutters."""

    top: float
    bottom: float
    gutters: tuple[float, ...]


def _cut(numbers: Sequence[int], page: _UprightPage, depth: int = 0) -> list[int]:
    """Return blocks of a region in order: parted at the edges, into bands, into columns, else row by row."""
    if len(numbers) < 2:
        return list(numbers)
    gutters = _gutters(numbers, page)
    if not gutters:
        return _by_rows(numbers, page.boxes)
    for part in (_edge_row, _white_band, _whole_columns, _bands) if depth < DEPTH else ():
        parts = part(numbers, page, gutters)
        if len(parts) > 1:
            return [number for each in parts for number in _cut(each, page, depth + 1)]
    return [number for column in _columns(numbers, page, gutters) for number in _by_rows(column, page.boxes)]


def _lean(blocks: Sequence[TextBlock], em: float) -> float:
    """Return by how much left edges move to the right for each unit downwards: the median of long blocks."""
    leans: list[tuple[float, float]] = []
    for block in blocks:
        lines = sorted(block.lines, key=lambda line: line.top)
        if len(lines) < LEANING_LINES:
            continue
        third = len(lines) // 3
        first, last = lines[:third], lines[-third:]
        height = median(line.top for line in last) - median(line.top for line in first)
        if height > LEANING_EMS * em:
            shift = _left(last) - _left(first)
            leans.append((shift / height, height))
    if len(leans) < 2:
        return 0.0
    half, passed = sum(height for _, height in leans) / 2, 0.0
    for lean, height in sorted(leans):
        passed += height
        if passed >= half:
            return lean if abs(lean) < LEAN else 0.0
    return 0.0


def _left(lines: Sequence[Box]) -> float:
    """Return where lines begin that are not indented."""
    return sorted(line.left for line in lines)[len(lines) // 4]


def _upright(box: Box, lean: float, em: float) -> Box:
    """Return a box as it would stand on a page that does not lean; a tall one is as narrow as its lines."""
    shift = lean * (box.top + box.bottom) / 2
    slack = min(abs(lean) * box.height / 2, 2 * em) if box.width > 8 * em else 0.0
    return Box(box.left - shift + slack, box.top, box.right - shift - slack, box.bottom)


def _level(rules: Sequence[Box], em: float) -> list[Box]:
    """Return level rules; pieces of one line are put together."""
    lines: list[Box] = []
    first = 0
    level = [rule for rule in rules if rule.width > 4 * rule.height]
    for rule in sorted(_longest(level, MOST_RULES), key=lambda rule: (rule.top, rule.left)):
        while first < len(lines) and lines[first].top + lines[first].bottom + 1.6 * em <= 2 * rule.top:
            first += 1  # too far above for all that follow
        for number in range(first, len(lines)):
            line = lines[number]
            apart = max(rule.left - line.right, line.left - rule.right)
            if abs(line.top + line.bottom - rule.top - rule.bottom) < 1.6 * em and apart < 2 * em:
                lines[number] = hull((line, rule)) or line
                break
        else:
            lines.append(rule)
    return _longest(lines, MOST_LINES)


def _longest(rules: Sequence[Box], most: int) -> list[Box]:
    """Return as many rules as are looked at, in their order."""
    longest = sorted(range(len(rules)), key=lambda number: -rules[number].width)[:most]
    return [rules[number] for number in sorted(longest)]


def _halves(page: _UprightPage, rules: Sequence[Box], width: float) -> list[list[int]]:
    """Part an image of two pages, where white or a long rule stands near its middle."""
    boxes, em = page.boxes, page.em
    numbers = list(range(len(boxes)))
    height = max(box.bottom for box in boxes) - min(box.top for box in boxes)
    if width <= DOUBLE * height or len(boxes) < 4:
        return [numbers]
    long = [rule for rule in rules if rule.height > 0.6 * height and 0.4 * width < rule.left < 0.6 * width]
    places = [(rule.left + rule.right) / 2 for rule in long[:1]] or [width * n / 100 for n in range(40, 61)]
    crossed = {x: sum(box.left + em < x < box.right - em for box in boxes) for x in places}
    middle = min(places, key=lambda x: (crossed[x], abs(x - width / 2)))
    if crossed[middle] > max(1, len(boxes) // 50):
        return [numbers]
    left = [n for n in numbers if _center(boxes[n]) < middle]
    return [left, [n for n in numbers if _center(boxes[n]) >= middle]]


def _center(box: Box) -> float:
    return (box.left + box.right) / 2


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _gutters(numbers: Sequence[int], page: _UprightPage) -> list[float]:
    """Return where gutters run down a region: few blocks reach over them, and columns are left between."""
    own = [page.boxes[n] for n in numbers]
    em = page.em
    area = hull(own) or own[0]
    step = max(em / 4, area.width / 800) or 1.0
    count = int(area.width / step) + 1
    changes = [0.0] * (count + 1)
    for box in own:
        first = max(0, int((box.left + 0.3 * em - area.left) / step))
        last = min(count, int((box.right - 0.3 * em - area.left) / step) + 1)
        if first < last:
            changes[first] += box.height
            changes[last] -= box.height
    covers: list[float] = []
    cover = 0.0
    for change in changes[:-1]:
        cover += change
        covers.append(cover)
    gutters: list[float] = []
    last_edge = area.left
    for first, last in _low_stretches(covers, COVER * area.height):
        least = min(covers[first:last])
        best = [n for n in range(first, last) if covers[n] <= least + 1e-6]
        x = area.left + (best[len(best) // 2] + 0.5) * step
        if x - last_edge > COLUMN * em and area.right - x > COLUMN * em:
            gutters.append(x)
            last_edge = x
    return gutters


def _low_stretches(covers: Sequence[float], limit: float) -> Iterator[tuple[int, int]]:
    """Yield the stretches inside a row of numbers that are no higher than a limit."""
    start: int | None = None
    for number, cover in enumerate(covers):
        if cover <= limit and start is None:
            start = number
        elif cover > limit and start is not None:
            if start > 0:
                yield start, number
            start = None


def _edge_row(numbers: Sequence[int], page: _UprightPage, _: Sequence[float]) -> list[list[int]]:
    """Part a running head or foot from a region: a low row at its edge that nothing reaches into."""
    boxes = page.boxes
    first = min((boxes[n] for n in numbers), key=lambda box: box.top)
    last = max((boxes[n] for n in numbers), key=lambda box: box.bottom)
    head = [n for n in numbers if boxes[n].top < first.bottom]
    foot = [n for n in numbers if boxes[n].bottom > last.top]
    for row, is_head in ((head, True), (foot, False)):
        others = set(numbers) - set(row)
        if not others or any(boxes[n].height >= LOW * page.em for n in row):
            continue
        upper, lower = (row, others) if is_head else (others, row)
        white = min(boxes[n].top for n in lower) - max(boxes[n].bottom for n in upper)
        if white > -0.2 * page.em and not (white < BETWEEN * page.em and _are_of_columns(row, others, page)):
            rest = [n for n in numbers if n in others]
            return [row, rest] if is_head else [rest, row]
    return []


def _are_of_columns(row: Sequence[int], others: Iterable[int], page: _UprightPage) -> bool:
    """Return whether several blocks at an edge are lines of the columns next to them, and no running title.

    Each begins where its column does: an OCR has given the last lines of columns as blocks of their own.
    """
    boxes, em = page.boxes, page.em
    columns = [boxes[n] for n in others if boxes[n].width > COLUMN * em]
    return len(row) > 1 and all(
        boxes[n].height < LINE * em
        and any(
            abs(boxes[n].left - box.left) < INDENTED * em and _overlap(boxes[n], box) > 0 for box in columns
        )
        for n in row
    )


def _white_band(numbers: Sequence[int], page: _UprightPage, gutters: Sequence[float]) -> list[list[int]]:
    """Part a region where white runs across three columns and more, and chance would hardly do it."""
    boxes, em = page.boxes, page.em
    edges = [float("-inf"), *gutters, float("inf")]
    columns: list[list[Box]] = []
    for left, right in pairwise(edges):
        own = [boxes[n] for n in numbers if min(boxes[n].right, right) - max(boxes[n].left, left) > 2 * em]
        if own:
            columns.append(sorted(own, key=lambda box: box.top))
    if len(columns) < 3:
        return []
    area = hull(boxes[n] for n in numbers) or boxes[numbers[0]]
    whites = [list(whites_of(column, em)) for column in columns]
    totals = [sum(stop - start for start, stop in other) for other in whites]
    best: tuple[float, float] | None = None
    for above, below in whites[0]:
        common = common_white(above, below, whites[1:])
        if common is None:
            continue
        chance = float(len(whites[0]))
        for other, total in zip(whites[1:], totals[1:], strict=True):
            chance *= min(1.0, (total + len(other) * (below - above)) / area.height)
        if chance < CHANCE and (best is None or chance < best[0]):
            best = (chance, (common[0] + common[1]) / 2)
    return _parted(numbers, [best[1]], boxes) if best else []


def _band_ends(numbers: Sequence[int], page: _UprightPage, gutters: Sequence[float]) -> Iterator[_BandEnd]:
    """Yield the blocks and rules of a region that reach over a gutter."""
    boxes, em = page.boxes, page.em
    area = hull(boxes[n] for n in numbers) or boxes[numbers[0]]
    for number in numbers:
        box = boxes[number]
        if crossed := tuple(x for x in gutters if box.left + em < x < box.right - em):
            yield _BandEnd(box.top, box.bottom, crossed)
    for rule in page.rules:
        y = _middle(rule)
        crossed = tuple(x for x in gutters if rule.left + em < x < rule.right - em)
        if not crossed or not area.top < y < area.bottom:
            continue
        over = [boxes[n] for n in numbers if _overlap(boxes[n], rule) > 2 * em]
        if any(box.top + 0.7 * em < y < box.bottom - 0.7 * em for box in over):
            continue
        if any(box.bottom < y + em for box in over) and any(box.top > y - em for box in over):
            yield _BandEnd(y, y, crossed)


def _overlap(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _whole_columns(numbers: Sequence[int], page: _UprightPage, gutters: Sequence[float]) -> list[list[int]]:
    """Part a region at the gutters that nothing reaches over."""
    crossed = {x for cutter in _band_ends(numbers, page, gutters) for x in cutter.gutters}
    edges = [float("-inf"), *(x for x in gutters if x not in crossed), float("inf")]
    parts = [[n for n in numbers if a <= _center(page.boxes[n]) < b] for a, b in pairwise(edges)]
    return [part for part in parts if part]


def _bands(numbers: Sequence[int], page: _UprightPage, gutters: Sequence[float]) -> list[list[int]]:
    """Part a region over and under what reaches over its gutters, where nothing else stands in the way."""
    boxes, em = page.boxes, page.em
    edges = {y for each in _band_ends(numbers, page, gutters) for y in (each.top, each.bottom)}
    cuts = [
        y
        for y in sorted(edges)
        if not any(boxes[n].top + 0.6 * em < y < boxes[n].bottom - 0.6 * em for n in numbers)
    ]
    return _parted(numbers, cuts, boxes)


def _parted(numbers: Sequence[int], cuts: Sequence[float], boxes: Sequence[Box]) -> list[list[int]]:
    """Part blocks at heights, from the top down."""
    edges = [float("-inf"), *cuts, float("inf")]
    parts = [[n for n in numbers if a <= _middle(boxes[n]) < b] for a, b in pairwise(edges)]
    return [part for part in parts if part]


def _columns(numbers: Sequence[int], page: _UprightPage, gutters: Sequence[float]) -> list[list[int]]:
    """Part a region into columns where no cut is clean: a wide block stands in the first that it covers."""
    columns: list[list[int]] = [[] for _ in range(len(gutters) + 1)]
    for number in numbers:
        box = page.boxes[number]
        x = box.left + min(2 * page.em, box.width / 2)
        columns[sum(gutter <= x for gutter in gutters)].append(number)
    return [column for column in columns if column]


def _by_rows(numbers: Sequence[int], boxes: Sequence[Box]) -> list[int]:
    """Return blocks from the top down; those of one height from the left to the right."""
    rows: list[tuple[Box, list[int]]] = []
    for number in sorted(numbers, key=lambda n: (boxes[n].top, boxes[n].left)):
        box = boxes[number]
        if rows:
            area, row = rows[-1]
            shared = min(area.bottom, box.bottom) - max(area.top, box.top)
            beside = all(box.left >= boxes[n].right - 2 or box.right <= boxes[n].left + 2 for n in row)
            if beside and shared > 0.5 * min(area.height, box.height):
                rows[-1] = (hull((area, box)) or area, [*row, number])
                continue
        rows.append((box, [number]))
    return [number for _, row in rows for number in sorted(row, key=lambda n: boxes[n].left)]
