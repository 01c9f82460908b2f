"""Chains: rare pairs of characters that come back a few blocks on, as an article's names and terms do.

    …卡瓦诺… / …听证会… / …卡瓦诺… | …台风… / …风眼…   ->  two chains over the first gap, none over the third

A gap inside an article is crossed by several, one between two articles by none or by fewer than those around
it (lexical chains: Morris and Hirst, Computational Linguistics 17, 1991; the depth of a gap: Hearst, the same
23, 1997). Pairs need no dictionary: foreign names and new words count as others do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add

from convert.analysis.seam import Evidence
from convert.language.ngrams import Ngrams
from convert.language.weights import clamp

REACH = 6
"""Blocks on which a pair must come back."""
MOST_BLOCKS = 0.34
"""Share of a page's blocks above which a pair is the page's, and no article's."""
COMMON_BITS = 11.5
"""Bits of a pair too common to tell one article from another."""
HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
"""The characters that are paired: Han."""
TEXTS_KEPT = 400
"""Texts whose pairs are kept between counting and weighing: more than a page has, less than a book."""
NEIGHBOURS = 4
"""Gaps on each side that a gap is held against."""
SIDE = 8
"""Gaps on each side whose highest one it is held against."""


def count_chains(texts: Sequence[str], ngrams: Ngrams) -> list[float]:
    """Weigh the chains over the gap before each text: the bits of each, beyond those of a common pair."""
    kept = [pairs_of(text) for text in texts[:TEXTS_KEPT]]
    blocks: Counter[str] = Counter()
    for of_text in _all_pairs(kept, texts):
        blocks.update(of_text)
    most = max(3, round(MOST_BLOCKS * len(texts)))
    chained = {pair for pair, number in blocks.items() if 2 <= number <= most}
    total = ngrams.count("")
    steps = [0.0] * (len(texts) + 1)
    last: dict[str, int] = {}
    bits: dict[str, float] = {}
    for at, of_text in enumerate(_all_pairs(kept, texts)):
        for pair in of_text & chained:
            before = last.get(pair)
            last[pair] = at
            if before is None or at - before > REACH:
                continue
            weight = bits.get(pair)
            if weight is None:
                weight = bits[pair] = max(0.0, total - max(ngrams.count(pair), 0.0) - COMMON_BITS)
            steps[before + 1] += weight
            steps[at + 1] -= weight
    return [*accumulate(steps[:-1])]


def _all_pairs(kept: Sequence[set[str]], texts: Sequence[str]) -> Iterator[set[str]]:
    """Yield the pairs of each text; those of a long document's later texts are made each time."""
    yield from kept
    yield from map(pairs_of, texts[len(kept) :])


def pairs_of(text: str) -> set[str]:
    """Return the pairs of Han characters of a text."""
    pairs: set[str] = set()
    for run in HAN_RUN.findall(text):
        pairs.update(map(add, run, run[1:]))
    return pairs


def weigh_chains(weights: Sequence[float], at: int) -> Evidence:
    """Weigh the chains over one gap, by themselves and against those over the gaps around it."""
    own = weights[at]
    around = range(max(1, at - NEIGHBOURS), min(len(weights), at + NEIGHBOURS + 1))
    near = [weights[n] for n in around if n != at]
    evidence: Evidence = {"chains": min(3.0, own / 40), "chains_none": float(own < 1.0)}
    if near:
        mean = sum(near) / len(near)
        evidence["chains_beyond"] = clamp((own - mean) / (10 + mean), -2.0, 2.0)
        evidence["chains_least"] = float(own < min(near))
        before, behind = weights[max(1, at - SIDE) : at], weights[at + 1 : at + 1 + SIDE]
        peaks = max([0.0, *before]), max([0.0, *behind])
        evidence["chains_depth"] = clamp((sum(peaks) - 2 * own) / (20 + sum(peaks)), -1.0, 1.0)
        evidence["chains_valley"] = clamp((min(peaks) - own) / 40, -3.0, 3.0)
    return evidence
