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
    """One step: a unit kept, taken out or found in a state, or a character put in."""

    unit: int = -1
    """Number of the unit; -1: a character was put in."""
    kept: bool = False
    put: str = ""
    state: Resolution | None = None
    token: int = -1
    """Of the token that was kept or put in."""


class Window(NamedTuple):
    """Two stretches between anchors."""

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
    for unit, token in [*_anchors(units, tokens), (len(units), len(tokens))]:
        if unit > i or token > j:
            yield from _between(units, tokens, Window(i, unit, j, token))
        if unit < len(units):
            yield EditStep(unit, kept=True, token=token)
        i, j = unit + 1, token + 1


def _anchors(units: Sequence[Unit], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return pairs of plain characters that are surely the same, in order."""
    old = "".join([unit.char or "\ufffe" for unit in units])
    new = "".join([token.char if token.fate is TrackState.KEPT else "\uffff" for token in tokens])
    here, there = _alone(old, "\ufffe"), _alone(new, "\uffff")
    both = sorted((at, there[gram]) for gram, at in here.items() if gram in there)
    found: dict[int, int] = {}
    last = -1, -1
    for at, other in [both[n] for n in sorted(longest_rising([other for _, other in both]))]:
        if at <= last[0] and at - last[0] != other - last[1]:
            continue
        if other <= last[1] and at - last[0] != other - last[1]:
            continue
        found.update((at + n, other + n) for n in range(GRAM))
        last = at + GRAM - 1, other + GRAM - 1
    return sorted(found.items())


def _alone(text: str, barrier: str) -> dict[str, int]:
    """Return the grams that a text has once, each with its place."""
    seen: dict[str, int] = {}
    for at in range(len(text) - GRAM + 1):
        gram = text[at : at + GRAM]
        seen[gram] = -1 if gram in seen else at
    return {gram: at for gram, at in seen.items() if at >= 0 and barrier not in gram}


Way = tuple[float, int, int, TrackedForm | None]
"""Cost so far, where the step began (unit and token), and the form in which a tracked place was found."""


def _between(units: Sequence[Unit], tokens: Sequence[Token], of: Window) -> Iterator[EditStep]:
    """Find the cheapest steps between two anchors."""
    wide, high = of.last - of.first, of.end - of.begin
    if (wide + 1) * (high + 1) > MOST:
        raise CannotTell("too much was altered in one place")
    best: list[dict[int, Way]] = [{} for _ in range(wide + 1)]
    best[0][0] = (0.0, -1, -1, None)
    for i in range(wide + 1):
        row = best[i]
        for j in range(high + 1):
            if j not in row:
                continue
            cost = row[j][0]
            if j < high:
                _better(row, j + 1, (cost + 1.0, i, j, None))
            if i < wide:
                here = of.begin + j
                for length, form, more in _over(units[of.first + i], tokens, here, of.end):
                    _better(best[i + 1], j + length, (cost + more, i, j, form))
    yield from _walked(best, tokens, of)


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


def _better(row: dict[int, Way], at: int, way: Way) -> None:
    if at not in row or way[0] < row[at][0]:
        row[at] = way


def _walked(best: Sequence[dict[int, Way]], tokens: Sequence[Token], of: Window) -> list[EditStep]:
    """Follow the cheapest way back, and return its steps in order."""
    found: list[EditStep] = []
    i, j = of.last - of.first, of.end - of.begin
    while (i, j) != (0, 0):
        _, before, start, form = best[i][j]
        number, token = of.first + before, of.begin + start
        if form is not None:
            found.append(EditStep(number, state=form.state, token=token))
        elif before == i:
            if tokens[token].fate is TrackState.KEPT:
                found.append(EditStep(put=tokens[token].char, token=token))
        else:
            found.append(EditStep(number, kept=start < j, token=token if start < j else -1))
        i, j = before, start
    return found[::-1]
