"""Characters that a recogniser takes for each other.

"会议己经结束"     ->  "会议已经结束"     but 人民之问 on a page of 中国之问、世界之问 stays
"l998年"           ->  "1998年"
"二O一三年"        ->  "二〇一三年"
"第+届，特雷莎`梅" ->  "第十届，特雷莎·梅"

What speaks for it is weighed by a model of its own (analysis/characters): how much likelier the other
character is there, how much commoner its word; against it, that what was read recurs on the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from convert.analysis.characters.look_alikes import NOT_IN_PRINT, ONE_WAY, TextOnPage, look_alikes, pairs_at
from convert.analysis.characters.name_dots import misread_dots, name_dots
from convert.analysis.context import PageContext
from convert.document.actions import Action, Edit, TextEdit
from convert.language import Language
from convert.language.han import without_gaps
from convert.language.weights import certainty
from convert.text.pattern import LatePattern

TEXTS_AT_ONCE = 256
"""Texts whose characters are looked up together: bounds the memory."""
SURE = 0.97
"""How certain a misreading is that says of the same two characters elsewhere that they are no new word."""
LEAST_CERT = 0.3
"""What is less certain is not proposed."""
LEAST_ONE_WAY = 0.975
"""What is less certain is not proposed of characters that are read for others one way alone."""
NOT_IN_PRINT_CERT = 0.95
"""How certain it is that what no newspaper has was misread, where another character fits."""
LETTER_IN_NUMBER = LatePattern(
    r"(?<=\d)[OoОо](?=[\d年月日%万亿]|\b)|(?<![A-Za-z\d])[lI](?=\d{2,}(?:年|\b))|(?<=\d)[lI](?=[\d年月日%万亿])"
    r"|(?<=[\u4e00-\u9fff])l(?=\d{1,6}(?:\.\d{1,3})?[\u4e00-\u9fff%])"
)
NAUGHT = LatePattern(r"(?<=[〇零一二三四五六七八九])[OoОо]+(?=[〇零一二三四五六七八九年])")
"""Letters among Han figures: 二O一三年."""
PLUS_FOR_TEN = LatePattern(
    r"\+(?:(?<=第.)(?=[届次个期章条版一二三四五六七八九])"
    r"|(?<=[一二三四五六七八九].)(?=[一二三四五六七八九多余个年月日天岁名人万亿元点分层米])"
    r"|(?<![\d+A-Za-z%\u4e00-\u9fff].)(?=[一二三四五六七八九]?[个年月日岁名位余多]))"
)
"""A plus sign before a numeral or a measure word, where the recogniser saw no 十."""
OPENED_AS_TITLE = LatePattern(r"〈(?=[^〈〉《》（）()]{1,40}[)）])")
CLOSED_AS_TITLE = LatePattern(r"[(（][^〈〉《》（）()]{1,40}〉")
"""One of two round brackets, read as that of a title."""
SIGNS = (("+", PLUS_FOR_TEN, "十"), ("〈", OPENED_AS_TITLE, "（"), ("〉", CLOSED_AS_TITLE, "）"))
"""Signs that are looked for, where they may be misread, and what print had."""
DIGIT = {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1"}


def confusables(page: PageContext) -> Iterator[Action]:
    """Propose the other character where only it makes sense of what stands around it."""
    language = page.language
    if language.ngrams is None:
        return
    texts = [block.reading for block in page.blocks]
    closed = [without_gaps(text)[0] for text in texts]
    whole = "\n".join(closed)
    names = name_dots(texts, language.ngrams)
    offsets = [0, *accumulate(len(text) + 1 for text in closed)]
    for first in range(0, len(texts), TEXTS_AT_ONCE):
        without = [without_gaps(text) for text in texts[first : first + TEXTS_AT_ONCE]]
        close = [
            TextOnPage(each, offset) for (each, _), offset in zip(without, offsets[first:], strict=False)
        ]
        characters: dict[int, list[TextEdit]] = {}
        for number, edit in _characters(close, whole, language):
            characters.setdefault(number, []).append(edit)
        for number, (text, places) in enumerate(without):
            for edit in (*characters.get(number, ()), *_signs(text), *misread_dots(text, names)):
                start = places[edit.start]
                yield Edit(first + number, start, start + edit.end - edit.start, edit.reading, edit.cert)


def _characters(texts: Sequence[TextOnPage], page: str, language: Language) -> Iterator[tuple[int, TextEdit]]:
    """Propose other characters for those of texts of a page, each with the number of its text."""
    weighed = [
        (found, certainty(language.models.odds("look_alike", found.evidence)))
        for found in look_alikes(texts, page, language)
    ]
    weighed = [
        (found, cert)
        for found, cert in weighed
        if cert >= LEAST_ONE_WAY or texts[found.number].text[found.at] + found.reading not in ONE_WAY
    ]
    sure = {
        (pair, found.reading)
        for found, cert in weighed
        if cert >= SURE
        for pair in pairs_at(texts[found.number].text, found.at)
    }
    for found, cert in weighed:
        text, at = texts[found.number].text, found.at
        again = cert < SURE and not sure.isdisjoint((pair, found.reading) for pair in pairs_at(text, at))
        if again and cert > LEAST_CERT:  # misread twice, and not new
            best = certainty(language.models.odds("look_alike", found.evidence | {"recurs": 0.0}))
        else:
            best = max(cert, NOT_IN_PRINT_CERT) if text[at] == NOT_IN_PRINT else cert
        if best > LEAST_CERT:
            yield found.number, TextEdit(at, at + 1, found.reading, best)


def _signs(text: str) -> Iterator[TextEdit]:
    """Propose digits for letters, or 〇; 十 for a plus sign; round brackets for one of a title."""
    for match in LETTER_IN_NUMBER.finditer(text) if any(map(text.__contains__, DIGIT)) else ():
        yield TextEdit(match.start(), match.end(), DIGIT[match.group()], 0.95)
    for match in NAUGHT.finditer(text) if any(map(text.__contains__, DIGIT)) else ():
        yield TextEdit(match.start(), match.end(), "〇" * len(match.group()), 0.95)
    for sign, shape, reading in SIGNS:
        for match in shape.finditer(text) if sign in text else ():
            yield TextEdit(match.end() - 1, match.end(), reading, 0.95)
