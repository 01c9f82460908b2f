"""The catalogue's files put in their place a few at a time, so that no one holds them all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from convert.errors import UnwritableOutput
from convert.files import shown, write_set

FOLDER, LISTED = "catalogue", "files.txt"
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
AT_ONCE, BYTES = 200, 8_000_000
"""Files, and their bytes, that wait in memory."""


@dataclass(slots=True)
class Store:
    """A folder that is being written in."""

    place: Path
    run: str
    """Sets apart the temporary names of two runs at one time."""
    former: frozenset[str]
    """What the catalogue that is being replaced wrote."""
    names: set[str] = field(default_factory=set)
    """What this one has written."""
    waiting: dict[str, dict[str, bytes]] = field(default_factory=dict)
    held: int = 0

    def put(self, name: str, data: bytes) -> None:
        """Take a file; it may be written later."""
        part, _, own = name.rpartition("/")
        self.names.add(name)
        self.waiting.setdefault(part, {})[own] = data
        self.held += len(data)
        if self.held > BYTES or sum(map(len, self.waiting.values())) >= AT_ONCE:
            self.flush()

    def has(self, name: str) -> bool:
        """Return whether a file that is named after what is in it need not be made again; if so, keep it."""
        if name not in self.names and (name not in self.former or not (self.place / name).is_file()):
            return False
        self.names.add(name)
        return True

    def flush(self) -> None:
        """Write what waits."""
        for part in sorted(self.waiting, reverse=True):
            write_set(self.place / part, self.waiting[part], self.run)
        self.waiting.clear()
        self.held = 0

    def finish(self) -> None:
        """Write the rest and the list of all, and remove what former catalogues had besides.

        A run that was killed has left no list; its names in our own folders are known by their form.
        """
        self.put(LISTED, "".join([f"{name}\n" for name in sorted(self.names)]).encode())
        self.flush()
        left = {f"{part}/{path.name}" for part in PARTS for path in (self.place / part).iterdir()}
        for name in sorted((self.former | {name for name in left if NAME.fullmatch(name)}) - self.names):
            (self.place / name).unlink(missing_ok=True)


def store(folder: Path, run: str) -> Store:
    """Prepare a folder's catalogue for writing.

    Raises:
        UnwritableOutput: it is a link, or holds a page that somebody else made.

    """
    place = folder / FOLDER
    for path in (place, *(place / part for part in PARTS)):
        if path.is_symlink():
            raise UnwritableOutput("is a link", where=shown(str(path)), advice="remove it")
    _check_page(place / "index.html")
    try:
        for part in PARTS:
            (place / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be made: {error.strerror}", where=shown(str(place)), advice="give a folder of your own"
        ) from error
    return Store(place, run, frozenset(_former(place)))


def _check_page(page: Path) -> None:
    """Let no page be replaced that is not ours."""
    if not page.exists():
        return
    try:
        with page.open("rb") as file:
            ours = MARK in file.read(2000)
    except OSError as error:
        raise UnwritableOutput(
            f"cannot be read: {error.strerror}", where=shown(str(page)), advice="check its permissions"
        ) from error
    if not ours:
        raise UnwritableOutput(
            "is no page of backfile's, and would be replaced", where=shown(str(page)), advice="move it away"
        )


def _former(place: Path) -> set[str]:
    """Return what a former catalogue wrote; names that no catalogue would give are not believed."""
    try:
        lines = (place / LISTED).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if NAME.fullmatch(line)}
