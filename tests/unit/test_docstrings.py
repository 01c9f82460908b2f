"""What a docstring shows of a call is what the call returns."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import convert


def test_every_example_in_a_docstring_holds() -> None:
    """In all modules; a call that was renamed and a value that has changed are told with their lines."""
    names = [m.name for m in pkgutil.walk_packages(convert.__path__, "convert.")]
    results = [doctest.testmod(importlib.import_module(name)) for name in names if "__main__" not in name]
    assert sum(result.attempted for result in results) >= 15
    assert sum(result.failed for result in results) == 0
