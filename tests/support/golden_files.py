"""Comparing with golden files, and rewriting them."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.support.paths import ROOT

MOST = 60
"""Lines of a difference that are shown."""


def compare(found: str, path: Path, *, rewrite: bool) -> None:
    """Fail with a unified diff unless the file holds this text; with `rewrite`, write it."""
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, "utf-8", newline="\n")
        return
    name = path.relative_to(ROOT).as_posix()
    if not path.is_file():
        pytest.fail(f"{name} is missing; make it with: pytest --rewrite-golden", pytrace=False)
    wanted = path.read_bytes().decode("utf-8")
    if found == wanted:
        return
    old, new = f"{name} (golden)", f"{name} (now)"
    lines = list(unified_diff(wanted.splitlines(), found.splitlines(), old, new, n=1, lineterm=""))
    more = [f"... and {len(lines) - MOST} lines more"] if len(lines) > MOST else []
    advice = "if the new one is better: pytest --rewrite-golden, then look at git diff"
    pytest.fail("\n".join([*lines[:MOST], *more, advice]), pytrace=False)
