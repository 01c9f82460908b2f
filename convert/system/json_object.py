"""A JSON object that people or their programs write, read within bounds; every fault with its column."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from convert.errors import BadSetting
from convert.text.pattern import LatePattern
from convert.text.printable import printable

LONGEST_TEXT = 1_000_000
"""Characters."""
MOST_NESTED = 64
"""Brackets within each other."""

_TOKEN = LatePattern(
    r'(?P<string>"(?:[^"\\]|\\.)*+"?)|(?P<open>[\[{])|(?P<close>[\]}])'
    r"|(?P<number>[0-9]{640,})|(?P<word>NaN|Infinity)",
    re.DOTALL,
)
"""Python can be told to read no more than 640 digits as a number; it takes two words that JSON lacks."""
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9A-Fa-f]{4})|.)", re.DOTALL)


class _Fault(NamedTuple):
    problem: str
    offset: int


class _RepeatedKeyError(ValueError):
    """An object has a key twice."""


def parse_object(text: str, location: str, hint: str = "") -> dict[str, Any]:
    """Parse one JSON object (RFC 8259), as strictly as RFC 7493 asks: no half characters, no key twice.

    Raises:
        BadSetting: says the column behind `location`, which should name the line.

    """
    fault = _find_fault(text[:LONGEST_TEXT])
    if len(text) > LONGEST_TEXT:
        fault = _Fault(f"more than {LONGEST_TEXT:,} characters", LONGEST_TEXT)
    if fault is None:
        try:
            value = json.loads(text, object_pairs_hook=_unique)
        except json.JSONDecodeError as error:
            fault = _Fault(f"not JSON: {error.msg}", error.pos)
        except _RepeatedKeyError as error:
            fault = _Fault(f"the key {printable(str(error)[:40])} occurs twice", 0)
        else:
            if isinstance(value, dict):
                return value
            fault = _Fault("not an object", 0)
    raise BadSetting(fault.problem, location=f"{location}:{fault.offset + 1}", hint=hint)


def _find_fault(text: str) -> _Fault | None:
    """Find what Python's parser takes and should not, or fails on without a place."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token["open"] is not None) - (token["close"] is not None)
        if depth > MOST_NESTED:
            return _Fault(f"more than {MOST_NESTED} nested brackets", token.start())
        if token["number"]:
            return _Fault(f"a number of {len(token['number']):,} digits", token.start())
        if token["word"]:
            return _Fault(f"not JSON: {token['word']}", token.start())
        if token["string"] and "\\u" in token["string"]:
            half = _half_character(token["string"])
            if half >= 0:
                at = token.start() + half
                return _Fault(f"half a character: {text[at : at + 6]}", at)
    return None


def _half_character(string: str) -> int:
    """Return where an escaped surrogate stands without its other half; -1 if there is none."""
    first = after = -1
    for escape in _ESCAPE.finditer(string):
        code = int(escape["code"] or "0", 16)
        is_second = first >= 0 and escape.start() == after
        if first >= 0 and not (is_second and 0xDC00 <= code < 0xE000):
            return first
        if first < 0 and 0xDC00 <= code < 0xE000:
            return escape.start()
        first, after = (escape.start(), escape.end()) if 0xD800 <= code < 0xDC00 else (-1, -1)
    return first


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise _RepeatedKeyError(key)
        table[key] = value
    return table
