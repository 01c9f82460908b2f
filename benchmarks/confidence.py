"""What a recogniser's confidence says: how much commoner each rank is among misread characters.

    python benchmarks/confidence.py        # a few seconds; pages of hOCR and ALTO with their true text

Each line of a page is laid beside the place of the true text with which it shares most runs of three
characters; those that stand alone between equal ones are pairs, and the width of a mark is no misreading.
Printed: of Han and of all others, by the rank of their word among all of the page, how many there are, how
many were misread, and the log of the ratio that analysis/characters/confidence.py has.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from math import log
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from convert import api
from convert.analysis.characters.confidence import RANKS
from convert.document.model import Document
from convert.language.han import is_han

PAGES = Path(__file__).resolve().parents[2] / "shared/data/ocr_pages_ntrex"
GRAM = 3
SHORTEST = 6
ALIKE = 0.6
"""Part of a line that must be as in the true text for the rest of it to be looked at."""


class Pair(NamedTuple):
    """A character that was read, and the one that was printed."""

    at: int
    """Where it stands in what was read."""
    reading: str
    printed: str


def true_text(page: dict[str, list[dict[str, list[dict[str, str]]]]]) -> str:
    """Return the text of a page's articles, without white space."""
    blocks = [block["text"] for article in page["articles"] for block in article["blocks"]]
    return "".join("".join(blocks).split())


def pairs(document: Document, printed: str) -> Iterator[Pair]:
    """Yield the characters of lines that the true text has."""
    places = defaultdict(list)
    for at in range(len(printed) - GRAM + 1):
        places[printed[at : at + GRAM]].append(at)
    text = document.source.text
    for line in document.layout.lines if document.layout else ():
        offsets = [at for at in range(line.at, line.stop) if text[at] != " "]
        read = "".join([text[at] for at in offsets])
        votes = Counter(
            (place - at) // GRAM
            for at in range(len(read) - GRAM + 1)
            for place in places.get(read[at : at + GRAM], ())
        )
        if len(read) < SHORTEST or not votes:
            continue
        first = votes.most_common(1)[0][0] * GRAM
        window = printed[max(0, first - SHORTEST) : first + len(read) + SHORTEST]
        codes = SequenceMatcher(None, read, window, autojunk=False).get_opcodes()
        if sum(b - a for name, a, b, _, _ in codes if name == "equal") < ALIKE * len(read):
            continue
        for name, a, b, c, d in codes:
            if name == "equal" or (name == "replace" and b - a == d - c):
                for step in range(b - a):
                    yield Pair(offsets[a + step], read[a + step], window[c + step])


def ranked(document: Document, printed: str) -> Iterator[tuple[bool, bool, float]]:
    """Yield of each pair whether it is of Han, whether it was misread, and the rank of its word."""
    words = document.layout.words if document.layout else ()
    values = sorted([word.confidence or 0.0 for word in words])
    starts = [word.at for word in words]
    for pair in pairs(document, printed):
        value = words[bisect_right(starts, pair.at) - 1].confidence or 0.0
        rank = (bisect_left(values, value) + bisect_right(values, value)) / 2 / len(values)
        yield is_han(pair.reading), not _is_same(pair.reading, pair.printed), rank


def _is_same(one: str, other: str) -> bool:
    return normalize("NFKC", one) == normalize("NFKC", other)


def main() -> None:
    """Count, and print the table."""
    counts: Counter[tuple[bool, bool, int]] = Counter()
    for path in sorted((*PAGES.glob("*.hocr"), *PAGES.glob("*.alto.xml"))):
        gold = PAGES / f"{path.name.partition('.')[0]}.gold.json"
        for han, wrong, rank in ranked(api.read(path), true_text(json.loads(gold.read_text("utf-8")))):
            counts[han, wrong, min(bisect_left(RANKS, rank), len(RANKS) - 1)] += 1
    for han in (True, False):
        print("Han" if han else "others")
        misread = sum(counts[han, True, band] for band in range(len(RANKS)))
        right = sum(counts[han, False, band] for band in range(len(RANKS)))
        for band, up_to in enumerate(RANKS):
            good, bad = counts[han, False, band], counts[han, True, band]
            ratio = log((bad + 0.5) / (misread + 1)) - log((good + 0.5) / (right + 1))
            print(f"  up to {up_to:4.0%}   {good + bad:6,}   {bad:4,} misread   {ratio:6.2f}")


if __name__ == "__main__":
    main()
