"""The ends and the beginnings of texts as the network of continuations sees them, each looked at once.

It costs ten times as much to look at a hundred texts one by one as at all of them together: whoever goes
through the texts of a page has them looked at first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from convert.language import Language
from convert.language.continuations import BEGINNING, END, STEPS, ContinuationModel, Side, window
from convert.language.weights import clamp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

TEXTS_REMEMBERED, TEXTS_TOGETHER = 1 << 14, 256
"""More than a hundred pages have, in some 20 MiB: of a longer text the nearest blocks."""


class TextSide(NamedTuple):
    """What the network makes of one side of a text."""

    numbers: Numbers
    goes_on: float
    """Log odds that the paragraph goes on across this side."""


class OneSide:
    """The ends of texts, or their beginnings, by the few characters that count."""

    __slots__ = ("known", "load", "side")

    def __init__(self, side: Side, load: Callable[[], ContinuationModel]) -> None:
        """Begin with nothing looked at."""
        self.side = side
        self.load = load
        self.known: dict[str, TextSide] = {}

    def of(self, texts: Sequence[str]) -> list[TextSide]:
        """Return the side of each text; those that are not known yet are looked at together."""
        windows = [window(self.side, text) for text in texts]
        new = [*dict.fromkeys(chars for chars in windows if chars not in self.known)]
        if not new:
            return [self.known[chars] for chars in windows]
        sides = dict(zip(new, self._look_at(new), strict=True))
        listed = [sides[chars] if chars in sides else self.known[chars] for chars in windows]
        if len(self.known) + len(sides) > TEXTS_REMEMBERED:
            self.known.clear()
        self.known.update([*sides.items()][:TEXTS_REMEMBERED])
        return listed

    def goes_on(self, text: str) -> float:
        """Return the log odds that a paragraph goes on across this side of a text: -4 to 4."""
        return clamp(self.of((text,))[0].goes_on, -4.0, 4.0)

    def _look_at(self, windows: Sequence[str]) -> Iterable[TextSide]:
        numbers, goes_on = self.load().vectors(self.side, windows)
        return map(TextSide, numbers, [value / STEPS for value in goes_on.tolist()])


@dataclass(frozen=True, slots=True, eq=False)
class TextSides:
    """Both sides of the texts of a page."""

    load: Callable[[], ContinuationModel]
    ends: OneSide
    beginnings: OneSide

    def look_at(self, texts: Sequence[str]) -> None:
        """Look at both sides of texts together, before they are asked for one by one."""
        self.ends.of(texts)
        self.beginnings.of(texts)


def text_sides(language: Language) -> TextSides | None:
    """Begin a page, none of whose texts was looked at; None: the language has no such network."""
    load = language.network
    return None if load is None else TextSides(load, OneSide(END, load), OneSide(BEGINNING, load))


def looked_at(texts: Sequence[str], sides: TextSides | None) -> Iterator[tuple[int, str]]:
    """Yield texts with their numbers, each behind a look at all that stand around it."""
    for number, text in enumerate(texts):
        if sides is not None and number % TEXTS_TOGETHER == 0:
            sides.look_at(texts[number : number + TEXTS_TOGETHER + 1])
        yield number, text
