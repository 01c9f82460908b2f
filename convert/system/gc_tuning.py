"""When Python looks for cycles of objects that nothing else refers to: rarely, for documents have none."""

from __future__ import annotations

import gc

THRESHOLDS = (150_000, 20, 50)
"""Allocations, then collections of the younger generations, as `gc.set_threshold` takes them."""


def reduce_gc() -> None:
    """Have this process collect cycles rarely: with Python's own thresholds it took a tenth of the run."""
    gc.set_threshold(*THRESHOLDS)
