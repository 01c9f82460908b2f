"""Two files, or all archival files of two folders: which belong together, and which need a closer look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path, PurePath

from convert.archive.diff import DiffClass, Difference, compare, compare_issues, in_order
from convert.archive.diff.difference import Lines
from convert.archive.diff.merge import NamedArchive, merge_pages, of_an_issue
from convert.archive.diff.pages import one_of_pages
from convert.errors import ConvertError, InvalidArchive, UnreadableSource
from convert.system.find import walk
from convert.system.gc_tuning import reduce_gc
from convert.system.load import load
from convert.system.paths import printable_path
from convert.system.xml import MOST
from convert.tei.header import DeclaredSource, declared_sources
from convert.tei.issue import read_issue
from convert.tei.read import parse_archive

SUFFIX = ".xml"
_HEADER_END = b"</teiHeader>"
FEW_PAIRS = 64
"""Pairs of unlike files that are compared at once rather than shared out to other processes."""


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file of each side, or of one side those of the pages of one issue."""

    name: str
    """Its path within the folders."""
    old: tuple[Path, ...]
    """Several: the archival files of an issue's pages, in their order; none: that side has none."""
    new: tuple[Path, ...]


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
        both = olds.keys() & news.keys()
        pairs = [FilePair(printable_path(name), (olds[name],), (news[name],)) for name in both]
        pairs += pair_pages(
            {name: path for name, path in olds.items() if name not in both},
            {name: path for name, path in news.items() if name not in both},
        )
        return tuple(sorted(pairs, key=lambda pair: pair.name))
    # as diff(1): a file against a folder is held against the file of its name there
    first = old / new.name if old.is_dir() else old
    second = new / old.name if new.is_dir() else new
    return (FilePair(printable_path(second.name), (first,), (second,)),)


def pair_pages(olds: Mapping[str, Path], news: Mapping[str, Path]) -> Iterator[FilePair]:
    """Yield the files of two folders that have no namesake: an issue goes with the files of its pages.

    Which these are is said by the header of the issue, which names the source file of each page and its
    digest; the header of a page's archival file names the same.
    """
    left, right = dict(olds), dict(news)
    for issues, pages, is_old in ((right, left, True), (left, right, False)):
        if issues and len(pages) > 1:
            index = _PageIndex(pages)
            for name, path in sorted(issues.items()):
                parts = index.take(name, path)
                if len(parts) > 1:
                    del issues[name]
                    for page in parts:
                        del pages[page]
                    files = tuple(path for path in parts.values())
                    yield (
                        FilePair(printable_path(name), files, (path,))
                        if is_old
                        else FilePair(printable_path(name), (path,), files)
                    )
    yield from (FilePair(printable_path(name), (path,), ()) for name, path in left.items())
    yield from (FilePair(printable_path(name), (), (path,)) for name, path in right.items())


class _PageIndex:
    """The archival files of single pages, by the digests and names of their sources."""

    def __init__(self, pages: Mapping[str, Path]) -> None:
        """Read the headers; a file that has none that can be read is no page."""
        self._paths = pages
        self._by_key: dict[tuple[str, str], list[str]] = {}
        for name, path in sorted(pages.items()):
            sources = _sources_of(path)
            if len(sources) == 1:
                for key in _keys(name, sources[0]):
                    self._by_key.setdefault(key, []).append(name)
        self._taken: set[str] = set()

    def take(self, name: str, path: Path) -> dict[str, Path]:
        """Return the pages of an issue, by name, in their order; each is taken once."""
        sources = _sources_of(path)
        pages: dict[str, Path] = {}
        for source in sources if len(sources) > 1 else ():
            for key in _keys(name, source):
                page = next((n for n in self._by_key.get(key, ()) if n not in self._taken), "")
                if page:
                    pages[page] = self._paths[page]
                    self._taken.add(page)
                    break
        if len(pages) < 2:
            self._taken -= pages.keys()
        return pages


def _keys(name: str, source: DeclaredSource) -> Iterator[tuple[str, str]]:
    """Yield by what a source file is found again: its bytes, or its name in the same folder."""
    if source.size:
        yield "", source.sha256
    above, stem = PurePath(name).parent, PurePath(name).stem
    yield str(above), source.name
    yield str(above / stem), source.name  # 2026-03-05.xml has the pages of 2026-03-05/


def _sources_of(path: Path) -> tuple[DeclaredSource, ...]:
    """Return the source files that a header names; none where it cannot be read: the comparing tells why."""
    try:
        header = load(path, MOST).partition(_HEADER_END)[0] + _HEADER_END + b"</TEI>"
        return declared_sources(parse_archive(header, printable_path(path)), printable_path(path))
    except ConvertError:
        return ()


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
    with ProcessPoolExecutor(workers, get_context("spawn"), reduce_gc) as pool:
        yield from pool.map(compare_pair, pairs, chunksize=8)


def compare_pair(pair: FilePair) -> Comparison:
    """Compare the two files of a pair; no error of theirs leaves this function."""
    first, second = (printable_path(paths[0]) if paths else "" for paths in (pair.old, pair.new))
    try:
        if not pair.old or not pair.new:
            return Comparison(pair.name, first, second, (_alone(pair),))
        if len(pair.old) > 1 or len(pair.new) > 1:
            return Comparison(pair.name, first, second, _compare_pages(pair))
        old, new = (load(path, MOST, hint="split the file") for path in (*pair.old, *pair.new))
        return Comparison(pair.name, first, second, compare(old, new, first, second) if old != new else ())
    except ConvertError as error:
        return Comparison(pair.name, first, second, (), str(error), isinstance(error, InvalidArchive))


def _alone(pair: FilePair) -> Difference:
    """An issue that only one side has."""
    if not pair.old:
        return Difference(DiffClass.TEXT, "the issue is only in the new folder", lines=Lines(0, 1))
    return Difference(DiffClass.TEXT, "the issue is only in the old folder", lines=Lines(1, 0))


def _compare_pages(pair: FilePair) -> tuple[Difference, ...]:
    """Compare an issue with the archival files of its pages.

    Raises:
        UnreadableSource, InvalidArchive: one of them cannot be loaded, or is no archival XML of ours.

    """
    sides = []
    for paths in (pair.old, pair.new):
        loaded = [NamedArchive(load(path, MOST, hint="split it"), printable_path(path)) for path in paths]
        sides.append(merge_pages(loaded) if len(loaded) > 1 else of_an_issue(read_issue(*loaded[0])))
    is_old = len(pair.old) > 1
    parted = pair.old if is_old else pair.new
    differences = compare_issues(*sides)
    # the lines of several files are those of none
    placed = (
        replace(d, lines=Lines(0, d.lines.new) if is_old else Lines(d.lines.old, 0)) for d in differences
    )
    one = one_of_pages([printable_path(path.name) for path in parted], is_old=is_old)
    return in_order((one, *placed))
