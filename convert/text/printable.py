"""Text as it may be shown to a person: nothing in it is invisible, and nothing moves the cursor."""

from __future__ import annotations

_SIGNS = {"\n": "⏎", "\r": "␍", "\t": "⇥", " ": "␣", "\u3000": "□", "\f": "␌"}


def show_whitespace(text: str) -> str:
    """Return a changed text so that nothing in it is invisible: a line end is ⏎, a space ␣."""
    return "".join(_SIGNS.get(c) or _code(c) for c in text)


def printable(text: str) -> str:
    """Return a text that stands around a change, on one line and with no control characters."""
    return "".join("⏎" if c == "\n" else _code(c) for c in text.replace("\r\n", "\n"))


def _code(char: str) -> str:
    """Return a character that can be printed, and the code point of any other: ⟨U+202E⟩."""
    if char.isprintable() or char == "\u3000":
        return char
    code = ord(char)
    return f"⟨byte {code - 0xDC00:02X}⟩" if 0xDC00 <= code <= 0xDCFF else f"⟨U+{code:04X}⟩"
