"""Files for programs that look like text, XML, HTML, JSON, tables; told from pages that begin alike.

A newspaper's page may begin with `<上接第一版>`, `[本报讯]` or `{`, have a word in angle brackets, commas and
tabs: it is text. To refuse a page is worse than to read a file of tags, so each kind needs its proof.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from convert.text.magic import FileKind
from convert.text.pattern import LatePattern

HEAD = 1 << 16
"""Characters in which a kind must show, from the first that is no white space on."""
_TAIL = 1 << 12
_SNIFFED = 1 << 12
"""Bytes in which the first element stands, in files of a known format."""
_FEW_TAGS = 3
"""End tags that no page of a newspaper has."""
_ROWS = 1000
"""Lines of a table that are looked at."""
_FEWEST_ROWS = 3
"""A header and two rows."""
_EQUAL = 0.9
"""Part of the rows that have as many columns as the header."""
_TAGGED = frozenset({".xml", ".html", ".htm", ".xhtml", ".hocr", ".alto", ".mets", ".rss"})
_JSON = frozenset({".json", ".jsonl", ".ndjson", ".geojson"})
"""Ends of names that make less proof enough."""
TABLES = {".csv": ",;", ".tsv": "\t", ".tab": "\t"}
"""What stands between two columns, by the end of the file's name."""

_BLANK = " \t\r\n\v\f\x00\u00a0\u3000\u200b\u2060\ufeff"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_CHARACTER = (
    (b"\1\0\0\0", "utf-32-le"),
    (b"\0\0\0\1", "utf-32-be"),
    (b"\1\0", "utf-16-le"),
    (b"\0\1", "utf-16-be"),
)
"""Which bytes of a first character in ASCII are not zero, where there is no mark."""
_PROFILE = "urn:backfile:archive:"
"""Names the form of our own archival XML: as in tei.names."""
_ASCII_BLANK = b" \t\r\n\v\f\x00"
_ASCII_LIKE = ("utf-8", "latin-1")
_NAME = r"[^\s<>/\"'=!?&;{}\[\],.。，、：:][^\s<>/\"'=!?&;{}\[\],。，、：]{0,199}"
_ATTRIBUTE = r"""\s+[^\s<>/"'=]{1,200}\s*=\s*(?:"[^"<]{0,20000}"|'[^'<]{0,20000}')"""
_ROOT = LatePattern(rf"<({_NAME})((?:{_ATTRIBUTE}){{0,200}})\s*(/?)>?")
_HTML_TAG = LatePattern(r"<([A-Za-z][A-Za-z0-9]{0,15})(?:\s[^<>]{0,2000})?/?>")
_PLAIN_NAME = LatePattern(r"[A-Za-z_][\w:.-]*", re.ASCII)
_END_TAG = LatePattern(r"</[A-Za-z_][\w:.-]{0,99}\s*>")
_DECLARATION = re.compile(r"<\?xml[\s?]", re.IGNORECASE)
_DOCTYPE = LatePattern(r"<!DOCTYPE\s+([^\s<>\[\]]{1,200})", re.IGNORECASE)
_NAMESPACE = LatePattern(r"""\sxmlns(?::[\w.-]+)?\s*=\s*["']([^"']{0,500})""")
_BEGINS_AS_TEI = re.compile(rb"\s*+<\?xml\s[^?>]*+\?>\s*+(?:<\?[^?]*+(?:\?(?!>)[^?]*+)*+\?>\s*+)*+<TEI[\s>]")
"""Nothing is tried twice, however many instructions stand before the element."""
_OCR = LatePattern(
    r"""class\s*=\s*["']?\s*ocrx?_|name\s*=\s*["']?ocr-(?:system|capabilities)""", re.IGNORECASE
)
_MEMBER = LatePattern(r'\{\s*"(?:[^"\\\n]|\\.){0,1000}"\s*:')
_HTML = frozenset(
    "html head body title meta base link style script div span p h1 h2 h3 h4 h5 h6 table tbody thead tr td th"
    " ul ol li dl dt dd a b i u em strong small font center pre code img br hr article section header footer"
    " main nav aside figure form blockquote sup sub".split()
)

_READER = "give its text, or install a reader for it (`backfile formats` lists the readers)"
_AS_TEXT = "; --from text reads it as it is"


class _Root(NamedTuple):
    """The first element of a file."""

    name: str
    """As the file has it."""
    namespaces: str
    declared: bool
    """Whether an XML declaration or a DOCTYPE stands before it."""

    @property
    def local(self) -> str:
        """Its name without a prefix, in small letters."""
        return self.name.rpartition(":")[2].lower()


class FirstElement(NamedTuple):
    """How a file of tags begins."""

    name: str
    """Of the element, without a prefix, in small letters."""
    namespaces: str
    """Those that it declares, a space between two."""
    head: str
    """The first characters of the file."""


def detect_markup(data: bytes, name: str = "") -> FileKind | None:
    r"""Return what a file for programs is, or None where it may be text.

    >>> detect_markup(b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">').what
    'ALTO XML, the OCR of a page'
    >>> detect_markup("<上接第一版>市委全会强调".encode())
    """
    head = _head(data)
    kind: FileKind | None = None
    if head.startswith("<"):
        kind = _xml_kind(head, data, named=ending(name) in _TAGGED)
    elif head.startswith(("{", "[")):
        kind = _json_kind(head, data, named=ending(name) in _JSON)
    return kind or _table_kind(data, name)


def ending(name: str) -> str:
    """Return the end of a file's name, in small letters: page.CSV -> .csv."""
    return "." + name.lower().rpartition(".")[2]


def begins_as_tei(data: bytes) -> bool:
    r"""Whether a file surely begins with the element TEI; others may, behind a comment or in UTF-16.

    >>> begins_as_tei(b'<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0">')
    True
    """
    return _BEGINS_AS_TEI.match(data, 0, _SNIFFED) is not None


def first_element(data: bytes) -> FirstElement | None:
    r"""Return the first element of a file and how the file begins, or None where it begins with no tag.

    Only the beginning is looked at, and what follows may be broken. It is no proof that it is XML.

    >>> first_element(b'<?xml version="1.0"?>\n<a:PcGts xmlns:a="urn:x">').name
    'pcgts'
    """
    head = _head(data[:_SNIFFED])
    root = _root(head, data[:_SNIFFED], named=True) if head.startswith("<") else None
    return FirstElement(root.local, root.namespaces, head) if root else None


def is_archive_like(data: bytes) -> bool:
    """Whether a file begins as our own archival XML does, whole or not; read it to know more."""
    if begins_as_tei(data):
        return _PROFILE.encode() in data
    first = first_element(data)
    if first and first.name not in {"", "tei"}:
        return False
    head = _head(data)
    if not head.startswith("<"):
        return False
    root = _root(head, data, named=False)
    if root is None or root.local != "tei":
        return False
    return _PROFILE in head or _PROFILE.encode() in data  # a title may be long


def _head(data: bytes) -> str:
    """Return how a file begins, without white space; beyond ASCII it may be decoded wrongly."""
    encoding, data = _units(data)
    start = data.lstrip(_ASCII_BLANK) if encoding in _ASCII_LIKE else data
    return start[: HEAD * 4].decode(encoding, "replace").lstrip(_BLANK)[:HEAD]


def _tail(data: bytes) -> str:
    """Return how a file ends, without white space."""
    encoding, data = _units(data)
    end = data.rstrip(_ASCII_BLANK) if encoding in _ASCII_LIKE else data
    return end[-(_TAIL * 4) :].decode(encoding, "replace").rstrip(_BLANK)[-_TAIL:]


def _units(data: bytes) -> tuple[str, bytes]:
    """Return a codec in which ASCII reads as such, and the bytes without a byte order mark."""
    data = data.removeprefix(codecs.BOM_UTF8)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    shape = bytes(map(bool, data[:4]))
    for pattern, encoding in _FIRST_CHARACTER:
        if shape.startswith(pattern):
            return encoding, data
    if data.startswith("<?xml".encode("cp037")):
        return "cp037", data
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[: HEAD * 4])
    except UnicodeDecodeError:
        return "latin-1", data
    return "utf-8", data


def _xml_kind(head: str, data: bytes, *, named: bool) -> FileKind | None:
    root = _root(head, data, named=named)
    if root is None:
        return None
    known = _KNOWN.get(root.local)
    if known and known.what.startswith("HTML") and _OCR.search(head):
        return FileKind("hOCR, the OCR of a page", _READER + _AS_TEXT)
    if root.local == "document" and ("abbyy" in root.namespaces.lower() or "finereader" in head.lower()):
        return FileKind("ABBYY FineReader XML, the OCR of a page", _READER + _AS_TEXT)
    if known:
        return known
    if root.local in _HTML:
        return _KNOWN["html"]
    printable = root.name if root.name.isascii() and root.name.isprintable() else ""
    return FileKind(f"XML ({printable[:40]})" if printable else "XML", _READER + _AS_TEXT)


def _root(head: str, data: bytes, *, named: bool) -> _Root | None:
    """Return the first element, if the file is XML or HTML; whatever stands around it may be damaged."""
    declared, doctype, at = False, "", 0
    while True:
        at = len(head) - len(head[at:].lstrip(_BLANK))
        if head.startswith("<!--", at):
            at = _behind(head, "-->", at)
        elif head.startswith("<?", at):
            declared = declared or bool(_DECLARATION.match(head, at))
            at = _behind(head, ">", at)
        elif doctype_tag := _DOCTYPE.match(head, at):
            declared, doctype = True, doctype_tag[1]
            subset, end = head.find("[", at), head.find(">", at)
            at = _behind(head, ">", head.find("]", at)) if 0 <= subset < end else _behind(head, ">", at)
        else:
            break
    tag = _ROOT.match(head, at)
    if tag is None:
        return _Root(doctype, "", declared=True) if declared else None
    spaces = " ".join(_NAMESPACE.findall(head[tag.start() : tag.start() + 20_000]))
    root = _Root(tag[1], spaces, declared)
    plain = _PLAIN_NAME.fullmatch(root.name) is not None
    return root if declared or (named and plain) or _is_markup(root, tag, head, data) else None


def _behind(head: str, end: str, at: int) -> int:
    place = head.find(end, at) if at >= 0 else at
    return place + len(end) if place >= 0 else len(head)


def _is_markup(root: _Root, tag: re.Match[str], head: str, data: bytes) -> bool:
    """Whether what no declaration stands before is XML or HTML, and no word in angle brackets."""
    if root.namespaces or (tag[3] and tag[2]):
        return True
    plain_name = _PLAIN_NAME.fullmatch(root.name) is not None
    if plain_name and (tag[2] or (tag[3] and not head[tag.end() :].strip(_BLANK))) and tag[0].endswith(">"):
        return True
    if re.search(rf"</{re.escape(root.name)}\s*>(?:\s*<!--(?:(?!-->).)*-->)*$", _tail(data), re.DOTALL):
        return True
    if plain_name and len(list(islice(_END_TAG.finditer(head), _FEW_TAGS))) == _FEW_TAGS:
        return True
    if root.local in {"html", "head", "body"}:
        return any(other[1].lower() in _HTML for other in _HTML_TAG.finditer(head, tag.end()))
    return False


def _json_kind(head: str, data: bytes, *, named: bool) -> FileKind | None:
    """Return the kind of a file of JSON: an object by its first key, an array where all of it parses."""
    advice = "give the text that is in it" + _AS_TEXT
    lines = head.split("\n", 2)
    if len(lines) > 1 and all(_is_container(line) for line in lines[:2]):
        return FileKind("JSON lines", advice)
    inner = head[1:].lstrip() if head.startswith("[") else head
    if named or _MEMBER.match(inner):
        return FileKind("JSON", advice)
    encoding, rest = _units(data)
    whole = rest.decode(encoding, "replace").strip(_BLANK)
    return FileKind("JSON", advice) if whole == "{}" or _is_container(whole) else None


def _is_container(text: str) -> bool:
    """Whether a text is an object, or an array of more than a number: `[1]` is how a note begins."""
    try:
        value = json.loads(text, parse_int=float)  # an int of many digits is an error
    except (ValueError, RecursionError):
        return False
    if isinstance(value, list):
        return len(value) >= _FEWEST_ROWS or any(isinstance(item, str | list | dict) for item in value)
    return isinstance(value, dict) and bool(value)


def _table_kind(data: bytes, name: str) -> FileKind | None:
    """Return the kind of a file that is a table by its name, if it has a header and rows as wide."""
    columns = TABLES.get(ending(name))
    if not columns:
        return None
    encoding, rest = _units(data)
    text = rest.decode(encoding, "replace").strip("\r\n\ufeff")
    for mark in columns:
        widths = [len(row) for row in _rows(text, mark)]
        equal = sum(width == widths[0] for width in widths) if widths else 0
        if len(widths) >= _FEWEST_ROWS and widths[0] > 1 and equal >= _EQUAL * len(widths):
            advice = (
                "give the text that is in it, an issue a file; a list of sources goes to `backfile batch`"
            )
            return FileKind(f"a table ({ending(name)[1:].upper()})", advice + _AS_TEXT)
    return None


def _rows(text: str, mark: str) -> Iterator[list[str]]:
    """Yield the first rows of a table, without those that are empty."""
    try:
        lines = text.splitlines()[: _ROWS * 4]
        yield from islice((row for row in csv.reader(lines, delimiter=mark) if row), _ROWS)
    except csv.Error:
        return


_KNOWN = {
    "alto": FileKind("ALTO XML, the OCR of a page", _READER + _AS_TEXT),
    "mets": FileKind(
        "a METS file, which names the files of an issue", "give the text of its pages" + _AS_TEXT
    ),
    "pcgts": FileKind("PAGE XML, the OCR of a page", _READER + _AS_TEXT),
    "html": FileKind("HTML", "save it as plain text first" + _AS_TEXT),
    "rss": FileKind("an RSS feed", "give the text of its items" + _AS_TEXT),
    "rdf": FileKind("RDF, or an RSS feed", "give the text that is in it" + _AS_TEXT),
    "feed": FileKind("an Atom feed", "give the text of its entries" + _AS_TEXT),
    "tei": FileKind(
        "TEI XML", "give its text; backfile only reads archival XML that it wrote itself" + _AS_TEXT
    ),
}
"""By the first element's name."""
