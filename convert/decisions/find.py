"""Where decisions on a source stand: in a file or folder that is named, or beside the source."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import BadSetting, UnreadableSource
from convert.system.find import DECISIONS, SourceFile, is_there
from convert.system.load import load
from convert.system.paths import printable_path


class DecisionsFile(NamedTuple):
    """A file with decisions."""

    path: Path
    location: str
    """What messages call it."""


def find_decisions(
    source: SourceFile, given: Path | None, *, follow_links: bool = False
) -> DecisionsFile | None:
    """Return the file with decisions on a source: the one named, one in the folder named, or one beside it.

    given = reviewed.toml   reviewed.toml
    given = reviewed/       reviewed/1951/03-02.decisions.toml, for issues/1951/03-02.txt of issues/
    otherwise                   issues/1951/03-02.decisions.toml

    Raises:
        UnreadableSource: one in a folder is a link, and `follow_links` is not set.

    """
    if given and not given.is_dir():
        return DecisionsFile(given, printable_path(given))
    if given:
        inside = given / source.mirrored.with_suffix(DECISIONS)
        if is_there(inside, printable_path(inside), follow_links=follow_links):
            return DecisionsFile(inside, printable_path(inside))
    beside = decisions_beside(source)
    location = str(PurePath(source.location).with_name(printable_path(beside.name)))
    if source.path and is_there(beside, location, follow_links=follow_links):
        return DecisionsFile(beside, location)
    return None


def decisions_beside(source: SourceFile) -> Path:
    """Return where decisions on a source stand by default: page.txt -> page.decisions.toml."""
    return (source.path or Path("stdin")).with_suffix(DECISIONS)


def load_decisions_file(file: DecisionsFile, limit: int) -> bytes:
    """Return the bytes of a decisions file.

    Raises:
        BadSetting: it cannot be read.

    """
    try:
        return load(file.path, limit)
    except UnreadableSource as error:
        raise BadSetting(error.message, location=file.location, hint=error.hint) from error
