"""The catalogue's files put in their folder a few at a time, so that no one holds them all."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from convert.errors import UnwritableOutput
from convert.system.lock import try_lock
from convert.system.paths import printable_path
from convert.system.protect import OutputGuard, protected
from convert.system.write import unwritable, write_files

FOLDER, LISTED = "catalogue", ".files"
"""The catalogue's folder, and in it the list of what the catalogue wrote: names, pages with their SHA-256."""
PARTS = ("covers", "read", "search", "text")
"""Folders in it."""
MARK = b'<meta name="generator" content="backfile catalogue">'
"""What a page of ours says in its head."""
NAME = re.compile(
    r"index\.html|\.history\.json|page-[0-9]+\.html|(?:search|words|page|read|characters)\.js|catalogue\.css"
    r"|(?:root|new|years|titles|books|year-[0-9a-z]+|title-[0-9a-f]{16})-[0-9]+\.(?:json|atom)"
    r"|covers/[0-9a-f]{16}(?:-small)?\.png|text/[0-9a-f]{16}\.js|read/[0-9a-f]{16}\.html|search/[0-9a-f]{12}-(?:[0-9]+|issues)\.js"
)
TEMPORARY = re.compile(r"\.(.+)\.[0-9a-z-]+\.tmp")
"""What a file is called while it is written, by `write_set`."""
MOVE_AWAY = "move it elsewhere"
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
    guard: OutputGuard
    """Keeps from being replaced the pages that somebody has edited."""
    digests: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the pages that this one has written."""
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
                files = self.waiting[part]
                if part:
                    write_files(self.folder / part, files, self.run)
                else:
                    self._enter(files)
                    write_files(self.folder, files, self.run, guard=self.guard, hint=MOVE_AWAY)
        except UnwritableOutput as error:
            hint = "free some disk space, or check its permissions"
            raise UnwritableOutput(error.message, location=error.location, hint=hint) from error
        self.waiting.clear()
        self.waiting_bytes = 0

    def _enter(self, files: Mapping[str, bytes]) -> None:
        """List pages before they are there: a run that is killed knows them again."""
        digests = {name: sha256(data).hexdigest() for name, data in files.items() if name != LISTED}
        self.digests |= digests
        path = self.folder / LISTED
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            handle = os.open(path, flags, 0o666)
            try:
                # a line that another run could not write in full is ended first
                lines = "\n" + "".join(f"{d}  {name}\n" for name, d in digests.items())
                os.write(handle, lines.encode())
            finally:
                os.close(handle)
        except OSError as error:
            raise unwritable(error, path, MOVE_AWAY) from error

    def finish(self) -> None:
        """Write the rest and the list of all, and remove what former catalogues had besides.

        A run that was killed has left no list: its files are known by their names. No other run is at
        work, so that what has a temporary name is nobody's.
        """
        self.flush()
        lines = [f"{self.digests[n]}  {n}\n" if n in self.digests else f"{n}\n" for n in sorted(self.names)]
        write_files(self.folder, {LISTED: "".join(lines).encode()}, self.run)
        self.names.add(LISTED)
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

    def finish_with(self, name: str, data: bytes) -> None:
        """Write a file of our own that is in no list, when all else is there."""
        write_files(self.folder, {name: data}, self.run)


@contextmanager
def open_store(folder: Path, run: str, *, force: bool = False) -> Iterator[CatalogueStore]:
    """Prepare a folder's catalogue for writing, by this run alone; `force` replaces pages that were edited.

    Raises:
        ProtectedOutput: pages that somebody has edited since they were written; all are told.
        UnwritableOutput: it is a link, holds a page that somebody else made, or another run is at work.

    """
    catalogue = folder / FOLDER
    for path in (catalogue, *(catalogue / part for part in PARTS)):
        if path.is_symlink():
            raise UnwritableOutput("is a link", location=printable_path(path), hint="remove it")
    if not force:
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
            raise UnwritableOutput("another run is working here", location=location, hint="wait for it")
        former = _former(catalogue)

        def is_known(path: Path, digest: str) -> bool:
            return digest in former.get(path.name, ())

        unproven = frozenset(name for name, digests in former.items() if digests == {""})
        guard = OutputGuard(force, is_known, frozenset(former), unproven, keep_record=False)
        _check_edited(catalogue, guard)
        yield CatalogueStore(catalogue, run, frozenset(former), guard)
    finally:
        os.close(handle)


def _check_page(page: Path) -> None:
    """Let no page be replaced that is not ours."""
    if not page.exists():
        return
    try:
        handle = os.open(page, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a handle: a pipe is not waited for
            ours = MARK in (file.read(2000) or b"")
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be read: {error.strerror}", location=printable_path(page), hint="check its permissions"
        ) from error
    if not ours:
        raise UnwritableOutput(
            "was not written by backfile, and would be replaced",
            location=printable_path(page),
            hint="move it elsewhere",
        )


def _check_edited(folder: Path, guard: OutputGuard) -> None:
    """Let no page be replaced or removed that was edited since it was written."""
    pages = [path for path in sorted(folder.iterdir()) if NAME.fullmatch(path.name)]
    collisions = [] if guard.force else [c for c in map(guard.collision, pages) if c]
    if collisions:
        raise protected(collisions, MOVE_AWAY)


def _former(folder: Path) -> dict[str, set[str]]:
    """Return what a former catalogue wrote, with the digests of its pages.

    Names that no catalogue would give are not believed.
    """
    if not (folder / LISTED).is_file():
        return {}
    try:
        lines = (folder / LISTED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    former: dict[str, set[str]] = {}
    for line in lines:
        digest, _, name = line.rpartition("  ")
        if NAME.fullmatch(name):
            former.setdefault(name, set()).add(digest)
    return former
