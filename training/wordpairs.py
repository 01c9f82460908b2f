"""Take words and pairs of words from a trigram model and write the table that the package ships.

    python training/wordpairs.py lm_sc.arpa convert/language/data/zh.wordpairs

The model is the one that libime (the input methods of Fcitx, LGPL-2.1-or-later) is built with. Debian's
source package libime 1.0.16 carries it as data/lm_sc.arpa-20220810.tar.xz: 165,000 words, 2 million pairs
and 600,000 triples, in present-day simplified Chinese without marks. The pairs and triples that say most are
kept: those whose probability times the bits they add is highest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from math import log2
from pathlib import Path

from convert.language.wordpairs import APART, LONGEST_WORD, build_word_pairs

TO_BITS = log2(10)
PAIRS, TRIPLES = 1_000_000, 300_000


def entries(path: Path, order: int) -> Iterator[tuple[list[str], float, float]]:
    """Yield the words, log10 of the probability and log10 of the back-off of each n-gram of one order."""
    inside = False
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = line.rstrip("\n")
            if text.startswith("\\"):
                inside = text == f"\\{order}-grams:"
            elif inside and text:
                bits, words, *rest = text.split("\t")
                yield words.split(" "), float(bits), float(rest[0]) if rest else 0.0


def gain(words: Mapping[str, float], together: Sequence[str], bits: float, expected: float) -> float:
    """Return how much a pair or triple says: its probability times the bits that are not expected."""
    rarity = sum(words[word] for word in together) + max(expected, bits)
    return float(2**rarity * abs(bits - expected))


def main() -> None:
    """Write the table."""
    model, out = Path(sys.argv[1]), Path(sys.argv[2])
    words = {
        word: bits * TO_BITS
        for (word,), bits, _ in entries(model, 1)
        if len(word) <= LONGEST_WORD and not word.startswith("<")
    }
    pulls: dict[tuple[str, ...], float] = {}
    for together, bits, _ in entries(model, 2):
        if words.keys() >= set(together):
            pulls[tuple(together)] = bits * TO_BITS - words[together[1]]
    pairs = nlargest(PAIRS, pulls.items(), key=lambda pull: gain(words, pull[0], pull[1], APART))
    triples = nlargest(
        TRIPLES,
        (
            (tuple(together), bits * TO_BITS - words[together[2]])
            for together, bits, _ in entries(model, 3)
            if words.keys() >= set(together)
        ),
        key=lambda pull: gain(words, pull[0], pull[1], pulls.get(pull[0][1:], APART)),
    )
    table = build_word_pairs(sorted(words.items()), sorted([*pairs, *triples]))
    out.write_bytes(table.packed())
    print(f"{len(words)} words, {len(pairs)} pairs, {len(triples)} triples, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
