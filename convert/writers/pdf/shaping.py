"""From text to units of a line: which face shows each character, how wide, in which form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from struct import unpack
from typing import NamedTuple

from convert.typeset.fonts import Face, GlyphForm, Variant, boxes
from convert.writers.pdf.hyphens import Hyphenator
from convert.writers.pdf.line_units import EM, HALF, GlyphRun, LineUnit
from convert.writers.pdf.unit_kinds import KINDS, UnitKind

HAN = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Rendered in squares; a paragraph with none of these is Latin."""

IDEOGRAPH = re.compile("[\u3400-\u9fff]")

LATIN = "!-~\u00a1-\u00a7\u00a9-\u00af\u00b1-\u00b6\u00b8-\u02ff\u0370-\u052f\u1e00-\u1fff"
WORD = re.compile(f"[{LATIN}]")
RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
LEFTWARD = re.compile(f"[{RTL}]")
"""Hebrew, Arabic and their kin: set from right to left (UAX #9)."""

BLANK = "[ \t\u00a0\u2002\u2003\u2009]+"
SQUARES = "\u3001-\u9fff\uff01-\uffef"
"""Characters of which each is a unit, whatever its neighbours."""
AMONG_HAN = re.compile(
    rf"[{SQUARES}]+|{BLANK}|\n|——|……|⋯⋯|[{RTL}]+|[{LATIN}]*?[A-Za-z]-(?=[A-Za-z])|[{LATIN}]+(?:[’‘][A-Za-z]+)*|.",
    re.DOTALL,
)
"""Units of a paragraph with Han: a Latin word or number is one, a pair of dashes is one."""

ALONE = re.compile(rf"{BLANK}|\n|—|[{RTL}]+|[^\s—{RTL}]*?\w-(?=\w)|[^\s—{RTL}]+|\s")
"""Units of a paragraph without Han: words end at spaces, hyphens and dashes."""

LONGEST_WORD = 100
"""Characters; what is longer has no space to end at, and may be parted anywhere."""

LONGEST_NAME = 6
"""Han within marks that a heading keeps on one line."""

WIDE_GAP, VARIANT_STEP = 70, 125
"""From this gap on (1/1000 of the size) readers of a PDF take it for a space: pdfium from 75, poppler
from 100; where marks are squeezed as much, poppler begins a line. So it goes into the width of the
character before, in steps, and nothing is seen but characters side by side."""

LAST_CID = 0xFFFE

LONGEST_KNOWN, MOST_KNOWN = 4, 8_192
"""Characters of a unit, and units of each company, that are kept for the documents that follow."""

SAME = str.maketrans({"\ufeff": "\u2060"})
"""U+FEFF may not stand in a PDF's text (ISO 19005-2, 6.2.11.7.2); U+2060 is the same (Unicode, 23.8)."""


@dataclass(slots=True, eq=False)
class Variants:
    """Characters of one face as only this document needs them, each with a CID of its own."""

    first: int
    """The first CID that the face leaves free."""
    variants: list[Variant] = field(default_factory=list)
    """By CID, from the first on."""
    cids: dict[Variant, int] = field(default_factory=dict)

    def cid(self, wanted: Variant) -> int:
        """Return the CID of a variant; 0 if there are no more to give."""
        if wanted not in self.cids and self.first + len(self.variants) <= LAST_CID:
            self.cids[wanted] = self.first + len(self.variants)
            self.variants.append(wanted)
        return self.cids.get(wanted, 0)

    def of(self, cid: int) -> Variant:
        """Return what a CID stands for."""
        return Variant(cid) if cid < self.first else self.variants[cid - self.first]


class Company(NamedTuple):
    """What a unit stands among: it decides which face and form its characters have."""

    chain: tuple[int, ...]
    """Faces by number, in order of preference."""
    alone: bool
    """Whether the paragraph has no Han."""


KnownUnits = dict[Company, dict[str, LineUnit]]
"""Units by what they stand among and by their text."""


@dataclass(frozen=True, slots=True, eq=False)
class Shaper:
    """Makes units for one document and remembers which characters each face has to show."""

    faces: tuple[Face, ...]
    """Every face of the document; units name them by number."""
    used: tuple[set[int], ...]
    """By face: CIDs."""
    variants: tuple[Variants, ...]
    """By face."""
    hyphenator: Hyphenator
    bold: frozenset[int] = frozenset()
    """The faces that are bold; letters of others are made bold by a stroke."""
    uncovered: dict[str, None] = field(default_factory=dict)
    """Characters that no face has, in order of appearance."""
    words: dict[Company, dict[str, LineUnit]] = field(default_factory=dict)
    """Units already shaped: characters and whole words."""
    syllables: dict[Company, dict[str, LineUnit]] = field(default_factory=dict)
    """Those that a line may end with, behind a hyphen."""
    known: KnownUnits = field(default_factory=dict)
    """Short units that look the same in every document with these faces."""
    reused: list[LineUnit] = field(default_factory=list)
    """Those of them that this document has; their characters are not among the `used` ones."""
    wider: dict[tuple[tuple[GlyphRun, ...], int], tuple[GlyphRun, ...]] = field(default_factory=dict)
    """Characters before a gap, and what is added to the last one's width, to what shows it."""

    @property
    def is_vertical(self) -> bool:
        """Whether lines run from top to bottom."""
        return False

    def units(
        self,
        text: str,
        chain: tuple[int, ...],
        measure: int,
        words: Callable[[str], Sequence[str]] | None = None,
        *,
        hyphens: bool = True,
    ) -> list[LineUnit]:
        """Cut a text into units; a word wider than the measure becomes one unit a character.

        With `words`, as in a heading, Chinese words are units too; without `hyphens` no Latin word is cut.
        """
        alone = HAN.search(text) is None
        company = Company(chain, alone)
        shaped = self.words.setdefault(company, {})
        units: list[LineUnit] = []
        parts = _parts(text.translate(SAME), alone=alone)
        if words and not alone:
            parts = _whole_words(parts, words)
        long = [part for part in parts if len(part) > 1] if len(parts) < len(text) else []
        if not alone and max(map(len, long), default=0) <= LONGEST_WORD:
            for part in [part for part in parts if part not in shaped]:
                if part not in shaped:
                    self._word(part, company)
            if all(shaped[part].width <= measure for part in long):
                return [shaped[part] for part in parts]
        for part in parts:
            unit = shaped.get(part)
            if unit is None and len(part) <= LONGEST_WORD:
                unit = self._word(part, company)
            if unit is None or (unit.width > measure and len(part) > 1):
                units += [shaped.get(c) or self._word(c, company) for c in part]
            elif alone and hyphens and len(part) > 1 and self.hyphenator.can_cut(part):
                *syllables, last = self.hyphenator.cut(part)
                units += [self._syllable(syllable, company) for syllable in syllables]
                units.append(shaped.get(last) or self._word(last, company))
            else:
                units.append(unit)
        return units

    def hyphen_width(self, chain: tuple[int, ...]) -> int:
        """Return how wide a hyphen is."""
        face = self.faces[chain[0]]
        cid = face.cid("-", GlyphForm.NARROW)
        return face.width(cid) if cid else HALF

    def hyphen(self, chain: tuple[int, ...]) -> LineUnit:
        """Return what a word that is cut at the line end gets: a soft hyphen, which is no text."""
        drawn = self._unit("-", chain, alone=True)
        run = drawn.runs[-1]
        cid = self.variants[run.face].cid(Variant(int(run.cids[-4:], 16), text="\u00ad"))
        return LineUnit("", drawn.width, UnitKind.WORD, (GlyphRun(run.face, f"{cid:04x}"),))

    def _syllable(self, part: str, company: Company) -> LineUnit:
        shaped = self.syllables.setdefault(company, {})
        if part not in shaped:
            whole = self._unit(part, company.chain, alone=True)
            shaped[part] = whole._replace(kind=UnitKind.SYLLABLE, pad=0)
        return shaped[part]

    def _word(self, part: str, company: Company) -> LineUnit:
        known = self.known.setdefault(company, {})
        unit = known.get(part)
        if unit is None:
            unit = self._unit(part, company.chain, alone=company.alone)
            if len(part) <= LONGEST_KNOWN and len(known) < MOST_KNOWN and self._is_of_faces(unit):
                known[part] = unit
        else:
            self.reused.append(unit)
        self.words[company][part] = unit
        return unit

    def _is_of_faces(self, unit: LineUnit) -> bool:
        """Whether a unit shows nothing but characters of its faces, none as this document alone needs it."""
        return all(0 < cid < self.variants[face].first for face, cids in unit.runs for cid in _decoded(cids))

    def shown(self, face: int) -> set[int]:
        """Return the CIDs of a face that the document shows."""
        reused = "".join([cids for unit in self.reused for number, cids in unit.runs if number == face])
        return self.used[face].union(_decoded(reused))

    def _unit(self, part: str, chain: tuple[int, ...], *, alone: bool) -> LineUnit:
        """Choose a face and form for each character, before anything is drawn."""
        if part == "\n":
            return LineUnit(part, 0, UnitKind.BREAK)
        latin = alone or WORD.match(part) is not None
        leftward = LEFTWARD.match(part) is not None
        runs: list[GlyphRun] = []
        width = 0
        for text in (part,) if part in self.faces[chain[0]].cids else part[:: -1 if leftward else 1]:
            face, cid = self._choose(text, chain, latin=latin)
            if cid:
                self.used[face].add(cid)
                width += self.faces[face].width(cid)
                runs.append(GlyphRun(face, f"{cid:04x}"))
            else:
                box = self._boxed(text, chain)
                width += box.width
                runs += box.runs
        kind = _kind(part, width, latin=latin or leftward, alone=alone)
        pad = (HALF - width) // 2 if kind is UnitKind.MIDDLE and width < HALF else 0
        joined = _joined(runs)
        plain = len(joined) == 1 and joined[0].face == chain[0] and not pad
        return LineUnit(part, width + 2 * pad, kind, joined, pad, code=joined[0].cids if plain else "")

    def _choose(self, char: str, chain: Sequence[int], *, latin: bool) -> tuple[int, int]:
        """Return the first face of the chain that has a character, and the CID that shows it; 0: none has."""
        return self._choose_form(char, chain, GlyphForm.NARROW if latin else GlyphForm.WIDE)

    def _choose_form(self, char: str, chain: Sequence[int], form: GlyphForm) -> tuple[int, int]:
        for face in chain:
            cid = self.faces[face].cid(char, form)
            if cid:
                return face, cid
        return chain[0], 0

    def _boxed(self, char: str, chain: tuple[int, ...]) -> LineUnit:
        """Show a character that no face has as its code point in a box: 𱍊 -> [3134A]."""
        self.uncovered[char] = None
        face = next(number for number in chain if self.faces[number].outlines.draws_boxes)
        cid = self.variants[face].cid(Variant(0, text=char))
        return LineUnit(char, boxes.WIDTH, UnitKind.HAN, (GlyphRun(face, f"{cid:04x}"),))

    def show(
        self,
        units: Sequence[LineUnit],
        gaps: Sequence[int],
        face: int,
        size: float,
        *,
        bold: bool = False,
        codes: list[str] | None = None,
    ) -> str:
        """Write the operators that draw a line of units, beginning and ending in one face.

        甲，乙  ->  [<010203b1> -25<0304>]TJ

        What is always given or taken between two units goes into the first one's width, so that
        nobody who reads the file takes it for a space; what justification adds is moved over. Whoever has the
        codes of the units gives them.
        """
        codes = codes or [unit.code for unit in units]
        if all(codes) and units[0].runs[0].face == face:  # as in most lines
            return self._plain(units, codes, gaps)
        now = face
        code = f"[ {-units[0].pad}" if units[0].pad else "["
        cids = ""  # drawn one behind the other, with nothing in between
        pads = [unit.pad for unit in units]
        if any(pads):
            gaps = list(map(sum, zip(gaps, pads, pads[1:], strict=False)))
        for unit, apart in zip(units, (*gaps, pads[-1]), strict=True):
            runs, gap = unit.runs, apart
            if not -WIDE_GAP < gap < WIDE_GAP and runs and unit.kind is not UnitKind.SPACE:
                runs, gap = self._wider(runs, gap)
            for run_face, run_cids in runs:
                if run_face != now:
                    code += f"<{cids}>]TJ" if cids else "]TJ"
                    code += f"{self._turn(now, run_face, bold=bold)}/T{run_face} {size:g} Tf["
                    now, cids = run_face, ""
                cids += run_cids
            if gap:
                code += f"<{cids}> {-gap}" if cids else f" {-gap}"
                cids = ""
        code += f"<{cids}>]TJ" if cids else "]TJ"
        if now != face:
            code += f"{self._turn(now, face, bold=bold)}/T{face} {size:g} Tf"
        return code.replace("[]TJ", "")

    def _plain(self, units: Sequence[LineUnit], codes: list[str], gaps: Sequence[int]) -> str:
        """Write the operators that draw a line in one face."""
        if not any(gaps):
            return f"[<{''.join(codes)}>]TJ"
        if max(gaps) >= WIDE_GAP or min(gaps) <= -WIDE_GAP:
            wide = [at for at, gap in enumerate(gaps) if gap >= WIDE_GAP or gap <= -WIDE_GAP]
            gaps = list(gaps)
            space = UnitKind.SPACE
            for at in wide:
                if units[at].kind is not space:
                    runs, gaps[at] = self._wider(units[at].runs, gaps[at])
                    codes[at] = runs[0].cids
        parts = [f"{cids}> {-gap}<" if gap else cids for cids, gap in zip(codes, gaps, strict=False)]
        return f"[<{''.join(parts)}{codes[-1]}>]TJ"

    def _turn(self, now: int, then: int, *, bold: bool) -> str:
        """Turn the stroke on or off where bold letters go from a face without a bold to one that is bold."""
        stroked = then not in self.bold
        return f" {2 * stroked} Tr" if bold and stroked == (now in self.bold) else ""

    def _wider(self, runs: tuple[GlyphRun, ...], gap: int) -> tuple[tuple[GlyphRun, ...], int]:
        """Give the last character before a gap a width that takes it in; return what remains of the gap."""
        added = round(gap / VARIANT_STEP) * VARIANT_STEP
        wider = self.wider.get((runs, added))
        if wider is None:
            wider = self.wider[runs, added] = self._widened(runs, added)
        return (runs, gap) if wider == runs else (wider, gap - added)

    def _widened(self, runs: tuple[GlyphRun, ...], added: int) -> tuple[GlyphRun, ...]:
        """Give the last character another width; leave it as it is where it has none to give."""
        *others, run = runs
        variants = self.variants[run.face]
        base = variants.of(int(run.cids[-4:], 16))
        given = self.faces[run.face].width(base.cid) + added >= 0  # an invisible character has no width
        cid = variants.cid(Variant(base.cid, added, base.text, base.place)) if given else 0
        return (*others, GlyphRun(run.face, f"{run.cids[:-4]}{cid:04x}")) if cid else runs


def _parts(text: str, *, alone: bool) -> list[str]:
    """Cut a text into units."""
    if alone:
        return ALONE.findall(text)
    parts: list[str] = []
    for part in AMONG_HAN.findall(text):
        if "\u3001" <= part[0] <= "\u9fff" or "\uff01" <= part[0] <= "\uffef":
            parts += part  # squares, one by one
        else:
            parts.append(part)
    return parts


def _whole_words(parts: Sequence[str], words: Callable[[str], Sequence[str]]) -> list[str]:
    """Put neighbouring Han together where they make a word: 渝 万 高 铁 -> 渝万 高铁.

    A few Han within marks are a name, whether a lexicon has it or not: “ 板 凳 会 ” -> “ 板凳会 ”.
    """
    groups = [
        (han, list(group))
        for han, group in groupby(parts, lambda part: len(part) == 1 and IDEOGRAPH.match(part) is not None)
    ]
    marks = [KINDS.get(part[0]) for _, group in groups for part in (group[0], group[-1])]
    joined: list[str] = []
    for n, (han, run) in enumerate(groups):
        within = 0 < n < len(groups) - 1 and (marks[2 * n - 1], marks[2 * n + 2]) == (
            UnitKind.OPEN,
            UnitKind.CLOSE,
        )
        if not han:
            joined += run
        elif within and len(run) <= LONGEST_NAME:
            joined.append("".join(run))
        else:
            joined += words("".join(run))
    return joined


def _kind(part: str, width: int, *, latin: bool, alone: bool) -> UnitKind:
    """Say what a unit is to its neighbours; a mark without the width of a square is no square mark."""
    kind = None if alone and not part.isspace() else KINDS.get(part[0])
    if part in {"——", "……", "⋯⋯"}:
        return UnitKind.DASH
    if kind is None or (kind in {UnitKind.OPEN, UnitKind.CLOSE} and width < EM):
        return UnitKind.WORD if latin or width < EM - 100 else UnitKind.HAN
    return kind


def _decoded(cids: str) -> tuple[int, ...]:
    """Read CIDs as they are written, of four digits each."""
    return unpack(f">{len(cids) // 4}H", bytes.fromhex(cids))


def _joined(runs: Sequence[GlyphRun]) -> tuple[GlyphRun, ...]:
    """Put neighbours of one face together."""
    joined: list[GlyphRun] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.face == run.face:
            joined[-1] = last._replace(cids=last.cids + run.cids)
        else:
            joined.append(run)
    return tuple(joined)
