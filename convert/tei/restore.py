"""From the archival XML back to the bytes of the source, with nothing but the file itself."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from lxml.etree import _Element as Element

from convert.errors import InvalidArchive
from convert.tei.names import ALTERED, TEI, XML_ID, read_archive
from convert.tei.views import sources
from convert.text.source import encode

_FILE = f"{TEI}teiHeader/{TEI}fileDesc/{TEI}sourceDesc/{TEI}bibl[@type='file']"


def restore_xml(data: bytes, name: str = "") -> bytes:
    """Return the bytes of the source that an archival XML was made from.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of ours, or the bytes do not have the digest it names.

    """
    return source_bytes(read_archive(data, name), name)


def source_bytes(root: Element, name: str = "") -> bytes:
    """Return the bytes of the source, made from the parsed file.

    Raises:
        InvalidArchive: the file has no text of ours, or the bytes do not have the digest it names.

    """
    declared = _declared(root, name)
    text = source_text(root, name)
    try:
        made = encode(text, declared["encoding"], bytes.fromhex(declared.get("bom", "")))
    except (LookupError, ValueError) as error:  # UnicodeError is a ValueError
        what = f"the text cannot be written in {declared['encoding'][:40]!r}"
        raise InvalidArchive(what, location=name or "-", hint=ALTERED) from error
    if sha256(made).hexdigest() != declared["sha256"]:
        what = f"the {len(made):,} bytes rebuilt do not have the digest that the header names"
        raise InvalidArchive(what, location=name or "-", hint=ALTERED)
    return made


def source_text(root: Element, name: str = "") -> str:
    """Return the source text: the source of every zone, in the order of the facsimile.

    Raises:
        InvalidArchive: a zone without text, a text whose zone is missing or taken twice.

    """
    runs: dict[str, str] = {}
    for zone, text in sources(root, name):
        if zone in runs:
            raise InvalidArchive(f"zone {zone[:40]!r} is used twice", location=name or "-", hint=ALTERED)
        runs[zone] = text
    zones = root.iterfind(f"{TEI}facsimile//{TEI}zone")
    try:
        found = "".join([runs.pop(zone.get(XML_ID, "")) for zone in zones])
    except KeyError as error:
        what = f"zone {error.args[0][:40]!r} has no text"
        raise InvalidArchive(what, location=name or "-", hint=ALTERED) from error
    if runs:
        what = f"zone {min(runs)[:40]!r} is not in the facsimile"
        raise InvalidArchive(what, location=name or "-", hint=ALTERED)
    return found


def _declared(root: Element, name: str) -> Mapping[str, str]:
    """Return what the header says of the source file: sha256, encoding, bom."""
    file = root.find(_FILE)
    declared = {} if file is None else {e.get("type", ""): e.text or "" for e in file}
    for key in ("sha256", "encoding"):
        if not declared.get(key):
            what = f"the header does not name the source's {key}"
            raise InvalidArchive(what, location=name or "-", hint=ALTERED)
    return declared
