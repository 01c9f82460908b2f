"""The text with tracked changes: accepting all gives the reading, rejecting all the source's wording.

ECMA-376, part 1, section 17.13.5. What each mark is called, and how it finds its place in the source again,
is laid down in docs/docx.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from convert.document.model import Block, Document, Proposal
from convert.document.roles import ALL_HEADINGS, Role
from convert.readers.word.marks import TrackState
from convert.text.xml_safe import sanitize
from convert.typeset.display import language_tag
from convert.typeset.missing_pages import BEHIND_ALL
from convert.typeset.styles import StyleSheet
from convert.writers.docx.comment_words import CommentWords, comment_words, proposal_in_words
from convert.writers.docx.headings import set_heading
from convert.writers.docx.jump_notes import jump_notes
from convert.writers.docx.ooxml import add, w
from convert.writers.docx.pages import PageMarks
from convert.writers.docx.paragraphs import add_paragraph, add_runs, mark_place
from convert.writers.docx.pictures import PictureParagraphs
from convert.writers.docx.template import NAMES, TABLE_CAPTION, TABLE_CELL
from convert.writers.docx.tracked import (
    ReviewLine,
    TextRun,
    TrackedChange,
    author_name,
    tracked_lines,
)

FIRST_MARK = 1_000_000
"""Above the numbers of the bookmarks of articles and pages."""
JUMPS = "jumps"
"""Who says where a jump line leads: the rule that links them."""
LONGEST_START = 100
"""Characters of a block's beginning that are kept for comments."""
JUMP = "jump"
"""Initials of a comment on where a jump line leads."""


@dataclass(slots=True)
class Pen:
    """Writes marks into a body, each with a number of its own."""

    body: etree._Element
    date: str
    """Of all marks, as XML Schema has it; empty: it is not known."""
    words: CommentWords
    starts: Mapping[str, str]
    """How each block begins, by its id."""
    comments: etree._Element = field(
        default_factory=lambda: etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
    )
    number: int = FIRST_MARK

    @property
    def _dated(self) -> Mapping[str, str]:
        return {"date": self.date} if self.date else {}

    def mark(self, parent: etree._Element, kind: str, author: str) -> etree._Element:
        """Append `w:ins` or `w:del`."""
        self.number += 1
        return add(parent, kind, id=str(self.number), author=author_name(author), **self._dated)

    def text(self, parent: etree._Element, run: TextRun) -> None:
        """Append text, inserted or deleted text."""
        if not run.text:
            return
        if run.track is TrackState.KEPT:
            add_runs(parent, run.text)
            return
        mark = self.mark(parent, run.track, run.author)
        add_runs(mark, run.text)
        if run.track is TrackState.DELETED:
            for element in list(mark.iter(w("t"))):
                element.tag = w("delText")

    def change(self, paragraph: etree._Element, change: TrackedChange) -> None:
        """Append what goes together, inside a bookmark that tells its place in the source; or as it reads."""
        if change.settled:
            for run in change.runs:
                if run.track is TrackState.INSERTED and run.text:
                    add_runs(paragraph, run.text)
            return
        self.number += 1
        number = str(self.number)
        add(paragraph, "bookmarkStart", id=number, name=change.name)
        for run in change.runs:
            self.text(paragraph, run)
        add(paragraph, "bookmarkEnd", id=number)

    def comment(self, paragraph: etree._Element, proposal: Proposal) -> None:
        """Append a comment on what was proposed and not done."""
        change = proposal.change
        words = proposal_in_words(proposal, self.starts, self.words)
        # w:initials hold what finds the place again; the words are for the editor
        self._note(paragraph, sanitize(change.rule), f"{change.action}:{proposal.at}", words)

    def jump(self, paragraph: etree._Element, words: str) -> None:
        """Append a comment on where a jump line leads; nothing is to be decided of it."""
        self._note(paragraph, JUMPS, JUMP, words)

    def _note(self, paragraph: etree._Element, author: str, initials: str, words: str) -> None:
        number = str(len(self.comments))
        note = add(self.comments, "comment", id=number, author=author, **self._dated, initials=initials)
        add_paragraph(note, "Normal", words)
        add(paragraph, "commentRangeStart", id=number)
        add(paragraph, "commentRangeEnd", id=number)
        add(add(paragraph, "r"), "commentReference", id=number)


class IssueMarks(NamedTuple):
    """What is neither text nor change: where printed pages begin, pictures, the lines of headings."""

    pages: PageMarks
    pictures: PictureParagraphs
    style: StyleSheet

    def set_heading(self, paragraph: etree._Element, line: ReviewLine, language: str) -> None:
        """Let the lines of a heading end between words where nothing is tracked in it."""
        kept = (isinstance(part, TextRun) and part.track is TrackState.KEPT for part in line.parts)
        if line.block.role in ALL_HEADINGS and line.end is TrackState.KEPT and all(kept):
            set_heading(paragraph, line.block, self.style, language)

    def open(self, body: etree._Element, block: Block) -> None:
        """Append what stands in front of a block."""
        self.pages.add_missing(body, block.id)
        self.pictures.add_before(body, block)

    def close(self, body: etree._Element, block: Block | None, own: Sequence[etree._Element]) -> None:
        """Append what stands behind a block, of which `own` are the paragraphs, and mark pages in these."""
        if block is not None:
            self.pages.begin(own, block.id)
            self.pictures.add_behind(body, block)


def add_review(
    body: etree._Element, document: Document, marks: IssueMarks, date: str, *, widths: bool = True
) -> etree._Element:
    """Append every block with its tracked changes; return the comments, of which there may be none."""
    starts = {block.id: block.reading[:LONGEST_START] for block in document.blocks}
    pen = Pen(body, date, comment_words(document.meta), starts)
    jumps = jump_notes(document)
    opened = {article.blocks[0].id: article.id for article in document.articles}
    count = 0
    block: Block | None = None
    own: list[etree._Element] = []
    for line in tracked_lines(document, widths=widths):
        if line.opens:
            marks.close(body, block, own)
            block, own = line.block, []
            marks.open(body, block)
        paragraph = _add_line(pen, line)
        marks.set_heading(paragraph, line, language_tag(document.meta))
        if line.opens and line.block.id in opened:
            count += 1
            mark_place(paragraph, count, opened[line.block.id])
        if line.block is block:
            own.append(paragraph)
        if line.opens and line.block.id in jumps:
            pen.jump(paragraph, jumps[line.block.id])
    marks.close(body, block, own)
    marks.pages.add_missing(body, BEHIND_ALL)
    return pen.comments


def _add_line(pen: Pen, line: ReviewLine) -> etree._Element:
    """Append one paragraph."""
    paragraph = add_paragraph(pen.body, style_of(line.block), "")
    for part in line.parts:
        if isinstance(part, TrackedChange):
            pen.change(paragraph, part)
        elif isinstance(part, TextRun):
            pen.text(paragraph, part)
        else:
            pen.comment(paragraph, part)
    if line.end is not TrackState.KEPT:
        pen.mark(add(paragraph[0], "rPr"), line.end, line.author)
    return paragraph


def style_of(block: Block) -> str:
    """Return the style's id; the sheet's own lines, which are shown nowhere else, have that of notes."""
    if block.role is Role.TABLE_CELL:
        return TABLE_CELL.id
    if block.role is Role.TABLE_CAPTION:
        return TABLE_CAPTION.id
    return NAMES.get(block.role, NAMES["note"]).id
