r"""How the XML names the characters that it cannot hold, or that a tool on the way would alter.

White space is a list of names in `@rend`, everything else invisible a code point in `@n`:

    "\r\n" -> <lb rend="crlf"/>    "\t" -> <space rend="tab"/>    "\x00" -> <g n="U+0000"/>

TEI P5, 3.11 (lb), 12.4.1 (space), 5.2 (g); XML 1.0, 2.2 (characters), 2.11 (line ends).
"""

from __future__ import annotations

import re
from types import MappingProxyType

from convert.text.source import ESCAPE

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What Python's `str.splitlines` takes for the end of a line."""

INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
)
"""Controls, byte escapes, marks of direction, joiners of width zero, noncharacters: as in `[...]` of re.

The joiners U+200C and U+200D stay as they are: scripts and emoji are written with them.
"""

NAMES = MappingProxyType(
    {
        " ": "sp",
        "\t": "tab",
        "\n": "lf",
        "\r": "cr",
        "\r\n": "crlf",
        "\v": "vt",
        "\f": "ff",
        "\x1c": "fs",
        "\x1d": "gs",
        "\x1e": "rs",
        "\x85": "nel",
        "\u2028": "ls",
        "\u2029": "ps",
        "\u00a0": "nbsp",
        "\u3000": "idsp",
        "\u00ad": "shy",
    }
)
"""Names of white space in `@rend`; a hyphen stands for itself, the rest is U+ and hex digits."""

HYPHENS = "-\u2010\u2011\u00ac"

_FILE_LAYOUT = re.compile(r"[ \t]*\n[ \t\n]*")
_CHARACTERS = MappingProxyType({name: text for text, name in NAMES.items()} | {c: c for c in HYPHENS})
_UNIT = re.compile(r"\r\n|.", re.DOTALL)
_CODE = re.compile(r"U\+([0-9A-F]{4,6})")
_BYTE = re.compile(r"[0-9A-F]{2}")


def without_layout(text: str) -> str:
    r"""Return a text of the file without what only lays the file out: line ends and the blanks around them.

    "甲 乙 \n    丙" -> "甲 乙丙"
    """
    return _FILE_LAYOUT.sub("", text) if "\n" in text else text


def rend(text: str) -> str:
    r"""Name each character of a run of white space: `" \r\n"` -> `"sp crlf"`."""
    return " ".join([NAMES.get(c) or (c if c in HYPHENS else code(c)) for c in _UNIT.findall(text)])


def from_rend(names: str) -> str:
    r"""Return the characters that `rend` named: `"sp crlf"` -> `" \r\n"`.

    Raises:
        ValueError: a name is not known.

    """
    return "".join([_CHARACTERS.get(name) or from_code(name) for name in names.split()])


def code(char: str) -> str:
    """Name a character by its code point: U+2028."""
    return f"U+{ord(char):04X}"


def from_code(name: str) -> str:
    """Return the character of a code point's name.

    Raises:
        ValueError: it is none.

    """
    match = _CODE.fullmatch(name)
    if not match:
        raise ValueError(f"{name[:20]!r} is not the name of a character")
    return chr(int(match[1], 16))


def byte_of(char: str) -> str:
    """Return the byte that an escape keeps, as two hex digits; empty if the character is none."""
    value = ord(char) - ESCAPE
    return f"{value:02X}" if 0 <= value <= 0xFF else ""


def from_byte(digits: str) -> str:
    """Return the escape of a byte.

    Raises:
        ValueError: not two hex digits.

    """
    if not _BYTE.fullmatch(digits):
        raise ValueError(f"{digits[:20]!r} is not a byte")
    return chr(ESCAPE + int(digits, 16))
