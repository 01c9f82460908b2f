"""Writing files: under its final name each is whole, or not there at all, at any time.

What is written stands in a folder of its own first, is flushed to the disk, all files of a source at once,
and renamed; then the folder is flushed. A run that is killed leaves no half file under a name that anybody
looks for.
"""

from __future__ import annotations

import errno
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from convert.errors import NO_ROOM, BadSetting, UnwritableOutput
from convert.system.flush import AT_ONCE
from convert.system.issue_source import IssueSource, parts_of
from convert.system.paths import folded_path, printable_path
from convert.system.protect import OutputGuard, sha256_of
from convert.system.staging import open_staging, sweep_unfinished
from convert.text.late import LateModule

if TYPE_CHECKING:
    from concurrent import futures
else:
    futures = LateModule("concurrent.futures")

CANNOT_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP})
"""Of folders: some network file systems cannot."""
LONGEST_NAME = 200
"""Bytes of a name that a temporary name keeps: with what is added it fits into the 255 that disks allow."""
ANOTHER_FOLDER = "give another folder with -o"
ANOTHER_FILE = "give another file with -o"


class DiskFull(UnwritableOutput):
    """No room, or no right to write: the run must stop, for the next file would fare no better."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The calls by which bytes reach the disk; tests make the n-th of them fail."""

    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    rename: Callable[[Path, Path], None] = os.replace


DISK = Disk()


class FileState(NamedTuple):
    """A file as it lies on the disk."""

    size: int
    """In bytes."""
    mtime: int
    """Its time of change, in nanoseconds."""
    sha256: str


def write_files(
    folder: Path,
    files: Mapping[str, bytes],
    run: str,
    *,
    guard: OutputGuard | None = None,
    staging: Path | None = None,
    keep: bool = False,
    disk: Disk = DISK,
    hint: str = ANOTHER_FOLDER,
) -> dict[str, FileState]:
    """Write the files of one source, by name, all or none; return what is on the disk now.

    Each is written into `staging`, else into a folder for unfinished files, and renamed when all are whole
    and the `guard` lets what is there be replaced. With `keep` a file that has these very bytes already is
    left alone: its inode and time stay.

    Raises:
        DiskFull: the disk is full or read-only.
        ProtectedOutput: something would be lost.
        UnwritableOutput: anything else; says which file and why. Nothing is left behind.

    """
    waiting: list[tuple[Path, Path]] = []
    unflushed: dict[Path, int] = {}
    target = folder
    try:
        make_folders(folder, disk)
        with nullcontext(staging) if staging else open_staging(folder, run) as place:
            for name, data in files.items():
                target = folder / name
                if target.is_dir():
                    raise IsADirectoryError(0, "there is a folder with that name")
                if not (keep and _holds(target, data)):
                    temporary = place / _temporary_name(target, run)
                    handle = os.open(temporary, _flags(staging), 0o666)
                    waiting.append((temporary, target))  # from here on it is ours to remove
                    unflushed[target] = handle
                    _write_all(disk, handle, data)
            if unflushed:
                _flush(disk, unflushed, hint)
            target = folder
            if guard:
                guard.allow(folder, {name: sha256(data).hexdigest() for name, data in files.items()}, hint)
            for temporary, target in waiting:
                disk.rename(temporary, target)
        if waiting:
            flush_folder(folder, disk)
        return {name: _state(folder / name, data) for name, data in files.items()}
    except OSError as error:
        raise unwritable(error, target, hint) from error
    finally:
        for handle in unflushed.values():
            os.close(handle)
        _remove(temporary for temporary, _ in waiting)


@contextmanager
def open_output(
    path: Path, run: str, guard: OutputGuard | None = None, *, hint: str = ANOTHER_FILE
) -> Iterator[BinaryIO]:
    """Open a file that is there when it is finished, and not before.

    Raises:
        ProtectedOutput: what is there would be lost.
        UnwritableOutput: says which file and why; nothing is left behind.

    """
    try:
        if path.is_dir():
            raise IsADirectoryError(0, "there is a folder with that name")
        make_folders(path.parent)
        with open_staging(path.parent, run) as place:
            temporary = place / _temporary_name(path, run)
            with temporary.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if guard:
                guard.allow(path.parent, {path.name: sha256_of(temporary)}, hint)
            temporary.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise unwritable(error, path, hint) from error


@contextmanager
def open_output_folder(
    target: Path, run: str, *, hint: str = "give another folder with -o"
) -> Iterator[Path]:
    """Make a folder that is there, with all that was put into it, when it is finished, and not before.

    Whoever writes files into it flushes them.

    Raises:
        UnwritableOutput: says why; nothing is left behind.

    """
    try:
        make_folders(target.parent)
        with open_staging(target.parent, run) as place:
            temporary = place / "folder"
            temporary.mkdir()
            yield temporary
            with futures.ThreadPoolExecutor(AT_ONCE) as pool:
                folders = [Path(folder) for folder, _, _ in os.walk(temporary)]
                list(pool.map(flush_folder, folders))  # the first error is raised
            temporary.rename(target)
        flush_folder(target.parent)
    except OSError as error:
        raise unwritable(error, target, hint) from error


def make_folders(folder: Path, disk: Disk = DISK) -> None:
    """Make a folder and those above it, and keep each new one on the disk."""
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    if not (new[-1].parent if new else folder).is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    folder.mkdir(parents=True, exist_ok=True)
    for path in reversed(new):
        flush_folder(path.parent, disk)


def flush_folder(folder: Path, disk: Disk = DISK) -> None:
    """Have the disk keep the names in a folder, where its file system can."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.fsync(handle)
    except OSError as error:
        if error.errno not in CANNOT_FLUSH:
            raise
    finally:
        os.close(handle)


def unwritable(error: OSError, path: Path, hint: str) -> UnwritableOutput:
    """Say which file could not be written and why."""
    reason = error.strerror or type(error).__name__
    message, location = f"cannot be written: {reason}", printable_path(path)
    if error.errno not in NO_ROOM:
        return UnwritableOutput(message, location=location, hint=hint)
    return DiskFull(
        message, location=location, hint="free some disk space and run again; finished files are kept"
    )


def check_outputs(sources: Sequence[IssueSource], folder: Path, formats: Sequence[str]) -> None:
    """Refuse outputs that would hide each other, replace a source, or have no place to go.

    Raises:
        BadSetting: two sources of one name, or an output that is a source.
        UnwritableOutput: the folder cannot be made or written in.

    """
    owners: dict[str, IssueSource] = {}
    files = (part.file for source in sources if not source.error for part in parts_of(source))
    real = {os.path.realpath(file.path): file for file in files if file.path}
    for source in sources:
        if source.error:
            continue
        name = folded_path(source.stem)
        if first := owners.get(name):
            disks = "" if first.stem == source.stem else " on file systems that treat such names as the same"
            raise BadSetting(
                f"{first.location} and {source.location} would both be written to"
                f" {printable_path(source.stem)}.{formats[0]}{disks}",
                location=printable_path(folder),
                hint="convert them one at a time, each with its own -o",
            )
        owners[name] = source
        for form in formats:
            target = folder / f"{source.stem}.{form}"
            if replaced := real.get(os.path.realpath(target)):
                raise BadSetting(
                    f"the output {printable_path(target)} would replace the source {replaced.location}",
                    hint=ANOTHER_FOLDER,
                )
    _check_folder(folder)


def _check_folder(folder: Path) -> None:
    """Find out before the work begins what would stop the writing after it."""
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise UnwritableOutput(
            "the output folder is a file",
            location=printable_path(there),
            hint="give another folder with -o",
        )
    if not os.access(there, os.W_OK | os.X_OK):
        raise UnwritableOutput("cannot be written in", location=printable_path(there), hint=ANOTHER_FOLDER)
    sweep_unfinished(folder)


def _temporary_name(target: Path, run: str) -> str:
    """Return the name under which a file is written; a digest keeps two long names apart."""
    raw = os.fsencode(target.name)
    name = os.fsdecode(raw[:LONGEST_NAME])
    return f".{name}.{run}.tmp" if len(raw) <= LONGEST_NAME else f".{name}.{_short(raw)}.{run}.tmp"


def _short(name: bytes) -> str:
    return sha256(name).hexdigest()[:8]


def _flags(staging: Path | None) -> int:
    """In a folder that is kept for several files, one of that name was left by a worker that was killed."""
    return os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | (os.O_TRUNC if staging else os.O_EXCL)


def _holds(path: Path, data: bytes) -> bool:
    """Return whether a file has these very bytes."""
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write_all(disk: Disk, handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[disk.write(handle, rest) :]  # type: ignore[arg-type]


def _flush(disk: Disk, handles: Mapping[Path, int], hint: str) -> None:
    """Flush files to the disk, many at once: that takes it half as long as one after the other."""
    errors: dict[Path, OSError] = {}
    waiting = deque(handles)
    threads = []

    def flush() -> None:
        while waiting:
            with suppress(IndexError):  # another thread was sooner
                path = waiting.popleft()
                try:
                    disk.fsync(handles[path])
                except OSError as error:
                    errors[path] = error

    for _ in range(min(len(handles), AT_ONCE) - 1):
        thread = Thread(target=flush)
        try:
            thread.start()
        except RuntimeError:  # no room for one more
            break
        threads.append(thread)
    flush()
    for thread in threads:
        thread.join()
    if errors:
        path, error = errors.popitem()
        raise unwritable(error, path, hint) from error


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _state(path: Path, data: bytes) -> FileState:
    status = path.stat()
    return FileState(status.st_size, status.st_mtime_ns, sha256(data).hexdigest())
