"""Column order: blocks whose places are known follow one another as the columns of the page do.

    blocks sorted by their height over five columns  ->  one column after the other

It acts only where the order of the file is another one, before any rule looks at what stands together.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.document.actions import Action, Place
from convert.document.order import Order
from convert.document.stated import first_visible

CERTAINTY = 0.9


def column_order(page: PageContext) -> Iterator[Action]:
    """Propose the order of the page's geometry where the file has another one."""
    geometry, layout = page.geometry, page.layout
    if geometry is None or layout is None or layout.units:
        return
    keys: list[tuple[int, int]] = []
    for block in page.blocks:
        at = first_visible(block)
        last = keys[-1] if keys else (0, -1)
        sheet = layout.surface_at(max(at, 0))
        is_known = geometry.start_of(at) >= 0 and sheet not in geometry.in_order
        keys.append((sheet, geometry.offset_in_order(at) if is_known else max(at, last[1])))
    order = Order(len(keys))
    for before, number in pairwise([-1, *sorted(range(len(keys)), key=keys.__getitem__)]):
        if order.previous(number) != before:
            order.move(number, before)
            yield Place(number, before, CERTAINTY, page.blocks[number].opens)
