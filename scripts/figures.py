"""The tables of figures in README.md and README.zh.md, made of docs/accuracy.md: `make figures`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "docs" / "accuracy.md"
TABLE = re.compile(r"(?<=<!-- figures: make figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)
HEADER = re.compile(r"^ +bound\. article +roles .*\n", re.MULTILINE)


class TableWords(NamedTuple):
    """The words of the table, in one language."""

    head: str
    sources: dict[str, str]
    """As the benchmark calls a source, and as people do."""
    span: str
    """Of the worst value and the best."""


PAGES = {
    "README.md": TableWords(
        "| source | paragraph boundaries, F1 | articles, F1 | roles right | characters broken per 100,000 |",
        {
            "ntrex": "translated news, damaged in five ways",
            "broadcast": "broadcasts, damaged in five ways",
            "daily-1998": "a daily of 1998, damaged in five ways",
            "tesseract": "printed columns, read by tesseract",
            "intact broadcast": "undamaged: broadcasts",
            "intact web": "undamaged: web articles",
            "intact daily_pdf": "undamaged: PDF of a daily",
        },
        "{} to {}",
    ),
    "README.zh.md": TableWords(
        "| 来源 | 段落分界 F1 | 文章 F1 | 文本类别正确率 | 每 100,000 字改坏的字符 |",
        {
            "ntrex": "译文新闻，五种损坏",
            "broadcast": "广播稿，五种损坏",
            "daily-1998": "1998 年的日报，五种损坏",
            "tesseract": "印刷分栏，由 tesseract 识别",
            "intact broadcast": "未受损：广播稿",
            "intact web": "未受损：网络文章",
            "intact daily_pdf": "未受损：日报的 PDF",
        },
        "{} 至 {}",
    ),
}
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


def table(rows: list[Row], words: TableWords) -> str:
    """Write a row for each source: the worst figure of its kinds of damage, and the best."""
    lines = [words.head, "| --- " * 5 + "|"]
    for source, name in words.sources.items():
        of_source = [row.figures for row in rows if row.name == source or row.name.startswith(f"{source} ")]
        cells = [_span([each[at] for each in of_source], column, words) for column, at in COLUMNS.items()]
        lines.append(f"| {' | '.join([name, *cells])} |")
    return "\n".join(lines) + "\n"


def _span(values: list[str], column: str, words: TableWords) -> str:
    """Write the worst value and the best; a single one alone."""
    worst_first = sorted(set(values), key=float, reverse=column == "broken")
    return worst_first[0] if len(worst_first) == 1 else words.span.format(worst_first[0], worst_first[-1])


def renewed(name: str) -> str:
    """Return a page with today's figures."""
    figures = table(measured(MEASURED.read_text("utf-8")), PAGES[name])
    return TABLE.sub(lambda _: figures, (ROOT / name).read_text("utf-8"))


if __name__ == "__main__":
    for page_name in PAGES:
        (ROOT / page_name).write_text(renewed(page_name), "utf-8")
