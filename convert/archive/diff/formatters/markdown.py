"""The comparison as GitHub Flavored Markdown, for the comment of a pull request.

What comes from the files stands in fenced code alone: no markup, link or mention in it takes effect.
"""

from __future__ import annotations

import re

from convert.archive.diff.difference import MEANINGS, Difference
from convert.archive.diff.folders import Comparison
from convert.archive.diff.report import DiffReport, describe, diff_runs, locate
from convert.text.printable import printable

LONGEST_COMMENT = 60_000
"""Characters; a comment on GitHub holds 65,536."""

_TICKS = re.compile("`+")


def as_markdown(report: DiffReport) -> str:
    """Write a table of the classes, then each issue that differs; what is too much is counted."""
    lines = ["### Archival XML: " + ("no difference" if not report.differing else "differences"), ""]
    lines += [report.summary(), ""]
    if report.differing:
        lines += ["| class | differences | | fails |", "| --- | ---: | --- | --- |"]
        for kind, count in report.counts.items():
            fails = "yes" if kind in report.fails else ""
            lines.append(f"| {kind} | {count:,} | {MEANINGS[kind]} | {fails} |")
    size = sum(map(len, lines))
    for number, comparison in enumerate(report.differing):
        part = _issue(comparison)
        size += len(part)
        if size > LONGEST_COMMENT:
            lines += ["", f"and {len(report.differing) - number:,} more issues"]
            break
        lines += ["", part]
    return "\n".join(lines) + "\n"


def _issue(comparison: Comparison) -> str:
    """Write one issue in a block of code that its own text cannot end."""
    lines = [printable(comparison.name)]
    if comparison.error:
        lines += ["", f"trouble: {printable(comparison.error)}"]
    for difference in comparison.differences:
        lines += ["", f"@@ {difference.kind} {locate(comparison, difference)} @@ {describe(difference)}"]
        lines += _texts(difference)
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall("\n".join(lines))), 0)
    title = (
        "1 difference" if len(comparison.differences) == 1 else f"{len(comparison.differences):,} differences"
    )
    title = "could not be compared" if comparison.error else title
    body = "\n".join(lines)
    return f"<details><summary>{title}</summary>\n\n{fence}diff\n{body}\n{fence}\n</details>"


def _texts(difference: Difference) -> list[str]:
    """Return what stood and what stands as lines of a diff, with the words in which they differ marked."""
    runs = diff_runs(difference)
    if not runs:
        return []
    if all(run.same for run in runs):
        return ["  " + "".join(run.old for run in runs)]
    old = "".join(run.old if run.same else f"[-{run.old}-]" for run in runs if run.old)
    new = "".join(run.new if run.same else f"{{+{run.new}+}}" for run in runs if run.new)
    return [f"- {old}"] * bool(old) + [f"+ {new}"] * bool(new)
