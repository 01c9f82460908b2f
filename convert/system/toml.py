"""TOML that people write: read within bounds, each fault with line and column; and strings to be written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from convert.errors import BadSetting, UnreadableSource
from convert.system.decode import decode_table, explain
from convert.system.load import load
from convert.system.paths import printable_path
from convert.text.late import LateModule
from convert.text.pattern import LatePattern
from convert.text.printable import printable

if TYPE_CHECKING:
    from convert.system import structuring
else:
    structuring = LateModule("convert.system.structuring")

T = TypeVar("T")

LARGEST_FILE = 4_000_000
"""Bytes of a file that a person wrote."""
MOST_KEY_PARTS = 64
"""Of a dotted key: the work of reading one grows with their square."""
MOST_NESTED = 64
"""Brackets within each other that are passed over in search of those that are too many."""

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?|' + r"'[^'\n]*+'?|\#[^\n]*+"
    r"|(?P<open>[\[{])|(?P<close>[\]}])"
    r"|(?<![\w.])(?P<number>[0-9][0-9_]{639,})"
    r"|(?P<dot>\.)|(?P<end>[\n=,])",
    re.DOTALL,
)
"""Strings and comments (TOML 1.0) as a whole, so that nothing in them counts; then what may be too much.

640 digits are the least that Python can be told to read as a number.
"""
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How tomllib says where."""
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_SURROGATES = LatePattern("[\ud800-\udfff]")
_ESCAPES = MappingProxyType({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class SyntaxFault(NamedTuple):
    """Why a text is no TOML, and where."""

    problem: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file that has been read, and what messages call it."""

    table: Mapping[str, Any]
    text: str
    location: str

    def decode(
        self,
        kind: type[T],
        hints: Mapping[str, str] | None = None,
        error: type[BadSetting] = BadSetting,
    ) -> T:
        """Return the file as a value of a dataclass; a fault in an entry of [[...]] has the entry's line.

        Raises:
            BadSetting: as `decode_table` raises.

        """
        try:
            return decode_table(self.table, kind, self.location, hints=hints, error=error)
        except error as raised:
            fault = structuring.first_fault(raised.__cause__ or raised)
            if len(fault.path) > 1 and isinstance(entry := fault.path[1], int):
                lines = self.entry_lines(str(fault.path[0]))
                if entry < len(lines):
                    location = f"{self.location}:{lines[entry]}"
                    raise explain(fault, location, hints or {}, error, skip=2) from None
            raise

    def entry_offsets(self, name: str) -> list[int]:
        """Return where the line of each [[name]] begins; nothing for a list that is written otherwise."""
        header = re.compile(rf"\[\[[ \t]*([\"']?){re.escape(name)}\1[ \t]*\]\]")
        offsets: list[int] = []
        depth = 0
        for token in _TOKEN.finditer(self.text):
            depth += (token["open"] is not None) - (token["close"] is not None)
            if token["open"] == "[" and depth == 1 and header.match(self.text, token.start()):
                start = self.text.rfind("\n", 0, token.start()) + 1
                if not self.text[start : token.start()].strip(" \t"):
                    offsets.append(start)
        return offsets

    def entry_lines(self, name: str) -> list[int]:
        """Return the line of each [[name]], counted from 1."""
        offsets = self.entry_offsets(name)
        between = [self.text.count("\n", a, b) for a, b in pairwise([0, *offsets])]
        return [count + 1 for count in accumulate(between)]


def load_toml(
    path: Path,
    *,
    location: str = "",
    limit: int = LARGEST_FILE,
    hints: Mapping[str, str] | None = None,
    error: type[BadSetting] = BadSetting,
) -> Toml:
    """Read a TOML file.

    Raises:
        BadSetting: it is missing, no file, larger than the limit, not UTF-8 or not TOML.

    """
    location = location or printable_path(path)
    try:
        data = load(path, limit, hint="check that it is the right file")
    except UnreadableSource as raised:
        raise error(raised.message, location=location, hint=raised.hint) from raised
    return parse_toml(decode_utf8(data, location, error), location, hints=hints, error=error)


def parse_toml(
    text: str,
    location: str,
    *,
    hints: Mapping[str, str] | None = None,
    error: type[BadSetting] = BadSetting,
) -> Toml:
    """Parse TOML.

    `hints` say by key what a value looks like; that of "" is for faults that no key has.

    Raises:
        BadSetting: says line and column.

    """
    fault = _find_excess(text)
    if fault is None:
        try:
            return Toml(tomllib.loads(text), text, location)
        except tomllib.TOMLDecodeError as raised:
            fault = _take_apart(str(raised), text)
    key = _KEY.match(text.split("\n")[fault.line - 1])
    hint = (hints or {}).get(key[1] if key else "", (hints or {}).get("", ""))
    place = f"{location}:{fault.line}:{fault.column}"
    raise error(f"not TOML: {printable(fault.problem)}", location=place, hint=hint)


def decode_utf8(data: bytes, location: str, error: type[BadSetting] = BadSetting) -> str:
    """Decode what a person wrote, a byte order mark left out.

    Raises:
        BadSetting: not UTF-8: says line and column.

    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as raised:
        before = data[: raised.start].decode("utf-8-sig")
        line, column = position(before, len(before))
        raise error("not UTF-8", location=f"{location}:{line}:{column}", hint="save it as UTF-8") from raised


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _take_apart(message: str, text: str) -> SyntaxFault:
    """Take a message of tomllib apart: what is wrong, and where."""
    place = _PLACE.search(message)
    if place is None or place[1] is None:
        return SyntaxFault(_PLACE.sub(" at the end", message), *position(text, len(text)))
    return SyntaxFault(message[: place.start()], int(place[1]), int(place[2]))


def _find_excess(text: str) -> SyntaxFault | None:
    """Find what no parser takes: brackets too deep, a number too long, a key of too many parts.

    tomllib descends by recursion, Python reads no number of 5,000 digits, and a dotted key of n parts costs
    the square of n; none of the three is a TOMLDecodeError with a place.
    """
    depth = parts = 0
    for token in _TOKEN.finditer(text):
        depth += (token["open"] is not None) - (token["close"] is not None)
        parts = 0 if token["end"] else parts + (token["dot"] is not None)
        problem = ""
        if depth > MOST_NESTED:
            problem = f"more than {MOST_NESTED} nested brackets"
        elif parts > MOST_KEY_PARTS:
            problem = f"a key of more than {MOST_KEY_PARTS} parts"
        elif token["number"]:
            problem = f"a number of {len(token['number']):,} digits"
        if problem:
            return SyntaxFault(problem, *position(text, token.start()))
    return None


def has_comment(text: str) -> bool:
    """Return whether there is a comment in a text."""
    return any(token.group().startswith("#") for token in _TOKEN.finditer(text))


def content_end(text: str) -> int:
    """Return where the last line ends that has more than a comment; 0 if there is none."""
    end = at = 0
    for token in _TOKEN.finditer(text):
        if token.group().startswith("#"):
            before = text[at : token.start()].rstrip()
            end = at + len(before) if before else end
            at = token.end()
    end = at + len(text[at:].rstrip()) if text[at:].strip() else end
    if not end:
        return 0
    line_end = text.find("\n", end)
    return len(text) if line_end < 0 else line_end + 1


def toml_string(text: str) -> str:
    r"""Write a basic string (TOML 1.0, String): what cannot be seen is escaped, half a character is U+FFFD.

    >>> toml_string('渡口\u202e"')
    '"渡口\\u202E\\""'
    """
    return f'"{"".join(map(_escaped, _SURROGATES.sub(chr(0xFFFD), text)))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable() or char == "\u3000":
        return char
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"
