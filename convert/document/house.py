"""The house pack: what a person knows of a newspaper's own lines, beside what its pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from convert.document.roles import Role


@dataclass(frozen=True, slots=True)
class House:
    """The lines of the sheet and the words that a house pack lists, and the digest that names it."""

    digest: str = ""
    """SHA-256 of the file; empty: there is none."""
    lines: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    """What each line is. Digits stand for any others: "第3版" is "第12版", too."""
    words: tuple[str, ...] = ()
    """Words of Latin script as the paper writes them: "gum-tree", "to-day", "railway"."""


NO_HOUSE = House()
