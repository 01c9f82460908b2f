"""Paragraphs cut by a column or a page end become whole.

"…政治画像，以刚性制度" / "传导政治压力、夯实政治根基。"  ->  one paragraph
"罗照辉强调，中方决不承认" (a headline?) / "对钓鱼岛的…"   ->  one paragraph, and no headline
"…after the Whit-" / "lock family had left."              ->  one paragraph
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from convert.analysis.characters.han_numbers import goes_on_in_number, stands_in_sentence
from convert.analysis.context import PageContext, next_texts
from convert.analysis.furniture.stray_lines import without_strays
from convert.analysis.headings.larger_type import in_larger_type
from convert.analysis.headings.printed_shape import (
    SURELY_PRINTED,
    PrintedHeading,
    is_latin_text,
    printed_headings,
)
from convert.analysis.latin.cut_within import initial_of, is_drop_cap, is_first_word, word_evidence
from convert.analysis.latin.cut_words import ALL_MARKS, judge_cut
from convert.analysis.latin.latin_items import CLOSERS
from convert.analysis.latin.latin_letters import is_of_formula
from convert.analysis.latin.latin_line_ends import STOPS, begins_anew, breaks_off
from convert.analysis.latin.words import WordEvidence
from convert.analysis.lines.glue import glue_between
from convert.analysis.lines.measure import width
from convert.analysis.lines.overlap import SHORTEST_OVERLAP, is_start
from convert.analysis.lines.whole_lines import are_whole, names_sheet
from convert.analysis.links.links import Link
from convert.analysis.links.printed_seams import PrintedSeams, printed_seams
from convert.analysis.texts.seam import word_across
from convert.document.actions import Action, Edit, Join, Label
from convert.document.line_groups import line_ends_between
from convert.document.model import Block
from convert.document.offsets import end_offset
from convert.document.roles import ASIDE, HEADINGS, LINES, RUNNING_TEXT, Role
from convert.document.stated import first_visible
from convert.language.han import is_han
from convert.text.late import LateModule
from convert.text.pattern import LatePattern

if TYPE_CHECKING:
    from convert.analysis.links import page_feet
else:
    page_feet = LateModule("convert.analysis.links.page_feet")

SHORTEST_CUT = 8
"""Characters of a text that may end within a number."""
NUMERALS = "一二三四五六七八九十甲乙丙丁上中下"
"""Characters that count parts of a text: they stand alone over them."""
LONGEST_WORD = 8
RULE_OF_STARS = LatePattern(r"[*⁂☆★†+o.·•~=_—–-]{1,3}(?: ?[*⁂☆★†+o.·•~=_—–-]{1,3}){0,12}")
"""What parts two texts and belongs to neither: * * *"""
LONGEST_CATCHWORD = 3
"""Words of a line in capitals over the rest of an article that began on another page: WEIR, FISH PRICES."""
SHORTEST_FOREIGN = 12
"""Characters of a text without Han that is more than a cut end."""
PROPOSED_ONLY = 0.49
"""Where the continuation stands elsewhere."""
BY_PLACE = 0.93
"""How certain it is that a paragraph goes on in the next column, where both columns show it."""
CLOSED_BELOW = LatePattern(r"[”\"’」』）)》】][。，、；！？]")
"""A mark that closes something, and one behind it: no text begins so."""
OPENERS = {
    "”": LatePattern("“[^“”]*$"),
    '"': LatePattern('^[^“"]*(?:[“"][^”"]*[”"][^“"]*)*[“"][^”"]*$'),
    "’": LatePattern("‘[^‘’]*$"),
    "」": LatePattern("「[^「」]*$"),
    "』": LatePattern("『[^『』]*$"),
    "）": LatePattern("[（(][^（()）]*$"),
    ")": LatePattern("[（(][^（()）]*$"),
    "》": LatePattern("《[^《》]*$"),
    "】": LatePattern("【[^【】]*$"),
}
"""What is open at the end of a text, by the mark that closes it."""
LONGEST_LAST = 24.0
"""Squares of the last line of a list that ends in no mark."""
NAMED_IN_LATIN = LatePattern(r"[(（〈《][ ]?[A-Z][A-Za-z.'’ -]{2,40}[)）〉》][ ]?[\u4e00-\u9fff，。、]")
OPENS_NAME = LatePattern(r"[\u4e00-\u9fff][ ]?[(（〈]$")
IN_LATIN = LatePattern(r"[A-Z][A-Za-z.'’ -]{2,40}[)）〉]")
"""A name in Latin script in brackets, behind the Chinese one: what stands before it, and its rest."""
REST = LatePattern(r"[\u4e00-\u9fff]{1,2}。")
"""A text that is the rest of a sentence, and hardly one of its own: 墙。"""
LEAST_OF_REST, OF_REST = 0.3, 0.6
"""How certain it must be that a text goes on in such a rest, and how certain that is then."""
SURE_NO_HEADING = 0.65
"""What a rule took for a heading goes on in a text only where that is as likely as this."""
SURELY_NO_HEADING = 0.8
"""How likely that must be of one in larger type than texts."""


def paragraphs(page: PageContext) -> Iterator[Action]:
    """Propose to join each cut paragraph with its continuation, where that now stands next."""
    blocks = page.blocks
    if not page.language.is_chinese:
        yield from _latin_paragraphs(page)
        return
    following = next_texts(blocks)
    placed = dict(_by_places(page))
    for number, below in placed.items():
        glue = glue_between(blocks[number].reading, blocks[below].reading)
        yield Join(number, below, glue, BY_PLACE)
    begun = set(placed.values())
    print_says = _print_of(page)
    initials = {
        number: below
        for number, below in chain(
            _initials(page, following),
            _cut_numbers(page, following),
            _numbers_within(page, following),
            _unclosed(page, following),
            _original_names(page, following, print_says),
        )
        if number not in placed and below not in begun
    }
    heads = set(initials.values())
    yield from _joined_surely(blocks, initials)
    page = without_strays(page)
    blocks, following = page.blocks, next_texts(page.blocks)
    printed = {} if page.layout is None else printed_headings(blocks, page.layout)
    larger = in_larger_type(blocks, page.geometry, page.layout)
    for link in page.links():
        if link.tail in initials or link.tail in placed or link.head in begun:
            continue
        glue = glue_between(blocks[link.tail].reading, blocks[link.head].reading)
        cert = page.weigh("paragraphs", link.cert)
        if page.geometry is not None and goes_on_by_place(page, link.tail, link.head) is False:
            cert = min(cert, PROPOSED_ONLY)
        cert = _weighed_by_print(cert, link, page, following, print_says)
        glued = blocks[link.tail].role in HEADINGS and blocks[link.head].role not in HEADINGS
        if cert > LEAST_OF_REST and REST.fullmatch(blocks[link.head].reading.strip()):
            cert = max(cert, OF_REST)
        if _stands_alone(page, link, printed) or _is_deck(page, link):
            cert = min(cert, PROPOSED_ONLY)
        apart = _is_repeated(blocks[link.tail].reading.strip(), blocks[link.head].reading.strip())
        apart = apart or _is_foreign(blocks[link.tail].reading.strip(), blocks[link.head].reading.strip())
        apart = apart or are_whole(blocks[link.tail].reading.strip(), blocks[link.head].reading.strip())
        apart = apart or _ends_list(blocks, link) or names_sheet(blocks[link.tail].reading.strip())
        apart = apart or link.head in heads or following.get(link.tail) != link.head
        if apart or (glued and cert < (SURELY_NO_HEADING if link.tail in larger else SURE_NO_HEADING)):
            cert = min(cert, PROPOSED_ONLY)
        claimed = page.language.models.claimed("join", cert)
        yield Join(link.tail, link.head, glue, claimed)
        if glued and cert > PROPOSED_ONLY:
            yield Label(link.tail, Role.BODY, claimed)


def _print_of(page: PageContext) -> PrintedSeams | None:
    """Return what printed lines say of seams; None: places say more, or a reading has none."""
    return printed_seams(page.blocks) if page.geometry is None and page.order is None else None


def _weighed_by_print(
    cert: float,
    link: Link,
    page: PageContext,
    following: Mapping[int, int],
    print_says: PrintedSeams | None,
) -> float:
    """Return how certain a link is, the printed lines at the seam being looked at, if they meet there."""
    if print_says is None or link.overlap or following.get(link.tail) != link.head:
        return cert
    return print_says.weigh(cert, page.blocks[link.tail], page.blocks[link.head])


def _joined_surely(blocks: Sequence[Block], cut: Mapping[int, int]) -> Iterator[Action]:
    """Propose to join texts that a word's or a number's rest follows: no heading ends so."""
    for number, below in cut.items():
        yield Join(number, below, "", 0.95)
        if blocks[number].role in HEADINGS:
            yield Label(number, Role.BODY, 0.95)


def _is_foreign(tail: str, head: str) -> bool:
    """Whether a text has no Han, and a Chinese one follows: chess moves, a formula."""
    return len(tail) >= SHORTEST_FOREIGN and is_han(head[:1]) and not any(map(is_han, tail))


def _is_repeated(tail: str, head: str) -> bool:
    """Whether a text begins with all of the one before it: its heading, or a line that was read twice."""
    return len(tail) >= SHORTEST_OVERLAP and is_start(tail, head)


def _stands_alone(page: PageContext, link: Link, printed: Mapping[int, PrintedHeading]) -> bool:
    """Whether print or script say that a text does not go on: a heading, or Latin script behind a stop."""
    tail, head = (page.blocks[number].reading.strip() for number in (link.tail, link.head))
    if page.blocks[link.tail].role in HEADINGS and link.tail in printed:
        return printed[link.tail].odds >= SURELY_PRINTED
    if not (is_latin_text(tail) and is_latin_text(head)):
        return False
    return tail.rstrip(CLOSERS)[-1:] in STOPS or not (head[:1].islower() or breaks_off(tail))


def _ends_list(blocks: Sequence[Block], link: Link) -> bool:
    """Whether a short line right under a list is its last one, and a text follows behind a blank line.

    "红球：03 07 12" / "蓝球：09" / "一等奖2注，每注奖金743万元" / (blank) / "昨天上午，…"  ->  True
    """
    number, below = link.tail, link.head
    if not number or below != number + 1 or blocks[number - 1].role not in LINES - {Role.TABLE_CELL}:
        return False
    close = line_ends_between(blocks[number - 1], blocks[number]) == 1
    short = width(blocks[number].reading.strip()) <= LONGEST_LAST
    return close and short and line_ends_between(blocks[number], blocks[below]) > 1


def _is_deck(page: PageContext, link: Link) -> bool:
    """Whether two headings are equally long and part no word: each says a thing of its own.

    "传达学习中央农村工作会议精神" / "研究部署春耕备耕和防火工作"  ->  True
    """
    above, below = page.blocks[link.tail], page.blocks[link.head]
    if above.role not in HEADINGS or below.role not in HEADINGS:
        return False
    tail, head = above.reading.strip(), below.reading.strip()
    if len(tail) < SHORTEST_CUT or abs(len(tail) - len(head)) > 1 or not all(map(is_han, tail + head)):
        return False
    return word_across(tail[-LONGEST_WORD:], head[:LONGEST_WORD], page.language) == 0


def _by_places(page: PageContext) -> Iterator[tuple[int, int]]:
    """Find paragraphs that go on in the next column: full to its end, and no indent at the next one's top."""
    if page.geometry is None:
        return
    shown = [n for n, b in enumerate(page.blocks) if b.role not in ASIDE and b.reading.strip()]
    for number, below in pairwise(shown):
        both = {page.blocks[number].role, page.blocks[below].role}
        if (both <= RUNNING_TEXT or both <= HEADINGS) and goes_on_by_place(page, number, below):
            yield number, below


def goes_on_by_place(page: PageContext, tail: int, head: int) -> bool | None:
    """Return whether a block goes on in another by where their lines stand; None: that does not say."""
    if page.geometry is None or page.layout is None:
        return None
    last = end_offset(page.blocks[tail]) - 1
    lines = page.layout.lines_of(last, last + 1)
    at = page.geometry.start_of(last) if lines else -1
    return page.geometry.goes_on(at, first_visible(page.blocks[head]))


def _initials(page: PageContext, following: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Find characters that stand alone and begin the first word of the next text: 今 / 年春天."""
    blocks, cut = page.blocks, page.language.words
    for number, below in following.items():
        if number < 0 or cut is None or not {blocks[number].role, blocks[below].role} <= RUNNING_TEXT:
            continue
        initial = blocks[number].reading.strip()
        if len(initial) != 1 or not is_han(initial) or initial in NUMERALS:
            continue
        if len(cut(initial + blocks[below].reading.lstrip()[:LONGEST_WORD])[0]) > 1:
            yield number, below


def _cut_numbers(page: PageContext, following: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Find texts that end within a number, and the rest of it: 一万二千 / 四百吨, 3 / 000元."""
    blocks = page.blocks
    for number, below in following.items():
        if number < 0 or blocks[below].role not in RUNNING_TEXT:
            continue
        if blocks[number].role not in RUNNING_TEXT | HEADINGS:
            continue
        tail, head = blocks[number].reading.strip(), blocks[below].reading.strip()
        heading = blocks[number].role in HEADINGS
        if len(tail) >= SHORTEST_CUT and goes_on_in_number(tail, head, heading=heading):
            yield number, below


def _unclosed(page: PageContext, following: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Find texts within a quotation or brackets, and the rest that closes them: “江边的客厅 / ”。去年."""
    blocks = page.blocks
    for number, below in following.items():
        if number < 0 or not {blocks[number].role, blocks[below].role} <= RUNNING_TEXT:
            continue
        tail, head = blocks[number].reading.strip(), blocks[below].reading.strip()
        if CLOSED_BELOW.match(head) and OPENERS[head[0]].search(tail):
            yield number, below


def _original_names(
    page: PageContext, following: Mapping[int, int], print_says: PrintedSeams | None
) -> Iterator[tuple[int, int]]:
    """Find texts cut before or within a name in its own script: 安东尼·费恩 / (Anthony Fenn)主持."""
    blocks = page.blocks
    for number, below in following.items():
        if number < 0 or not {blocks[number].role, blocks[below].role} <= RUNNING_TEXT:
            continue
        tail, head = blocks[number].reading.strip(), blocks[below].reading.strip()
        if len(tail) < SHORTEST_CUT or (print_says and print_says.ends(blocks[number], blocks[below])):
            continue
        before = is_han(tail[-1:]) and NAMED_IN_LATIN.match(head) is not None
        if before or (OPENS_NAME.search(tail) and IN_LATIN.match(head)):
            yield number, below


def _numbers_within(page: PageContext, following: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Find numbers that stand alone between the halves of their sentence: 现有企业 / 12 / 家."""
    blocks, cut = page.blocks, page.language.words
    joined = RUNNING_TEXT | HEADINGS
    for above, number in following.items():
        below = following.get(number, -1)
        if above < 0 or below < 0 or cut is None or not blocks[number].reading.strip()[:1].isdigit():
            continue
        if not {blocks[above].role, blocks[number].role} <= joined or blocks[below].role not in RUNNING_TEXT:
            continue
        tail, alone, head = (blocks[each].reading.strip() for each in (above, number, below))
        if stands_in_sentence(tail, alone, head, cut(head[:LONGEST_WORD])):
            yield above, number
            yield number, below


def _read_on(
    texts: Sequence[tuple[int, str]], resumed: Sequence[page_feet.Resumption]
) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """Yield each text with the one that is read next: under the columns of a page its foot is not."""
    tails = {number for each in resumed for number in (each.tail, each.passed)}
    heads = {each.head for each in resumed}
    for above, below in pairwise(texts):
        if above[0] not in tails and below[0] not in heads:
            yield above, below
    known = dict(texts)
    for each in resumed:
        if each.tail in known and each.head in known:
            yield (each.tail, known[each.tail]), (each.head, known[each.head])


def _glue_of_initial(tail: str, head: str, words: WordEvidence) -> str | None:
    """Return what stands behind a letter that is set over two lines; None: it is none."""
    if is_drop_cap(tail, head, words):
        return ""
    return " " if is_first_word(tail, head, words) else None


def _begins_anew(tail: str, head: str) -> bool:
    """Whether a text below one that breaks off is a headline in capitals, or begins with another article."""
    return (head.isupper() and not tail.isupper() and " " in head) or begins_anew(tail, head)


def _is_parted(blocks: Sequence[Block], tail: int, head: int) -> bool:
    """Whether a headline stands between two texts of which the second begins with a capital.

    "…again on Friday to close the" / "FARM SALE AT ASHCOTE" / "The hall was sold on Monday."  ->  True
    """
    return any(block.role in HEADINGS for block in blocks[tail + 1 : head])


def _latin_paragraphs(page: PageContext) -> Iterator[Action]:
    """Propose to join a paragraph in Latin script that breaks off with the next block.

    Where that begins with a capital, the one before must end in a word that ends no sentence and no heading.
    """
    blocks, elsewhere = page.blocks, page.parts_elsewhere()
    texts = [
        (n, text) for n, b in enumerate(blocks) if b.role in RUNNING_TEXT and (text := b.reading.strip())
    ]
    ruled = {n for n, text in texts if RULE_OF_STARS.fullmatch(text)}
    marked = any(text[-1] in ALL_MARKS or initial_of(text) for _, text in texts)
    words = WordEvidence()
    if marked:
        words = word_evidence((text for _, text in texts), page.language, page.house)
    for (number, tail), (following, head) in _read_on(texts, page_feet.resumptions(blocks, page.layout)):
        if number in elsewhere.tails or following in elsewhere.heads or {number, following} & ruled:
            continue
        small = head.lstrip("([")[:1].islower()
        initial = _glue_of_initial(tail, head, words)
        if initial is not None:
            yield Join(number, following, initial, 0.95)
            continue
        if tail.rstrip(CLOSERS)[-1:] in STOPS or not (small or breaks_off(tail)) or is_of_formula(tail):
            continue
        if not small and (_begins_anew(tail, head) or _is_parted(blocks, number, following)):
            continue
        junction = judge_cut(tail, head, words)
        if junction is not None:
            end = len(blocks[number].reading.rstrip())
            if junction.drop:
                yield Edit(number, end - junction.drop, end, "", min(junction.cert, 0.95))
            yield Join(number, following, junction.glue, min(junction.cert, 0.95))
        else:
            sure = tail[-1:].isalnum() or tail[-1:] in ",;"
            cert = (0.93 if small else 0.9) if sure else 0.7
            if small and tail.isupper() and len(tail.split()) <= LONGEST_CATCHWORD:
                cert = PROPOSED_ONLY
            yield Join(number, following, " ", cert)
