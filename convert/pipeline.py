"""One source from bytes to finished files: read, clean, write. Pure: no clock, no environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from convert import passes
from convert.encoding import detect
from convert.errors import UnreadableSource
from convert.language import guess, language
from convert.model import Document, Metadata
from convert.passes.mojibake import mended
from convert.readers import reader
from convert.rewrite import Gate, by_certainty
from convert.source import decode
from convert.styles import StyleSheet
from convert.writers import Surroundings, Writer, writer

NONE: Mapping[str, Writer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source: a file for each format, and what the user should know."""

    document: Document
    files: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


def read(data: bytes, meta: Metadata | None = None, *, encoding: str = "", form: str = "text") -> Document:
    """Read a source; nothing is repaired yet.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.
        UnknownFormat: no such reader.

    """
    meta = meta or Metadata()
    found = detect(data, declared=encoding, name=meta.name)
    source = decode(data, found.encoding, bom=found.bom, name=meta.name)
    if not source.text.strip():
        raise UnreadableSource("the source has no text", where=meta.name, advice="nothing to convert")
    if not meta.language:
        meta = replace(meta, language=guess(mended(source.text)))
    return reader(form)(source, meta)


def clean(document: Document, gate: Gate = by_certainty) -> Document:
    """Repair a document: run every pass over it, in order."""
    return passes.run(document, language(document.meta.language), gate=gate)


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
