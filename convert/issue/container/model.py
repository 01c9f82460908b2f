"""What a container says: the pages in order, what is known of the issue, what belongs together on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from convert.document.layout import NOWHERE, Box
from convert.document.roles import Opening, Role

MOST_PAGES = 10_000
"""Of one issue."""
MOST_BOXES = 10_000
"""Of one issue: each is held against the blocks of its page."""


class ContainerPage(NamedTuple):
    """A page of an issue, as its container names it."""

    href: str
    """Of the file with its text, as it stands in the container."""
    label: str = ""
    """Its printed number; empty: the container does not say it."""
    image: str = ""
    """Name of its image; whether it is at hand is not said."""


class Area(NamedTuple):
    """A stretch of a page: what an id names, or what lies between two, or within a box."""

    page: int
    """Number of the page in its container, from 0."""
    begin: str = ""
    end: str = ""
    """Id of the last word; empty: the first id names it all."""
    box: Box = NOWHERE
    """What the container gives in the place of ids."""
    of_image: bool = False
    """Whether its box is measured in pixels of the page's image; else in the unit of its text's file."""


class NamedSpan(NamedTuple):
    """A stretch of a page, and what the container says that it is."""

    area: Area
    role: Role | None
    """None: it does not say."""


class NamedUnit(NamedTuple):
    """What a container says belongs together, in reading order."""

    opens: Opening | None
    """None: the head and the imprint of the paper, which belong to no article."""
    spans: tuple[NamedSpan, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """What a METS or DIDL file says of an issue."""

    reader: str
    """Name and version of what read it: "mets 1"."""
    pages: tuple[ContainerPage, ...]
    """In the order of the physical map."""
    units: tuple[NamedUnit, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What is known of the issue, by the keys of a metadata file."""
    others: tuple[str, ...] = ()
    """Files that may say what belongs together on the pages, in its stead: the toc of a refNum."""
    volumes: tuple[str, ...] = ()
    """References to other containers, of one that names no page itself: the issues of a year."""
    has_order: bool = True
    """Whether it says the order of the pages; one that does not only adds to another of the same pages."""
