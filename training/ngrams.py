"""Count n-grams on three registers and write the table that the package ships.

    python training/ngrams.py OUT GRAMS.tsv.xz BROADCASTS.jsonl.xz LAWS.jsonl.xz COUNT.jsonl

OUT is convert/language/data/zh.ngrams. GRAMS has a line for each n-gram, the n-gram and its count with a tab
between, from the paragraphs of both files behind it: the broadcasts of github.com/china-data/xwlb (MIT) and
the laws of github.com/LawRefBook/Laws, outside copyright. The last HELD rows of each are taken off again, so
that what is fitted and measured there asks for text that was not counted. COUNT is the first part of the
month of 1998 (corpus.py); the other two are not counted either. The same files give the same bytes.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from convert.language.ngrams import END, ORDER, START, Ngrams, build_ngrams, fold

LEAST = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}
"""By its length: an n-gram seen less often is left out."""
HELD = 200
"""Days of the broadcasts, and laws, that are not counted: the last ones."""


def rows(path: Path) -> list[str]:
    """Return the lines of a file of articles or of days."""
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").splitlines()


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Yield the folded paragraphs of articles or of days, headings not among them."""
    for line in lines:
        row = json.loads(line)
        for article in row.get("articles", [row]):
            for paragraph in article["paragraphs"]:
                if isinstance(paragraph, str):
                    yield fold(paragraph)


def count(texts: Iterable[str]) -> Counter[str]:
    """Count all n-grams up to ORDER, with the paragraph's start and end as characters."""
    counts: Counter[str] = Counter()
    for text in texts:
        whole = START + text + END
        counts[""] += len(whole)
        for size in range(1, ORDER + 1):
            counts.update(whole[at : at + size] for at in range(len(whole) - size + 1))
    return counts


def counted_elsewhere(path: Path) -> Counter[str]:
    """Read n-grams with their counts."""
    counts: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            gram, _, number = line.rstrip("\n").partition("\t")
            if len(gram) <= ORDER:
                counts[gram] = int(number)
    return counts


def take_off(counts: Counter[str], held: Counter[str]) -> None:
    """Take the counts of some text off those of more text, from which rare n-grams were left out."""
    for gram, number in held.items():
        if gram in counts:
            counts[gram] -= number


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
    """Write the table, and print how well it foretells what was held back."""
    out, grams, broadcasts, laws, daily = (Path(name) for name in sys.argv[1:6])
    counts = counted_elsewhere(grams)
    held = {path.name: list(paragraphs(rows(path)[-HELD:])) for path in (broadcasts, laws)}
    for texts in held.values():
        take_off(counts, count(texts))
    counts.update(count(paragraphs(rows(daily))))
    kept = {gram: number for gram, number in counts.items() if number >= LEAST[len(gram)]}
    table = build_ngrams(kept)
    out.write_bytes(table.packed())
    print(f"{len(kept)} n-grams, {out.stat().st_size} bytes")
    for name, texts in held.items():
        print(f"perplexity on the last {HELD} of {name}: {perplexity(Ngrams(table), texts[:5000]):.1f}")


if __name__ == "__main__":
    main()
