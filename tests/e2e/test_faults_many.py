"""Very many issues in one batch: all are done, and the process that leads them does not grow with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.batches import issues, surroundings, tree

LEADER = """
import resource, sys
from convert.cli import run
status = run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(status)
"""
"""Runs the command and prints the largest resident set of this process, in kilobytes; workers are others."""
EACH = 12
"""Kilobytes of the leader for an issue, at most: its source's row, its step and its place in the plan."""


def lead(source: Path, out: Path) -> int:
    """Convert a tree, and return the leader's peak in kilobytes."""
    command = [sys.executable, "-c", LEADER, "batch", str(source), str(out), "-f", "xml", "-j", "2", "-q"]
    ended = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


def check(folder: Path, few: int, many: int) -> None:
    """Convert few and many, and compare the peaks."""
    peaks = {}
    for number in (few, many):
        out = folder / f"out-{number}"
        peaks[number] = lead(issues(folder / f"in-{number}", number), out)
        assert len(tree(out)) == number
    assert peaks[many] - peaks[few] < 8_000 + EACH * (many - few), peaks


def test_three_hundred(tmp_path: Path) -> None:
    """By default."""
    check(tmp_path, 20, 300)


@pytest.mark.long
def test_twenty_thousand(tmp_path: Path) -> None:
    """A hundred years of a weekly with four pages."""
    check(tmp_path, 200, 20_000)
