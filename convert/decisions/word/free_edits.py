"""What an editor wrote himself: characters over others, new paragraphs, paragraphs joined and parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from convert.decisions.decision import ChangeKey
from convert.decisions.reviewer_changes import join_key, label_key, split_key, text_key
from convert.decisions.word.compare import EditStep
from convert.decisions.word.styles import role_of_new
from convert.decisions.word.tokens import END, Resolution, Story, Unit
from convert.document.offsets import end_offset
from convert.document.roles import Role
from convert.readers.word.marks import TrackState
from convert.writers.docx.tracked import ReviewLine

NO_PLACE = (
    "text was inserted where nothing of the source is left to anchor it; write it into the decisions file"
)
EMPTY_PARAGRAPH = "an inserted empty paragraph is left out"
MERGED = "a new paragraph where others were joined became a line of the text before it"
AT_THE_TOP = "a new paragraph before the first one became the first line of it"
BEHIND_EARLIER = "a new paragraph before one that was put in earlier stands behind it"
UNLIKE_STYLES = "new paragraphs of several styles stand here; they have the role of the paragraph before them"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be carried over as it was meant."""

    at: int
    """In the source."""
    message: str


class _Piece(NamedTuple):
    """Text that was put in, as far as the end of a paragraph."""

    text: str
    paragraph: int
    """Its number in what came back."""


@dataclass(frozen=True, slots=True)
class _Hold:
    """A place that stayed, for a change to hold on to."""

    unit: Unit
    text: str
    """What will be read there."""

    @property
    def is_text(self) -> bool:
        """Whether it is text of the source, and no end of a paragraph."""
        return bool(self.text) and self.unit.char != END and self.unit.at >= 0


@dataclass(slots=True)
class _Gap:
    """What was done between two places that stayed."""

    removed: list[Unit] = field(default_factory=list)
    emptied: list[Unit] = field(default_factory=list)
    """Tracked places of which nothing is read any more."""
    put: list[_Piece] = field(default_factory=list)
    """Character by character."""
    before: _Hold | None = None
    """What stayed right before; None at the beginning."""
    behind: _Hold | None = None
    last: _Hold | None = None
    """The last text of the source before it, in whatever paragraph."""

    @property
    def is_touched(self) -> bool:
        """Whether the editor did anything here himself."""
        return bool(self.removed or self.put)

    @property
    def at(self) -> int:
        """A place in the source for a message."""
        near = [*(hold.unit for hold in (self.before, self.behind) if hold), *self.removed]
        return max((unit.at for unit in near), default=0)

    def pieces(self) -> list[_Piece]:
        """Return what was put in, cut at the ends of paragraphs: one piece more than there are ends."""
        pieces: list[_Piece] = []
        text = ""
        for char, paragraph in self.put:
            if char == END:
                pieces.append(_Piece(text, paragraph))
                text = ""
            else:
                text += char
        return [*pieces, _Piece(text, self.put[-1].paragraph if self.put else 0)]


def free_edits(
    lines: Sequence[ReviewLine], units: Sequence[Unit], taken: Sequence[EditStep], story: Story
) -> Iterator[ChangeKey | Trouble]:
    """Yield what the editor wrote himself, in order, as changes of the reviewer's rules."""
    shown = Counter(unit.line for unit in units if unit.char != END and unit.reading)
    for gap in _gaps(units, taken, story):
        if gap.is_touched:
            yield from _changes(lines, shown, gap, story)


def _gaps(units: Sequence[Unit], taken: Sequence[EditStep], story: Story) -> Iterator[_Gap]:
    """Gather the steps between two places that stayed: characters, or tracked text that is still shown."""
    gap = _Gap()
    for step in taken:
        unit = units[step.unit] if step.unit >= 0 else None
        if unit is None:
            gap.put.append(_Piece(step.put, story.paragraphs[step.token]))
        elif step.resolution in {Resolution.GONE, Resolution.BOTH}:
            gap.removed.append(unit)
            if step.resolution is Resolution.BOTH and unit.change is not None:
                text = "".join([run.text for run in unit.change.runs])
                gap.put.append(_Piece(text, story.paragraphs[step.token]))
        elif not step.kept and step.resolution is None:
            gap.removed.append(unit)
        elif text := _reading(unit, step.resolution):
            gap.behind = _Hold(unit, text)
            yield gap
            gap = _Gap(before=gap.behind, last=gap.behind if gap.behind.is_text else gap.last)
        elif unit.reading:
            gap.emptied.append(unit)
    yield gap


def _reading(unit: Unit, resolution: Resolution | None) -> str:
    """Return what will be read at a unit that stayed: where a change was rejected, what the source has."""
    if resolution is Resolution.REJECTED and unit.change is not None:
        return "".join([run.text for run in unit.change.runs if run.track is TrackState.DELETED])
    return unit.reading or unit.char


def _changes(
    lines: Sequence[ReviewLine], shown: Mapping[int, int], gap: _Gap, story: Story
) -> Iterator[ChangeKey | Trouble]:
    """Turn one gap into changes: of text, block by block, then the ends of paragraphs between them."""
    ends = [unit for unit in gap.removed if unit.char == END]
    removed = [unit for unit in gap.removed if unit.char != END and unit.reading]
    pieces = gap.pieces()
    if len(pieces) > 1 and not ends:
        yield from _new_paragraphs(lines, gap, removed, story)
        return
    text = "\n".join([piece.text for piece in pieces]).strip("\n" if len(pieces) > 1 else "")
    if len(pieces) > 1 and text:
        yield Trouble(gap.at, MERGED)
    yield from _text(gap, removed, text)
    yield from _joins(lines, shown, ends, [*removed, *gap.emptied])


def _text(gap: _Gap, removed: Sequence[Unit], text: str) -> Iterator[ChangeKey | Trouble]:
    """Put text over what was taken out, or between what stayed."""
    for _, group in groupby(removed, key=lambda unit: unit.line):
        gone = list(group)
        yield text_key(gone[0].at, "".join([unit.reading for unit in gone]), text)
        text = ""
    if text:
        yield _insertion(gap, text)


def _insertion(gap: _Gap, text: str) -> ChangeKey | Trouble:
    """Put text behind the text before it, or before the text behind it: an edit holds on to a place."""
    if gap.before is not None and gap.before.is_text:
        return text_key(gap.before.unit.at, gap.before.text, gap.before.text + text)
    if gap.behind is not None and gap.behind.is_text:
        return text_key(gap.behind.unit.at, gap.behind.text, text + gap.behind.text)
    last = gap.last
    if last is not None:
        return text_key(last.unit.at, last.text, f"{last.text}\n{text}")
    return Trouble(0, NO_PLACE)


def _joins(
    lines: Sequence[ReviewLine], shown: Mapping[int, int], ends: Sequence[Unit], removed: Sequence[Unit]
) -> Iterator[ChangeKey]:
    """Join the paragraphs whose ends were taken out; one of which nothing is left needs no join."""
    taken = Counter(unit.line for unit in removed)
    bare = {line for line, count in taken.items() if count == shown[line]}
    for end in ends:
        second = _next(lines, end.line)
        if second is None or bare & {end.line, second}:
            continue
        first, block = lines[end.line].block, lines[second].block
        if block.id != first.id:
            yield join_key(block.segments[0].at, first.id)


def _next(lines: Sequence[ReviewLine], number: int) -> int | None:
    """Return the number of the next line that is read."""
    for after in range(number + 1, len(lines)):
        if lines[after].end is not TrackState.DELETED:
            return after
    return None


def _new_paragraphs(
    lines: Sequence[ReviewLine], gap: _Gap, removed: Sequence[Unit], story: Story
) -> Iterator[ChangeKey | Trouble]:
    """Part a paragraph, or put new ones between two, or both.

    What was written before the first new end goes on in the paragraph before it, and what was written
    behind the last one begins the paragraph behind it, where there is text to go on with.
    """
    pieces = gap.pieces()
    leads = bool(removed) or (gap.before is not None and gap.before.is_text)
    rest = gap.behind if gap.behind is not None and gap.behind.is_text else None
    new = [piece for piece in pieces[leads : -1 if rest else None] if piece.text]
    parts = int(leads and rest is not None)
    start = pieces[-1].text if rest else ""
    place = _place(lines, gap, removed, rest if leads else None)
    if place is None and new:
        yield Trouble(gap.at, AT_THE_TOP)
        start = "\n".join([*(piece.text for piece in new), start])
    if not any(piece.text for piece in pieces) and not parts:
        yield Trouble(gap.at, EMPTY_PARAGRAPH)
    if leads:
        yield from _text(gap, removed, pieces[0].text)
    if rest and start:
        yield text_key(rest.unit.at, rest.text, start + rest.text)
    if place is not None:
        role, at = place
        if new and rest and not leads and _is_insertion(rest.unit, at):
            yield Trouble(at, BEHIND_EARLIER)
        yield from (text_key(at, "", piece.text) for piece in new)
        yield from (split_key(at) for _ in range(len(new) + parts))
        yield from _labels(role, at, [story.style_of(piece.paragraph) for piece in new])


def _is_insertion(unit: Unit, at: int) -> bool:
    """Whether a unit is text that was put in at an offset before."""
    return unit.change is not None and not unit.change.length and unit.at == at


def _place(
    lines: Sequence[ReviewLine], gap: _Gap, removed: Sequence[Unit], rest: _Hold | None
) -> tuple[Role, int] | None:
    """Return where new paragraphs begin: before the rest of the paragraph that is parted, else behind one.

    With the role of that paragraph, and the offset in the source; None: none stands before them.
    """
    if rest is not None:
        return lines[rest.unit.line].block.role, rest.unit.at
    last = removed[-1] if removed else gap.before.unit if gap.before else None
    if last is None:
        return None
    block = lines[last.line].block
    return block.role, end_offset(block)


def _labels(role: Role, at: int, styles: Sequence[tuple[str, ...]]) -> Iterator[ChangeKey | Trouble]:
    """Give new paragraphs the role of their style; at first they have that of the paragraph before them."""
    roles = [role_of_new(names) for names in styles]
    if len(set(roles)) > 1:
        yield Trouble(at, UNLIKE_STYLES)
    elif roles and roles[0] is not role:
        yield from (label_key(at, role, roles[0]) for _ in roles)
