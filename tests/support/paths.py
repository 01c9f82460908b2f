"""Where the checkout has what tests read."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared"
"""A folder beside the checkout with other people's documents; tests that use it are skipped without it."""
