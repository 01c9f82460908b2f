"""XML of pages as archives deliver it: opened whatever its declaration says wrongly."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.errors import BadSetting, UnreadableSource
from convert.system.xml import parse

DECLARED = re.compile(
    rb"""\A\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']""", re.IGNORECASE
)
DECLARATION = re.compile(r"\A\s*<\?xml\s[^<>]{0,400}\?>")
SINGLE_BYTE = re.compile(r"ascii|latin_?\d|iso8859-\d+|cp(?:125\d|437|85\d|86\d)|koi8-\w|mac-\w+")
"""Names, as Python normalises them, of encodings in which every byte is a character."""


class OpenedXml(NamedTuple):
    """An XML file, and what an archivist should know of it."""

    root: Element
    warnings: tuple[str, ...] = ()


def open_page(data: bytes, name: str = "", encoding: str = "") -> OpenedXml:
    r"""Parse the XML of a page; a DOCTYPE that only names a document type is passed over.

    encoding="ISO-8859-1" over bytes that are UTF-8:  "mÃªme"  ->  "même", with a warning
    `encoding`, where the user gives it, goes before what the file declares.

    Raises:
        UnreadableSource: as `parse` raises, or it is no text in the encoding that the user gives.
        BadSetting: there is no such encoding.

    """
    if encoding:
        return OpenedXml(parse(_recoded(data, name, encoding), name, doctype=True))
    body = data.removeprefix(codecs.BOM_UTF8)
    declared = DECLARED.match(body[:1024])
    if declared is None or not _is_utf8_after_all(body, declared[1].decode("ascii")):
        return OpenedXml(parse(data, name, doctype=True))
    start, stop = declared.span(1)
    warning = f"declares the encoding {declared[1].decode('ascii')}, but is UTF-8, and was read as that"
    return OpenedXml(parse(body[:start] + b"UTF-8" + body[stop:], name, doctype=True), (warning,))


def _is_utf8_after_all(body: bytes, declared: str) -> bool:
    """Whether bytes declared to be in an encoding of single bytes are characters of UTF-8 of several."""
    try:
        codec = codecs.lookup(declared).name
        return SINGLE_BYTE.fullmatch(codec) is not None and not body.isascii() and bool(body.decode("utf-8"))
    except (LookupError, UnicodeDecodeError):
        return False


def _recoded(data: bytes, name: str, encoding: str) -> bytes:
    """Return the file in UTF-8, without a declaration.

    Raises:
        UnreadableSource: it is not in that encoding.
        BadSetting: there is no such encoding.

    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(f"not {encoding}: {error.reason}", location=name or "-") from error
    except LookupError as error:
        raise BadSetting(f"no encoding named {encoding!r}", location=name or "-") from error
    return DECLARATION.sub("", text.removeprefix("\ufeff")).encode("utf-8", "surrogatepass")
