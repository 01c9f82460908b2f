"""The record of what was done: what stood there, what stands now, by which rule, how certain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
class Change:
    """One alteration: the rule that made it, what stood there, what stands now, how certain."""

    rule: str
    before: str
    after: str
    cert: float
    kind: Kind
    by: str = ""
    """The reviewer who decided on it; empty: the rule alone."""
