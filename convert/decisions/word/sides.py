"""Both sides of the comparison, flat: what was written, unit by unit, and what came back, token by token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.model import Proposal
from convert.word.package import Package
from convert.word.story import GONE, MARKS, NOT_TEXT, W, style_names
from convert.writers.docx.tracked import Fate, Line, Spot, Stretch
from convert.writers.visible import visible

END = "\u2029"
"""The end of a paragraph."""
INSERTED = frozenset({W + "ins", W + "moveTo"})


class Token(NamedTuple):
    """A character that came back, or a paragraph's end, and what of our own marks is still on it."""

    char: str
    fate: Fate = Fate.KEPT


class State(StrEnum):
    """What became of a tracked place."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    GONE = "gone"
    """Both wordings were taken out."""
    BOTH = "both"
    """Both were left in."""


COST = {State.OPEN: 0.2, State.ACCEPTED: 0.5, State.REJECTED: 0.5, State.GONE: 2.0, State.BOTH: 2.0}
"""What each is worth in characters written anew: the likelier one is taken."""


class Form(NamedTuple):
    """A tracked place in one state: the tokens that it then is."""

    state: State
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
    spot: Spot | None = None
    """Where it is tracked text; a tracked end has neither this nor a character."""
    forms: tuple[Form, ...] = ()


def written(lines: Sequence[Line], *, review: bool = True) -> list[Unit]:
    """Flatten what the writer drew, with tracked changes or without."""
    forms = _forms if review else _plain_forms
    found: list[Unit] = []
    for number, line in enumerate(lines):
        for part in line.parts:
            if isinstance(part, Stretch):
                found += [Unit(number, c, part.at + n, c) for n, c in enumerate(visible(part.text))]
            elif not isinstance(part, Proposal) and any(s.text for s in part.stretches):
                shown = "".join([s.text for s in part.stretches if s.fate is Fate.INSERTED])
                found.append(Unit(number, "", part.at, visible(shown), part, tuple(forms(part.stretches))))
        if line.end is Fate.KEPT:
            found.append(Unit(number, END))
        else:
            found.append(Unit(number, forms=tuple(_forms((Stretch(END, line.end),)))))
    return found


def _forms(stretches: Sequence[Stretch]) -> Iterator[Form]:
    """Yield the states that a word processor may leave a tracked place in, the likeliest of each look."""
    gone = "".join([visible(s.text) for s in stretches if s.fate is Fate.DELETED])
    put = "".join([visible(s.text) for s in stretches if s.fate is Fate.INSERTED])
    seen: set[tuple[Token, ...]] = set()
    for first, second in product(_looks(gone, Fate.DELETED), _looks(put, Fate.INSERTED)):
        tokens = (*first[1], *second[1])
        if tokens not in seen:
            seen.add(tokens)
            state = _state(first[0] if gone else "", second[0] if put else "")
            cost = COST[state] + (0.3 if state is State.OPEN and first[0] != second[0] else 0.0)
            yield Form(state, tokens, cost)


def _plain_forms(stretches: Sequence[Stretch]) -> Iterator[Form]:
    """Yield the states of a changed place that is not tracked: as read, as the source has it, or gone."""
    gone = tuple(Token(c) for s in stretches if s.fate is Fate.DELETED for c in visible(s.text))
    put = tuple(Token(c) for s in stretches if s.fate is Fate.INSERTED for c in visible(s.text))
    yield Form(State.OPEN, put, 0.0)
    if gone != put:
        yield Form(State.REJECTED, gone, 0.5 if gone else 1.0 + len(put))
    if put and gone:
        yield Form(State.GONE, (), COST[State.GONE])


def _looks(text: str, fate: Fate) -> list[tuple[str, tuple[Token, ...]]]:
    """List what may have become of one stretch: its mark is still there, or it was kept, or it is gone."""
    marked = tuple(Token(c, fate) for c in text)
    return [("marked", marked), ("kept", tuple(Token(c) for c in text)), ("gone", ())]


def _state(deleted: str, inserted: str) -> State:
    """Say what two looks are together; "" where there was no such text."""
    if "marked" in {deleted, inserted}:
        return State.OPEN
    if deleted in {"gone", ""} and inserted in {"kept", ""}:
        return State.ACCEPTED
    if deleted in {"kept", ""} and inserted in {"gone", ""}:
        return State.REJECTED
    return State.GONE if deleted == "gone" else State.BOTH


@dataclass(frozen=True, slots=True)
class Story:
    """What came back."""

    tokens: tuple[Token, ...]
    styles: tuple[tuple[str, ...], ...]
    """Of each paragraph: the names of its style and of those that it is based on."""


def came_back(package: Package, rules: AbstractSet[str]) -> Story:
    """Flatten the text behind the title page; what an editor tracked himself counts as done."""
    tokens: list[Token] = []
    styles: list[tuple[str, ...]] = []
    names = style_names(package)
    front = True
    for paragraph in package.document.iter(W + "p"):
        properties = paragraph.find(W + "pPr")
        if front:
            front = properties is None or properties.find(W + "sectPr") is None
            continue
        tokens += _tokens(paragraph, rules, Fate.KEPT)
        style = None if properties is None else properties.find(W + "pStyle")
        key = "" if style is None else style.get(W + "val", "")
        fate = _end(properties, rules)
        if fate is not None:
            tokens.append(Token(END, fate))
            styles.append(names.get(key, ()))
    return Story(tuple(tokens), tuple(styles))


def _is_ours(mark: Element, rules: AbstractSet[str]) -> bool:
    return all(name in rules for name in mark.get(W + "author", "").split("+"))


def _end(properties: Element | None, rules: AbstractSet[str]) -> Fate | None:
    """Return what is tracked of a paragraph's end; None where an editor deleted it."""
    for kind, fate in (("del", Fate.DELETED), ("ins", Fate.INSERTED)):
        mark = None if properties is None else properties.find(f"{W}rPr/{W}{kind}")
        if mark is not None:
            if _is_ours(mark, rules):
                return fate
            if fate is Fate.DELETED:
                return None
    return Fate.KEPT


def _tokens(element: Element, rules: AbstractSet[str], fate: Fate) -> Iterator[Token]:
    """Yield the characters of a paragraph, each with what of our marks is on it."""
    for child in element:
        tag = child.tag
        if tag in GONE:
            if _is_ours(child, rules):
                yield from _tokens(child, rules, Fate.DELETED)
        elif tag in INSERTED:
            yield from _tokens(child, rules, Fate.INSERTED if _is_ours(child, rules) else fate)
        elif tag == W + "t" or (tag == W + "delText" and fate is Fate.DELETED):
            yield from (Token(char, fate) for char in child.text or "")
        elif tag in MARKS:
            yield Token(MARKS[tag], fate)
        elif tag not in NOT_TEXT and tag != W + "p":
            yield from _tokens(child, rules, fate)
