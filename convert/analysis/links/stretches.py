"""Part a long text into stretches that are weighed one after another.

What is remembered of a page's texts would not fit a long text: weighed as a whole, each of its texts would
be looked at anew by every step. Boundaries depend on what stands there (as in content-defined chunking:
Muthitacharoen et al., A Low-bandwidth Network File System, SOSP 2001), so that a join moves none but those
next to it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from convert.analysis.links.fragments import BlockView
from convert.document.roles import HEADINGS

ONE_IN = 8
"""So many headings begin a new stretch."""


def part_views(views: Sequence[BlockView], least: int, most: int) -> Iterator[range]:
    """Yield the numbers of the blocks of each stretch: between so many; the last one may have fewer."""
    begin = 0
    for number, view in enumerate(views):
        size = number - begin
        if size >= most or (size >= least and _may_begin(view)):
            yield range(begin, number)
            begin = number
    yield range(begin, len(views))


def _may_begin(view: BlockView) -> bool:
    """Whether a stretch may begin with a block: a heading, by chance, which its words decide."""
    return view.role in HEADINGS and zlib.crc32(view.reading.encode("utf-8", "replace")) % ONE_IN == 0
