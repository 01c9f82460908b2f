r"""Where a line that may be furniture stands, and how often: what proves that it belongs to the sheet.

    "…跳台冠" "第3版" "军；而郭晶晶…"                ->  between the halves of a sentence
    "云津日报 2026年3月14日 星期六" \f … the same    ->  at the edges of pages, and again on other pages
    "家人谨启" "2025年11月29日"                       ->  a date under a signature: no furniture

The shape of a line is where the weighing begins; it is never enough. What is added are log odds: a place at a
page's edge, between the halves of a sentence, beside other furniture; the same line, but for digits, on other
pages; a page that was read from damaged columns, among which the sheet's lines fall anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from convert.analysis.context import PageContext
from convert.analysis.furniture.page_edges import PageEdges
from convert.analysis.furniture.placed_blocks import (
    counting_parts,
    edge_places,
    placed_blocks,
)
from convert.analysis.furniture.recurring_lines import (
    LONGEST_SHAPELESS,
    ShortLine,
    counting_pages,
    recurring,
    repeats,
    sheet_parts,
)
from convert.analysis.furniture.sheet import parts_a_sentence, sheet_odds
from convert.analysis.furniture.stray_lines import OF_SHEET, shapes_that_head
from convert.analysis.latin.latin_line_ends import breaks_off
from convert.analysis.lines.dated_text import is_signature
from convert.analysis.lines.jump_lines import is_plain
from convert.analysis.lines.latin_dates import WEEKDAY
from convert.analysis.lines.latin_shapes import Shape
from convert.analysis.lines.line_keys import paper_key, role_in
from convert.analysis.lines.line_shapes import FurnitureShape, furniture_shape
from convert.analysis.texts.seam import word_across
from convert.document.roles import ASIDE, Role
from convert.language.han import ends_sentence
from convert.language.weights import certainty
from convert.text.pattern import LatePattern

BY_SHAPE = MappingProxyType(
    {
        Shape.LISTED: 6.0,
        Shape.SHEET: 1.0,
        Shape.SOURCE: 1.0,
        Shape.ISSUE: 1.0,
        Shape.JUMP: 1.0,
        Shape.EDITORS: -1.0,
        Shape.EDITOR: -1.0,
        Shape.NAME: -1.0,
        Shape.SECTION: -1.0,
        Shape.NUMBER: -1.0,
        Shape.DATE: -1.5,
        Shape.LUNAR_DATE: -1.5,
        Shape.CAPITALS: -1.5,
    }
)
"""Log odds that a line of this shape is furniture, before its place is known."""
SHAPELESS = -3.0
"""The same of a short line of any shape."""
BETWEEN_HALVES = 6.0
AT_EDGE = 3.0
"""Among the first or the last lines of a page, in the order of the source."""
PLACED_AT_EDGE = 4.0
"""At its upper or its lower edge, by the places of its lines."""
RECURS = 4.0
"""On other pages, or a part of the masthead; or by a pack at edges of other issues: then only at an edge."""
COUNTED = 1.0
"""Of a line that a pack has counted, away from the edges; too little to act on alone."""
AMID_PAGE = -4.0
"""Amid its page, by the places of the text."""
AT_EDGES = frozenset({Shape.NUMBER, Shape.CAPITALS, Shape.SECTION, Shape.NAME, Shape.DATE})
"""Shapes that say little; what they are of a sheet stands at its edges."""
IN_COMPANY_ONLY = frozenset({Shape.LUNAR_DATE})
"""Shapes of a masthead's line that text has as well: only what stands beside it tells them."""
IN_COMPANY = 4.0
EACH_KIND = 0.75
MOST_KINDS = 1.5
"""What each other kind of furniture says of a line, and all of them, in a text that was read off a sheet."""
PLAIN_JUMP = 3.0
"""A jump line that can be nothing else."""
AT_CUT = 3.0
"""A jump line behind a text without an end, or before one without a beginning."""
SIGNED = -6.0
"""Under a signature."""
OF_DIARY = -6.0
"""One of several different dates."""
DAY_ALONE = -1.5
"""A day without a year or a weekday: more often a heading."""
OF_DIGEST = -6.0
"""One of several sections."""
OF_FIGURES = -6.0
"""A number among numbers, behind a text that asks for one, or of an article's parts."""
PROVEN = 2.2
"""Log odds of .9, from which a neighbour counts as company."""

HALVES, HALVES_AT_SHEET = 2.0, 1.0
"""Log odds of an end that was cut and of a beginning in mid-sentence, together; beside a sheet's line."""
UNFINISHED = LatePattern(
    r"(?<!\w)(?:[^\W\d_A-ZÀ-Þ]\w*[,;]?|The|An?|In|Of|Der|Die|Das|Dem|Den|Eine?|L[ae]s?|Une?|Des)$"
)
"""A text of running words that ends without a stop; a small word begins a sentence at times."""
SHORTEST_LATIN_HALF = 40
NEAR = 8
"""Characters around a seam that are looked at for a word."""
ASKS_FOR_FIGURE = re.compile(r"[\d:：第约約达達共]$")
UNIT = re.compile(
    r"年(?=[\d,，])|月(?=[\d上中下,，])|[日号號](?=[\d,，、上下凌晚晨至到起电電])|[时時](?=[\d许])|[点點](?=[\d半多])|分(?=\d)"
    r"|[万萬亿億元岁歲%％]|[个個](?=[月百多])"
)
"""What a figure stands before: a line that begins with it goes on behind a number."""
COUNTING_WORD = LatePattern(r"(?:[家名人台辆户所座条件次吨米项套张场天倍亩斤]|公[里斤顷]|平方米)[，。、；]")
"""What a figure stands before at a clause's end: 12 / 家，新增托位六百个。"""
LONGEST_CELL = 12
"""Characters of a cell or a line of a table."""
ADDRESS = LatePattern(r"[.:：/]")
YEAR_OR_WEEK = LatePattern(rf"年|\d{{4}}|星期|周|礼拜|禮拜|{WEEKDAY}")


class FurnitureLine(NamedTuple):
    """A block that may be furniture, and how certain that is."""

    number: int
    role: Role
    cert: float


def furniture_lines(page: PageContext) -> Iterator[FurnitureLine]:
    """Weigh each block that has the shape of furniture, or recurs at the edges of pages."""
    lines = _lines(page)
    if not lines:
        return
    places = _Places(page, lines)
    odds = {line.at: places.odds(line) for line in lines.values()}
    for line in lines.values():
        if places.in_company(line, odds):
            odds[line.at] += IN_COMPANY
    for line in reversed(lines.values()):
        if odds[line.at] < PROVEN and places.in_company(line, odds):
            odds[line.at] += IN_COMPANY
    parts = sheet_parts(line for line in lines.values() if odds[line.at] >= PROVEN)
    for line in lines.values():
        if odds[line.at] < PROVEN and repeats(line, parts):
            odds[line.at] += RECURS
    for at, line in lines.items():
        if odds[at] > 0:
            role = line.found.role if line.found else line.counted or Role.RUNNING_HEAD
            yield FurnitureLine(line.number, role, min(0.99, round(certainty(odds[at]), 2)))


def _lines(page: PageContext) -> dict[int, ShortLine]:
    """Return the short blocks that may be furniture, by their places."""
    shown = placed_blocks(page)
    listed = {paper_key(line): role for line, role in page.house.lines.items()}
    shapes = {at: _found(b.text, listed) for at, b in enumerate(shown) if b.role is Role.BODY}
    known, sections = page.house.knowledge.furniture, page.house.knowledge.sections
    counted = {
        at: role for at, b in enumerate(shown) if b.role is Role.BODY and (role := role_in(known, b.text))
    }
    edges = set(
        edge_places(shown, {at for at, found in shapes.items() if found is not None} | counted.keys())
    )
    lines: dict[int, ShortLine] = {}
    for at, block in enumerate(shown):
        found = shapes.get(at)
        if found is not None or (at in edges and block.role is Role.BODY and may_recur(block.text)):
            edge = at in edges
            named = found is not None and found.shape is Shape.SECTION and block.text in sections
            lines[at] = ShortLine(
                at, block.number, block.text, found, block.page, edge, counted.get(at), named
            )
    return lines


def _found(text: str, listed: Mapping[str, Role]) -> FurnitureShape | None:
    role = listed.get(paper_key(text)) if listed else None
    return furniture_shape(text) if role is None else FurnitureShape(role, Shape.LISTED)


def may_recur(text: str) -> bool:
    """Whether a line of no shape may be furniture: a short one that ends no sentence."""
    return len(text) <= LONGEST_SHAPELESS and "\n" not in text and not ends_sentence(text)


class _Places:
    """What the places of a document's lines say."""

    def __init__(self, page: PageContext, lines: Mapping[int, ShortLine]) -> None:
        self.page = page
        self.shown = placed_blocks(page)
        self.lines = lines
        self.edges = PageEdges(page.layout)
        self.recurring = {*recurring(lines, self.shown), *counting_pages(lines)}
        self.parts = set(counting_parts(self.shown))
        self.heading = shapes_that_head((line.shape, line.text) for line in lines.values())
        self.shapes = {line.shape for line in lines.values()} - {None}
        self.sheet = 0.0 if self.shapes.isdisjoint(OF_SHEET) else sheet_odds(page)

    def by_shape(self, shape: Shape) -> float:
        """Return what a shape says; capitals are no headline where the text is Chinese."""
        foreign = shape is Shape.CAPITALS and self.page.language.is_chinese
        return BY_SHAPE[Shape.NAME if foreign else shape]

    def by_place(self, line: ShortLine) -> float:
        """Return what the edges of the page say, by the places of its lines or by their order."""
        segments = self.page.blocks[line.number].segments
        if self.edges.is_at_head_or_foot(segments):
            return PLACED_AT_EDGE
        amid = line.shape in AT_EDGES and self.edges.is_amid(segments)
        return AT_EDGE * line.edge + AMID_PAGE * amid

    def odds(self, line: ShortLine) -> float:
        """Return the log odds of one line, by itself."""
        if line.shape is None:
            recurs = line.at in self.recurring or (line.edge and line.counted is not None)
            return SHAPELESS + AT_EDGE + RECURS if recurs else SHAPELESS
        if line.shape in IN_COMPANY_ONLY:
            return self.by_shape(line.shape)
        odds = self.by_shape(line.shape)
        if self.sheet > 0 and line.shape in OF_SHEET:
            odds += self.sheet + min(MOST_KINDS, EACH_KIND * (len(self.shapes) - 1))
        odds += self.by_place(line)
        recurs = line.at in self.recurring or (line.edge and line.counted is not None)
        counted = line.counted is not None or line.named
        odds += RECURS if recurs else COUNTED * counted
        before, behind = self.around(line)
        if line.shape is Shape.NUMBER and COUNTING_WORD.match(behind) and self.page.language.is_chinese:
            counts = word_across(before[-NEAR:], behind[:NEAR], self.page.language) == 0
            odds += 2 * OF_FIGURES * counts
        halves = HALVES_AT_SHEET if line.shape is Shape.SHEET else HALVES
        if self.parts_a_sentence(before, behind, halves):
            return odds + BETWEEN_HALVES
        return odds if line.at in self.recurring else odds + self.against(line, before, behind)

    def against(self, line: ShortLine, before: str, behind: str) -> float:
        """Return what a line's neighbours say of its being text, and of a jump line's being at a cut."""
        if line.shape is Shape.JUMP:
            whole = ends_sentence(before) and ends_sentence(behind)
            at_cut = not whole or self.page.texts.start_odds[behind] > 0
            return AT_CUT * at_cut + PLAIN_JUMP * is_plain(line.text)
        match line.shape:
            case Shape.DATE:
                odds = OF_DIARY * (Shape.DATE in self.heading) + DAY_ALONE * (
                    YEAR_OR_WEEK.search(line.text) is None
                )
                return odds + SIGNED * (is_signature(before) or self._is_signed(line.at - 1, before))
            case Shape.NAME:
                return SIGNED * self._is_signed(line.at, before)
            case Shape.SECTION:
                return OF_DIGEST * (Shape.SECTION in self.heading)
            case Shape.NUMBER:
                listed = (len(behind) <= LONGEST_CELL and behind[:1].isdigit()) or UNIT.match(behind)
                asked = ASKS_FOR_FIGURE.search(before) or self._numbers_around(line) > 2
                return OF_FIGURES * bool(listed or asked or line.at in self.parts)
        return 0.0

    def _is_signed(self, at: int, before: str) -> bool:
        """Whether a paper's name over a date stands behind the end of a text: 云津日报 signs a letter."""
        name, date = self.lines.get(at), self.lines.get(at + 1)
        return (
            name is not None
            and date is not None
            and (name.shape, date.shape) == (Shape.NAME, Shape.DATE)
            and not ADDRESS.search(name.text)
            and ends_sentence(before)
        )

    def around(self, line: ShortLine) -> tuple[str, str]:
        """Return the texts before and behind a line, other such lines and pictures' texts passed over."""
        return self._next(line.at, -1), self._next(line.at, 1)

    def _next(self, at: int, step: int) -> str:
        at += step
        while 0 <= at < len(self.shown):
            block = self.shown[at]
            line = self.lines.get(at)
            if block.role not in ASIDE and (line is None or line.shape in {None, Shape.DATE}):
                return block.text
            at += step
        return ""

    def _numbers_around(self, line: ShortLine) -> int:
        """Return how many numbers follow one another where a line stands, itself among them."""
        count = 1
        for step in (-1, 1):
            at = line.at + step
            while (other := self.lines.get(at)) is not None and other.shape is Shape.NUMBER:
                count += 1
                at += step
        return count

    def parts_a_sentence(self, before: str, behind: str, halves: float = HALVES) -> bool:
        """Whether a line stands between two halves of a sentence."""
        if not before or not behind or ends_sentence(before):
            return False
        texts = self.page.texts
        if not self.page.language.is_chinese:
            unfinished = breaks_off(before) or UNFINISHED.search(before) is not None
            return len(before) >= SHORTEST_LATIN_HALF and behind[:1].islower() and unfinished
        return parts_a_sentence(before, behind, texts, halves)

    def in_company(self, line: ShortLine, odds: Mapping[int, float]) -> bool:
        """Whether a line of this shape stands beside proven furniture of another kind."""
        if line.shape is None:
            return False
        for step in (-1, 1):
            other = self.lines.get(line.at + step)
            if other is None or other.page != line.page or other.shape in {None, line.shape}:
                continue
            if odds[other.at] >= PROVEN:
                return True
        return False
