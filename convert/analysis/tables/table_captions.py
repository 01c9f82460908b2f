"""Captions of tables: by their number, by their place over the cells, and what is told of all the figures.

表1 联赛积分榜        Table 2: Prices of wheat        附表 二        单位：亿元
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from convert.analysis.context import PageContext
from convert.analysis.lines.table_titles import NUMBERED, is_note, is_too_long, is_unit, table_title
from convert.analysis.tables.captions import SMALLER, body_sizes, lines_of_block
from convert.document.layout import Layout, hull
from convert.document.roles import Role
from convert.language.han import ends_sentence

if TYPE_CHECKING:
    from convert.analysis.columns.page_geometry import PageGeometry

MOST_LINES = 3
CLOSE = 2.2
"""Line heights between a table and a caption that is told by its place, at most."""
OFF_CENTRE, NARROWER = 0.06, 0.9
"""Parts of a table's width by which a centred line may miss its middle, and that it fills at most."""
PLACED = 0.91
"""How certain small type or a centred line makes it."""


class TableCaption(NamedTuple):
    """A block that names a table."""

    number: int
    after: int
    """The block behind which it is read: that in front of the table's first cell; -1: there is none."""
    cert: float


def captions_of_tables(page: PageContext, tables: Sequence[range]) -> Iterator[TableCaption]:
    """Yield the captions of tables, whose cells have these numbers, those over a table first.

    One between two tables is of the lower one, unless the page has its captions below its tables.
    """
    judge = _Judge(page)
    above = {table: judge.above(table) for table in tables}
    below = {table: judge.below(table) for table in tables}
    has_below = sum(map(bool, below.values())) > sum(map(bool, above.values()))
    first, second = (below, above) if has_below else (above, below)
    done: set[range] = set()
    captions: list[TableCaption] = []
    for side in (first, second):
        for table in tables:
            taken = {caption.number for caption in captions}
            own = [caption for caption in side[table] if caption.number not in taken]
            if own and table not in done and len(own) == len(side[table]):
                done.add(table)
                captions += own
    moved = {caption.number for caption in captions if caption.after != caption.number - 1}
    for caption in captions:
        after = caption.after
        while after in moved:
            after -= 1
        yield caption._replace(after=after)


class _Judge:
    """Looks at the blocks around the tables of one page context."""

    def __init__(self, page: PageContext) -> None:
        self._blocks = page.blocks
        self._layout, self._geometry = page.layout, page.geometry
        self._page_of = page.page_of
        self._bodies: Mapping[int, float] | None = None

    def above(self, table: range) -> tuple[TableCaption, ...]:
        """Return the captions over a table, from the top: its name, and the unit of its figures."""
        number = self._beside(table.start, -1)
        unit = number if number >= 0 and is_unit(self._blocks[number].reading) else -1
        named = self._beside(unit, -1) if unit >= 0 else number
        cert = self._certainty(named, table, over=True) if named >= 0 else 0.0
        captions = [TableCaption(named, named - 1, cert)] if cert else []
        if unit >= 0:
            captions.append(TableCaption(unit, unit - 1, NUMBERED))
        return tuple(captions)

    def below(self, table: range) -> tuple[TableCaption, ...]:
        """Return the caption under a table."""
        number = self._beside(table.stop - 1, 1)
        cert = self._certainty(number, table, over=False) if number >= 0 else 0.0
        return (TableCaption(number, table.start - 1, cert),) if cert else ()

    def _beside(self, number: int, step: int) -> int:
        """Return the next block with text, if it may be a caption and is on the same page; -1: it is not."""
        blocks, home = self._blocks, self._page_of(self._blocks[number].segments[0].at)
        other = number + step
        if not 0 <= other < len(blocks):
            return -1
        block = blocks[other]
        may_be = block.role in {Role.BODY, Role.CAPTION} and block.opens is None and block.reading.strip()
        return other if may_be and self._page_of(block.segments[0].at) == home else -1

    def _certainty(self, number: int, table: range, *, over: bool) -> float:
        block = self._blocks[number]
        text = block.reading.strip()
        if is_note(text):
            return 0.0
        if cert := table_title(text):
            return cert
        if (
            block.role is Role.CAPTION
            or ends_sentence(text)
            or self._layout is None
            or self._geometry is None
        ):
            return 0.0
        if is_too_long(text):
            return 0.0
        return self._by_place(number, table, self._layout, self._geometry, over=over)

    def _by_place(
        self, number: int, table: range, layout: Layout, geometry: PageGeometry, *, over: bool
    ) -> float:
        """Return the certainty of small type, or of a centred line over the cells, close to a table."""
        lines = lines_of_block(self._blocks[number], layout)
        cells = hull(line.box for n in table for line in lines_of_block(self._blocks[n], layout))
        box = hull(line.box for line in lines)
        if box is None or cells is None or len(lines) > MOST_LINES or any(line.rotation for line in lines):
            return 0.0
        places = [place for line in lines if (place := geometry.places.get(line.at))]
        high = box.height / len(lines)
        gap = cells.top - box.bottom if over else box.top - cells.bottom
        inside = box.left >= cells.left - high and box.right <= cells.right + high
        if len(places) < len(lines) or not inside or not -high / 2 <= gap <= CLOSE * high:
            return 0.0
        sheet = layout.surface_at(lines[0].at)
        if self._bodies is None:
            self._bodies = body_sizes(layout, geometry)
        size = max(place.size for place in places)
        body = self._bodies.get(sheet, 0.0)
        small = size <= SMALLER * body
        off = abs(box.left + box.right - cells.left - cells.right) / 2
        centred = over and off <= OFF_CENTRE * cells.width and box.width <= NARROWER * cells.width
        plain = size <= body * 1.05 and not any(place.is_head for place in places)
        return PLACED if small or (centred and plain) else 0.0
