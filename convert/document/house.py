"""The house pack: what a person knows of a newspaper's own lines, and what was counted in its issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from convert.document.knowledge import NO_KNOWLEDGE, Knowledge
from convert.document.roles import Role


@dataclass(frozen=True, slots=True)
class House:
    """What is known of one newspaper beside what the page at hand shows.

    What a person lists is so; what was counted is evidence beside others.
    """

    digest: str = ""
    """SHA-256 of the file that a person wrote; empty: there is none."""
    lines: Mapping[str, Role] = field(default_factory=lambda: MappingProxyType({}))
    """What each line is. Digits stand for any others: "第3版" is "第12版", too."""
    words: tuple[str, ...] = ()
    """Words of Latin script as the paper writes them: "gum-tree", "to-day", "railway"."""
    knowledge: Knowledge = NO_KNOWLEDGE
    """What was counted in the paper's issues."""


NO_HOUSE = House()
