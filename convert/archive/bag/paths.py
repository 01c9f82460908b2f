r"""Paths of a bag: how a manifest writes them, and which are not taken at all.

"a\nb%.txt" -> "a%0Ab%25.txt": a line feed, a carriage return and a percent sign are encoded, and
nothing else is (RFC 8493, section 2.1.3).
"""

from __future__ import annotations

import re

_ENCODED = re.compile(r"[%\r\n]")
_PERCENT = re.compile(r"%(..?)?", re.DOTALL)
_CHARS = {"0A": "\n", "0D": "\r", "25": "%"}
_DRIVE = re.compile(r"[A-Za-z]:")


def encode_path(path: str) -> str:
    """Return a path as a manifest has it."""
    return _ENCODED.sub(lambda match: f"%{ord(match[0]):02X}", path)


def decode_path(text: str) -> str:
    """Return the path that a manifest means.

    Raises:
        ValueError: a percent sign that encodes none of the three.

    """
    return _PERCENT.sub(_char, text)


def _char(match: re.Match[str]) -> str:
    char = _CHARS.get((match[1] or "").upper())
    if char is None:
        raise ValueError(f"{match[0]!r} encodes nothing")
    return char


def reason_to_refuse(path: str) -> str:
    """Return why a path is not followed; empty if it leads to a file within the bag."""
    if not path or "\0" in path:
        return "no path"
    if path.startswith(("/", "\\", "~")) or _DRIVE.match(path):
        return "an absolute path"
    parts = path.split("/")
    if ".." in parts:
        return "a path that leads out of the bag"
    if "" in parts or "." in parts:
        return "a path that is not in normal form"
    return ""
