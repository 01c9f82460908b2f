"""Both sides of the comparison, flat: what was written, unit by unit, and what came back, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from convert.document.former_names import present_name
from convert.document.model import Proposal
from convert.readers.docx import NO_TEXT
from convert.readers.word.marks import TrackState
from convert.readers.word.package import Package
from convert.readers.word.story import elements, end_of, shows_something, style_names, style_of, texts
from convert.text.xml_safe import sanitize
from convert.writers.docx.tracked import ReviewLine, TextRun, TrackedChange

END = "\0"
"""The end of a paragraph: a character that no XML can hold, so that no text can be taken for it."""


class CannotTell(Exception):
    """The document is too unlike what was written."""


class Token(NamedTuple):
    """A character that came back, or a paragraph's end, and what of our own marks is still on it."""

    char: str
    track: TrackState = TrackState.KEPT


class Resolution(StrEnum):
    """What became of a tracked place."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GONE = "gone"
    """Both wordings were taken out."""
    BOTH = "both"
    """Both were left in."""


COST = {
    Resolution.OPEN: 0.2,
    Resolution.ACCEPTED: 0.5,
    Resolution.REJECTED: 0.5,
    Resolution.GONE: 2.0,
    Resolution.BOTH: 2.0,
}
"""What each is worth in characters written anew: the likelier one is taken."""


class TrackedForm(NamedTuple):
    """A tracked place, resolved in one way: the tokens that it then is."""

    resolution: Resolution
    tokens: tuple[Token, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Unit:
    """An element of what was written: a plain character, a plain end of a paragraph, or a tracked place."""

    line: int
    char: str = ""
    """As a document can hold it."""
    at: int = -1
    """Of the character in the source."""
    reading: str = ""
    """What the reading has here."""
    change: TrackedChange | None = None
    """Where it is tracked text; a tracked end has neither this nor a character."""
    forms: tuple[TrackedForm, ...] = ()


def flatten(lines: Sequence[ReviewLine], *, review: bool = True) -> list[Unit]:
    """Flatten what the writer drew, with tracked changes or without."""
    units: list[Unit] = []
    for number, line in enumerate(lines):
        for part in line.parts:
            if isinstance(part, TextRun):
                units += _characters(number, part)
            elif not isinstance(part, Proposal) and any(run.text for run in part.runs):
                deleted, inserted = (_text(part.runs, t) for t in (TrackState.DELETED, TrackState.INSERTED))
                forms = _forms if review and not part.settled else _plain_forms
                outcomes = tuple(forms(sanitize(deleted), sanitize(inserted)))
                units.append(Unit(number, "", part.at, inserted, part, outcomes))
        if line.end is TrackState.KEPT:
            units.append(Unit(number, END))
        elif line.end is TrackState.DELETED:
            units.append(Unit(number, forms=tuple(_forms(END, ""))))
        else:
            units.append(Unit(number, forms=tuple(_forms("", END))))
    return units


def _characters(line: int, run: TextRun) -> Iterator[Unit]:
    r"""Yield the characters of a text that was kept; \r\n is one in a document, and two in the source."""
    at = 0
    while at < len(run.text):
        char = "\r\n" if run.text.startswith("\r\n", at) else run.text[at]
        yield Unit(line, sanitize(char), run.at + at, char)
        at += len(char)


def _text(runs: Sequence[TextRun], track: TrackState) -> str:
    return "".join([run.text for run in runs if run.track is track])


def _forms(deleted: str, inserted: str) -> Iterator[TrackedForm]:
    """Yield what a word processor may leave of a tracked place, the likeliest resolution of each look."""
    seen: set[tuple[Token, ...]] = set()
    looks = product(_looks(deleted, TrackState.DELETED), _looks(inserted, TrackState.INSERTED))
    for first, second in looks:
        tokens = (*first.tokens, *second.tokens)
        if tokens not in seen:
            seen.add(tokens)
            resolution = _resolution(first.name if deleted else "", second.name if inserted else "")
            half_open = resolution is Resolution.OPEN and first.name != second.name
            yield TrackedForm(resolution, tokens, COST[resolution] + (0.3 if half_open else 0.0))


def _plain_forms(deleted: str, inserted: str) -> Iterator[TrackedForm]:
    """Yield the forms of a changed place that is not tracked: as read, as the source has it, or gone."""
    old, new = tuple(map(Token, deleted)), tuple(map(Token, inserted))
    yield TrackedForm(Resolution.OPEN, new, 0.0)
    if old != new:
        yield TrackedForm(Resolution.REJECTED, old, 0.5 if old else 1.0 + len(new))
    if new and old:
        yield TrackedForm(Resolution.GONE, (), COST[Resolution.GONE])


class _Look(NamedTuple):
    """What may have become of a text: `marked` still, or `kept`, or `gone`."""

    name: str
    tokens: tuple[Token, ...]


def _looks(text: str, track: TrackState) -> list[_Look]:
    marked = tuple(Token(c, track) for c in text)
    return [_Look("marked", marked), _Look("kept", tuple(map(Token, text))), _Look("gone", ())]


def _resolution(deleted: str, inserted: str) -> Resolution:
    """Say what two looks are together; "" where there was no such text."""
    if "marked" in {deleted, inserted}:
        return Resolution.OPEN
    if deleted in {"gone", ""} and inserted in {"kept", ""}:
        return Resolution.ACCEPTED
    if deleted in {"kept", ""} and inserted in {"gone", ""}:
        return Resolution.REJECTED
    return Resolution.GONE if deleted == "gone" else Resolution.BOTH


@dataclass(frozen=True, slots=True)
class Story:
    """What came back."""

    tokens: tuple[Token, ...]
    paragraphs: tuple[int, ...]
    """Of each token: the number of its paragraph."""
    styles: tuple[tuple[str, ...], ...]
    """Of each paragraph: the names of its style and of those that it is based on."""

    def style_of(self, paragraph: int) -> tuple[str, ...]:
        """Return the styles of a paragraph; none where the document ends within it."""
        return self.styles[paragraph] if paragraph < len(self.styles) else ()


def parse_returned(package: Package, authors: AbstractSet[str]) -> Story:
    """Flatten the text behind the title page; what an editor tracked himself counts as done.

    `authors` are those of our own marks; a rule that has another name since is the author all the same.

    Raises:
        CannotTell: the title page is no longer parted from the text.

    """

    def is_ours(author: str) -> bool:
        return "+".join(map(present_name, author.split("+"))) in authors

    tokens: list[Token] = []
    paragraphs: list[int] = []
    styles: list[tuple[str, ...]] = []
    names = style_names(package)
    body = list(elements(package.document))
    if body and not body[0][1]:
        raise CannotTell("the break after the title page is missing")
    for paragraph, front in body:
        if front or NO_TEXT & set(names.get(style_of(paragraph), ())):
            continue
        own = [Token(char, track) for text, track in texts(paragraph, is_ours) for char in text]
        if not own and shows_something(paragraph):
            continue
        tokens += own
        end = end_of(paragraph, is_ours)
        if end is not None:
            tokens.append(Token(END, end))
        paragraphs += [len(styles)] * (len(tokens) - len(paragraphs))
        if end is not None:
            styles.append(names.get(style_of(paragraph), ()))
    return Story(tuple(tokens), tuple(paragraphs), tuple(styles))
