"""Paragraphs cut by a column or a page end become whole.

"…政治画像，以刚性制度" / "传导政治压力、夯实政治根基。"  ->  one paragraph
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.links import find_links
from convert.document.actions import Action, Join
from convert.document.roles import ASIDE
from convert.passes import latin_blocks
from convert.passes.lines import glue_between


def join_paragraphs(page: PageContext) -> Iterator[Action]:
    """Propose to join each cut paragraph with its continuation, where that now stands next."""
    blocks, language = page.blocks, page.language
    if not language.is_chinese:
        yield from latin_blocks.join(blocks)
        return
    following: dict[int, int] = {}
    last = -1
    for number, block in enumerate(blocks):
        if block.role not in ASIDE and block.reading.strip():
            following[last] = number
            last = number
    for link in find_links(blocks, language):
        glue = glue_between(blocks[link.tail].reading, blocks[link.head].reading)
        cert = link.cert if following.get(link.tail) == link.head else min(link.cert, 0.49)
        yield Join(link.tail, link.head, glue, cert)
