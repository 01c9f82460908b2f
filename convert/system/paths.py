"""Paths as they may be printed, and as the least careful disk compares them."""

from __future__ import annotations

import os
import unicodedata


def printable_path(path: str | os.PathLike[str]) -> str:
    r"""Return a path as it may be printed: no control characters, no escaped bytes.

    >>> printable_path("a\x1b[2J.txt")
    'a\\x1b[2J.txt'
    """
    text = os.fsencode(path).decode("utf-8", "replace")
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() else c.encode("unicode_escape").decode() for c in text])


def folded_path(path: str | os.PathLike[str]) -> str:
    """Return a path as the least careful file system compares it: no case, composed (NFC).

    Two files whose folded paths are equal are one file on the disks of macOS and Windows: Page.txt, page.txt.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", os.fspath(path)).casefold())
