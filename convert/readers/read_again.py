"""The files that texts were read out of, read again: do they give the text that the archival XML holds?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from lxml.etree import _Element as Element

from convert.document.model import Document, Metadata
from convert.errors import ConvertError, InvalidArchive
from convert.ocr.answer import SUFFIX
from convert.readers.registry import IMAGE, Readers, read_by, with_answer
from convert.tei.source_files import (
    KeptFile,
    SourceFiles,
    find_source_files,
    kept_files,
    reader_name,
    sources_path,
)

MAX_FAULTS = 20
"""Files that are named, of those with which something is wrong; then no other is looked at."""
_NO_TEXT = sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What became of the files of an archival XML."""

    kept: int = 0
    """How many files its texts were read out of; 0: it holds all of its source itself."""
    whole: int = 0
    """How many of them are at hand, have their digests, and give their texts."""
    faults: tuple[InvalidArchive, ...] = ()
    """The first of them."""
    notes: tuple[InvalidArchive, ...] = ()
    """What could not be looked at, and what another version of a reader reads otherwise."""


def check_sources(
    root: Element, name: str, archive: Path | None, given: Path | None, readers: Readers
) -> SourceCheck:
    """Fetch the files of an archival XML from where they are kept, compare digests, and read them again.

    The text must be the one that the header has the digest of. That a newer reader gives another one is no
    fault of the file, and noted; so is that the files are not at hand.

    Raises:
        InvalidArchive: the header does not name the source's files.

    """
    kept = kept_files(root, name)
    if not kept:
        return SourceCheck()
    try:
        sources = find_source_files(archive, kept, given)
    except ConvertError as error:
        return SourceCheck(len(kept), faults=(_at(error, name),))
    if sources is None:
        return SourceCheck(len(kept), notes=(_not_at_hand(kept, archive, name),))
    whole = 0
    faults: list[InvalidArchive] = []
    notes: list[InvalidArchive] = []
    for file in kept:
        if len(faults) == MAX_FAULTS:
            break
        try:
            note = _compare(file, kept, sources, readers, name)
        except ConvertError as error:
            faults.append(_at(error, name))
            continue
        if note:
            notes.append(note)
        else:
            whole += 1
    return SourceCheck(len(kept), whole, tuple(faults), tuple(notes[:MAX_FAULTS]))


def read_again(
    file: KeptFile, data: bytes, meta: Metadata, readers: Readers, answer: bytes = b""
) -> Document | None:
    """Read a file as it was read when its archival XML was made; None: no reader of that name is here.

    `answer` is what an OCR engine has read of it then: it is not asked again.

    Raises:
        ConvertError: it cannot be read now.

    """
    readers = with_answer(readers, answer) if answer else readers
    reader = readers.get(reader_name(file.declared.reader))
    if reader is None:
        return None
    document = read_by(reader, data, meta)
    parts = document.source.parts  # of an image the answer, too, which is a file of its own
    return replace(document, source=parts[0].source) if parts else document


def answer_to(file: KeptFile, kept: Iterable[KeptFile], sources: SourceFiles) -> bytes:
    """Return what an OCR engine has read of a file, as it was kept; nothing: no engine has read it.

    Raises:
        InvalidArchive: it is not at hand, or is not what it was.

    """
    if reader_name(file.declared.reader) != IMAGE:
        return b""
    answers = (each for each in kept if each.declared.name == file.declared.name + SUFFIX)
    answer = next(answers, None)
    return sources.load(answer) if answer else b""


def gives_its_text(file: KeptFile, document: Document) -> bool:
    """Whether what was read again is the text that the archival XML holds."""
    return sha256(document.source.data).hexdigest() == file.declared.text_sha256


def _compare(
    file: KeptFile, kept: Sequence[KeptFile], sources: SourceFiles, readers: Readers, name: str
) -> InvalidArchive | None:
    """Hold a file against digest and text; return what is to be noted.

    Raises:
        ConvertError: it is another file, or gives another text with the very reader that read it.

    """
    data = sources.load(file)
    if file.declared.text_sha256 in ("", _NO_TEXT):  # one that could not be read; a METS
        return None
    answer = answer_to(file, kept, sources)
    document = read_again(file, data, Metadata(name=file.declared.name), readers, answer)
    before = file.declared.reader
    if document is None:
        message = (
            f"{file.name}: has the right digest, but was not read again: no reader {reader_name(before)!r}"
        )
        return InvalidArchive(message, location=name, hint="install the package that provides it")
    if gives_its_text(file, document):
        return None
    original = document.source.original
    now = original.reader if original else ""
    if now == before:
        raise InvalidArchive(f"{file.name}: gives a different text when read again", location=name)
    message = f"{file.name}: read by {now or 'this version'} it gives a different text than by {before}"
    return InvalidArchive(message, location=name, hint="the archival XML contains the earlier text")


def _not_at_hand(kept: Sequence[KeptFile], archive: Path | None, name: str) -> InvalidArchive:
    files = kept[0].name if len(kept) == 1 else f"its {len(kept):,} files"
    are = "is" if len(kept) == 1 else "are"
    place = f": there is no {sources_path(archive).name}" if archive else ""
    message = f"{files} {are} missing{place}"
    return InvalidArchive(message, location=name, hint="give their folder or zip with --sources")


def _at(error: ConvertError, name: str) -> InvalidArchive:
    """Return an error as a fault of an archival XML: the files are part of the promise."""
    inner = f"{error.location}: " if error.location not in {"", name} else ""
    return InvalidArchive(f"{inner}{error.message}", location=name, hint=error.hint)
