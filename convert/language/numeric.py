"""numpy, for whoever works on the numbers of many texts at once."""

from __future__ import annotations

from types import ModuleType


def load_numpy() -> ModuleType:
    """Return numpy, imported when the first Chinese page needs it."""
    import numpy as np  # noqa: PLC0415 - 70 ms, and no other page needs it

    return np
