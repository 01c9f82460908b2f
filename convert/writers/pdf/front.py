"""What stands before the text: masthead, issue line and contents, on pages of their own or above the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from convert.document.model import Document
from convert.document.roles import Role
from convert.typeset import display
from convert.writers.pdf.compose import Typesetter
from convert.writers.pdf.layout import Frame, Sheet, fill
from convert.writers.pdf.set_paragraphs import OutlineEntry, SetParagraph

LONGEST_TITLE = 80
"""Characters of a masthead."""

MOST_OF_THE_PAGE = 0.45
"""A front that is higher than this share of the first page has pages of its own."""

BELOW_MASTHEAD, BELOW_FRONT = 10.0, 14.0
"""Points: between the masthead's lines and the contents, between the front and the text."""


@dataclass(frozen=True, slots=True)
class Front:
    """The front of a file."""

    title: tuple[Sheet, ...] = ()
    contents: tuple[Sheet, ...] = ()
    above_text: bool = False
    """Whether it stands on the first page of the text, and takes no page of its own."""
    foot: float = 0.0
    """Where it ends there, from the foot of the sheet in points; 0 where nothing stands above the text."""

    @property
    def pages(self) -> int:
        """How many pages it takes before the text."""
        return 0 if self.above_text else len(self.title) + len(self.contents)


def set_front(
    document: Document, named: Sequence[OutlineEntry], typesetter: Typesetter, wide: Frame, area: Frame
) -> Front:
    """Set the front as the style wants it: `page`, `compact` or `none`."""
    asked = typesetter.sheet.page.front if named else "page"  # a file without text has a page all the same
    if asked == "none":
        return Front(above_text=True)
    if asked == "compact":
        front = _compact(document, named, typesetter, wide, area)
        if front.foot >= area.bottom + area.height * (1 - MOST_OF_THE_PAGE) or not front.foot:
            return front
    title = fill(_title(document, typesetter, wide.width, with_masthead=True), wide)
    contents = _contents(document, named, typesetter, wide.width, Role.HEADLINE) if len(named) > 1 else []
    return Front(tuple(title), tuple(fill(contents, wide)))


def without_contents(front: Front, document: Document, typesetter: Typesetter, wide: Frame) -> Front:
    """Take away contents that name nothing but the page they stand on."""
    return _compact(document, (), typesetter, wide, wide) if front.contents and front.above_text else front


def _compact(
    document: Document, named: Sequence[OutlineEntry], typesetter: Typesetter, wide: Frame, area: Frame
) -> Front:
    """Set masthead and contents one below the other, above the text; the contents in its columns."""
    paragraphs = _title(document, typesetter, wide.width, with_masthead=bool(document.meta.title.strip()))
    if paragraphs:
        paragraphs[0] = paragraphs[0]._replace(style=replace(paragraphs[0].style, before=0.0))
    title = fill(paragraphs, wide)
    if len(title) > 1:
        return Front(tuple(title), above_text=True, foot=area.bottom)
    foot = title[0].lines[-1].foot - BELOW_MASTHEAD if title else wide.top
    contents: list[Sheet] = []
    if len(named) > 1 and foot > area.bottom + area.height * (1 - MOST_OF_THE_PAGE):
        listed = _contents(document, named, typesetter, area.width, Role.LABEL)
        listed[0] = listed[0]._replace(style=replace(listed[0].style, before=0.0))
        contents = fill(listed, replace(area, top=foot))
        if len(contents) > 1:
            return Front(above_text=True, foot=area.bottom)
        foot = min(placed.foot for placed in contents[0].lines)
    foot = foot - BELOW_FRONT if title or contents else 0.0
    return Front(tuple(title), tuple(contents), above_text=True, foot=foot)


def _title(
    document: Document, typesetter: Typesetter, width: float, *, with_masthead: bool
) -> list[SetParagraph]:
    """Set the masthead, and the date with number and page."""
    texts = [(display.one_line(display.title(document), LONGEST_TITLE), "masthead")] if with_masthead else []
    texts.append((display.issue_line(document.meta), "issue-line"))
    return [typesetter.paragraph(text, name, width) for text, name in texts if text]


def _contents(
    document: Document, named: Sequence[OutlineEntry], typesetter: Typesetter, width: float, heading: str
) -> list[SetParagraph]:
    """Set the heading and the lines of the contents, without their page numbers."""
    style = typesetter.sheet.of("contents")
    room = width - 3 * style.size
    first = typesetter.paragraph(display.messages(document.meta).contents, heading, width)
    paragraphs = [first._replace(name="contents-heading")]
    for number, entry in enumerate(named):
        indent = 1.5 * style.size * entry.level
        line = typesetter.paragraph(entry.name, "contents", room - indent)
        moved = tuple(part._replace(left=part.left + indent) for part in line.lines)
        paragraphs.append(line._replace(lines=moved, article=number))
    return paragraphs
