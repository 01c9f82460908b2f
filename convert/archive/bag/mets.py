"""An issue's files and its two orders, pages and articles, as METS 1.12.1 has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag.held import Held, Stored
from convert.document.roles import Role
from convert.tei.content import content
from convert.tei.issue import Block, Issue
from convert.tei.write.markup import tidy

NAMESPACE = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
DC = "http://purl.org/dc/elements/1.1/"

TITLES = frozenset({Role.KICKER, Role.HEADLINE, Role.SUBTITLE, Role.LABEL, Role.BYLINE})
"""Roles that make up the heading of an article, where they stand before its text."""
LONGEST = 200
"""Characters of a label."""


class Part(NamedTuple):
    """An article, section or unplaced fragment."""

    id: str
    kind: str
    blocks: tuple[Block, ...]


def mets(held: Held, premis: Stored, made: datetime | None) -> bytes:
    """Describe an issue."""
    names = {"mets": NAMESPACE, "xlink": XLINK, "dc": DC}
    root = etree.Element(_name("mets"), {"OBJID": tidy(held.name), "LABEL": tidy(held.label)}, names)
    root.set("TYPE", "newspaper issue")
    header = _add(root, "metsHdr")
    if made:
        header.set("CREATEDATE", made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    agent = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _add(agent, "name").text = f"backfile {__version__}"
    _description(root, held)
    provenance = _add(_add(root, "amdSec", ID="provenance"), "digiprovMD", ID="premis")
    reference = _add(provenance, "mdRef", LOCTYPE="URL", MDTYPE="PREMIS", MIMETYPE="application/xml")
    _located(reference, premis)
    _fixed(reference, premis)
    _files(root, held)
    parts = tuple(_parts(held.issue))
    _physical(root, held)
    _logical(root, held, parts)
    _links(root, parts)
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _description(root: Element, held: Held) -> None:
    """Say what issue it is, in Dublin Core."""
    wrapped = _add(_add(root, "dmdSec", ID="issue"), "mdWrap", MDTYPE="DC")
    data = _add(wrapped, "xmlData")
    meta = held.meta
    values = (
        ("title", held.label),
        ("date", meta.date),
        ("language", meta.language),
        ("identifier", f"sha256:{held.source.sha256}"),
        ("source", meta.name),
        ("type", "newspaper issue"),
    )
    for name, value in values:
        if value:
            etree.SubElement(data, f"{{{DC}}}{name}").text = tidy(value)


def _files(root: Element, held: Held) -> None:
    """List the files with their digests."""
    section = _add(root, "fileSec")
    groups = (("source", (held.source,)), ("archive", (held.archive,)), ("reading copy", held.copies))
    number = 0
    for use, files in groups:
        if not files:
            continue
        group = _add(section, "fileGrp", USE=use)
        for stored in files:
            number += 1
            key = use if use in {"source", "archive"} else f"copy.{number}"
            file = _add(group, "file", ID=key, MIMETYPE=stored.format[0], ADMID="premis")
            _fixed(file, stored)
            _located(_add(file, "FLocat", LOCTYPE="URL"), stored)


def _physical(root: Element, held: Held) -> None:
    """List the pages."""
    top = _add(_add(root, "structMap", TYPE="PHYSICAL"), "div", ID="physical", TYPE="ISSUE", DMDID="issue")
    for number, label in enumerate(held.issue.pages, 1):
        page = _add(top, "div", ID=f"physical.{number}", TYPE="PAGE", ORDER=str(number))
        if label:
            page.set("ORDERLABEL", tidy(label))
        _area(page, f"page.{number}")


def _logical(root: Element, held: Held, parts: Sequence[Part]) -> None:
    """List the articles in reading order, each with its heading and its text."""
    whole = _add(root, "structMap", TYPE="LOGICAL")
    top = _add(whole, "div", ID="logical", TYPE="ISSUE", DMDID="issue", LABEL=tidy(held.label))
    inner = _add(top, "div", TYPE="CONTENT")
    for number, part in enumerate(parts, 1):
        label = _label(part, held.issue.name)
        div = _add(inner, "div", ID=f"logical.{number}", TYPE=part.kind.upper(), ORDER=str(number))
        if label:
            div.set("LABEL", label)
        _area(div, part.id)
        heading = tuple(takewhile(lambda b: b.role in TITLES, part.blocks))
        for kind, blocks in (("HEADING", heading), ("BODY", part.blocks[len(heading) :])):
            if blocks:
                _area(_add(div, "div", TYPE=kind), blocks[0].id, blocks[-1].id)


def _links(root: Element, parts: Sequence[Part]) -> None:
    """Say on which pages each article stands."""
    links = [
        (n, page)
        for n, part in enumerate(parts, 1)
        for page in sorted({b.page for b in part.blocks})
        if page >= 0
    ]
    if not links:
        return
    section = _add(root, "structLink")
    for number, page in links:
        link = _add(section, "smLink")
        link.set(f"{{{XLINK}}}from", f"logical.{number}")
        link.set(f"{{{XLINK}}}to", f"physical.{page + 1}")


def _parts(issue: Issue) -> Iterator[Part]:
    """Yield what the text is divided into; what stands outside of all divisions belongs to the sheet."""
    for number, division in enumerate(issue.divisions):
        blocks = tuple(b for b in issue.blocks if b.division == number)
        if division.id and blocks:
            yield Part(division.id, division.kind, blocks)


def _label(part: Part, name: str) -> str:
    """Return an article's headline; empty where it has none."""
    headline = next((b for b in part.blocks if b.role == Role.HEADLINE), None)
    return tidy(content(headline.element, name).reading)[:LONGEST] if headline else ""


def _area(parent: Element, begin: str, end: str = "") -> None:
    """Point into the archival XML."""
    area = _add(_add(parent, "fptr"), "area", FILEID="archive", BETYPE="IDREF", BEGIN=begin)
    if end and end != begin:
        area.set("END", end)


def _fixed(element: Element, stored: Stored) -> None:
    element.set("SIZE", str(stored.size))
    element.set("CHECKSUM", stored.sha512)
    element.set("CHECKSUMTYPE", "SHA-512")


def _located(element: Element, stored: Stored) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", quote(stored.path))


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
