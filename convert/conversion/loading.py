"""From files to a document: loaded, with what is known of the issue, and read; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from convert.conversion.settings import Planned, Settings
from convert.document.model import Document, Metadata
from convert.errors import BadSetting, InvalidArchive, UnreadableSource
from convert.issue.house import load_packs, parse_packs
from convert.issue.metadata import (
    MAX_HARM,
    PACKS,
    by_field,
    check_metadata,
    leave_out_impossible,
    load_issue_metadata,
    load_metadata,
)
from convert.readers.registry import CONTAINER, READERS, TEXT, Readers, choose_reader, find_reader, read_by
from convert.readers.text import decode_plain
from convert.system.find import SourceFile
from convert.system.issue_source import IssueSource, SourceIssue, SourcePart, part_names
from convert.system.load import load, too_large
from convert.tei.source_files import SOURCES, with_source_files
from convert.text.late import LateModule
from convert.text.source import Source, combined_digest

if TYPE_CHECKING:
    from convert.conversion import containers, reread
    from convert.readers import issue as issues
    from convert.readers.issue import ReadPart
else:
    containers = LateModule("convert.conversion.containers")
    reread = LateModule("convert.conversion.reread")
    issues = LateModule("convert.readers.issue")

PACKED = (TEXT, "docx")
"""Readers of files that are no larger than what is in them."""
NAMED_PAGES = 50
"""Pages without a text that warnings name, each for itself."""
MARKUP_SIZE = 8
"""How many times as large as the largest text a file may be that holds a text among other things: an archival
XML, an ALTO, a PDF; and so all such files of an issue together."""
MARKUP_SUFFIXES = tuple(
    suffix for name, entry in READERS.items() if name not in PACKED for suffix in entry.suffixes
)


class LostPage(NamedTuple):
    """A page without a text."""

    page: str
    name: str
    failure: UnreadableSource | InvalidArchive


def read(
    data: bytes,
    meta: Metadata | None = None,
    *,
    encoding: str = "",
    form: str = "",
    readers: Readers = READERS,
) -> Document:
    """Read a source, by the reader that is named or that its bytes or its name ask for; nothing is repaired.

    Raises:
        UnreadableSource: empty, binary, or not text in the declared encoding.
        UnknownFormat: no such reader.
        BadSetting: several readers claim it.

    """
    meta = meta or Metadata()
    reader = find_reader(form, readers) if form else choose_reader(data, meta.name, readers)
    return read_by(reader, data, meta, encoding)


def load_document(
    source: IssueSource, settings: Settings, stdin: BinaryIO | None = None, planned: Planned | None = None
) -> Document:
    """Load and read one source, with what is known of it; nothing is repaired.

    Raises:
        ConvertError: as `load`, `load_metadata` and `read` raise, or it is not what was planned.

    """
    document = load_without_packs(source, settings, stdin, planned)
    if document.archive:
        return _state(document, {**source.metadata, **settings.flags}, source, settings)
    meta = document.meta
    packs = load_packs(meta)
    if planned:
        check_unchanged(packs.listed, planned.house, meta.house or source.location)
        check_unchanged(packs.counted, planned.knowledge, meta.knowledge or source.location)
    return replace(document, house=parse_packs(packs, meta))


def load_without_packs(
    source: IssueSource, settings: Settings, stdin: BinaryIO | None = None, planned: Planned | None = None
) -> Document:
    """Load and read one source; the packs that are named for its newspaper are not looked at.

    Raises:
        ConvertError: as `load_document` raises.

    """
    flags = {**source.metadata, **settings.flags}
    if isinstance(source, SourceIssue):
        return _load_issue(source, settings, flags, planned)
    return _load_file(source, settings, flags, stdin, planned)


def _load_file(
    source: SourceFile,
    settings: Settings,
    flags: Mapping[str, str],
    stdin: BinaryIO | None,
    planned: Planned | None,
) -> Document:
    data = load_source(source, settings, stdin)
    if planned:
        check_unchanged(data, planned.source, source.location)
        meta = planned.metadata
    else:
        meta = load_metadata(
            source.path, flags, source.name, location=source.location, follow_links=settings.follow_links
        )
    document = read(data, meta, encoding=settings.encoding, form=settings.form, readers=settings.readers)
    if document.archive and SOURCES in settings.endings:
        return with_source_files(document, source.path)
    return document


def _load_issue(
    issue: SourceIssue, settings: Settings, flags: Mapping[str, str], planned: Planned | None
) -> Document:
    """Load and read the files of an issue; one that cannot be read leaves its page.

    Raises:
        UnreadableSource: none can be read; one cannot, and that is not let pass; they are too large.

    """
    if issue.error:
        raise issue.error
    if planned:
        meta, pages = planned.metadata, planned.pages
    else:
        meta, pages = load_issue_metadata(issue, flags, follow_links=settings.follow_links)
    parts: list[ReadPart] = []
    lost: list[LostPage] = []
    text_size = kept_size = 0
    loaded_containers: list[containers.LoadedContainer] = []
    for part, name, page in zip(issue.parts, part_names(issue.parts), pages, strict=True):
        if part.is_container:
            container = containers.loaded_container(part, name, load_source(part.file, settings))
            loaded_containers.append(container)
            parts.append(container.part)
            continue
        loaded, failure = _load_part(part, name, page, settings)
        parts.append(loaded)
        source = loaded.document.source if loaded.document else loaded.blank
        text_size += len(source.data) if source else 0
        kept_size += source.original.size if source and source.original else 0
        for size, limit in ((text_size, settings.limit), (kept_size, settings.limit * MARKUP_SIZE)):
            if size > limit:
                some = len(parts) < len(issue.parts)
                raise too_large(size, limit, issue.location, at_least=some)
        if failure:
            lost.append(LostPage(page, name, failure))
    if lost and (settings.strict or len(lost) == len(issue.pages)):
        raise _no_issue(issue, [each.failure for each in lost], len(issue.pages))
    warnings = [*meta.warnings, *issue.warnings, *_lost_pages(lost)]
    if planned and combined_digest(part.digest for part in parts) != planned.source:
        raise changed(issue.location)
    document = issues.combine(issues.with_answers(parts), replace(meta, warnings=tuple(warnings)))
    return containers.take_structure(document, issue, loaded_containers) if loaded_containers else document


def _no_issue(
    issue: SourceIssue, failures: Sequence[UnreadableSource | InvalidArchive], files: int
) -> UnreadableSource:
    """Return the error of an issue that files cannot be read of: all, or one where none may be left out."""
    first = failures[0]
    if len(failures) == files:
        lost = f"none of its {files:,} files can be read; first error: {first.location}: {first.message}"
        return UnreadableSource(lost, location=issue.location, hint=first.hint)
    return UnreadableSource(first.message, location=first.location, hint=first.hint)


def _lost_pages(lost: Sequence[LostPage]) -> Iterator[str]:
    """Say which pages have no text, and why; of very many only of the first."""
    for page, name, failure in lost[:NAMED_PAGES]:
        which = f"page {page}" if page else "a page"
        hint = f"; {failure.hint}" if failure.hint else ""
        yield f"{which} has no text: {name}: {failure.message}{hint}"
    if more := len(lost[NAMED_PAGES:]):
        yield f"{more:,} more pages have no text"


def _load_part(
    part: SourcePart, name: str, page: str, settings: Settings
) -> tuple[ReadPart, UnreadableSource | InvalidArchive | None]:
    """Load and read one file of an issue; also return why it has no text, where it has none."""
    data: bytes | None = None
    digest, size = "", 0
    try:
        data = load_source(part.file, settings)
        digest, size = sha256(data).hexdigest(), len(data)
        document = _read_page(data, Metadata(name=name, page=page), settings, part.file.path)
    except (UnreadableSource, InvalidArchive) as error:
        place = error.location
        if not place or place == name or place.startswith(f"{name}:"):
            place = part.file.location + place[len(name) :]
        failure = type(error)(error.message, location=place, hint=error.hint)
        blank = None if data is None else _blank(data, name, settings)
        lost = b"" if blank else data or b""
        return issues.ReadPart(None, page, name, digest, size, error.message, blank, lost_data=lost), failure
    return issues.ReadPart(document, page, name, digest, size), None


def _read_page(data: bytes, meta: Metadata, settings: Settings, path: Path | None) -> Document:
    """Read one file of an issue; of an archival XML its source is read, as it was read then."""
    form = "" if settings.form == CONTAINER else settings.form
    document = read(data, meta, encoding=settings.encoding, form=form, readers=settings.readers)
    if not document.archive:
        return document
    document = reread.reread(document.archive, meta.name, path, settings.readers)
    if document.source.parts:
        hint = "restore its files, and give those"
        raise UnreadableSource(
            "the archival XML of a whole issue cannot be a page", location=meta.name, hint=hint
        )
    page = document.pages[0]
    return replace(document, pages=(replace(page, label=meta.page or page.label), *document.pages[1:]))


def _blank(data: bytes, name: str, settings: Settings) -> Source | None:
    """Return the source of a file that has nothing but white space; None where it has more, or is no text."""
    if not data:
        return Source(b"", "", "utf-8", name=name)
    if settings.form not in ("", TEXT):
        return None
    try:
        source = decode_plain(data, name, settings.encoding)
    except UnreadableSource:
        return None
    return None if source.text.strip() else source


def load_source(source: SourceFile, settings: Settings, stdin: BinaryIO | None = None) -> bytes:
    """Load a source; a file that holds a text among other things may be larger than the text.

    Raises:
        UnreadableSource: as `load` raises.

    """
    larger = settings.form not in ("", *PACKED) or source.name.lower().endswith(MARKUP_SUFFIXES)
    data = load(source, settings.limit * (MARKUP_SIZE if larger else 1), stdin)
    if len(data) > settings.limit and not _is_markup(data, settings):
        raise too_large(len(data), settings.limit, source.location)
    return data


def _is_markup(data: bytes, settings: Settings) -> bool:
    """Whether a file is read by one of our readers of more than text: no other one is named or claims it."""
    claims = (
        [settings.form] if settings.form else [r.name for r in settings.readers.values() if r.sniff(data)]
    )
    return bool(claims) and all(name in READERS and name not in PACKED for name in claims)


def _state(document: Document, flags: Mapping[str, str], source: IssueSource, settings: Settings) -> Document:
    """Put what the user says of an issue in the place of what its archival XML says.

    Raises:
        BadSetting: the archival XML itself is wanted, which would say something else.

    """
    no_rule = {*PACKS, MAX_HARM}  # runs on it
    flags = {key: value for key, value in flags.items() if key not in no_rule}
    possible, warnings = leave_out_impossible(flags, "")
    meta = replace(document.meta, **by_field(check_metadata(possible, "")), warnings=warnings)
    stated = replace(meta, warnings=(), images=document.meta.images)  # pictures are for the other formats
    if stated != document.meta and "xml" in settings.formats:
        raise BadSetting(
            "archival XML is copied unchanged, with its own metadata",
            location=source.location,
            hint="omit xml from -f, or restore the source and convert it",
        )
    return replace(document, meta=meta)


def check_unchanged(data: bytes, digest: str, location: str) -> None:
    """Refuse a file that is not what it was when the work was planned.

    Raises:
        UnreadableSource: it is not.

    """
    if sha256(data).hexdigest() != digest:
        raise changed(location)


def changed(location: str) -> UnreadableSource:
    """Return the error for what changed between the planning of work and the work."""
    return UnreadableSource(
        "changed while it was being read", location=location, hint="run again when it is complete"
    )
