"""What a schema finds wrong in a file."""

from __future__ import annotations

from typing import NamedTuple

_SHOWN = 40
"""Characters of a value that a message shows."""


class SchemaFault(NamedTuple):
    """Something that may not be so, and the line where its element begins."""

    line: int
    message: str


def short(value: str) -> str:
    """Return a value as a message may show it: not long, nothing that a terminal would act on."""
    kept = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return "".join([c if c.isprintable() else f"U+{ord(c):04X}" for c in kept])
