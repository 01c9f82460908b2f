"""What an EPUB says of itself, and its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from zipfile import ZipFile

from lxml.etree import LxmlError
from lxml.etree import _Element as Element

from convert.document.model import Metadata
from convert.errors import ConvertError, UnreadableSource
from convert.system.paths import printable_path
from convert.system.xml import parse
from convert.system.zip_faults import DAMAGED

DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MOST, MOST_IN_ALL = 10_000_000, 100_000_000
"""Bytes of one file in the book, and of all that are read."""
DOCTYPE = re.compile(rb"<!DOCTYPE\s+html[^\[>]*>", re.IGNORECASE)
"""What XHTML may begin with; one with declarations of its own stays, and is refused."""
BROKEN: tuple[type[Exception], ...] = (*DAMAGED, LxmlError)
BLOCKS = frozenset(XHTML + name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "dt", "dd"))


def book(path: Path) -> tuple[Metadata, tuple[str, ...], tuple[ConvertError, ...]]:
    """Return what the package document says, the paragraphs in the order of the spine, and pages not read.

    Raises:
        UnreadableSource: no zip, no package document, or too large.

    """
    where = printable_path(path)
    try:
        with ZipFile(path) as opened:
            container = _member(opened, "META-INF/container.xml", where)
            rootfile = next(container.iter("{*}rootfile"), None)
            name = "" if rootfile is None else rootfile.get("full-path", "")
            package = _member(opened, name, where)
            faults: list[ConvertError] = []
            text = tuple(_paragraphs(opened, package, name, where, faults))
            return _said(package), text, tuple(faults)
    except BROKEN as error:
        raise UnreadableSource("no EPUB that can be read", location=where, hint="convert it again") from error


def _said(package: Element) -> Metadata:
    """Return title, date, language; the title of the series, if the book is in one, is the newspaper's."""

    def first(key: str) -> str:
        return next((e.text or "" for e in package.iter(DC + key)), "")

    metas = {e.get("property", ""): e.text or "" for e in package.iter("{http://www.idpf.org/2007/opf}meta")}
    title = metas.get("belongs-to-collection") or first("title")
    return Metadata(title=title, date=first("date")[:10], language=first("language"))


def _paragraphs(
    opened: ZipFile, package: Element, name: str, where: str, faults: list[ConvertError]
) -> Iterator[str]:
    hrefs = {e.get("id"): e.get("href", "") for e in package.iter("{*}item")}
    read = 0
    for ref in package.iter("{*}itemref"):
        if ref.get("linear") == "no" or not hrefs.get(ref.get("idref")):
            continue
        page = normpath(join(dirname(name), unquote(hrefs[ref.get("idref")])))
        read += opened.getinfo(page).file_size
        if read > MOST_IN_ALL:
            raise UnreadableSource("its text is too large", location=where, hint="leave it out")
        try:
            found = _member(opened, page, where)
        except UnreadableSource as fault:
            what = f"{printable_path(page)} cannot be searched: {fault.message}"
            faults.append(UnreadableSource(what, location=where, hint=fault.hint))
            continue
        for element in found.iter(*BLOCKS):
            text = "".join([str(part) for part in element.itertext(with_tail=False)]).strip()
            if text:
                yield text


def _member(opened: ZipFile, name: str, where: str) -> Element:
    if opened.getinfo(name).file_size > MOST:
        raise UnreadableSource(
            f"{printable_path(name)} is too large", location=where, hint="convert it again"
        )
    return parse(DOCTYPE.sub(b"", opened.read(name), count=1), where)
