"""How fast the DOCX is written: an issue in a warm process, with and without tracked changes, and long texts.

    python benchmarks/word.py

python-docx bare writes the same paragraphs in its own template, without styles, contents or properties.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
from issues import issue

from convert.conversion import read, repair
from convert.document.model import Document, Metadata
from convert.readers.text import read_text
from convert.text.source import decode
from convert.typeset.styles import load_style
from convert.typeset.writer import WriteContext
from convert.writers.docx import ReviewDocxWriter, write_docx

ISSUES = 20
LENGTHS = (100_000, 200_000, 400_000, 700_000)
"""Characters; a Han character is three bytes."""
CHINESE = Metadata(language="zh-Hans")
PARAGRAPH = "今年以来渡口的候船室修好了，大家都说好。" * 15


def main() -> None:
    """Print milliseconds an issue, then seconds by length."""
    made = [repair(read(issue(number).encode(), Metadata(name="page.txt"))) for number in range(ISSUES)]
    print(
        f"issues of {sum(len(d.text) for d in made) / ISSUES:,.0f} characters, processor time of one, median"
    )
    print(f"backfile, clean            {once(made, review=False):6.1f} ms")
    print(f"backfile, tracked changes  {once(made, review=True):6.1f} ms")
    print(f"python-docx, bare          {median([bare(d) for d in made]):6.1f} ms")
    for length in LENGTHS:
        text = "\n\n".join([PARAGRAPH] * (length // len(PARAGRAPH)))
        report(read_text(decode(text.encode(), "utf-8"), CHINESE))
    many = read_text(decode("\n\n".join(["今日天晴。"] * 10_000).encode(), "utf-8"), CHINESE)
    report(many)


def report(document: Document) -> None:
    """Print how long a long text takes."""
    size, count = len(document.text), len(document.blocks)
    print(f"{size:9,} characters in {count:6,} paragraphs{spent(document, review=False):8.2f} s")


def once(made: list[Document], *, review: bool) -> float:
    """Return the milliseconds of one issue."""
    spent(made[0], review=review)
    return 1000 * median([spent(document, review=review) for document in made])


def spent(document: Document, *, review: bool) -> float:
    """Return the seconds of processor time of one document; written twice, it has the same bytes."""
    write, style = ReviewDocxWriter() if review else write_docx, load_style("newspaper")
    begin = process_time()
    first = write(document, style, WriteContext()).data
    seconds = process_time() - begin
    if write(document, style, WriteContext()).data != first:
        raise SystemExit("written twice, and not the same")
    return seconds


def bare(document: Document) -> float:
    """Return the milliseconds that python-docx takes for the paragraphs alone."""
    begin = process_time()
    word = docx.Document()
    for block in document.blocks:
        word.add_paragraph(block.reading)
    word.save(BytesIO())
    return 1000 * (process_time() - begin)


if __name__ == "__main__":
    main()
