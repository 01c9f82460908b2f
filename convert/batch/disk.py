"""Finished files onto the disk: whole under their names or not there at all, and not touched without need."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from convert.batch.ledger import FOLDER
from convert.errors import BadSetting, UnwritableOutput
from convert.system.files import shown

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""Errors that every issue after this one would meet too."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The calls by which bytes reach the disk; tests make the n-th of them fail."""

    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    rename: Callable[[Path, Path], None] = os.replace


class Full(UnwritableOutput):
    """No room, or no right to write: the run must stop, for the next issue would fare no better."""


Output = tuple[int, int, str]
"""Of a file: its size in bytes, its time of change in nanoseconds, its SHA-256."""


def put(
    disk: Disk, out: Path, staging: Path, where: PurePath, files: Mapping[str, bytes]
) -> dict[str, Output]:
    """Write an issue's files, and return what is on the disk now, by format.

    Each is written into the staging folder, flushed, and renamed when all are there; then the folder is
    flushed. A file that has these very bytes already is left alone: its inode and time stay.

    Raises:
        Full: the disk is full or read-only.
        UnwritableOutput: anything else; says which file and why.
        BadSetting: a link in OUT leads elsewhere.

    """
    waiting: list[tuple[Path, Path]] = []
    final = out / where
    try:
        folder = _folder(disk, out, where)
        for form, data in files.items():
            final = out / f"{where}.{form}"
            if not _same(final, data):
                beside = staging / f"{os.getpid()}.{form}"
                waiting.append((beside, final))
                _write(disk, beside, data)
        for beside, final in waiting:
            disk.rename(beside, final)
        if waiting:
            _flush(disk, folder)
        return {form: _output(out / f"{where}.{form}", data) for form, data in files.items()}
    except OSError as error:
        wrong = Full if error.errno in NO_ROOM else UnwritableOutput
        hint = "make room and run again: what is done stays done" if wrong is Full else "run again"
        said = error.strerror or type(error).__name__
        raise wrong(f"cannot be written: {said}", location=shown(str(final)), hint=hint) from error
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)


def stands(out: Path, where: PurePath, outputs: Mapping[str, Output]) -> bool:
    """Return whether the files that the ledger names are there as it says."""
    return all(_as_said(out / f"{where}.{form}", known) for form, known in outputs.items())


def sweep(out: Path) -> None:
    """Remove what runs before this one have left unfinished."""
    shutil.rmtree(out / FOLDER / "staging", ignore_errors=True)


def _as_said(path: Path, known: Output) -> bool:
    size, time, whole = known
    try:
        status = path.lstat()
        if status.st_size != size or path.is_symlink():
            return False
        return status.st_mtime_ns == time or sha256(path.read_bytes()).hexdigest() == whole
    except OSError:
        return False


def _folder(disk: Disk, out: Path, where: PurePath) -> Path:
    """Make the folder of an issue's files, and keep each new one on the disk."""
    folder = out / where.parent
    real, top = os.path.realpath(folder), os.path.realpath(out)
    if os.path.commonpath([real, top]) != top or ".." in where.parts or where.is_absolute():
        raise BadSetting(
            "would leave the output folder",
            location=shown(str(folder)),
            hint="remove the link in its way, or give another template",
        )
    made = [p for p in (folder, *folder.parents) if p.is_relative_to(out) and not p.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for new in reversed(made):
        _flush(disk, new.parent)
    return folder


def _same(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(disk: Disk, path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[disk.write(handle, rest) :]  # type: ignore[arg-type]
        disk.fsync(handle)
    finally:
        os.close(handle)


def _flush(disk: Disk, folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot
            raise
    finally:
        os.close(handle)


def _output(path: Path, data: bytes) -> Output:
    status = path.stat()
    return status.st_size, status.st_mtime_ns, sha256(data).hexdigest()
