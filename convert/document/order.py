"""An order of numbers in which each knows its neighbours."""

from __future__ import annotations

from collections.abc import Iterator


class Order:
    """The numbers 0 to size - 1, in order; to move one costs the same everywhere.

    -1 stands before the first and behind the last.
    """

    def __init__(self, size: int) -> None:
        """Put them in their natural order."""
        ring = [*range(size), -1]  # a list's place -1 is its last one: that of -1
        self._next: list[int] = [*ring[1:], ring[0]]
        self._previous: list[int] = [ring[-1], *ring[:-1]]

    def previous(self, number: int) -> int:
        """Return the one in front."""
        return self._previous[number]

    def next(self, number: int) -> int:
        """Return the one that follows."""
        return self._next[number]

    def move(self, number: int, behind: int) -> None:
        """Take a number out and put it behind another."""
        self._link(self._previous[number], self._next[number])
        following = self._next[behind]
        self._link(behind, number)
        self._link(number, following)

    def _link(self, one: int, other: int) -> None:
        self._next[one], self._previous[other] = other, one

    def __iter__(self) -> Iterator[int]:
        """Yield the numbers in their order."""
        number = self._next[-1]
        while number >= 0:
            yield number
            number = self._next[number]
