"""An issue's files below OUT: written whole, compared with the ledger, and left alone if unchanged."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.batch.ledger import ledger_path, open_ledger
from convert.batch.targets import output_key
from convert.errors import BadSetting, ConvertError
from convert.outcome import Output
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard, OutputRecord
from convert.system.staging import FOLDER
from convert.system.write import DISK, Disk, FileState, flush_folder, make_folders, unwritable, write_files
from convert.tei.source_files import output_stem

STAGING = "staging"
ROTTEN = "rotten"
"""In OUT/.backfile: outputs whose bytes have changed by themselves."""


def write_outputs(
    out: Path,
    staging: Path,
    target: PurePath,
    files: Mapping[str, bytes],
    disk: Disk = DISK,
    *,
    digests: Mapping[str, str] | None = None,
) -> dict[str, FileState]:
    """Write an issue's files, by format, and return what is on the disk now.

    A file that has these very bytes already is left alone: its inode and time stay. With `digests`, those
    that the ledger knows by format, one that has neither its digest nor one of the folder's own record is
    not replaced.

    Raises:
        DiskFull: the disk is full or read-only.
        ProtectedOutput: something would be lost; every file of the issue that would be is named.
        UnwritableOutput: anything else; says which file and why.
        BadSetting: a link in OUT leads elsewhere.

    """
    folder = out / target.parent
    check_inside(out, target)
    names = {form: f"{target.name}.{form}" for form in files}
    guard = issue_guard(target.name, digests or {}, force=digests is None)
    states = write_files(
        folder,
        {names[form]: data for form, data in files.items()},
        str(os.getpid()),
        staging=staging,
        guard=guard,
        keep=True,
        disk=disk,
        hint="move it elsewhere and run again",
    )
    # a format that is not written now is in the ledger no more, and its file is ours all the same
    left_out = {f"{target.name}.{form}": d for form, d in (digests or {}).items() if form not in files}
    if left_out:
        record = guard.record(folder)
        record.is_short = True  # the batch has its own record; this one is not looked through for each issue
        with suppress(OSError):
            record.add(left_out)
    return {form: states[name] for form, name in names.items()}


def issue_guard(
    stem: str,
    digests: Mapping[str, str],
    *,
    force: bool = False,
    records: dict[Path, OutputRecord] | None = None,
) -> OutputGuard:
    """Return what lets be replaced what the ledger knows, which is the record of an issue's files.

    `records` are those of the folders, as far as they were read, where several guards share them.
    """
    known = {f"{stem}.{form}": digest for form, digest in digests.items()}
    return OutputGuard(
        force,
        lambda path, digest: known.get(path.name) == digest,
        frozenset(known),
        keep_record=False,
        records={} if records is None else records,
    )


def are_there(out: Path, target: PurePath, outputs: Mapping[str, Output]) -> bool:
    """Return whether the files that the ledger names are there as it says."""
    return all(_is_as(out / f"{target}.{form}", output) for form, output in outputs.items())


def is_in_ledger(path: Path, digest: str) -> bool:
    """Return whether a batch on the file's folder has written it with that digest."""
    if not ledger_path(path.parent).is_file():
        return False
    stem, form = output_stem(path.name)
    try:
        with open_ledger(path.parent) as ledger:
            issue = ledger.by_output_key(output_key(PurePath(stem)))
    except ConvertError:  # a ledger that cannot be read knows nothing
        return False
    output = issue.outcome.outputs.get(form) if issue else None
    return output is not None and output.sha256 == digest


def output_states(out: Path, target: PurePath, outputs: Mapping[str, Output]) -> dict[str, Output] | None:
    """Return the files as they lie there now, if each has the digest that the ledger names; else none."""
    states = {}
    for form, output in outputs.items():
        path = out / f"{target}.{form}"
        try:
            status = path.lstat()
        except OSError:
            return None
        if not has_digest(path, output):
            return None
        states[form] = output._replace(size=status.st_size, mtime=status.st_mtime_ns)
    return states


class OutputFault(NamedTuple):
    """An output that is not what was written."""

    path: PurePath
    """Below OUT."""
    reason: str
    is_rotten: bool = False
    """Its bytes are others, under an unchanged size and time: nobody has written it."""


def output_faults(out: Path, target: PurePath, outputs: Mapping[str, Output]) -> tuple[OutputFault, ...]:
    """Compare every byte of an issue's files with the digests that the ledger names."""
    faults = []
    for form, output in outputs.items():
        path = PurePath(f"{target}.{form}")
        if not os.path.lexists(out / path):
            faults.append(OutputFault(path, "is missing"))
        elif not has_digest(out / path, output):
            if looks_as(out / path, output):
                reason = "has different bytes than were written, with the same size and time"
                faults.append(OutputFault(path, reason, is_rotten=True))
            else:
                faults.append(OutputFault(path, "was altered since it was written"))
    return tuple(faults)


def existing_outputs(out: Path, target: PurePath, outputs: Mapping[str, Output]) -> tuple[PurePath, ...]:
    """Return those of an issue's files that are there, by their paths below OUT."""
    paths = (PurePath(f"{target}.{form}") for form in outputs)
    return tuple(path for path in paths if os.path.lexists(out / path))


def sweep(out: Path) -> None:
    """Remove what runs before this one have left unfinished."""
    shutil.rmtree(out / FOLDER / STAGING, ignore_errors=True)


def _is_as(path: Path, output: Output) -> bool:
    return looks_as(path, output) or has_digest(path, output)


def looks_as(path: Path, output: Output) -> bool:
    """Return whether a file has the size and time that the ledger names."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and (status.st_size, status.st_mtime_ns) == (
        output.size,
        output.mtime,
    )


def has_digest(path: Path, output: Output) -> bool:
    """Return whether a file has the very bytes that the ledger names; a link is no such file."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size != output.size:
            return False
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == output.sha256
    except OSError:
        return False


def check_inside(out: Path, target: PurePath) -> None:
    """Refuse a path that leads out of OUT, and one through a link in OUT; links above OUT are the user's."""
    folders = [out / parent for parent in reversed(target.parents) if parent.parts]
    linked = [path for path in folders if path.is_symlink()]
    if linked or ".." in target.parts or target.is_absolute():
        top = os.path.realpath(out)
        inside = all(os.path.commonpath([os.path.realpath(path), top]) == top for path in linked)
        raise BadSetting(
            "a link in the output folder" if linked and inside else "leads out of the output folder",
            location=printable_path(linked[0] if linked else out / target.parent),
            hint="remove the link, or give another template",
        )


def move_aside(out: Path, path: PurePath, kind: str) -> PurePath:
    """Move a file of OUT into OUT/.backfile/KIND, and return its path below OUT; what is there stays.

    Raises:
        BadSetting: a link on the way leads out of OUT.
        UnwritableOutput: it cannot be moved.

    """
    aside = PurePath(FOLDER, kind, path)
    check_inside(out, path)
    check_inside(out, aside)
    try:
        make_folders(out / aside.parent)
        number = 2
        while os.path.lexists(out / aside):
            aside = aside.with_name(f"{path.stem}-{number}{path.suffix}")
            number += 1
        (out / path).rename(out / aside)
        flush_folder(out / aside.parent)
        flush_folder(out / path.parent)
    except OSError as error:
        raise unwritable(error, out / path, "grant write permission") from error
    return aside
