"""What goes into a bag: for each issue of a folder a folder of its own, and whatever else there is."""

from __future__ import annotations

import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from convert.errors import BadSetting, UnreadableSource
from convert.system.find import DECISIONS, walk
from convert.system.paths import folded_path, printable_path
from convert.tei.source_files import SOURCES, sources_path


@dataclass(frozen=True, slots=True)
class BaggedIssue:
    """An issue: the archival XML and all other files of its name."""

    stem: str
    """Path of the issue within the folder, without an ending."""
    archive: Path
    copies: tuple[Path, ...]
    """Reading copies."""
    decisions: Path | None = None
    """The decisions file beside it."""
    sources: Path | None = None
    """The zip of the files that its texts were read out of."""

    @property
    def name(self) -> str:
        """Its name without folders."""
        return self.stem.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into a bag."""

    issues: tuple[BaggedIssue, ...]
    others: tuple[tuple[str, Path], ...]
    """Files that belong to no issue, by their paths within the folder."""
    left_out: tuple[str, ...] = ()
    """Paths of the issues and single files that are stale."""


def contents(folder: Path, stale: Collection[str] = (), stale_files: Collection[str] = ()) -> Contents:
    """List what a folder holds; nothing is read yet. Issues and files that are stale, by path, stay out.

        1951/03-02.xml  1951/03-02.pdf  catalogue.json  ->  issue 1951/03-02, and one other file

    Raises:
        BadSetting: no folder, no archival XML in it, a link, a name that a bag cannot hold.
        UnreadableSource: a folder that cannot be opened.

    """
    location = printable_path(folder)
    if not folder.is_dir():
        raise BadSetting("not a folder", location=location, hint="give a folder that backfile convert wrote")
    files = _files(folder)
    single = [path for path in files if path.as_posix() in stale_files]
    by_stem: dict[Path, list[Path]] = {}
    for path in sorted({*files} - {*single}):
        by_stem.setdefault(_stem(path), []).append(path)
    stale_stems = [stem for stem in by_stem if stem.as_posix() in stale]
    for stem in stale_stems:
        del by_stem[stem]
    left_out = tuple(sorted(path.as_posix() for path in (*stale_stems, *single)))
    stems = sorted(stem for stem, paths in by_stem.items() if any(map(_is_xml, paths)))
    if not stems:
        message = "no archival XML file in this folder" + (" that is not stale" if left_out else "")
        raise BadSetting(message, location=location, hint="convert with -f xml first")
    issues = tuple(_issue(folder, stem, by_stem.pop(stem)) for stem in stems)
    others = sorted(path for paths in by_stem.values() for path in paths)
    return Contents(
        issues,
        tuple((path.as_posix(), folder / path) for path in others),
        left_out,
    )


def _stem(path: Path) -> Path:
    """Return the path of a file without its ending: 02.pdf -> 02, 02.sources.zip -> 02."""
    for ending in (DECISIONS, f".{SOURCES}"):
        name = path.name.removesuffix(ending)
        if name not in {"", path.name}:
            return path.with_name(name)
    return path.with_suffix("")


def _is_xml(path: Path) -> bool:
    return path.suffix.lower() == ".xml"


def _issue(folder: Path, stem: Path, files: Sequence[Path]) -> BaggedIssue:
    archives = [path for path in files if _is_xml(path)]
    decisions = [path for path in files if path.name.endswith(DECISIONS)]
    sources = sources_path(archives[0])
    copies = tuple(folder / path for path in files if path not in {archives[0], sources, *decisions})
    beside = folder / decisions[0] if decisions else None
    kept = folder / sources if sources in files else None
    return BaggedIssue(stem.as_posix(), folder / archives[0], copies, beside, kept)


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder and its subfolders by their paths in it; hidden ones are left out."""
    files: list[Path] = []
    folded: dict[str, str] = {}
    for entry in walk(folder):
        location = printable_path(entry.path)
        if entry.error:
            message = f"cannot be opened: {entry.error.strerror}"
            raise UnreadableSource(message, location=location, hint="check its permissions") from entry.error
        mode = entry.path.lstat().st_mode
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            raise BadSetting("a link or device", location=location, hint="replace it with the file itself")
        if not _is_text(entry.path.name):
            raise BadSetting("a name that is not UTF-8", location=location, hint="rename it")
        path = entry.relative.as_posix()
        if (first := folded.setdefault(folded_path(path), path)) != path:
            message = f"the name of {printable_path(first)} in other code points or capitals"
            raise BadSetting(message, location=location, hint="rename one")
        if stat.S_ISREG(mode):
            files.append(Path(path))
    return sorted(files)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
