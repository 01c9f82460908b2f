"""Write down which pairs with a confusable character present-day Chinese has, and the n-grams of 1998 lack.

    python training/seen_pairs.py grams.tsv.xz convert/language/data/seen-pairs.txt

The input has a line for each n-gram, the n-gram and its count with a tab between, from 45 million characters:
the broadcasts of github.com/china-data/xwlb (MIT), and the laws of github.com/LawRefBook/Laws, which are
outside copyright.
"""

from __future__ import annotations

import lzma
import sys
from collections.abc import Mapping
from pathlib import Path

from convert.language.han import is_han
from convert.language.ngrams import Ngrams, load_ngrams
from convert.passes.confusables import PARTNERS

LEAST_COUNT = 8
"""A slip of a typist recurs less often."""
MUCH_RARER, RARER, OFTEN = 100, 40, 16
"""A pair so many times rarer than the other is a typing error; or fewer times, if it was not seen often."""
KNOWN = 1.0
"""log2 of the count from which on the n-grams have a pair."""


def _is_typing_error(pair: str, counts: Mapping[str, int]) -> bool:
    """Whether a pair has no confusable character, or is far rarer than the one that it may be taken for.

    自已 is hundreds of times rarer than 自己, and 海拨 74 times, seen nine times in all; 之问 has 44, and
    之间 3,676.
    """
    others = [pair.replace(char, other, 1) for char in pair for other in PARTNERS.get(char, "")]
    most = max([counts.get(other, 0) for other in others], default=0)
    ratio = most / counts[pair]
    return not others or ratio >= MUCH_RARER or (counts[pair] < OFTEN and ratio >= RARER)


def main() -> None:
    """Write the table: a line for each first character, and behind it all second ones."""
    grams, out = Path(sys.argv[1]), Path(sys.argv[2])
    ngrams = Ngrams(load_ngrams("zh.ngrams"))
    counts: dict[str, int] = {}
    with lzma.open(grams, "rt", encoding="utf-8") as lines:
        for line in lines:
            gram, _, count = line.rstrip("\n").partition("\t")
            if len(gram) == 2 and is_han(gram[0]) and is_han(gram[1]):
                counts[gram] = int(count)
    seconds: dict[str, str] = {}
    for pair, times in counts.items():
        if times >= LEAST_COUNT and ngrams.count(pair) <= KNOWN and not _is_typing_error(pair, counts):
            seconds[pair[0]] = seconds.get(pair[0], "") + pair[1]
    head = __doc__.splitlines()[0].replace("Write down which pairs", "Pairs").rstrip(".") if __doc__ else ""
    rows = [first + "".join(sorted(seconds[first])) for first in sorted(seconds)]
    origin = "# Counted by training/seen_pairs.py on broadcasts (github.com/china-data/xwlb, MIT) and laws."
    out.write_text("\n".join([f"# {head}.", origin, *rows]) + "\n", "utf-8")
    print(f"{sum(len(row) - 1 for row in rows)} pairs, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
