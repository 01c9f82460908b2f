"""Finding files: what the arguments of a command name, and what a folder holds."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import ConvertError, UnreadableSource, suggest
from convert.system.paths import printable_path
from convert.system.staging import FOLDER
from convert.text.layout_files import LISTS, bytes_to_look_at, layout_format, may_be_layout
from convert.text.printed_files import is_page_image, is_source_pdf

STDIN = "-"
TEXT = (".txt",)
SETTINGS = ".toml"
FINISHED = (".epub", ".xml")
"""Ends of files that are made of sources; XML of archives is known by its bytes."""
COMPRESSED = ".bz2"
"""Behind the ending of a file that is read as it is: page.xml.bz2."""
"""Metadata and decisions stand beside sources in such files: they are used, not passed over."""
HIDDEN = "hidden"
"""What is counted so begins with a full stop: a file, or a folder with all that is in it."""
LINK_HINT = "links are not followed; give --follow-links to read them"
DECISIONS = ".decisions.toml"
"""Of a file with what a person decided on the source of that name."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source to convert; without a path it is standard input."""

    path: Path | None
    relative: PurePath | None = None
    """Its path below the folder, pattern or manifest that named it; the output tree mirrors it."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What a manifest says of it."""
    error: ConvertError | None = None
    """Set where this cannot be a source: it fails alone, and the others are converted."""
    label: str = ""
    """What messages call it; empty: by its path."""

    @property
    def name(self) -> str:
        """The file's name as text; bytes of it that are not UTF-8 are shown as U+FFFD."""
        return "stdin" if self.path is None else printable_path(self.path.name)

    @property
    def location(self) -> str:
        """The path as the user gave it, for messages."""
        return self.label or (STDIN if self.path is None else printable_path(self.path))

    @property
    def exact(self) -> str:
        """The path as the user gave it, for programs: character for character."""
        return STDIN if self.path is None else str(self.path)

    @property
    def stem(self) -> str:
        """The name of its outputs, without their endings."""
        return "stdin" if self.path is None else PurePath(self.path.name.removesuffix(COMPRESSED)).stem

    @property
    def mirrored(self) -> PurePath:
        """Where it stands in the tree that it came with."""
        return self.relative or PurePath("stdin" if self.path is None else self.path.name)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that some arguments name, and what their folders hold besides."""

    files: tuple[SourceFile, ...]
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """How many files are no sources by their names, by ending: {".pdf": 1, ".xml": 2, "hidden": 1}."""


ABOUT = re.compile(
    r"(read[-_ ]?me|source|licen[cs]e|copying|about|notes?|bagit|bag-info|(tag)?manifest-.+|.*checksums?)",
    re.IGNORECASE,
)
"""Names of texts that describe a delivery, without their endings."""


class FolderEntry(NamedTuple):
    """A file or folder below a folder."""

    path: Path
    relative: PurePath
    is_folder: bool
    """Whether it is a folder, or a link to one."""
    is_link: bool
    error: OSError | None = None
    """Set for a folder that cannot be opened."""


def walk(
    folder: Path,
    *,
    leave_out: Path | None = None,
    follow_links: bool = False,
    hidden: list[Path] | None = None,
) -> Iterator[FolderEntry]:
    """Yield what stands in a folder and its subfolders, sorted; a folder before what it holds.

    Hidden files and folders are left out, and the folder that is named, however it is reached. With
    `follow_links` a link to a folder is walked as one, each folder once. A folder that cannot be opened is
    yielded once more, with its error. What is hidden is added to `hidden`, but for the program's own folder.
    """
    left_out = {os.path.realpath(leave_out)} if leave_out else set()
    walked = {*left_out, os.path.realpath(folder)} if follow_links else None
    yield from _walk(folder, PurePath(), left_out, walked, [] if hidden is None else hidden)


def _walk(
    folder: Path, relative: PurePath, left_out: set[str], walked: set[str] | None, hidden: list[Path]
) -> Iterator[FolderEntry]:
    """Walk a folder; `walked` are those that were walked before, None where links are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield FolderEntry(folder, relative, is_folder=True, is_link=False, error=error)
        return
    for entry in entries:
        path, below = folder / entry.name, relative / entry.name
        if entry.name.startswith("."):
            if entry.name != FOLDER:
                hidden.append(path)
            continue
        is_link = entry.is_symlink()
        is_folder = path.is_dir() if is_link else entry.is_dir(follow_symlinks=False)
        seen = left_out if walked is None else walked
        if not is_folder or (is_link and walked is None):
            yield FolderEntry(path, below, is_folder, is_link)
        elif not seen or (real := os.path.realpath(path)) not in seen:
            if walked is not None:
                walked.add(real)
            yield FolderEntry(path, below, is_folder=True, is_link=False)
            yield from _walk(path, below, left_out, walked, hidden)


def find(
    arguments: Iterable[str],
    suffixes: tuple[str, ...] = TEXT,
    *,
    outputs: Path | None = None,
    follow_links: bool = False,
) -> Sources:
    """Find the sources that the arguments name, in their order, each file once.

        page.txt  issues/  "1951-*.txt"  -

    A folder gives its files of those endings, in its subfolders too, sorted; where texts are among them, also
    the files of OCR programs and archives, told by their first bytes: ALTO, METS and the like; where there is
    neither, its PDFs, but those that this program has written, or else its images. A pattern that
    the shell has not expanded gives the files it matches. An argument that names nothing is a source with an
    error; so is a link, unless `follow_links` is set. Files in the folder `outputs` or named are not counted.
    """
    written = os.path.realpath(outputs) if outputs else ""
    named: list[SourceFile] = []
    others: list[Path] = []
    for argument in arguments:
        try:
            named += find_named(argument, suffixes, others, follow_links=follow_links)
        except UnreadableSource as error:
            named.append(SourceFile(Path(argument), error=error))
    files = unique(named)
    read = {os.path.realpath(file.path) for file in files if file.path and others}
    left = [path for path in others if not _is_inside(path, written) and os.path.realpath(path) not in read]
    return Sources(files, dict(sorted(count_suffixes(left).items())))


def count_suffixes(paths: Iterable[Path]) -> Counter[str]:
    """Count files by their endings, in small letters; those that are hidden as such, whatever they end in."""
    return Counter(HIDDEN if path.name.startswith(".") else path.suffix.lower() for path in paths)


def _is_inside(path: Path, folder: str) -> bool:
    return bool(folder) and Path(os.path.realpath(path.parent)).is_relative_to(folder)


def unique(sources: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """Keep each file once: two ways to write one path are one source; a link is one of its own."""
    real: dict[Path, str] = {}
    kept: dict[str, SourceFile] = {}
    for source in sources:
        if source.path is None:
            kept.setdefault(STDIN, source)
            continue
        folder = source.path.parent
        if folder not in real:
            real[folder] = os.path.realpath(folder)
        key = os.path.join(real[folder], source.path.name)  # noqa: PTH118 - names may be odd
        kept.setdefault(f"{key}\0{source.error or ''}", source)
    return tuple(kept.values())


def find_named(
    argument: str,
    suffixes: tuple[str, ...],
    others: list[Path],
    *,
    leave_out: Path | None = None,
    follow_links: bool = False,
) -> list[SourceFile]:
    """Return the sources of one argument, and add the other files of a folder to `others`.

    `leave_out` is a folder that is not searched. A link is a source with an error unless `follow_links` is
    set; a folder that is named itself may be one.

    Raises:
        UnreadableSource: it names nothing.

    """
    if argument == STDIN:
        return [SourceFile(None)]
    path = Path(argument)
    if path.is_dir():
        sources = list(_in_folder(path, suffixes, others, leave_out, follow_links=follow_links))
        if not sources:
            more = ", and no other readable file" if set(TEXT) <= set(suffixes) else ""
            raise UnreadableSource(
                f"no {' or '.join(suffixes)} file in this folder{more}",
                location=printable_path(path),
                hint="give the files themselves if they have another suffix",
            )
        return sources
    try:
        path.lstat()
    except OSError as error:
        if glob.has_magic(argument):
            return _matches(argument, follow_links=follow_links)
        raise missing(path, error) from error
    return [SourceFile(path, PurePath(path.name), error=None if follow_links else find_link(path))]


def find_link(path: Path, top: Path | None = None) -> UnreadableSource | None:
    """Return the error of a source that is a link, or stands behind one below the folder `top`.

    A link that leads nowhere has none: that it does is said where it is loaded.
    """
    if not os.path.exists(path):  # noqa: PTH110 - exists() fails on long names
        return None
    folders = path.relative_to(top).parents if top and path.is_relative_to(top) else ()
    for each in (path, *(path.parents[number] for number in range(len(folders) - 1))):
        if each.is_symlink():
            location = printable_path(path)
            kind = "a link" if each == path else f"reached through the link {printable_path(each)}"
            return UnreadableSource(kind, location=location, hint=LINK_HINT)
    return None


def is_there(path: Path, location: str, *, follow_links: bool) -> bool:
    """Return whether a file that goes with a source, such as its metadata, is there.

    Raises:
        UnreadableSource: it is a link, and `follow_links` is not set, or it leads nowhere.

    """
    if os.path.islink(path):  # noqa: PTH114 - is_symlink() fails on long names
        if not follow_links:
            raise UnreadableSource("a link", location=location, hint=LINK_HINT)
        if not os.path.exists(path):  # noqa: PTH110 - the same
            hint = "repair or omit the link"
            raise UnreadableSource("a broken link", location=location, hint=hint)
    return os.path.isfile(path)  # noqa: PTH113 - the same


def _in_folder(
    folder: Path,
    suffixes: tuple[str, ...],
    others: list[Path],
    leave_out: Path | None,
    *,
    follow_links: bool,
) -> Iterator[SourceFile]:
    """Yield the sources of a folder, and what looks like one and is none.

    Where there is no text and no file of an archive, its PDFs are the sources, else its images. What only
    describes a delivery, a METS with its pages, is counted with the others.
    """
    sniffs = set(TEXT) <= set(suffixes)
    sources: list[SourceFile] = []
    rest: list[FolderEntry] = []
    deliveries: set[PurePath] = set()
    for entry in walk(folder, leave_out=leave_out, follow_links=follow_links, hidden=others):
        form = sniffed_format(entry.path) if sniffs and not entry.is_folder else ""
        if form in LISTS:
            deliveries.add(entry.relative.parent)
        if entry.is_folder or entry.path.name.lower().endswith(suffixes) or form:
            sources += _sources_of(entry, suffixes, follow_links=follow_links)
        elif entry.path.suffix.lower() != SETTINGS:
            rest.append(entry)
    printed = _printed_pages(rest) if sniffs and not sources else []
    for entry in printed:
        sources += _sources_of(entry, suffixes, follow_links=follow_links)
    chosen = set(printed)
    others += [entry.path for entry in rest if entry not in chosen]
    above = {parent for delivery in deliveries for parent in (delivery, *delivery.parents)}
    for source in sources:
        place = source.mirrored
        described = place.parent in deliveries or (place.parent in above and ABOUT.fullmatch(place.stem))
        if described and source.path and place.name.lower().endswith(TEXT):
            others.append(source.path)
        else:
            yield source


def _printed_pages(entries: Sequence[FolderEntry]) -> list[FolderEntry]:
    """Return the PDFs among files, else the images; none beside finished books, whose covers those may be."""
    if any(entry.path.suffix.lower() in FINISHED for entry in entries):
        return []
    pages = [entry for entry in entries if is_source_pdf(entry.path)]
    return pages or [entry for entry in entries if is_page_image(entry.path)]


def _sources_of(entry: FolderEntry, suffixes: tuple[str, ...], *, follow_links: bool) -> Iterator[SourceFile]:
    """Yield what an entry of a folder is: a source, or why it is none; most folders are neither."""
    if entry.error:
        yield _no_source(entry, f"cannot be opened: {entry.error.strerror}", "check its permissions")
    elif entry.is_folder and entry.is_link:
        hint = "give the folder as well, or add --follow-links"
        yield _no_source(entry, "a link to a folder; links are not followed", hint)
    elif entry.is_folder and entry.path.name.lower().endswith(suffixes):
        yield _no_source(entry, "a folder, not a file", "rename the folder; the files in it are converted")
    elif not entry.is_folder:
        error = find_link(entry.path) if entry.is_link and not follow_links else None
        yield SourceFile(entry.path, entry.relative, error=error)


def sniffed_format(path: Path) -> str:
    """Return of which format of OCR programs or archives a file is, by its first bytes; empty: of none.

    A link is looked at where it leads, whether or not it is followed later.
    """
    if not may_be_layout(path.name) or not os.path.isfile(path):  # noqa: PTH113 - fails on no name
        return ""
    try:
        with path.open("rb") as file:
            return layout_format(file.read(bytes_to_look_at(path.name)))
    except OSError:
        return ""


def _no_source(entry: FolderEntry, message: str, hint: str) -> SourceFile:
    error = UnreadableSource(message, location=printable_path(entry.path), hint=hint)
    return SourceFile(entry.path, entry.relative if entry.relative.parts else None, error=error)


def _matches(pattern: str, *, follow_links: bool) -> list[SourceFile]:
    """Return the files that a pattern matches; their tree begins where its fixed part ends."""
    fixed: list[str] = []
    for part in Path(pattern).parts:
        if glob.has_magic(part):
            break
        fixed.append(part)
    matches = [Path(match) for match in glob.glob(pattern, recursive=True)]  # noqa: PTH207 - takes absolute patterns too
    files = sorted((path for path in matches if not path.is_dir()), key=os.fsencode)
    if not files:
        raise UnreadableSource("no file matches", location=printable_path(pattern), hint="check the pattern")
    top = Path(*fixed)
    errors = (None if follow_links else find_link(path, top) for path in files)
    return [
        SourceFile(path, path.relative_to(top), error=error)
        for path, error in zip(files, errors, strict=True)
    ]


def missing(path: Path, error: OSError, *, suggest_another: bool = True) -> UnreadableSource:
    """Say why there is no such file: a link to nowhere, or perhaps a slip of the pen.

    To suggest another costs a look at all that stands beside it.
    """
    location = printable_path(path)
    if path.is_symlink():
        target = printable_path(path.readlink())
        return UnreadableSource(
            f"a broken link to {target}",
            location=location,
            hint="repair or omit the link",
        )
    message = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
    nearest = _nearest(path) if suggest_another else ""
    return UnreadableSource(message, location=location, hint=nearest or "check the path")


def _nearest(path: Path) -> str:
    """Name the file that may have been meant."""
    try:
        names = sorted(printable_path(entry.name) for entry in os.scandir(path.parent))
    except OSError:
        return ""
    folder = printable_path(path.with_name("x"))[:-1]
    return suggest(printable_path(path.name), names, "", prefix=folder, likeness=0.75)
