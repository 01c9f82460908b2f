"""The one journey of a source: load it, read it, repair it as decisions want, write it, put its files away.

    read(bytes) -> Document     repair(Document) -> Document     write(Document, formats) -> Result

These three are pure: no clock, no environment, no disk. `run` is the whole way, for one source of many:
whatever happens to a source happens to it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from convert.conversion.deciding import load_decisions, unheeded_decisions
from convert.conversion.loading import load_document, load_source, read
from convert.conversion.pictures import count_pictures, load_pictures
from convert.conversion.settings import Planned, Settings
from convert.decisions.review import Repair, Reviewed, review
from convert.document.model import Document
from convert.errors import ConvertError
from convert.issue.filename import name_warnings
from convert.outcome import NO_PICTURES, Outcome, Output, PictureCount, failed, internal_failure, succeeded
from convert.passes.jump_warnings import jump_warnings
from convert.passes.registry import repair
from convert.system.issue_source import IssueSource, SourceIssue, part_names
from convert.system.protect import OutputGuard
from convert.system.write import write_files
from convert.tei.source_files import SOURCES, pack_sources
from convert.text.source_warnings import source_warnings
from convert.typeset.styles import StyleSheet
from convert.typeset.timestamp import issue_day
from convert.typeset.writer import WriteContext, Writer, silent
from convert.writers.registry import writer

_PLACE_IN_FILE = re.compile("(.+?):[0-9]+:[0-9]+: ")

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
    "review_source",
    "run",
    "to_folder",
    "to_stream",
    "write",
    "write_formats",
]


@dataclass(frozen=True, slots=True)
class Result:
    """What a document was written as: a file for each format, and what the user should know."""

    files: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


class Delivery(NamedTuple):
    """Where a document went, and what the user should know of that."""

    outputs: Mapping[str, Output]
    warnings: tuple[str, ...] = ()
    pictures: PictureCount = NO_PICTURES


ReadSource = Callable[[IssueSource, Settings], Reviewed]
"""Makes a repaired document of a source."""
Deliver = Callable[[IssueSource, Document], Delivery]
"""Takes a repaired document to where it is wanted."""
WriteOutputs = Callable[[str, Mapping[str, bytes]], Mapping[str, Output]]
"""Takes a source's stem and its files by format; returns where each went, by format."""


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
    source: IssueSource,
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
        delivery = deliver(source, reviewed.document)
        outcome = describe(source, reviewed, delivery.outputs, delivery.warnings)
        return replace(outcome, pictures=delivery.pictures)
    except fatal:
        raise
    except ConvertError as error:
        return failed(source.location, source.name, error)
    except Exception as error:  # noqa: BLE001 - one bad document costs one document, whatever the fault
        return Outcome(source.location, failure=internal_failure(error, source.location))


def describe(
    source: IssueSource,
    reviewed: Reviewed,
    outputs: Mapping[str, Output] = MappingProxyType({}),
    warnings: Sequence[str] = (),
) -> Outcome:
    """Say what became of a source that was repaired, whether or not anything was written of it."""
    document = reviewed.document
    warnings = (
        *source_warnings(document.source),
        *document.meta.warnings,
        *name_warnings(document.meta),
        *jump_warnings(document),
        *reviewed.warnings,
        *warnings,
    )
    places = _places(source)
    noted = tuple(in_full(text, places) for text in warnings)
    return succeeded(
        source.location, outputs, document, noted, tuple(in_full(text, places) for text in reviewed.follows)
    )


def _places(source: IssueSource) -> Mapping[str, str]:
    """Return where the files of an issue lie by what they are called in it; of one file nothing."""
    if not isinstance(source, SourceIssue):
        return {}
    names = part_names(source.parts)
    return {name: part.file.location for name, part in zip(names, source.parts, strict=True)}


def in_full(text: str, places: Mapping[str, str]) -> str:
    """Return a text that begins with a file and a place in it with that file's path in front.

    p2.txt:3:5: 1 bidi control  ->  issues/1951-03-02/p2.txt:3:5: 1 bidi control
    """
    match = _PLACE_IN_FILE.match(text)
    return places[match[1]] + text[match.end(1) :] if match and match[1] in places else text


def review_source(
    source: IssueSource, settings: Settings, stdin: BinaryIO | None = None, planned: Planned | None = None
) -> Reviewed:
    """Load, read and repair one source, as decisions on it want.

    Raises:
        ConvertError: as `load_document`, `load_decisions` and `review` raise.

    """
    document = load_document(source, settings, stdin, planned)
    if document.archive:
        return Reviewed(document, {}, notices=unheeded_decisions(source, settings))
    decisions = load_decisions(source, settings, document, planned)
    if decisions.entries:
        return review(document, decisions, repair_by(settings, document))
    return Reviewed(repair(document, passes=settings.passes, max_harm=settings.harm(document.meta)), {})


def repair_by(settings: Settings, document: Document) -> Repair:
    """Return what repairs a document by the passes of a run."""
    return partial(repair, passes=settings.passes, max_harm=settings.harm(document.meta))


def write_formats(
    settings: Settings, write_outputs: WriteOutputs, notify: Callable[[str], None] = silent
) -> Deliver:
    """Return what writes a document in each format and hands the files on.

    Every format is made before the first is written, so that one that cannot be made leaves no half set
    behind. With the archival XML go the files that the texts were read out of, if there are any, in a zip.
    `notify` takes a line for the user while something slow is under way.
    """

    def deliver(source: IssueSource, document: Document) -> Delivery:
        pictures, lacking = load_pictures(source, document, settings)
        timestamp = settings.timestamp or issue_day(document.meta)
        is_day = settings.timestamp is None
        context = WriteContext(timestamp, notify, settings.words, pictures, is_day)
        result = write(document, settings.formats, settings.style, context, settings.writer_overrides)
        sources = pack_sources(document) if SOURCES in settings.endings else b""
        files = {**result.files, SOURCES: sources} if sources else result.files
        warnings = (*lacking, *result.warnings)
        return Delivery(write_outputs(source.stem, files), warnings, count_pictures(pictures))

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
    """Return what writes a source's only file to standard output; files kept for an archival XML stay out."""

    def write_outputs(_stem: str, files: Mapping[str, bytes]) -> Mapping[str, Output]:
        written = {form: data for form, data in files.items() if form != SOURCES}
        for data in written.values():
            write_bytes(data)
        return dict.fromkeys(written, Output("-"))

    return write_outputs
