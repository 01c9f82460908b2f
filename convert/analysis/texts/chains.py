"""Chains: rare pairs of characters that come back a few blocks on, as an article's names and terms do.

    …卡瓦诺… / …听证会… / …卡瓦诺… | …台风… / …风眼…   ->  two chains over the first gap, none over the third

A gap inside an article is crossed by several, one between two articles by none or by fewer than those around
it (lexical chains: Morris and Hirst, Computational Linguistics 17, 1991; the depth of a gap: Hearst, the same
23, 1997). Pairs need no dictionary: foreign names and new words count as others do.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import add
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.analysis.texts.seam import Evidence
from convert.language.ngrams import Ngrams
from convert.language.numeric import load_numpy
from convert.language.weights import clamp
from convert.text.pattern import LatePattern

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

REACH = 6
"""Blocks on which a pair must come back."""
MOST_BLOCKS = 0.34
"""Share of a page's blocks above which a pair is the page's, and no article's."""
COMMON_BITS = 11.5
"""Bits of a pair too common to tell one article from another."""
HAN_RUN = LatePattern(r"[\u4e00-\u9fff]{2,}")
"""The characters that are paired: Han."""
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
TEXTS_AT_ONCE = 400
"""Texts whose pairs are laid out together: more than a page has, so that memory stays bounded."""
TEXT_BITS = 10
"""Bits of the number of a text among those and the ones right before them."""
NEIGHBOURS = 4
"""Gaps on each side that a gap is held against."""
SIDE = 8
"""Gaps on each side whose highest one it is held against."""


def count_chains(texts: Sequence[str], ngrams: Ngrams) -> list[float]:
    """Weigh the chains over the gap before each text: the bits of each, beyond those of a common pair."""
    if not texts:
        return []
    np = load_numpy()
    most = max(3, round(MOST_BLOCKS * len(texts)))
    size = -(-len(texts) // -(-len(texts) // TEXTS_AT_ONCE))  # of each part; all are alike
    steps = np.zeros(len(texts) + 1)
    often: set[int] = set()
    for first in range(0, len(texts), size):
        part = range(first, min(len(texts), first + size))
        links = _links(texts, part)
        is_first = _is_first(links.pairs)
        weights = np.array(_bits([_pair(code) for code in links.pairs[is_first].tolist()], ngrams))
        steps += _steps(links, weights[is_first.cumsum() - 1], len(steps))
        often.update(links.pairs[links.times * len(texts) > most * len(part)].tolist())
    for pair in map(_pair, sorted(often)):
        numbers = [number for number, text in enumerate(texts) if pair in text]
        if len(numbers) > most:  # else it is often in a part alone
            links = _links_of(numbers)
            steps -= _steps(links, np.full(len(links.before), *_bits([pair], ngrams)), len(steps))
    return [*accumulate(steps[:-1].tolist())]


def _bits(pairs: Sequence[str], ngrams: Ngrams) -> list[float]:
    """Return the bits of each pair beyond those of a common one."""
    total = ngrams.count("") - COMMON_BITS
    return [max(0.0, total - max(count, 0.0)) for count in ngrams.counts_of(pairs)]


def _pair(code: int) -> str:
    """Return the two characters of a pair's number."""
    first, second = divmod(code, LAST_HAN + 1 - FIRST_HAN)
    return chr(FIRST_HAN + first) + chr(FIRST_HAN + second)


class PairLinks(NamedTuple):
    """Pairs that stand in two texts of a page near each other, and in none between them."""

    pairs: Numbers
    """In rising order."""
    before: Numbers
    """The number of the first text."""
    behind: Numbers
    times: Numbers
    """In how many of the texts that are looked at the pair stands."""


def _links(texts: Sequence[str], part: range) -> PairLinks:
    """Return the pairs of some texts that stand in one shortly before, too."""
    np = load_numpy()
    start = max(0, part.start - REACH)
    keys = _pairs_by_text(texts[start : part.stop])
    pairs, numbers = keys >> TEXT_BITS, (keys & ((1 << TEXT_BITS) - 1)) + start
    near = (pairs[1:] == pairs[:-1]) & (numbers[1:] - numbers[:-1] <= REACH) & (numbers[1:] >= part.start)
    at = np.flatnonzero(near)
    linked, of_part = pairs[at], pairs[numbers >= part.start]
    times = np.searchsorted(of_part, linked, "right") - np.searchsorted(of_part, linked)
    return PairLinks(linked, numbers[at], numbers[at + 1], times)


def _links_of(numbers: Sequence[int]) -> PairLinks:
    """Return the links of a pair that stands in texts of these numbers."""
    np = load_numpy()
    near = [(one, two) for one, two in pairwise(numbers) if two - one <= REACH]
    before, behind = np.array(near, np.int64).reshape(-1, 2).T
    return PairLinks(np.zeros(len(near)), before, behind, np.full(len(near), len(numbers)))


def _steps(links: PairLinks, weights: Numbers, size: int) -> Numbers:
    """Return what links add to the weight over the gaps, each from its first gap on, and take off again."""
    np = load_numpy()
    added = np.bincount(links.before + 1, weights, size)
    steps: Numbers = added - np.bincount(links.behind + 1, weights, size)
    return steps


def _pairs_by_text(texts: Sequence[str]) -> Numbers:
    """Return the pairs of Han characters of each text once, in rising order; its number in the low bits."""
    np = load_numpy()
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    of_text = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    han = (codes >= FIRST_HAN) & (codes <= LAST_HAN)
    first = np.flatnonzero(han[:-1] & han[1:])
    codes -= FIRST_HAN
    pairs = codes[first] * (LAST_HAN + 1 - FIRST_HAN) + codes[first + 1]
    keys: Numbers = np.sort(pairs << TEXT_BITS | of_text[first])
    return keys[_is_first(keys)]


def _is_first(ordered: Numbers) -> Numbers:
    """Say of each of some rising numbers whether it is the first of its kind."""
    np = load_numpy()
    firsts: Numbers = np.ones(len(ordered), bool)
    firsts[1:] = ordered[1:] != ordered[:-1]
    return firsts


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
