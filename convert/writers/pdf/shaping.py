"""From text to units of a line: which face shows each character, how wide, in which form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from convert.fonts import FULL_WIDTH, NARROW, PROPORTIONAL, WIDE, Face
from convert.writers.pdf.hyphens import Hyphens
from convert.writers.pdf.linebreak import EM, HALF, KINDS, Kind, Unit, between

HAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Written in squares; a paragraph with none of these is Latin."""

IDEOGRAPH = re.compile("[\u3400-\u9fff]")

LATIN = "!-~\u00a1-\u00a7\u00a9-\u00af\u00b1-\u00b6\u00b8-\u02ff\u0370-\u052f\u1e00-\u1fff"
WORD = re.compile(f"[{LATIN}]")
BLANK = "[ \t\u00a0\u2002\u2003\u2009]+"
AMONG_HAN = re.compile(
    rf"{BLANK}|\n|——|……|[{LATIN}]*?[A-Za-z]-(?=[A-Za-z])|[{LATIN}]+(?:[’‘][A-Za-z]+)*|.", re.DOTALL
)
"""Units of a paragraph with Han: a Latin word or number is one, a pair of dashes is one."""

ALONE = re.compile(rf"{BLANK}|\n|—|[^\s—]*?\w-(?=\w)|[^\s—]+|\s")
"""Units of a paragraph without Han: words end at spaces, hyphens and dashes."""

LONGEST_WORD = 100
"""Characters; what is longer has no space to end at, and may be parted anywhere."""

WIDE_GAP = 70
"""From this gap on (1/1000 of the size) readers of a PDF take it for a space: pdfium from 75, poppler
from 100. Such a line carries its text with it."""

SAME = str.maketrans({"\ufeff": "\u2060"})
"""U+FEFF may not stand in a PDF's text (ISO 19005-2, 6.2.11.7.2); U+2060 is the same (Unicode, 23.8)."""

ZERO = Unit("", 0, Kind.SPACE)


@dataclass(frozen=True, slots=True, eq=False)
class Shaper:
    """Makes units for one document and remembers which characters each face has to show."""

    faces: tuple[Face, ...]
    """Every face of the document; units name them by number."""
    used: tuple[set[int], ...]
    """By face: CIDs."""
    variants: tuple[dict[tuple[int, int], int], ...]
    """By face: a character's CID and what is added to its width, to a CID of its own."""
    hyphens: Hyphens
    uncovered: dict[str, None] = field(default_factory=dict)
    """Characters that no face has, in order of appearance."""
    made: dict[tuple[int, ...], tuple[dict[str, Unit], dict[str, Unit]]] = field(default_factory=dict)
    """Units already made, by chain of faces: among Han, and alone."""

    def units(
        self,
        text: str,
        chain: tuple[int, ...],
        measure: int,
        words: Callable[[str], Sequence[str]] | None = None,
    ) -> list[Unit]:
        """Cut a text into units; a word wider than the measure becomes one unit a character.

        With `words`, Chinese words are units too.
        """
        alone = HAN.search(text) is None
        known = self.made.setdefault(chain, ({}, {}))[alone]
        found: list[Unit] = []
        parts: list[str] = (ALONE if alone else AMONG_HAN).findall(text.translate(SAME))
        if words and not alone:
            parts = _whole_words(parts, words)
        for part in parts:
            unit = known.get(part)
            if unit is None and len(part) <= LONGEST_WORD:
                unit = self._known(part, known, chain, alone=alone)
            if unit is None or (unit.width > measure and len(part) > 1):
                found += [known.get(c) or self._known(c, known, chain, alone=alone) for c in part]
            elif len(part) == 1:
                found.append(unit)
            elif alone and self.hyphens.knows(part):
                *syllables, last = self.hyphens.cut(part)
                for syllable in syllables:
                    found.append(known.get(f"{syllable}\n") or self._syllable(syllable, known, chain))
                found.append(known.get(last) or self._known(last, known, chain, alone=alone))
            else:
                found.append(unit)
        return found

    def hyphen(self, chain: tuple[int, ...]) -> Unit:
        """Return what a word that is cut at the line end gets: it is seen, and it is not in the text."""
        drawn = self._unit("-", chain, alone=True)
        return Unit("", drawn.width, Kind.WORD, drawn.runs, differs=True)

    def _syllable(self, part: str, known: dict[str, Unit], chain: tuple[int, ...]) -> Unit:
        whole = self._unit(part, chain, alone=True)
        unit = known[f"{part}\n"] = Unit(part, whole.width, Kind.SYLLABLE, whole.runs, differs=whole.differs)
        return unit

    def _known(self, part: str, known: dict[str, Unit], chain: tuple[int, ...], *, alone: bool) -> Unit:
        unit = known[part] = self._unit(part, chain, alone=alone)
        return unit

    def _unit(self, part: str, chain: tuple[int, ...], *, alone: bool) -> Unit:
        """Choose a face and form for each character, before anything is drawn."""
        if part == "\n":
            return Unit(part, 0, Kind.BREAK)
        latin = alone or WORD.match(part) is not None
        runs: list[tuple[int, str]] = []
        width = 0
        differs = False
        for piece in (part,) if part in self.faces[chain[0]].cids else part:
            face, key = self._choose(piece, chain, latin=latin)
            if key:
                cid = self.faces[face].cids[key]
                self.used[face].add(cid)
                width += self.faces[face].widths[key]
                runs.append((face, f"{cid:04x}"))
            else:
                differs = True
                box = self._boxed(piece, chain)
                width += box.width
                runs += box.runs
        kind = _kind(part, width, latin=latin, alone=alone)
        pad = (HALF - width) // 2 if kind is Kind.MIDDLE and width < HALF else 0
        return Unit(part, width + 2 * pad, kind, _joined(runs), pad, differs)

    def _choose(self, char: str, chain: Sequence[int], *, latin: bool) -> tuple[int, str]:
        """Return the first face of the chain that has a character, and the form it shows there."""
        for face in chain:
            cids = self.faces[face].cids
            if char in cids:
                forms = PROPORTIONAL if latin else FULL_WIDTH
                key = char + (NARROW if latin else WIDE) if char in forms else char
                return face, key if key in cids else char
        return chain[0], ""

    def _boxed(self, char: str, chain: tuple[int, ...]) -> Unit:
        """Show a character that no face has as its code point: 𱍊 -> 〔U+3134A〕."""
        self.uncovered[char] = None
        return self._unit(f"〔U+{ord(char):04X}〕", chain, alone=False)

    def show(self, units: Sequence[Unit], gaps: Sequence[int], face: int, size: float) -> str:
        """Write the operators that draw a line of units, beginning and ending in one face.

        甲，乙  ->  [<010203b1>-25<0304>]TJ

        What is always given or taken between two units goes into the first one's width, so that
        nobody who reads the file takes it for a space; what justification adds is moved over.
        """
        text = "".join([unit.text for unit in units]).rstrip("\n")
        rest: list[int] = []
        for n, gap in enumerate(gaps):
            base = between(units[n], units[n + 1])
            rest.append(gap - base if base and units[n].runs and not units[n].pad else gap)
        carried = any(gap >= WIDE_GAP and units[n].kind is not Kind.SPACE for n, gap in enumerate(rest))
        code = "".join(self._operators(units, gaps, rest, face, size, carried=carried))
        code = code.replace("><", "").replace("[]TJ", "")
        return f"{actual_text(text)}{code} EMC" if carried else code

    def _operators(  # a line is a flat run of cases
        self,
        units: Sequence[Unit],
        gaps: Sequence[int],
        rest: Sequence[int],
        face: int,
        size: float,
        *,
        carried: bool,
    ) -> Iterator[str]:
        now = face
        yield "["
        for n, unit in enumerate(units):
            marked = unit.differs and not carried
            if marked:
                yield f"]TJ{actual_text(unit.text)}["
            *others, last = unit.runs or ((now, ""),)
            for chosen, digits in (*others, self._last(last, gaps, rest, n)):
                if chosen != now:
                    yield f"]TJ/T{chosen} {size:g} Tf["
                    now = chosen
                yield f"{-unit.pad}<{digits}>{-unit.pad}" if unit.pad else f"<{digits}>"
            if marked:
                yield "]TJ EMC["
            if n < len(rest) and rest[n]:
                yield str(-rest[n])
        yield "]TJ"
        if now != face:
            yield f"/T{face} {size:g} Tf"

    def _last(
        self, run: tuple[int, str], gaps: Sequence[int], rest: Sequence[int], n: int
    ) -> tuple[int, str]:
        """Give the last character before a gap the width that includes it."""
        face, digits = run
        if n >= len(gaps) or gaps[n] == rest[n] or not digits:
            return run
        return face, digits[:-4] + self._variant(face, int(digits[-4:], 16), gaps[n] - rest[n])

    def _variant(self, face: int, cid: int, added: int) -> str:
        known = self.variants[face]
        found = known.setdefault((cid, added), len(self.faces[face].glyphs) + len(known))
        return f"{found:04x}"


def _whole_words(parts: Sequence[str], words: Callable[[str], Sequence[str]]) -> list[str]:
    """Put neighbouring Han together where they make a word: 渝 万 高 铁 -> 渝万 高铁."""
    found: list[str] = []
    for han, group in groupby(parts, lambda part: len(part) == 1 and IDEOGRAPH.match(part) is not None):
        run = list(group)
        found += words("".join(run)) if han else run
    return found


def _kind(part: str, width: int, *, latin: bool, alone: bool) -> Kind:
    """Say what a unit is to its neighbours; a mark without the width of a square is no square mark."""
    kind = None if alone and not part.isspace() else KINDS.get(part[0])
    if part in {"——", "……"}:
        return Kind.DASH
    if kind is None or (kind in {Kind.OPEN, Kind.CLOSE} and width < EM):
        return Kind.WORD if latin or width < EM - 100 else Kind.HAN
    return kind


def _joined(runs: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """Put neighbours of one face together."""
    joined: list[tuple[int, str]] = []
    for face, digits in runs:
        if joined and joined[-1][0] == face:
            joined[-1] = face, joined[-1][1] + digits
        else:
            joined.append((face, digits))
    return tuple(joined)


def actual_text(text: str) -> str:
    """Open a span that says which text it shows (ISO 32000-1, 14.9.4)."""
    return f"/Span<</ActualText<feff{text.encode('utf-16-be').hex()}>>>BDC"
