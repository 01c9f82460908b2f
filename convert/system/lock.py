"""One run at a time on an output folder."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convert.errors import UnwritableOutput
from convert.system.paths import printable_path

PAUSE = 0.5
"""Seconds between two looks at a lock that another holds."""


@contextmanager
def locked(
    path: Path,
    folder: Path,
    host: str,
    notify: Callable[[str], None],
    sleep: Callable[[float], None],
    *,
    wait: bool,
) -> Iterator[int]:
    """Hold the lock of a folder, the file `path`, and give its handle: whoever inherits it holds it too.

    The kernel drops the lock with the last process that holds it, so that a dead holder's lock is free;
    host and pid are written into the file for the message alone.

    Raises:
        UnwritableOutput: another run holds it and `wait` is not set; or it cannot be made.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be written: {error.strerror}",
            location=printable_path(folder),
            hint="give another output folder",
        ) from error
    try:
        notified = False
        while not try_lock(handle, folder):
            holder = _holder(path)
            if not wait:
                raise UnwritableOutput(
                    f"another run is working here: {holder}",
                    location=printable_path(folder),
                    hint="wait until it ends, or add --wait",
                )
            if not notified:
                notify(f"waiting for {holder}")
                notified = True
            sleep(PAUSE)
        _sign(handle, host)
        yield handle
    finally:
        os.close(handle)


def is_locked(path: Path) -> bool:
    """Return whether a process holds a lock."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def try_lock(handle: int, folder: Path) -> bool:
    """Take the lock of an open file or folder, unless another process holds it; say whether it was taken.

    Raises:
        UnwritableOutput: the file system has no locks.

    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EACCES}:
            raise UnwritableOutput(
                f"cannot lock the folder: {error.strerror}",
                location=printable_path(folder),
                hint="use a file system with flock(2)",
            ) from error
        return False
    return True


def _sign(handle: int, host: str) -> None:
    """Write who holds the lock; a disk that is full costs the message, not the lock."""
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps({"host": host, "pid": os.getpid()}).encode(), 0)
    except OSError:
        return


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {int(holder['pid'])} on {printable_path(holder['host'])}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that has just started"
