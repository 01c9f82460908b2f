"""The network of continuations: whole numbers that every machine computes alike."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from operator import mul
from pathlib import Path

import numpy as np
import pytest

from convert.language import CONTINUATIONS_FILE
from convert.language.continuations import (
    BEGINNING,
    END,
    LARGEST,
    STEPS,
    STRINGS,
    Side,
    load_continuations,
    multiply,
    windows_of,
)
from convert.language.hashed import NoTable
from tests.support.paths import ROOT

MODEL = load_continuations(CONTINUATIONS_FILE)
TAILS = ("全市今年新建改建农村公路三百公里，沿线村民出行难的问题得到解", "会议", "本届书展共有12个国", "𠮷")
HEADS = (
    "决。下一步还将完善公交线路，方便群众进城。",
    "家和地區的「出版社」參展，規模超過往年。",
    "一",
    "2026年",
)


@cache
def listed(name: str) -> list[list[int]]:
    """Return an array of the network as Python's own numbers."""
    numbers: list[list[int]] = MODEL.arrays[name].tolist()
    return numbers


def plain_rows(side: Side, chars: list[int]) -> list[int]:
    """List the rows of strings of a window, looked up in dictionaries."""
    first = len(MODEL.arrays["codes"]) + 2
    rows = [*chars]
    for kind, size, places in (("pairs", 2, side.window), ("triples", 3, 2), ("fours", 4, 1)):
        keys = MODEL.arrays[kind].tolist()
        ranks = dict(zip(keys, MODEL.arrays[f"{kind}_ranks"].tolist(), strict=True))
        for place in range(min(places, len(chars) - size + 1)):
            string = chars[place : place + size]
            if side.backwards:
                string.reverse()
            rank = ranks.get(sum(char << 13 * at for at, char in enumerate(string)))
            if rank is None:
                continue
            pairs_at, near_at, next_at, triples_at, next_triples_at, fours_at = STRINGS.offsets
            places_of = {2: (pairs_at,) * side.window, 3: (triples_at, next_triples_at), 4: (fours_at,)}
            rows.append(first + places_of[size][place] + rank)
            if size == 2 and place < 2 and rank < STRINGS.placed:
                rows.append(first + (near_at, next_at)[place] + rank)
    return rows


def plain_vector(side: Side, text: str) -> tuple[list[int], int]:
    """Compute a vector and the log odds behind it with Python's own numbers, sum by sum."""
    codes = MODEL.arrays["codes"].tolist()
    chars = [codes.index(ord(c)) + 2 if ord(c) in codes else 1 for c in windows_of(side, [text])[0]]
    sums = [0] * (side.size + 2)
    for row in plain_rows(side, chars):
        scale = MODEL.arrays[f"{side.name}_scales"].tolist()[row]
        for at, both in enumerate(listed(f"{side.name}_rows")[row]):
            sums[2 * at] += scale * ((both & 15) - 8)
            sums[2 * at + 1] += scale * ((both >> 4) - 8)
    near = (chars + [0] * side.near)[: side.near]
    seen = [number for char in near for number in listed(f"{side.name}_embedding")[char]]
    hidden = []
    for column, scale, bias in zip(
        zip(*listed(f"{side.name}_inner"), strict=True),
        MODEL.arrays[f"{side.name}_inner_scale"].tolist(),
        MODEL.arrays[f"{side.name}_inner_bias"].tolist(),
        strict=True,
    ):
        product = sum(map(mul, seen, column))
        assert abs(product) < 2**24
        hidden.append(round(min(255.0, max(0.0, product * scale + bias))))
    vector = []
    for at, column in enumerate(zip(*listed(f"{side.name}_outer"), strict=True)):
        product = sum(map(mul, hidden, column))
        assert abs(product) < 2**24
        scale, bias, unit = (
            MODEL.arrays[f"{side.name}_{name}"].tolist()[at]
            for name in ("outer_scale", "outer_bias", "row_unit")
        )
        most = LARGEST if at < side.size else 8 * STEPS
        vector.append(round(min(most, max(-most, product * scale + bias + sums[at] * unit))))
    return vector[:-1], vector[-1]


def test_plain_numbers_make_the_same_vectors_and_scores() -> None:
    """Python's whole numbers have no order of adding up and no library: what they give holds everywhere."""
    ends = MODEL.vectors(END, windows_of(END, TAILS))
    beginnings = MODEL.vectors(BEGINNING, windows_of(BEGINNING, HEADS))
    plain_ends = [plain_vector(END, text) for text in TAILS]
    plain_beginnings = [plain_vector(BEGINNING, text) for text in HEADS]
    assert [*zip(ends.numbers.tolist(), ends.goes_on.tolist(), strict=True)] == plain_ends
    assert [*zip(beginnings.numbers.tolist(), beginnings.goes_on.tolist(), strict=True)] == plain_beginnings
    unit = float(MODEL.arrays["score_unit"])
    assert MODEL.scores(ends.numbers, beginnings.numbers).tolist() == [
        [round(sum(map(mul, end, beginning)) * unit) for beginning, _ in plain_beginnings]
        for end, _ in plain_ends
    ]


def test_a_text_has_one_vector_whatever_stands_beside_it() -> None:
    """One by one or a hundred at once."""
    windows = windows_of(END, [tail * (number % 7) + tail for number in range(25) for tail in TAILS])
    together = MODEL.vectors(END, windows)
    alone = [MODEL.vectors(END, [chars]) for chars in windows]
    assert together.numbers.tolist() == [one.numbers[0].tolist() for one in alone]
    assert together.goes_on.tolist() == [int(one.goes_on[0]) for one in alone]


def test_the_true_continuation_has_the_best_score() -> None:
    """And what stands in traditional characters has that of its simplified ones."""
    tails, heads = (TAILS[0], TAILS[2]), (*HEADS, "家和地区的“出版社”参展，规模超过往年。")
    ends = MODEL.vectors(END, windows_of(END, tails))
    beginnings = MODEL.vectors(BEGINNING, windows_of(BEGINNING, heads))
    usual = np.array(MODEL.usual(BEGINNING, beginnings.numbers))
    assert (MODEL.scores(ends.numbers, beginnings.numbers) - usual).argmax(axis=1).tolist() == [0, 1]
    assert beginnings.numbers[1].tolist() == beginnings.numbers[-1].tolist()


def test_the_mean_of_likelihoods_is_that_of_the_scores() -> None:
    """A logarithm of the mean, not a mean of logarithms; what is far below the best counts for nothing."""
    scores = np.array([[0, 640, -9000], [0, 0, 64]])
    assert MODEL.log_mean(scores) == [0, 640 - 44, 64 - 44]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is missing"),
        (b"", "is empty"),
        (b"continuations 9\n" + bytes(64), "is not a network of this version"),
        (CONTINUATIONS_FILE.read_bytes()[:2_000_000], "is damaged or incomplete"),
        (CONTINUATIONS_FILE.read_bytes()[:99], "is damaged or incomplete"),
    ],
    ids=["missing", "empty", "of another version", "half", "a head"],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    """By its name, in one line."""
    path = tmp_path / "zh.continuations"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NoTable, match=f"^zh.continuations {message}"):
        load_continuations(path)


def test_an_empty_page_has_no_vectors() -> None:
    """And no text at all has one."""
    assert MODEL.vectors(END, []).numbers.shape == (0, END.size)
    assert MODEL.vectors(BEGINNING, [""]).numbers.shape == (1, BEGINNING.size)


@pytest.mark.parametrize(
    "shape", [(64, 768, 768), (42, 576, 97), (512, 96, 168), (1, 96, 7_000), (65, 64, 64), (0, 768, 768)]
)
def test_products_made_in_parts_are_the_same_to_the_bit(shape: tuple[int, int, int]) -> None:
    """Of whole numbers, whatever the sizes of the matrices."""
    rows, inner, columns = shape
    dice = np.random.default_rng(rows)
    left = dice.integers(-9, 9, (rows, inner)).astype(np.float32)
    right = dice.integers(-9, 9, (inner, columns)).astype(np.float32)
    assert np.array_equal(multiply(np, left, right), left @ right)


THREADS = """
import time
import numpy as np
from convert.language.continuations import multiply
left, right = np.ones((64, 768), np.float32), np.ones((768, 768), np.float32)
left[:8, :8] @ right[:8, :8]
time.sleep(0.3)  # threads that were made have gone to sleep
whole, ours = time.process_time(), time.thread_time()
for _ in range(20):
    multiply(np, left, right)
whole, ours = time.process_time() - whole, time.thread_time() - ours
assert whole < 1.5 * ours, (whole, ours)
"""
"""A program that has more threads than one to multiply with."""


def test_no_other_thread_takes_part() -> None:
    """The processor's time is that of the thread that asks for a product."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "4"}
    subprocess.run([sys.executable, "-c", THREADS], env=environment, cwd=ROOT, check=True)
