"""The comparison for people on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from convert.archive.diff.classes import Difference
from convert.archive.diff.folders import Compared
from convert.archive.diff.forms.report import Report, place, said, word_pieces
from convert.language.han import is_wide

WIDEST = 12
"""Columns of the longest name of a class."""


def show(report: Report, console: Console) -> None:
    """Print each difference, and the sum of them; trouble is for standard error.

    correction    page.xml:96  wide-marks: altered
        凌晨四點[, → ，]鹿門漁港的燈
    """
    for compared in report.unlike:
        for line in _lines(report, compared, console.width):
            console.print(line, soft_wrap=True)
    console.print(Text(report.summary(), style="bold"), soft_wrap=True)
    failing = [kind for kind, count in report.counts.items() if count and kind in report.fails]
    if report.unlike and not failing and not any(c.trouble for c in report.compared):
        console.print(Text("nothing that --fail-on names"), soft_wrap=True)


def _lines(report: Report, compared: Compared, width: int) -> Iterator[Text]:
    for difference in compared.differences:
        style = "bold red" if difference.kind in report.fails else "yellow"
        yield Text.assemble(
            (difference.kind.value.ljust(WIDEST), style),
            "  ",
            (place(compared, difference), "cyan"),
            "  ",
            said(difference),
        )
        body = worded(difference)
        if body:
            yield from _wrapped(body, max(20, width - 4))


def worded(difference: Difference) -> Text:
    """Return the text of a difference: [what stood → what stands] between what is the same."""
    text = Text()
    for piece in word_pieces(difference):
        if piece.same:
            text.append(piece.old)
            continue
        text.append("[", "dim")
        if piece.old:
            text.append(piece.old if piece.new else f"-{piece.old}", "red")
        text.append(" → " if piece.old and piece.new else "", "dim")
        if piece.new:
            text.append(piece.new if piece.old else f"+{piece.new}", "bold green")
        text.append("]", "dim")
    return text


def _wrapped(text: Text, room: int) -> Iterator[Text]:
    """Cut a text into lines: at a space, or between any two characters of Han text."""
    if cell_len(text.plain) <= room:
        yield Text("    ") + text
        return
    cuts: list[int] = []
    used = 0
    last = 0  # where the line might best be cut
    for at, char in enumerate(text.plain):
        used += cell_len(char)
        if used > room:
            cuts.append(last if last > (cuts[-1] if cuts else 0) else at)
            used = cell_len(text.plain[cuts[-1] : at + 1])
        if char in " ␣" or is_wide(char):
            last = at + 1
    for line in text.divide(cuts):
        yield Text("    ") + line
