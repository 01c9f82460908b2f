"""The catalogue of a folder, made in one walk over its issues; memory holds the texts of a few at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from hashlib import sha256
from importlib.resources import files as packaged
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from convert import __version__
from convert.catalogue import feeds
from convert.catalogue.front import CatalogueFront
from convert.catalogue.history import NAME as HISTORY
from convert.catalogue.history import CatalogueTimes, check_unlike, format_history, read_history
from convert.catalogue.index import TokenCollector, as_script, count_shards, shards
from convert.catalogue.inventory import CatalogueEntry, list_issues, shorten
from convert.catalogue.issue_files import DRAWING, CatalogueFiles, CatalogueFilesMaker, IssueFolder, covers_of
from convert.catalogue.messages import catalogue_messages
from convert.catalogue.pages import CatalogueIndex, pages
from convert.catalogue.store import FOLDER, LISTED, CatalogueStore, open_store
from convert.catalogue.unchanged import NAME as UNCHANGED
from convert.catalogue.unchanged import is_made_of, made_of, state_of_files
from convert.catalogue.words import characters
from convert.errors import ConvertError, UnreadableSource, UnwritableOutput
from convert.system.paths import printable_path
from convert.system.processes import open_processes
from convert.typeset.styles import FontStyle

OWN_FILES = ("words.js", "page.js", "search.js", "read.js", "catalogue.css")
"""Files of the package that each catalogue has."""
Tick = Callable[[str, int], None]
"""Is told the name of each issue, and how many there are."""


class CatalogueSummary(NamedTuple):
    """What a catalogue holds."""

    issues: int
    faults: tuple[ConvertError, ...]
    """What was left out."""


class StaleOutputs(NamedTuple):
    """What is not of the present sources, and why."""

    issues: Mapping[str, str] = MappingProxyType({})
    """By path without an ending."""
    files: Mapping[str, str] = MappingProxyType({})
    """By path."""


class CatalogueName(NamedTuple):
    """What a catalogue is called, and what it speaks."""

    title: str = ""
    """Empty: the newspaper's, where all issues are of one."""
    language: str = ""
    """One of `messages.LANGUAGES`; empty: that of most issues."""


def build_catalogue(
    folder: Path,
    run: str,
    fonts: FontStyle | None = None,
    tick: Tick | None = None,
    stale: StaleOutputs | None = None,
    *,
    times: CatalogueTimes,
    name: CatalogueName | None = None,
    force: bool = False,
    jobs: int = 1,
) -> CatalogueSummary:
    """Write the catalogue of a folder; without `fonts` there are no covers.

    What is `stale` is left out, and is among the faults. With `force` pages are replaced that somebody has
    edited, or made. So many `jobs` read issues at a time.

    Raises:
        DuplicateIssue: two issues are one and the same; no page is written.
        UnwritableOutput: the folder is none, or cannot be written in.

    """
    if not folder.is_dir():
        raise UnwritableOutput("no such folder", location=printable_path(folder), hint="check the path")
    faults: list[ConvertError] = []
    name = name or CatalogueName()
    with open_store(folder, run, force=force) as store:
        stems = _stems(folder, faults, stale or StaleOutputs())
        state = (*_state(name, fonts, times), state_of_files(folder, stems))
        if state[-1] and not faults and is_made_of(store.folder, state, store.former):
            return CatalogueSummary(len(stems), ())
        former = read_history(store.folder, faults)
        place = IssueFolder(folder, store.folder, store.former, fonts, name.language)
        with open_processes(CatalogueFilesMaker(place), jobs, len(stems)) as processes:
            issues = _issues(processes.map(stems.items()), len(stems), faults, tick)
            entries, index, digests = _put_texts(store, issues)
        check_unlike(entries)
        history = former.followed_by(entries, digests, times)
        newest = tuple(sorted(history.dated(entries), key=lambda entry: entry.date, reverse=True))
        front = _front(name, entries)
        for file, data in feeds.feed_files(feeds.shelves(newest, history.changed, front)):
            store.put(file, data)
        store.put(HISTORY, format_history(history))
        store.put("characters.js", as_script("characters.js", characters()))
        for file in OWN_FILES:
            store.put(file, _packaged(file))
        store.flush()  # what the pages need is there before them
        for file, data in pages(newest, index, front):
            store.put(file, data)
        store.finish()
        if state[-1] and not faults and len(entries) == len(stems):
            store.finish_with(UNCHANGED, made_of(store.folder, state, store.names - {LISTED}))
    return CatalogueSummary(len(entries), tuple(faults))


def _state(name: CatalogueName, fonts: FontStyle | None, times: CatalogueTimes) -> tuple[str, ...]:
    """Return what a catalogue depends on beside its issues: what was asked for, and what makes it."""
    own = [sha256(data).hexdigest() for data in map(_packaged, OWN_FILES)]
    font = (fonts.package, fonts.file) if fonts else ()
    made = [f"{stem} {made.isoformat()}" for stem, made in sorted(times.made.items())]
    times_made = sha256("\n".join(made).encode("utf-8", "surrogateescape")).hexdigest()
    return (__version__, DRAWING, *name, *font, *own, times_made)


def _packaged(name: str) -> bytes:
    return packaged("convert.catalogue").joinpath(name).read_bytes()


def _stems(folder: Path, faults: list[ConvertError], stale: StaleOutputs) -> dict[str, tuple[str, ...]]:
    """Return the endings of a folder's issues that are not stale, by path without an ending."""
    stems = list_issues(folder, FOLDER, faults)
    for stem in sorted(stems.keys() & stale.issues.keys()):
        faults.append(_stale(folder / stem, stale.issues[stem]))
        del stems[stem]
    for stem, endings in list(stems.items()):
        single = [ending for ending in endings if stem + ending in stale.files]
        faults += [_stale(folder / f"{stem}{ending}", stale.files[stem + ending]) for ending in single]
        stems[stem] = tuple(ending for ending in endings if ending not in single)
        if not stems[stem]:
            del stems[stem]
    return stems


def _issues(
    issues: Iterable[CatalogueFiles], total: int, faults: list[ConvertError], tick: Tick | None
) -> Iterator[CatalogueFiles]:
    """Yield the issues that have a file to be read; what others have is among the faults."""
    for issue in issues:
        if tick:
            tick(printable_path(issue.entry.stem), total)
        faults += issue.faults
        if issue.entry.endings:
            yield issue


def _front(name: CatalogueName, entries: Sequence[CatalogueEntry]) -> CatalogueFront:
    """Return the catalogue's title and words: where none are asked for, those of its issues."""
    messages = catalogue_messages(name.language, [entry.language for entry in entries])
    titles = {entry.title for entry in entries if not entry.book}
    own = titles.pop() if len(titles) == 1 else messages.catalogue
    return CatalogueFront(shorten(name.title) or own, messages)


def _stale(path: Path, reason: str) -> UnreadableSource:
    return UnreadableSource(reason, location=printable_path(path), hint="or give --include-stale")


def _put_texts(
    store: CatalogueStore, issues: Iterable[CatalogueFiles]
) -> tuple[list[CatalogueEntry], CatalogueIndex, list[str]]:
    """Write texts, covers, index and reading pages; return the issues, and the digests of their contents."""
    collector = TokenCollector(store.folder)
    entries: list[CatalogueEntry] = []
    digests: list[str] = []
    digest = sha256()
    try:
        for issue in issues:
            entry = replace(issue.entry, order=len(entries))
            entries.append(entry)
            digests.append(issue.digest)
            _put_issue(store, issue)
            digest.update(sha256(json.dumps(astuple(entry)).encode()).digest() + sha256(issue.text).digest())
            collector.add(entry.order, issue.tokens.split())
        index = CatalogueIndex(digest.hexdigest()[:12], count_shards(collector.total))
        for number, shard in shards(collector, index.shards):
            name = f"search/{index.generation}-{number}.js"
            store.put(name, as_script(name, shard))
    except OSError as error:  # of the temporary files: all others are told where they arise
        raise UnwritableOutput(
            f"cannot be written: {error.strerror}",
            location=printable_path(store.folder),
            hint="free some disk space",
        ) from error
    finally:
        collector.close()
    name = f"search/{index.generation}-issues.js"
    store.put(name, as_script(name, _table(entries)))
    return entries, index, digests


def _put_issue(store: CatalogueStore, issue: CatalogueFiles) -> None:
    """Write the files of an issue; a cover that another has, or the former catalogue had, is kept."""
    entry = issue.entry
    if entry.cover:
        for number, file in enumerate(covers_of(entry.cover)):
            if not store.has(file) and issue.covers:
                store.put(file, issue.covers[number])
    if entry.is_readable:
        store.put(entry.reading, issue.page)
    store.put(issue.text_name, issue.text)


def _table(entries: Sequence[CatalogueEntry]) -> list[object]:
    """Return what the page must know of each issue to list it: small, for it is loaded whole."""
    titles = sorted({entry.title for entry in entries})
    numbers = {title: number for number, title in enumerate(titles)}
    rows = [
        (
            numbers[entry.title],
            entry.date,
            entry.label,
            entry.language,
            entry.base,
            " ".join(ending[1:] for ending in entry.endings),
            entry.key,
            entry.cover,
            int(entry.is_readable),
        )
        for entry in entries
    ]
    return [titles, rows]
