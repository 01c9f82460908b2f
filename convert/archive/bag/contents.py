"""What goes into a bag: for each issue of a folder a folder of its own, and whatever else there is."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from convert.errors import BadSetting, UnreadableSource
from convert.system.files import shown


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
    place = shown(str(folder))
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
        names = " and ".join(shown(path.name) for path in archives)
        raise BadSetting(f"{names} would be one issue", location=shown(str(folder)), hint="rename one")
    copies = tuple(folder / path for path in own if path != archives[0])
    return Planned(stem.as_posix(), folder / archives[0], copies)


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder and its subfolders by their paths in it; hidden ones are left out."""
    found: list[Path] = []
    composed: dict[str, str] = {}
    for top, inner, names in os.walk(folder, onerror=_closed):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in (*inner, *(n for n in sorted(names) if not n.startswith("."))):
            path = Path(top, name)
            place = shown(str(path))
            mode = path.lstat().st_mode
            if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
                raise BadSetting("a link or device", location=place, hint="put the file itself there")
            if not _is_text(name):
                raise BadSetting("a name that is not UTF-8", location=place, hint="rename it")
            inside = path.relative_to(folder).as_posix()
            same = composed.setdefault(unicodedata.normalize("NFC", inside), inside)
            if same != inside:
                raise BadSetting(
                    "the name of another file in other code points", location=place, hint="rename one"
                )
            if stat.S_ISREG(mode):
                found.append(Path(inside))
    return sorted(found)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _closed(error: OSError) -> None:
    what = f"cannot be opened: {error.strerror}"
    where = shown(str(error.filename))
    raise UnreadableSource(what, location=where, hint="check its permissions") from error
