"""What an editor did, step by step: the cheapest way from what was written to what came back.

Characters that stand in the same surroundings on both sides, and there alone, are anchors; between two of
them the cheapest steps are found by dynamic programming (Wagner and Fischer, The String-to-String Correction
Problem, Journal of the ACM 21, 1974), with a tracked place as one element that may have come back in any of
its states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from convert.decisions.word.tokens import CannotTell, Resolution, Token, TrackedForm, Unit
from convert.readers.word.marks import TrackState
from convert.text.align import longest_rising

GRAM = 6
"""Characters that must agree for an anchor."""
MOST = 3_000_000
"""Steps that are weighed between two anchors, at most."""


class EditStep(NamedTuple):
    """One step: a unit kept, taken out or resolved, or a character put in."""

    unit: int = -1
    """Number of the unit; -1: a character was put in."""
    kept: bool = False
    put: str = ""
    resolution: Resolution | None = None
    token: int = -1
    """Of the token that was kept or put in."""


class Anchor(NamedTuple):
    """A unit and a token that are surely the same character."""

    unit: int
    token: int


class Window(NamedTuple):
    """What stands between two anchors on both sides: units [first, last), tokens [begin, end)."""

    first: int
    last: int
    begin: int
    end: int


def steps(units: Sequence[Unit], tokens: Sequence[Token]) -> Iterator[EditStep]:
    """Yield the steps, in order.

    Raises:
        CannotTell: more was altered in one place than can be told apart.

    """
    i = j = 0
    for unit, token in [*anchors(units, tokens), Anchor(len(units), len(tokens))]:
        if unit > i or token > j:
            yield from _between(units, tokens, Window(i, unit, j, token))
        if unit < len(units):
            yield EditStep(unit, kept=True, token=token)
        i, j = unit + 1, token + 1


def anchors(units: Sequence[Unit], tokens: Sequence[Token]) -> list[Anchor]:
    """Return the plain characters that are surely the same, in order: all of each gram that they share."""
    old = "".join([unit.char or "\ufffe" for unit in units])
    new = "".join([token.char if token.track is TrackState.KEPT else "\uffff" for token in tokens])
    here, there = _unique_grams(old, "\ufffe"), _unique_grams(new, "\uffff")
    both = sorted((at, there[gram]) for gram, at in here.items() if gram in there)
    pairs: dict[int, int] = {}
    last = Anchor(-1, -1)
    for unit, token in [both[n] for n in sorted(longest_rising([token for _, token in both]))]:
        overlaps = unit <= last.unit or token <= last.token
        if overlaps and unit - last.unit != token - last.token:
            continue
        pairs.update((unit + n, token + n) for n in range(GRAM))
        last = Anchor(unit + GRAM - 1, token + GRAM - 1)
    return [Anchor(unit, token) for unit, token in sorted(pairs.items())]


def _unique_grams(text: str, barrier: str) -> dict[str, int]:
    """Return the grams that a text has once, each with its place."""
    seen: dict[str, int] = {}
    for at in range(len(text) - GRAM + 1):
        gram = text[at : at + GRAM]
        seen[gram] = -1 if gram in seen else at
    return {gram: at for gram, at in seen.items() if at >= 0 and barrier not in gram}


class Arrival(NamedTuple):
    """The cheapest known way to a pair of places in a window."""

    cost: float
    unit: int
    """Where the last step began."""
    token: int
    form: TrackedForm | None
    """In which a tracked place was found."""


def _between(units: Sequence[Unit], tokens: Sequence[Token], window: Window) -> Iterator[EditStep]:
    """Find the cheapest steps between two anchors."""
    wide, high = window.last - window.first, window.end - window.begin
    if (wide + 1) * (high + 1) > MOST:
        raise CannotTell("too much was changed in one place")
    best: list[dict[int, Arrival]] = [{} for _ in range(wide + 1)]
    best[0][0] = Arrival(0.0, -1, -1, None)
    for i in range(wide + 1):
        row = best[i]
        for j in range(high + 1):
            if j not in row:
                continue
            cost = row[j].cost
            if j < high:
                _take_cheaper(row, j + 1, cost + 1.0, (i, j), None)
            if i < wide:
                here = window.begin + j
                for length, form, more in _over(units[window.first + i], tokens, here, window.end):
                    _take_cheaper(best[i + 1], j + length, cost + more, (i, j), form)
    yield from _walk_back(best, tokens, window)


def _over(
    unit: Unit, tokens: Sequence[Token], here: int, end: int
) -> Iterator[tuple[int, TrackedForm | None, float]]:
    """Yield the ways over one unit: how many tokens it takes, in which form, at what cost."""
    if unit.char:
        yield 0, None, 1.0
        if here < end and tokens[here] == Token(unit.char):
            yield 1, None, 0.0
    for form in unit.forms:
        length = len(form.tokens)
        if here + length <= end and tuple(tokens[here : here + length]) == form.tokens:
            yield length, form, form.cost


def _take_cheaper(
    row: dict[int, Arrival], at: int, cost: float, start: tuple[int, int], form: TrackedForm | None
) -> None:
    if at not in row or cost < row[at].cost:
        row[at] = Arrival(cost, *start, form)


def _walk_back(best: Sequence[dict[int, Arrival]], tokens: Sequence[Token], window: Window) -> list[EditStep]:
    """Follow the cheapest way back, and return its steps in order."""
    path: list[EditStep] = []
    i, j = window.last - window.first, window.end - window.begin
    while (i, j) != (0, 0):
        _, before, start, form = best[i][j]
        number, token = window.first + before, window.begin + start
        if form is not None:
            path.append(EditStep(number, resolution=form.resolution, token=token))
        elif before == i:
            if tokens[token].track is TrackState.KEPT:
                path.append(EditStep(put=tokens[token].char, token=token))
        else:
            path.append(EditStep(number, kept=start < j, token=token if start < j else -1))
        i, j = before, start
    return path[::-1]
