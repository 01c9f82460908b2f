"""What a folder holds is replaced only while it is as we wrote it.

FOLDER/.backfile/outputs has a line for each file that was written there, in the form of sha256sum:

    9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  page.docx

A file with a digest that stands there was written by us and altered by nobody. Any other is somebody's: a
scan beside its text, a page that an editor has worked on. A file that has the very bytes that are to be
written is left alone. The line is on the disk before the file has its name: a run that is killed between the
two leaves a line too many, and no file that is not known.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from convert.errors import UnwritableOutput
from convert.system.paths import printable_path
from convert.system.staging import FOLDER, others_at_work, refuse_links

RECORD = "outputs"
LARGEST_RECORD = 256_000_000
"""Bytes: more than two million files. A larger one is not read, and protects all."""
MANY_DIGESTS = 8
"""Of one name: then only that of the file which is there is kept."""
_DIGEST = 64
"""Hexadecimal digits of SHA-256."""


class ProtectedOutput(UnwritableOutput):
    """What is there is not as we wrote it, or not ours at all."""


class Collision(NamedTuple):
    """A file that would be lost."""

    path: Path
    reason: str


@dataclass(slots=True)
class OutputRecord:
    """What was written into a folder."""

    folder: Path
    digests: dict[str, set[str]] = field(default_factory=dict)
    """By name: SHA-256 of what was written under it, now and before."""
    torn: bool = False
    """The last line has no end: the disk was full, or the machine stopped."""
    is_short: bool = False
    """What is gone was looked for, and is not on record any more."""

    def has(self, name: str, digest: str) -> bool:
        """Return whether these bytes were written under that name."""
        return digest in self.digests.get(name, ())

    def add(self, digests: Mapping[str, str]) -> None:
        """Enter files, by name, on the disk.

        Raises:
            OSError: they cannot be entered.
            UnwritableOutput: a link is in the place of the record.

        """
        new = {name: digest for name, digest in digests.items() if not self.has(name, digest)}
        if not new:
            return
        refuse_links(self.folder)
        path = record_path(self.folder)
        path.parent.mkdir(exist_ok=True)
        handle = _open_locked(path)
        try:
            lines = b"".join(_line(name, digest) for name, digest in new.items())
            os.write(handle, b"\n" + lines if self.torn else lines)
            os.fsync(handle)
            self.torn = False
            for name, digest in new.items():
                self.digests.setdefault(name, set()).add(digest)
            if not self.is_short:
                self.is_short = True
                _shorten(self.folder, new)
        finally:
            os.close(handle)


def _open_locked(path: Path) -> int:
    """Open a record to add to it, while no other run does."""
    # a pipe in its place would have the program wait for a reader
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    while True:
        handle = os.open(path, flags, 0o666)
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle
        os.close(handle)  # another run has put a shorter one in its place


def _shorten(folder: Path, new: Mapping[str, str]) -> None:
    """Drop from a record, which is locked, the names of which no file is there, but for `new` ones.

    While another run is at work here its files may have no names yet: then nothing is dropped. Where the
    disk does not take the shorter one, the longer one stays.
    """
    path = record_path(folder)
    shorter = path.with_name(f"{RECORD}.new")
    try:
        record, names = read_record(folder), set(os.listdir(folder)) | {*new}  # noqa: PTH208 - names alone
        gone = record.digests.keys() - names
        many = [name for name, digests in record.digests.items() if len(digests) > MANY_DIGESTS]
        if (not gone and not many) or others_at_work(folder):
            return
        lines: dict[str, list[bytes]] = {}
        for name in record.digests.keys() - gone:
            digests = record.digests[name]
            if name in many:
                kept = {new.get(name, "")}
                with suppress(FileNotFoundError):
                    kept.add(sha256_of(folder / name))
                digests = digests & kept
            lines[name] = [_line(name, digest) for digest in sorted(digests)]
        shorter.unlink(missing_ok=True)
        handle = os.open(shorter, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        with open(handle, "wb") as file:  # noqa: PTH123 - of a handle
            file.writelines(line for name in sorted(lines) for line in lines[name])
            file.flush()
            os.fsync(file.fileno())
        shorter.replace(path)
    except OSError:
        with suppress(OSError):
            shorter.unlink()


def record_path(folder: Path) -> Path:
    """Return where the record of a folder is."""
    return folder / FOLDER / RECORD


def read_record(folder: Path) -> OutputRecord:
    """Read what was written into a folder; where nothing can be read, nothing was."""
    try:
        handle = os.open(record_path(folder), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a handle
            data = file.read(LARGEST_RECORD + 1)
    except OSError:
        return OutputRecord(folder)
    if len(data) > LARGEST_RECORD:
        return OutputRecord(folder)
    record = OutputRecord(folder, torn=bool(data) and not data.endswith(b"\n"))
    for line in data.split(b"\n"):
        name, digest = _parse(line)
        if name:
            record.digests.setdefault(name, set()).add(digest)
    return record


def _line(name: str, digest: str) -> bytes:
    r"""Return a line as sha256sum writes it: a name with a line end has `\` in front of the line."""
    raw = os.fsencode(name)
    escaped = raw.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    return (b"\\" if escaped != raw else b"") + f"{digest}  ".encode() + escaped + b"\n"


def _parse(line: bytes) -> tuple[str, str]:
    """Return name and digest of a line; of one that was not written in full, nothing."""
    is_escaped = line.startswith(b"\\")
    digest, _, name = line[is_escaped:].partition(b"  ")
    if len(digest) != _DIGEST or not digest.isalnum():
        return "", ""
    if is_escaped:
        parts = (part.replace(b"\\n", b"\n").replace(b"\\r", b"\r") for part in name.split(b"\\\\"))
        name = b"\\".join(parts)
    return os.fsdecode(name), digest.decode("ascii", "replace")


def _nobody(_path: Path, _digest: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class OutputGuard:
    """Decides what may be replaced, and keeps on record what was written."""

    force: bool = False
    """Whatever is there may be replaced."""
    is_known: Callable[[Path, str], bool] = _nobody
    """Whether another record says that a file was written by us with that digest."""
    known_names: frozenset[str] = frozenset()
    """Names under which that record knows files."""
    unproven_names: frozenset[str] = frozenset()
    """Names under which a former version has put files on record without their digests."""
    keep_record: bool = True
    """Whether the folder's own record is kept."""
    records: dict[Path, OutputRecord] = field(default_factory=dict)
    """By folder, as far as they were needed."""

    def record(self, folder: Path) -> OutputRecord:
        """Return the record of a folder."""
        if folder not in self.records:
            self.records[folder] = read_record(folder)
        return self.records[folder]

    def is_doubtful(self, path: Path) -> bool:
        """Return whether only the bytes to be written can say if a file may be replaced."""
        return not self.force and self.collision(path) is not None

    def collision(self, path: Path, digest: str = "") -> Collision | None:
        """Return why a file may not be replaced by one with that digest.

        A folder of that name is no such case: the writing itself says that it cannot be.
        """
        try:
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                return None
            if not stat.S_ISREG(mode):
                return Collision(path, "a link" if stat.S_ISLNK(mode) else "a device")
            actual = sha256_of(path)
        except (FileNotFoundError, NotADirectoryError):  # a file in a folder's place is told by the writing
            return None
        except OSError as error:
            return Collision(path, f"cannot be read: {error.strerror}")
        record = self.record(path.parent)
        if actual == digest or record.has(path.name, actual) or self.is_known(path, actual):
            return None
        return Collision(path, self._reason(path.name, record))

    def _reason(self, name: str, record: OutputRecord) -> str:
        if name in self.unproven_names:
            return "no record tells whether it was edited"
        edited = name in record.digests or name in self.known_names
        return "edited since it was written" if edited else "not written by backfile"

    def collisions(self, folder: Path, digests: Mapping[str, str]) -> list[Collision]:
        """Return what would be lost if files with these digests were written, by name."""
        if self.force:
            return []
        each = (self.collision(folder / name, digest) for name, digest in digests.items())
        return [collision for collision in each if collision]

    def allow(self, folder: Path, digests: Mapping[str, str], hint: str) -> None:
        """Let files with these digests be written, by name, and enter them.

        Raises:
            ProtectedOutput: something would be lost; every name is told.
            OSError: they cannot be entered.

        """
        if collisions := self.collisions(folder, digests):
            raise protected(collisions, hint)
        if self.keep_record:
            self.record(folder).add(digests)


def protected(collisions: Sequence[Collision], hint: str) -> ProtectedOutput:
    """Say what would be lost: all of it, in one line."""
    hint = f"--force replaces {'it' if len(collisions) == 1 else 'them'}; or {hint}"
    first = collisions[0]
    if len(collisions) == 1:
        message = f"would be replaced: {first.reason}"
        return ProtectedOutput(message, location=printable_path(first.path), hint=hint)
    several = len({collision.path.parent for collision in collisions}) > 1
    alike = len({collision.reason for collision in collisions}) == 1
    names = ", ".join(
        printable_path(path if several else path.name) + ("" if alike else f" ({reason})")
        for path, reason in collisions
    )
    names = f"{first.reason}: {names}" if alike else names
    location = "" if several else printable_path(first.path.parent)
    return ProtectedOutput(
        f"{len(collisions):,} files would be replaced: {names}", location=location, hint=hint
    )


def sha256_of(path: Path) -> str:
    """Return the digest of a file, read piece by piece; a link is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:  # noqa: PTH123 - of a handle
        return hashlib.file_digest(file, "sha256").hexdigest()
