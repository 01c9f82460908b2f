"""Where decisions on a source stand: in a file or folder that is named, or beside the source."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import BadSetting, UnreadableSource
from convert.system.find import DECISIONS, is_there
from convert.system.issue_source import IssueSource, SourceIssue
from convert.system.load import load
from convert.system.paths import printable_path


class DecisionsFile(NamedTuple):
    """A file with decisions."""

    path: Path
    location: str
    """What messages call it."""


class PlacedDecisions(NamedTuple):
    """A file with decisions, and what it is on."""

    file: DecisionsFile
    part: int | None = None
    """The number of the file of an issue beside which it stands; None: it is on the source as a whole."""


def find_decisions(
    source: IssueSource, given: Path | None, *, follow_links: bool = False
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
        inside = given / source.mirrored.with_name(source.stem + DECISIONS)
        if is_there(inside, printable_path(inside), follow_links=follow_links):
            return DecisionsFile(inside, printable_path(inside))
    beside = decisions_beside(source)
    location = str(PurePath(source.location).with_name(printable_path(beside.name)))
    if source.path and is_there(beside, location, follow_links=follow_links):
        return DecisionsFile(beside, location)
    return None


def find_all_decisions(
    source: IssueSource, given: Path | None, *, follow_links: bool = False
) -> tuple[PlacedDecisions, ...]:
    """Return the files with decisions on an issue and on each of its pages, as `find_decisions` finds them.

    Raises:
        UnreadableSource: as `find_decisions` raises.

    """
    whole = find_decisions(source, given, follow_links=follow_links)
    files = [PlacedDecisions(whole)] if whole else []
    if isinstance(source, SourceIssue) and not (given and whole and whole.path == given):
        for number, part in enumerate(source.parts):
            file = find_decisions(part.file, given, follow_links=follow_links)
            if file and all(file.path != other.file.path for other in files):
                files.append(PlacedDecisions(file, number))
    return tuple(files)


def decisions_beside(source: IssueSource) -> Path:
    """Return where decisions on a source stand by default: page.txt -> page.decisions.toml."""
    return (source.path or Path("stdin")).with_name(source.stem + DECISIONS)


def load_decisions_file(file: DecisionsFile, limit: int) -> bytes:
    """Return the bytes of a decisions file.

    Raises:
        BadSetting: it cannot be read.

    """
    try:
        return load(file.path, limit)
    except UnreadableSource as error:
        raise BadSetting(error.message, location=file.location, hint=error.hint) from error
