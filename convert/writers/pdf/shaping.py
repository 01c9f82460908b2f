"""From text to units of a line: which face shows each character, how wide, in which form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from convert.fonts import FULL_WIDTH, NARROW, PROPORTIONAL, WIDE, Face
from convert.writers.pdf.linebreak import EM, HALF, KINDS, Kind, Unit

HAN = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
"""Written in squares; a paragraph with none of these is Latin."""

LATIN = "!-~\u00a1-\u00a7\u00a9-\u00af\u00b1-\u00b6\u00b8-\u02ff\u0370-\u052f\u1e00-\u1fff"
AMONG_HAN = re.compile(
    rf"[ \t\u2002\u2003\u2009]+|\n|——|……"
    rf"|[{LATIN}]*?[A-Za-z]-(?=[A-Za-z])|[{LATIN}]+(?:[’‘][A-Za-z]+)*|.",
    re.DOTALL,
)
"""Units of a paragraph with Han: a Latin word or number is one, a pair of dashes is one."""

ALONE = re.compile(r"[ \t\u2002\u2003\u2009]+|\n|—|[^\s—]*?\w-(?=\w)|[^\s—]+|\s")
"""Units of a paragraph without Han: words end at spaces, hyphens and dashes."""

WORD = re.compile(f"[{LATIN}]")


@dataclass(frozen=True, slots=True, eq=False)
class Shaper:
    """Makes units for one document and remembers which characters each face has to show."""

    faces: tuple[Face, ...]
    """Every face of the document; pieces name them by number."""
    used: tuple[set[str], ...]
    uncovered: dict[str, None] = field(default_factory=dict)
    """Characters that no face has, in order of appearance."""
    made: dict[tuple[int, ...], tuple[dict[str, Unit], dict[str, Unit]]] = field(default_factory=dict)
    """Units already made, by chain of faces: among Han, and alone."""

    def units(self, text: str, chain: tuple[int, ...], measure: int) -> list[Unit]:
        """Cut a text into units; a word wider than the measure becomes one unit a character."""
        alone = HAN.search(text) is None
        known = self.made.setdefault(chain, ({}, {}))[alone]
        found: list[Unit] = []
        for token in (ALONE if alone else AMONG_HAN).findall(text):
            unit = known.get(token) or self._known(token, known, chain, alone=alone)
            if unit.width > measure and len(token) > 1:
                found += [known.get(c) or self._known(c, known, chain, alone=alone) for c in token]
            else:
                found.append(unit)
        return found

    def _known(self, token: str, known: dict[str, Unit], chain: tuple[int, ...], *, alone: bool) -> Unit:
        unit = known[token] = self._unit(token, chain, alone=alone)
        return unit

    def _unit(self, token: str, chain: tuple[int, ...], *, alone: bool) -> Unit:
        if token == "\n":
            return Unit(token, 0, Kind.BREAK)
        if len(token) == 1 and not self._has(token, chain):
            return self._boxed(token, chain)
        latin = alone or WORD.match(token) is not None
        pieces: list[tuple[int, str]] = []
        width = 0
        for char in token:
            face, key = self._choose(char, chain, narrow=latin)
            if key:
                self.used[face].add(key)
                width += self.faces[face].widths[key]
                pieces.append((face, f"<{self.faces[face].cids[key]:04x}>"))
            else:
                box = self._boxed(char, chain)
                width += box.width
                pieces += box.pieces
        kind = KINDS.get(token[0]) if not alone or token.isspace() else None
        if kind is None or (kind is Kind.OPEN and width < EM) or token == "—" and alone:
            kind = Kind.WORD if latin or width < EM - 100 else Kind.HAN
        if kind is Kind.MIDDLE and width < HALF:
            side = (HALF - width) / 2
            pieces = [(pieces[0][0], f"{-side:g}{pieces[0][1]}{-side:g}")]
            width = HALF
        return Unit(token, width, kind, tuple(pieces))

    def _has(self, char: str, chain: Sequence[int]) -> bool:
        return any(char in self.faces[face].cids for face in chain)

    def _choose(self, char: str, chain: Sequence[int], *, narrow: bool) -> tuple[int, str]:
        """Return the first face of the chain that has a character, and the form it shows there."""
        for face in chain:
            cids = self.faces[face].cids
            if char in cids:
                forms = PROPORTIONAL if narrow else FULL_WIDTH
                key = char + (NARROW if narrow else WIDE) if char in forms else char
                return face, key if key in cids else char
        return chain[0], ""

    def _boxed(self, char: str, chain: tuple[int, ...]) -> Unit:
        """Show a character that no face has as its code point: 𱍊 -> 〔U+3134A〕."""
        self.uncovered[char] = None
        label = self._unit(f"〔U+{ord(char):04X}〕", chain, alone=False)
        return Unit(char, label.width, Kind.HAN, label.pieces, differs=True)


def show(units: Sequence[Unit], gaps: Sequence[int], face: int, size: float) -> str:
    """Write the operators that draw a line of units, beginning and ending in one face.

    甲，乙  ->  [<0102><0203>-250<0304>]TJ
    """
    return "".join(_operators(units, gaps, face, size)).replace("><", "").replace("[]TJ", "")


def _operators(units: Sequence[Unit], gaps: Sequence[int], face: int, size: float) -> Iterator[str]:
    now = face
    yield "["
    for number, unit in enumerate(units):
        if number and gaps[number - 1]:
            yield str(-gaps[number - 1])
        if unit.differs:
            yield f"]TJ/Span<</ActualText<{utf16(unit.text)}>>>BDC["
        for chosen, operand in unit.pieces:
            if chosen != now:
                yield f"]TJ/T{chosen} {size:g} Tf["
                now = chosen
            yield operand
        if unit.differs:
            yield "]TJ EMC["
    yield "]TJ"
    if now != face:
        yield f"/T{face} {size:g} Tf"


def utf16(text: str) -> str:
    """Write a text string as hexadecimal digits with its byte order mark (ISO 32000-1, 7.9.2.2)."""
    return "feff" + text.encode("utf-16-be").hex()
