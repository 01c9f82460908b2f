"""What a rule may propose, a closed set of seven; and the rule that proposes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from convert.document.cells import Cell
from convert.document.changes import Kind
from convert.document.model import Proposal
from convert.document.roles import Opening, Role


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Read `reading` where a text has [start, end): what a rule proposes that sees one text alone."""

    start: int
    end: int
    reading: str
    cert: float = 1.0


@dataclass(frozen=True, slots=True)
class Edit:
    """Read `reading` where the reading of block number `block` has [start, end)."""

    block: int
    start: int
    end: int
    reading: str
    cert: float = 1.0
    by: str = ""
    """Who decided on it, where it was not the rule alone; so in every action."""
    why: str = ""
    """What the rule goes by, in words, for whoever asks."""


@dataclass(frozen=True, slots=True)
class Join:
    """One paragraph, cut by a column or page: put `second` behind `first`, with `glue` between."""

    first: int
    second: int
    glue: str = ""
    cert: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """Two paragraphs, run together: a new block begins at `at`; white space there parts them."""

    block: int
    at: int
    cert: float = 1.0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """The block is a headline, a byline, a running head, ..."""

    block: int
    role: Role
    cert: float = 1.0
    by: str = ""
    rule_cert: float | None = None
    """How certain the rule was, where it claims less or a person accepts what it does: as evidence."""


@dataclass(frozen=True, slots=True)
class Place:
    """The block follows block `after` (-1: it comes first); perhaps an article opens with it."""

    block: int
    after: int
    cert: float = 1.0
    opens: Opening | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Refer:
    """The article that begins with the block of id `to`, or its last part, goes on with block `block`.

    That block opens something already, or a place makes it do so. The jump lines that say so lead from now on
    to the part that they name: those of `onward` to this one, those of `back` to the other.
    """

    block: int
    to: str
    cert: float = 1.0
    onward: tuple[int, ...] = ()
    back: tuple[int, ...] = ()
    by: str = ""


class CellSpan(NamedTuple):
    """A stretch of the reading of block number `block` that stands in a cell."""

    block: int
    start: int
    end: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class Tabulate:
    """The text from the first span to the last one is a table: each span stands in the cell that it names.

    A cell may have several spans, which are joined in their order. Between the first span and the last
    nothing is read that stands in none, but for the sheet's furniture.
    """

    spans: tuple[CellSpan, ...]
    cert: float = 1.0
    by: str = ""


Action = Edit | Join | Split | Label | Place | Refer | Tabulate


@dataclass(frozen=True, slots=True)
class Rule:
    """Who proposes: the name that is recorded with each change, and how the change is marked up."""

    name: str
    kind: Kind
    threshold: float = 0.9
    """Below this certainty a proposal is recorded and not done."""
    version: int = 1
    distribution: str = ""
    """Name and version of the installed distribution that brings the rule; empty: it is built in."""
    own_threshold: float = 0.0
    """The rule's own threshold, where that of this document is higher; 0: it is not."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule would do, before anybody has decided on it."""

    rule: Rule
    action: Action
    proposal: Proposal
    """The same as it would stand on record, if it is not done."""
    settled: bool = False
    """Whether it would change what a person has accepted or replaced."""
    turn: int = 0
    """How often its rule has run before: one that runs until nothing changes asks the same again."""
    stated: bool = False
    """Whether it would change what the archive itself states: it is put on record, and not done."""


Gate = Callable[[Candidate], Action | Proposal | None]
"""Returns what to do, or what to put on record instead, or None: neither.

A reviewer's decisions come in here: as another action, or as a proposal that was turned down.
"""


def by_certainty(candidate: Candidate) -> Action | Proposal | None:
    """Act from the rule's own threshold on; change nothing that a person has decided on.

    Nor what the archive states: that is only proposed.
    """
    if candidate.settled:
        return None
    if candidate.stated:
        return candidate.proposal
    rule, cert = candidate.rule, candidate.action.cert
    if cert >= rule.threshold:
        return candidate.action
    held = 0 < rule.own_threshold <= cert
    return replace(candidate.proposal, held=True) if held else candidate.proposal
