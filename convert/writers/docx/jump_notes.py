"""Where the jump lines of an issue lead, in the words of a comment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from convert.document.model import Block, Document
from convert.typeset.display import messages, name_of, one_line
from convert.typeset.page_breaks import LONGEST_LABEL

LONGEST_NAME = 60
"""Characters of an article's name."""


def jump_notes(document: Document) -> Mapping[str, str]:
    """Return by the ids of their blocks where the jump lines lead that are linked.

    下转第四版  ->  "指向第4版：渡口改造"
    """
    jumps = [block for block in document.blocks if block.refers]
    if not jumps:
        return {}
    homes = {block.id: article for article in document.articles for block in article.blocks}
    blocks = {block.id: block for block in document.blocks}
    notes = {}
    for jump in jumps:
        target = blocks.get(jump.refers)
        if target is not None:
            name = name_of(homes[target.id], LONGEST_NAME)
            notes[jump.id] = _words(document, target, name)
    return notes


def _words(document: Document, target: Block, name: str) -> str:
    own = messages(document.meta)
    number = bisect_right([page.at for page in document.pages], target.segments[0].at) - 1
    label = one_line(document.pages[max(0, number)].label, LONGEST_LABEL)
    page = own.page.format(label) if label else own.some_page
    return own.leads_to.format(page[:1].lower() + page[1:], name)
