"""Readers: a table, name to function. Each makes blocks in source order; none repairs anything."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol

from convert.document.model import Document, Metadata
from convert.errors import BadSetting, UnknownFormat
from convert.readers.docx import read_docx
from convert.readers.text import read_plain
from convert.readers.word import is_word


class Reader(Protocol):
    """Makes a document of a source: blocks in source order, no repair."""

    def __call__(self, data: bytes, meta: Metadata, encoding: str = "") -> Document:
        """Read the bytes of a source, in the encoding that was declared, if one was."""
        ...


READERS: Mapping[str, Reader] = MappingProxyType({"text": read_plain, "docx": read_docx})


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
        raise BadSetting(f"the reader {taken!r} is ours already", location=installed[taken].value)
    if name not in installed:
        known = ", ".join(sorted({*READERS, *installed}))
        raise UnknownFormat(f"no reader named {name!r}", hint=f"there are: {known}")
    loaded: Reader = installed[name].load()
    return loaded


def form_of(data: bytes) -> str:
    """Return the name of the reader that takes these bytes; what is not known otherwise is text."""
    return "docx" if is_word(data) else "text"
