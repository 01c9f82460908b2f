"""hOCR as XML, or as HTML where it is no XML: entities of HTML, a DOCTYPE, tags that nobody closes."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import UnreadableSource
from convert.readers.page_xml import OpenedXml, open_page
from convert.readers.signatures import HOCR_SNIFFED
from convert.system.xml import MOST, MOST_NODES
from convert.text.encoding import detect

SYSTEM = "ocr-system"
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
CHARSET = re.compile(rb"<meta\s[^<>]{0,200}?charset\s*=", re.IGNORECASE)


def open_hocr(data: bytes, name: str = "", encoding: str = "") -> OpenedXml:
    """Parse an hOCR file as XML, else as HTML; nothing that it names is loaded.

    Raises:
        UnreadableSource: too large, or neither.
        BadSetting: there is no such encoding.

    """
    try:
        return open_page(ENTITY.sub(_numbered, data), name, encoding)
    except UnreadableSource as error:
        if len(data) > MOST or data.count(b"<") + data.count(b"=") > MOST_NODES:
            raise
        line = error.location.removeprefix(name or "-").strip(":")
        place = f" ({line})" if line else ""
        return OpenedXml(_as_html(data, name, encoding), (f"{error.message}{place}; it was read as HTML",))


def engine_of(root: Element) -> str:
    """Return the name of the recogniser, where the file has it."""
    return next((meta.get("content", "") for meta in root.iter("{*}meta") if meta.get("name") == SYSTEM), "")


def _numbered(match: re.Match[bytes]) -> bytes:
    """Return an entity of HTML by its number, which XML knows, too."""
    name = match[1].decode("ascii")
    if name in OF_XML or name not in html5:
        return match[0]
    return "".join([f"&#{ord(character)};" for character in html5[name]]).encode("ascii")


def _as_html(data: bytes, name: str, encoding: str) -> Element:
    """Parse a file as HTML.

    Raises:
        UnreadableSource: nothing is left of it; its elements are 256 deep in one another, or one is too long.

    """
    if not encoding and not CHARSET.search(data, 0, HOCR_SNIFFED):
        encoding = detect(data, name=name).encoding
    parser = etree.HTMLParser(
        encoding=encoding or None,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"neither XML nor HTML: {error}", location=name or "-") from error
    beyond = next((entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL), None)
    if beyond is not None:  # what stands behind that place is lost
        said = re.split(r",? (?:try|use) ", beyond.message, maxsplit=1)[0]
        raise UnreadableSource(
            f"HTML that backfile does not read: {said}", location=f"{name or '-'}:{beyond.line}"
        )
    if root is None:
        raise UnreadableSource("neither XML nor HTML", location=name or "-")
    return root
