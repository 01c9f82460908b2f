"""Characters that a recogniser takes for each other.

"会议己经结束"     ->  "会议已经结束"     but 人民之问 on a page of 中国之问、世界之问 stays
"l998年"           ->  "1998年"          but H2O stays
"二O一三年"        ->  "二〇一三年"
"第+届，特雷莎`梅" ->  "第十届，特雷莎·梅"

What speaks for it is weighed by a model of its own (analysis/characters): how much likelier the other
character is there, how much commoner its word; against it, that what was read recurs on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate

from convert.analysis.characters.look_alikes import NOT_IN_PRINT, ONE_WAY, TextOnPage, look_alikes, pairs_at
from convert.analysis.characters.name_dots import NameDots, misread_dots, name_dots
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
LIKELY = 0.7
"""What is as certain as this is read where the characters around it are looked at again."""
NEAR = 4
"""Characters on each side of a misread one that look otherwise once it is right."""
MOST_ROUNDS = 3
"""How often a text is looked at, at most."""
NOT_IN_PRINT_CERT = 0.95
"""How certain it is that what no newspaper has was misread, where another character fits."""
QUOTED = LatePattern("[“「‘『][^“”「」‘’『』]{1,40}[”」’』]")
LONGEST_QUOTED = 42
LETTER_IN_NUMBER = LatePattern(
    r"(?<=\d)[OoОо]{1,3}(?=[\d年月日%万亿]|\b)|(?<![A-Za-z\d])[lI](?=\d{2,}(?:年|\b))|(?<=\d)[lI](?=[\d年月日%万亿])"
    r"|(?<=[\u4e00-\u9fff])l(?=\d{1,6}(?:\.\d{1,3})?[\u4e00-\u9fff%])"
)
OF_FORMULA = LatePattern(r"[A-Za-z]\d{1,3}\Z")
"""What stands before a letter that goes on in a formula or a name of one: H2O, Fe2O3."""
COUNTED = LatePattern(r"[\dOoОо]*(?:次|国道|國道|省道|县道|高速|版|室|房|座|[号號])")
"""What is counted by a letter and a number, which is no formula then: G1O2次, S2O6省道."""
NAUGHT = LatePattern(r"(?<=[〇零一二三四五六七八九])[OoОо]+(?=[〇零一二三四五六七八九年])")
"""Letters among Han figures: 二O一三年."""
PLUS_FOR_TEN = LatePattern(
    r"\+(?:(?<=第.)(?=[届次个期章条版一二三四五六七八九])"
    r"|(?<=[一二三四五六七八九].)(?=[一二三四五六七八九多余个年月日天岁名人万亿元点分层米盏条件套间座栋辆艘架台斤吨亩户家册本张首支批项处所里次场号级倍])"
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
    names = name_dots(texts, language.ngrams)
    without = [without_gaps(text) for text in texts]
    found = _Found((text for text, _ in without), partial(page.weigh, "confusables"))
    changed: Sequence[int] = range(len(texts))
    for _ in range(MOST_ROUNDS):
        changed = found.take_in(changed, _edits(found.read, changed, names, language))
        if not changed:
            break
    for number, edits in sorted(found.edits.items()):
        places = without[number][1]
        for _, edit in sorted(edits.items()):
            start = places[edit.start]
            yield Edit(number, start, start + edit.end - edit.start, edit.reading, edit.cert)


def _edits(
    texts: Sequence[str], numbers: Sequence[int], names: NameDots, language: Language
) -> Iterator[tuple[int, TextEdit]]:
    """Yield what some texts of a page are thought to have had in print, each with the number of its text."""
    whole = "\n".join(texts)
    offsets = [0, *accumulate(len(text) + 1 for text in texts)]
    for first in range(0, len(numbers), TEXTS_AT_ONCE):
        some = numbers[first : first + TEXTS_AT_ONCE]
        on_page = [TextOnPage(texts[number], offsets[number]) for number in some]
        for at, edit in _characters(on_page, whole, language):
            yield some[at], edit
        for number in some:
            for edit in (*_signs(texts[number]), *misread_dots(texts[number], names)):
                yield number, edit


class _Found:
    """What was found in texts without gaps, and how they read with what is likely of it.

    Two misread characters that stand together hide one another: of 发现白己 both are doubtful, and with 自 in
    it 自己 is sure to be right. So a text is looked at again with what was likeliest in it.
    """

    def __init__(self, texts: Iterable[str], weigh: Callable[[float], float]) -> None:
        """Begin with nothing found; `weigh` says how certain an edit is, given what the page shows."""
        self.weigh = weigh
        self.read = [*texts]
        self.edits: dict[int, dict[int, TextEdit]] = {}
        """By the number of the text and the place in it."""

    def take_in(self, numbers: Iterable[int], found: Iterable[tuple[int, TextEdit]]) -> list[int]:
        """Take in what was found in these texts as they read now; return those that then read otherwise."""
        new: dict[int, list[TextEdit]] = {}
        for number, edit in found:
            new.setdefault(number, []).append(edit)
        looked_at = numbers if self.edits else new
        return [number for number in sorted(looked_at) if self._take_in(number, new.get(number, ()))]

    def _take_in(self, number: int, found: Sequence[TextEdit]) -> bool:
        """Take in what was found in one text; return whether it then reads otherwise."""
        read = self.read[number]
        known = self.edits.get(number, {})
        done = {start: edit for start, edit in known.items() if read[start : edit.end] == edit.reading}
        taken = {at for edit in done.values() for at in range(edit.start, edit.end)}
        beside = {at for place in taken for at in range(place - NEAR, place + NEAR + 1)}
        kept = {start: edit for start, edit in known.items() if start in done or start not in beside}
        new = {
            edit.start: edit
            for edit in found
            if not taken or (edit.start in beside and taken.isdisjoint(range(edit.start, edit.end)))
        }
        self.edits[number] = kept | new
        lead = self._likeliest({start: edit for start, edit in (kept | new).items() if start not in done})
        chars = [*read]
        for edit in lead:
            chars[edit.start : edit.end] = edit.reading
        self.read[number] = "".join(chars)
        return bool(lead)

    def _likeliest(self, edits: Mapping[int, TextEdit]) -> list[TextEdit]:
        """Return the likely ones that have none beside them that is likelier."""
        certs = {start: self.weigh(edit.cert) for start, edit in edits.items()}
        return [
            edit
            for start, edit in edits.items()
            if certs[start] >= LIKELY
            and len(edit.reading) == edit.end - start
            and not any(certs.get(at, 0.0) > certs[start] for at in range(start - NEAR, start + NEAR + 1))
        ]


def _characters(texts: Sequence[TextOnPage], page: str, language: Language) -> Iterator[tuple[int, TextEdit]]:
    """Propose other characters for those of texts of a page, each with the number of its text."""
    weighed = [
        (found, certainty(language.models.odds("look_alike", found.evidence)))
        for found in look_alikes(texts, page, language)
    ]
    weighed = [
        (found, cert)
        for found, cert in weighed
        if not _is_corrected(texts[found.number].text, found.at, found.reading)
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


def _is_corrected(text: str, at: int, reading: str) -> bool:
    """Whether a character is quoted as a misprint, and the same words stand in quotes once more without it.

    >>> _is_corrected("“队员己到位”应为“队员已到位”", 3, "已"), _is_corrected("“队员己到位”", 3, "已")
    (True, False)
    """
    for quoted in QUOTED.finditer(text, max(0, at - LONGEST_QUOTED), at + LONGEST_QUOTED):
        if quoted.start() < at < quoted.end():
            return text[quoted.start() : at] + reading + text[at + 1 : quoted.end()] in text
    return False


def _signs(text: str) -> Iterator[TextEdit]:
    """Propose digits for letters, or 〇; 十 for a plus sign; round brackets for one of a title."""
    for match in LETTER_IN_NUMBER.finditer(text) if any(map(text.__contains__, DIGIT)) else ():
        start, end = match.span()
        if COUNTED.match(text, end) or OF_FORMULA.search(text[max(0, start - 4) : start]) is None:
            yield TextEdit(start, end, "".join(map(DIGIT.__getitem__, match.group())), 0.95)
    for match in NAUGHT.finditer(text) if any(map(text.__contains__, DIGIT)) else ():
        yield TextEdit(match.start(), match.end(), "〇" * len(match.group()), 0.95)
    for sign, shape, reading in SIGNS:
        for match in shape.finditer(text) if sign in text else ():
            yield TextEdit(match.end() - 1, match.end(), reading, 0.95)
