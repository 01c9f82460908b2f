"""The catalogue's files put in their folder a few at a time, so that no one holds them all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from convert.errors import UnwritableOutput
from convert.system.lock import try_lock
from convert.system.paths import printable_path
from convert.system.write import write_files

FOLDER, LISTED = "catalogue", ".files"
"""The catalogue's folder, and in it the list of what the catalogue wrote."""
PARTS = ("covers", "search", "text")
"""Folders in it."""
MARK = b'<meta name="generator" content="backfile catalogue">'
"""What a page of ours says in its head."""
NAME = re.compile(
    r"index\.html|page-[0-9]+\.html|search\.js|characters\.js|catalogue\.css"
    r"|(?:root|new|years|titles|year-[0-9a-z]+|title-[0-9a-f]{16})-[0-9]+\.(?:json|atom)"
    r"|covers/[0-9a-f]{16}(?:-small)?\.png|text/[0-9a-f]{16}\.js|search/[0-9a-f]{12}-(?:[0-9]+|issues)\.js"
)
TEMPORARY = re.compile(r"\.(.+)\.[0-9a-z-]+\.tmp")
"""What a file is called while it is written, by `write_set`."""
WAITING_FILES, WAITING_BYTES = 200, 8_000_000
"""Files, and their bytes, that wait in memory."""


@dataclass(slots=True)
class CatalogueStore:
    """A folder that is being written in."""

    folder: Path
    run: str
    """Sets apart the temporary names of two runs at one time."""
    former: frozenset[str]
    """What the catalogue that is being replaced wrote."""
    names: set[str] = field(default_factory=set)
    """What this one has written."""
    waiting: dict[str, dict[str, bytes]] = field(default_factory=dict)
    waiting_bytes: int = 0

    def put(self, name: str, data: bytes) -> None:
        """Take a file; it may be written later."""
        part, _, own = name.rpartition("/")
        self.names.add(name)
        self.waiting.setdefault(part, {})[own] = data
        self.waiting_bytes += len(data)
        if self.waiting_bytes > WAITING_BYTES or sum(map(len, self.waiting.values())) >= WAITING_FILES:
            self.flush()

    def has(self, name: str) -> bool:
        """Return whether a file that is named after what is in it need not be made again; if so, keep it."""
        if name not in self.names and (name not in self.former or not (self.folder / name).is_file()):
            return False
        self.names.add(name)
        return True

    def flush(self) -> None:
        """Write what waits."""
        try:
            for part in sorted(self.waiting, reverse=True):
                write_files(self.folder / part, self.waiting[part], self.run)
        except UnwritableOutput as error:
            hint = "free some space, or look at its permissions"
            raise UnwritableOutput(error.message, location=error.location, hint=hint) from error
        self.waiting.clear()
        self.waiting_bytes = 0

    def finish(self) -> None:
        """Write the rest and the list of all, and remove what former catalogues had besides.

        A run that was killed has left no list: its files are known by their names. No other run is at
        work, so that what has a temporary name is nobody's.
        """
        self.put(LISTED, "".join([f"{name}\n" for name in sorted(self.names)]).encode())
        self.flush()
        left = {f"{part}/{path.name}" for part in PARTS for path in (self.folder / part).iterdir()}
        stale = {name for name in left if NAME.fullmatch(name)} | self.former
        for part in ("", *PARTS):
            prefix = f"{part}/" if part else ""
            for path in (self.folder / part).iterdir():
                match = TEMPORARY.fullmatch(path.name)
                if match and (match[1] == LISTED or NAME.fullmatch(prefix + match[1])):
                    stale.add(prefix + path.name)
        for name in sorted(stale - self.names):
            (self.folder / name).unlink(missing_ok=True)


@contextmanager
def open_store(folder: Path, run: str) -> Iterator[CatalogueStore]:
    """Prepare a folder's catalogue for writing, by this run alone.

    Raises:
        UnwritableOutput: it is a link, holds a page that somebody else made, or another run is at work.

    """
    catalogue = folder / FOLDER
    for path in (catalogue, *(catalogue / part for part in PARTS)):
        if path.is_symlink():
            raise UnwritableOutput("is a link", location=printable_path(path), hint="remove it")
    _check_page(catalogue / "index.html")
    try:
        for part in PARTS:
            (catalogue / part).mkdir(parents=True, exist_ok=True)
        handle = os.open(catalogue, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be made: {error.strerror}",
            location=printable_path(catalogue),
            hint="give a folder of your own",
        ) from error
    try:
        if not try_lock(handle, catalogue):
            location = printable_path(catalogue)
            raise UnwritableOutput("another run is at work here", location=location, hint="wait for it")
        yield CatalogueStore(catalogue, run, frozenset(_former(catalogue)))
    finally:
        os.close(handle)


def _check_page(page: Path) -> None:
    """Let no page be replaced that is not ours."""
    if not page.exists():
        return
    try:
        with page.open("rb") as file:
            ours = MARK in file.read(2000)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be read: {error.strerror}", location=printable_path(page), hint="check its permissions"
        ) from error
    if not ours:
        raise UnwritableOutput(
            "is no page of backfile's, and would be replaced",
            location=printable_path(page),
            hint="move it away",
        )


def _former(folder: Path) -> set[str]:
    """Return what a former catalogue wrote; names that no catalogue would give are not believed."""
    try:
        lines = (folder / LISTED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if NAME.fullmatch(line)}
