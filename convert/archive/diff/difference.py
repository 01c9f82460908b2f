"""What can differ between two archival files of one issue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class DiffClass(StrEnum):
    """What a difference is about; each has one class."""

    TEXT = "text"
    """The source has other words."""
    CORRECTION = "correction"
    """The same words of the source are read otherwise."""
    PAGE = "page"
    """A page was added or lost, or is of another file."""
    STRUCTURE = "structure"
    """Paragraphs are joined or parted, articles begin elsewhere, a page holds other blocks."""
    ORDER = "order"
    """The same blocks stand in another order."""
    ROLE = "role"
    """A block is a headline, byline, running head ... and was none, or the reverse."""
    METADATA = "metadata"
    """What the header says of the issue and of its source file."""
    GEOMETRY = "geometry"
    """Boxes, pages' sizes or pointers are others; the text is the same."""
    RULE_VERSION = "rule-version"
    """Which rules ran, in which version, how sure they were, what they only proposed."""


MEANINGS: Mapping[DiffClass, str] = MappingProxyType(
    {
        DiffClass.TEXT: "the words of the source differ",
        DiffClass.CORRECTION: "the same words of the source are corrected differently",
        DiffClass.PAGE: "a page was added or lost, or comes from another file",
        DiffClass.STRUCTURE: "paragraphs, articles or pages begin elsewhere",
        DiffClass.ORDER: "the same blocks are in a different order",
        DiffClass.ROLE: "a block has a different role",
        DiffClass.METADATA: "the header describes the issue or its file differently",
        DiffClass.GEOMETRY: "boxes or page sizes differ; the text is the same",
        DiffClass.RULE_VERSION: "rules, versions, certainties or open proposals differ",
    }
)
"""A class in a few words, for reports."""


class Lines(NamedTuple):
    """Where a difference is in the two files, counted from 1; 0: it is not there."""

    old: int
    new: int


NOWHERE = Lines(0, 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two files."""

    kind: DiffClass
    message: str
    """In words; may quote the source."""
    old: str = ""
    """The text that the difference is in, as it was; both empty where it is in no text.

    Of several blocks, a line end stands between the text of one and of the next.
    """
    new: str = ""
    block: str = ""
    """Id of the block in the new file, else in the old one."""
    lines: Lines = NOWHERE
    rules: tuple[str, ...] = ()
    """Names of the rules behind it."""
    times: int = 1
    """How many differences of one kind stand so close together that one text shows them."""
