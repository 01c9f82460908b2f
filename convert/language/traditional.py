"""Traditional characters and the simplified ones that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType


@cache
def simplified() -> Mapping[str, str]:
    """Return the simplified form of each traditional character that simplified print does not use.

    >>> simplified()["國"], simplified().get("后")
    ('国', None)
    """
    lines = (Path(__file__).parent / "data" / "traditional.txt").read_text("utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    pairs = zip("".join(lines[::2]), "".join(lines[1::2]), strict=True)
    return MappingProxyType(dict(pairs))
