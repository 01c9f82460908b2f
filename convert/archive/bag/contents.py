"""What goes into a bag: for each issue of a folder a folder of its own, and whatever else there is."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from convert.errors import BadSetting, UnreadableSource
from convert.system.find import walk
from convert.system.paths import printable_path


@dataclass(frozen=True, slots=True)
class Planned:
    """An issue: the archival XML and all other files of its name."""

    stem: str
    """Path of the issue within the folder, without an ending."""
    archive: Path
    copies: tuple[Path, ...]
    """Reading copies."""

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.stem.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a bag."""

    issues: tuple[Planned, ...]
    others: tuple[tuple[str, Path], ...]
    """Files that belong to no issue, by their paths within the folder."""


def contents(folder: Path) -> Contents:
    """Find what a folder holds; nothing is read yet.

        1951/03-02.xml  1951/03-02.pdf  catalogue.json  ->  issue 1951/03-02, and one other file

    Raises:
        BadSetting: no folder, no archival XML in it, a link, a name that a bag cannot hold.
        UnreadableSource: a folder that cannot be opened.

    """
    place = printable_path(folder)
    if not folder.is_dir():
        raise BadSetting("not a folder", location=place, hint="give a folder that backfile convert wrote")
    found = _files(folder)
    stems = {path.with_suffix("") for path in found if path.suffix.lower() == ".xml"}
    if not stems:
        raise BadSetting("no archival XML in this folder", location=place, hint="convert with -f xml first")
    issues = [
        _planned(folder, stem, [p for p in found if p.with_suffix("") == stem]) for stem in sorted(stems)
    ]
    others = tuple((p.as_posix(), folder / p) for p in found if p.with_suffix("") not in stems)
    return Contents(tuple(issues), others)


def _planned(folder: Path, stem: Path, own: Sequence[Path]) -> Planned:
    archives = [path for path in own if path.suffix.lower() == ".xml"]
    if len(archives) > 1:
        names = " and ".join(printable_path(path.name) for path in archives)
        raise BadSetting(f"{names} would be one issue", location=printable_path(folder), hint="rename one")
    copies = tuple(folder / path for path in own if path != archives[0])
    return Planned(stem.as_posix(), folder / archives[0], copies)


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder and its subfolders by their paths in it; hidden ones are left out."""
    files: list[Path] = []
    composed: dict[str, str] = {}
    for entry in walk(folder):
        location = printable_path(entry.path)
        if entry.error:
            message = f"cannot be opened: {entry.error.strerror}"
            raise UnreadableSource(message, location=location, hint="check its permissions") from entry.error
        if entry.is_link or not (entry.is_folder or entry.path.is_file()):
            raise BadSetting("a link or device", location=location, hint="put the file itself there")
        if not _is_text(entry.path.name):
            raise BadSetting("a name that is not UTF-8", location=location, hint="rename it")
        inside = entry.relative.as_posix()
        same = composed.setdefault(unicodedata.normalize("NFC", inside), inside)
        if same != inside:
            raise BadSetting(
                "the name of another file in other code points", location=location, hint="rename one"
            )
        if not entry.is_folder:
            files.append(Path(inside))
    return sorted(files)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
