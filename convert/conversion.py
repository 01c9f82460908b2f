"""The one journey of a source: load it, read it, repair it as decisions want, write it, put its files away.

    read(bytes) -> Document     repair(Document) -> Document     write(Document, formats) -> Result

These three are pure: no clock, no environment, no disk. Whatever happens to a source happens to it alone.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import BinaryIO

from convert.decisions import Decisions, Reviewed, read_decisions, review
from convert.document.model import Document, Metadata
from convert.errors import BadSetting, ConvertError, ExitCode, UnreadableSource
from convert.issue.metadata import load_metadata
from convert.outcome import Failure, Outcome, failed, succeeded
from convert.passes.registry import repair
from convert.readers.registry import form_of, reader
from convert.system.find import SourceFile
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.toml import decode_utf8
from convert.system.write import write_files
from convert.tei.header import encoding, metadata
from convert.tei.read import read_archive
from convert.tei.restore import source_bytes
from convert.typeset.styles import StyleSheet
from convert.typeset.writer import EARLIEST, WriteContext, Writer
from convert.writers.registry import writer

__all__ = [
    "Put",
    "Result",
    "Settings",
    "convert",
    "decisions_beside",
    "decisions_on",
    "epoch",
    "internal",
    "into_folder",
    "into_stream",
    "issue_day",
    "read",
    "read_source",
    "repair",
    "reread",
    "reviewed_source",
    "unrepaired",
    "write",
]

NONE: Mapping[str, Writer] = MappingProxyType({})

LATEST = datetime(2107, 12, 31, tzinfo=UTC)
"""The last day a zip archive can hold (APPNOTE 4.4.6, MS-DOS dates)."""

Put = Callable[[str, Mapping[str, bytes]], Mapping[str, str]]
"""Takes a source's stem and its files by format; returns where each went, by format."""


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
    made: datetime | None = None
    """The time that goes into the files, where one was given."""
    instead: Mapping[str, Writer] = field(default_factory=lambda: NONE)
    """By format: a writer that was asked for more than the table's."""
    decisions: Path | None = None
    """A decisions file; else the one beside the source is taken, if there is one."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a document was written as: a file for each format, and what the user should know."""

    files: Mapping[str, bytes]
    warnings: tuple[str, ...] = ()


def read(data: bytes, meta: Metadata | None = None, *, encoding: str = "", form: str = "") -> Document:
    """Read a source, by the reader that is named or that its bytes ask for; nothing is repaired yet.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.
        UnknownFormat: no such reader.

    """
    return reader(form or form_of(data))(data, meta or Metadata(), encoding)


def write(
    document: Document,
    formats: Sequence[str],
    style: StyleSheet,
    context: WriteContext,
    instead: Mapping[str, Writer] = NONE,
) -> Result:
    """Write a document in each format, by the table's writer or by the one that is given instead.

    Raises:
        UnknownFormat: no such writer.

    """
    writers = {name: instead.get(name) or writer(name) for name in formats}
    written = {name: write_one(document, style, context) for name, write_one in writers.items()}
    warnings = dict.fromkeys(w for one in written.values() for w in one.warnings)
    return Result({name: one.data for name, one in written.items()}, tuple(warnings))


def read_source(source: SourceFile, settings: Settings, stdin: BinaryIO) -> Document:
    """Load, read and clean one source, as decisions on it want.

    Raises:
        ConvertError: as `load`, `load_metadata`, `read` and `review` raise.

    """
    return reviewed_source(source, settings, stdin).document


def reviewed_source(source: SourceFile, settings: Settings, stdin: BinaryIO) -> Reviewed:
    """Do the same, and tell what became of the decisions."""
    document, decisions = unrepaired(source, settings, stdin)
    return review(document, decisions) if decisions.entries else Reviewed(repair(document), {})


def unrepaired(source: SourceFile, settings: Settings, stdin: BinaryIO) -> tuple[Document, Decisions]:
    """Load and read one source, and the decisions on it.

    Raises:
        ConvertError: as `load`, `load_metadata`, `read` and `read_decisions` raise.

    """
    data = load(source, settings.limit, stdin)
    meta = load_metadata(source.path, settings.flags, source.name)
    return read(data, meta, encoding=settings.encoding), decisions_on(source, settings)


def decisions_on(source: SourceFile, settings: Settings) -> Decisions:
    """Return what was decided on a source: in the file named, else in the one beside it, else nothing.

    Raises:
        BadSetting: the file cannot be read or is no decisions file.

    """
    file = settings.decisions or decisions_beside(source)
    if settings.decisions is None and (source.path is None or not os.path.isfile(file)):  # noqa: PTH113 - is_file() fails on long names
        return Decisions()
    location = printable_path(file)
    if settings.decisions is None:
        location = str(PurePath(source.location).with_name(printable_path(file.name)))
    try:
        data = load(file, settings.limit)
    except UnreadableSource as error:
        raise BadSetting(error.message, location=location, hint=error.hint) from error
    return read_decisions(decode_utf8(data, location), location)


def decisions_beside(source: SourceFile) -> Path:
    """Return where decisions on a source are looked for: page.txt -> page.decisions.toml."""
    return (source.path or Path("stdin")).with_suffix(".decisions.toml")


def convert(
    source: SourceFile, settings: Settings, put: Put, stdin: BinaryIO, tell: Callable[[str], None]
) -> Outcome:
    """Convert one source, and say what became of it; no error leaves this function.

    Every format is made before the first is written, so that one that cannot be made leaves no
    half set behind.
    """
    try:
        reviewed = reviewed_source(source, settings, stdin)
        document = reviewed.document
        context = WriteContext(settings.made or issue_day(document.meta), tell)
        made = write(document, settings.formats, settings.style, context, settings.instead)
        outputs = put(source.stem, made.files)
        return succeeded(
            source.location, outputs, document, (*reviewed.warnings, *made.warnings), reviewed.follows
        )
    except ConvertError as error:
        return failed(source.location, source.name, error)
    except Exception as error:  # noqa: BLE001 - one bad document costs one document, whatever the fault
        return Outcome(source.location, failure=internal(error, source.location))


def internal(error: Exception, place: str = "") -> Failure:
    """Describe a fault of the program in one line: what, and in which of our lines."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "convert" in Path(f.filename).parts]
    last = f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
    first_line = str(error).partition("\n")[0][:200]
    detail = f": {first_line}" if first_line else ""
    return Failure(
        "internal",
        f"internal error: {type(error).__name__}{detail}{last}",
        place,
        "please report it; -v shows more",
        ExitCode.INTERNAL,
        "".join(traceback.format_exception(error)),
    )


def into_folder(folder: Path, run: str) -> Put:
    """Return what writes a source's files into a folder, all or none."""

    def put(stem: str, files: Mapping[str, bytes]) -> Mapping[str, str]:
        write_files(folder, {f"{stem}.{form}": data for form, data in files.items()}, run)
        return {form: str(folder / f"{stem}.{form}") for form in files}

    return put


def into_stream(write_out: Callable[[bytes], None]) -> Put:
    """Return what writes a source's only file to standard output."""

    def put(_stem: str, files: Mapping[str, bytes]) -> Mapping[str, str]:
        for data in files.values():
            write_out(data)
        return dict.fromkeys(files, "-")

    return put


def issue_day(meta: Metadata) -> datetime:
    """Return the time of an issue's files where no other is given: its day, as far as a zip can say it."""
    if not meta.date:
        return EARLIEST
    year, month, day = (*(int(part) for part in meta.date.split("-")), 1, 1)[:3]
    return min(max(datetime(year, month, day, tzinfo=UTC), EARLIEST), LATEST)


def epoch(value: str) -> datetime | None:
    """Return the time that SOURCE_DATE_EPOCH names: seconds since 1970; None where it is not set.

    Raises:
        BadSetting: no whole number, or beyond 2107.

    """
    if not value:
        return None
    seconds = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else -1
    if not 0 <= seconds <= LATEST.timestamp():
        raise BadSetting(
            f"SOURCE_DATE_EPOCH is {value[:40]!r}",
            hint="give whole seconds since 1970, before 2108, or unset it",
        )
    return max(datetime.fromtimestamp(seconds, UTC), EARLIEST)


def reread(data: bytes, name: str = "") -> Document:
    """Restore the source from an archival file, and read it as it was read then; nothing is repaired.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML, or its source cannot be rebuilt.

    """
    root = read_archive(data, name)
    return read(source_bytes(root, name), metadata(root), encoding=encoding(root))
