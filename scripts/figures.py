"""The table of figures in README.md, made of the benchmark output in docs/accuracy.md: `make figures`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "README.md"
MEASURED = ROOT / "docs" / "accuracy.md"
TABLE = re.compile(r"(?<=<!-- figures: make figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
HEADER = re.compile(r"^ +bound\. article +roles .*\n", re.MULTILINE)
SOURCES = {
    "ntrex": "translated news, damaged in five ways",
    "broadcast": "broadcasts, damaged in five ways",
    "daily-1998": "a daily of 1998, damaged in five ways",
    "tesseract": "printed columns, read by tesseract",
    "intact broadcast": "undamaged: broadcasts",
    "intact web": "undamaged: web articles",
    "intact daily_pdf": "undamaged: PDF of a daily",
}
"""As the benchmark calls a source, and as people do."""
COLUMNS = {"bound.": 0, "article": 1, "roles": 2, "broken": 7}
"""A column of the benchmark, and where it stands."""


class Row(NamedTuple):
    """A row of the benchmark: the source with its damage, and the figures as printed."""

    name: str
    figures: list[str]


def measured(page: str) -> list[Row]:
    """Read the first table of the page: what holds today."""
    start = HEADER.search(page)
    if start is None:
        raise LookupError("docs/accuracy.md has no table of the benchmark")
    lines = page[start.end() : page.index("```", start.end())].splitlines()
    return [Row(line[:26].strip(), line[26:].split()) for line in lines]


def table(rows: list[Row]) -> str:
    """Write a row for each source: the worst figure of its kinds of damage, and the best."""
    head = (
        "| source | paragraph boundaries, F1 | articles, F1 | roles right | characters broken per 100,000 |"
    )
    lines = [head, "| --- " * 5 + "|"]
    for source, words in SOURCES.items():
        of_source = [row.figures for row in rows if row.name == source or row.name.startswith(f"{source} ")]
        cells = [_span([figures[at] for figures in of_source], column) for column, at in COLUMNS.items()]
        lines.append(f"| {' | '.join([words, *cells])} |")
    return "\n".join(lines) + "\n"


def _span(values: list[str], column: str) -> str:
    """Write the worst value and the best; a single one alone."""
    worst_first = sorted(set(values), key=float, reverse=column == "broken")
    return worst_first[0] if len(worst_first) == 1 else f"{worst_first[0]} to {worst_first[-1]}"


def renewed(page: str) -> str:
    """Return README.md with today's figures."""
    return TABLE.sub(lambda _: table(measured(MEASURED.read_text("utf-8"))), page)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
