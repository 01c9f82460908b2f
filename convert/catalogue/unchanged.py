"""Whether a catalogue is of its folder as it is now: then it need not be made again.

A file in the catalogue's folder, .made-of, has a digest: of what was asked for, of the names, sizes and times
of the issues' files, and of the names and sizes of the catalogue's own. It is written last. So a file of the
catalogue that is newer, has another size, or has gone, makes the catalogue anew, as one of an issue does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

NAME = ".made-of"


def state_of_files(folder: Path, stems: Mapping[str, Sequence[str]]) -> str:
    """Return a digest of the names, sizes and times of the files of issues, by path without an ending."""
    digest = sha256()
    for stem, endings in stems.items():
        for ending in endings:
            try:
                status = os.stat(folder / f"{stem}{ending}", follow_symlinks=False)  # noqa: PTH116 - half the time of a Path
            except OSError:  # it has gone meanwhile
                return ""
            line = f"{stem}{ending}\0{status.st_size}\0{status.st_mtime_ns}\n"
            digest.update(os.fsencode(line))
    return digest.hexdigest()


def is_made_of(catalogue: Path, state: Sequence[str], names: Iterable[str]) -> bool:
    """Whether a catalogue with files of these names was made of this state, and is as it was made."""
    try:
        record = catalogue / NAME
        made = record.lstat()
        return S_ISREG(made.st_mode) and record.read_text("ascii") == _digest(
            catalogue, state, names, made.st_mtime_ns
        )
    except (OSError, ValueError):
        return False


def made_of(catalogue: Path, state: Sequence[str], names: Iterable[str]) -> bytes:
    """Return what the file has of a catalogue that was made of this state, and of its files."""
    return _digest(catalogue, state, names).encode()


def _digest(catalogue: Path, state: Sequence[str], names: Iterable[str], latest: int | None = None) -> str:
    """Return the digest.

    Raises:
        ValueError: a file has changed since `latest`, or is none.
        OSError: a file has gone.

    """
    digest = sha256(json.dumps([*state]).encode())
    for name in sorted(names):
        status = os.stat(catalogue / name, follow_symlinks=False)  # noqa: PTH116 - as above
        if not S_ISREG(status.st_mode) or (latest is not None and status.st_mtime_ns > latest):
            raise ValueError(name)
        digest.update(f"{name}\0{status.st_size}\n".encode())
    return digest.hexdigest() + "\n"
