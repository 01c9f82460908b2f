r"""Words cut in the middle of a line, where a text has lost its line ends.

"du pouvoir dicta- torial"    ->  "du pouvoir dictatorial"
"le décret in séré ce matin"  ->  "le décret inséré ce matin"
"two- thirds of it"           ->  "two-thirds of it"          a hyphen of the word itself
"the com\u00admittee"          ->  "the committee"             a soft hyphen that no line end uses
"G R E A T  F I R E"          ->  "GREAT FIRE"                type set with a blank behind each letter
"""

from __future__ import annotations

from collections.abc import Iterator

from convert.analysis.context import PageContext
from convert.analysis.latin.cut_within import cut_words_within, word_evidence
from convert.analysis.latin.letter_spaced import letter_spaced
from convert.document.actions import Action, Edit
from convert.text.pattern import LatePattern

SOFT_HYPHEN = LatePattern(r"(?<=[^\W\d_])\u00ad+(?=[^\W\d_])")


def cut_words(page: PageContext) -> Iterator[Action]:
    """Propose to join the parts of words that a lost line end has left within a line."""
    texts = [block.reading for block in page.blocks]
    for number, text in enumerate(texts):
        for soft in SOFT_HYPHEN.finditer(text) if "\u00ad" in text else ():
            yield Edit(number, soft.start(), soft.end(), "", 0.99)
    if page.language.lexicon is not None:
        words = word_evidence((), page.language)
        for number, text in enumerate(texts):
            for gap in letter_spaced(text, words) if page.language.is_latin else ():
                yield Edit(number, gap.start, gap.end, gap.reading, 0.95)
        for number, within in cut_words_within(texts, page.language, page.house):
            yield Edit(number, within.start, within.end, "", within.cert)
