"""The one journey of a source: load it, read it, repair it as decisions want, write it, put its files away.

    read(bytes) -> Document     repair(Document) -> Document     write(Document, formats) -> Result

These three are pure: no clock, no environment, no disk. `run` is the whole way, for one source of many:
whatever happens to a source happens to it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from convert.decisions import Decisions, Reviewed, read_decisions, review
from convert.decisions.find import find_decisions, load_decisions_file
from convert.decisions.review import Repair
from convert.document.model import Document, Metadata
from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.issue.filename import name_warnings
from convert.issue.house import load_house_data, parse_house
from convert.issue.metadata import check_metadata, leave_out_impossible, load_metadata
from convert.outcome import Outcome, Output, failed, internal_failure, succeeded
from convert.passes.harm import MAX_HARM
from convert.passes.registry import PASSES, Pass, repair
from convert.readers.registry import (
    ARCHIVE,
    READERS,
    TEXT,
    Readers,
    choose_reader,
    find_reader,
    folder_suffixes,
)
from convert.system.find import SourceFile
from convert.system.load import load, too_large
from convert.system.protect import OutputGuard
from convert.system.toml import decode_utf8
from convert.system.write import write_files
from convert.tei.archive import open_archive
from convert.tei.header import encoding, metadata
from convert.tei.restore import source_bytes
from convert.typeset.styles import StyleSheet
from convert.typeset.timestamp import issue_day
from convert.typeset.writer import WriteContext, Writer, silent
from convert.writers.registry import writer

__all__ = [
    "Delivery",
    "Planned",
    "Result",
    "Settings",
    "load_decisions",
    "load_document",
    "load_source",
    "read",
    "repair",
    "repair_by",
    "reread",
    "review_source",
    "run",
    "to_folder",
    "to_stream",
    "write",
    "write_formats",
]

ARCHIVED_SIZE = 8
"""How many times as large as the largest source an archival XML may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every source of one run."""

    formats: tuple[str, ...]
    style: StyleSheet
    flags: Mapping[str, str]
    """Metadata from the command line."""
    encoding: str = ""
    limit: int = 16_000_000
    """In bytes."""
    timestamp: datetime | None = None
    """The time that goes into the files, where one was given."""
    writer_overrides: Mapping[str, Writer] = field(default_factory=dict)
    """By format: a writer that was asked for more than the table's."""
    decisions: Path | None = None
    """A decisions file, or a folder of them; else the one beside the source is taken, if there is one."""
    form: str = ""
    """The reader of every source, by name; else each is asked for its own."""
    follow_links: bool = False
    """Metadata and decisions beside a source are read through links, too."""
    readers: Readers = field(default_factory=lambda: READERS)
    passes: tuple[Pass, ...] = PASSES
    max_harm: float = MAX_HARM
    """Characters in 100,000 that the rules may change wrongly."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """By which ends of their names a folder's files are sources."""
        return folder_suffixes(self.readers, self.form)


@dataclass(frozen=True, slots=True)
class Result:
    """What a document was written as: a file for each format, and what the user should know."""

    files: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


class Delivery(NamedTuple):
    """Where a document went, and what the user should know of that."""

    outputs: Mapping[str, Output]
    warnings: tuple[str, ...] = ()


class Planned(NamedTuple):
    """What was known of a source when its work was planned."""

    metadata: Metadata
    source: str
    """SHA-256 of its bytes."""
    decisions: str
    """SHA-256 of the decisions on it; of nothing where there are none."""
    house: str
    """SHA-256 of the paper's house pack; of nothing where there is none."""


ReadSource = Callable[[SourceFile, Settings], Reviewed]
"""Makes a repaired document of a source."""
Deliver = Callable[[SourceFile, Document], Delivery]
"""Takes a repaired document to where it is wanted."""
WriteOutputs = Callable[[str, Mapping[str, bytes]], Mapping[str, Output]]
"""Takes a source's stem and its files by format; returns where each went, by format."""


def read(
    data: bytes,
    meta: Metadata | None = None,
    *,
    encoding: str = "",
    form: str = "",
    readers: Readers = READERS,
) -> Document:
    """Read a source, by the reader that is named or that its bytes or its name ask for; nothing is repaired.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.
        UnknownFormat: no such reader.
        BadSetting: several readers claim it.

    """
    meta = meta or Metadata()
    reader = find_reader(form, readers) if form else choose_reader(data, meta.name, readers)
    return reader.read(data, meta, encoding)


def write(
    document: Document,
    formats: Sequence[str],
    style: StyleSheet,
    context: WriteContext,
    overrides: Mapping[str, Writer] | None = None,
) -> Result:
    """Write a document in each format, by the table's writer or by the one that overrides it.

    Raises:
        UnknownFormat: no such writer.

    """
    writers = {name: (overrides or {}).get(name) or writer(name) for name in formats}
    written = {name: write_one(document, style, context) for name, write_one in writers.items()}
    warnings = dict.fromkeys(w for one in written.values() for w in one.warnings)
    return Result({name: one.data for name, one in written.items()}, tuple(warnings))


def run(
    source: SourceFile,
    settings: Settings,
    deliver: Deliver,
    read_source: ReadSource | None = None,
    *,
    fatal: tuple[type[Exception], ...] = (),
) -> Outcome:
    """Take one source from where it lies to where it is wanted, and say what became of it.

    No error leaves this function but those that are `fatal` to the process.
    """
    try:
        reviewed = (read_source or review_source)(source, settings)
        outputs, warnings = deliver(source, reviewed.document)
        return describe(source, reviewed, outputs, warnings)
    except fatal:
        raise
    except ConvertError as error:
        return failed(source.location, source.name, error)
    except Exception as error:  # noqa: BLE001 - one bad document costs one document, whatever the fault
        return Outcome(source.location, failure=internal_failure(error, source.location))


def describe(
    source: SourceFile,
    reviewed: Reviewed,
    outputs: Mapping[str, Output] = MappingProxyType({}),
    warnings: Sequence[str] = (),
) -> Outcome:
    """Say what became of a source that was repaired, whether or not anything was written of it."""
    document = reviewed.document
    warnings = (*document.meta.warnings, *name_warnings(document.meta), *reviewed.warnings, *warnings)
    return succeeded(source.location, outputs, document, warnings, reviewed.follows)


def review_source(
    source: SourceFile, settings: Settings, stdin: BinaryIO | None = None, planned: Planned | None = None
) -> Reviewed:
    """Load, read and repair one source, as decisions on it want.

    Raises:
        ConvertError: as `load_document`, `load_decisions` and `review` raise.

    """
    document = load_document(source, settings, stdin, planned)
    if document.archive:
        return Reviewed(document, {}, notices=_unheeded_decisions(source, settings))
    decisions = load_decisions(source, settings, planned)
    if decisions.entries:
        return review(document, decisions, repair_by(settings))
    return Reviewed(repair(document, passes=settings.passes, max_harm=settings.max_harm), {})


def repair_by(settings: Settings) -> Repair:
    """Return what repairs a document by the passes of a run."""
    return partial(repair, passes=settings.passes, max_harm=settings.max_harm)


def load_document(
    source: SourceFile, settings: Settings, stdin: BinaryIO | None = None, planned: Planned | None = None
) -> Document:
    """Load and read one source, with what is known of it; nothing is repaired.

    Raises:
        ConvertError: as `load`, `load_metadata` and `read` raise, or it is not what was planned.

    """
    data = load_source(source, settings, stdin)
    flags = {**source.metadata, **settings.flags}
    if planned:
        _check_unchanged(data, planned.source, source.location)
        meta = planned.metadata
    else:
        meta = load_metadata(
            source.path, flags, source.name, location=source.location, follow_links=settings.follow_links
        )
    document = read(data, meta, encoding=settings.encoding, form=settings.form, readers=settings.readers)
    if document.archive:
        return _state(document, flags, source, settings)
    pack = load_house_data(meta.house)
    if planned:
        _check_unchanged(pack, planned.house, meta.house or source.location)
    return replace(document, house=parse_house(pack, meta.house))


def load_source(source: SourceFile, settings: Settings, stdin: BinaryIO | None = None) -> bytes:
    """Load a source; an archival XML may be larger than the source that it holds.

    Raises:
        UnreadableSource: as `load` raises.

    """
    larger = settings.form == ARCHIVE or source.name.lower().endswith(".xml")
    data = load(source, settings.limit * (ARCHIVED_SIZE if larger else 1), stdin)
    if len(data) > settings.limit and not _is_archive(data, settings):
        raise too_large(len(data), settings.limit, source.location)
    return data


def _is_archive(data: bytes, settings: Settings) -> bool:
    """Whether a file is read as an archival XML: no other reader is named or claims it."""
    if settings.form:
        return settings.form == ARCHIVE
    return [entry.name for entry in settings.readers.values() if entry.sniff(data)] == [ARCHIVE]


def _state(document: Document, flags: Mapping[str, str], source: SourceFile, settings: Settings) -> Document:
    """Put what the user says of an issue in the place of what its archival XML says.

    Raises:
        BadSetting: the archival XML itself is wanted, which would say something else.

    """
    flags = {key: value for key, value in flags.items() if key != "house"}  # no rule runs on it
    possible, warnings = leave_out_impossible(flags, "")
    meta = replace(document.meta, **check_metadata(possible, ""), warnings=warnings)
    if replace(meta, warnings=()) != document.meta and "xml" in settings.formats:
        raise BadSetting(
            "an archival XML is given back as it is, with what it says of the issue",
            location=source.location,
            hint="leave xml out of -f, or restore the source and convert that",
        )
    return replace(document, meta=meta)


def _unheeded_decisions(source: SourceFile, settings: Settings) -> tuple[str, ...]:
    """Warn of decisions on an archival XML, on which no rule runs.

    Raises:
        BadSetting: the user named them.

    """
    file = find_decisions(source, settings.decisions, follow_links=settings.follow_links)
    if file is None:
        return ()
    message = "no rule runs on an archival XML, so that decisions on it are not obeyed"
    hint = "restore its source and convert that"
    if settings.decisions and not settings.decisions.is_dir():
        raise BadSetting(message, location=file.location, hint=hint)
    return (f"{file.location}: {message}; {hint}",)


def load_decisions(source: SourceFile, settings: Settings, planned: Planned | None = None) -> Decisions:
    """Return what was decided on a source; nothing where no file is found.

    Raises:
        BadSetting: the file cannot be read or is no decisions file.
        UnreadableSource: it is not what was planned.

    """
    file = find_decisions(source, settings.decisions, follow_links=settings.follow_links)
    data = load_decisions_file(file, settings.limit) if file else b""
    if planned:
        _check_unchanged(data, planned.decisions, file.location if file else source.location)
    return read_decisions(decode_utf8(data, file.location), file.location) if file else Decisions()


def _check_unchanged(data: bytes, digest: str, location: str) -> None:
    """Refuse a file that is not what it was when the work was planned."""
    if sha256(data).hexdigest() != digest:
        raise UnreadableSource(
            "changed while it was being read", location=location, hint="run again when it is finished"
        )


def write_formats(
    settings: Settings, write_outputs: WriteOutputs, notify: Callable[[str], None] = silent
) -> Deliver:
    """Return what writes a document in each format and hands the files on.

    Every format is made before the first is written, so that one that cannot be made leaves no half set
    behind. `notify` takes a line for the user while something slow is under way.
    """

    def deliver(source: SourceFile, document: Document) -> Delivery:
        context = WriteContext(settings.timestamp or issue_day(document.meta), notify)
        result = write(document, settings.formats, settings.style, context, settings.writer_overrides)
        return Delivery(write_outputs(source.stem, result.files), result.warnings)

    return deliver


def to_folder(folder: Path, run_id: str, guard: OutputGuard) -> WriteOutputs:
    """Return what writes a source's files into a folder, all or none, as far as the guard lets it."""

    def write_outputs(stem: str, files: Mapping[str, bytes]) -> Mapping[str, Output]:
        names = {form: f"{stem}.{form}" for form in files}
        named = {names[form]: data for form, data in files.items()}
        states = write_files(folder, named, run_id, guard=guard)
        return {form: Output(str(folder / name), *states[name]) for form, name in names.items()}

    return write_outputs


def to_stream(write_bytes: Callable[[bytes], None]) -> WriteOutputs:
    """Return what writes a source's only file to standard output."""

    def write_outputs(_stem: str, files: Mapping[str, bytes]) -> Mapping[str, Output]:
        for data in files.values():
            write_bytes(data)
        return dict.fromkeys(files, Output("-"))

    return write_outputs


def reread(data: bytes, name: str = "") -> Document:
    """Restore the source from an archival file, and read it as it was read then; nothing is repaired.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML, or altered.

    """
    root = open_archive(data, name)
    return read(source_bytes(root, name), metadata(root), encoding=encoding(root), form=TEXT)
