"""The text in reading order: divisions, headings, paragraphs, lists, verse, figures, the sheet's furniture.

TEI wants headings before the text of a division and bylines before or after it, while blocks come
in any order. So a heading behind text begins a `div type="part"`, and a byline between two
paragraphs is an `ab type="byline"`.

Lines are not indented by how deep they stand: a new subhead must not alter the lines below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

from convert.document.line_groups import line_groups, table_captions
from convert.document.model import Article, Block, Document, Page, previous_parts
from convert.document.roles import ALL_HEADINGS, ASIDE, FURNITURE, HEADINGS, OF_PICTURES, OVER_REPORT, Role
from convert.tei.names import (
    FORMS,
    GROUPS,
    INNER_FORMS,
    LABEL_HEADING,
    START,
    TABLE_HEADING,
    AttributeName,
    Attributes,
    Form,
)
from convert.tei.write.content import contents, is_in_pieces, page_beginning
from convert.tei.write.markup import Markup, element, empty, end, join, plain, start
from convert.tei.write.pictures import FigurePointers
from convert.tei.write.rules import Rules
from convert.tei.write.tables import NO_EDGES, ROW, GroupEdges, table_tags
from convert.tei.write.zones import Zone

DIVISION, BLOCK, INNER = Markup(""), Markup(""), Markup("  ")

PART, PART_END = start("div", {"type": "part"}), end("div")
FIGURE, FIGURE_END = start("figure", {}), end("figure")


NO_ATTRIBUTES: Mapping[AttributeName, str] = MappingProxyType({})


class BlockForm(NamedTuple):
    """A block's own element, and the elements that end and begin in front of it."""

    block: Block | None
    """None behind the last one."""
    form: Form
    closes: tuple[Markup, ...] = ()
    """End tags of figures, parts, lists, stanzas and tables; empty cells."""
    opens: tuple[Markup, ...] = ()
    """Start tags of them."""
    inner: bool = False
    """Whether it stands in a figure, a list, a stanza or a table."""
    attributes: Mapping[AttributeName, str] = NO_ATTRIBUTES
    """Of a cell, what its place in the table says."""
    in_row: bool = False
    """Whether it stands in a row behind its beginning, where nothing but cells may stand."""


def body(
    document: Document,
    zones: Mapping[int, Zone],
    lines: Mapping[int, str],
    rules: Rules,
    figures: FigurePointers,
) -> Iterator[Markup]:
    """Yield the lines between the tags of the body; `lines` has the zone of the line at an offset."""
    page = -1
    lost = [number for number, each in enumerate(document.pages) if _fault(document, each)]
    articles = document.divisions
    names = [_division_id(article, alone=len(articles) == 1) for article in articles]
    parts = _PartPointers(articles, names)
    for number, article in enumerate(articles):
        if names[number]:
            division: Attributes = {"xml:id": names[number], "type": article.kind.value}
            yield join([DIVISION, start("div", division | parts.of_division(number))])
        for item in _with_pictures(block_forms(article.blocks), figures):
            yield from (join([BLOCK, tag]) for tag in item.closes)
            if item.block is None:
                continue
            own = [zone for s in item.block.segments if s.source and (zone := zones.get(s.at))]
            if own and not item.in_row:
                while lost and lost[0] < own[0].page:
                    yield from _lost_page(document, lost.pop(0))
                    page = -1
                yield from _page_beginning(document, own[0].page, page)
                page = own[-1].page
            yield from (join([BLOCK, tag]) for tag in item.opens)
            attributes = _attributes(item, own, rules)
            content = contents(item.block, zones, lines, rules, document.pages)
            if target := parts.of_block(item.block):
                content = element("ref", {"target": target}, content)
            yield join([INNER if item.inner else BLOCK, element(item.form.element, attributes, content)])
        if names[number]:
            yield join([DIVISION, end("div")])
    for number in lost:
        yield from _lost_page(document, number, DIVISION)


def _page_beginning(document: Document, number: int, page: int) -> Iterator[Markup]:
    """Mark where a page begins, if it is another one than before."""
    if number != page:
        yield join([BLOCK, page_beginning(document.pages, number)])


def _with_pictures(forms: Iterator[BlockForm], figures: FigurePointers) -> Iterator[BlockForm]:
    """Yield the forms of blocks with the figures of their pictures: one without a caption is empty.

    It stands behind the list or the figure in which its block is, and in the same part of the article.
    """
    behind: list[Markup] = []
    for form in forms:
        closes, opens = list(form.closes), list(form.opens)
        if behind and not form.inner:
            at = len(closes) - closes.count(PART_END)
            closes[at:at] = behind
            behind = []
        key = form.block.id if form.block else ""
        if pointers := figures.before.get(key):
            of_table = form.form.element == "cell" or form.form == TABLE_HEADING
            in_table = of_table and not any(tag.startswith("<table") for tag in opens)
            place = behind if in_table else opens
            place.insert(0, empty("figure", {"facs": pointers}))
        if pointers := figures.captions.get(key):
            opens = [start("figure", {"facs": pointers}) if tag == FIGURE else tag for tag in opens]
        if pointers := figures.behind.get(key):
            behind.append(empty("figure", {"facs": pointers}))
        yield form._replace(closes=tuple(closes), opens=tuple(opens))


def _fault(document: Document, page: Page) -> str:
    """Return why a page has no text; empty where its file could be read."""
    parts = document.source.parts
    return parts[page.part].fault if parts else ""


def _lost_page(document: Document, number: int, indent: Markup = BLOCK) -> Iterator[Markup]:
    """Mark where a page should be whose file could not be read."""
    why = element("desc", {}, plain(_fault(document, document.pages[number])))
    yield join([indent, page_beginning(document.pages, number)])
    yield join([indent, element("gap", {"unit": "page", "quantity": "1", "reason": "unreadable"}, why)])


def _division_id(article: Article, *, alone: bool) -> str:
    """Return the id of a division; none where it is no article, but what stands over the first headline.

    Yet a body must have a division.
    """
    if article.blocks[0].opens:
        return article.id
    return START if alone or not all(b.is_furniture for b in article.blocks) else ""


class _PartPointers:
    """What leads from one part of an article to the others, and from a jump line to the part it names."""

    def __init__(self, divisions: Sequence[Article], names: Sequence[str]) -> None:
        """Look up where the parts are; a part with several that continue it leads to the first of them."""
        self._names = names
        self._previous = previous_parts(divisions)
        self._next = {before: part for part, before in reversed(self._previous.items())}
        refers = any(block.refers for division in divisions for block in division.blocks)
        self._home = (
            {block.id: number for number, division in enumerate(divisions) for block in division.blocks}
            if refers
            else {}
        )

    def of_division(self, number: int) -> Attributes:
        """Return the attributes of a division that is a part of an article."""
        pointers: Attributes = {}
        if number in self._previous:
            pointers["prev"] = f"#{self._names[self._previous[number]]}"
        if number in self._next:
            pointers["next"] = f"#{self._names[self._next[number]]}"
        return pointers

    def of_block(self, block: Block) -> str:
        """Return where a jump line leads; nowhere if what it names is gone."""
        home = self._home.get(block.refers)
        return "" if home is None or not self._names[home] else f"#{self._names[home]}"


def block_forms(blocks: Sequence[Block]) -> Iterator[BlockForm]:
    """Find the form of each block of one division, and where parts and figures begin and end.

    head p head p  ->  head p div(head p)
    """
    filled = in_part = in_figure = in_lines = False  # filled: no heading may follow in this division
    following = _following([b.role for b in blocks])
    groups, cells, captions = _groups(blocks)
    for number, (block, (next_text, next_title)) in enumerate(zip(blocks, following, strict=True)):
        role = block.role
        form = FORMS[role]
        ended, begun = groups.get(number, NO_EDGES)
        closes = [*ended]
        opens: list[Markup] = []
        if in_figure and role is not Role.CREDIT:
            closes.append(FIGURE_END)
            in_figure = False
        if role in ALL_HEADINGS:
            if filled or (role is Role.SUBHEAD and not in_part):
                closes.extend([PART_END] if in_part else [])
                opens.append(PART)
                in_part, filled = True, False
        elif role in OF_PICTURES:
            opens.extend([] if in_figure else [FIGURE])
            in_figure = True
        elif role is Role.LABEL and not filled and next_title:
            form = LABEL_HEADING
        elif role in OVER_REPORT:
            at_end = next_text is None or (in_part and next_text in ALL_HEADINGS)
            form = form if at_end or not filled else INNER_FORMS[role]
        elif role not in FURNITURE:
            filled = True
        opens.extend(begun)
        in_lines = bool(begun) or (in_lines and not ended)
        inner = in_figure or in_lines
        in_row = number in cells and ROW not in begun
        attributes = cells.get(number, NO_ATTRIBUTES)
        form = TABLE_HEADING if number in captions else form
        yield BlockForm(block, form, tuple(closes), tuple(opens), inner, attributes, in_row)
    last = groups.get(len(blocks), NO_EDGES).closes
    closing = [*last, *([FIGURE_END] if in_figure else []), *([PART_END] if in_part else [])]
    yield BlockForm(None, FORMS[Role.BODY], tuple(closing))


class _Groups(NamedTuple):
    """What holds lines that belong together."""

    edges: Mapping[int, GroupEdges]
    """Which lists, stanzas and tables end and begin in front of a block, by its number."""
    cells: Mapping[int, Attributes]
    """The attributes of cells."""
    captions: AbstractSet[int]
    """The numbers of the captions of tables."""


def _groups(blocks: Sequence[Block]) -> _Groups:
    """Find the lists, stanzas and tables among blocks."""
    edges: dict[int, GroupEdges] = {}
    cells: dict[int, Attributes] = {}
    captions: set[int] = set()
    for group in line_groups(blocks):
        role = blocks[group.start].role
        heads = table_captions(blocks, group)
        before = edges.get(heads.start, NO_EDGES).closes
        if role is Role.TABLE_CELL:
            tags = table_tags(blocks[group.start : group.stop], group.start, len(heads))
            edges.update(tags.edges)
            cells.update(tags.attributes)
            captions.update(heads)
            edges[heads.start] = GroupEdges(before, tags.edges[heads.start].opens)
            continue
        form = GROUPS[role]
        opens = start(form.element, {"type": form.type} if form.type else {})
        edges[group.start] = GroupEdges(before, (opens,))
        edges[group.stop] = GroupEdges((end(form.element),), ())
    return _Groups(edges, cells, captions)


def _following(roles: Sequence[Role]) -> list[tuple[Role | None, bool]]:
    """Return for each block the next role that is text or heading, and whether a title comes next.

    Labels, bylines and datelines may stand between a label and the title it belongs to.
    """
    following: list[tuple[Role | None, bool]] = []
    text: Role | None = None
    title = False
    for role in reversed(roles):
        following.append((text, title))
        if role not in ASIDE and role not in OVER_REPORT:
            text = role
            title = role in HEADINGS or (title and role is Role.LABEL)
    following.reverse()
    return following


def _attributes(item: BlockForm, zones: Sequence[Zone], rules: Rules) -> Attributes:
    """Return a block's own attributes: id, type, first zone, and what was decided about it."""
    block, form = item.block, item.form
    attributes: Attributes = {"xml:id": block.id} if block else {}
    attributes |= item.attributes
    if form.type:
        attributes["type"] = form.type
    if zones and not is_in_pieces(zones):
        attributes["facs"] = f"#{zones[0].id}"
    if block and block.changes:
        attributes |= rules.traces(block.changes)
    return attributes
