"""Which fragment continues which: cut tails and cut heads, weighed pair by pair, then chosen together.

A column's end cuts a paragraph: its tail lacks a stop, and somewhere on the page a block begins in
mid-sentence. Every such pair is weighed by the words and marks at the seam, by the measure, by a
repeated line, and by how far apart the two stand. A tail has one continuation at most and so has a
head, so the pairs compete: what counts is also the margin to the best rival.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from convert.analysis.cohesion import cohesion
from convert.analysis.ends import looks_cut
from convert.analysis.fragments import Piece, Sight, pieces, sights
from convert.analysis.headings import NUMBERED
from convert.analysis.matching import Rated, chosen
from convert.analysis.overlap import find_overlaps, is_end, is_start
from convert.analysis.seam import Evidence, head_of, pull, run_on, seam
from convert.document.model import Block
from convert.language import Language
from convert.language.ngrams import fold
from convert.language.weights import certainty

SURE = 0.8
DOUBT = 0.49
WHOLE_PAGE = 20
"""On a page of so many blocks without one sure cut, a doubtful one is none: it was read whole."""
AROUND = 12_000
"""Characters of running text in which words are looked up: about two pages, so that time stays linear."""
NEAR_RUNS = frozenset((-1, 0, 1, 2))
"""How many columns on a continuation stands where two columns at most were exchanged."""
UNSEEN = -1.5
"""Fours of bits: characters that were never counted across a seam draw each other less than this."""
REACH = 40
"""How many blocks away a continuation is looked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """Block `head` continues the paragraph of block `tail`; the first `overlap` characters stand in both."""

    tail: int
    head: int
    cert: float
    overlap: int = 0


def surroundings(found: Sequence[Piece]) -> dict[int, str]:
    """Return the folded text that stands around each piece, by its number: a page's worth, or two halves'."""
    around: dict[int, str] = {}
    texts: list[str] = []
    numbers: list[int] = []
    size = 0
    for piece in found:
        texts.append(fold(piece.text))
        numbers.append(piece.number)
        size += len(texts[-1])
        if size > AROUND:
            around.update(dict.fromkeys(numbers, "\n".join(texts)))
            texts, numbers, size = [], [], 0
    around.update(dict.fromkeys(numbers, "\n".join(texts)))
    return around


def seen_around(left: str, right: str, around: str) -> Evidence:
    """Say which strings of two to four characters across a seam stand elsewhere on the page."""
    if not left or not right or left[-1] + right[0] not in around:
        return {}
    found: Evidence = {"page_2": 1.0}
    for size in (3, 4):
        if any(left[-k:] + right[: size - k] in around for k in range(1, size)):
            found[f"page_{size}"] = 1.0
    return found


ITEM = re.compile(r"[^、，,。；;“”：:]*")


def rhythm(tail: str, head: str) -> Evidence:
    """Weigh a list that is cut: 质量提高、存量 | 盘活、效益增长, items of one length, of one ending."""
    items = re.split(r"[，,。；;：:]", tail[-40:])[-1].split("、")
    rest = ITEM.match(head)
    if len(items) < 2 or rest is None or not items[-2]:
        return {}
    item = items[-1] + rest.group()
    after = head[rest.end() : rest.end() + 1]
    found = {"list_goes_on": float(after == "、"), "list_even": float(len(item) == len(items[-2]))}
    found["list_rhyme"] = float(item[-1:] == items[-2][-1:])
    return found


def pair_evidence(tail: Piece, head: Piece, language: Language, overlap: int, around: str = "") -> Evidence:
    """Weigh one pair: the seam, how full the tail's last line is, the distance, a repeated line."""
    begins = head_of(head.text[overlap:], language) if 0 < overlap < len(head.text) else head.head
    found = seam(tail.tail, begins, language)
    found.update(tail.full)
    found.update({f"tail_{k}": v for k, v in tail.shape.items()})
    found.update({f"head_{k}": v for k, v in head.shape.items()})
    found["head_open"] = max(-3.0, min(3.0, head.opens))
    found["tail_cut"] = max(-3.0, min(4.0, tail.cut))
    if head.number == tail.number + 1 and tail.foot:
        found["foot"] = 1.0
    found["tail_heading"], found["head_heading"] = tail.heading, head.heading
    apart = head.run - tail.run
    found[f"apart_{apart}" if -3 <= apart <= 4 else "apart_far"] = 1.0
    if head.number - tail.number == 1:
        found["next"] = 1.0
    if head.above != "ended":
        found[f"head_under_{head.above}"] = 1.0
    if tail.below != "text":
        found[f"tail_over_{tail.below}"] = 1.0
    between = abs(head.heads - tail.heads)
    found["same_article" if between == 0 else "next_article" if between == 1 else "far_article"] = 1.0
    shared = min(1.0, cohesion(tail.words, head.words) * 3)
    found["cohesion" if apart == 1 else "cohesion_apart"] = shared
    of_runs = min(1.0, cohesion(tail.run_words, head.run_words) * 3)
    found["cohesion_runs" if apart == 1 else "cohesion_runs_apart"] = of_runs
    if tail.run_lines and head.run_lines and apart:
        higher = head.run_lines - tail.run_lines
        name = "even" if abs(higher) <= 1.5 else "lower" if higher < 0 else "higher"
        found[name if apart == 1 else f"{name}_apart"] = 1.0
        # The columns of an article are equally high but for its last one.
        found["uneven"] = min(6.0, abs(higher))
        found["over"] = max(-6.0, min(6.0, higher))
        found["head_run_cut"] = float(head.run_cut)
        found["head_run_uneven"] = min(6.0, abs(higher)) if head.run_cut else 0.0
    found.update(seen_around(tail.tail.left, begins.right, around))
    found.update(rhythm(tail.text, begins.text))
    if repeats_at_seam(tail, head):
        found["repeat"] = 1.0
    if overlap:
        found["overlap"] = 1.0
        found["overlap_long"] = min(2.0, overlap / 12)
    return found


def repeats_at_seam(tail: Piece, head: Piece) -> bool:
    """Whether a line that stood alone at one end of this seam is part of the text at the other end."""
    return bool(
        (tail.before_repeat and is_start(tail.before_repeat, head.text))
        or (head.behind_repeat and is_end(head.behind_repeat, tail.text))
    )


def ends_at_line_end(piece: Piece) -> bool:
    """Whether a text's stop just fills its line: a column may have cut the paragraph behind a sentence."""
    return piece.full.get("full", 0.0) + piece.full.get("full_either", 0.0) > 0.8 and len(piece.text) > 30


def is_hopeless(tail: Piece, head: Piece, language: Language) -> bool:
    """Whether nothing speaks for a pair of columns far apart: its words do not run on across the seam.

    Three pairs in five are such; of the true ones on 76 held-out pages, two in a hundred. Where the
    characters were never seen together the words are not asked: on 80 such pages that lost one paragraph.
    """
    if head.run - tail.run in NEAR_RUNS:
        return False
    drawn = pull(tail.tail, head.head, language)
    return drawn < UNSEEN or (drawn < 1.0 and run_on(tail.tail, head.head, language)[0] <= 1.8)


def candidates(found: Sequence[Piece], language: Language) -> Iterator[tuple[Piece, Piece, int]]:
    """Yield the pairs worth weighing: a tail that may be cut, a head that may go on, near enough."""
    overlaps = find_overlaps([p.text for p in found])
    items = [NUMBERED.match(p.text) is not None for p in found]  # of a list: each begins a paragraph
    for i, tail in enumerate(found):
        cut, full = looks_cut(tail.text), ends_at_line_end(tail)
        for j in range(max(0, i - REACH), min(len(found), i + REACH + 1)):
            if i == j:
                continue
            overlap = overlaps.get((i, j), 0)
            below = j == i + 1
            likely = not items[j] and ((below and (cut or full)) or (cut and found[j].opens > -3))
            likely = likely and not is_hopeless(tail, found[j], language)
            if overlap or likely or repeats_at_seam(tail, found[j]):
                yield tail, found[j], overlap


def rate(blocks: Sequence[Sight], language: Language) -> list[Rated]:
    """Weigh all candidate pairs, each by itself."""
    found = pieces(blocks, language)
    around = surroundings(found)
    return [
        Rated(
            t.number,
            h.number,
            language.models.odds("pair", pair_evidence(t, h, language, overlap, around[t.number])),
            overlap,
            t.run,
            h.run,
            t.cut,
            h.opens,
        )
        for t, h, overlap in candidates(found, language)
    ]


def find_links(blocks: Sequence[Block], language: Language) -> list[Link]:
    """Choose links, the surest first; each tail and each head at most once, and no ring.

    The blocks are looked at in the order in which they were read, whatever has been moved since.
    """
    order = sorted(range(len(blocks)), key=lambda number: blocks[number].segments[0].at)
    found = _find(sights([blocks[number] for number in order]), language)
    return [replace(link, tail=order[link.tail], head=order[link.head]) for link in found]


@lru_cache(maxsize=8)
def _find(blocks: tuple[Sight, ...], language: Language) -> tuple[Link, ...]:
    """Find the links of a page; two passes ask this of the same blocks."""
    found = [
        Link(pair.tail, pair.head, certainty(language.models.odds("settled", evidence)), pair.overlap)
        for pair, evidence in chosen(rate(blocks, language), language)
    ]
    if len(blocks) >= WHOLE_PAGE and not any(link.cert >= SURE for link in found):
        return tuple(replace(link, cert=min(link.cert, DOUBT)) for link in found)
    return tuple(found)
