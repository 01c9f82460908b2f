"""From the archival XML back to the bytes of the source, with nothing but the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from lxml.etree import _Element as Element

from convert.errors import BadSetting
from convert.tei.content import ZoneText, zone_texts
from convert.tei.header import declared_source
from convert.tei.names import BLOCKS, XML_ID, tag
from convert.tei.read import altered, body, parse_archive
from convert.text.encoding import resolve_encoding
from convert.text.source import encode

LONGEST_ENCODING = 40
"""Characters of a codec's name."""


def restore_xml(data: bytes, name: str = "") -> bytes:
    """Return the bytes of the source that an archival XML was made from.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of ours, or the bytes do not have the digest it names.

    """
    return source_bytes(parse_archive(data, name), name)


def source_bytes(root: Element, name: str = "") -> bytes:
    """Return the bytes of the source, made from the parsed file.

    Raises:
        InvalidArchive: the file has no text of ours, or the bytes do not have the digest it names.

    """
    file = declared_source(root, name)
    text = source_text(root, name)
    if not _is_encoding_of_sources(file.encoding):
        raise altered(f"no source is read in {file.encoding[:40]!r}", name)
    try:
        data = encode(text, file.encoding, file.bom)
    except (LookupError, ValueError) as error:  # UnicodeError is a ValueError
        raise altered(f"the text cannot be written in {file.encoding[:40]!r}", name) from error
    if sha256(data).hexdigest() != file.sha256:
        raise altered(f"the {len(data):,} bytes rebuilt do not have the digest that the header names", name)
    return data


def _is_encoding_of_sources(encoding: str) -> bool:
    """Whether a source may have this encoding: Python has others, some of which take quadratic time."""
    try:
        return len(encoding) <= LONGEST_ENCODING and resolve_encoding(encoding) == encoding
    except BadSetting:
        return False


def source_text(root: Element, name: str = "") -> str:
    """Return the source text: the source of every zone, in the order of the facsimile.

    Raises:
        InvalidArchive: a zone without text, a text whose zone is missing or taken twice.

    """
    texts: dict[str, str] = {}
    for zone, text in _zone_texts(root, name):
        if zone in texts:
            raise altered(f"zone {zone[:40]!r} is used twice", name)
        texts[zone] = text
    zones = root.iterfind(f"{tag('facsimile')}//{tag('zone')}")
    try:
        source = "".join([texts.pop(zone.get(XML_ID, "")) for zone in zones])
    except KeyError as error:
        raise altered(f"zone {error.args[0][:40]!r} has no text", name) from error
    if texts:
        raise altered(f"zone {min(texts)[:40]!r} is not in the facsimile", name)
    return source


def _zone_texts(root: Element, name: str) -> Iterator[ZoneText]:
    """Yield the source text of each zone, in reading order.

    Raises:
        InvalidArchive: source text before the first zone, or an element that names no character.

    """
    for block in body(root, name).iter(*BLOCKS):
        for piece in zone_texts(block, name):
            if not piece.zone:
                raise altered("source text that no zone holds", name, block, hint="see @facs")
            yield piece
