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
    if name in READERS:
        return READERS[name]
    installed = {point.name: point for point in entry_points(group="convert.readers")}
    for taken in sorted(installed.keys() & READERS.keys()):
        raise BadSetting(f"the reader {taken!r} is ours already", where=installed[taken].value)
    if name not in installed:
        known = ", ".join(sorted({*READERS, *installed}))
        raise UnknownFormat(f"no reader named {name!r}", advice=f"there are: {known}")
    loaded: Reader = installed[name].load()
    return loaded
