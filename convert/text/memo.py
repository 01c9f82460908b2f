"""What a function gave for its arguments, kept by whoever asks it and only as long as they live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

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


class ThinMemo(Generic[K, V]):
    """The same where arguments are large: they are known again by their hashes, and not kept.

    Two of four thousand arguments have one hash of 64 bits in a document of some 10^12.

    >>> lengths = ThinMemo(len, bound=1000)
    >>> lengths["今日", "晴"], lengths["今日", "晴"], len(lengths.values)
    (2, 2, 1)
    """

    __slots__ = ("bound", "function", "values")

    def __init__(self, function: Callable[[K], V], bound: int) -> None:
        """Remember at most so many values of the function."""
        self.values: dict[int, V] = {}
        self.function = function
        self.bound = bound

    def __getitem__(self, argument: K) -> V:
        """Return a value; the first time it is computed."""
        key = hash(argument)
        if key not in self.values:
            if len(self.values) >= self.bound:
                self.values.clear()
            self.values[key] = self.function(argument)
        return self.values[key]
