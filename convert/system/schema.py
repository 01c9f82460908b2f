"""What a schema says beside the types of its fields, and what is wrong with a value.

The schema of a table that people write is a frozen dataclass whose fields are the keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, time

KeyPath = tuple[str | int, ...]
"""Keys, and places in a list counted from 0."""

KEY = "key"
"""In the metadata of a field: its key, where that is no name of Python: max-harm."""
LARGEST_NUMBER = 10**15
"""TOML has infinity, and whole numbers of any length; nobody needs one beyond this."""
SHOWN = 40
"""Characters of a wrong value that are shown."""
MISSING = "is missing"
WANTED = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
"""What a plain type is called."""


class Unfit(ValueError):
    """A value that its field cannot take; `problem` is what a message says behind the key."""

    def __init__(self, problem: str, hint: str = "") -> None:
        """Keep what to do about it, too."""
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class UnknownKey(ValueError):
    """A key that the schema lacks."""

    def __init__(self, key: str, names: Iterable[str]) -> None:
        """Keep the names that there are."""
        super().__init__(key)
        self.key = key
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a number, in an annotation: the least and the most that it may be."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Keys:
    """Of a mapping, in an annotation: the names that it may have."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """In an annotation: the function that reads a value; it raises Unfit."""

    function: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong in a table."""

    path: KeyPath
    error: Unfit | UnknownKey


def show_value(value: object) -> str:
    """Return a wrong value in a few characters: `'two'`, `3`, `a list`."""
    if isinstance(value, str):
        return repr(value[:SHOWN]) + ("…" if len(value) > SHOWN else "")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) <= LARGEST_NUMBER else "a number of more than 15 digits"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "a table"
    return "nothing" if value is None else "a list" if isinstance(value, list) else repr(value)


def must_be(wanted: str, value: object) -> Unfit:
    """Return the error of a value that is something else."""
    return Unfit(f"must be {wanted}, not {show_value(value)}")


def keys_of(kind: type) -> tuple[str, ...]:
    """Return the keys that a schema has."""
    return tuple(field.metadata.get(KEY, field.name) for field in fields(kind))
