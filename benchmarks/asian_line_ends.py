"""How the line ends of Korean and Japanese are decided, whole pages repaired.

    python benchmarks/asian_line_ends.py ko TEXT.txt [--by words|syllables] [--pages 120] [--seed 4711]

TEXT is clean running text, a paragraph a line. One to five paragraphs at a time are a page: they are set in
lines of 12 to 30 characters, which end between words or between any two characters; a space at the end of a
line is lost. The spaces of a line that is filled by syllables are stretched, as print has them. Of the line
ends within paragraphs: how many were joined as the text has it, how many otherwise, how many were left.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from convert import repair
from convert.analysis.latin.asian_line_ends import squares
from convert.conversion import read
from convert.document.model import Metadata

MOST_PARAGRAPHS, NARROWEST, WIDEST = 5, 12, 30
STRETCHED = 0.25, 0.6
"""The width of a space in squares, of the narrowest and of the widest."""
NEVER_FIRST = frozenset(".,;:?!)]”’」』、。）！？ー")
UNBROKEN = re.compile(r"[A-Za-z0-9./_@:-]+|.")
CHARACTER = re.compile(r"\S(\s*)")


def by_words(paragraph: str, width: int) -> Iterator[str]:
    """Fill lines with whole words."""
    line = ""
    for word in paragraph.split():
        longer = f"{line} {word}".lstrip()
        if line and squares(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def by_characters(paragraph: str, width: int, chance: random.Random) -> Iterator[str]:
    """Fill lines with syllables, kana and Han, and with words of Latin letters."""
    line, used, space = "", 0.0, chance.uniform(*STRETCHED)
    for piece in UNBROKEN.findall(paragraph):
        size = space if piece == " " else squares(piece)
        if line and used + size > width and piece not in NEVER_FIRST:
            yield line.rstrip()
            line, used, space = "", 0.0, chance.uniform(*STRETCHED)
        if line or piece != " ":
            line, used = line + piece, used + size
    yield line.rstrip()


def fate(true: str, found: str) -> str:
    """Say what became of a line end, given what the text and the reading have there."""
    if "\n\n" in found:
        return "split"
    if "\n" in found:
        return "left"
    return "right" if found == true else "wrong"


def main() -> None:
    """Set pages, repair them and print what became of their line ends."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("language", choices=["ko", "ja"])
    parser.add_argument("text", type=Path)
    parser.add_argument("--by", choices=["words", "syllables"], default="syllables")
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=4711)
    options = parser.parse_args()
    paragraphs = [line for line in options.text.read_text("utf-8").splitlines() if line.strip()]
    chance = random.Random(options.seed)
    fates: Counter[str] = Counter()
    for _ in range(options.pages):
        number, width = chance.randint(1, MOST_PARAGRAPHS), chance.randint(NARROWEST, WIDEST)
        start = chance.randrange(max(1, len(paragraphs) - number))
        page = [" ".join(paragraph.split()) for paragraph in paragraphs[start : start + number]]
        set_in_lines = [
            "\n".join(by_words(text, width) if options.by == "words" else by_characters(text, width, chance))
            for text in page
        ]
        source = "\n\n".join(set_in_lines) + "\n"
        repaired = repair(read(source.encode(), Metadata(language=options.language, name="page.txt")))
        reading = "\n\n".join(block.reading for block in repaired.blocks)
        gaps = [CHARACTER.findall(text) for text in ("\n\n".join(page), source.rstrip(), reading)]
        if len({len(each) for each in gaps}) > 1:
            fates["pages that lost a character"] += 1
            continue
        for true, there, found in zip(*gaps, strict=True):
            if there == "\n":
                fates[fate(true, found)] += 1
    for name, count in sorted(fates.items()):
        print(f"{name:28}{count:7}{count / fates.total():8.3f}")


if __name__ == "__main__":
    main()
