"""The text with tracked changes: accepting all gives the reading, rejecting all the source's wording.

ECMA-376, part 1, section 17.13.5. What each mark is called, and how it finds its place in the source again,
is laid down in docs/docx.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from convert.model import Block, Document, Proposal, Segment
from convert.writers.docx.ooxml import add, w
from convert.writers.docx.paragraphs import add_paragraph, add_runs, mark_place
from convert.writers.docx.template import NAMES
from convert.writers.front import one_line
from convert.writers.visible import visible

FIRST_MARK = 1_000_000
"""Above the numbers of the articles' bookmarks."""
SHOWN = 60
"""Characters of a text that a comment quotes."""
JOINED = "¶"
ORDER = "order"
"""The author of a move that no rule has put on record."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one block that stands in one place of the source."""

    block: Block
    segments: tuple[Segment, ...]
    at: int
    rule: str
    """Who moved its block."""


@dataclass(slots=True)
class Pen:
    """Writes marks into a body, each with a number of its own."""

    body: etree._Element
    date: str
    waiting: list[Proposal]
    """What is doubtful, by its place in the source, the last first."""
    comments: etree._Element = field(
        default_factory=lambda: etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
    )
    number: int = FIRST_MARK

    def mark(self, parent: etree._Element, kind: str, author: str) -> etree._Element:
        """Append `w:ins` or `w:del`."""
        self.number += 1
        return add(parent, kind, id=str(self.number), author=visible(author) or ORDER, date=self.date)

    def change(self, parent: etree._Element, kind: str, author: str, text: str) -> None:
        """Append inserted or deleted text."""
        if not text:
            return
        mark = self.mark(parent, kind, author)
        add_runs(mark, text)
        if kind == "del":
            for element in list(mark.iter(w("t"))):
                element.tag = w("delText")

    def end_mark(self, paragraph: etree._Element, kind: str, author: str) -> None:
        """Track the end of a paragraph."""
        self.mark(add(paragraph[0], "rPr"), kind, author)


def add_review(body: etree._Element, document: Document, date: str) -> etree._Element:
    """Append every block with its tracked changes; return the comments, of which there may be none."""
    pen = Pen(body, date, sorted(document.proposals, key=lambda p: p.at, reverse=True))
    blocks = [(block, _pieces(block)) for block in document.blocks]
    pieces = [piece for _, found in blocks for piece in found]
    stay = _staying([piece.at for piece in pieces])
    kept = [piece.at for number, piece in enumerate(pieces) if number in stay]
    moved = sorted((p for n, p in enumerate(pieces) if n not in stay), key=lambda p: p.at)
    gone = {at: list(found) for at, found in groupby(moved, lambda p: _before(kept, p.at))}
    opened = {article.blocks[0].id: article.id for article in document.articles}
    _deleted(pen, gone.get(-1, ()))
    number = count = 0
    for block, found in blocks:
        first = _add_block(pen, block, [(piece, number + n in stay) for n, piece in enumerate(found)], gone)
        number += len(found)
        if block.id in opened and first is not None:
            count += 1
            mark_place(first, count, opened[block.id])
    if len(body):
        _doubts(pen, body[-1], None)
    return pen.comments


def _pieces(block: Block) -> list[Piece]:
    """Cut a block where its source does not go on."""
    runs: list[list[Segment]] = []
    end: int | None = None
    for segment in block.segments:
        seam = any(c.before == JOINED for c in segment.changes)
        if not runs or (segment.source and end not in {None, segment.at}):
            runs.append([])
            end = None
        runs[-1].append(segment)
        if segment.source:
            end = segment.at + len(segment.source)
        if seam:
            runs.append([])
            end = None
    rule = next((c.rule for c in reversed(block.changes)), ORDER)
    return [Piece(block, tuple(r), next((s.at for s in r if s.source), r[0].at), rule) for r in runs if r]


def _staying(places: Sequence[int]) -> frozenset[int]:
    """Return the numbers of the longest run of pieces that stand in the source's order already."""
    tails: list[int] = []
    heads: list[int] = []
    back: list[int] = []
    for number, at in enumerate(places):
        length = bisect_left(tails, at)
        back.append(heads[length - 1] if length else -1)
        tails[length : length + 1] = [at]
        heads[length : length + 1] = [number]
    found: list[int] = []
    here = heads[-1] if heads else -1
    while here >= 0:
        found.append(here)
        here = back[here]
    return frozenset(found)


def _before(kept: Sequence[int], at: int) -> int:
    index = bisect_left(kept, at)
    return kept[index - 1] if index else -1


def _add_block(
    pen: Pen, block: Block, pieces: Sequence[tuple[Piece, bool]], gone: Mapping[int, Sequence[Piece]]
) -> etree._Element | None:
    """Append a block: a paragraph, or several, their ends deleted where the rules joined them.

    Returns its first paragraph; none where the block has nothing to show here.
    """
    style = _style(block)
    first = paragraph = add_paragraph(pen.body, style, "")
    rule = next((c.rule for c in reversed(block.changes)), ORDER)
    shown = not block.is_furniture and bool(block.reading.strip())
    stayed: Piece | None = None
    for piece, stays in pieces:
        if stays and stayed is not None:
            pen.end_mark(paragraph, "del", _joiner(stayed))
            _deleted(pen, gone.get(stayed.at, ()))
            paragraph = add_paragraph(pen.body, style, "")
        if stays:
            stayed = piece
        if stays or shown:
            _add_piece(pen, paragraph, piece, stays=stays, shown=shown, rule=rule)
    if stayed is None:
        if len(paragraph) > 1:
            pen.end_mark(paragraph, "ins", rule)
            return first
        pen.body.remove(paragraph)
        return None
    if not shown:
        pen.end_mark(paragraph, "del", rule)
    _deleted(pen, gone.get(stayed.at, ()))
    return first


def _style(block: Block) -> str:
    """Return the style's id; the sheet's own lines, which are shown nowhere else, have that of notes."""
    return NAMES.get(block.role, NAMES["note"]).id


def _joiner(piece: Piece) -> str:
    return next((c.rule for s in reversed(piece.segments) for c in s.changes if c.before == JOINED), ORDER)


def _deleted(pen: Pen, pieces: Iterable[Piece]) -> None:
    """Append what was moved from here, each as a paragraph that is gone."""
    for piece in pieces:
        text = "".join([s.source for s in piece.segments]).strip("\r\n")
        if not text:
            continue
        paragraph = add_paragraph(pen.body, _style(piece.block), "")
        with_mark(pen, paragraph, f"_m{piece.at}", [("del", piece.rule, text)])
        pen.end_mark(paragraph, "del", piece.rule)


def _add_piece(
    pen: Pen, paragraph: etree._Element, piece: Piece, *, stays: bool, shown: bool, rule: str
) -> None:
    """Append a piece's text: as it stands, as it was changed, or as inserted where it was moved to."""
    if not stays:
        text = "".join([s.reading for s in piece.segments])
        with_mark(pen, paragraph, f"_t{piece.at}", [("ins", piece.rule, text)])
        return
    for segment in piece.segments:
        _doubts(pen, paragraph, segment.at + max(1, len(segment.source)))
        if not segment.changes and not segment.reading:
            continue
        name = f"_c{segment.at}_{len(segment.source)}"
        authors = "+".join(dict.fromkeys(c.rule for c in segment.changes))
        seam = any(c.before == JOINED for c in segment.changes)
        source = "" if seam else segment.source
        if not shown:
            with_mark(pen, paragraph, name, [("del", rule, source)])
        elif source == segment.reading:
            add_runs(paragraph, segment.reading)
        else:
            with_mark(pen, paragraph, name, [("del", authors, source), ("ins", authors, segment.reading)])


def with_mark(
    pen: Pen, paragraph: etree._Element, name: str, changes: Sequence[tuple[str, str, str]]
) -> None:
    """Append changes inside a bookmark that tells their place in the source."""
    pen.number += 1
    number = str(pen.number)
    add(paragraph, "bookmarkStart", id=number, name=name)
    for kind, author, text in changes:
        pen.change(paragraph, kind, author, text)
    add(paragraph, "bookmarkEnd", id=number)


def _doubts(pen: Pen, paragraph: etree._Element, end: int | None) -> None:
    """Append the comments on what is doubtful before a place in the source; `None`: on all that is left."""
    while pen.waiting and (end is None or pen.waiting[-1].at < end):
        proposal = pen.waiting.pop()
        change = proposal.change
        number = str(len(pen.comments))
        # w:initials hold what finds the place again; the words are for the editor
        initials = f"{proposal.action}:{proposal.at}"
        note = add(
            pen.comments, "comment", id=number, author=visible(change.rule), date=pen.date, initials=initials
        )
        before, after = (one_line(text, SHOWN) for text in (change.before, change.after))
        other = f" {proposal.other}" if proposal.other else ""
        add_paragraph(note, "Normal", f"{proposal.action} {change.cert:.2f}: {before} → {after}{other}")
        add(paragraph, "commentRangeStart", id=number)
        add(paragraph, "commentRangeEnd", id=number)
        add(add(paragraph, "r"), "commentReference", id=number)
