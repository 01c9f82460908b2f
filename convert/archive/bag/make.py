"""Making a bag: all of it beside its place, then under its name at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag import verify
from convert.archive.bag.contents import BaggedIssue, contents
from convert.archive.bag.failed import failure_files
from convert.archive.bag.info import (
    EXTERNAL_DESCRIPTION,
    PROFILE_IDENTIFIER,
    BagEntry,
    check_profile,
    profile_identifier,
)
from convert.archive.bag.issue_files import (
    DECISIONS,
    SOURCE,
    UNREAD,
    BagFile,
    BagSource,
    IssueFiles,
)
from convert.archive.bag.mets import mets
from convert.archive.bag.notes import BagNotes
from convert.archive.bag.paths import encode_path
from convert.archive.bag.premis import premis
from convert.archive.bag.serials import Serials
from convert.errors import BadSetting, UnwritableOutput
from convert.system.find import DECISIONS as SUFFIX
from convert.system.flush import Flusher, open_flusher
from convert.system.load import load
from convert.system.paths import folded_path, printable_path
from convert.system.write import open_output_folder
from convert.system.xml import MOST
from convert.tei.archive import open_archive
from convert.tei.header import declared_sources, metadata, reviewers, software
from convert.tei.issue import issue_of
from convert.tei.restore import RestoredPart, digest_of, restored_parts
from convert.tei.source_files import TEXT, find_source_files, kept_files, reader_name, text_name
from convert.text.time_text import utc_text

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
PROOF = "verify.py"
"""In the bag, beside its payload: a program that proves the bag with Python alone."""
CHUNK = 1 << 20
LONGEST_NAME, LONGEST_ENDING = 200, 8
"""Bytes of a source's name; characters of its ending, where the name cannot be kept."""


@dataclass(frozen=True, slots=True)
class BagSummary:
    """What a bag holds."""

    issues: int
    files: int
    size: int
    """Bytes of the payload."""
    without_decisions: tuple[str, ...] = ()
    """Issues that a reviewer decided on, in a file that is not known."""
    left_out: tuple[str, ...] = ()
    """Issues and single files that are stale."""
    pages: int = 0
    """Of all issues."""
    without_files: tuple[str, ...] = ()
    """Issues of which files were not at hand, whose texts are in the bag."""
    faults: tuple[str, ...] = ()
    """What the bag's own program finds wrong with the issues, such as a copy that somebody edited."""


@dataclass(slots=True)
class _BagWriter:
    """Writes the files of a bag, and remembers their digests."""

    root: Path
    flusher: Flusher
    files: dict[str, BagFile] = field(default_factory=dict)
    """By path within the bag."""
    folders: set[Path] = field(default_factory=set)
    """Those that are there."""

    def put(self, path: str, data: BinaryIO) -> BagFile:
        """Store a file and make its digests, piece by piece.

        Raises:
            BadSetting: another file has that name already.

        """
        if path in self.files:
            message = f"two files would have the name {printable_path(path)}"
            raise BadSetting(message, location="the bag", hint="rename one of them")
        target = self.root / path
        if target.parent not in self.folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(target.parent)
        hashes = [hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS]
        size = 0
        with target.open("xb") as file:
            while piece := data.read(CHUNK):
                size += len(piece)
                file.write(piece)
                for digest in hashes:
                    digest.update(piece)
            file.flush()
            self.flusher.take(file.fileno())
        self.files[path] = BagFile(path, size, *(digest.hexdigest() for digest in hashes))
        return self.files[path]

    def copy(self, path: str, source: Path) -> BagFile:
        """Store a copy of a file."""
        with open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123 - of a handle
            return self.put(path, file)


def write_bag(
    folder: Path,
    target: Path,
    timestamp: datetime,
    run: str,
    decisions: Mapping[str, Sequence[Path]] | None = None,
    notes: BagNotes | None = None,
) -> BagSummary:
    """Put all of a folder into a bag, with the files of each issue's source.

    Texts are restored from its XML; a file that a text was read out of is taken from the zip beside the XML.

    `decisions` are files with what was decided, by the path of the issue, or of a file of its source, without
    an ending; where they name none, NAME.decisions.toml in the folder itself is taken. What `notes` call
    stale is left out, and what failed is listed in metadata/failed.json. An issue was converted when `notes`
    say it, else when its XML was last changed. The same files at the same `timestamp` make the same bag, byte
    for byte.

    Raises:
        BadSetting: nothing to put in, a link, names that exclude each other.
        UnreadableSource, InvalidArchive: an .xml file that is no archival XML, or is not whole.
        UnwritableOutput: something has that name, or the bag cannot be written; nothing is left behind.

    """
    notes = notes or BagNotes()
    payload = contents(folder, notes.stale, notes.stale_files)
    _check_target(folder, target)
    with open_output_folder(target, run) as temporary, open_flusher() as flusher:
        bag = _BagWriter(temporary, flusher)
        undecided: list[str] = []
        textual: list[str] = []
        institutions: set[str] = set()
        faults: list[str] = []
        pages = 0
        serials = Serials()
        for issue in payload.issues:
            files = _put_issue(bag, issue, decisions or {}, notes, timestamp, serials)
            pages += len(files.issue.pages)
            institutions.add(files.meta.holding_institution)
            faults += map(printable_path, _proof_faults(bag, issue, files))
            if files.reviewers and not files.decisions:
                undecided.append(printable_path(issue.stem))
            if any(source.instead_of for source in files.sources):
                textual.append(printable_path(issue.stem))
        for path, file in payload.others:
            bag.copy(f"data/{path}", file)
        for path, data in serials.write(timestamp):
            bag.put(f"data/{path}", BytesIO(data))
        reasons = {path: notes.reason(path) for path in payload.left_out}
        failures = failure_files(notes.dated_failures(timestamp), reasons)
        entries = _entries(notes, institutions, timestamp)
        summary = _put_tags(bag, len(payload.issues), pages, entries, failures, notes.profile)
        return replace(
            summary,
            without_decisions=tuple(undecided),
            left_out=payload.left_out,
            without_files=tuple(textual),
            faults=tuple(faults),
        )


def _check_target(folder: Path, target: Path) -> None:
    """Refuse to replace anything, and to put a bag into what it is made of."""
    location = printable_path(target)
    if os.path.lexists(target):
        hint = "give another folder with -o, or remove this one"
        raise UnwritableOutput("already exists", location=location, hint=hint)
    if folder.resolve() in target.resolve().parents:
        message = "is inside the folder to be packed"
        raise BadSetting(message, location=location, hint="give another folder with -o")


def _put_issue(
    bag: _BagWriter,
    issue: BaggedIssue,
    decisions: Mapping[str, Sequence[Path]],
    notes: BagNotes,
    timestamp: datetime,
    serials: Serials,
) -> IssueFiles:
    """Store the files of an issue, those of its source among them, and what METS and PREMIS say of them."""
    location = printable_path(issue.archive)
    data = load(issue.archive, MOST)
    root = open_archive(data, location)
    parts = restored_parts(root, location)
    sources = _Sources(root, issue.archive, location)
    meta = metadata(root)
    folder = f"data/{issue.stem}/"

    def put(path: str, data: bytes) -> BagFile:
        return replace(bag.put(folder + path, BytesIO(data)), path=path)

    def copy(path: str, file: Path) -> BagFile:
        return replace(bag.copy(folder + path, file), path=path)

    files = IssueFiles(
        issue.name,
        meta,
        software(root),
        tuple(reviewers(root).values()),
        issue_of(root, location),
        digest_of(parts),
        sources=tuple(
            sources.put(part, meta.name, issue.name, put)._replace(fault=part.fault if part.is_lost else "")
            for part in parts
        ),
        archive=put(issue.archive.name, data),
        made=notes.only or notes.made.get(issue.stem) or _changed(issue.archive),
        copies=tuple(copy(file.name, file) for file in _copies(issue, sources)),
        decisions=tuple(copy(DECISIONS + name, path) for name, path in _decisions(issue, parts, decisions)),
        samples=tuple(notes.dated_samples(issue.stem)),
    )
    events = put(f"{issue.name}.premis.xml", premis(files, timestamp))
    put(f"{issue.name}.mets.xml", mets(files, events, timestamp, serials.enter(issue.stem, files)))
    return files


def _changed(file: Path) -> datetime:
    """Return when a file was last changed: a second is enough."""
    return datetime.fromtimestamp(int(file.stat().st_mtime), UTC)


def _proof_faults(bag: _BagWriter, issue: BaggedIssue, files: IssueFiles) -> Iterator[str]:
    """Yield what the program in the bag will say of an issue."""
    folder = f"data/{issue.stem}/"
    sizes = {folder + file.path: file.size for file in (files.archive, *files.copies)}
    return verify.issue(bag.root, folder + issue.name, sizes, {file.sha256 for file in files.source_files})


class _Sources:
    """The files of an issue's source: those that the archival XML holds, and those kept beside it."""

    def __init__(self, root: Element, archive: Path, location: str) -> None:
        """Find the files that texts were read out of.

        Raises:
            InvalidArchive: a zip of them that is damaged.

        """
        self.kept = {file.declared.id: file for file in kept_files(root, location)}
        self._names = {folded_path(file.name) for file in declared_sources(root, location)}
        self._files = find_source_files(archive, tuple(self.kept.values())) if self.kept else None

    def put(
        self, part: RestoredPart, name: str, stem: str, put: Callable[[str, bytes], BagFile]
    ) -> BagSource:
        """Store a file; one that could not be read is named, and not there unless it was kept.

        Of a file that is not at hand the text is stored.

        Raises:
            InvalidArchive: a file that is kept is not what it was.

        """
        called = part.source.name if part.id else name
        kept = self.kept.get(part.id)
        stem = f"{stem}-{part.id}" if part.id else stem
        if part.is_lost and not (kept and self._files):
            return BagSource(part.id, called, part.page, None)
        if kept and self._files:
            path = SOURCE + source_name(kept.name, stem, PurePath(kept.name).suffix)
            stored = put(path, self._files.load(kept))
            reader = reader_name(kept.declared.reader) or UNREAD
            return BagSource(part.id, called, part.page, replace(stored, reader=reader))
        if kept and not part.source.data:
            return BagSource(part.id, called, part.page, None, called)
        path = SOURCE + source_name(text_name(kept.name, self._names) if kept else called, stem)
        return BagSource(part.id, called, part.page, put(path, part.source.data), called if kept else "")


def _copies(issue: BaggedIssue, sources: _Sources) -> Iterator[Path]:
    """Yield the reading copies; a zip of files that are in the bag themselves is none."""
    yield from issue.copies
    if issue.sources and not sources.kept:
        yield issue.sources


def _decisions(
    issue: BaggedIssue, parts: Sequence[RestoredPart], decisions: Mapping[str, Sequence[Path]]
) -> Iterator[tuple[str, Path]]:
    """Yield the decisions files of an issue, and of the files of its source, with their names in the bag."""
    whole = decisions.get(issue.stem) or ((issue.decisions,) if issue.decisions else ())
    if len(whole) == 1:
        yield f"{issue.name}{SUFFIX}", whole[0]
    else:
        yield from ((path.name, path) for path in whole)
    folder = issue.stem[: -len(issue.name)]
    for part in parts if len(whole) < 2 else ():
        for path in decisions.get(folder + PurePath(part.source.name).stem, ()) if part.id else ():
            yield path.name, path


def source_name(name: str, stem: str, ending: str = TEXT) -> str:
    """Return the name of a restored source: that of the file it came from, if it can be one here."""
    usable = name.isprintable() and "/" not in name and name not in {"", ".", ".."}
    if usable and len(name.encode("utf-8", "replace")) <= LONGEST_NAME:
        return name
    return f"{stem[:60]}{ending if ending[1:].isalnum() and len(ending) <= LONGEST_ENDING else ''}"


def _entries(notes: BagNotes, institutions: Collection[str], timestamp: datetime) -> list[BagEntry]:
    """Return the entries of bag-info.txt but for the counts; who holds all the issues is who sends them."""
    stated = dict(notes.info)
    if len(institutions) == 1 and (institution := " ".join(next(iter(institutions)).split())):
        stated.setdefault("Source-Organization", institution)
    if identifier := profile_identifier(notes.profile):
        stated[PROFILE_IDENTIFIER] = identifier
    stated.setdefault("External-Description", EXTERNAL_DESCRIPTION)
    made = {
        "Bag-Software-Agent": f"backfile {__version__}",
        "Bagging-Date": utc_text(timestamp)[:10],
    }
    return [BagEntry(*entry) for entry in (*made.items(), *stated.items())]


def _put_tags(
    bag: _BagWriter,
    issues: int,
    pages: int,
    entries: Sequence[BagEntry],
    failures: Mapping[str, bytes],
    profile: Mapping[str, object],
) -> BagSummary:
    """Store what makes a folder a bag: declaration, information, manifests.

    Raises:
        BadSetting: the profile asks for an entry that is not there.

    """
    payload = dict(bag.files)
    size = sum(file.size for file in payload.values())
    bag.put("bagit.txt", BytesIO(DECLARATION))
    counts = {"Issue-Count": issues, "Page-Count": pages, "Payload-Oxum": f"{size}.{len(payload)}"}
    whole = [*entries, *(BagEntry(label, str(count)) for label, count in counts.items())]
    check_profile(profile, whole, "the bag")
    lines = "".join(f"{label}: {text}\n" for label, text in whole)
    bag.put("bag-info.txt", BytesIO(lines.encode("utf-8", "backslashreplace")))
    bag.copy(PROOF, Path(__file__).with_name(PROOF))
    for path, data in failures.items():
        bag.put(path, BytesIO(data))
    for algorithm in ALGORITHMS:
        bag.put(f"manifest-{algorithm}.txt", BytesIO(_manifest(payload, algorithm)))
    tags = {path: file for path, file in bag.files.items() if path not in payload}
    for algorithm in ALGORITHMS:
        bag.put(f"tagmanifest-{algorithm}.txt", BytesIO(_manifest(tags, algorithm)))
    return BagSummary(issues, len(payload), size, pages=pages)


def _manifest(files: Mapping[str, BagFile], algorithm: str) -> bytes:
    """Write a manifest, sorted by path."""
    lines = (f"{getattr(files[path], algorithm)}  {encode_path(path)}\n" for path in sorted(files))
    return "".join(lines).encode()
