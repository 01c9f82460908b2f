"""From a document to paragraphs broken into lines, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from convert.document.model import Block, Document
from convert.document.roles import ALL_HEADINGS, ARTICLE_OPENERS, Role
from convert.text.xml_safe import sanitize
from convert.typeset import display
from convert.typeset.missing_pages import BEHIND_ALL, MissingPage, missing_pages
from convert.typeset.notes import ChangeNote
from convert.typeset.page_breaks import page_breaks, printed_pages
from convert.typeset.styles import Align, StyleSheet
from convert.writers.pdf.groups import GroupEdge, captions_among, group_edges, tables_among
from convert.writers.pdf.line_units import EM, LineUnit
from convert.writers.pdf.linebreak import FilledLine, LineMeasure, break_lines, one_line
from convert.writers.pdf.notes import margin_labels, note_text
from convert.writers.pdf.set_paragraphs import OutlineEntry, SetLine, SetParagraph
from convert.writers.pdf.shaping import HAN, Shaper
from convert.writers.pdf.unit_kinds import UnitKind
from convert.writers.pdf.vertical import LineSegment, VerticalShaper

BALANCED = (ALL_HEADINGS - {Role.KICKER}) | {"masthead"}
"""Headings whose lines are made alike in length."""

BULLET = re.compile(r"[●○■□◆◇▲△★☆•▪][ \u3000]?(?=\S)")
"""What a brief begins with."""

LONGEST_NAME = 120
"""Characters of a line of the contents; the article has the whole headline."""

BALANCED_UP_TO = 200
"""Units; a longer text is no heading, whatever it is called."""


WITHOUT_TEXT = "page-without-text"
"""Name of a line that says that a printed page has no text."""


SetBlock = Callable[[Block, SetParagraph], SetParagraph]
"""Adds to a set block what stands beside it: the numbers of notes."""
SetTable = Callable[[Sequence[Block], "Typesetter", float, SetBlock], Sequence[SetParagraph]]
"""Sets the cells of a table in a width in points, row by row."""


@dataclass(frozen=True, slots=True, eq=False)
class Typesetter:
    """Sets texts in the styles of a sheet."""

    sheet: StyleSheet
    shaper: Shaper
    chains: Mapping[str, tuple[int, ...]]
    """By face of the style (text, heading, text-bold, heading-bold): the document's faces, best first."""
    words: Callable[[str], Sequence[str]] | None = None
    """Cuts a heading into words, so that none is parted by a line end."""

    @property
    def is_vertical(self) -> bool:
        """Whether lines run from top to bottom."""
        return self.shaper.is_vertical

    def paragraph(
        self, text: str, name: str, width: float, align: Align | None = None, *, under_heading: bool = False
    ) -> SetParagraph:
        """Break a text into lines of a width in points, in the style of that name.

        A Latin paragraph stands in by one character at most, and not at all under a heading.
        """
        style = self.sheet.of(name)
        if align:
            style = replace(style, align=align)
        chain = self.chains[f"{style.font}-bold" if style.bold else style.font]
        inset = min(style.inset * style.size, width / 3)
        length = max(4 * EM, round((width - inset) * EM / style.size))
        words = self.words if name in BALANCED and len(text) <= BALANCED_UP_TO else None
        # in ragged lines and in headings no word is cut: nothing is gained by it
        units = self.shaper.units(sanitize(text), chain, length, words, hyphens=style.align == "justify")
        indent = min(round(style.indent * EM), length // 2)
        if indent and HAN.search(text) is None:
            indent = 0 if under_heading else min(indent, EM)
        hyphen = self.shaper.hyphen_width(chain)
        measure = LineMeasure(length, indent, style.align == "justify", style.hang, hyphen)
        lines = list(break_lines(units, measure))
        if name in BALANCED and len(lines) > 1 and len(units) <= BALANCED_UP_TO:
            lines = _balanced(units, measure, lines)
        shaper, scale = self.shaper, style.size / EM
        texts, codes = [unit.text for unit in units], [unit.code for unit in units]
        set_lines: list[SetLine] = []
        left = indent
        for first, last, shift, line_width, gaps, cut in lines:
            if style.align == "center":
                left = (length - line_width) // 2
            elif style.align == "right":
                left = length - line_width
            line_units, line_codes = units[first:last], codes[first:last]
            if cut:
                line_units, gaps = [*line_units, shaper.hyphen(chain)], (*gaps, 0)  # noqa: PLW2901
                line_codes = [*line_codes, ""]
            segments: tuple[LineSegment, ...] = ()
            code = ""
            if isinstance(shaper, VerticalShaper):
                segments = shaper.segments(line_units, gaps, chain, style.size, bold=style.bold)
            else:
                code = shaper.show(line_units, gaps, chain[0], style.size, bold=style.bold, codes=line_codes)
            start, drawn = inset + (left - shift) * scale, (line_width + shift) * scale
            set_lines.append(SetLine(code, start, drawn, "".join(texts[first:last]), segments))
            left = 0
        stroked = style.bold and chain[0] not in shaper.bold
        return SetParagraph(tuple(set_lines), style, chain[0], name, stroked=stroked)

    def labelled(self, label: str, text: str, name: str, width: float) -> SetParagraph:
        """Set a text with a label before it; its lines begin where the label ends."""
        before = self.paragraph(label, name, width, align="left").lines[0]
        room = before.width + self.sheet.of(name).size * {"\u3000": 1.0, " ": 0.4}.get(label[-1], 0.06)
        inside = self.paragraph(text, name, width - room)
        moved = tuple(line._replace(left=line.left + room) for line in inside.lines)
        return inside._replace(lines=moved, label=before)


def _balanced(units: Sequence[LineUnit], measure: LineMeasure, lines: list[FilledLine]) -> list[FilledLine]:
    """Make the lines of a heading alike in length: as narrow as the number of lines allows.

    A space among Han is where the headline was parted in print; it is parted there again if that
    takes no further line.
    """
    parted = [
        u._replace(kind=UnitKind.BREAK) if u.kind is UnitKind.SPACE and u.text == " " else u for u in units
    ]
    if any(unit.kind is UnitKind.HAN for unit in units):
        at_spaces = list(break_lines(parted, measure))
        if len(at_spaces) == len(lines):
            units, lines = parted, at_spaces
    low, high = measure.length // len(lines), measure.length
    unbroken, narrowest = one_line(units, measure), None
    while high - low > EM // 4:
        middle = (low + high) // 2
        tried = replace(unbroken, measure=replace(measure, length=middle, justify=False))
        if sum(1 for _ in tried.ranges()) > len(lines):
            low = middle
        else:
            high, narrowest = middle, tried
    return list(narrowest.lines()) if narrowest else lines


def body(
    document: Document,
    typesetter: Typesetter,
    width: float,
    notes: Mapping[str, Sequence[ChangeNote]],
    set_table: SetTable,
) -> tuple[list[OutlineEntry], list[SetParagraph]]:
    """Set every article, and say what the contents say of each; `notes` go by the id of their block."""
    articles = [article for article in document.articles if article.readable]
    own = display.messages(document.meta)
    named = [OutlineEntry(*each) for each in display.contents_names(articles, own, LONGEST_NAME)]
    paragraphs: list[SetParagraph] = []
    printed = dict(printed_pages(document)) if len(document.pages) > 1 else {}
    breaks = page_breaks(document) if printed else {}
    missing = missing_pages(document)
    for number, (article, entry) in enumerate(zip(articles, named, strict=True)):
        before, inside = "", 0
        blocks = article.readable
        edges = group_edges(blocks)
        tables = tables_among(blocks)
        captions = captions_among(blocks, tables.values())
        for first, block in enumerate(blocks):
            lines = _without_text(missing.get(block.id, ()), typesetter, width)
            paragraphs += (line._replace(article=number if first else -1) for line in lines)
            if first < inside:
                continue
            page, opens = printed.get(block.id, ""), None if first else entry
            if first in tables:
                inside = tables[first].stop
                rows = list(set_table(blocks[first:inside], typesetter, width, _noted(notes)))
                top = _with_caption(rows[0], has_caption=first - 1 in captions)
                rows[0] = top._replace(opens=opens, page=page, block=block.id)
                rows[-1] = rows[-1]._replace(block=blocks[inside - 1].id)
                paragraphs += (row._replace(article=number) for row in rows)
                before = block.role
                continue
            bullet = BULLET.match(block.reading) if block.role is Role.BRIEF else None
            if bullet:
                text = block.reading[bullet.end() :]
                whole = typesetter.labelled(bullet.group(), text, block.role, width)
            else:
                style = Role.LABEL if _over_subhead(blocks, first) else block.role
                under_heading = block.role is Role.BODY and before != Role.BODY
                whole = typesetter.paragraph(block.reading, style, width, under_heading=under_heading)
                whole = whole._replace(name=_name(block, of_table=first in captions))
            whole = _noted(notes)(block, whole)
            if first in edges:
                whole = _apart(whole, edges[first])
            if not first and block.role not in ARTICLE_OPENERS:
                whole = whole._replace(style=replace(whole.style, before=whole.pitch))
            if before == Role.KICKER and block.role is Role.HEADLINE:  # the two are one heading
                whole = whole._replace(style=replace(whole.style, before=0.0))
            if before == Role.HEADLINE and block.role is Role.KICKER:  # a line below belongs to it as well
                headline = paragraphs[-1]
                paragraphs[-1] = headline._replace(style=replace(headline.style, after=whole.style.after))
                whole = whole._replace(style=replace(whole.style, before=0.0, after=headline.style.after))
            before = block.role
            paragraphs.append(
                whole._replace(
                    article=number,
                    opens=opens,
                    page=page,
                    breaks=breaks.get(block.id, ()),
                    block=block.id,
                )
            )
    paragraphs += _without_text(missing.get(BEHIND_ALL, ()), typesetter, width)
    return named, paragraphs


def _over_subhead(blocks: Sequence[Block], number: int) -> bool:
    """Whether a subhead stands directly over another: it is a label over the part that the other begins."""
    below = blocks[number + 1].role if number + 1 < len(blocks) else None
    return blocks[number].role is Role.SUBHEAD and below is Role.SUBHEAD


def _with_caption(row: SetParagraph, *, has_caption: bool) -> SetParagraph:
    """Let the first row of a table know whether a caption began the table."""
    return row._replace(row=row.row and row.row._replace(has_caption=has_caption))


def _name(block: Block, *, of_table: bool) -> str:
    """Return what a block is shown as; a caption whose table stands elsewhere is a line of its own."""
    return Role.LABEL if block.role is Role.TABLE_CAPTION and not of_table else block.role


def _noted(notes: Mapping[str, Sequence[ChangeNote]]) -> SetBlock:
    """Return what numbers the lines of a block that hold a change."""
    return lambda block, whole: _with_margin(whole, notes[block.id]) if block.id in notes else whole


def _without_text(
    pages: Sequence[MissingPage], typesetter: Typesetter, width: float
) -> Iterator[SetParagraph]:
    """Set a line for each printed page that has no text, apart from what is around it."""
    for page in pages:
        whole = typesetter.paragraph(page.notice, "note", width)
        style = replace(whole.style, before=whole.pitch, after=whole.pitch)
        yield whole._replace(style=style, name=WITHOUT_TEXT, page=page.label)


def _apart(whole: SetParagraph, edge: GroupEdge) -> SetParagraph:
    """Put half a line between a list or stanza and what stands around it."""
    style, room = whole.style, whole.pitch / 2
    before, after = (room if edge.begins else style.before), (room if edge.ends else style.after)
    return whole._replace(style=replace(style, before=before, after=after))


def _with_margin(whole: SetParagraph, notes: Sequence[ChangeNote]) -> SetParagraph:
    """Number the lines that hold a change."""
    start = len(whole.label.text) if whole.label else 0
    _, *ends = accumulate((len(line.text) for line in whole.lines), initial=start)
    labels = margin_labels(ends, notes)
    lines = (line._replace(margin=label) for line, label in zip(whole.lines, labels, strict=True))
    return whole._replace(lines=tuple(lines))


def endnotes(
    document: Document, typesetter: Typesetter, width: float, notes: Mapping[str, Sequence[ChangeNote]]
) -> list[SetParagraph]:
    """Set the heading over the notes, and each note with its number."""
    if not notes:
        return []
    heading = typesetter.paragraph(display.messages(document.meta).changes, Role.SUBHEAD, width)
    paragraphs = [heading._replace(name="notes-heading")]
    for block in (block for article in document.articles for block in article.readable if block.id in notes):
        shown = sanitize(block.reading)
        paragraphs += [
            typesetter.labelled(f"{note.number}\u3000", note_text(shown, note), "note", width)
            for note in notes[block.id]
        ]
    return paragraphs
