"""The comparison for people on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from convert.archive.diff.difference import DiffClass, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, describe, diff_runs, locate
from convert.language.han import is_wide
from convert.system.console import SafeConsole

CLASS_WIDTH = 12
"""Columns of the longest name of a class."""


def show_comparison(comparison: Comparison, fails: frozenset[DiffClass], console: SafeConsole) -> None:
    """Print the differences of one pair.

    correction    page.xml:96  fullwidth-punctuation: altered
        凌晨四點[, → ，]鹿門漁港的燈
    """
    if lines := list(_lines(fails, comparison, console)):
        console.print(Text("\n").join(lines), soft_wrap=True)  # one by one takes twice the time


def show_summary(report: DiffReport, console: SafeConsole) -> None:
    """Print the sum of a comparison."""
    console.print(Text(console.translate(report.summary()), style="bold"), soft_wrap=True)
    failing = [kind for kind, count in report.counts.items() if count and kind in report.fails]
    if report.differing and not failing and not any(c.error for c in report.comparisons):
        console.print(Text(console.translate("nothing that --fail-on names")), soft_wrap=True)


def _lines(fails: frozenset[DiffClass], comparison: Comparison, console: SafeConsole) -> Iterator[Text]:
    for difference in comparison.differences:
        style = "bold red" if difference.kind in fails else "yellow"
        yield Text.assemble(
            (difference.kind.value.ljust(CLASS_WIDTH), style),
            "  ",
            (locate(comparison, difference), "cyan"),
            "  ",
            console.translate(describe(difference)),
        )
        body = marked_text(difference)
        if body:
            yield from _wrapped(body, max(20, console.width - 4))


def marked_text(difference: Difference) -> Text:
    """Return the text of a difference: [what stood → what stands] between what is the same."""
    text = Text()
    for run in diff_runs(difference):
        if run.same:
            text.append(run.old)
            continue
        text.append("[", "dim")
        if run.old:
            text.append(run.old if run.new else f"-{run.old}", "red")
        text.append(" → " if run.old and run.new else "", "dim")
        if run.new:
            text.append(run.new if run.old else f"+{run.new}", "bold green")
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
