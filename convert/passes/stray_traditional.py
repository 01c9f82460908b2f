"""Stray traditional characters on a simplified page become simplified.

"我們的国家"  ->  "我们的国家"        but a traditional page stays as it is, and so do 毕昇 and 黄啟明
"他看著门口"  ->  "他看着门口"        but 著名, 著有 and 乾隆 stay

Simplified print keeps some characters in names that it writes otherwise elsewhere: variants that the table
of general standard characters of 2013 (通用规范汉字表) admits there, and others that bearers insist on. No
rule can tell; these are only proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from convert.analysis.context import PageContext
from convert.analysis.lines.line_shapes import names
from convert.document.actions import Action, Edit
from convert.language import Language
from convert.language.han import NEVER_FIRST, is_han, without_gaps
from convert.language.ngrams import START, fold
from convert.language.traditional import SIMPLIFIED, TRADITIONAL
from convert.language.wordpairs import WordPairs, likeliest_word
from convert.text.pattern import LatePattern

QUOTED = LatePattern("[“「‘『].[”」’』]")
INSCRIPTION = LatePattern("[“「‘『][^“”「」‘’『』，。；：]{2,12}[”」’』]")
LONGEST_INSCRIPTION, NEAR_INSCRIPTION = 14, 12
INSCRIBED = LatePattern("[匾额碑刻款印帖联]|题[写词字]|书写|写着|字样|[二两三四五六七八]个?(?:大|汉)?字")
"""What stands near by where an inscription is told."""
SEVERAL = re.compile("[著乾裏後]")
IN_NAMES = frozenset(
    "昇陞甦邨堃喆淼犇龢迺頫甯祕氾脩乾徵於鍾夥鉅鎔啟啓樑傑崑崙崐峯嶽巖淩湧濬勳勛珮汎泝煇暉菴祐蒐谿鑑鍊"
    "璿寀濛筠絜扞藉瞭馀餘詠詧緒緼縉鋕鋭鋒勣叡彥彝憙懋栢槃潄澂燄玨琱瑯畧皁盌硃筴綵繡罇羣荅葠蔴薌袠譁譔讚豔貍賫踰"
)
"""Variants and old forms that names keep."""
WROTE = LatePattern(rf"(?:^|[》（(]\s{{0,2}}|[\s，、：:；]){names('[、 ]')}著\Z")
"""What may name the author of a book, as may any clause with a surname's character: ，安静坐著。"""
AFTER_AUTHOR = LatePattern(r"[\s》《）)，、。]|$")
BOOK = LatePattern(r"\s*《|[\s，,、]*[^\s，。、]{2,12}(?:出版|[书書][店局社]|印书馆|印書館)")
"""What makes it an author behind any mark: the book, or its publisher."""
AMBIGUOUS = MappingProxyType({"著": "着", "乾": "干", "裏": "里", "後": "后"})
"""Characters that simplified print has in some words, or that have more than one simplified form."""
UNSIMPLIFIED = "後裏"
"""Those of them that simplified print does not have: their form alone has several others."""
NEAR = 8
"""Characters before a place in which a name may begin."""
LIKELIER = 5.0
"""Bits by which the simplified form has to make the text likelier: 穿著 gains 13, 看著门口 6, 名著 -3."""
CHARACTERS_AROUND = 4
USUAL_WORD = -18.5
"""Bits of a word that is no chance neighbour: 干净 has -15, 饼干 -16, 干安 -20."""
MOST_STRAYS = 0.03
"""Share of traditional characters, among all of a page, up to which they are strays."""

FEW_STRAYS = 4
"""So many are strays on the shortest page."""


def stray_traditional(page: PageContext) -> Iterator[Action]:
    """Propose simplified forms for the few traditional characters of a simplified page."""
    if page.language.code != "zh-Hans" or page.language.ngrams is None:
        return
    texts = [block.reading for block in page.blocks]
    strays = sum(len(TRADITIONAL.compiled.findall(text)) for text in texts)
    if strays > max(FEW_STRAYS, MOST_STRAYS * sum(map(len, texts))):
        return
    for number, text in enumerate(texts):
        close, places = without_gaps(text)  # a recogniser's gaps hide the neighbours
        for match in TRADITIONAL.finditer(close):
            at, form = places[match.start()], SIMPLIFIED[match.group()]
            cert = _certainty(close, match.start(), form, page.language)
            yield Edit(number, at, at + 1, form, cert)
        for match in SEVERAL.finditer(close):
            at, form = places[match.start()], AMBIGUOUS[match.group()]
            place = match.start()
            if _names_author(text, at) or QUOTED.match(close[max(0, place - 1) : place + 2]):
                continue
            if _is_word_with(close, place, page.language.pairs):
                continue
            if _is_likelier(close, place, form, page.language) or _is_one_form(
                close, place, form, page.language
            ):
                yield Edit(number, at, at + 1, form, 0.95)


def _names_author(text: str, at: int) -> bool:
    """Whether 著 stands behind who wrote a book: beside its title or publisher, in brackets or in front."""
    found = WROTE.search(text, max(0, at - NEAR), at + 1)
    if found is None:
        return False
    if found.group()[0] in "》（(":
        return AFTER_AUTHOR.match(text, at + 1) is not None
    alone = found.start() == 0 and not text[at + 1 : at + 2].strip()
    return alone or BOOK.match(text, at + 1) is not None


def _is_word_with(text: str, at: int, words: WordPairs | None) -> bool:
    """Whether 著 belongs to a word here, and 着 would belong to none: 著有, 编著."""
    if words is None or text[at] != "著":
        return False
    return likeliest_word(text, at, "着", words) is None and likeliest_word(text, at, "著", words) is not None


def _certainty(text: str, at: int, form: str, language: Language) -> float:
    """Return how certain it is that a lone character is a stray: its form was seen beside a neighbour."""
    if text[at] in IN_NAMES or (_is_variant(form) and _is_in_a_name(text, at, language)):
        return 0.7
    if QUOTED.match(text[max(0, at - 1) : at + 2]) or _is_inscribed(text, at):
        return 0.7  # the character itself is meant
    return 0.96 if _is_seen(text, at, form, language) and _is_alone(text, at) else 0.7


def _is_inscribed(text: str, at: int) -> bool:
    """Whether a character stands in a few quoted ones that are told as they are written: 横匾“樂善好施”."""
    for found in INSCRIPTION.finditer(text, max(0, at - LONGEST_INSCRIPTION), at + LONGEST_INSCRIPTION):
        if found.start() < at < found.end():
            around = text[max(0, found.start() - NEAR_INSCRIPTION) : found.end() + NEAR_INSCRIPTION]
            return INSCRIBED.search(around) is not None
    return False


def _is_seen(text: str, at: int, form: str, language: Language) -> bool:
    """Whether a form was seen beside one of the neighbours of a character."""
    if language.ngrams is None:
        return False
    before, behind = fold(text[max(0, at - 2) : at])[-1:], fold(text[at + 1 : at + 3])[:1]
    return language.ngrams.count(before + form) >= 0 or language.ngrams.count(form + behind) >= 0


def _is_alone(text: str, at: int) -> bool:
    """Whether no traditional character stands beside one."""
    return text[max(0, at - 1) : at] not in SIMPLIFIED and text[at + 1 : at + 2] not in SIMPLIFIED


def _is_one_form(text: str, at: int, form: str, language: Language) -> bool:
    """Whether a character that simplified print has nowhere stands by itself among simplified ones: 後山."""
    if text[at] not in UNSIMPLIFIED or QUOTED.match(text[max(0, at - 1) : at + 2]):
        return False
    return _is_seen(text, at, form, language) and _is_alone(text, at)


def _is_variant(form: str) -> bool:
    """Whether traditional print has a simplified form, too: the two are no forms of one script each."""
    try:
        form.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _is_in_a_name(text: str, at: int, language: Language) -> bool:
    """Whether the word that holds a character is a person's name."""
    if language.tags is None:
        return False
    first = max(0, at - 8)
    end = first
    for word, tag in language.tags(text[first : at + 8]):
        end += len(word)
        if end > at:
            return tag.startswith("nr")
    return False


def _is_likelier(text: str, at: int, form: str, language: Language) -> bool:
    """Whether a form was seen beside both neighbours, and makes the text by far the likelier one."""
    ngrams = language.ngrams
    if ngrams is None:
        return False
    left, right = fold(text[max(0, at - 8) : at])[-CHARACTERS_AROUND:], fold(text[at + 1 : at + 9])
    if text[at] == "乾" and not _is_dry(text, at, language.pairs):
        return False
    pairs = [pair for pair in (left[-1:] + form, form + right[:1]) if len(pair) == 2]
    if any(ngrams.count(pair) < 0 for pair in pairs):
        return False
    left, right = left or START, right[:CHARACTERS_AROUND]
    return ngrams.score(form + right, left) - ngrams.score(text[at] + right, left) >= LIKELIER


def _is_dry(text: str, at: int, words: WordPairs | None) -> bool:
    """Whether 乾 means dry, as in 饼乾 and before a mark, and does not begin a name: 乾县, 乾隆."""
    if text[at + 1 : at + 2] in NEVER_FIRST:
        return is_han(text[at - 1 : at])
    bits = None if words is None else likeliest_word(text, at, "干", words)
    return bits is not None and bits >= USUAL_WORD
