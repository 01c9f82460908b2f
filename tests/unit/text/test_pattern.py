"""Expressions that are compiled late: each one is right, and none is compiled by an import."""

from __future__ import annotations

import subprocess
import sys

from convert.analysis.lines import line_shapes
from convert.text.pattern import LatePattern
from tests.support.paths import ROOT

PATTERNS = [value for value in vars(line_shapes).values() if isinstance(value, LatePattern)]


def test_each_compiles() -> None:
    """What an import no longer checks."""
    assert len(PATTERNS) > 5
    assert all(pattern.compiled.fullmatch("") is None for pattern in PATTERNS)


def test_no_import_compiles_one() -> None:
    """The commands that never look at a line do not pay for its shapes."""
    code = (
        "from convert.analysis.lines import line_shapes; import convert.cli.status, convert.cli.batch\n"
        "late = [p for p in vars(line_shapes).values() if isinstance(p, line_shapes.LatePattern)]\n"
        "print([pattern.pattern for pattern in late if 'compiled' in vars(pattern)])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout == "[]\n"
