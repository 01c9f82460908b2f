"""Lay out the texts that training/seam.py learns from: numbers of characters, one paragraph behind the other.

Four registers: broadcasts, laws, a daily of 1998, and translated works. The last days of the broadcasts, the
last laws and the last tenth of each translated work (training/chinese_text.py) are kept back, to lay pages
out from; of the month of 1998 (training/corpus.py) count.jsonl alone is read.
"""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convert.language.continuations import UNKNOWN, fold_quotes
from convert.language.ngrams import fold

Numbers = NDArray[Any]
HELD_BACK = 200
"""Days of the broadcasts, and laws, that are not learnt from."""
HELD_BACK_SHARE = 10
"""Of a translated work, one part in so many is not learnt from."""
WEIGHTS = (1.0, 0.35, 4.0, 3.0)
"""How often a character of the broadcasts, the laws, the daily and the translated works is walked over."""
LEAST_COUNT, MOST_CHARACTERS = 8, 6000
"""How common a character is that has a number of its own."""


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of texts."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


class Part(NamedTuple):
    """A paragraph, or what is none."""

    aside: bool
    text: str


def parts_of(row: dict[str, Any]) -> list[Part]:
    """Return the folded parts of a day or of an article."""
    parts: list[Part] = []
    for article in row.get("articles", [row]):
        parts.append(Part(aside=True, text=article.get("title", "")))
        for part in article.get("paragraphs", []):
            role, text = (part["role"], part["text"]) if isinstance(part, dict) else ("paragraph", part)
            parts.append(Part(role != "paragraph", text))
    folded = [Part(part.aside, fold_quotes(fold(part.text))) for part in parts]
    return [part for part in folded if part.text]


def learnt_from(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is learnt from of a translated work."""
    return rows[: len(rows) - len(rows) // HELD_BACK_SHARE]


def write_texts(out: Path, broadcasts: Path, laws: Path, daily: Path, *translated: Path) -> None:
    """Number the characters of all texts and lay them out one behind the other, 0 between paragraphs."""
    rows = [read(broadcasts)[:-HELD_BACK], read(laws)[:-HELD_BACK], read(daily)]
    if translated:
        rows.append([row for path in translated for row in learnt_from(read(path))])
    sources = [[part for row in some for part in parts_of(row)] for some in rows]
    joined = "".join(part.text for parts in sources for part in parts)
    codes, counts = np.unique(np.frombuffer(joined.encode("utf-32-le"), np.uint32), return_counts=True)
    order = np.argsort(-counts, kind="stable")[:MOST_CHARACTERS]
    kept = codes[order][counts[order] >= LEAST_COUNT]
    kept = kept[kept < 0x10000]
    number = np.full(0x110000, UNKNOWN, np.uint16)
    number[kept] = np.arange(2, len(kept) + 2)
    stream = [np.zeros(1, np.uint16)]
    starts: list[int] = []
    ranges: list[tuple[int, int, float]] = []
    at = 1
    for parts, weight in zip(sources, WEIGHTS, strict=False):
        first, begun = len(starts), at
        for part in parts:
            stream += [number[np.frombuffer(part.text.encode("utf-32-le"), np.uint32)], stream[0]]
            starts.append(at)
            at += len(part.text) + 1
        ranges.append((first, len(starts), (at - begun) * weight))
    sizes = [len(part.text) for parts in sources for part in parts]
    np.savez(
        out / "texts.npz",
        stream=np.concatenate(stream),
        starts=np.array(starts),
        ends=np.array(starts) + np.array(sizes),
        kinds=np.array([part.aside for parts in sources for part in parts]),
        ranges=np.array(ranges),
        codes=kept,
    )


def renumbered(stream: Numbers, codes: Numbers, others: Numbers) -> Numbers:
    """Give characters the numbers that they have among others; those that are not there are unknown."""
    number = np.full(0x10000, UNKNOWN, np.uint16)
    number[others] = np.arange(2, len(others) + 2)
    table = np.concatenate([np.array([0, UNKNOWN], np.uint16), number[codes]])
    return np.asarray(table[stream])
