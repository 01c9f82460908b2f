"""When Python looks for cycles of objects that nothing else refers to: rarely, for documents have none.

Books and Word documents have some, made by the libraries that write them: half a megabyte an issue.
"""

from __future__ import annotations

import gc

THRESHOLDS = (150_000, 20, 50)
"""Allocations, then collections of the younger generations, as `gc.set_threshold` takes them."""


def reduce_gc() -> None:
    """Have this process collect cycles rarely: with Python's own thresholds it took a tenth of the run."""
    gc.set_threshold(*THRESHOLDS)


EACH = 8
"""Issues after which cycles are looked for: one look takes half a millisecond."""


def collect_cycles(issues: int) -> None:
    """Let go what the writers of the last issues have left, where so many issues are written by now.

    Few objects stay of an issue: by the count of allocations a look would come after hundreds of them.
    """
    if not issues % EACH:
        gc.collect(0)
