"""How well one text continues another: a small network that was trained to tell the true continuation.

Each side of a seam becomes a vector of whole numbers: the end of a text by its last characters, the
beginning of one by its first. The greater the product of both, the likelier the second text continues the
first. A vector is the sum of the rows of all strings of one to four characters on that side, and of what a
layer of neurons makes of the nearest characters (training/seam.py trains both).

All weights and all that is multiplied with them are whole numbers so small that no product of matrices leaves
what a float of 32 bits holds exactly: every machine and every library gives the same vectors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, prod
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.language.hashed import NoTable
from convert.language.ngrams import FORMS, fold_each, with_forms
from convert.language.numeric import load_numpy

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

MAGIC = b"continuations 1\n"
UNKNOWN = 1
"""The number of a character that has none of its own; 0 stands where the text is shorter than the window."""
CHARACTER_BITS = 13
"""Bits of a character's number within that of a string."""
STEPS = 64
"""Steps of a score to the unit of a natural logarithm."""
SPAN = 32 * STEPS
"""Scores so much lower than the highest count for nothing in a mean."""
FINE = float(1 << 40)
LARGEST = 400
"""Of the numbers of a vector: 96 products of two stay below 2**24."""
TOGETHER = 96
"""Texts that are looked at together: bounds the memory."""
PART = 64
"""Rows and columns of the parts of a product."""
_QUOTES = str.maketrans("「」『』‘’＂", '“”“”“”"')


class Side(NamedTuple):
    """How one side of a seam is looked at."""

    name: str
    window: int
    """Characters whose strings are added up."""
    near: int
    """Characters of these, nearest to the seam, that the neurons see."""
    backwards: bool
    """Whether the nearest character is the text's last one."""
    embedded: int = 48
    """Numbers that stand for a character there."""
    hidden: int = 768
    """Neurons."""
    size: int = 96
    """Numbers of a vector."""


MATRICES = (
    *("end_inner", "end_outer", "usual_ends"),
    *("beginning_inner", "beginning_outer", "usual_beginnings"),
)
"""Arrays that whole matrices are multiplied with."""
END = Side("end", 40, 16, backwards=True)
BEGINNING = Side("beginning", 20, 12, backwards=False)


class Strings(NamedTuple):
    """How many strings have rows of their own, the commonest first."""

    pairs: int = 14_000
    placed: int = 8_000
    """Pairs that have a row more for each of the two places nearest to the seam."""
    triples: int = 7_000
    """At the nearest two places."""
    fours: int = 6_000
    """At the seam alone."""

    @property
    def offsets(self) -> tuple[int, int, int, int, int, int]:
        """Return where the rows of pairs, placed pairs, triples and fours begin, behind the characters."""
        first = self.pairs
        triples = first + 2 * self.placed
        fours = triples + 2 * self.triples
        return 0, first, first + self.placed, triples, triples + self.triples, fours

    @property
    def rows(self) -> int:
        """Return how many rows there are beside those of characters."""
        return self.offsets[-1] + self.fours


STRINGS = Strings()


_FORMS = with_forms(FORMS, _QUOTES)


def fold_quotes(text: str) -> str:
    """Bring folded text to the form that was learnt: all quotes are “ and ”."""
    return text.translate(_QUOTES)


class Vectors(NamedTuple):
    """The vectors of some texts' ends, or of their beginnings."""

    numbers: Numbers
    """A row a text."""
    goes_on: Numbers
    """The log odds of each that the paragraph goes on across this side, in steps of 1/64."""


@dataclass(frozen=True, slots=True, eq=False)
class ContinuationModel:
    """The network. `numpy` is handed in: only Chinese pages need it, and it takes longest to import."""

    numpy: ModuleType
    arrays: Mapping[str, Numbers]
    """By name; of each side the `rows`, `scales`, `embedding`, `inner`, `outer` and so on."""
    numbers: Numbers
    """Of each character, by its code."""
    exponentials: Numbers
    """e to the power of -SPAN to 0 steps, as whole numbers."""
    weights: Mapping[str, Numbers]
    """Those of `arrays` that `float_weights` lists: they are turned into floats once."""

    def vectors(self, side: Side, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts, as `window` gives them, on one side of a seam."""
        np = self.numpy
        parts = [self._some(side, texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]
        if not parts:
            return Vectors(np.zeros((0, side.size), np.float32), np.zeros(0, np.int64))
        return Vectors(np.concatenate([p.numbers for p in parts]), np.concatenate([p.goes_on for p in parts]))

    def scores(self, ends: Numbers, beginnings: Numbers) -> Numbers:
        """Return the score of each end with each beginning, in steps of 1/64 of a natural logarithm."""
        np = self.numpy
        products = multiply(np, ends, beginnings.T).astype(np.float64)  # in one place, as `totals`
        products *= float(self.arrays["score_unit"])
        scores: Numbers = np.rint(products, out=products).astype(np.int64)
        return scores

    def log_mean(self, scores: Numbers) -> list[int]:
        """Return the logarithm of the mean likelihood of each column of scores, in the same steps."""
        np = self.numpy
        highest = scores.max(axis=0)
        steps = scores - highest
        np.maximum(steps, -SPAN, out=steps)
        steps += SPAN
        totals = self.exponentials.take(steps, mode="clip").sum(axis=0)
        size = len(scores) * FINE
        return [
            int(top) + round(STEPS * log(total / size))
            for top, total in zip(highest.tolist(), totals.tolist(), strict=True)
        ]

    def usual(self, side: Side, numbers: Numbers) -> list[int]:
        """Return how well each end or beginning goes with any text, in the same steps: what says little."""
        others = self.weights["usual_beginnings" if side.backwards else "usual_ends"]
        return self.log_mean(self.scores(others, numbers))

    def _some(self, side: Side, texts: Sequence[str]) -> Vectors:
        np = self.numpy
        total = self.totals(side, self._windows(side, texts))
        numbers = np.rint(np.clip(total[:, : side.size], -LARGEST, LARGEST)).astype(np.float32)
        goes_on = np.rint(np.clip(total[:, side.size], -8 * STEPS, 8 * STEPS)).astype(np.int64)
        return Vectors(numbers, goes_on)

    def totals(self, side: Side, windows: Numbers) -> Numbers:
        """Return the vectors of windows, not rounded, and behind each the log odds of going on."""
        np, arrays, name = self.numpy, self.arrays, side.name
        near = arrays[f"{name}_embedding"].take(windows[:, : side.near], axis=0).reshape(len(windows), -1)
        inner = multiply(np, near.astype(np.float32), self.weights[f"{name}_inner"])
        hidden = inner.astype(np.float64)  # in one place: a new one for each step would take longer
        hidden *= arrays[f"{name}_inner_scale"]
        hidden += arrays[f"{name}_inner_bias"]
        np.rint(np.clip(hidden, 0.0, 255.0, out=hidden), out=hidden)
        hidden = hidden.astype(np.float32)
        outer = multiply(np, hidden, self.weights[f"{name}_outer"]).astype(np.float64)
        totals: Numbers = outer * arrays[f"{name}_outer_scale"] + arrays[f"{name}_outer_bias"]
        totals += self._sums(side, windows) * arrays[f"{name}_row_unit"]
        return totals

    def _windows(self, side: Side, texts: Sequence[str]) -> Numbers:
        """Return the numbers of each text's characters, the nearest to the seam first."""
        np = self.numpy
        padded = "".join(
            [chars.ljust(side.window, "\0") for chars in texts]
        )  # folded text has none of its own
        codes = np.frombuffer(padded.encode("utf-32-le"), "<u4")
        windows: Numbers = self.numbers[np.minimum(codes, 0xFFFF)].reshape(len(texts), side.window)
        return windows

    def _sums(self, side: Side, windows: Numbers) -> Numbers:
        """Add up the rows of each text's strings: each has numbers of four bits, two a byte, and a scale."""
        np, arrays = self.numpy, self.arrays
        listed = self._rows(side, windows)
        both = arrays[f"{side.name}_rows"].take(listed, axis=0)
        scales = arrays[f"{side.name}_scales"].take(listed).astype(np.float32)[:, None, :]
        eights = 8 * scales.sum(axis=2)  # the numbers are -8 to 7
        low = (scales @ (both & 15).astype(np.float32))[:, 0]
        high = ((scales @ both.astype(np.float32))[:, 0] - low) / 16
        sums: Numbers = np.empty((len(windows), 2 * both.shape[2]))
        sums[:, ::2] = low - eights
        sums[:, 1::2] = high - eights
        return sums[:, : side.size + 1]

    def _rows(self, side: Side, windows: Numbers) -> Numbers:
        """List the rows of each text's strings; the last row, of zeros, stands for those that have none."""
        np = self.numpy
        nothing = len(self.arrays[f"{side.name}_scales"]) - 1
        first = nothing - STRINGS.rows
        pairs_at, near_at, next_at, triples_at, next_triples_at, fours_at = STRINGS.offsets
        chars = np.where(windows > 0, windows, nothing)
        pairs = self._ranks("pairs", self._keys(side, windows, 2))
        placed = np.where(pairs[:, :2] < STRINGS.placed, pairs[:, :2], -1)
        triples = self._ranks("triples", self._keys(side, windows[:, :4], 3))
        fours = self._ranks("fours", self._keys(side, windows[:, :4], 4))
        ranks = np.concatenate([pairs, placed, triples, fours], axis=1)
        offsets = [pairs_at] * pairs.shape[1] + [near_at, next_at, triples_at, next_triples_at, fours_at]
        rows = np.where(ranks >= 0, ranks + first + np.array(offsets), nothing)
        listed: Numbers = np.concatenate([chars, rows], axis=1)
        return listed

    def _keys(self, side: Side, windows: Numbers, size: int) -> Numbers:
        """Return the number of each string of so many characters, 0 where the text has ended."""
        np = self.numpy
        places = windows.shape[1] - size + 1
        keys: Numbers = np.zeros((len(windows), places), np.int64)
        for k in range(size):
            at = size - 1 - k if side.backwards else k
            keys |= windows[:, at : at + places] << (CHARACTER_BITS * k)
        keys[windows[:, size - 1 :] == 0] = 0
        return keys

    def _ranks(self, kind: str, keys: Numbers) -> Numbers:
        """Return the rank of each string by how common it is, -1 for one that has no row."""
        np = self.numpy
        known, ranks = self.arrays[kind], self.arrays[f"{kind}_ranks"]
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        listed: Numbers = np.where(known[at] == keys, ranks[at].astype(np.int64), -1)
        return listed


def multiply(np: ModuleType, left: Numbers, right: Numbers) -> Numbers:
    """Return the product of two matrices of such whole numbers, made by one thread.

    OpenBLAS gives a larger product than 64 x 64 by 64 x 64 to as many threads as there are cores. For
    matrices like these they wait for one another, at three times the cost. So the product is made of such
    parts; their sums are the same to the bit.
    """
    (rows, inner), columns = left.shape, right.shape[1]
    if rows * inner * columns <= PART**3:
        product: Numbers = left @ right
        return product
    first = _parts(np, left).transpose(0, 2, 1, 3)[:, :, None]
    second = _parts(np, right).transpose(0, 2, 1, 3)[None]
    sums = (first @ second).sum(axis=1).transpose(0, 2, 1, 3)
    whole: Numbers = sums.reshape(sums.shape[0] * sums.shape[1], -1)[:rows, :columns]
    return whole


def _parts(np: ModuleType, matrix: Numbers) -> Numbers:
    """Cut a matrix into parts of one size, with zeros behind its last row and column where they lack."""
    numbers = [-(-size // PART) for size in matrix.shape]
    sizes = [-(-size // number) for size, number in zip(matrix.shape, numbers, strict=True)]
    lacking = [n * size - old for n, size, old in zip(numbers, sizes, matrix.shape, strict=True)]
    if any(lacking):  # `np.pad` takes ten times as long
        padded = np.zeros([old + more for old, more in zip(matrix.shape, lacking, strict=True)], matrix.dtype)
        padded[: matrix.shape[0], : matrix.shape[1]] = matrix
        matrix = padded
    parts: Numbers = matrix.reshape(numbers[0], sizes[0], numbers[1], sizes[1])
    return parts


def windows_of(side: Side, texts: Sequence[str]) -> list[str]:
    """Return the folded characters of each text that a side looks at, the nearest to the seam first."""
    near = 2 * side.window + 8
    if side.backwards:
        ends = fold_each([text[-near:] for text in texts], _FORMS)
        return [end[: -side.window - 1 : -1] for end in ends]
    beginnings = fold_each([text[:near] for text in texts], _FORMS)
    return [beginning[: side.window] for beginning in beginnings]


class ContinuationsFile:
    """A network that is read when it is asked for first."""

    __slots__ = ("model", "path")

    def __init__(self, path: Path) -> None:
        """Begin with nothing read."""
        self.path = path
        self.model: ContinuationModel | None = None

    def load(self) -> ContinuationModel:
        """Return the network."""
        if self.model is None:
            self.model = load_continuations(self.path)
        return self.model


def load_continuations(path: Path) -> ContinuationModel:
    """Map the network that is shipped with the package into memory.

    Raises:
        NoTable: the file is missing, too short, or no such network.

    """
    np = load_numpy()

    try:
        with path.open("rb") as file:
            data = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    except FileNotFoundError as missing:
        raise NoTable(f"{path.name} is missing: the installation is incomplete") from missing
    except ValueError as empty:  # nothing can be mapped of an empty file
        raise NoTable(f"{path.name} is empty") from empty
    arrays = _arrays(np, data, path.name)
    numbers = np.full(0x10000, UNKNOWN, np.int64)
    numbers[0] = 0
    codes = arrays["codes"].astype(np.int64)
    numbers[codes] = np.arange(2, len(codes) + 2)
    powers = np.array([round(FINE * exp(step / STEPS)) for step in range(-SPAN, 1)], np.int64)
    return ContinuationModel(np, arrays, numbers, powers, float_weights(arrays))


def float_weights(arrays: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return the arrays that whole matrices are multiplied with, as floats of 32 bits."""
    return {name: arrays[name].astype("f4") for name in MATRICES if name in arrays}


def _arrays(np: ModuleType, data: memoryview, name: str) -> dict[str, Numbers]:
    """Return the arrays of a file by name: their list comes first."""
    start = len(MAGIC) + 4
    if data[: len(MAGIC)] != MAGIC:
        raise NoTable(f"{name} is not a network of this version of backfile")
    at = start + int.from_bytes(data[len(MAGIC) : start], "little")
    arrays: dict[str, Numbers] = {}
    try:
        for title, kind, shape in json.loads(bytes(data[start:at])):
            arrays[title] = np.frombuffer(data, kind, prod(shape), at).reshape(shape)
            at += arrays[title].nbytes
    except ValueError as wrong:  # of json and of numpy
        raise NoTable(f"{name} is damaged or incomplete") from wrong
    return arrays


def packed(arrays: Mapping[str, Numbers], order: Iterable[str]) -> bytes:
    """Return the arrays as the file that `load_continuations` reads."""
    names = list(order)
    head = json.dumps([(name, arrays[name].dtype.str, arrays[name].shape) for name in names]).encode()
    head += b" " * (-(len(MAGIC) + 4 + len(head)) % 8)
    body = b"".join(arrays[name].tobytes() for name in names)
    return MAGIC + len(head).to_bytes(4, "little") + head + body
