"""The record of what was done: a closed set of changes, each with what stood there and what stands now.

A reader matches on the type. No text of the source can look like another kind of change, whatever it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, NamedTuple

from convert.document.roles import Opening, Role

BOUNDARY = "¶"
"""How the boundary between two blocks is shown to people; nothing is told by it."""


class Kind(StrEnum):
    """What a change is to an editor; it picks the TEI elements."""

    CORRECTION = "correction"
    """The source misread the print: sic and corr."""
    REGULARIZATION = "regularization"
    """The source is right by its own habits, the house writes it otherwise: orig and reg."""
    SURPLUS = "surplus"
    """The source has it twice: surplus."""
    LAYOUT = "layout"
    """A trace of lines, columns and pages, not of words: lb, space, and the order of blocks."""


@dataclass(frozen=True, slots=True)
class Edited:
    """Text that is read otherwise; `before` is empty where text was put in, `after` where it was dropped."""

    action: ClassVar[str] = "edit"
    """The word for it in files and reports; so in every change."""
    rule: str
    """The rule that made the change; so in every change, like `cert`, `kind` and `by`."""
    before: str
    after: str
    cert: float
    kind: Kind
    by: str = ""
    """The reviewer who decided on it; empty: the rule alone."""
    why: str = field(default="", compare=False)
    """What the rule went by, in words, where it says so; no file keeps it."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Two blocks made one, with `glue` between their texts."""

    action: ClassVar[str] = "join"
    rule: str
    glue: str
    cert: float
    kind: Kind
    by: str = ""


@dataclass(frozen=True, slots=True)
class SplitOff:
    """A block that was the end of another one."""

    action: ClassVar[str] = "split"
    rule: str
    cert: float
    kind: Kind
    by: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block that was taken for something else."""

    action: ClassVar[str] = "label"
    rule: str
    before: Role
    after: Role
    cert: float
    kind: Kind
    by: str = ""
    rule_cert: float | None = field(default=None, compare=False)
    """How certain the rule was, where it claims less or a person has accepted it: other rules weigh that."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block that was given its place in the reading order, or with which something else begins."""

    action: ClassVar[str] = "place"
    rule: str
    opens_before: Opening | None
    opens: Opening | None
    follows: str
    """Id of the block in front of it; empty: it comes first."""
    moved: bool
    """Whether it stood elsewhere before."""
    cert: float
    kind: Kind
    by: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    """A block with which an article goes on that begins elsewhere: on the page that a jump line names."""

    action: ClassVar[str] = "ref"
    rule: str
    before: str
    """Id of the block whose article it continued so far; empty: of none."""
    after: str
    """Id of the first block of the part that it continues now."""
    cert: float
    kind: Kind
    by: str = ""


@dataclass(frozen=True, slots=True)
class Tabulated:
    """A block that is a cell of a table."""

    action: ClassVar[str] = "table"
    rule: str
    rows: int
    """Of its table."""
    columns: int
    cert: float
    kind: Kind
    by: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A block that a rule gave its role or place; its archival XML says no more."""

    action: ClassVar[str] = "assign"
    rule: str
    role: Role
    """That it has now."""
    cert: float
    kind: Kind
    by: str = ""


TextChange = Edited | Joined
"""A change of a segment."""
BlockChange = SplitOff | Labelled | Placed | Referred | Tabulated | Assigned
"""A change of a block as a whole."""
Change = TextChange | BlockChange


class Wording(NamedTuple):
    """What stood there and what stands now, in words."""

    before: str
    after: str


def wording(change: Change) -> Wording:
    """Say what a change did, for reports and files; which kind of change it is must be said beside it.

    ("一一", "——")   ("¶", "")   ("", "¶")   ("body", "headline")   ("", "article")   ("", "b.c1e52d88")
    ("", "5 × 3")
    """
    match change:
        case Edited() | Labelled() | Referred():
            return Wording(str(change.before), str(change.after))
        case Joined():
            return Wording(BOUNDARY, change.glue)
        case SplitOff():
            return Wording("", BOUNDARY)
        case Assigned(role=role):
            return Wording("", str(role))
        case Tabulated(rows=rows, columns=columns):
            return Wording("", f"{rows} × {columns}")
        case Placed():
            return Wording(str(change.opens_before or ""), str(change.opens or ""))
