"""A line of GB18030 or Big5 in which a byte is wrong: find the characters again behind it."""

from __future__ import annotations

from convert.text.frequency import BAD_BYTE_COST, RARE_CHARACTER_COST, cost, highest_cost

DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs"})
"""Encodings whose bytes do not say whether they begin a character."""
LONGEST_LINE = 1 << 16
"""Longer lines are left to the codec: the search takes a microsecond or two a byte."""
DOUBTED_BYTE_COST = 2.5 * BAD_BYTE_COST
"""What a leftover byte costs in a line that the codec can read: it must explain a row of odd characters."""

Characters = dict[bytes, tuple[float, str] | None]
"""Bytes met so far: what they cost as one character and which, or None."""


def resynchronise_dbcs(body: bytes, encoding: str, escape: int) -> str:
    r"""Decode line by line; where a line is broken, choose the likeliest reading of its bytes.

        "重庆日报" with its first byte lost  ->  "\udcd8" "庆日报", and not three other characters

    A codec that meets a wrong byte goes on at the next one and so pairs the halves of two
    characters up to the end of the line. Here each way to cut the line into characters and
    leftover bytes is weighed by how usual its characters are. Leftover bytes become
    `chr(escape + byte)`. No line end is ever the second half of a character.
    """
    characters: Characters = {}
    return "".join(
        [_decode_line(line, encoding, escape, characters) for line in body.splitlines(keepends=True)]
    )


def _decode_line(line: bytes, encoding: str, escape: int, characters: Characters) -> str:
    """Decode one line, the short way where all is well."""
    leftover = BAD_BYTE_COST
    try:
        text = line.decode(encoding)
        if text.encode(encoding) == line:
            if highest_cost(text) < RARE_CHARACTER_COST:
                return text
            leftover = DOUBTED_BYTE_COST
    except UnicodeError:
        text = line.decode(encoding, "backfile-escape")
    return text if len(line) > LONGEST_LINE else _cut_line(line, encoding, escape, leftover, characters)


def _cut_line(line: bytes, encoding: str, escape: int, leftover: float, characters: Characters) -> str:
    """Cut a line into characters and leftover bytes so that the sum of their costs is least."""
    size = len(line)
    best = [0.0] * (size + 1)
    steps = [1] * size
    for at in range(size - 1, -1, -1):
        best[at] = best[at + 1] + leftover
        for length in (1,) if line[at] < 0x80 else (2, 4):
            read = _read_character(line[at : at + length], length, encoding, characters)
            if read and best[at + length] + read[0] < best[at]:
                best[at], steps[at] = best[at + length] + read[0], length
    out: list[str] = []
    at = 0
    while at < size:
        read = characters.get(line[at : at + steps[at]])
        out.append(read[1] if read else chr(escape + line[at]))
        at += steps[at]
    return "".join(out)


def _read_character(
    piece: bytes, length: int, encoding: str, characters: Characters
) -> tuple[float, str] | None:
    """Return the cost and text of bytes that are one character and come back as the same bytes."""
    if len(piece) < length:
        return None
    if piece not in characters:
        text = piece.decode(encoding, "ignore")
        whole = text.encode(encoding, "ignore") == piece and (length < 4 or len(text) == 1)
        characters[piece] = (cost(text), text) if whole else None
    return characters[piece]
