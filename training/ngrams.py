"""Count the n-grams of a corpus and write the table that the package ships.

    python training/ngrams.py train.jsonl tune.jsonl convert/language/data/zh.ngrams

The counts come from the first file (made by corpus.py); the perplexity on the second is printed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from convert.language.ngrams import END, ORDER, START, Ngrams, build_ngrams, fold

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


def perplexity(ngrams: Ngrams, texts: Sequence[str]) -> float:
    """Return the perplexity of a character over folded paragraphs: lower is better."""
    total, number = 0.0, 0
    for text in texts:
        whole = START + text + END
        total += sum(
            ngrams.after(whole[max(0, i - 2) : i + 1], char) for i, (_, char) in enumerate(pairwise(whole))
        )
        number += len(whole) - 1
    return float(2 ** (-total / number))


def main() -> None:
    """Write the table."""
    train, tune, out = (Path(name) for name in sys.argv[1:4])
    counted = count(paragraphs(train))
    table = build_ngrams(counted)
    out.write_bytes(table.packed())
    print(f"{len(counted)} n-grams, {out.stat().st_size} bytes")
    print(f"perplexity on {tune.name}: {perplexity(Ngrams(table), list(paragraphs(tune))):.1f}")


if __name__ == "__main__":
    main()
