"""Cut paragraphs at random places, list the strings on both sides: the loops of training/seam.py, compiled.

Texts are one run of numbers, 0 between paragraphs. A window holds the characters of one side of a place, the
nearest to it first.
"""

# ruff: noqa: NPY002 - compiled code draws by these functions alone

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
compiled = numba.njit(cache=True)
compiled_fast = numba.njit(cache=True, fastmath=True)

WINDOWS_APART = 62
"""Characters between two places of a walk: no two windows share one (40 before a place, 20 behind it)."""
LEAST_SIDE = 6
"""Characters of the paragraph on both sides of a cut."""
MISREAD, LOST, LOST_AT_SEAM = 0.012, 0.004, 0.02
MARKS_LOST = 4
"""A mark is lost so many times as often as another character."""
END_WITHOUT_MARK = 0.7
TABLE_BITS = 17
HASH = np.uint64(0x9E3779B97F4A7C15)


class Characters(NamedTuple):
    """What is known of each character, by its number."""

    alike: Numbers
    """Two that it is read as; 0: none."""
    marks: Numbers
    quotes: Numbers
    begins_no_line: Numbers
    in_numbers: Numbers
    """Digits, Latin letters and what stands between them: no line ends there."""
    stops: Numbers
    openers: Numbers
    straight_quote: int
    usual: Numbers
    """Characters as often as texts have them."""


class Texts(NamedTuple):
    """The texts, and where their paragraphs begin and end."""

    stream: Numbers
    starts: Numbers
    ends: Numbers
    aside: Numbers
    """Of each paragraph: it is a heading, a caption or the like, and never cut."""


def _seed(number: int) -> None:
    np.random.seed(number)


seed = compiled(_seed)
"""Let the walks draw the same again."""


def _copy_window(
    stream: Numbers,
    at: int,
    limit: int,
    step: int,
    window: Numbers,
    known: Characters,
    straight: bool,  # noqa: FBT001
) -> None:
    if np.random.random() < LOST_AT_SEAM and at != limit:
        at += step
    k = 0
    while k < len(window) and at != limit:
        char = stream[at]
        at += step
        if char == 0:
            break
        if np.random.random() < LOST * (MARKS_LOST if known.marks[char] else 1):
            continue
        if np.random.random() < MISREAD:
            if known.alike[char, 0] > 0 and np.random.random() < 0.6:
                char = known.alike[char, np.random.randint(0, 2)]
            else:
                char = known.usual[np.random.randint(0, len(known.usual))]
        elif straight and known.quotes[char]:
            char = known.straight_quote
        window[k] = char
        k += 1
    window[k:] = 0


copy_window = compiled(_copy_window)
"""Copy what stands on one side of a place, misread and lost as print is."""


def _may_cut(stream: Numbers, at: int, known: Characters) -> bool:
    before, behind = stream[at - 1], stream[at]
    if known.begins_no_line[behind] or known.openers[before]:
        return False
    return not (known.in_numbers[before] and known.in_numbers[behind])


may_cut = compiled(_may_cut)
"""Whether a line may end before a place."""


class Span(NamedTuple):
    """A paragraph, and where it may be cut."""

    start: int
    end: int
    first: int
    last: int


def _cut(
    stream: Numbers,
    span: Span,
    known: Characters,
    tails: Numbers,
    heads: Numbers,
    straight: bool,  # noqa: FBT001
) -> tuple[int, int]:
    at = span.first
    cuts, cut = 0, -1
    while at <= span.last and cuts < len(tails):
        if not may_cut(stream, at, known):
            at += 1
            continue
        copy_window(stream, at - 1, span.start - 1, -1, tails[cuts], known, straight)
        copy_window(stream, at, span.end, 1, heads[cuts], known, straight)
        cuts, cut = cuts + 1, at
        at += WINDOWS_APART + np.random.randint(0, 30)
    return cuts, cut


cut_paragraph = compiled(_cut)
"""Cut a paragraph as often as it is long; return how many cuts there are, and where the last one is."""


def _copy_end(
    stream: Numbers,
    start: int,
    end: int,
    window: Numbers,
    known: Characters,
    straight: bool,  # noqa: FBT001
) -> None:
    at = end - 1
    if np.random.random() < END_WITHOUT_MARK:
        while at > start and (known.stops[stream[at]] or known.quotes[stream[at]]):
            at -= 1
    limit = start - 1
    if np.random.random() < 0.15:  # as short as a caption
        limit = max(limit, at - 8 - np.random.randint(0, 22))
    copy_window(stream, at, limit, -1, window, known, straight)


copy_end = compiled(_copy_end)
"""Copy the end of a whole paragraph, most often without its last mark."""


def _walk(
    texts: Texts,
    first: int,
    last: int,
    known: Characters,
    tails: Numbers,
    heads: Numbers,
    whole_ends: Numbers,
    whole_starts: Numbers,
) -> tuple[int, int]:
    number = np.random.randint(first, last)
    cuts = ends = starts = 0
    straight = np.random.random() < 0.2
    while cuts < len(tails):
        start, end, aside = texts.starts[number], texts.ends[number], texts.aside[number]
        number = number + 1 if number + 1 < last else first
        size = end - start
        if size < 4:
            continue
        begins_at = start + LEAST_SIDE + np.random.randint(0, 40)
        stop = end - LEAST_SIDE
        with_end = np.random.random() < 0.5 and ends < len(whole_ends)
        if np.random.random() < 0.4 and starts < len(whole_starts):
            copy_window(texts.stream, start, end, 1, whole_starts[starts], known, straight)
            starts += 1
            begins_at = max(begins_at, start + WINDOWS_APART + np.random.randint(0, 20))
            with_end = with_end and size >= WINDOWS_APART
        short = size < WINDOWS_APART + 40 and np.random.random() < 0.7
        if aside or size < 2 * LEAST_SIDE or (with_end and short):
            begins_at = end
        elif with_end:
            stop = end - WINDOWS_APART
        span = Span(start, end, begins_at, stop)
        more, cut = cut_paragraph(texts.stream, span, known, tails[cuts:], heads[cuts:], straight)
        cuts += more
        if with_end and (cut < 0 or cut + WINDOWS_APART <= end):
            copy_end(texts.stream, start, end, whole_ends[ends], known, straight)
            ends += 1
    return ends, starts


walk = compiled(_walk)
"""Fill the windows of a walk through neighbouring paragraphs; return how many whole ends and starts."""


def _lay_out(keys: Numbers) -> tuple[Numbers, Numbers]:
    slots = np.zeros(1 << TABLE_BITS, np.uint64)
    ranks = np.full(1 << TABLE_BITS, -1, np.int32)
    for rank in range(len(keys)):
        at = np.int64((keys[rank] * HASH) >> np.uint64(64 - TABLE_BITS))
        while ranks[at] >= 0:
            at = (at + 1) & ((1 << TABLE_BITS) - 1)
        slots[at], ranks[at] = keys[rank], rank
    return slots, ranks


lay_out = compiled(_lay_out)
"""Lay strings out as a hashed table of their ranks."""


def _rank_of(key: Any, table: tuple[Numbers, Numbers]) -> int:  # noqa: ANN401 - a number of numpy
    slots, ranks = table
    at = np.int64((key * HASH) >> np.uint64(64 - TABLE_BITS))
    while ranks[at] >= 0:
        if slots[at] == key:
            return int(ranks[at])
        at = (at + 1) & ((1 << TABLE_BITS) - 1)
    return -1


rank_of = compiled(_rank_of)
"""Return the rank of a string, -1 if it has none."""


def _key_of(window: Numbers, at: int, size: int, backwards: bool) -> Any:  # noqa: ANN401, FBT001
    key = np.uint64(0)
    for k in range(size):
        char = window[at + size - 1 - k] if backwards else window[at + k]
        key |= np.uint64(char) << np.uint64(13 * k)
    return key


key_of = compiled(_key_of)
"""Return the number of a string of a window, as it is read."""


def _list_rows(
    windows: Numbers,
    rows: Numbers,
    tables: tuple[tuple[Numbers, Numbers], ...],
    offsets: Numbers,
    placed: int,
    backwards: bool,  # noqa: FBT001
) -> None:
    pairs, triples, fours = tables
    for n in range(len(windows)):
        window = windows[n]
        size = 0
        while size < len(window) and window[size] > 0:
            rows[n, size] = window[size]
            size += 1
        f = size
        for k in range(size - 1):
            rank = rank_of(key_of(window, k, 2, backwards), pairs)
            if rank >= 0:
                rows[n, f] = offsets[0] + rank
                f += 1
                if k < 2 and rank < placed:
                    rows[n, f] = offsets[1 + k] + rank
                    f += 1
        for k in range(min(2, size - 2)):
            rank = rank_of(key_of(window, k, 3, backwards), triples)
            if rank >= 0:
                rows[n, f] = offsets[3 + k] + rank
                f += 1
        if size > 3:
            rank = rank_of(key_of(window, 0, 4, backwards), fours)
            if rank >= 0:
                rows[n, f] = offsets[5] + rank
                f += 1
        rows[n, f:] = -1


list_rows = compiled(_list_rows)
"""List the rows of each window's strings, as convert/language/continuations.py does; -1 fills up."""


def _add_rows(matrix: Numbers, listed: Numbers, sums: Numbers) -> None:
    for n in range(len(listed)):
        sums[n] = 0.0
        for f in listed[n]:
            if f < 0:
                break
            for d in range(matrix.shape[1]):
                sums[n, d] += matrix[f, d]


add_rows = compiled_fast(_add_rows)
"""Add up the listed rows of a matrix."""


def _learn_rows(
    matrix: Numbers,
    squares: Numbers,
    listed: Numbers,
    gradient: Numbers,
    rate: float,
    sums: Numbers,
    touched: Numbers,
) -> None:
    width = matrix.shape[1]
    number = 0
    for n in range(len(listed)):
        for f in listed[n]:
            if f < 0:
                break
            if sums[f, width] == 0.0:
                sums[f, width] = 1.0
                touched[number] = f
                number += 1
            for d in range(width):
                sums[f, d] += gradient[n, d]
    for k in range(number):
        f = touched[k]
        square = np.float32(0.0)
        for d in range(width):
            square += sums[f, d] * sums[f, d]
        squares[f] += square / width
        step = rate / np.sqrt(squares[f])
        for d in range(width):
            matrix[f, d] -= step * sums[f, d]
        sums[f] = 0.0


learn_rows = compiled_fast(_learn_rows)
"""Move the listed rows against their gradients, each the less the more it was moved (Adagrad, by row).

`sums` is as wide as the matrix and one more, and 0 before and behind; `touched` has room for all numbers.
"""
