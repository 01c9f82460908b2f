"""An issue's files and its two orders, pages and articles, as METS 1.12.1 has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag.issue_files import BagFile, IssueFiles
from convert.document.roles import HEADINGS, Role
from convert.tei.issue import ArchivedBlock, ArchivedIssue
from convert.tei.write.markup import tidy
from convert.text.time_text import utc_text

NAMESPACE = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
DC = "http://purl.org/dc/elements/1.1/"

TITLES = HEADINGS | {Role.LABEL, Role.BYLINE}
"""Roles that make up the heading of an article, where they stand before its text."""
LONGEST_LABEL = 200
"""Characters of a label."""


class IssuePart(NamedTuple):
    """An article, section or unplaced fragment."""

    id: str
    kind: str
    blocks: tuple[ArchivedBlock, ...]


def mets(files: IssueFiles, premis: BagFile, timestamp: datetime) -> bytes:
    """Describe an issue."""
    names = {"mets": NAMESPACE, "xlink": XLINK, "dc": DC}
    root = etree.Element(_name("mets"), {"OBJID": tidy(files.name), "LABEL": tidy(files.label)}, names)
    root.set("TYPE", "newspaper issue")
    header = _add(root, "metsHdr")
    header.set("CREATEDATE", utc_text(timestamp))
    agent = _add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _add(agent, "name").text = f"backfile {__version__}"
    _description(root, files)
    provenance = _add(_add(root, "amdSec", ID="provenance"), "digiprovMD", ID="premis")
    reference = _add(provenance, "mdRef", LOCTYPE="URL", MDTYPE="PREMIS", MIMETYPE="application/xml")
    _located(reference, premis)
    _fixed(reference, premis)
    _files(root, files)
    parts = tuple(_parts(files.issue))
    _physical(root, files)
    _logical(root, files, parts)
    _links(root, parts)
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _description(root: Element, files: IssueFiles) -> None:
    """Say what issue it is, in Dublin Core."""
    wrapped = _add(_add(root, "dmdSec", ID="issue"), "mdWrap", MDTYPE="DC")
    data = _add(wrapped, "xmlData")
    meta = files.meta
    values = (
        ("title", files.label),
        ("date", meta.date),
        ("language", meta.language),
        ("identifier", f"sha256:{files.digest}"),
        *(("source", source.name) for source in files.sources),
        ("type", "newspaper issue"),
    )
    for name, value in values:
        if value:
            etree.SubElement(data, f"{{{DC}}}{name}").text = tidy(value)


def _files(root: Element, files: IssueFiles) -> None:
    """List the files with their digests."""
    section = _add(root, "fileSec")
    groups = (
        ("source", files.source_files),
        ("decisions", files.decisions),
        ("archive", (files.archive,)),
        ("reading copy", files.copies),
    )
    number = 0
    for use, members in groups:
        if not members:
            continue
        group = _add(section, "fileGrp", USE=use)
        for count, file in enumerate(members, 1):
            number += 1
            key = (
                f"copy.{number}"
                if members is files.copies
                else use
                if len(members) == 1
                else f"{use}.{count}"
            )
            element = _add(group, "file", ID=key, MIMETYPE=file.format.media_type, ADMID="premis")
            _fixed(element, file)
            _located(_add(element, "FLocat", LOCTYPE="URL"), file)


def _physical(root: Element, files: IssueFiles) -> None:
    """List the pages, each with its place in the archival XML and, where there are several, its file."""
    restored = [source for source in files.sources if source.file]
    several = len(restored) > 1
    sources = {s.id: f"source.{n}" if several else "source" for n, s in enumerate(restored, 1) if s.id}
    top = _add(_add(root, "structMap", TYPE="PHYSICAL"), "div", ID="physical", TYPE="ISSUE", DMDID="issue")
    for number, label in enumerate(files.issue.pages, 1):
        page = _add(top, "div", ID=f"physical.{number}", TYPE="PAGE", ORDER=str(number))
        if label:
            page.set("ORDERLABEL", tidy(label))
        _area(page, f"page.{number}")
        if key := sources.get(files.issue.page_files[number - 1]):
            _add(page, "fptr", FILEID=key)


def _logical(root: Element, files: IssueFiles, parts: Sequence[IssuePart]) -> None:
    """List the articles in reading order, each with its heading and its text."""
    whole = _add(root, "structMap", TYPE="LOGICAL")
    top = _add(whole, "div", ID="logical", TYPE="ISSUE", DMDID="issue", LABEL=tidy(files.label))
    inner = _add(top, "div", TYPE="CONTENT")
    for number, part in enumerate(parts, 1):
        label = _label(part, files.issue)
        div = _add(inner, "div", ID=f"logical.{number}", TYPE=part.kind.upper(), ORDER=str(number))
        if label:
            div.set("LABEL", label)
        _area(div, part.id)
        heading = tuple(takewhile(lambda b: b.role in TITLES, part.blocks))
        for kind, blocks in (("HEADING", heading), ("BODY", part.blocks[len(heading) :])):
            if blocks:
                _area(_add(div, "div", TYPE=kind), blocks[0].id, blocks[-1].id)


def _links(root: Element, parts: Sequence[IssuePart]) -> None:
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


def _parts(issue: ArchivedIssue) -> Iterator[IssuePart]:
    """Yield what the text is divided into; what stands outside of all divisions belongs to the sheet.

    The parts of an article that stand on several pages are one.
    """
    previous = {division.id: division.previous for division in issue.divisions if division.id}
    own: dict[str, list[ArchivedBlock]] = {name: [] for name in previous}
    for block in issue.blocks:
        name = issue.divisions[block.division].id
        passed = {name}
        while (before := previous.get(name, "")) in previous and before not in passed:
            passed.add(before)
            name = before
        if name:
            own[name].append(block)
    for division in issue.divisions:
        if division.id and own[division.id]:
            yield IssuePart(division.id, division.kind, tuple(own[division.id]))


def _label(part: IssuePart, issue: ArchivedIssue) -> str:
    """Return an article's headline; empty where it has none."""
    headline = next((b for b in part.blocks if b.role == Role.HEADLINE), None)
    return tidy(issue.content(headline).reading)[:LONGEST_LABEL] if headline else ""


def _area(parent: Element, begin: str, end: str = "") -> None:
    """Point into the archival XML."""
    area = _add(_add(parent, "fptr"), "area", FILEID="archive", BETYPE="IDREF", BEGIN=begin)
    if end and end != begin:
        area.set("END", end)


def _fixed(element: Element, file: BagFile) -> None:
    element.set("SIZE", str(file.size))
    element.set("CHECKSUM", file.sha512)
    element.set("CHECKSUMTYPE", "SHA-512")


def _located(element: Element, file: BagFile) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", quote(file.path))


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return etree.SubElement(parent, _name(name), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
