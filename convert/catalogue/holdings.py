"""What a folder holds: issues, the formats each is there in, and what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5
from zipfile import BadZipFile, ZipFile

from lxml.etree import _Element as Element

from convert.archive.metadata import metadata
from convert.archive.parse import MOST, parse
from convert.archive.profile import read_archive
from convert.errors import ConvertError, UnreadableSource
from convert.files import shown
from convert.model import Metadata
from convert.writers.visible import visible

TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".epub": "application/epub+zip",
        ".pdf": "application/pdf",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xml": "application/tei+xml",
    }
)
"""Media types by ending, in the order in which readers are offered them (IANA's registry)."""
DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LONGEST = 500
"""Characters of a statement that a catalogue shows."""
DC = "{http://purl.org/dc/elements/1.1/}"


@dataclass(frozen=True, slots=True)
class Holding:
    """An issue and its files."""

    stem: str
    """Path of its files below the folder, without an ending."""
    endings: tuple[str, ...]
    title: str
    """The newspaper's."""
    date: str
    number: str
    page: str
    language: str

    @property
    def id(self) -> str:
        """A URN made from the path alone."""
        return uuid5(NAMESPACE_URL, f"backfile:{quote(self.stem, errors='surrogateescape')}").urn

    @property
    def label(self) -> str:
        """What a list shows: newspaper, date, number, page."""
        return " · ".join(filter(None, (self.title, self.date, self.number, self.page)))

    def link(self, ending: str) -> str:
        """Return the relative address of a file from the catalogue's folder."""
        return "../" + quote(self.stem + ending, errors="surrogateescape")


def survey(folder: Path, own: str) -> tuple[tuple[Holding, ...], tuple[ConvertError, ...]]:
    """Return the issues in a folder and its subfolders, newest first, and what could not be read.

    Links are not followed; hidden files and the catalogue's `own` folder are passed over.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if any(part.startswith(".") for part in inner.parts) or inner.parts[0] == own:
            continue
        linked = any(folder.joinpath(*inner.parts[: n + 1]).is_symlink() for n in range(len(inner.parts)))
        if path.suffix in TYPES and path.is_file() and not linked:
            found.setdefault(str(inner.with_suffix("")), []).append(path.suffix)
    holdings: list[Holding] = []
    faults: list[ConvertError] = []
    for stem, endings in found.items():
        try:
            holdings.append(_holding(folder, stem, endings))
        except ConvertError as fault:
            faults.append(fault)
    holdings.sort(key=lambda h: h.stem)
    holdings.sort(key=lambda h: h.date, reverse=True)
    return tuple(holdings), tuple(faults)


def _holding(folder: Path, stem: str, endings: list[str]) -> Holding:
    said = Metadata()
    if ".xml" in endings:
        path = folder / f"{stem}.xml"
        said = metadata(read_archive(_bytes(path), shown(str(path))))
    elif ".epub" in endings:
        said = _package(folder / f"{stem}.epub")
    date = said.date if DATE.fullmatch(said.date) else ""
    language = said.language if LANGUAGE.fullmatch(said.language) else ""
    title = _short(said.title) or _short(shown(Path(stem).name))
    ordered = tuple(ending for ending in TYPES if ending in endings)
    return Holding(stem, ordered, title, date, _short(said.number), _short(said.page), language)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST:
            raise UnreadableSource("too large", where=shown(str(path)), advice="leave it out")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read: {error.strerror}", where=shown(str(path)), advice="check its permissions"
        ) from error


def _short(text: str) -> str:
    """Return a statement on one line, not long, without marks that turn the text around it."""
    plain = "".join([c for c in visible(text) if c.isprintable() or c.isspace()])
    line = " ".join(plain.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _package(path: Path) -> Metadata:
    """Return what the package document of an EPUB says."""
    where = shown(str(path))
    try:
        with ZipFile(path) as book:
            container = _member(book, "META-INF/container.xml", where)
            rootfile = next(container.iter("{*}rootfile"), None)
            name = "" if rootfile is None else rootfile.get("full-path", "")
            package = _member(book, name, where)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableSource("no EPUB that can be read", where=where, advice="convert it again") from error
    said = {
        key: next((e.text or "" for e in package.iter(DC + key)), "") for key in ("title", "date", "language")
    }
    return Metadata(title=said["title"], date=said["date"][:10], language=said["language"])


def _member(book: ZipFile, name: str, where: str) -> Element:
    if book.getinfo(name).file_size > 10_000_000:
        raise UnreadableSource(f"{shown(name)} is too large", where=where, advice="convert it again")
    return parse(book.read(name), where)
