"""Which fragment continues which: cut tails and cut heads, weighed pair by pair, then chosen together.

A column's end cuts a paragraph: its tail lacks a stop, and somewhere on the page a block begins in
mid-sentence. Every such pair is weighed by the words and marks at the seam, by the measure, by a
repeated line, and by how far apart the two stand. A tail has one continuation at most and so has a
head, so the pairs compete: what counts is also the margin to the best rival.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from convert.language import Language
from convert.language.han import ends_sentence
from convert.language.ngrams import fold
from convert.language.weights import certainty, odds, weights
from convert.model import Block, Role
from convert.passes.cohesion import Words, cohesion, content_words
from convert.passes.evidence import Evidence, Head, Tail, fullness, head_of, heading_shape, seam, tail_of
from convert.passes.measure import INDENT, Measure, from_cuts, line_count, words
from convert.passes.overlap import find_overlaps, is_end, is_start
from convert.passes.repeats import is_repeat
from convert.passes.roles import NUMBERED, RUNNING_TEXT, bare_heading_odds

PARTNERED = 2.5
"""Added to a pair's odds before the shares are balanced: a tail that is cut goes on somewhere."""
SURE = 0.8
DOUBT = 0.49
WHOLE_PAGE = 20
"""On a page of so many blocks without one sure cut, a doubtful one is none: it was read whole."""
LEAST_ODDS = -3.5
"""Pairs below this are not chosen even where nothing else is left."""
REACH = 40
"""How many blocks away a continuation is looked for."""
HEADINGS = frozenset({Role.HEADLINE, Role.KICKER, Role.SUBTITLE})
TOP = HEADINGS | {Role.BYLINE, Role.LABEL, Role.HOST, Role.PARTICIPANT, Role.SUBHEAD}


class Sight(NamedTuple):
    """What linking looks at in a block."""

    role: Role
    reading: str
    repeat: str
    """The source of a repeated line that was dropped."""


def sights(blocks: Sequence[Block]) -> tuple[Sight, ...]:
    """Return what linking looks at in each block."""
    return tuple(Sight(b.role, b.reading, b.source if is_repeat(b) else "") for b in blocks)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A block of running text as the linking sees it, looked at once for all its pairs."""

    number: int
    """Of the block in the document."""
    text: str
    tail: Tail
    head: Head
    full: Evidence
    """How full its last line is, if it looks cut."""
    opens: float
    """Log odds that it begins in mid-sentence."""
    heading: float
    """Log odds that it is a heading, by its shape alone."""
    words: Words
    """Its content words."""
    run: int
    """Which unbroken run of blocks it stands in: a new one begins at each place that looks cut."""
    heads: int
    """How many headlines stand before it."""
    above: str
    """What stands above it: heading, cut (running text that looks cut), ended (that ends), nothing."""
    below: str = "nothing"
    """What stands below it: heading, text, nothing."""
    before_repeat: str = ""
    """A repeated line that stood behind it and was dropped: the next column begins with it."""
    behind_repeat: str = ""
    """A repeated line that stood above it and was dropped: the column before ends with it."""
    run_words: Words = field(default_factory=dict)
    """The content words of its whole run."""
    run_lines: float = 0.0
    """How many lines of the measure its run fills, headings too; 0 where the measure is not known."""


@dataclass(frozen=True, slots=True)
class Link:
    """Block `head` continues the paragraph of block `tail`; the first `overlap` characters stand in both."""

    tail: int
    head: int
    cert: float
    overlap: int = 0


def pieces(blocks: Sequence[Sight], language: Language) -> list[Piece]:
    """List the blocks of running text, numbered by the runs that cut tails and heads part."""
    found: list[Piece] = []
    measure = page_measure([b.reading.strip() for b in blocks if b.role in RUNNING_TEXT])
    run = heads = 0
    above = "nothing"
    repeat = ""
    for number, block in enumerate(blocks):
        text = block.reading.strip()
        if block.role in TOP:
            heads += block.role in HEADINGS
            run += 1
            above = "heading"
            if found and found[-1].below == "nothing":
                found[-1] = replace(found[-1], below="heading")
        elif block.repeat:
            repeat = block.repeat.strip()
            if found:
                found[-1] = replace(found[-1], before_repeat=repeat)
        elif block.role in RUNNING_TEXT and text:
            head = head_of(text, language)
            full = fullness(text, measure) if looks_cut(text) else {}
            opens = head_odds(head, language, full)
            if above == "cut" or (above == "ended" and opens > 1):
                run += 1
            if found and found[-1].below == "nothing":
                found[-1] = replace(found[-1], below="text")
            piece = Piece(
                number,
                text,
                tail_of(text, language),
                head,
                full,
                opens,
                max(-3.0, min(3.0, bare_heading_odds(text, language))),
                content_words(text, language),
                run,
                heads,
                above,
                behind_repeat=repeat,
            )
            found.append(piece)
            repeat = ""
            above = "cut" if looks_cut(text) else "ended"
    together: dict[int, dict[str, float]] = {}
    high: dict[int, float] = {}
    for piece in found:
        together.setdefault(piece.run, {}).update(piece.words)
        high[piece.run] = high.get(piece.run, 0.0) + piece_lines(piece, blocks, measure)
    return [replace(p, run_words=together[p.run], run_lines=high[p.run]) for p in found]


def piece_lines(piece: Piece, blocks: Sequence[Sight], measure: Measure) -> float:
    """Count the lines a piece fills, with the headings right above it: those are set twice as wide."""
    if measure.trust <= 0.0:
        return 0.0
    indent = 0.0 if piece.opens > 0 and piece.above != "ended" else INDENT
    total = line_count(words(piece.text), measure.squares, indent)
    for block in reversed(blocks[: piece.number]):
        if block.role not in TOP:
            break
        wide = measure.squares * (2 if block.role in HEADINGS else 1)
        total += line_count(words(block.reading), wide, 0.0)
    return float(total)


def looks_cut(text: str) -> bool:
    """Whether a block's end looks cut: no stop, and not short enough for a heading or a signature."""
    return not ends_sentence(text) and (len(text) > 12 or text[-1:] in "，、,") and text[-1:] not in "）)：:"


FRESH = frozenset({"stop", "bridge", "pull", "ending", "seen_2", "seen_3", "seen_4"})
"""What a seam says of its tail, not of its head."""


def head_evidence(head: Head, language: Language, full: Evidence) -> Evidence:
    """Weigh whether a block begins in mid-sentence: from its own words, and where its last line is full.

    A cut block that fills its last line only if its first line has no indent began in mid-paragraph.
    """
    found = seam(tail_of("。", language), head, language)
    own = {f"own_{name}": value for name, value in full.items()}
    return {name: value for name, value in found.items() if name not in FRESH} | own


def head_odds(head: Head, language: Language, full: Evidence | None = None) -> float:
    """Return the log odds that a block begins in mid-sentence."""
    return odds(head_evidence(head, language, full or {}), weights("head_open"))


def page_measure(texts: Sequence[str]) -> Measure:
    """Find the column's measure from the blocks that look cut."""
    return from_cuts(text for text in texts if len(text) > 45 and looks_cut(text))


def across(left: str, right: str) -> list[str]:
    """List the strings of two to four characters that lie across a seam."""
    return [
        left[-k:] + right[: size - k]
        for size in (2, 3, 4)
        for k in range(1, size)
        if k <= len(left) and size - k <= len(right)
    ]


def grams_of(found: Sequence[Piece]) -> frozenset[str]:
    """Return the strings of two to four characters that stand in a page's running text."""
    folded = [fold(piece.text) for piece in found]
    return frozenset(
        text[at : at + size] for text in folded for size in (2, 3, 4) for at in range(len(text) - size + 1)
    )


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


def pair_evidence(
    tail: Piece, head: Piece, language: Language, overlap: int, on_page: frozenset[str] = frozenset()
) -> Evidence:
    """Weigh one pair: the seam, how full the tail's last line is, the distance, a repeated line."""
    begins = head_of(head.text[overlap:], language) if 0 < overlap < len(head.text) else head.head
    found = seam(tail.tail, begins, language)
    found.update(tail.full)
    found.update({f"tail_{k}": v for k, v in heading_shape(tail.text).items()})
    found.update({f"head_{k}": v for k, v in heading_shape(head.text).items()})
    found["head_open"] = max(-3.0, min(3.0, head.opens))
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
    known = on_page.intersection(across(tail.tail.left, begins.right))
    for gram in known:
        found[f"page_{len(gram)}"] = 1.0
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


def candidates(found: Sequence[Piece]) -> Iterator[tuple[Piece, Piece, int]]:
    """Yield the pairs worth weighing: a tail that may be cut, a head that may go on, near enough."""
    overlaps = find_overlaps([p.text for p in found])
    items = [NUMBERED.match(p.text) is not None for p in found]  # of a list: each begins a paragraph
    for i, tail in enumerate(found):
        cut = looks_cut(tail.text)
        for j in range(max(0, i - REACH), min(len(found), i + REACH + 1)):
            if i == j:
                continue
            overlap = overlaps.get((i, j), 0)
            near = (j == i + 1 or found[j].opens > -3) and not items[j]
            if overlap or repeats_at_seam(tail, found[j]) or (cut and near):
                yield tail, found[j], overlap


@dataclass(frozen=True, slots=True)
class Rated:
    """A pair with the log odds of its own evidence."""

    tail: int
    head: int
    odds: float
    overlap: int
    tail_run: int
    head_run: int


def rate(blocks: Sequence[Sight], language: Language) -> list[Rated]:
    """Weigh all candidate pairs, each by itself."""
    model = weights("pair")
    found = pieces(blocks, language)
    on_page = grams_of(found)
    return [
        Rated(
            t.number,
            h.number,
            odds(pair_evidence(t, h, language, overlap, on_page), model),
            overlap,
            t.run,
            h.run,
        )
        for t, h, overlap in candidates(found)
    ]


def shares(rated: Sequence[Rated]) -> list[float]:
    """Share each tail among its heads and each head among its tails; either may stay alone.

    Sinkhorn's balancing (Sinkhorn and Knopp, 1967) of the odds, with one place more on each side for
    "no partner here"; a pair's share is high only where neither end has a better rival.
    """
    weight = [exp(max(-12.0, min(12.0, r.odds + PARTNERED))) for r in rated]
    tails = {r.tail: 1.0 for r in rated}
    heads = {r.head: 1.0 for r in rated}
    for _ in range(8):
        total = dict.fromkeys(tails, 1.0)
        for r, w in zip(rated, weight, strict=True):
            total[r.tail] += w * heads[r.head]
        tails = {key: 1.0 / value for key, value in total.items()}
        total = dict.fromkeys(heads, 1.0)
        for r, w in zip(rated, weight, strict=True):
            total[r.head] += w * tails[r.tail]
        heads = {key: 1.0 / value for key, value in total.items()}
    return [tails[r.tail] * w * heads[r.head] for r, w in zip(rated, weight, strict=True)]


Shares = Mapping[tuple[int, int], float]
"""The best share of a pair from one run to another, by the numbers of the two runs."""


def run_shares(rated: Sequence[Rated], parts: Sequence[float]) -> Shares:
    """Return the best share from each run to each other one."""
    found: dict[tuple[int, int], float] = {}
    for pair, share in zip(rated, parts, strict=True):
        runs = pair.tail_run, pair.head_run
        found[runs] = max(share, found.get(runs, 0.0))
    return found


def swapped(pair: Rated, others: Shares) -> float:
    """Return how well a pair fits two columns read in the wrong order: 1 3 2 4 for 1 2 3 4.

    Then three pairs hold together, two runs on, one back, two on: each speaks for the others.
    """
    tail, head = pair.tail_run, pair.head_run
    if head - tail == 2:
        back, on = (head, head - 1), (head - 1, head + 1)
    elif head - tail == -1:
        back, on = (tail - 2, tail), (head, head + 2)
    else:
        return 0.0
    return (others.get(back, 0.0) + others.get(on, 0.0)) / 2


def link_evidence(pair: Rated, share: float, swap: float = 0.0) -> Evidence:
    """Weigh a pair by its share among its rivals and by its own odds."""
    inside = min(max(share, 1e-6), 1 - 1e-6)
    return {
        "bias": 1.0,
        "odds": max(-7.0, min(7.0, pair.odds)),
        "share": share,
        "share_odds": log(inside / (1 - inside)),
        "overlap": float(pair.overlap > 0),
        "swap": swap,
    }


def find_links(blocks: Sequence[Block], language: Language) -> list[Link]:
    """Choose links, the surest first; each tail and each head at most once, and no ring."""
    return list(_find(sights(blocks), language))


@lru_cache(maxsize=8)
def _find(blocks: tuple[Sight, ...], language: Language) -> tuple[Link, ...]:
    """Find the links of a page; two passes ask this, and mostly of the same blocks."""
    settled = weights("settled")
    found = [
        Link(pair.tail, pair.head, certainty(odds(evidence, settled)), pair.overlap)
        for pair, evidence in chosen(rate(blocks, language))
    ]
    if len(blocks) >= WHOLE_PAGE and not any(link.cert >= SURE for link in found):
        return tuple(replace(link, cert=min(link.cert, DOUBT)) for link in found)
    return tuple(found)


def chosen(rated: Sequence[Rated]) -> Iterator[tuple[Rated, Evidence]]:
    """Choose pairs one by one, the likeliest first, and weigh each against what is still free.

    What is left at the end may be sure although it was doubtful before: the rivals are taken.
    """
    model = weights("link")
    parts = shares(rated)
    others = run_shares(rated, parts)
    queue = [
        (odds(link_evidence(p, s, swapped(p, others)), model), p) for p, s in zip(rated, parts, strict=True)
    ]
    queue.sort(key=lambda entry: (-entry[0], entry[1].tail, entry[1].head))
    after: dict[int, int] = {}
    heads: set[int] = set()
    picked: list[tuple[float, Rated]] = []
    for value, pair in queue:
        if value < LEAST_ODDS:
            break
        if pair.tail in after or pair.head in heads or _leads_to(after, pair.head, pair.tail):
            continue
        after[pair.tail] = pair.head
        heads.add(pair.head)
        picked.append((value, pair))
    of_tail: dict[int, list[tuple[float, Rated]]] = {}
    of_head: dict[int, list[tuple[float, Rated]]] = {}
    for entry in queue:
        of_tail.setdefault(entry[1].tail, []).append(entry)
        of_head.setdefault(entry[1].head, []).append(entry)
    tail_odds = {p.tail: v for v, p in picked}
    head_odds_of = {p.head: v for v, p in picked}
    for value, pair in picked:
        losses = [
            value - other + max(0.0, head_odds_of.get(rival.head, -3.0) + 3.0)
            for other, rival in of_tail[pair.tail]
            if rival.head != pair.head
        ]
        losses += [
            value - other + max(0.0, tail_odds.get(rival.tail, -3.0) + 3.0)
            for other, rival in of_head[pair.head]
            if rival.tail != pair.tail
        ]
        yield pair, _settled_evidence(pair, value, min(losses, default=9.0))


def _settled_evidence(pair: Rated, value: float, loss: float) -> Evidence:
    """Weigh a chosen pair: its odds, and what breaking it up for the best rival would cost."""
    return {
        "bias": 1.0,
        "odds": max(-5.0, min(7.0, value)),
        "own": max(-6.0, min(6.0, pair.odds)),
        "low": float(value < -1.0),
        "margin": max(-2.0, min(6.0, loss)),
        "alone": float(loss >= 4.0),
        "overlap": float(pair.overlap > 0),
    }


def _leads_to(after: dict[int, int], start: int, goal: int) -> bool:
    while start in after:
        start = after[start]
        if start == goal:
            return True
    return False
