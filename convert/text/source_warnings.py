"""What an archivist should know of a source before trusting it: what does not belong in a text."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator

from convert.text.pattern import LatePattern
from convert.text.source import ESCAPE, Source, escape_offsets

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The property Bidi_Control (UAX #9): they change the order in which what stands there is shown."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
"""C0 and C1 (ECMA-48) but tab, line ends and form feed, which parts pages."""
_CESU = re.compile("\udced[\udca0-\udcaf][\udc80-\udcbf]\udced[\udcb0-\udcbf][\udc80-\udcbf]")
"""Two surrogates, three bytes each, where UTF-8 has four (UTR #26); each byte is an escape."""
_CESU_BYTES = 6
_LAST_ESCAPES = re.compile("[\udc00-\udcff]+$")
_LINE_END = LatePattern("\r\n|[\n\r\x85\u2028\u2029]")
_LINE_ENDS = {"\r\n": "CRLF", "\n": "LF", "\r": "CR", "\x85": "NEL", "\u2028": "LS", "\u2029": "PS"}
_PLACE = re.compile("[0-9]+:[0-9]+: ")
_MIXED = 3
"""Kinds of line ends: two are common where files were put together, three are damage."""


def source_warnings(source: Source) -> tuple[str, ...]:
    """Return what is suspicious in a source: a line for each kind, with the first place and how often.

    "山城\u202e晚报"  ->  1:3: 1 bidi control, the first U+202E; ...

    Of an issue of several files each line begins with the name of its file: 02.txt:1:3: ...
    """
    if not source.parts:
        return tuple(_warnings(source))
    return tuple(
        f"{part.name}{':' if _PLACE.match(text) else ': '}{text}"
        for part in source.parts
        for text in _warnings(part.source)
        if part.source.text
    )


def _warnings(source: Source) -> Iterator[str]:
    text = source.text
    cesu = [match.start() for match in _CESU.finditer(text)] if source.encoding == "utf-8" else []
    cut = _cut_off(source)
    yield from _undecodable(source, len(cesu) * _CESU_BYTES, cut)
    if cesu:
        count, place = _count(len(cesu), "character"), _place(source, cesu[0])
        yield f"{place}: {count} in CESU-8 (two surrogates per character); kept in the XML"
    if cut:
        place = _place(source, len(text) - cut)
        yield f"{place}: the source ends within a character ({_count(cut, 'byte')} of it); it looks truncated"
    for pattern, kind, sequel in (
        (_BIDI, "bidi control", "the text may be displayed in the wrong order"),
        (_CONTROLS, "control character", "it has no meaning in text"),
    ):
        offsets = [match.start() for match in pattern.finditer(text)]
        if offsets:
            first = f"the first U+{ord(text[offsets[0]]):04X}"
            yield f"{_place(source, offsets[0])}: {_count(len(offsets), kind)}, {first}; {sequel}"
    yield from _line_ends(source)


def _undecodable(source: Source, in_cesu: int, cut: int) -> Iterator[str]:
    """Warn of bytes of the source that no character could be made of, and that nothing else explains."""
    count = len(escape_offsets(source.text)) - in_cesu - cut
    if count <= 0:
        return
    rest = _CESU.sub("\ufffd" * _CESU_BYTES, source.text) if in_cesu else source.text
    place = _place(source, escape_offsets(rest)[0])
    many = "1 byte is" if count == 1 else f"{count:,} bytes are"
    yield f"{many} not {source.encoding}, first at {place}; kept in the XML, shown as \ufffd elsewhere"


def _cut_off(source: Source) -> int:
    """Return how many bytes at the end are the beginning of a character."""
    match = _LAST_ESCAPES.search(source.text[-8:])
    if match is None:
        return 0
    tail = bytes(ord(char) - ESCAPE for char in match[0])
    for size in range(min(3, len(tail)), 0, -1):
        decoder = codecs.getincrementaldecoder(source.encoding)("strict")
        try:
            if not decoder.decode(tail[-size:]) and decoder.getstate()[0]:
                return size
        except UnicodeDecodeError:
            continue
    return 0


def _line_ends(source: Source) -> Iterator[str]:
    """Warn of line ends of three kinds or more."""
    if not re.search("\r[^\n]|\r$|[\x85\u2028\u2029]", source.text):
        return  # one kind, or two: LF and CRLF
    counts = Counter(_LINE_END.findall(source.text))
    if len(counts) < _MIXED:
        return
    usual = counts.most_common(1)[0][0]
    first = next(match.start() for match in _LINE_END.finditer(source.text) if match[0] != usual)
    kinds = ", ".join(f"{_LINE_ENDS[end]} {count:,}" for end, count in counts.most_common())
    place = _place(source, first)
    yield f"{place}: {len(counts)} kinds of line ends: {kinds}; it may be several files in one"


def _place(source: Source, offset: int) -> str:
    """Return line and column."""
    return source.location(offset).removeprefix(f"{source.name or '-'}:")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
