"""When Python looks for rings of objects that nothing else refers to: seldom, for documents have none."""

from __future__ import annotations

import gc

SELDOM = (50_000, 20, 50)
"""Allocations, then rounds of the younger generations, as `gc.set_threshold` takes them."""


def look_seldom() -> None:
    """Let a program of ours look seldom: with Python's own measure it took a tenth of the run."""
    gc.set_threshold(*SELDOM)
