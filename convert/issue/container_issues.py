"""Issues that a METS or DIDL names: which files are their pages, in which order, and which are not there.

    18980214/manifest.xml, toc/T1.xml, ocr/X1.xml, ocr/X2.xml  ->  18980214, pages 1 and 2
    1898.xml, which points to 18980214/manifest.xml and others ->  those issues

The container itself is a file of the issue without a text: it is kept and digested with the others. Files
outside of its folder are not opened, whatever it says.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import ConvertError, UnreadableSource
from convert.issue.container.model import Container
from convert.issue.container.parse import CONTAINERS, MOST, parse_container
from convert.issue.container.paths import file_name, relative_path
from convert.issue.page_files import ISSUE
from convert.system.find import SourceFile, find_link, sniffed_format
from convert.system.issue_source import SourceIssue, SourcePart
from convert.system.load import load
from convert.system.paths import printable_path

GENERIC = frozenset({"mets", "didl", "manifest", "index", "toc", "issue"})
"""Names of containers that say nothing of the issue: its folder does."""
ENDS = ("-mets", "_mets", ".mets", "-didl", "_didl", "mets_", "mets-")
"""What is left out of the names of containers."""
MOST_VOLUMES = 10_000
"""METS files to which one leads, directly or through others."""
MOST_MISSING_NAMED = 5
MOST_OTHERS = 50
"""Files beside the one that a container names that are looked at in its stead."""


@dataclass(frozen=True, slots=True)
class ContainerFile:
    """A container, where it lies, and the paths of its pages as far as they are in its folder."""

    position: int
    """Of its file among all that were found."""
    source: SourceFile
    path: Path
    container: Container
    pages: tuple[Path | None, ...]
    """None: the path leads out of the folder, or is no path."""


class ContainerIssues(NamedTuple):
    """What the containers among some files make of them."""

    issues: tuple[tuple[int, SourceIssue], ...]
    """Each with the place of its first file among all."""
    rest: tuple[tuple[int, SourceFile], ...]
    """The files that belong to none of them, each with its place."""


def container_issues(files: Sequence[SourceFile], *, follow_links: bool = False) -> ContainerIssues:
    """Read the containers among some files, and put together the issues that they name.

    One that cannot be read is a source with an error. One that does not say the order of its pages adds to
    another one of the same pages.
    """
    containers: list[ContainerFile] = []
    rest = dict(enumerate(files))
    for position, source in enumerate(files):
        if source.path is None or source.error or sniffed_format(source.path) not in CONTAINERS:
            continue
        try:
            containers.append(_container_file(position, source))
        except UnreadableSource as error:
            failure = UnreadableSource(error.message, location=source.location, hint=error.hint)
            rest[position] = replace(source, error=failure)
    positions = {os.path.abspath(f.path): n for n, f in enumerate(files) if f.path}  # noqa: PTH100 - no links
    failed: set[int] = set()
    for volume in [each for each in containers if each.container.volumes]:
        containers.remove(volume)
        inner = _volume_issues(volume, positions.keys(), follow_links=follow_links)
        containers += inner.containers
        positions.update({os.path.abspath(each.path): volume.position for each in inner.containers})  # noqa: PTH100
        if inner.missing:
            failed.add(volume.position)
            rest[volume.position] = replace(volume.source, error=_not_had(volume.source, inner.missing))
        else:
            del rest[volume.position]
    issues: list[tuple[int, SourceIssue]] = []
    for main, others in _with_others(containers):
        issue = _issue(main, others, follow_links=follow_links)
        own = [positions.get(os.path.abspath(p.file.path)) for p in issue.parts if p.file.path]  # noqa: PTH100
        places = [place for place in own if place is not None]
        issues.append((min(places), issue))
        for place in places:
            if place not in failed:
                rest.pop(place, None)
    return ContainerIssues(tuple(issues), tuple(rest.items()))


class _VolumeIssues(NamedTuple):
    """The containers to which the METS of a year points."""

    containers: list[ContainerFile]
    missing: list[str]
    """What cannot be had, each with the reason."""


def _volume_issues(volume: ContainerFile, known: AbstractSet[str], *, follow_links: bool) -> _VolumeIssues:
    """Read the containers to which one points, and those to which they do, each once.

    Those that are known are left out; nothing outside of its folder is opened.
    """
    folder = volume.path.parent
    issues = _VolumeIssues([], [])
    seen = {os.path.abspath(volume.path)}  # noqa: PTH100 - resolve() follows links
    waiting = [volume]
    while waiting:
        pointing = waiting.pop()
        inner = os.path.relpath(pointing.path.parent, folder)
        for href in pointing.container.volumes:
            name = relative_path(href, inner)
            path = folder / name
            full = os.path.abspath(path if name else pointing.path.parent / href)  # noqa: PTH100
            if full in seen or full in known:
                continue
            seen.add(full)
            if len(seen) > MOST_VOLUMES:
                issues.missing.append(f"more than {MOST_VOLUMES:,}")
                return issues
            reason = _reason_against(href, name, path, None if follow_links else folder)
            if not reason:
                relative = volume.source.mirrored.parent / path.relative_to(folder)
                try:
                    container = _container_file(volume.position, SourceFile(path, relative))
                except UnreadableSource as error:
                    reason = error.message
                else:
                    (waiting if container.container.volumes else issues.containers).append(container)
            if reason:
                issues.missing.append(f"{printable_path(href[:200])} ({reason})")
    return issues


def _reason_against(href: str, name: str, path: Path, top: Path | None) -> str:
    """Return why a file to which a METS points is not opened; empty: it is a METS, and may be."""
    if not name:
        return "a URL, which is not fetched" if "://" in href else "outside of its folder"
    if not os.path.isfile(path):  # noqa: PTH113 - fails on no name
        return "missing"
    if top is not None and find_link(path, top):
        return "reached through a link"
    return "" if sniffed_format(path) in CONTAINERS else "no METS"


def _not_had(source: SourceFile, missing: Sequence[str]) -> UnreadableSource:
    """Return the error of a METS of which some files to which it points cannot be had."""
    named = ", ".join(missing[:MOST_MISSING_NAMED]) + (" …" if len(missing) > MOST_MISSING_NAMED else "")
    message = f"{len(missing):,} of the METS files that it points to are not available: {named}"
    return UnreadableSource(message, location=source.location)


def _container_file(position: int, source: SourceFile) -> ContainerFile:
    """Read a container.

    Raises:
        UnreadableSource: as `load` and `parse_container` raise.

    """
    path = source.path or Path()
    container = parse_container(load(source, MOST, hint="give one for a single issue"), source.name)
    return ContainerFile(position, source, path, container, page_paths(container, path.parent))


def page_paths(container: Container, folder: Path, root: Path | None = None) -> tuple[Path | None, ...]:
    """Return the paths of a container's pages below `root`, by default its own folder.

    A page that is not where the container says, but alone has its name beside it, is that one: so files lie
    that were restored, or copied out of folders. It is None where the reference leads out of the folder.
    """
    inner = "" if root is None else os.path.relpath(folder, root)
    below = [relative_path(page.href, inner) for page in container.pages]
    last = [file_name(page.href) for page in container.pages]
    counts = Counter(last)
    paths: list[Path | None] = []
    for path, name in zip(below, last, strict=True):
        whole = (root or folder) / path if path else None
        if (whole is None or not os.path.lexists(whole)) and counts[name] == 1:
            beside = folder / name if name else folder
            whole = beside if os.path.isfile(beside) else whole  # noqa: PTH113 - fails on no name
        paths.append(whole)
    return tuple(paths)


def _with_others(
    containers: Sequence[ContainerFile],
) -> Iterator[tuple[ContainerFile, tuple[ContainerFile, ...]]]:
    """Yield the containers that are issues, each with those that only add to it, or name the same pages."""
    mains: list[ContainerFile] = []
    adding: list[ContainerFile] = []
    named: set[tuple[Path | None, ...]] = set()
    for each in containers:
        is_main = each.container.has_order and each.pages not in named
        named.update([each.pages] if is_main else ())
        (mains if is_main else adding).append(each)
    for main in mains:
        pages = set(main.pages) - {None}
        own = [each for each in adding if _adds_to(each, main, pages)]
        adding = [each for each in adding if each not in own]
        if not own and not main.container.units:
            own = list(_named_others(main, pages))
        yield main, tuple(own)
    for each in adding:  # alone, it is all that is known of the order
        yield each, ()


def _adds_to(other: ContainerFile, main: ContainerFile, pages: set[Path | None]) -> bool:
    """Whether a container names no other pages than those of the main one."""
    if not other.path.is_relative_to(main.path.parent):
        return False
    named = set(page_paths(other.container, other.path.parent, main.path.parent))
    return named <= pages


def _named_others(main: ContainerFile, pages: set[Path | None]) -> Iterator[ContainerFile]:
    """Yield the files that a container names as its table of contents; else what stands in their places.

    Deliveries name toc/M1.xml and have toc/T1.xml.
    """
    folder = main.path.parent
    for href in main.container.others:
        name = relative_path(href)
        path = folder / name
        beside = path.parent.iterdir() if name and path.parent.is_dir() else ()
        candidates = [path] if path.is_file() else sorted(islice(beside, MOST_OTHERS))
        for candidate in candidates:
            if find_link(candidate, folder) or sniffed_format(candidate) not in CONTAINERS:
                continue
            relative = main.source.mirrored.parent / candidate.relative_to(folder)
            try:
                other = _container_file(main.position, SourceFile(candidate, relative))
            except UnreadableSource:
                continue
            if candidate != main.path and _adds_to(other, main, pages):
                yield other
                return


def _issue(main: ContainerFile, others: Iterable[ContainerFile], *, follow_links: bool) -> SourceIssue:
    """Put together an issue: the files of its pages, then the containers."""
    tree, folder = main.source.mirrored.parent, main.path.parent
    parts: list[SourcePart] = []
    for page, path in zip(main.container.pages, main.pages, strict=True):
        file = _page_file(page.href, path, main, follow_links=follow_links)
        parts.append(SourcePart(file, page.label))
    files = [SourcePart(each.source, is_container=True) for each in (main, *others)]
    row = {key: value for key, value in main.source.metadata.items() if key not in {"page", ISSUE}}
    path, relative = _paths(main.source, folder, tree)
    label = printable_path(relative) if main.source.label else ""
    warnings = tuple(_missing(parts, main.source.name))
    described = {**main.container.metadata}
    for other in others:
        described = {**other.container.metadata, **described}
    return SourceIssue(
        path, (*parts, *files), relative, row, label=label, warnings=warnings, described=described
    )


def _page_file(href: str, path: Path | None, main: ContainerFile, *, follow_links: bool) -> SourceFile:
    """Return the file of a page; with an error where it is not there, or must not be opened."""
    folder = main.path.parent
    if path is None:
        name = file_name(href) or "page"
        reason = "a URL, which is not fetched" if "://" in href else "outside of its folder"
        message = f"{main.source.name} names {printable_path(href[:200])!r}: {reason}"
        stand_in = folder / "(not in the folder)" / name
        error: ConvertError = UnreadableSource(message, location=main.source.location)
        return SourceFile(stand_in, error=error, label=name)
    relative = main.source.mirrored.parent / path.relative_to(folder)
    label = printable_path(relative) if main.source.label else ""
    link = None if follow_links else find_link(path, folder)
    if link is None and not os.path.lexists(path):
        message = f"{main.source.name} lists it, but it does not exist"
        link = UnreadableSource(message, location=label or printable_path(path))
    return SourceFile(path, relative, error=link, label=label)


def _missing(parts: Sequence[SourcePart], name: str) -> Iterator[str]:
    """Say once how many of the files that a container names are not there."""
    lost = [part for part in parts if part.file.error]
    if len(lost) > 1:
        yield f"{len(lost):,} of the {len(parts):,} files that {name} lists are not available"


def _paths(source: SourceFile, folder: Path, tree: PurePath) -> tuple[Path, PurePath]:
    """Return the path of an issue and that in its tree: as its container is called, else as its folder."""
    stem = source.stem
    lowered = stem.lower()
    for end in ENDS:
        if lowered.endswith(end) and len(stem) > len(end):
            stem = stem[: -len(end)]
            break
        if lowered.startswith(end) and len(stem) > len(end):
            stem = stem[len(end) :]
            break
    if stem.lower() not in GENERIC:
        return folder / stem, tree / stem
    full = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() follows links
    name = full.name or "issue"
    return (folder if folder.name == name else full), tree.parent / name
