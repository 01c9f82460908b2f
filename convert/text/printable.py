"""Text as it may be shown to a person: nothing in it is invisible, and nothing moves the cursor."""

from __future__ import annotations

import unicodedata

LONGEST_NAME = 32
"""Characters of a name beside a progress bar."""
_SIGNS = {"\n": "⏎", "\r": "␍", "\t": "⇥", " ": "␣", "\u3000": "□", "\f": "␌"}


def show_whitespace(text: str) -> str:
    """Return a changed text so that nothing in it is invisible: a line end is ⏎, a space ␣."""
    return "".join(_SIGNS.get(c) or _code(c) for c in text)


def printable(text: str) -> str:
    """Return a text that stands around a change, on one line and with no control characters."""
    if text.isprintable():
        return text
    return "".join("⏎" if c == "\n" else _code(c) for c in text.replace("\r\n", "\n"))


def printable_line(text: str) -> str:
    r"""Return a message as it may go to a terminal, on one line.

    >>> printable_line("a\x1b[2J\nerror: b\u202ec\u3000d")
    'a\\x1b[2J\\nerror: b\\u202ec\u3000d'

    Controls (C0, C1), bidi controls and whatever else cannot be seen become escapes; spaces stay.
    """
    if text.isprintable():
        return text
    return "".join([c if _is_shown(c) else c.encode("unicode_escape").decode() for c in text])


def printable_lines(text: str) -> str:
    """Return a text of several lines as it may go to a terminal: as `printable_line`, line ends stay."""
    return "\n".join(printable_line(line) for line in text.split("\n"))


def escape_json(line: str) -> str:
    r"""Return JSON that says the same, and has what a terminal would act on as escapes: \x9b -> \u009b."""
    if line.isprintable():
        return line
    return "".join([c if _is_shown(c) else _json_escape(c) for c in line])


def _json_escape(char: str) -> str:
    """Return a character as JSON escapes, in units of UTF-16 (RFC 8259, section 7)."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _is_shown(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _code(char: str) -> str:
    """Return a character that can be printed, and the code point of any other: ⟨U+202E⟩."""
    if char.isprintable() or char == "\u3000":
        return char
    code = ord(char)
    return f"⟨byte {code - 0xDC00:02X}⟩" if 0xDC00 <= code <= 0xDCFF else f"⟨U+{code:04X}⟩"


def short_name(name: str) -> str:
    """Return a name that leaves room for the bar; its middle is left out."""
    name = printable_line(name)
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME // 2 - 1]}…{name[-LONGEST_NAME // 2 :]}"
