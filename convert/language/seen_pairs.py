"""Pairs of characters that present-day Chinese has and the n-grams of 1998 lack: 之问, 名录, 打赢."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

SeenPairs = Mapping[str, str]
"""Second characters by the first one."""


def load_seen_pairs() -> SeenPairs:
    """Load the pairs that are shipped with the package."""
    lines = (Path(__file__).parent / "data" / "seen-pairs.txt").read_text("utf-8").splitlines()
    return MappingProxyType({line[0]: line[1:] for line in lines if not line.startswith("#")})
