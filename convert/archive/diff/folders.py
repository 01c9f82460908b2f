"""Two files, or all archival files of two folders: which belong together, and which need a closer look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from convert.archive.diff import DiffClass, Difference, compare
from convert.archive.diff.difference import Lines
from convert.errors import ConvertError, InvalidArchive, UnreadableSource
from convert.system.find import walk
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST

SUFFIX = ".xml"
FEW_PAIRS = 64
"""Pairs of unlike files that are compared at once rather than shared out to other processes."""


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file of each side; None: that side has none."""

    name: str
    """Its path within the folders."""
    old: Path | None
    new: Path | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two files of a pair, compared."""

    name: str
    old: str
    """Path of the old file as it may be printed; empty: there is none."""
    new: str
    differences: tuple[Difference, ...] = ()
    error: str = ""
    """Why the two could not be compared."""
    invalid: bool = False
    """Whether that is because one of them is no archival XML of ours, or was altered."""

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences and not self.error


def pair_files(old: Path, new: Path) -> tuple[FilePair, ...]:
    """Find what belongs together: two files, or the files of one name in two folders, sorted.

    Raises:
        UnreadableSource: a side is missing, or a folder has no .xml file.

    """
    for path in (old, new):
        if not path.exists():
            raise UnreadableSource(
                "no such file or folder", location=printable_path(path), hint="check the path"
            )
    if old.is_dir() and new.is_dir():
        olds, news = find_archives(old), find_archives(new)
        if not olds and not news:
            places = f"{printable_path(old)}, {printable_path(new)}"
            raise UnreadableSource("no .xml file in either folder", location=places, hint="check the paths")
        return tuple(
            FilePair(printable_path(name), olds.get(name), news.get(name)) for name in sorted({*olds, *news})
        )
    # as diff(1): a file against a folder is held against the file of its name there
    first = old / new.name if old.is_dir() else old
    second = new / old.name if new.is_dir() else new
    return (FilePair(printable_path(second.name), first, second),)


def find_archives(folder: Path) -> dict[str, Path]:
    """Return the .xml files of a folder and its subfolders by their paths in it.

    Raises:
        UnreadableSource: a folder cannot be opened.

    """
    archives: dict[str, Path] = {}
    for entry in walk(folder):
        if entry.error:
            raise UnreadableSource(
                f"cannot be opened: {entry.error.strerror}",
                location=printable_path(entry.path),
                hint="check its permissions",
            ) from entry.error
        if not entry.is_folder and entry.path.name.lower().endswith(SUFFIX):
            archives[entry.relative.as_posix()] = entry.path
    return archives


def compare_all(pairs: Sequence[FilePair], workers: int = 1) -> Iterator[Comparison]:
    """Compare the pairs, in their order; files of the same bytes are not looked into.

    With several workers a long row of pairs is shared out to as many processes.
    """
    if workers < 2 or len(pairs) <= FEW_PAIRS:
        yield from map(compare_pair, pairs)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(compare_pair, pairs, chunksize=8)


def compare_pair(pair: FilePair) -> Comparison:
    """Compare the two files of a pair; no error of theirs leaves this function."""
    first, second = (printable_path(path) if path else "" for path in (pair.old, pair.new))
    try:
        if pair.old is None or pair.new is None:
            return Comparison(pair.name, first, second, (_alone(pair),))
        old, new = (load(path, MOST, hint="split the file") for path in (pair.old, pair.new))
        return Comparison(pair.name, first, second, compare(old, new, first, second) if old != new else ())
    except ConvertError as error:
        return Comparison(pair.name, first, second, (), str(error), isinstance(error, InvalidArchive))


def _alone(pair: FilePair) -> Difference:
    """An issue that only one side has."""
    if pair.old is None:
        return Difference(DiffClass.TEXT, "the issue is only in the new folder", lines=Lines(0, 1))
    return Difference(DiffClass.TEXT, "the issue is only in the old folder", lines=Lines(1, 0))
