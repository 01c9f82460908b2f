"""What a function gave for its arguments, kept by whoever asks it and only as long as they live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(dict[K, V]):
    """The values of a function by its argument: `memo[argument]` computes each one once.

    A dictionary, because a value that is known then costs no call. At the bound all values are forgotten,
    and kept anew: nothing grows with the length of a text.

    >>> lengths = Memo(len, bound=1000)
    >>> lengths["报纸"], lengths["报纸"], len(lengths)
    (2, 2, 1)
    """

    __slots__ = ("bound", "function")

    def __init__(self, function: Callable[[K], V], bound: int) -> None:
        """Remember at most so many values of the function."""
        super().__init__()
        self.function = function
        self.bound = bound

    def __missing__(self, key: K) -> V:
        """Compute a value, and keep it."""
        if len(self) >= self.bound:
            self.clear()
        value = self[key] = self.function(key)
        return value
