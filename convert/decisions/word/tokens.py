"""Both sides of the comparison, flat: what was written, unit by unit, and what came back, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from convert.document.model import Proposal
from convert.readers.word.marks import TrackState
from convert.readers.word.package import Package
from convert.readers.word.story import elements, end_of, style_names, style_of, texts
from convert.text.xml_safe import sanitize
from convert.writers.docx.tracked import ReviewLine, TextRun, TrackedChange

END = "\u2029"
"""The end of a paragraph."""


class CannotTell(Exception):
    """The document is too unlike what was written."""


class Token(NamedTuple):
    """A character that came back, or a paragraph's end, and what of our own marks is still on it."""

    char: str
    fate: TrackState = TrackState.KEPT


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
    """A tracked place in one state: the tokens that it then is."""

    state: Resolution
    tokens: tuple[Token, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Unit:
    """An element of what was written: a plain character, a plain end of a paragraph, or a tracked place."""

    line: int
    char: str = ""
    at: int = -1
    """Of the character in the source."""
    shown: str = ""
    """What the reading has here."""
    spot: TrackedChange | None = None
    """Where it is tracked text; a tracked end has neither this nor a character."""
    forms: tuple[TrackedForm, ...] = ()


def flatten(lines: Sequence[ReviewLine], *, review: bool = True) -> list[Unit]:
    """Flatten what the writer drew, with tracked changes or without."""
    forms = _forms if review else _plain_forms
    found: list[Unit] = []
    for number, line in enumerate(lines):
        for part in line.parts:
            if isinstance(part, TextRun):
                found += [Unit(number, c, part.at + n, c) for n, c in enumerate(sanitize(part.text))]
            elif not isinstance(part, Proposal) and any(s.text for s in part.stretches):
                shown = "".join([s.text for s in part.stretches if s.fate is TrackState.INSERTED])
                found.append(Unit(number, "", part.at, sanitize(shown), part, tuple(forms(part.stretches))))
        if line.end is TrackState.KEPT:
            found.append(Unit(number, END))
        else:
            found.append(Unit(number, forms=tuple(_forms((TextRun(END, line.end),)))))
    return found


def _forms(stretches: Sequence[TextRun]) -> Iterator[TrackedForm]:
    """Yield the states that a word processor may leave a tracked place in, the likeliest of each look."""
    gone = "".join([sanitize(s.text) for s in stretches if s.fate is TrackState.DELETED])
    put = "".join([sanitize(s.text) for s in stretches if s.fate is TrackState.INSERTED])
    seen: set[tuple[Token, ...]] = set()
    for first, second in product(_looks(gone, TrackState.DELETED), _looks(put, TrackState.INSERTED)):
        tokens = (*first[1], *second[1])
        if tokens not in seen:
            seen.add(tokens)
            state = _state(first[0] if gone else "", second[0] if put else "")
            cost = COST[state] + (0.3 if state is Resolution.OPEN and first[0] != second[0] else 0.0)
            yield TrackedForm(state, tokens, cost)


def _plain_forms(stretches: Sequence[TextRun]) -> Iterator[TrackedForm]:
    """Yield the states of a changed place that is not tracked: as read, as the source has it, or gone."""
    gone = tuple(Token(c) for s in stretches if s.fate is TrackState.DELETED for c in sanitize(s.text))
    put = tuple(Token(c) for s in stretches if s.fate is TrackState.INSERTED for c in sanitize(s.text))
    yield TrackedForm(Resolution.OPEN, put, 0.0)
    if gone != put:
        yield TrackedForm(Resolution.REJECTED, gone, 0.5 if gone else 1.0 + len(put))
    if put and gone:
        yield TrackedForm(Resolution.GONE, (), COST[Resolution.GONE])


def _looks(text: str, fate: TrackState) -> list[tuple[str, tuple[Token, ...]]]:
    """List what may have become of one stretch: its mark is still there, or it was kept, or it is gone."""
    marked = tuple(Token(c, fate) for c in text)
    return [("marked", marked), ("kept", tuple(Token(c) for c in text)), ("gone", ())]


def _state(deleted: str, inserted: str) -> Resolution:
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
    styles: tuple[tuple[str, ...], ...]
    """Of each paragraph: the names of its style and of those that it is based on."""


def parse_returned(package: Package, rules: AbstractSet[str]) -> Story:
    """Flatten the text behind the title page; what an editor tracked himself counts as done.

    Raises:
        CannotTell: the title page is no longer parted from the text.

    """
    tokens: list[Token] = []
    styles: list[tuple[str, ...]] = []
    names = style_names(package)
    found = list(elements(package.document))
    if found and not found[0][1]:
        raise CannotTell("the break behind the title page is gone")

    def is_rule(author: str) -> bool:
        return all(name in rules for name in author.split("+"))

    for paragraph, front in found:
        if front:
            continue
        tokens += [Token(char, fate) for text, fate in texts(paragraph, is_rule) for char in text]
        end = end_of(paragraph, is_rule)
        if end is not None:
            tokens.append(Token(END, end))
            styles.append(names.get(style_of(paragraph), ()))
    return Story(tuple(tokens), tuple(styles))
