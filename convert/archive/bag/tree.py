"""The files of a bag that comes from elsewhere: no link is followed, and each is opened with care."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from convert.errors import InvalidArchive
from convert.system.paths import printable_path

MAX_FILES = 200_000
CHUNK = 1 << 20
"""Bytes that are read at once."""
_FETCH = "get a new copy of it from where it is stored"


@dataclass(slots=True)
class BagTree:
    """What lies in the folder of a bag."""

    root: Path
    sizes: dict[str, int] = field(default_factory=dict)
    """Size of each file by its path within the bag."""

    def fault(self, message: str, path: str = "") -> InvalidArchive:
        """Describe a fault of the bag, or of a file in it."""
        location = printable_path(self.root / path if path else self.root)
        return InvalidArchive(message, location=location, hint=_FETCH)

    def open(self, path: str) -> BinaryIO:
        """Open a file of the bag, and no link that has taken its place since.

        Raises:
            InvalidArchive: it cannot be read.

        """
        try:
            handle = os.open(self.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise self.fault(f"cannot be read: {error.strerror}", path) from error
        return os.fdopen(handle, "rb")

    def start_of(self, path: str) -> bytes:
        """Return the beginning of a file."""
        with self.open(path) as file:
            return file.read(CHUNK)


def read_tree(root: Path) -> BagTree:
    """Find every file of a bag, with its size.

    Raises:
        InvalidArchive: no folder, or one with a link, a device, or more than can be checked.

    """
    if not root.is_dir():
        raise InvalidArchive("not a folder", location=printable_path(root), hint="give the folder of a bag")
    tree = BagTree(root)
    tree.sizes.update(_sizes(tree))
    return tree


def _sizes(tree: BagTree) -> Iterator[tuple[str, int]]:
    """Yield the path and size of every file; refuse what is neither file nor folder."""
    count = 0
    waiting = [("", tree.root)]
    while waiting:
        prefix, folder = waiting.pop()
        for entry in _entries(tree, folder):
            path = prefix + entry.name
            count += 1
            if count > MAX_FILES:
                raise tree.fault(f"more than {MAX_FILES:,} files")
            mode = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(mode.st_mode):
                waiting.append((f"{path}/", folder / entry.name))
            elif stat.S_ISREG(mode.st_mode):
                yield path, mode.st_size
            else:
                kind = "a link" if stat.S_ISLNK(mode.st_mode) else "neither a file nor a folder"
                raise tree.fault(f"{kind}; nothing was read", path)


def _entries(tree: BagTree, folder: Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds, no more of it than a bag may have."""
    try:
        with os.scandir(folder) as entries:
            return list(islice(entries, MAX_FILES + 1))
    except OSError as error:
        raise tree.fault(f"cannot be opened: {error.strerror}") from error
