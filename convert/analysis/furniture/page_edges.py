"""Whether a line stands at the edge of its page, where the places of the text are known.

"3" above all columns, or below them  ->  at an edge: it may number the page
"3" in the third row of a table       ->  amid the page: it numbers nothing of the sheet
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.document.layout import Box, Layout, hull
from convert.document.model import Segment

AT_EDGE = 0.06
"""Part of the height, or the width, of what is printed on a page that is its edge."""
FEWEST_LINES = 20
"""Of a page that has a middle."""


class PageEdges:
    """The edges of the pages of a layout: of what is printed on them, for a sheet may be scanned askew."""

    def __init__(self, layout: Layout | None) -> None:
        """Measure the pages that have lines enough; without a layout there are none."""
        self._layout = layout
        self._printed: dict[int, Box] = {}
        boxes: dict[int, list[Box]] = {}
        for line in layout.lines if layout is not None else ():
            if layout is not None and not line.rotation:
                boxes.setdefault(layout.surface_at(line.at), []).append(line.box)
        for surface, own in boxes.items():
            printed = hull(own) if len(own) >= FEWEST_LINES else None
            if printed is not None:
                self._printed[surface] = printed

    def is_amid(self, segments: Sequence[Segment]) -> bool:
        """Whether a block surely stands away from all edges of its page; no, where its place is not known."""
        placed = self._place(segments)
        if placed is None:
            return False
        box, page = placed
        across, down = AT_EDGE * page.width, AT_EDGE * page.height
        return (
            box.left > page.left + across
            and box.right < page.right - across
            and box.top > page.top + down
            and box.bottom < page.bottom - down
        )

    def is_at_head_or_foot(self, segments: Sequence[Segment]) -> bool:
        """Whether a block surely stands at the upper or lower edge of its page, wherever the file has it."""
        placed = self._place(segments)
        if placed is None:
            return False
        box, page = placed
        down = AT_EDGE * page.height
        return box.bottom < page.top + down or box.top > page.bottom - down

    def _place(self, segments: Sequence[Segment]) -> tuple[Box, Box] | None:
        """Return where a block stands, and what is printed on its page, as far as both are known."""
        shown = [segment for segment in segments if segment.reading.strip()]
        if self._layout is None or not shown:
            return None
        at, stop = shown[0].at, shown[-1].at + len(shown[-1].source)
        box = hull(line.box for line in self._layout.lines_of(at, stop))
        page = self._printed.get(self._layout.surface_at(at))
        return None if box is None or page is None else (box, page)
