"""A container by its bytes: recognised by its first element, and parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convert.errors import UnreadableSource
from convert.system.xml import parse
from convert.text.late import LateModule
from convert.text.markup import first_element

if TYPE_CHECKING:
    from convert.issue.container import didl, mets
    from convert.issue.container.model import Container
else:
    didl = LateModule("convert.issue.container.didl")
    mets = LateModule("convert.issue.container.mets")

MOST = 48 * 1024 * 1024
"""Bytes of a container that is read: one of 10,000 pages has about 10 MB."""
CONTAINERS = frozenset({"mets", "didl"})


def is_container(data: bytes) -> bool:
    """Whether a file begins as a METS or DIDL does; its first bytes are enough."""
    first = first_element(data)
    return first is not None and first.name in CONTAINERS


def parse_container(data: bytes, name: str = "") -> Container:
    """Return what a METS or DIDL says of an issue.

    Raises:
        UnreadableSource: it is too large, no XML that is taken, or names no pages.

    """
    if len(data) > MOST:
        message = f"too large for a METS: {len(data) / 1e6:,.1f} MB, and the limit is {MOST / 1e6:.0f}"
        raise UnreadableSource(message, location=name, hint="give one for a single issue")
    first = first_element(data)
    if first is not None and first.name == "didl":
        return didl.parse_didl(parse(didl.with_declared_prefix(data), name), name)
    return mets.parse_mets(parse(data, name), name)
