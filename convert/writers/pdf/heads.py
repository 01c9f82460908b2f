"""Running heads and page numbers: they lie along the upper and lower edge, whichever way the lines run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from convert.document.roles import Role
from convert.typeset.display import one_line
from convert.typeset.styles import Align
from convert.writers.pdf.canvas import PdfCanvas
from convert.writers.pdf.compose import Typesetter
from convert.writers.pdf.layout import Frame, Sheet
from convert.writers.pdf.set_paragraphs import OutlineEntry

HAIRLINE, GREY = 0.4, "#888888"
"""Of the rule below: its thickness in points, its colour."""

ALIGNS: tuple[Align, Align] = ("left", "right")
"""Of the two running heads of a page."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What the running heads are made of."""

    typesetter: Typesetter
    """Sets horizontal lines."""
    area: Frame
    """The type area of the sheet as it is seen, as one column."""
    title: str
    """Of the newspaper."""
    named: Sequence[OutlineEntry]
    """By article."""

    @property
    def _has_room(self) -> bool:
        style, page = self.typesetter.sheet.of(Role.RUNNING_HEAD), self.typesetter.sheet.page
        return page.top >= 2 * style.size * style.leading

    @property
    def hold_folio(self) -> bool:
        """Whether the page number stands above the text."""
        return self.typesetter.sheet.page.columns > 1 and self._has_room

    @property
    def _top(self) -> float:
        page = self.typesetter.sheet.page
        return page.height - page.top * 0.55 + self.typesetter.sheet.of(Role.RUNNING_HEAD).size

    def draw(self, canvas: PdfCanvas, sheet: Sheet, label: str) -> None:
        """Draw the newspaper on the left, and on the right the article that goes on from the page before.

        Where an article begins, its own headline stands below: nothing is said twice.
        """
        style, area = self.typesetter.sheet.of(Role.RUNNING_HEAD), self.area
        if not self._has_room:
            return
        openers = (placed.paragraph.opens for placed in sheet.lines if not placed.first)
        opened = {one_line(entry.name) for entry in openers if entry}
        first = sheet.lines[0]
        goes_on = first.paragraph.article >= 0 and not (first.paragraph.opens and not first.first)
        name = one_line(self.named[first.paragraph.article].name) if goes_on else ""
        texts = ("" if self.title in opened else self.title, "" if name in opened | {self.title} else name)
        folio = self.typesetter.paragraph(label, Role.FOLIO, area.width).lines[0].width
        end = folio + 2 * style.size if self.hold_folio else 0.0
        room = area.width - end
        canvas.artifact("Pagination", "Header")
        for text, align in zip(texts, ALIGNS, strict=True):
            if text:
                head = self.typesetter.paragraph(
                    self._fitted(text, room), Role.RUNNING_HEAD, area.width - end, align=align
                )
                canvas.lines(head, 0, 1, area.left, self._top)
                room -= head.lines[0].width + 2 * style.size
        y = self._top - style.size * style.leading - 1
        canvas.line((area.left, y), (area.left + area.width, y), f"{HAIRLINE:g} w", GREY)
        canvas.end()

    def _fitted(self, text: str, room: float) -> str:
        """Cut a running head to the room that it has; what fits stays whole."""
        room = max(room, 4 * self.typesetter.sheet.of(Role.RUNNING_HEAD).size)
        lines = self.typesetter.paragraph(text, Role.RUNNING_HEAD, room, align="left").lines
        while len(lines) > 1:
            text = one_line(text, min(len(lines[0].text), len(text) - 1))
            lines = self.typesetter.paragraph(text, Role.RUNNING_HEAD, room, align="left").lines
        return text

    def draw_folio(self, canvas: PdfCanvas, label: str) -> None:
        """Draw the page number at the foot; above several columns, beside the running heads.

        Below columns it would stand, for who reads the page as plain text, between the first and the last.
        """
        style, page = self.typesetter.sheet.of(Role.FOLIO), self.typesetter.sheet.page
        at_head = self.hold_folio
        if not at_head and page.bottom < 2 * style.size * style.leading:
            return  # the margin has no room for it
        top = self._top if at_head else page.bottom * 0.62 + style.size / 2
        align: Align | None = "right" if at_head else None
        paragraph = self.typesetter.paragraph(label, Role.FOLIO, self.area.width, align=align)
        canvas.artifact("Pagination", "Header" if at_head else "Footer")
        canvas.lines(paragraph, 0, 1, self.area.left, top)
        canvas.end()


def roman(number: int) -> str:
    """4 -> iv; the labels of the pages before the text."""
    letters = ""
    for value, each in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")):
        letters += each * (number // value)
        number %= value
    return letters + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number]
