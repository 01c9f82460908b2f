"""What an EPUB says of itself, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

from lxml.etree import LxmlError
from lxml.etree import _Element as Element

from convert.catalogue.identifiers import plain_identifier
from convert.document.model import Metadata
from convert.errors import ConvertError, UnreadableSource
from convert.system.paths import printable_path
from convert.system.xml import parse
from convert.system.zip_faults import DAMAGED

DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MAX_FILE_BYTES, MAX_TEXT_BYTES = 10_000_000, 100_000_000
"""Of one file in the book, and of all that are read."""
DOCTYPE = re.compile(rb"<!DOCTYPE\s+html[^\[>]*>", re.IGNORECASE)
"""What XHTML may begin with; one with declarations of its own stays, and is refused."""
BROKEN: tuple[type[Exception], ...] = (*DAMAGED, LxmlError)
BLOCKS = frozenset(XHTML + name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "dt", "dd"))


class CollectedBook(NamedTuple):
    """What a book says of itself that is no issue: a volume of several, or an anthology."""

    title: str
    days: str
    """The first and the last day of what is in it, in words."""
    series: str


class BookText(NamedTuple):
    """What an EPUB says of itself, and its text."""

    metadata: Metadata
    paragraphs: tuple[str, ...]
    """In the order of the spine."""
    faults: tuple[ConvertError, ...]
    """Pages that cannot be read."""
    identifier: str = ""
    """Who the book is: a URN of a UUID; empty: it states none."""
    collected: CollectedBook | None = None
    """None: it is an issue."""


class _OpenBook(NamedTuple):
    """An EPUB that is being read."""

    archive: ZipFile
    location: str

    def parse(self, name: str) -> Element:
        """Return the root of a file in the book.

        Raises:
            UnreadableSource: too large, or no XML that we take.

        """
        with self.archive.open(name) as stream:  # the archive's own list of sizes may lie
            data = stream.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            message = f"{printable_path(name)} is too large"
            raise UnreadableSource(message, location=self.location, hint="convert it again")
        return parse(DOCTYPE.sub(b"", data, count=1), self.location)

    def package(self) -> tuple[str, Element]:
        """Return the name and the root of the package document."""
        rootfile = next(self.parse("META-INF/container.xml").iter("{*}rootfile"), None)
        name = "" if rootfile is None else rootfile.get("full-path", "")
        return name, self.parse(name)


def read_book(path: Path) -> BookText:
    """Read an EPUB.

    Raises:
        UnreadableSource: no zip, no package document, or too large.

    """
    location = printable_path(path)
    try:
        with ZipFile(path) as archive:
            book = _OpenBook(archive, location)
            name, package = book.package()
            faults: list[ConvertError] = []
            paragraphs = tuple(_paragraphs(book, package, name, faults))
            about, collected = _metadata(package)
            return BookText(about, paragraphs, tuple(faults), _identifier(package), collected)
    except BROKEN as error:
        raise _unreadable(location) from error


def book_identifier(path: Path) -> str:
    """Return who an EPUB is: a URN of a UUID; empty: it states none.

    Raises:
        UnreadableSource: as `read_book`.

    """
    location = printable_path(path)
    try:
        with ZipFile(path) as archive:
            return _identifier(_OpenBook(archive, location).package()[1])
    except BROKEN as error:
        raise _unreadable(location) from error


def _unreadable(location: str) -> UnreadableSource:
    return UnreadableSource("not a readable EPUB", location=location, hint="convert it again")


def _identifier(package: Element) -> str:
    """Return the unique identifier that a package document names."""
    key = package.get("unique-identifier", "")
    stated = (e.text or "" for e in package.iter(DC + "identifier") if e.get("id", "") == key)
    return plain_identifier(next(stated, ""))


def _metadata(package: Element) -> tuple[Metadata, CollectedBook | None]:
    """Return title, date, language, and what a collected book is.

    An issue is in the series of its newspaper, whose title is the series'. A book that was collected says
    which days are in it; older ones, at least in words. It has no date of its own.
    """

    def first(key: str) -> str:
        return next((e.text or "" for e in package.iter(DC + key)), "")

    metas = {e.get("property", ""): e.text or "" for e in package.iter("{http://www.idpf.org/2007/opf}meta")}
    series, title, language = metas.get("belongs-to-collection", ""), first("title"), first("language")
    if metas.get("schema:temporalCoverage") or (first("description") and not series):
        book = CollectedBook(title, first("description"), series)
        return Metadata(title=title, language=language), book
    return Metadata(title=series or title, date=first("date")[:10], language=language), None


def _paragraphs(
    book: _OpenBook, package: Element, package_name: str, faults: list[ConvertError]
) -> Iterator[str]:
    """Yield the paragraphs of the pages that the spine names."""
    hrefs = {e.get("id"): e.get("href", "") for e in package.iter("{*}item")}
    size = 0
    for ref in package.iter("{*}itemref"):
        if ref.get("linear") == "no" or not hrefs.get(ref.get("idref")):
            continue
        name = normpath(join(dirname(package_name), unquote(hrefs[ref.get("idref")])))
        size += book.archive.getinfo(name).file_size
        if size > MAX_TEXT_BYTES:
            raise UnreadableSource("its text is too large", location=book.location, hint="leave it out")
        try:
            page = book.parse(name)
        except UnreadableSource as fault:
            message = f"{printable_path(name)} cannot be searched: {fault.message}"
            faults.append(UnreadableSource(message, location=book.location, hint=fault.hint))
            continue
        for element in page.iter(*BLOCKS):
            text = "".join([str(part) for part in element.itertext(with_tail=False)]).strip()
            if text:
                yield text
