"""What `import convert` offers: from a file to a document, a repaired one, finished files, and back.

    document = repair(read("page.txt"))       write(document, "pdf").data       restore("page.xml")

All errors that a user can meet are of `convert.errors`: each names what is wrong, where, and what to do.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from convert.conversion import Settings, describe, load_document, review_source, to_folder, write_formats
from convert.conversion.pictures import pictures_of
from convert.document.model import Document
from convert.issue.metadata import check_metadata
from convert.issue.one_issue import one_issue
from convert.outcome import Outcome
from convert.passes.harm import MAX_HARM
from convert.passes.installed import load_passes
from convert.passes.registry import Pass
from convert.passes.registry import repair as run_passes
from convert.readers.registry import load_readers
from convert.system.find import SourceFile
from convert.system.issue_source import IssueSource
from convert.system.load import load
from convert.system.protect import OutputGuard
from convert.system.xml import MOST
from convert.tei.read import parse_archive
from convert.tei.restore import restored_parts
from convert.tei.source_files import (
    RestoredFile,
    document_files,
    find_source_files,
    kept_files,
    restored_files,
)
from convert.typeset.styles import load_style
from convert.typeset.timestamp import issue_day
from convert.typeset.writer import Rendered, WriteContext
from convert.writers.registry import writer

__all__ = ["Document", "convert_file", "read", "repair", "restore", "restore_parts", "write"]

FORMATS = ("docx", "pdf", "epub", "xml")
STYLE = "newspaper"
MAX_SIZE = 16.0
"""Million bytes."""

AS_STATED = -1.0
"""Stands for as much harm as is stated of an issue."""

PathName = str | os.PathLike[str]


def convert_file(
    source: PathName | Sequence[PathName],
    folder: PathName = "output",
    formats: str | Iterable[str] = FORMATS,
    *,
    style: str = STYLE,
    form: str = "",
    encoding: str = "",
    decisions: PathName | None = None,
    timestamp: datetime | None = None,
    force: bool = False,
    max_harm: float | None = None,
    max_size: float = MAX_SIZE,
    strict: bool = False,
    page_images: bool = False,
    **metadata: str,
) -> Outcome:
    """Convert a file, as `backfile convert` does: page.txt -> output/page.docx, .pdf, .epub, .xml.

    Several files are one issue, and its pages in that order; it is named by what their names have in common:
    daily_2026-03-05_p1.txt and daily_2026-03-05_p2.txt -> output/daily_2026-03-05.docx, ...

    `formats` are names of writers, or one text as the command takes them: "xml,docx". With "xml", files that
    texts were read out of go into page.sources.zip.
    `form` names a reader, `metadata` are title, date, number, language and page, and `images`: which pictures
    of the source reading copies show, "none", "small" or "full"; with `page_images` they show the printed
    pages, too, behind the text. The outcome has the paths in `outputs[format].path`, what the rules did, and
    the warnings. `timestamp` goes into the files; by default it is the issue's date. The rules may change
    `max_harm` characters in 100,000 wrongly; by default as many as the TOML files beside the source say, else
    2. A file that is there and is not as it was written before is replaced only with `force`. A source, or
    the files of an issue together, may have `max_size` million bytes. A file of an issue that cannot be read
    costs its page, with a warning; with `strict` the issue fails.

    Raises:
        ConvertError: the source cannot be read, a setting is wrong, or the files cannot be written.

    """
    names = formats.split(",") if isinstance(formats, str) else formats
    settings = _settings(metadata, form, encoding, tuple(names), style, timestamp, decisions)
    limit = round(max_size * 1_000_000)
    settings = replace(settings, max_harm=max_harm, limit=limit, strict=strict, page_images=page_images)
    file = _issue(source)
    reviewed = review_source(file, settings)
    deliver = write_formats(settings, to_folder(Path(folder), secrets.token_hex(8), OutputGuard(force)))
    outputs, warnings, pictures = deliver(file, reviewed.document)
    return replace(describe(file, reviewed, outputs, warnings), pictures=pictures)


def read(
    source: PathName | Sequence[PathName] | bytes,
    *,
    form: str = "",
    encoding: str = "",
    max_size: float = MAX_SIZE,
    **metadata: str,
) -> Document:
    """Read a file, a path or its bytes, or the paths of an issue's pages; nothing is repaired yet.

    Of a path, what is known of the issue is taken from `metadata`, the TOML files beside it, and its name.

    Raises:
        UnreadableSource: there is no such file, or no text in it.
        BadSetting: an unknown reader, metadata that cannot be, or a broken TOML file.

    """
    settings = replace(_settings(metadata, form, encoding), limit=round(max_size * 1_000_000))
    if isinstance(source, bytes):
        return load_document(SourceFile(None), settings, BytesIO(source))
    return load_document(_issue(source), settings)


def repair(
    document: Document, *, passes: Sequence[Pass] | None = None, max_harm: float | None = AS_STATED
) -> Document:
    """Repair a document by the rules; each change is on record in it.

    `passes` are those to run, in order; by default the built-in and the installed ones. A document that
    was repaired is not repaired again. `max_harm` is how many characters in 100,000 they may change wrongly;
    by default as many as the TOML files beside the source say, else 2; with None each goes by its own
    threshold.

    Raises:
        BadSetting: an installed rule cannot be loaded.
        InvariantError: a pass proposed what cannot be, or lost a character.

    """
    if max_harm == AS_STATED:
        max_harm = float(document.meta.max_harm or MAX_HARM)
    return run_passes(document, passes=load_passes() if passes is None else passes, max_harm=max_harm)


def write(
    document: Document,
    form: str,
    *,
    style: str = STYLE,
    timestamp: datetime | None = None,
    images: str = "",
    folder: PathName | None = None,
) -> Rendered:
    """Write a document in a format: the file is `.data`, what could not be shown stands in `.warnings`.

    The same document, style, timestamp and images make the same bytes. `images` is "none", "small" or "full":
    which pictures of the source are shown; by default as is said of the issue, else small. Those of a PDF are
    in the document, those of an ALTO and its like in images of its pages that lie in `folder`.

    Raises:
        UnknownFormat: there is no writer of that name.
        StyleError: there is no such style, or it is broken.
        BadSetting: there is no such choice of images.

    """
    if images:
        document = replace(
            document, meta=replace(document.meta, images=check_metadata({"images": images}, "")["images"])
        )
    names = (document.meta.name, *(part.name for part in document.source.parts))
    folders = dict.fromkeys(names, (Path(folder),)) if folder else {}
    pictures, lacking = pictures_of(document, folders)
    stated = timestamp or issue_day(document.meta)
    context = WriteContext(stated, pictures=pictures, is_day=timestamp is None)
    rendered = writer(form)(document, load_style(style), context)
    return replace(rendered, warnings=(*lacking, *rendered.warnings))


def restore_parts(source: Document | PathName | bytes, sources: PathName | None = None) -> dict[str, bytes]:
    """Give back the files of an issue by their names, of a document or an archival XML, a path or its bytes.

    A source that is one file comes back by its name. Files that could not be read are left out. A file that a
    text was read out of, such as a .docx, is looked for in NAME.sources.zip beside NAME.xml, or in `sources`,
    a zip or folder; where it is not at hand, its text comes back as page.txt.

    Raises:
        UnreadableSource, InvalidArchive: no archival XML, one that was altered, or another file in the zip.

    """
    if isinstance(source, Document):
        return {file.name: file.data for file in document_files(source)}
    return {file.name: file.data for file in _restored(source, sources) if file.name}


def restore(source: Document | PathName | bytes, sources: PathName | None = None) -> bytes:
    """Give back the source, byte for byte, of a document or of an archival XML, a path or its bytes.

    That of an issue of several files is these, one after the other. Of a text that was read out of a file
    this is the file where that is at hand, as in `restore_parts`, else the text.

    Raises:
        UnreadableSource, InvalidArchive: as `restore_parts`.

    """
    if isinstance(source, Document):
        return b"".join([file.data for file in document_files(source)])
    return b"".join([file.data for file in _restored(source, sources)])


def _restored(source: PathName | bytes, sources: PathName | None) -> Iterator[RestoredFile]:
    """Yield the source files of an archival XML."""
    data, name = _archive(source)
    root = parse_archive(data, name)
    path = None if isinstance(source, bytes) else Path(source)
    kept = kept_files(root, name)
    files = find_source_files(path, kept, Path(sources) if sources else None) if kept else None
    return restored_files(restored_parts(root, name), kept, files)


def _archive(source: PathName | bytes) -> tuple[bytes, str]:
    """Return the bytes of an archival XML, and what messages call it."""
    if isinstance(source, bytes):
        return source, ""
    file = SourceFile(Path(source))
    return load(file, MOST), file.location


def _issue(source: PathName | Sequence[PathName]) -> IssueSource:
    """Return a file, or several as one issue in the order in which they are named; a METS is its issue."""
    if isinstance(source, str | os.PathLike):
        return one_issue([SourceFile(Path(source))])
    files = [SourceFile(Path(path)) for path in source]
    return one_issue(files)


def _settings(
    metadata: dict[str, str],
    form: str,
    encoding: str,
    formats: tuple[str, ...] = (),
    style: str = STYLE,
    timestamp: datetime | None = None,
    decisions: PathName | None = None,
) -> Settings:
    return Settings(
        formats,
        load_style(style),
        check_metadata(metadata, ""),
        encoding,
        timestamp=timestamp,
        decisions=Path(decisions) if decisions else None,
        form=form,
        readers=load_readers(),
        passes=load_passes(),
    )
