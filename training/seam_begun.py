"""The weights of a packed network, as training/seam.py goes on with them.

Rounding lost little (four bits a row, eight a neuron), so learning from more texts need not begin
with nothing. The units in which the packing wrote vectors and neurons are free; only their
products count. Here they are those with which a new network begins.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convert.language.continuations import BEGINNING, END, STEPS, Side, load_continuations

Numbers = NDArray[Any]
HIDDEN_UNIT, EMBEDDING_UNIT = 0.02, 0.02
"""Of the neurons and of the numbers of a character, as they are while they are learnt."""
TRIED = 60
"""Batches that show how far each row was moved before: it is moved the less."""
BATCHES_BEFORE = 9_000
SQUARES_AT_FIRST = 1e-3
FEWEST = 0.05
"""A row that none of the batches has is taken for one that was moved as little as so many of the others."""


class Begun(NamedTuple):
    """A network to go on with."""

    codes: Numbers
    strings: list[Numbers]
    """Pairs, triples and fours, the commonest first."""
    sides: dict[str, dict[str, Numbers]]
    """Of `tail` and `head`: the rows, and the layers by name."""


def read_begun(path: Path) -> Begun:
    """Read a packed network."""
    arrays = load_continuations(path).arrays
    strings = []
    for kind in ("pairs", "triples", "fours"):
        keys = np.empty(len(arrays[kind]), np.uint64)
        keys[arrays[f"{kind}_ranks"]] = arrays[kind]
        strings.append(keys)
    unit = float(np.sqrt(arrays["score_unit"] / STEPS))
    sides = {key: _side(arrays, side, unit) for key, side in (("tail", END), ("head", BEGINNING))}
    return Begun(arrays["codes"].astype(np.uint32), strings, sides)


def _side(arrays: Any, side: Side, unit: float) -> dict[str, Numbers]:  # noqa: ANN401 - by name
    def of(name: str) -> Numbers:
        return np.asarray(arrays[f"{side.name}_{name}"])

    units = np.full(side.size + 1, unit)
    units[-1] = 1 / STEPS
    halves, scales = of("rows")[:-1], of("scales")[:-1]  # the last row is nothing
    rows = np.empty((len(halves), 2 * halves.shape[1]))
    rows[:, ::2], rows[:, 1::2] = (halves & 15).astype(float) - 8, (halves >> 4).astype(float) - 8
    made = {
        "rows": rows[:, : side.size + 1] * scales[:, None] * of("row_unit") * units,
        "embedding.weight": of("embedding") * EMBEDDING_UNIT,
        "inner.weight": (of("inner") * (of("inner_scale") * HIDDEN_UNIT / EMBEDDING_UNIT)).T,
        "inner.bias": of("inner_bias") * HIDDEN_UNIT,
        "outer.weight": (of("outer") * (of("outer_scale") * units / HIDDEN_UNIT)).T,
        "outer.bias": of("outer_bias") * units,
    }
    return {name: np.ascontiguousarray(array, np.float32) for name, array in made.items()}


def squares_before(squares: Numbers) -> Numbers:
    """Return how far each row was moved before it was packed: a few batches show it.

    Without this the first batch would move each row as far as one that has learnt nothing yet.
    """
    moved = squares > SQUARES_AT_FIRST
    grown = (squares - SQUARES_AT_FIRST) * (BATCHES_BEFORE / TRIED)
    return np.where(moved, grown, np.quantile(grown[moved], FEWEST)).astype(np.float32)
