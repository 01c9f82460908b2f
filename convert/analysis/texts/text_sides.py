"""The ends and the beginnings of texts as the network of continuations sees them, each looked at once.

It costs ten times as much to look at a hundred texts one by one as at all of them together: whoever goes
through the texts of a page has them looked at first.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from convert.language import Language
from convert.language.continuations import BEGINNING, END, STEPS, ContinuationModel, Side, windows_of
from convert.language.weights import clamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

TEXTS_REMEMBERED = 1 << 17
"""More than ten million characters have: some 300 bytes for one side of each."""
TEXTS_KNOWN = 1 << 16
"""Texts whose rows are at hand; of any other the characters that count are taken out first."""
TEXTS_TOGETHER = 256
NOT_ASKED = -(1 << 31)
"""Stands where the network has not said yet how well a side goes with any text."""
GROWTH = 32
"""Rows are laid out for one text more in so many."""


class OneSide:
    """The ends of texts, or their beginnings, by the few characters that count."""

    __slots__ = ("bound", "known", "load", "odds", "rows", "side", "usual", "vectors")

    def __init__(
        self, side: Side, load: Callable[[], ContinuationModel], bound: int = TEXTS_REMEMBERED
    ) -> None:
        """Begin with nothing looked at; at the bound all is forgotten, and looked at anew."""
        self.side = side
        self.load = load
        self.bound = bound
        self.known: dict[int, int] = {}
        """By the hashes of the last texts that were asked for, the number of the row that belongs to each."""
        self.rows: dict[int, int] = {}
        """The same by the hashes of the characters that count: a joined text ends and begins as its parts."""
        self.vectors: Numbers | None = None
        """The rows, each the vector of a side: its numbers fit 16 bits."""
        self.odds = array("h")
        """By row, the log odds that the paragraph goes on across this side, in steps of 1/64."""
        self.usual = array("i")
        """By row, how well this side goes with any text, in the same steps; NOT_ASKED: nobody has asked."""

    def look_at(self, texts: Sequence[str]) -> None:
        """Look at those texts together that were not looked at yet."""
        new = [text for text in texts if hash(text) not in self.known]
        if not new:
            return
        if len(self.rows) + len(new) > self.bound:
            self.rows, self.odds, self.usual = {}, array("h"), array("i")
            self.known, new = {}, [*texts]
        elif len(self.known) + len(new) > TEXTS_KNOWN:
            self.known, new = {}, [*texts]
        windows = windows_of(self.side, new)
        hashes = [*map(hash, windows)]
        unseen = {
            number: chars for number, chars in zip(hashes, windows, strict=True) if number not in self.rows
        }
        if unseen:
            first = len(self.odds)
            self._keep([*unseen.values()])
            self.rows.update(zip(unseen, range(first, len(self.odds)), strict=True))
        self.known.update(zip(map(hash, new), [self.rows[number] for number in hashes], strict=True))

    def vectors_of(self, texts: Sequence[str]) -> Numbers:
        """Return the vectors of texts, a row each."""
        model = self.load()
        self.look_at(texts)
        if self.vectors is None:
            return model.vectors(self.side, ()).numbers
        vectors: Numbers = self.vectors[[self.known[hash(text)] for text in texts]].astype(
            model.numpy.float32
        )
        return vectors

    def odds_of(self, texts: Sequence[str]) -> list[float]:
        """Return the log odds that a paragraph goes on across this side of each text."""
        self.look_at(texts)
        return [self.odds[self.known[hash(text)]] / STEPS for text in texts]

    def usual_of(self, texts: Sequence[str]) -> list[int]:
        """Return how well this side of each text goes with any other, in steps of 1/64 of a logarithm."""
        self.look_at(texts)
        rows = [self.known[hash(text)] for text in texts]
        new = [row for row in dict.fromkeys(rows) if self.usual[row] == NOT_ASKED]
        if new and self.vectors is not None:
            model = self.load()
            for row, usual in zip(
                new, model.usual(self.side, self.vectors[new].astype(model.numpy.float32)), strict=True
            ):
                self.usual[row] = usual
        return [self.usual[row] for row in rows]

    def goes_on(self, text: str) -> float:
        """Return the log odds that a paragraph goes on across this side of a text: -4 to 4."""
        number = hash(text)
        if number not in self.known:
            self.look_at((text,))
        return clamp(self.odds[self.known[number]] / STEPS, -4.0, 4.0)

    def _keep(self, windows: Sequence[str]) -> None:
        """Look at windows, and lay what the network makes of them behind the rows that there are."""
        model = self.load()
        looked = model.vectors(self.side, windows)
        first, last = len(self.odds), len(self.odds) + len(windows)
        if self.vectors is None:
            self.vectors = model.numpy.zeros((0, self.side.size), model.numpy.int16)
        if last > len(self.vectors):  # it is moved in place where the system can: no second one beside it
            self.vectors.resize((last + last // GROWTH, self.side.size), refcheck=False)
        self.vectors[first:last] = looked.numbers
        self.odds.extend(looked.goes_on.tolist())
        self.usual.extend([NOT_ASKED] * len(windows))


@dataclass(frozen=True, slots=True, eq=False)
class TextSides:
    """Both sides of the texts of a page."""

    load: Callable[[], ContinuationModel]
    ends: OneSide
    beginnings: OneSide

    def look_at(self, texts: Sequence[str]) -> None:
        """Look at both sides of texts together, before they are asked for one by one."""
        self.ends.look_at(texts)
        self.beginnings.look_at(texts)


def text_sides(language: Language) -> TextSides | None:
    """Begin a page, none of whose texts was looked at; None: the language has no such network."""
    load = language.network
    return None if load is None else TextSides(load, OneSide(END, load), OneSide(BEGINNING, load))
