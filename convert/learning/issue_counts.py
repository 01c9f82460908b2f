"""What one issue shows of its paper's habits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from convert.analysis.context import page_context
from convert.analysis.furniture.furniture_places import may_recur
from convert.analysis.furniture.placed_blocks import BlockOnPage, edge_places, placed_blocks
from convert.analysis.latin.words import CUT, WORD
from convert.analysis.lines.datelines import find_leads
from convert.analysis.lines.latin_shapes import Shape
from convert.analysis.lines.line_keys import paper_key
from convert.analysis.lines.line_shapes import FurnitureShape, furniture_shape, is_byline, is_credit
from convert.analysis.lines.measure import from_lines
from convert.analysis.texts.heading_shape import (
    COLUMN,
    LONGEST_HEADING,
    NAME_OF_COLUMN,
    SHORTEST_UNDER_COLUMN,
)
from convert.document.model import Document
from convert.document.roles import ALL_HEADINGS, FURNITURE, TEXT, Opening, Role
from convert.language import Language
from convert.language.han import COMMAS, ends_sentence
from convert.language.ngrams import fold

MARKS = frozenset("“”‘’「」『』\"'，,。．、；;：:？?！!（）()—–-…·《》〈〉％%")
SURE_MEASURE = 0.5
"""How sure a measure must be that counts."""
NO_HABITS = frozenset({Shape.NUMBER, Shape.JUMP})
"""Shapes of lines that differ from page to page: a number, a line that sends to another page."""
BRACKETS = "（()）【】"


@dataclass(frozen=True, slots=True)
class IssueCounts:
    """What one issue shows; a set has what stands in it, however often."""

    text: str
    """Its running text and headings in the form in which characters are counted, a text a line."""
    edges: Mapping[str, Role]
    """Lines at the edges of pages that may be furniture, by their keys."""
    shapeless: frozenset[str]
    """Those of them that have the shape of none."""
    inside: frozenset[str]
    """Lines like them away from the edges."""
    leads: Mapping[str, frozenset[str]]
    """How texts under headings begin, and those headings."""
    openings: Counter[str]
    """How often texts begin so that stand anywhere else."""
    columns: Mapping[str, frozenset[str]]
    """What may be names of columns, and the headings beside them."""
    sections: frozenset[str]
    measure: int
    """Squares of a full line; 0 where it is not sure."""
    marks: Counter[str]
    words: Counter[str] = field(default_factory=Counter)
    """Words of Latin script as they are written."""


def count_issue(document: Document) -> IssueCounts:
    """Look over an issue whose lines are joined, or one that was read from its archival XML."""
    starts = [page.at for page in document.pages[1:]]
    placed = placed_blocks(page_context(document.blocks, Language(document.meta.language), starts=starts))
    shapes = {at: furniture_shape(b.text) for at, b in enumerate(placed) if b.role is Role.BODY}
    shaped = {at for at, shape in shapes.items() if shape is not None}
    if document.archive:  # what belongs to the sheet is known
        edges = {at for at, b in enumerate(placed) if b.role in FURNITURE}
    else:
        edges = {at for at in edge_places(placed, shaped) if _may_be_furniture(placed[at], shapes.get(at))}
    plain = {at for at, b in enumerate(placed) if at not in shaped and b.role not in FURNITURE}
    shown = [b for at, b in enumerate(placed) if at in plain]
    texts = [b.text for b in shown]
    leads = find_leads(texts)
    running = [b.text for b in shown if b.role in TEXT or b.role in ALL_HEADINGS]
    is_chinese = document.meta.language.startswith("zh")
    return IssueCounts(
        text="\n".join(map(fold, running)) if is_chinese else "",
        edges={paper_key(placed[at].text): _role(placed[at], shapes.get(at)) for at in sorted(edges)},
        shapeless=frozenset(paper_key(placed[at].text) for at in edges & plain),
        inside=frozenset(paper_key(placed[at].text) for at in plain - edges if may_recur(placed[at].text)),
        leads={lead: frozenset(headings) for lead, headings in leads.items()},
        openings=Counter({lead: sum(text.startswith(lead) for text in texts) for lead in leads}),
        columns=dict(_columns(texts)),
        sections=frozenset(_sections(document, placed, shapes)),
        measure=_measure(document),
        marks=Counter(char for text in running for char in text if char in MARKS),
        words=Counter() if is_chinese else _words(running),
    )


def _may_be_furniture(block: BlockOnPage, shape: FurnitureShape | None) -> bool:
    return block.role is Role.BODY and (shape.shape not in NO_HABITS if shape else may_recur(block.text))


def _role(block: BlockOnPage, shape: FurnitureShape | None) -> Role:
    if block.role in FURNITURE:
        return block.role
    return shape.role if shape else Role.RUNNING_HEAD


def _columns(texts: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield what may be names of columns: in brackets beside a heading, or before a bar or a colon."""
    columns: dict[str, set[str]] = {}
    for text in texts:
        if len(text) > LONGEST_HEADING or ends_sentence(text) or text[-1:] in COMMAS:
            continue
        for bracketed in COLUMN.finditer(text):
            name, rest = bracketed.group().strip(BRACKETS), COLUMN.sub("", text).rstrip()
            # （记者 林知远） behind a brief's last sentence names its writer
            if rest and not ends_sentence(rest) and not is_byline(name) and not is_credit(name):
                columns.setdefault(name, set()).add(text)
        named = NAME_OF_COLUMN.match(text)
        if named and len(text) - named.end() >= SHORTEST_UNDER_COLUMN:
            columns.setdefault(named[1], set()).add(text)
    yield from ((name, frozenset(headings)) for name, headings in columns.items())


def _sections(
    document: Document, placed: Sequence[BlockOnPage], shapes: Mapping[int, FurnitureShape | None]
) -> Iterator[str]:
    for at, shape in shapes.items():
        if shape is not None and shape.shape is Shape.SECTION:
            yield placed[at].text
    yield from (b.reading.strip() for b in document.blocks if b.opens is Opening.SECTION)


def _measure(document: Document) -> int:
    """Return the squares of a full line, where lines of print are left."""
    lines = [
        line.strip()
        for block in document.blocks
        if block.role in TEXT
        for line in block.source.strip().splitlines()[:-1]
        if line.strip()
    ]
    measure = from_lines(lines)
    return round(measure.squares) if measure.trust >= SURE_MEASURE else 0


def _words(texts: Sequence[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for text in texts:
        words.update(WORD.findall(CUT.sub("\n", text) if "\n" in text else text))
    return words
