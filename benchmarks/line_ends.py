"""How often the line ends of Latin script are decided rightly, by the certainty that was claimed.

    python benchmarks/line_ends.py fr TEXT.txt [--width 38] [--mark -] [--seed 4711]

TEXT is clean running text, a paragraph a line. It is set in lines, words cut where pyphen allows it and
compounds at their own hyphens; `--mark ""` drops the hyphens that are no part of a word, as American OCR
does. For each certainty: how many cuts were read as they were written, and how many were compounds.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyphen

from convert.analysis.latin.cut_within import judge_bare, word_evidence
from convert.analysis.latin.cut_words import judge_cut
from convert.language import language

PARAGRAPHS_OF_A_PAGE = 6
WORD = re.compile(r"(\W*)([^\W\d_]+)")


class SetLine(NamedTuple):
    """A line of type, and whether it ends within a word, at the word's own hyphen or at another."""

    text: str
    cut: bool = False
    own_hyphen: bool = False


def set_lines(paragraph: str, width: int, mark: str, syllables: pyphen.Pyphen) -> Iterator[SetLine]:
    """Set a paragraph in lines, as full as they get."""
    line = ""
    for word in paragraph.split():
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".lstrip()
            continue
        room = width - len(line) - 2
        places = {found.end(): True for found in re.finditer(r"-(?=\w)", word)}
        if not places and (found := WORD.match(word)):
            places = {len(found[1]) + at: False for at in syllables.positions(found[2])}
        place = max((at for at in places if at <= room), default=0)
        if not place:
            yield SetLine(line)
            line = word
            continue
        own = places[place]
        yield SetLine(f"{line} {word[:place]}{'' if own else mark}".lstrip(), cut=True, own_hyphen=own)
        line = word[place:]
    yield SetLine(line)


def main() -> None:
    """Set the text, judge its line ends and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("language")
    parser.add_argument("text", type=Path)
    parser.add_argument("--width", type=int, default=38)
    parser.add_argument("--mark", default="-")
    parser.add_argument("--seed", type=int, default=4711)
    options = parser.parse_args()
    knowledge, syllables = language(options.language), pyphen.Pyphen(lang=options.language)
    paragraphs = options.text.read_text("utf-8").splitlines()
    random.Random(options.seed).shuffle(paragraphs)
    right: Counter[float] = Counter()
    total: Counter[float] = Counter()
    compounds: Counter[float] = Counter()
    for start in range(0, len(paragraphs), PARAGRAPHS_OF_A_PAGE):
        page = paragraphs[start : start + PARAGRAPHS_OF_A_PAGE]
        blocks = [list(set_lines(text, options.width, options.mark, syllables)) for text in page]
        words = word_evidence(["\n".join(line.text for line in block) for block in blocks], knowledge)
        for here, below in (pair for block in blocks for pair in pairwise(block)):
            found = judge_cut(here.text, below.text, words) or judge_bare(here.text, below.text, words)
            cert = round(found.cert, 2) if found else 0.0
            if not found and not here.cut:
                continue
            drop = 0 if here.own_hyphen else len(options.mark)
            total[cert] += 1
            compounds[cert] += here.own_hyphen
            right[cert] += bool(found and here.cut and found.drop == drop and not found.glue.strip())
    print("certainty   cuts  right   share  compounds      (certainty 0: cuts that were not seen)")
    for cert in sorted(total):
        share = right[cert] / total[cert]
        print(f"{cert:9.2f}{total[cert]:7}{right[cert]:7}{share:8.3f}{compounds[cert]:11}")


if __name__ == "__main__":
    main()
