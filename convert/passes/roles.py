"""Roles: which blocks are headings, bylines, datelines, labels and the people under them.

"渝万高铁控制性工程光裕寨隧道贯通" / "12月5日，渝万高铁全线…"  ->  headline, body
"嘉宾" / "大渡口区委书记 张果"                               ->  label, participant
"OLD WEIR TO BE REBUILT" / "By M. Tolliver"                  ->  headline, byline
"本报讯 记者 王亚同" / "昨日，云津市第三座新桥通车…"            ->  byline, body
"新华社云津12月7日电" / "昨日，云津市第三座新桥通车…"           ->  dateline, body
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from convert.analysis.context import PageContext
from convert.analysis.furniture.stray_lines import without_strays
from convert.analysis.headings.carried_heads import carried_heads, texts_before_jumps
from convert.analysis.headings.headings import Around, heading_evidence
from convert.analysis.headings.larger_type import in_larger_type
from convert.analysis.headings.printed_shape import SURELY_PRINTED, is_latin_text, printed_headings
from convert.analysis.latin.cut_within import initial_of, is_drop_cap, is_first_word
from convert.analysis.latin.latin_line_ends import (
    LONGEST_LATIN_HEADING,
    breaks_off,
    heading_certainty,
    in_capitals,
    is_signature,
)
from convert.analysis.latin.words import WordEvidence
from convert.analysis.lines import dated_text
from convert.analysis.lines.around_articles import CHAPTER
from convert.analysis.lines.datelines import learn_datelines
from convert.analysis.lines.jump_lines import parse_jump_line
from convert.analysis.lines.latin_dates import is_dateline as is_latin_dateline
from convert.analysis.lines.latin_dates import signs_for_paper
from convert.analysis.lines.latin_shapes import BYLINE, OF_STAFF
from convert.analysis.lines.line_forms import is_contact, is_no_heading
from convert.analysis.lines.line_shapes import (
    LABEL,
    NAME_ALONE,
    NAMES_TOGETHER,
    furniture_role,
    is_byline,
    is_dateline,
    is_person,
)
from convert.analysis.texts.column_measure import column_measure, printed_lines
from convert.analysis.texts.heading_shape import LONGEST_HEADING
from convert.document.actions import Action, Label
from convert.document.layout import Layout
from convert.document.model import Block
from convert.document.roles import ASIDE, HEADINGS, TEXT, Role
from convert.document.stated import first_visible, stated_places
from convert.language import Language
from convert.language.han import ends_sentence
from convert.language.weights import certainty
from convert.text.pattern import KeyedPattern, LatePattern

CARRIED_OVER = 2.5
"""What a place right under a jump line that leads back says of a heading, in log odds."""
REPEATED = 6.0
"""The same of a line that repeats a heading of the page that the jump line names."""
SURELY_REPEATED = 2.0
"""Log odds of such a line, at least: some headlines end as sentences do."""
LONGEST_CARRIED = 60
"""Characters of a headline that a jump line follows."""
CUT_BY_JUMP = -6.0
"""The same of a text right before a jump line that leads onward."""
OFFICIAL = 5.0
"""The same of the title of an official paper."""
NOT_PRINTED = -3.0
"""What the print of a block says of a heading that is too long for one, in log odds."""
SURELY_LARGE = 3.0
"""What type that is much larger than that of texts says of a line of an OCR, beside that it is larger."""
STRAY = "，、。,.·-'` "
"""Marks that an OCR reads behind a headline, where a speck stands; some headlines end with a stop."""
LARGER_LINES = 4.0
"""The same of lines that are all short and, but for the last one, as long as those of other headings."""
OFFICIAL_TITLE = KeyedPattern(
    r"(?:(?:(?!通过|通過|[听聽]取|[审審][议議]|印发|印發|[发發]布|[讨討][论論]|批准|提出)[^，。；：！？《》“”了]){1,30}"
    r"(?:政府|局|委|会|會|院|部|厅|廳|办|室|公司|中心|学校|大学|处|處|中央|行|集团|集團|社|厂|廠|署|协|協))?[关關][于於]"
    r"[^，。；！？]{2,60}的(?:决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)",
    ["关于", "關於", "关於", "關于"],
)
"""The title of an official paper, of one of the kinds that GB/T 9704, the standard for them, names.

Before 关于 stands an office alone: with a verb there it is a sentence, 会议通过了关于防汛工作的报告.
"""
TYPED_SENTENCE = LatePattern(r"[，,].*[^\W\d_A-Za-z].*\d\.$")
"""A sentence whose stop is typed as a dot behind a figure: 下一轮，两队对阵A组第1和B组第2."""
IN_BRACKETS = LatePattern(r"[（(《〈][\u4e00-\u9fff ·、]{2,14}[）)]")
"""Who wrote the report above; the first bracket may be misread: 《王一川)."""
OF_PICTURES = LatePattern(r"(?<=.)[（(〈《](?:附?图片?(?:.{1,2}张)?|组图|图文)[）)]$")
"""A note behind a headline that there are pictures."""
OVER_NAMES = frozenset({Role.HEADLINE, Role.SUBTITLE, Role.BYLINE})
"""Roles under which several names with nothing between them are writers."""


def roles(page: PageContext) -> Iterator[Action]:
    """Label headings, bylines, labels and participants among the blocks that are body text so far.

    Where the archive states articles, only blocks of which it states no role: a DIDL says none.
    """
    if not any(block.opens for block in page.blocks):
        yield from _proposed(page)
    elif page.layout is not None and page.layout.units:
        yield from _within_articles(page, page.layout)
    # else the source itself says what its paragraphs are


def _proposed(page: PageContext) -> Iterator[Label]:
    if page.language.is_chinese:
        yield from _chinese_roles(page)
    elif page.language.is_latin:
        yield from _latin_roles(page)


def _within_articles(page: PageContext, layout: Layout) -> Iterator[Label]:
    """Propose roles where none is stated; a heading behind the text of its article is a subhead."""
    places = stated_places(page.blocks, layout)
    labels = {
        label.block: label
        for label in _proposed(page)
        if label.block not in places or places[label.block].role is None
    }
    behind_text = False
    for number, block in enumerate(page.blocks):
        label = labels.get(number)
        behind_text = behind_text and block.opens is None
        if label is not None:
            is_inner = behind_text and label.role in HEADINGS
            yield replace(label, role=Role.SUBHEAD) if is_inner else label
        elif block.role in TEXT and block.reading.strip():
            behind_text = True


def _chinese_roles(page: PageContext) -> Iterator[Label]:
    page = without_strays(page)
    blocks = page.blocks
    shown = [(n, b) for n, b in enumerate(blocks) if b.role not in ASIDE and b.reading.strip()]
    people = dict(_people(shown))
    feet = {n for n, below in enumerate(blocks[1:]) if not below.reading.strip() and below.source.strip()}
    measure = column_measure(
        [line for _, b in shown for line in printed_lines(b.source)],
        [],
        [b.reading.strip() for _, b in shown],
        page.texts,
    )
    datelines = learn_datelines([b.reading.strip() for _, b in shown], page.house.knowledge.leads)
    beside = dict.fromkeys(_under_jump_lines(blocks), CARRIED_OVER)
    beside.update(dict.fromkeys(texts_before_jumps(blocks, page.starts, page.labels), CUT_BY_JUMP))
    repeated = frozenset(carried_heads(blocks, page.starts, page.labels))
    beside.update(dict.fromkeys(repeated, REPEATED))
    printed = {} if page.layout is None else printed_headings(blocks, page.layout)
    days = sum(dated_text.is_day(b.reading) for _, b in shown)
    larger = in_larger_type(blocks, page.geometry, page.layout)
    page.texts.heading_shapes.look_at(
        text for _, b in shown if b.role is Role.BODY and len(text := b.reading.strip()) <= LONGEST_HEADING
    )
    for place, (number, block) in enumerate(shown):
        text = block.reading.strip()
        if block.role is not Role.BODY:
            continue
        if number in people:
            yield Label(number, people[number], 0.95)
        elif is_byline(text) or (page.layout is not None and BYLINE.fullmatch(text)):
            yield Label(number, Role.BYLINE, 0.95)
        elif is_dateline(text) and place + 1 < len(shown) and not _closes(text, shown[:place]):
            yield Label(number, Role.DATELINE, 0.95)
        elif len(text) <= LONGEST_HEADING and number not in feet:  # a repeated line follows a column's foot
            before = shown[place - 1][1] if place else None
            below = shown[place + 1][1] if place + 1 < len(shown) else None
            over = shown[place - 2][1] if place > 1 else None
            if (
                is_no_heading(text)
                or (text.endswith(".") and TYPED_SENTENCE.search(text))
                or _signs(text, before, below)
                or _closes_letter(text, before, over)
                or (dated_text.is_day(text) and _is_behind_text(before, below, days))
            ):
                continue
            is_larger = number in larger
            shape = _without_stray(text, is_large=is_larger)
            evidence = heading_evidence(shape, Around(before, below), measure, page.texts, datelines)
            odds = page.language.models.odds("heading", evidence) + beside.get(number, 0.0)
            titled = OFFICIAL_TITLE.fullmatch_of(text) or CHAPTER.fullmatch(text)
            odds += _by_type(page, block, is_larger=is_larger) + OFFICIAL * bool(titled)
            odds = max(odds, SURELY_REPEATED if number in repeated else odds)
            if number in printed and is_latin_text(text):  # of whose words nothing is known here
                odds = printed[number].odds
            chance = certainty(odds)
            byline = before is not None and _is_name(text, before) and not _is_large(page, block)
            byline = byline and number not in repeated
            if chance >= (0.5 if byline else 0.3):
                claimed = page.language.models.claimed("heading", chance)
                role = Role.BYLINE if byline else Role.HEADLINE
                yield Label(number, role, claimed, rule_cert=chance)


def _without_stray(text: str, *, is_large: bool) -> str:
    """Return a text without the note that it has pictures; one in large type without marks at its end."""
    bare = OF_PICTURES.sub("", text)
    return bare.rstrip(STRAY) or bare if is_large else bare


def _under_jump_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks right under a jump line that leads back: the headline stands there again."""
    back = False
    for number, block in enumerate(blocks):
        text = block.reading.strip()
        if not text:
            continue
        if back and not ends_sentence(text):
            yield number
        line = parse_jump_line(text) if block.role is Role.JUMP else None
        back = line is not None and line.onward is not True


def _over_jump_lines(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the short blocks right over a jump line that leads back: in Latin script the headline does."""
    shown = [(number, block) for number, block in enumerate(blocks) if block.reading.strip()]
    for (number, block), (_, below) in pairwise(shown):
        line = parse_jump_line(below.reading.strip()) if below.role is Role.JUMP else None
        text = block.reading.strip()
        back = line is not None and line.onward is False
        if back and block.role is Role.BODY and len(text) <= LONGEST_CARRIED and not breaks_off(text):
            yield number


def _signs(text: str, before: Block | None, below: Block | None) -> bool:
    """Whether a line signs a text: names in brackets, a name over the date behind the text, or that."""
    if before is None:
        return False
    above = before.reading.strip()
    if IN_BRACKETS.fullmatch(text):
        return ends_sentence(above) or len(above) > LONGEST_HEADING
    if dated_text.is_day(text):
        return dated_text.is_signature(above)
    dated = below is not None and dated_text.is_day(below.reading.strip())
    return dated and (ends_sentence(above) or is_contact(above)) and dated_text.is_signature(text)


def _closes_letter(text: str, before: Block | None, over: Block | None) -> bool:
    """Whether a line is a letter's closing, the name under that, or the day under the name."""
    if before is None:
        return False
    above = before.reading.strip()
    if dated_text.closes_letter(text, above) or dated_text.is_of_letter(text):
        return True
    signed = over is not None and dated_text.closes_letter(above, over.reading.strip())
    if signed or over is None:
        return signed
    behind = ends_sentence(over.reading) or dated_text.is_closing(over.reading)
    return behind and dated_text.is_dated_day(text) and dated_text.is_signature(above)


def _is_behind_text(before: Block | None, below: Block | None, days: int) -> bool:
    """Whether a day stands behind a sentence: it closes that; a diary's days head texts."""
    heads = days > 1 and below is not None and ends_sentence(below.reading.strip())
    return before is not None and ends_sentence(before.reading.strip()) and not heads


def _closes(text: str, above: Sequence[tuple[int, Block]]) -> bool:
    """Whether a dateline in brackets stands behind a sentence: some papers end a report with it."""
    return text[:1] in {"（", "("} and bool(above) and ends_sentence(above[-1][1].reading.strip())


def _is_name(text: str, before: Block) -> bool:
    """Whether a short block is a name, or several names right under a heading."""
    together = before.role in OVER_NAMES and len(text) <= 12 and NAMES_TOGETHER.fullmatch(text)
    return bool(NAME_ALONE.fullmatch(text) or together)


def _by_type(page: PageContext, block: Block, *, is_larger: bool) -> float:
    """Return what the size of a block's type says of a heading, in log odds; 0: it is not known."""
    if page.geometry is None or page.layout is None:
        return LARGER_LINES * is_larger
    at = first_visible(block)
    sheet = page.layout.surface_at(max(at, 0))
    start = page.geometry.start_of(at)
    return page.geometry.heading_odds(start, sheet) + SURELY_LARGE * is_larger


def _is_large(page: PageContext, block: Block) -> bool:
    """Whether a PDF sets a block larger than its text, as no writer's name is."""
    if page.geometry is None or page.layout is None:
        return False
    at = first_visible(block)
    place = page.geometry.places.get(page.geometry.start_of(at))
    return place is not None and place.is_head and page.layout.surface_at(max(at, 0)) in page.geometry.sized


def _people(shown: Sequence[tuple[int, Block]]) -> Iterator[tuple[int, Role]]:
    """Yield the labels over lists of people, and the people under them."""
    listed = False
    for number, block in shown:
        text = block.reading.strip()
        if LABEL.fullmatch(text):
            listed = True
            yield number, Role.LABEL
        elif listed and is_person(text):
            yield number, Role.PARTICIPANT
        else:
            listed = False


def _latin_roles(page: PageContext) -> Iterator[Label]:
    """Propose headings and bylines by their shape: short, no stop, capitals; text must follow.

    Where the places of the blocks are known, their print tells more than the shape of their text.
    """
    blocks = page.blocks
    printed = {} if page.layout is None else printed_headings(blocks, page.layout)
    shown = [(n, b) for n, b in enumerate(blocks) if b.reading.strip() and not b.is_furniture]
    carried = {*_under_jump_lines(blocks), *_over_jump_lines(blocks)}
    under = False
    for place, (number, block) in enumerate(shown):
        text = " ".join(block.reading.split())
        below = shown[place + 1][1] if place + 1 < len(shown) else None
        if block.role is not Role.BODY:
            under = block.role in HEADINGS
            continue
        if (under or OF_STAFF.fullmatch(text)) and BYLINE.fullmatch(text):
            yield Label(number, Role.BYLINE, 0.95)
            continue
        if below is not None and _is_report(below.reading) and is_latin_dateline(text):
            yield Label(number, Role.DATELINE, 0.95)
            continue
        goes_on = below is not None and below.reading.strip()[:1].islower()
        initial = below is not None and _is_initial(text, below.reading.strip(), page.language)
        repeated = number in carried or (
            in_capitals(text) and " " in text
        )  # over the rest of a sentence, too
        stands_out = number in printed and printed[number].odds > SURELY_PRINTED
        cut = below is None or (not repeated and not stands_out and (goes_on or breaks_off(text)))
        signed = not under and below is not None and is_signature(text, below.reading)
        signed = signed and not (number in printed and printed[number].is_centred)
        by = BYLINE.fullmatch(text) and not in_capitals(text)  # whoever wrote what has lost its heading
        none = cut or initial or signed or by or signs_for_paper(text) or furniture_role(text) is not None
        chance = 0.0 if none else heading_certainty(text, under=under)
        if page.layout is not None and not none:
            chance = certainty(printed[number].odds if number in printed else NOT_PRINTED)
        under = chance >= 0.5
        if under:
            yield Label(number, Role.HEADLINE, chance)


def _is_initial(text: str, below: str, language: Language) -> bool:
    """Whether a text is a letter set over several lines, with which the next one begins."""
    words = WordEvidence(code=language.code.partition("-")[0], lexicon=language.lexicon)
    return bool(initial_of(text)) and (is_drop_cap(text, below, words) or is_first_word(text, below, words))


def _is_report(text: str) -> bool:
    """Whether a text in Latin script is longer than a heading, or a sentence."""
    return len(text) > LONGEST_LATIN_HEADING or text.rstrip()[-1:] in {".", "!", "?"}
