"""Round the weights that training/seam.py learnt to whole numbers, and write the file that the package reads.

    python -m training.seam_pack OUT convert/language/data/zh.continuations

Rows of strings have four bits a number and a scale of eight, the other weights have eight bits. Strings
that are looked for in the whole window tell its topic. The longer the training, the more it trusts them, and
they tell least in a register that it did not read: UNPLACED_KEPT of them ranks better in every register.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from convert.language.continuations import (
    BEGINNING,
    END,
    LARGEST,
    STEPS,
    STRINGS,
    ContinuationModel,
    Side,
    float_weights,
    packed,
)

USUAL = 512
"""Ends and beginnings that stand for any text."""
UNPLACED_KEPT = 0.6
"""What is left of the rows of characters and pairs anywhere in the window, those of the odds excepted."""


def rounded_rows(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Return rows as two numbers of four bits a byte, the scale of each row, and the unit of all.

    Of a few scales each row has the one that is off least.
    """
    largest = np.abs(rows).max(axis=1)
    unit = float(np.quantile(largest, 0.999)) / (7 * 255)
    best, scales = np.full(len(rows), np.inf), np.ones(len(rows), np.uint8)
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5):
        scale = np.clip(np.rint(largest * share / 7 / unit), 1, 255)
        step = (scale * unit)[:, None]
        wrong = np.square(np.clip(np.rint(rows / step), -7, 7) * step - rows).sum(axis=1)
        scales = np.where(wrong < best, scale, scales).astype(np.uint8)
        best = np.minimum(wrong, best)
    numbers = np.clip(np.rint(rows / (scales[:, None] * unit)), -7, 7).astype(np.int64) + 8
    if numbers.shape[1] % 2:
        numbers = np.concatenate([numbers, np.full((len(numbers), 1), 8)], axis=1)
    return (numbers[:, ::2] | numbers[:, 1::2] << 4).astype(np.uint8), scales, unit


def rounded_columns(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix in eight bits, and the unit of each column."""
    unit = np.abs(matrix).max(axis=0) / 127
    return np.rint(matrix / unit).astype(np.int8), unit


def rounded_side(
    learnt: Mapping[str, np.ndarray], side: Side, key: str, examples: np.ndarray
) -> dict[str, np.ndarray]:
    """Return the arrays of one side; `examples` are windows, to see how far the neurons go."""
    rows = np.concatenate([learnt[f"{key}_rows"], np.zeros((1, side.size + 1), np.float32)])
    placed = len(rows) - 1 - STRINGS.rows + STRINGS.pairs
    rows[:placed, :-1] *= UNPLACED_KEPT
    halves, scales, row_unit = rounded_rows(rows)
    scales[-1] = 0  # the last row is nothing
    embedding = learnt[f"{key}_embedding.weight"]
    step = np.quantile(np.abs(embedding), 0.9999) / 127
    small = np.clip(np.rint(embedding / step), -127, 127).astype(np.int8)
    inner, inner_unit = rounded_columns(learnt[f"{key}_inner.weight"].T)
    near = small[examples[:, : side.near]].reshape(len(examples), -1).astype(np.float32)
    hidden = (near @ inner.astype(np.float32)) * (inner_unit * step) + learnt[f"{key}_inner.bias"]
    hidden_unit = np.quantile(np.maximum(hidden, 0), 0.9999, axis=0).max() / 255
    outer = learnt[f"{key}_outer.weight"].T
    whole = np.rint(outer / np.abs(outer).max(axis=0) * 63)  # 768 x 255 x 63 < 2**24
    outer_unit = np.abs(outer).max(axis=0) / 63
    return {
        "rows": halves,
        "scales": scales,
        "row_unit": np.full(side.size + 1, row_unit),
        "embedding": small,
        "inner": inner,
        "inner_scale": inner_unit * step / hidden_unit,
        "inner_bias": learnt[f"{key}_inner.bias"].astype(np.float64) / hidden_unit,
        "outer": whole.astype(np.int8),
        "outer_scale": outer_unit * hidden_unit,
        "outer_bias": learnt[f"{key}_outer.bias"].astype(np.float64),
    }


def pack(learnt: Mapping[str, np.ndarray], ends: np.ndarray, beginnings: np.ndarray) -> bytes:
    """Return the file. `ends` and `beginnings` are windows of cuts, some of which stand for any text."""
    arrays: dict[str, np.ndarray] = {"codes": learnt["codes"].astype(np.uint16)}
    for kind, number in (("pairs", STRINGS.pairs), ("triples", STRINGS.triples), ("fours", STRINGS.fours)):
        strings = learnt[kind][:number].astype(np.int64)
        order = np.argsort(strings)
        arrays[kind], arrays[f"{kind}_ranks"] = strings[order], order.astype(np.uint16)
    unit = 1.0
    for side, key, windows in ((END, "tail", ends), (BEGINNING, "head", beginnings)):
        made = rounded_side(learnt, side, key, windows)
        arrays |= {f"{side.name}_{name}": array for name, array in made.items()}
        numbers = vectors(arrays, side, windows)
        step = np.ones(side.size + 1)
        step[:-1] = float(np.quantile(np.abs(numbers[:, :-1]), 0.9999)) / LARGEST
        step[-1] = 1 / STEPS
        for name in ("row_unit", "outer_scale", "outer_bias"):
            arrays[f"{side.name}_{name}"] = arrays[f"{side.name}_{name}"] / step
        unit *= step[0]
        usual = np.clip(np.rint(numbers[:USUAL, :-1] / step[:-1]), -LARGEST, LARGEST)
        arrays[f"usual_{side.name}s"] = usual.astype(np.int16)
    arrays["score_unit"] = np.array(unit * STEPS)
    return packed(arrays, sorted(arrays, key=lambda name: (-arrays[name].dtype.itemsize, name)))


def vectors(arrays: dict[str, np.ndarray], side: Side, windows: np.ndarray) -> np.ndarray:
    """Return the vectors of windows before they are rounded, the log odds of going on behind them."""
    model = ContinuationModel(np, arrays, np.zeros(1), np.zeros(1), float_weights(arrays))
    some = [model.totals(side, windows[at : at + 256]) for at in range(0, len(windows), 256)]
    return np.concatenate(some)


def main() -> None:
    """Pack what was learnt."""
    out, path = Path(sys.argv[1]), Path(sys.argv[2])
    learnt = np.load(out / "model.npz")
    sample = np.load(out / "sample.npz")
    path.write_bytes(pack(learnt, sample["ends"], sample["beginnings"]))


if __name__ == "__main__":
    main()
