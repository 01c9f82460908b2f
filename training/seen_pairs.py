"""Write down which pairs with a confusable character present-day Chinese has, and the n-grams of 1998 lack.

    python training/seen_pairs.py grams.tsv.xz convert/language/data/seen-pairs.txt

The input has a line for each n-gram, the n-gram and its count with a tab between, from 45 million characters:
the broadcasts of github.com/china-data/xwlb (MIT), and the laws of github.com/LawRefBook/Laws, which are
outside copyright.
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

from convert.language.han import is_han
from convert.language.ngrams import Ngrams, load_ngrams
from convert.passes.confusables import PARTNERS

LEAST_COUNT = 8
"""A slip of a typist recurs less often."""
KNOWN = 1.0
"""log2 of the count from which on the n-grams have a pair."""


def main() -> None:
    """Write the table: a line for each first character, and behind it all second ones."""
    grams, out = Path(sys.argv[1]), Path(sys.argv[2])
    ngrams = Ngrams(load_ngrams("zh.ngrams"))
    seconds: dict[str, str] = {}
    with lzma.open(grams, "rt", encoding="utf-8") as lines:
        for line in lines:
            gram, _, count = line.rstrip("\n").partition("\t")
            if len(gram) != 2 or int(count) < LEAST_COUNT or not (is_han(gram[0]) and is_han(gram[1])):
                continue
            if (gram[0] in PARTNERS or gram[1] in PARTNERS) and ngrams.count(gram) <= KNOWN:
                seconds[gram[0]] = seconds.get(gram[0], "") + gram[1]
    head = __doc__.splitlines()[0].replace("Write down which pairs", "Pairs").rstrip(".") if __doc__ else ""
    rows = [first + "".join(sorted(seconds[first])) for first in sorted(seconds)]
    origin = "# Counted by training/seen_pairs.py on broadcasts (github.com/china-data/xwlb, MIT) and laws."
    out.write_text("\n".join([f"# {head}.", origin, *rows]) + "\n", "utf-8")
    print(f"{sum(len(row) - 1 for row in rows)} pairs, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
