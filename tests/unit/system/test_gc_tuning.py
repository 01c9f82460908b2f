"""Cycles that writers leave are let go every few issues."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from convert.system.gc_tuning import EACH, collect_cycles


class Node:
    """An object that refers to itself, as books and Word documents do."""

    def __init__(self) -> None:
        """Refer to itself."""
        self.other = self


@pytest.fixture(autouse=True)
def _without_python_s_own() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_a_cycle_goes_with_the_eighth_issue() -> None:
    """Not with the first one: a look takes time."""
    node = ref(Node())
    collect_cycles(1)
    assert node() is not None
    collect_cycles(EACH)
    assert node() is None


def test_an_old_cycle_stays() -> None:
    """Only what the last issues have left is looked at."""
    kept = Node()
    gc.collect()
    node = ref(kept)
    del kept
    collect_cycles(EACH)
    assert node() is not None
