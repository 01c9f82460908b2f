"""Readers: a table, name to function. Each makes blocks in source order; none repairs anything."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol

from convert.errors import BadSetting, UnknownFormat
from convert.model import Document, Metadata
from convert.readers.text import read_text
from convert.source import Source


class Reader(Protocol):
    """Makes a document of a source: blocks in source order, no repair."""

    def __call__(self, source: Source, meta: Metadata) -> Document:
        """Read the source."""
        ...


READERS: Mapping[str, Reader] = MappingProxyType({"text": read_text})


def reader(name: str) -> Reader:
    """Return the reader of that name, ours or an installed one.

    Raises:
        UnknownFormat: there is none; the message names those that exist.
        BadSetting: an installed package claims a name that is taken.

    """
    table = dict(READERS)
    for point in entry_points(group="convert.readers"):
        if point.name in table:
            raise BadSetting(f"the reader {point.name!r} is claimed twice", where=point.value)
        if point.name == name:
            found: Reader = point.load()
            return found
    if name not in table:
        raise UnknownFormat(f"no reader named {name!r}", advice=f"there are: {', '.join(sorted(table))}")
    return table[name]
