"""One issue from source to finished files, in whatever process: what is sent there and what comes back."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from convert.batch.outputs import write_outputs
from convert.conversion import Settings, decisions_on, internal, issue_day, read, repair, write
from convert.decisions import review
from convert.document.model import Metadata
from convert.errors import ConvertError, UnreadableSource, UnwritableOutput
from convert.outcome import Failure, failed, unread
from convert.system.find import SourceFile
from convert.system.load import load
from convert.system.write import DISK, Disk, DiskFull, FileState
from convert.typeset.writer import WriteContext


@dataclass(frozen=True, slots=True)
class Work:
    """What holds for every job of a run."""

    settings: Settings
    out: Path
    staging: Path


@dataclass(frozen=True, slots=True)
class Job:
    """One issue to convert."""

    source: SourceFile
    target: PurePath
    meta: Metadata
    digest: str
    """The source's SHA-256 when the work was planned."""
    alone: bool = False
    """It has ended a worker before."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a job; plain values, so that it can travel."""

    digest: str = ""
    outputs: Mapping[str, FileState] = field(default_factory=dict)
    rules: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None
    full: bool = False
    """The disk takes no more: the run must stop."""
    again: bool = False
    """The fault lay with the disk, not with the issue: the next run tries it anew."""


@dataclass(frozen=True, slots=True)
class Casualty:
    """A job whose worker ended in the midst of it."""

    what: str
    """crashed: SIGSEGV, timeout, out of memory, ..."""
    kind: str
    trace: str = ""
    """The last lines that the worker wrote."""


def perform(job: Job, work: Work, disk: Disk = DISK) -> Verdict:
    """Convert one issue and write its files; no error leaves this function.

    Every format is made before the first is written, so that one that cannot be made leaves no
    half set behind.
    """
    try:
        return _performed(job, work, disk)
    except ConvertError as error:
        failure = failed(job.source.location, job.source.name, error).failure
        again = isinstance(error, UnwritableOutput)
        return Verdict(failure=failure, full=isinstance(error, DiskFull), again=again)
    except MemoryError:
        raise  # the process is no longer to be trusted; its supervisor counts a casualty
    except Exception as error:  # noqa: BLE001 - one bad document costs one document, whatever the fault
        return Verdict(failure=internal(error, job.source.location))


def _performed(job: Job, work: Work, disk: Disk) -> Verdict:
    settings = work.settings
    data = load(job.source, settings.limit)
    if sha256(data).hexdigest() != job.digest:
        raise UnreadableSource(
            "changed while it was being read",
            location=job.source.location,
            hint="run again when it is finished",
        )
    document = read(data, job.meta, encoding=settings.encoding)
    decisions = decisions_on(job.source, settings)
    warnings: tuple[str, ...] = ()
    if decisions.entries:
        reviewed = review(document, decisions)
        document, warnings = reviewed.document, reviewed.warnings
    else:
        document = repair(document)
    context = WriteContext(settings.made or issue_day(document.meta))
    made = write(document, settings.formats, settings.style, context, settings.instead)
    outputs = write_outputs(work.out, work.staging, job.target, made.files, disk)
    rules = {n: (t.version, t.done, t.proposed) for n, t in document.rules.items() if t.done or t.proposed}
    return Verdict(
        job.digest, outputs, rules, as_mapping(document.meta), (*unread(document), *warnings, *made.warnings)
    )


def as_mapping(meta: Metadata) -> dict[str, str]:
    """Return what is known of an issue as plain values."""
    names = ("title", "date", "number", "language", "page")
    return {name: str(getattr(meta, name)) for name in names if getattr(meta, name)}


def pack(work: Work) -> bytes:
    """Return what holds for a run as bytes that another process can read with `unpack`."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream)
    table: dict[type, Callable[[Any], Any]] = {MappingProxyType: _plain}
    pickler.dispatch_table = table
    settings = work.settings
    plain = replace(settings, flags=dict(settings.flags), instead=dict(settings.instead))
    pickler.dump(replace(work, settings=plain))
    return stream.getvalue()


def unpack(data: bytes) -> Work:
    """Return what `pack` has packed; the bytes come from our own parent and nobody else."""
    work: Work = pickle.loads(data)  # noqa: S301 - see above
    return work


def _plain(view: MappingProxyType[Any, Any]) -> tuple[Callable[..., Any], tuple[dict[Any, Any]]]:
    """Say how a read-only mapping, which pickle does not know, is made again."""
    return _view, (dict(view),)


def _view(table: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(table)
