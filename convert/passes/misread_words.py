"""Words of Latin script that a recogniser has misread.

"tbe cousiderable damage"  ->  "the considerable damage"
"die Gefchichte der Haufer" ->  "die Geschichte der Häuser"
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.misread_words import misread_words as find_misread_words
from convert.document.actions import Action, Edit


def misread_words(page: PageContext) -> Iterator[Action]:
    """Propose what was printed where a word is none, and one that looks like it is."""
    if page.language.lexicon is not None:
        texts = [block.reading for block in page.blocks]
        for word in find_misread_words(texts, page.language, page.house):
            yield Edit(word.text, word.start, word.end, word.reading, word.cert, why=word.why)
