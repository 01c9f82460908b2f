"""Paths as they may be printed."""

from __future__ import annotations

import os


def printable_path(path: str | os.PathLike[str]) -> str:
    r"""Return a path as it may be printed: no control characters, no escaped bytes.

    >>> printable_path("a\x1b[2J.txt")
    'a\\x1b[2J.txt'
    """
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in text])
