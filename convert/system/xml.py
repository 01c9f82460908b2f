"""The one way XML from outside comes in: nothing is fetched, nothing expanded, nothing guessed."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import UnreadableSource

MOST = 256 * 1024 * 1024
"""Bytes of a file that is read at all."""

MOST_NODES = 8_000_000
"""Elements and attributes, each of which takes about 120 bytes of memory however short it is."""


MOST_NAMESPACES = 256
"""Declarations in one tag, and prefixes in a file: libxml2 looks a name up along a list of all in force."""
PREFIX = re.compile(rb"xmlns:([^\s=]{1,64})")
PROLOG = 1 << 12
"""Bytes in which a DOCTYPE stands, if there is one."""
DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[\]<>]{0,1000}>", re.IGNORECASE)
"""One that names a document type and declares nothing itself."""


def parser() -> etree.XMLParser:
    """Return a parser that takes no DTD, no entity, no network and no broken XML.

    Without `huge_tree`, libxml2 refuses elements nested more than 256 deep and a single text or
    attribute of more than 10 MB. Comments and processing instructions are not part of any text.

    Two options look right and are not: `resolve_entities=False` drops what it does not resolve
    (the default raises), and `collect_ids=False` makes lxml 6.1 open the external DTD.
    """
    return etree.XMLParser(
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse(data: bytes, name: str = "", *, most: int = MOST, doctype: bool = False, hint: str = "") -> Element:
    """Parse an XML file from outside and return its root.

    With `doctype`, a DOCTYPE that only names a document type is passed over, as if it were not there.
    `hint` is what to do if the file is no XML.

    Raises:
        UnreadableSource: too large, not well-formed (says file:line:column), or with a DTD.

    """
    name = name or "-"
    if len(data) > most:
        raise UnreadableSource(f"more than {most:,} bytes of XML", location=name, hint="split the file")
    if data.count(b"<") + data.count(b"=") > MOST_NODES:
        raise UnreadableSource(f"more than {MOST_NODES:,} tags", location=name, hint="split the file")
    if _has_too_many_namespaces(data):
        raise UnreadableSource(
            f"more than {MOST_NAMESPACES} namespaces", location=name, hint="declare each once, in the root"
        )
    try:
        root = etree.fromstring(without_doctype(data) if doctype else data, parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise UnreadableSource(_said(error), location=f"{name}:{line}:{column}", hint=hint) from error
    except ValueError as error:
        raise UnreadableSource(f"not XML: {error}", location=name, hint=hint) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableSource("XML with a DTD is not read", location=name, hint="remove the DOCTYPE")
    return root


def without_doctype(data: bytes) -> bytes:
    """Write blanks over a DOCTYPE that declares nothing itself: what stands behind it keeps its place."""
    match = DOCTYPE.search(data, 0, PROLOG)
    if match is None:
        return data
    blank = re.sub(rb"[^\r\n]", b" ", match[0])
    return data[: match.start()] + blank + data[match.end() :]


def _has_too_many_namespaces(data: bytes) -> bool:
    """Whether a tag, or the whole file, declares more namespaces than any real document does."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:64] else data  # UTF-16 and UTF-32
    if plain.count(b"xmlns") <= MOST_NAMESPACES:
        return False
    if any(tag.count(b"xmlns") > MOST_NAMESPACES for tag in plain.split(b"<")):
        return True
    return len(set(PREFIX.findall(plain))) > MOST_NAMESPACES


def _said(error: etree.XMLSyntaxError) -> str:
    """Return what libxml2 said, on one line, without the position and without advice for programmers.

    It has one exception for what is not well-formed and for what is more than it takes.
    """
    what = " ".join(str(error).partition(", line ")[0].split())
    what = re.split(r",? (?:try|use|see) [Xx][Mm][Ll]", what, maxsplit=1)[0]
    limits = ("Resource limit", "Excessive depth", "Maximum entity")
    return (
        f"XML that backfile does not read: {what}"
        if what.startswith(limits)
        else f"not well-formed XML: {what}"
    )
