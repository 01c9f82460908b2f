"""Train the network of continuations: does this block's beginning continue that block's end?

    python -m training.seam texts OUT BROADCASTS.jsonl.xz LAWS.jsonl.xz COUNT.jsonl TRANSLATED/*.jsonl
    python -m training.seam train OUT NEWSNOISE.py SECONDS [BEGUN.continuations [SEED]]
    python -m training.seam_pack OUT convert/language/data/zh.continuations

`texts` lays the texts out (training/seam_texts.py).
`train` cuts paragraphs at random places and learns which right side belongs to which left side among all
that stand near it in the text, by the softmax both ways (InfoNCE: van den Oord et al., Representation
Learning with Contrastive Predictive Coding, 2018). It writes OUT/model.npz every few minutes.

At a cut, six characters of the paragraph stand on both sides, what is behind it may begin a line, and no
number is parted. All places of a walk stand so far apart that no two windows share a character: where they
do, "seen already" becomes the sign of a wrong pair. Beginnings and ends of paragraphs, headings and captions
stand among the candidates and continue nothing; most ends have lost their mark, for cut ends have none. Some
characters are misread as newsnoise.py misreads them, some are lost, more at the seam.

Needs numpy, numba and torch; the package needs numpy alone. SECONDS are those of the processor.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from convert.language.continuations import BEGINNING, END, STRINGS, UNKNOWN, Side, fold_quotes
from convert.language.ngrams import fold
from training import seam_sampler as sampler
from training.seam_begun import SQUARES_AT_FIRST, TRIED, Begun, read_begun, squares_before
from training.seam_texts import renumbered, write_texts

Numbers = NDArray[Any]
LAWS_COUNTED = 6_500_000
"""Characters of the laws in which strings are counted."""
WALKS, CUTS, WHOLE = 12, 110, 36
"""Walks of a batch, cuts of a walk, and the most whole ends and starts beside them."""
SAMPLE = 2048
"""Windows that the packing sees."""
ROW_RATE, DENSE_RATE = 0.03, 1e-3
GOING_ON = 0.5
"""Share of the rates with which a network that was begun goes on."""
GOES_ON_WEIGHT = 0.2
SAVED_EVERY = 240
"""Seconds."""


def common_strings(stream: Numbers, size: int, most: int) -> Numbers:
    """Return the commonest strings of so many characters as numbers, the commonest first."""
    keys = np.zeros(len(stream) - size + 1, np.uint64)
    whole = np.ones(len(keys), bool)
    for k in range(size):
        part = stream[k : k + len(keys)]
        keys |= part.astype(np.uint64) << np.uint64(13 * k)
        whole &= part > UNKNOWN
    strings, counts = np.unique(keys[whole], return_counts=True)
    return np.asarray(strings[np.argsort(-counts, kind="stable")[:most]])


def look_alikes(newsnoise: Path) -> dict[str, str]:
    """Return what newsnoise.py reads each character as."""
    spec = importlib.util.spec_from_file_location("newsnoise", newsnoise)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{newsnoise} is no Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules["newsnoise"] = module
    spec.loader.exec_module(module)
    shapes: dict[str, str] = module.SHAPE
    return shapes


def know_characters(codes: Numbers, stream: Numbers, shapes: dict[str, str]) -> sampler.Characters:
    """Say of each character what the sampler needs to know."""
    ids = {chr(code): n + 2 for n, code in enumerate(codes.tolist())}
    alike = np.zeros((len(codes) + 2, 2), np.int64)
    for char, others in shapes.items():
        mine = ids.get(fold_quotes(fold(char)))
        theirs = [ids[other] for other in map(fold_quotes, map(fold, others)) if other in ids]
        theirs = [other for other in theirs if other != mine]
        if mine and theirs:
            alike[mine] = theirs[0], theirs[-1]

    def those(chars: str) -> Numbers:
        table = np.zeros(len(codes) + 2, bool)
        table[[ids[char] for char in chars if char in ids]] = True
        return table

    usual = stream[np.random.default_rng(3).integers(0, len(stream), 100_000)]
    return sampler.Characters(
        alike=alike,
        marks=those("，。、；：？！“”"),
        quotes=those("“”"),
        begins_no_line=those("，。、；：？！）》」』”’…—·％%,.;:?!)"),
        in_numbers=those("0a.%+/@-"),
        stops=those("。！？；!?…"),
        openers=those("（《“〈【"),
        straight_quote=ids['"'],
        usual=usual[usual > UNKNOWN].astype(np.int64),
    )


class Batch(NamedTuple):
    """Windows: those of the cuts first, each tail with its head, then whole ends and whole starts."""

    tails: Numbers
    heads: Numbers
    cuts: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where batches come from."""

    texts: sampler.Texts
    known: sampler.Characters
    ranges: Numbers
    draw: np.random.Generator

    def batch(self) -> Batch:
        """Walk through the texts a few times."""
        cuts = WALKS * CUTS
        tails = np.zeros((cuts + WALKS * WHOLE, END.window), np.int64)
        heads = np.zeros((cuts + WALKS * WHOLE, BEGINNING.window), np.int64)
        ends = starts = cuts
        chances = self.ranges[:, 2] / self.ranges[:, 2].sum()
        for number in range(WALKS):
            first, last, _ = self.ranges[self.draw.choice(len(chances), p=chances)].astype(int).tolist()
            mine = slice(number * CUTS, (number + 1) * CUTS)
            more = sampler.walk(
                self.texts,
                first,
                last,
                self.known,
                tails[mine],
                heads[mine],
                tails[ends : ends + WHOLE],
                heads[starts : starts + WHOLE],
            )
            ends, starts = ends + more[0], starts + more[1]
        return Batch(tails[:ends], heads[:starts], cuts)


@dataclass(slots=True)
class Tower:
    """One side: the rows of its strings added up, and a layer of neurons over its nearest characters."""

    side: Side
    characters: int
    matrix: Numbers = field(init=False)
    squares: Numbers = field(init=False)
    sums: Numbers = field(init=False)
    touched: Numbers = field(init=False)
    layers: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with small numbers."""
        side, rows = self.side, self.characters + STRINGS.rows
        start = np.random.default_rng(7).normal(0, 0.02, (rows, side.size + 1))
        self.matrix = start.astype(np.float32)
        self.squares = np.full(rows, SQUARES_AT_FIRST, np.float32)
        self.sums = np.zeros((rows, side.size + 2), np.float32)
        self.touched = np.zeros(rows, np.int32)
        self.layers = {
            "embedding": torch.nn.Embedding(self.characters, side.embedded),
            "inner": torch.nn.Linear(side.near * side.embedded, side.hidden),
            "outer": torch.nn.Linear(side.hidden, side.size + 1),
        }
        torch.nn.init.normal_(self.layers["embedding"].weight, std=0.5)
        torch.nn.init.normal_(self.layers["outer"].weight, std=0.02)

    def go_on_with(self, weights: dict[str, Numbers]) -> None:
        """Begin with weights that were learnt."""
        self.matrix = weights["rows"]
        for name, layer in self.layers.items():
            kinds = layer.state_dict()
            layer.load_state_dict({kind: torch.from_numpy(weights[f"{name}.{kind}"]) for kind in kinds})

    def look(self, windows: Numbers, bag: Any) -> Any:  # noqa: ANN401 - tensors
        """Return the vectors of windows, the log odds of going on in the last column."""
        near = torch.from_numpy(windows[:, : self.side.near])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = torch.relu(self.layers["inner"](self.layers["embedding"](near).flatten(1)))
            outer = self.layers["outer"](hidden)
        return outer.float() + bag

    def parameters(self) -> list[Any]:
        """Return the weights of the layers."""
        return [weight for layer in self.layers.values() for weight in layer.parameters()]

    def arrays(self, key: str) -> dict[str, Numbers]:
        """Return all weights by name."""
        named = {f"{key}_rows": self.matrix, f"{key}_squares": self.squares}
        for name, layer in self.layers.items():
            for kind, weight in layer.state_dict().items():
                named[f"{key}_{name}.{kind}"] = weight.numpy()
        return named


class Losses(NamedTuple):
    """What a batch was off by."""

    heads: float
    """In finding the head of each tail."""
    goes_on: float
    """In telling ends and beginnings that a cut made."""


class Trainer:
    """The texts, the tables and the two towers."""

    def __init__(self, out: Path, newsnoise: Path, begun: Begun | None, seed: int) -> None:
        """Read the texts, and count their strings unless a network was begun."""
        texts = np.load(out / "texts.npz")
        self.codes, stream, ranges = texts["codes"], texts["stream"], texts["ranges"]
        if begun:
            stream = renumbered(stream, self.codes, begun.codes)
            self.codes = begun.codes
        known = know_characters(self.codes, stream, look_alikes(newsnoise))
        parts = sampler.Texts(stream, texts["starts"], texts["ends"], texts["kinds"])
        self.source = Source(parts, known, ranges, np.random.default_rng(seed))
        laws, daily, *others = (int(parts.starts[int(first)]) for first in ranges[1:, 0])
        broadcasts, statutes, *rest = np.split(stream, [laws, daily, *others])
        counted = [broadcasts, statutes[:LAWS_COUNTED], *[rest[0]] * 4, *rest[1:] * 2]
        together = np.concatenate(counted)
        sizes = ((2, STRINGS.pairs), (3, STRINGS.triples), (4, STRINGS.fours))
        self.strings = (
            begun.strings if begun else [common_strings(together, size, most) for size, most in sizes]
        )
        self.tables = tuple(sampler.lay_out(keys) for keys in self.strings)
        characters = len(self.codes) + 2
        self.offsets = np.array(STRINGS.offsets) + characters
        self.towers = Tower(END, characters), Tower(BEGINNING, characters)
        if begun:
            for tower, key in zip(self.towers, ("tail", "head"), strict=True):
                tower.go_on_with(begun.sides[key])
        weights = [weight for tower in self.towers for weight in tower.parameters()]
        self.machine = torch.optim.Adam(weights, lr=DENSE_RATE, betas=(0.9, 0.98))

    def rows_of(self, side: Side, windows: Numbers) -> Numbers:
        """List the rows of the strings of windows."""
        rows = np.empty((len(windows), 2 * side.window + 8), np.int32)
        sampler.list_rows(windows, rows, self.tables, self.offsets, STRINGS.placed, side.backwards)
        return rows

    def step(self, share: float) -> Losses:
        """Learn from one batch, at this share of the full rate."""
        batch = self.source.batch()
        cuts = batch.cuts
        sides: list[Any] = []
        for tower, windows in zip(self.towers, (batch.tails, batch.heads), strict=True):
            rows = self.rows_of(tower.side, windows)
            sums = np.empty((len(rows), tower.matrix.shape[1]), np.float32)
            sampler.add_rows(tower.matrix, rows, sums)
            bag = torch.from_numpy(sums).requires_grad_()
            sides.append((tower, rows, bag, tower.look(windows, bag)))
        ends, beginnings = sides[0][3], sides[1][3]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = ends[:, :-1] @ beginnings[:, :-1].T
        scores = scores.float()
        true = torch.arange(cuts)
        off = torch.nn.functional.cross_entropy(scores[:cuts], true)
        goes_on = sum(
            torch.nn.functional.binary_cross_entropy_with_logits(
                side[:, -1], (torch.arange(len(side)) < cuts).float()
            )
            for side in (ends, beginnings)
        )
        back = torch.nn.functional.cross_entropy(scores.T[:cuts], true)
        self.machine.zero_grad()
        (off + back + GOES_ON_WEIGHT * goes_on).backward()
        for group in self.machine.param_groups:
            group["lr"] = DENSE_RATE * share
        self.machine.step()
        rate = np.float32(ROW_RATE * share)
        for tower, rows, bag, _ in sides:
            gradient = bag.grad.numpy() * cuts
            matrix, squares = tower.matrix, tower.squares
            sampler.learn_rows(matrix, squares, rows, gradient, rate, tower.sums, tower.touched)
        return Losses(float(off.detach()), float(goes_on.detach()))

    def measure_squares(self) -> None:
        """Find out how far the rows of a network that was begun were moved; none is moved by that."""
        for _ in range(TRIED):
            self.step(0.0)
        for tower in self.towers:
            tower.squares = squares_before(tower.squares)

    def save(self, path: Path) -> None:
        """Write the weights; a file that is half written takes no other's place."""
        arrays = {"codes": self.codes}
        arrays |= dict(zip(("pairs", "triples", "fours"), self.strings, strict=True))
        arrays |= self.towers[0].arrays("tail") | self.towers[1].arrays("head")
        partial = path.with_suffix(".part.npz")
        np.savez(partial, **arrays)
        partial.replace(path)

    def save_sample(self, path: Path) -> None:
        """Write windows of cuts, for the packing."""
        batches = [self.source.batch() for _ in range(4)]
        ends = np.concatenate([batch.tails[: batch.cuts] for batch in batches])
        beginnings = np.concatenate([batch.heads[: batch.cuts] for batch in batches])
        some = self.source.draw.permutation(len(ends))[:SAMPLE]
        np.savez(path, ends=ends[some], beginnings=beginnings[self.source.draw.permutation(some)])


def train(out: Path, newsnoise: Path, seconds: float, begun: Begun | None, seed: int) -> None:
    """Train for so long, the rate falling over the second half; what was begun goes on at half of it."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    sampler.seed(seed)
    trainer = Trainer(out, newsnoise, begun, seed)
    trainer.save_sample(out / "sample.npz")
    if begun:
        trainer.measure_squares()
    most = GOING_ON if begun else 1.0
    start = saved = time.process_time()
    losses: list[Losses] = []
    steps = 0
    while (spent := time.process_time() - start) < seconds:
        losses.append(trainer.step(most * min(1.0, 2.0 * (1 - spent / seconds) + 0.02)))
        steps += 1
        if len(losses) == 100:
            heads, goes_on = np.mean(losses, axis=0)
            cuts = steps * WALKS * CUTS / 1e6
            print(f"{spent:.0f} s, {cuts:.2f} M cuts, loss {heads:.3f}, goes on {goes_on:.3f}", flush=True)
            losses.clear()
        if time.process_time() - saved > SAVED_EVERY:
            trainer.save(out / "model.npz")
            saved = time.process_time()
    trainer.save(out / "model.npz")


def main() -> None:
    """Write the texts, or train."""
    what, out = sys.argv[1], Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    if what == "texts":
        write_texts(out, *map(Path, sys.argv[3:]))
    else:
        begun = read_begun(Path(sys.argv[5])) if len(sys.argv) > 5 else None
        seed = int(sys.argv[6]) if len(sys.argv) > 6 else 1998
        train(out, Path(sys.argv[3]), float(sys.argv[4]), begun, seed)


if __name__ == "__main__":
    main()
