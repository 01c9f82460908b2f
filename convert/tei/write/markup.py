"""Markup as a type of its own: a text becomes markup through `text` or `element`, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType
from typing import NewType

from convert.tei.beside_milestones import reads_as_white
from convert.tei.characters import INVISIBLE, LINE_ENDS, byte_of, code, rend
from convert.tei.names import ORDER, AttributeName, ElementName
from convert.text.pattern import LatePattern
from convert.text.xml_safe import sanitize

Markup = NewType("Markup", str)
"""A well-formed piece of XML; a type checker refuses a plain string in its place."""

EMPTY = Markup("")

LONGEST_TEXT = 1_000_000
"""Characters of one text node; libxml2 takes 10 MB."""

_RANK: Mapping[AttributeName, int] = MappingProxyType({name: rank for rank, name in enumerate(ORDER)})
_SPECIAL = re.compile(
    rf"[&<>]|\s{{2,}}|[\t{LINE_ENDS}]|[{INVISIBLE}]"
    rf"|(?:\A|(?<=[{INVISIBLE}]))\s(?=[{INVISIBLE}]|\Z)"  # alone between two elements
)
_WIDE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""White space that is none to XML (2.3): it stays, as an indent or between two names."""
_UNSEEN = LatePattern(f"[{INVISIBLE}]")
_REFERENCES = MappingProxyType({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_MARKS = re.compile("[&<>]")
_QUOTED = re.compile('[&<>"]')


def element(name: ElementName, attributes: Mapping[AttributeName, str], content: Markup = EMPTY) -> Markup:
    """Make an element, its attributes in fixed order, without white space of its own."""
    return Markup(f"{start(name, attributes)}{content}</{name}>") if content else empty(name, attributes)


def start(name: ElementName, attributes: Mapping[AttributeName, str]) -> Markup:
    """Make a start tag."""
    return Markup(f"<{name}{_attributes(attributes)}>")


def empty(name: ElementName, attributes: Mapping[AttributeName, str]) -> Markup:
    """Make an element without content."""
    return Markup(f"<{name}{_attributes(attributes)}/>")


def milestone(name: ElementName, attributes: Mapping[AttributeName, str]) -> Markup:
    """Make an element that stands for characters, behind a space as text where it reads as white space."""
    space = " " if reads_as_white(name, attributes.get) else ""
    return Markup(f"{space}<{name}{_attributes(attributes)}/>")


def end(name: ElementName) -> Markup:
    """Make an end tag."""
    return Markup(f"</{name}>")


def join(parts: Iterable[Markup]) -> Markup:
    """Put markup behind markup."""
    return Markup("".join(parts))


def run_on(parts: Sequence[Markup]) -> Markup:
    """Put markup of a running text behind one another: a space of the text never meets that of a milestone.

    ["at ", ' <lb rend="lf"/>'] -> 'at <space rend="sp"/> <lb rend="lf"/>'
    """
    parts = [part for part in parts if part]
    return join(
        [
            Markup(part[:-1] + _white(" ")) if part[-1] == " " and following[:2] == " <" else part
            for part, following in zip_longest(parts, parts[1:], fillvalue=EMPTY)
        ]
    )


def text(value: str, *, opens: bool = False, closes: bool = False) -> Markup:
    r"""Make markup of a text, from which `convert.tei.content` reads the same text again.

        "甲\r\n乙\x00" -> '甲 <lb rend="crlf"/>乙<g n="U+0000"/>'

    White space is an element unless it is one space, or is none to XML, and stands beside a word;
    `opens` and `closes` say whether the text begins or ends its element, where a tool might strip a
    space. So a tool that lays the file out anew alters no text.
    """
    if len(value) > LONGEST_TEXT:
        pieces = [value[at : at + LONGEST_TEXT] for at in range(0, len(value), LONGEST_TEXT)]
        return Markup("<anchor/>".join([text(p, opens=True, closes=True) for p in pieces]))
    before = after = ""
    if opens and value[:1] == " " and not value[1:2].isspace():
        before, value = _white(" "), value[1:]
    if closes and value[-1:] == " " and not value[-2:-1].isspace():
        after, value = _white(" "), value[:-1]
    return Markup(before + (value if _is_plain(value) else _SPECIAL.sub(_marked, value)) + after)


def _is_plain(value: str) -> bool:
    """Whether a text surely has nothing to mark up: the only white space that is printable is a space."""
    if not value.isprintable() or "&" in value or "<" in value or ">" in value:
        return False
    return value != " " and "  " not in value


def plain(value: str) -> Markup:
    """Make markup of a text of the header: what XML cannot hold becomes U+FFFD, white space one space."""
    return Markup(_MARKS.sub(_reference, tidy(value)))


def tidy(value: str) -> str:
    """Reduce a text to what an attribute holds unaltered."""
    return " ".join(sanitize(value).split())


def _attributes(values: Mapping[AttributeName, str]) -> str:
    names = sorted(values, key=_RANK.__getitem__) if len(values) > 1 else values
    return "".join([f' {name}="{_QUOTED.sub(_reference, values[name])}"' for name in names])


def _reference(match: re.Match[str]) -> str:
    return _REFERENCES[match[0]]


def _marked(match: re.Match[str]) -> str:
    """Mark up one match: a character of XML's own, a run of white space, something invisible."""
    special = match[0]
    if special in _REFERENCES:
        return _REFERENCES[special]
    if special.isspace() and special != "\x1f":
        return special if _WIDE.fullmatch(special) and _beside_word(match) else _white(special)
    byte = byte_of(special)
    return empty("g", {"type": "byte", "n": byte} if byte else {"n": code(special)})


def _beside_word(match: re.Match[str]) -> bool:
    value, before, after = match.string, match.start() - 1, match.end()
    return (before >= 0 and not _UNSEEN.match(value, before)) or (
        after < len(value) and not _UNSEEN.match(value, after)
    )


def _white(value: str) -> str:
    return milestone("lb" if has_line_end(value) else "space", {"rend": rend(value)})


def has_line_end(value: str) -> bool:
    """Return whether a line ends in the text."""
    return any(c in LINE_ENDS for c in value)
