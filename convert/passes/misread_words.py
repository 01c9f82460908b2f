"""Words of Latin script that a recogniser has misread.

"tbe cousiderable damage"  ->  "the considerable damage"
"die Gefchichte der Haufer" ->  "die Geschichte der Häuser"
"in l87l, 2O0 men"         ->  "in 1871, 200 men"
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from convert.analysis.context import PageContext
from convert.analysis.latin.misread_figures import misread_figures
from convert.document.actions import Action, Edit
from convert.text.late import LateModule

if TYPE_CHECKING:
    from convert.analysis.latin import misread_words as analysis
else:
    analysis = LateModule("convert.analysis.latin.misread_words")


def misread_words(page: PageContext) -> Iterator[Action]:
    """Propose what was printed where a word is none, and one that looks like it is."""
    texts = [block.reading for block in page.blocks]
    for number, text in enumerate(texts) if page.language.is_latin else ():
        for figure in misread_figures(text):
            yield Edit(number, figure.start, figure.end, figure.reading, figure.cert)
    if page.language.lexicon is not None:
        for word in analysis.misread_words(texts, page.language, page.house):
            yield Edit(word.text, word.start, word.end, word.reading, word.cert, why=word.why)
