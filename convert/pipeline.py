"""One source from bytes to finished files: read, clean, write. Pure: no clock, no environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from convert.document.actions import Gate, by_certainty
from convert.document.model import Document, Metadata
from convert.language import language
from convert.passes import registry
from convert.readers.registry import form_of, reader
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import Surroundings, Writer
from convert.writers.registry import writer

NONE: Mapping[str, Writer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source: a file for each format, and what the user should know."""

    document: Document
    files: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


def read(data: bytes, meta: Metadata | None = None, *, encoding: str = "", form: str = "") -> Document:
    """Read a source, by the reader that is named or that its bytes ask for; nothing is repaired yet.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.
        UnknownFormat: no such reader.

    """
    return reader(form or form_of(data))(data, meta or Metadata(), encoding)


def clean(document: Document, gate: Gate = by_certainty) -> Document:
    """Repair a document: run every pass over it, in order."""
    return registry.run(document, language(document.meta.language), gate=gate)


def write(
    document: Document,
    formats: Sequence[str],
    style: StyleSheet,
    around: Surroundings,
    instead: Mapping[str, Writer] = NONE,
) -> Result:
    """Write a document in each format, by the table's writer or by the one that is given instead.

    Raises:
        UnknownFormat: no such writer.

    """
    writers = {name: instead.get(name) or writer(name) for name in formats}
    written = {name: write_one(document, style, around) for name, write_one in writers.items()}
    warnings = dict.fromkeys(w for made in written.values() for w in made.warnings)
    files = {name: made.data for name, made in written.items()}
    return Result(document, MappingProxyType(files), tuple(warnings))
