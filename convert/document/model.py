"""The document: blocks in reading order, made of segments that remember their source.

    Document -> Article -> Block -> Segment -> Change

All of it is frozen. Only `rewrite` makes new segments; passes propose, writers look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from operator import attrgetter
from types import MappingProxyType

from convert.document.cells import Cell, rows_of
from convert.document.changes import BlockChange, Change, Kind, TextChange
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.house import NO_HOUSE, House
from convert.document.layout import Layout
from convert.document.line_groups import line_groups
from convert.document.roles import FURNITURE, HEADINGS, Opening, Role
from convert.text.source import Source


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of source text and its present reading.

    `source == reading` and no changes: untouched text. Empty source: an insertion. Empty reading
    with changes: a deletion. Empty reading without changes: the white space that parts two blocks,
    which the block boundary itself expresses.
    """

    source: str
    reading: str
    at: int
    """Offset of `source` in the source text, in characters."""
    changes: tuple[TextChange, ...] = ()

    @property
    def untouched(self) -> bool:
        """Whether it may be cut anywhere, because each character stands for itself."""
        return not self.changes and self.source == self.reading


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption or piece of furniture."""

    id: str
    """`b.` and eight hex digits made from its source text: inserting a paragraph changes no other id."""
    segments: tuple[Segment, ...]
    role: Role = Role.BODY
    opens: Opening | None = None
    """Set where an article or section begins; the blocks that follow belong to it."""
    changes: tuple[BlockChange, ...] = ()
    """Changes of the block as a whole: its role, its place."""
    continues: str = ""
    """Of a block with which a later part of an article opens: the id of a block of the part before it."""
    refers: str = ""
    """Of a jump line: the id of a block of the part to which it leads."""
    cell: Cell | None = None
    """Of a cell: its place in its table; it counts as long as the block has that role."""
    reading: str = field(init=False, compare=False)
    """The text a reader should see: the readings of its segments."""

    def __post_init__(self) -> None:
        """Join the readings once; every pass and writer asks for them. One alone is kept, not copied."""
        object.__setattr__(self, "reading", "".join([s.reading for s in self.segments if s.reading]))

    @property
    def source(self) -> str:
        """The text of its segments as the source has it."""
        return "".join([s.source for s in self.segments])

    @property
    def is_furniture(self) -> bool:
        """Whether the reading leaves this block out."""
        return self.role in FURNITURE


@dataclass(frozen=True, slots=True)
class Article:
    """A view: the blocks from one opening to the next; of an article in parts, those of all its parts."""

    id: str
    kind: Opening
    blocks: tuple[Block, ...]
    _readable: tuple[Block, ...] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def readable(self) -> tuple[Block, ...]:
        """The blocks with something to read: no furniture, no repeats, no head carried over to a part."""
        if self._readable is None:  # every writer asks for them again and again
            carried = self.carried_heads
            readable = [
                b for b in self.blocks if not b.is_furniture and b.reading.strip() and b.id not in carried
            ]
            object.__setattr__(self, "_readable", tuple(readable))
        return self._readable or ()

    @property
    def carried_heads(self) -> frozenset[str]:
        """The ids of the headings over its later parts: they name the article once more, and begin none."""
        heads: set[str] = set()
        inside = False
        for number, block in enumerate(self.blocks):
            begins = number > 0 and block.opens is not None and bool(block.continues)
            inside = (begins or inside) and (block.is_furniture or block.role in HEADINGS)
            if inside and block.role in HEADINGS:
                heads.add(block.id)
        return frozenset(heads)

    @property
    def headline(self) -> str:
        """Its headline, or the start of its text where it has none."""
        for block in self.readable:
            if block.role is Role.HEADLINE:
                return block.reading
        return ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the issue: its printed number and where it begins in the source text."""

    label: str
    at: int = 0
    part: int = 0
    """Number of the file that it stands in, in `Source.parts`, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of the issue from flags, a file beside the source, or its name."""

    title: str = ""
    """The newspaper: 重庆日报."""
    date: str = ""
    """ISO 8601: 2025-12-08, 2025-12 or 2025."""
    number: str = ""
    """The issue's number: 第26543号 is "26543"."""
    language: str = ""
    """BCP 47: zh-Hans, zh-Hant, en; empty until the text has been seen."""
    page: str = ""
    """The printed number of the (first) page; empty for an issue of several files: its pages have it."""
    name: str = ""
    """The source's file name without its folder."""
    issn: str = ""
    """Of the newspaper: 1234-5679."""
    publisher: str = ""
    place: str = ""
    """Where it was published."""
    rights: str = ""
    """Who holds which rights in it, in words."""
    licence: str = ""
    """On what terms it may be used: an address or a name."""
    creator: str = ""
    """Who wrote it; of a newspaper that is not usual."""
    call_number: str = ""
    """Where the printed issue stands."""
    collection: str = ""
    """Of which it is a part, in the institution that holds it."""
    holding_institution: str = ""
    """Library or archive that holds the printed issue."""
    house: str = ""
    """The file of the paper's house pack: where it lies, which no output names."""
    knowledge: str = ""
    """The file of what was counted in the paper's issues; the same holds of it."""
    max_harm: str = ""
    """How many characters in 100,000 the rules may change wrongly, where a file beside the source says it."""
    images: str = ""
    """Which of its pictures reading copies show: none, small or full; empty: it is not said."""
    warnings: tuple[str, ...] = ()
    """What was stated of the issue and cannot be, such as a day that the calendar lacks."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something a rule would do but is not certain enough of: shown to a reviewer, not done."""

    change: Change
    block: str
    """Id of the block; of a join, of the first of the two."""
    at: int
    """Offset in the source text."""
    other: str = ""
    """Id of the second block of a join, of the block that a placed one would follow, or a part continue."""
    held: bool = field(default=False, compare=False)
    """Whether the rule was certain enough by its own threshold, and held back lest text be harmed."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule acted and how often it only proposed, in one run."""

    version: int
    kind: Kind
    done: int = 0
    proposed: int = 0
    distribution: str = ""
    """Name and version of the installed distribution that brings the rule; empty: it is built in."""


@dataclass(frozen=True, slots=True)
class Document:
    """One source and what was made of it: the blocks stand in reading order."""

    source: Source
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = (Page(""),)
    meta: Metadata = Metadata()
    proposals: tuple[Proposal, ...] = ()
    rules: Mapping[str, Tally] = field(default_factory=lambda: MappingProxyType({}))
    """Every rule that ran, in running order."""
    ruleset: str = ""
    """The built-in set of rules that ran as a whole, beside any installed ones: backfile 0.2.0."""
    damage: Damage = NOT_ESTIMATED
    """How damaged the source was, as far as its blocks showed once their lines were joined."""
    house: House = NO_HOUSE
    """What is known of the paper: what its house pack lists, and what was counted in its issues."""
    max_harm: float | None = None
    """Characters in 100,000 that rules were allowed to change wrongly; None: no rule was held back."""
    layout: Layout | None = field(default=None, repr=False)
    """Where the source text stood on its pages; None: the source does not say."""
    archive: bytes = field(default=b"", repr=False, compare=False)
    """The archival XML that it was read from: no rule runs on it again, and as XML it is these bytes."""
    _articles: tuple[Article, ...] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def divisions(self) -> tuple[Article, ...]:
        """The blocks grouped by their openings; what comes before the first is a group too."""
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.opens is not None or not groups:
                groups.append([])
            groups[-1].append(block)
        return tuple(Article(f"a.{g[0].id[2:]}", g[0].opens or Opening.ARTICLE, tuple(g)) for g in groups)

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, each whole: a part on another page stands behind the one that it continues.

        Advertisements stand behind all of them.
        """
        if self._articles is None:
            object.__setattr__(self, "_articles", self._joined_divisions())
        return self._articles or ()

    def _joined_divisions(self) -> tuple[Article, ...]:
        divisions = tuple(sorted(self.divisions, key=lambda each: each.kind is Opening.ADVERTISEMENT))
        previous = previous_parts(divisions)
        if not previous:
            return divisions
        later: dict[int, list[int]] = {}
        for part, before in previous.items():
            later.setdefault(before, []).append(part)
        return tuple(
            replace(division, blocks=tuple(_with_later_parts(divisions, number, later)))
            for number, division in enumerate(divisions)
            if number not in previous
        )

    @property
    def text(self) -> str:
        """The reading as plain text: a blank line between blocks but for lines, furniture left out."""
        kept = (text for a in self.articles for text in _texts(a.readable))
        return "\n\n".join(kept) + "\n"

    def in_source_order(self) -> Iterator[Segment]:
        """Every segment that has source text, as the source has it."""
        segments = [s for b in self.blocks for s in b.segments if s.source]
        segments.sort(key=attrgetter("at"))
        return iter(segments)


def previous_parts(divisions: Sequence[Article]) -> dict[int, int]:
    """Return for each division that continues another one, by their numbers, which.

    A part that continues what is not there, or at last itself, stands alone.
    """
    if not any(division.blocks[0].continues for division in divisions):
        return {}
    home = {block.id: number for number, division in enumerate(divisions) for block in division.blocks}
    previous: dict[int, int] = {}
    for number, division in enumerate(divisions):
        before = home.get(division.blocks[0].continues, number)
        first = before
        while first in previous and first != number:
            first = previous[first]
        if first != number:
            previous[number] = before
    return previous


def _with_later_parts(
    divisions: Sequence[Article], number: int, later: Mapping[int, Sequence[int]]
) -> Iterator[Block]:
    """Yield the blocks of a division and those of all parts that continue it."""
    waiting = [number]
    while waiting:
        part = waiting.pop()
        yield from divisions[part].blocks
        waiting += reversed(later.get(part, ()))


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the readings of blocks, lines that belong together one under the other."""
    done = 0
    for group in line_groups(blocks):
        yield from (block.reading for block in blocks[done : group.start])
        yield _lines(blocks[group.start : group.stop])
        done = group.stop
    yield from (block.reading for block in blocks[done:])


def _lines(group: Sequence[Block]) -> str:
    """Return lines one under the other; the cells of a row with tabs between them."""
    if group[0].role is not Role.TABLE_CELL:
        return "\n".join([block.reading for block in group])
    cells = [block for block in group if not block.is_furniture]
    rows = rows_of([block.cell for block in cells])
    return "\n".join(
        ["\t".join(["" if s.number < 0 else cells[s.number].reading for s in row]) for row in rows]
    )


class BlockIds:
    """Gives texts ids made from their content; the second of two equal texts gets `.2`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Begin with the ids that blocks have already."""
        self._counts = dict.fromkeys(taken, 1)

    def of(self, text: str) -> str:
        """Return an id that no other block has."""
        counts = self._counts
        stem = "b." + sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:8]
        count = counts.get(stem, 0) + 1
        while count > 1 and f"{stem}.{count}" in counts:
            count += 1
        counts[stem] = count
        name = stem if count == 1 else f"{stem}.{count}"
        counts.setdefault(name, 1)
        return name


def block_ids(texts: Iterable[str], taken: Iterable[str] = ()) -> Iterator[str]:
    """Give each text an id.

    >>> list(block_ids(["头版", "头版"]))
    ['b.fea3c91c', 'b.fea3c91c.2']
    """
    return map(BlockIds(taken).of, texts)
