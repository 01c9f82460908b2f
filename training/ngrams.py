"""Count the n-grams of a corpus and write the table that the package ships.

    python training/ngrams.py train.jsonl tune.jsonl convert/language/data/zh.ngrams

The counts come from the first file (made by corpus.py); the perplexity on the second is printed.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from convert.language.ngrams import END, ORDER, START, build, fold, perplexity

LEAST = {1: 1, 2: 1, 3: 1, 4: 1}
"""An n-gram seen less often than this is left out."""


def paragraphs(path: Path) -> Iterator[str]:
    """Yield the folded paragraphs of a file of articles, headings not among them."""
    for line in path.read_text("utf-8").splitlines():
        for paragraph in json.loads(line)["paragraphs"]:
            if isinstance(paragraph, str):
                yield fold(paragraph)


def count(texts: Iterator[str]) -> dict[str, int]:
    """Count all n-grams up to ORDER, with the paragraph's start and end as characters."""
    counts: Counter[str] = Counter()
    for text in texts:
        whole = START + text + END
        counts[""] += len(whole)
        for size in range(1, ORDER + 1):
            counts.update(whole[at : at + size] for at in range(len(whole) - size + 1))
    return {gram: number for gram, number in counts.items() if not gram or number >= LEAST[len(gram)]}


def main() -> None:
    """Write the table."""
    train, tune, out = (Path(name) for name in sys.argv[1:4])
    counted = count(paragraphs(train))
    table = build(counted)
    out.write_bytes(zlib.compress(table.prints + table.counts, 9))
    print(f"{len(counted)} n-grams, {out.stat().st_size} bytes")
    print(f"perplexity on {tune.name}: {perplexity(table, list(paragraphs(tune))):.1f}")


if __name__ == "__main__":
    main()
