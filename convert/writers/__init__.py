"""Writers: a table, name to function. Each shows one document; none decides anything about its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol

from convert.document.model import Document
from convert.errors import BadSetting, UnknownFormat
from convert.typeset.styles import StyleSheet

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""The first time a zip archive can hold; stands where no time is known, since no clock is read."""


def _silent(_message: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a writer may know of the world; the command line fills it in."""

    made: datetime = EARLIEST
    """Goes into the files as their time: SOURCE_DATE_EPOCH, else the issue's date."""
    tell: Callable[[str], None] = _silent
    """Takes a line for the user while something slow is under way."""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file, and what could not be shown in it."""

    data: bytes
    warnings: tuple[str, ...] = ()


class Writer(Protocol):
    """Shows a document in one format: same document, style and surroundings, same bytes."""

    def __call__(self, document: Document, style: StyleSheet, around: Surroundings) -> Written:
        """Write the document."""
        ...


WRITERS = {
    "docx": "convert.writers.docx:write_docx",
    "epub": "convert.writers.epub:write_epub",
    "pdf": "convert.writers.pdf:write_pdf",
    "xml": "convert.tei.write:write_tei",
}
"""Format (and file ending) to `module:function`; a module is imported when it is first asked for."""


def writer(name: str) -> Writer:
    """Return the writer of that name, ours or an installed one.

    Raises:
        UnknownFormat: there is none; the message names those that exist.
        BadSetting: an installed package claims a name that is taken.

    """
    if name in WRITERS:
        module, _, function = WRITERS[name].partition(":")
        found: Writer = getattr(import_module(module), function)
        return found
    installed = {point.name: point for point in entry_points(group="convert.writers")}
    for taken in sorted(installed.keys() & WRITERS.keys()):
        raise BadSetting(f"the writer {taken!r} is ours already", where=installed[taken].value)
    if name not in installed:
        known = ", ".join(sorted({*WRITERS, *installed}))
        raise UnknownFormat(f"no writer named {name!r}", advice=f"there are: {known}")
    loaded: Writer = installed[name].load()
    return loaded
