"""Jump lines that run on in a paragraph become blocks of their own, as what they are on the sheet.

"…向广大干部群众（下转第四版）"   ->  "…向广大干部群众" / "（下转第四版）"
"(Continued from page 1) voted…"  ->  "(Continued from page 1)" / "voted…"
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.lines.jump_lines import jump_at_end, jump_at_start
from convert.document.actions import Action, Split
from convert.document.roles import RUNNING_TEXT

CERT = 0.95
SHORTEST_TEXT = 8
"""Characters of the text beside it: with less it is no paragraph that goes on elsewhere."""


def jump_lines(page: PageContext) -> Iterator[Action]:
    """Propose to part each jump line from the paragraph in whose first or last line it stands."""
    for number, block in enumerate(page.blocks):
        text = block.reading
        if block.role not in RUNNING_TEXT or len(text) < SHORTEST_TEXT:
            continue
        start, end = jump_at_start(text), jump_at_end(text)
        if start and len(text[start:].strip()) >= SHORTEST_TEXT:
            yield Split(number, start, CERT)
        if end and len(text[:end].strip()) >= SHORTEST_TEXT and end > start:
            yield Split(number, len(text[:end].rstrip()), CERT)  # no blank is left behind the text
