"""The comparison as GitHub Flavored Markdown, for the comment of a pull request.

What comes from the files stands in fenced code alone: no markup, link or mention in it takes effect.
"""

from __future__ import annotations

import re

from convert.archive.diff.classes import MEANINGS, Difference
from convert.archive.diff.folders import Compared
from convert.archive.diff.forms.report import Report, place, said, word_pieces
from convert.text.printable import printable

MOST = 60_000
"""Characters; a comment on GitHub holds 65,536."""

_TICKS = re.compile("`+")


def as_markdown(report: Report) -> str:
    """Write a table of the classes, then each issue that differs; what is too much is counted."""
    lines = ["### Archival XML: " + ("no difference" if not report.unlike else "differences"), ""]
    lines += [report.summary(), ""]
    if report.unlike:
        lines += ["| class | differences | | fails |", "| --- | ---: | --- | --- |"]
        for kind, count in report.counts.items():
            fails = "yes" if kind in report.fails else ""
            lines.append(f"| {kind} | {count:,} | {MEANINGS[kind]} | {fails} |")
    size = sum(map(len, lines))
    for number, compared in enumerate(report.unlike):
        part = _issue(compared)
        size += len(part)
        if size > MOST:
            lines += ["", f"and {len(report.unlike) - number:,} more issues"]
            break
        lines += ["", part]
    return "\n".join(lines) + "\n"


def _issue(compared: Compared) -> str:
    """Write one issue in a block of code that its own text cannot end."""
    lines = [printable(compared.name)]
    if compared.trouble:
        lines += ["", f"trouble: {printable(compared.trouble)}"]
    for difference in compared.differences:
        lines += ["", f"@@ {difference.kind} {place(compared, difference)} @@ {said(difference)}"]
        lines += _texts(difference)
    fence = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall("\n".join(lines))), 0)
    title = "1 difference" if len(compared.differences) == 1 else f"{len(compared.differences):,} differences"
    title = "could not be compared" if compared.trouble else title
    body = "\n".join(lines)
    return f"<details><summary>{title}</summary>\n\n{fence}diff\n{body}\n{fence}\n</details>"


def _texts(difference: Difference) -> list[str]:
    """Return what stood and what stands as lines of a diff, with the words in which they differ marked."""
    found = word_pieces(difference)
    if not found:
        return []
    if all(p.same for p in found):
        return ["  " + "".join(p.old for p in found)]
    old = "".join(p.old if p.same else f"[-{p.old}-]" for p in found if p.old)
    new = "".join(p.new if p.same else f"{{+{p.new}+}}" for p in found if p.new)
    return [f"- {old}"] * bool(old) + [f"+ {new}"] * bool(new)
