"""Where files stand until they are finished, so that what a killed run has left is known and can go.

    out/.backfile/unfinished/71-ab12.lock    held by the run; the kernel drops it with the process
    out/.backfile/unfinished/71-ab12/        its files, each renamed to its place when all are whole

A folder whose lock can be had belonged to a run that is dead: the next run removes it, and nothing else.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from convert.errors import UnwritableOutput
from convert.system.paths import printable_path

FOLDER = ".backfile"
"""In a folder that is written in: what the program keeps there for itself."""
UNFINISHED, LOCK = "unfinished", ".lock"
TRIES = 50
"""How often a folder is made that other runs, which end now, remove because it is empty."""


@contextmanager
def open_staging(folder: Path, run: str) -> Iterator[Path]:
    """Make a folder for unfinished files beside their place; it goes, with all that is in it, at the end.

    What dead runs have left there is removed first.

    Raises:
        UnwritableOutput: a link stands where the program keeps its own files.
        OSError: it cannot be made.

    """
    sweep_unfinished(folder)
    place = folder / FOLDER / UNFINISHED
    name = f"{run}-{secrets.token_hex(4)}"
    own, lock = place / name, place / f"{name}{LOCK}"
    handle = _hold(place, lock)
    try:
        own.mkdir()
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        lock.unlink(missing_ok=True)
        os.close(handle)
        _remove_empty(place, folder / FOLDER)


def sweep_unfinished(folder: Path) -> None:
    """Remove what dead runs have left unfinished in a folder.

    Raises:
        UnwritableOutput: a link stands where the program keeps its own files.

    """
    refuse_links(folder)
    place = folder / FOLDER / UNFINISHED
    with suppress(OSError):  # there is none, or none that may be read: then nothing of ours is to be removed
        for lock in sorted(path for path in place.iterdir() if path.name.endswith(LOCK)):
            _sweep(lock)
        _remove_empty(place, folder / FOLDER)


def others_at_work(folder: Path) -> bool:
    """Return whether more than one run, which is ours, has unfinished files in a folder."""
    try:
        locks = [path for path in (folder / FOLDER / UNFINISHED).iterdir() if path.name.endswith(LOCK)]
    except OSError:
        return False
    return len(locks) > 1


def refuse_links(folder: Path) -> None:
    """Let nothing be written through a link in the folder that the program keeps for itself.

    Raises:
        UnwritableOutput: it is a link, or holds one.

    """
    own = folder / FOLDER
    paths = [own]
    if not own.is_symlink():
        with suppress(OSError):
            paths += own.iterdir()
    for path in paths:
        if path.is_symlink():
            raise UnwritableOutput(
                "a link instead of one of backfile's own files",
                location=printable_path(path),
                hint="remove the link",
            )


def _hold(place: Path, lock: Path) -> int:
    """Make a lock file and hold it; where the file system has no locks, nothing there is ever swept."""
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            place.mkdir(parents=True, exist_ok=True)
            handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
            if os.fstat(handle).st_nlink:
                return handle
            os.close(handle)  # another run took it for a dead one's before it was held
    raise FileNotFoundError(0, "the folder for unfinished files keeps disappearing", str(place))


def _sweep(lock: Path) -> None:
    """Remove the files of a run, if it is dead."""
    handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(lock.with_name(lock.name.removesuffix(LOCK)), ignore_errors=True)
        lock.unlink(missing_ok=True)
    except OSError:  # it lives
        return
    finally:
        os.close(handle)


def _remove_empty(*folders: Path) -> None:
    """Remove folders that hold nothing."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
