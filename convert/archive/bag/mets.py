"""An issue's files and its two orders, pages and articles, as METS 1.12.1 has it.

Three readers are served. DFG's profile for newspapers: LOGICAL from the newspaper to the article, PHYSICAL by
pages, structLink between them, groups of files by use. Archivematica: a third map, `physical`, of folders and
files. And whoever has the archival XML: each page and article points to its ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.archive.bag.issue_files import BagFile, IssueFiles
from convert.archive.bag.mets_elements import XLINK, add, describe, locate, mets_root, point_to, serialized
from convert.archive.bag.mods import A_DAY, ArticleText, article_mods, issue_mods
from convert.document.roles import HEADINGS, OVER_REPORT, Role
from convert.tei.issue import ArchivedBlock, ArchivedIssue
from convert.tei.write.markup import tidy

TITLES = HEADINGS | OVER_REPORT | {Role.LABEL}
"""Roles that make up the heading of an article, where they stand before its text."""
LONGEST_LABEL = 200
"""Characters of a label."""
PROVENANCE = "provenance"
ISSUE = "logical.issue"
PAGES = "physical"


class IssuePart(NamedTuple):
    """An article, section or unplaced fragment."""

    id: str
    kind: str
    blocks: tuple[ArchivedBlock, ...]


class SerialPaths(NamedTuple):
    """Where the METS files of a newspaper and of a year of it lie, from the folder of an issue."""

    newspaper: str
    year: str


def mets(files: IssueFiles, premis: BagFile, timestamp: datetime, serial: SerialPaths | None = None) -> bytes:
    """Describe an issue, whose bag was made at this time."""
    root = mets_root(files.name, files.label, "newspaper issue", timestamp)
    parts = tuple(_parts(files.issue))
    describe(root, "mods.issue", issue_mods(files.meta, files.label, files.issue.pages, files.digest))
    for number, part in enumerate(parts, 1):
        if article := _article(part, files.issue):
            describe(root, f"mods.{number}", article_mods(article))
    provenance = add(add(root, "amdSec", ID=PROVENANCE), "digiprovMD", ID="premis")
    reference = add(provenance, "mdRef", LOCTYPE="URL", MDTYPE="PREMIS", MIMETYPE="application/xml")
    locate(reference, premis.path)
    _fix(reference, premis)
    keys = _files(root, files)
    _pages(root, files, keys)
    _logical(root, files, parts, serial)
    _folders(root, files, keys)
    _links(root, files.issue, parts)
    return serialized(root)


def _files(root: Element, files: IssueFiles) -> dict[str, str]:
    """List the files with their digests by what they are for, and return their ids by path.

    DEFAULT is what there is of each page, FULLTEXT what of it viewers take for the text of an image, DOWNLOAD
    what people read.
    """
    section = add(root, "fileSec")
    full_texts = tuple(file for file in files.source_files if file.reader == "alto")
    groups = (
        ("DEFAULT", "source", files.source_files),
        ("FULLTEXT", "fulltext", full_texts),
        ("ARCHIVE", "archive", (files.archive,)),
        ("DOWNLOAD", "copy", files.copies),
        ("DECISIONS", "decisions", files.decisions),
    )
    keys: dict[str, str] = {}
    for use, name, members in groups:
        group = add(section, "fileGrp", USE=use) if members else section
        for number, file in enumerate(members, 1):
            key = name if name == "archive" else f"{name}.{number}"
            keys.setdefault(file.path, key)
            element = add(group, "file", ID=key, MIMETYPE=file.format.media_type, ADMID=PROVENANCE)
            _fix(element, file)
            locate(add(element, "FLocat", LOCTYPE="URL"), file.path)
    return keys


def _pages(root: Element, files: IssueFiles, keys: dict[str, str]) -> None:
    """List the pages, each with its file and its place in the archival XML."""
    top = add(add(root, "structMap", TYPE="PHYSICAL"), "div", ID=PAGES, TYPE="physSequence", ADMID=PROVENANCE)
    for file in files.copies:
        add(top, "fptr", FILEID=keys[file.path])
    sources = {source.id: keys[source.file.path] for source in files.sources if source.file}
    for number, label in enumerate(files.issue.pages, 1):
        page = add(top, "div", ID=f"{PAGES}.{number}", TYPE="page", ORDER=str(number))
        if label:
            page.set("ORDERLABEL", tidy(label))
        if key := sources.get(files.issue.page_files[number - 1]):
            add(page, "fptr", FILEID=key)
        _area(page, f"page.{number}")


def _logical(
    root: Element, files: IssueFiles, parts: Sequence[IssuePart], serial: SerialPaths | None
) -> None:
    """Lead from the newspaper to the issue, and list its articles in reading order."""
    meta = files.meta
    parent = add(root, "structMap", TYPE="LOGICAL")
    if serial:
        parent = add(parent, "div", ID="logical.newspaper", TYPE="newspaper", LABEL=tidy(meta.title))
        point_to(parent, serial.newspaper)
        parent = _day(parent, meta.date, serial.year)
    top = add(parent, "div", ID=ISSUE, TYPE="issue", DMDID="mods.issue", ADMID=PROVENANCE)
    top.set("LABEL", tidy(files.label))
    for number, part in enumerate(parts, 1):
        kind = part.kind if part.kind in {"article", "section"} else "section"
        div = add(top, "div", ID=_key(number), TYPE=kind, ORDER=str(number))
        article = _article(part, files.issue)
        if article:
            div.set("DMDID", f"mods.{number}")
        if label := article.title if article else "" if part.kind == kind else part.kind:
            div.set("LABEL", label[:LONGEST_LABEL])
        _area(div, part.id)
        heading = tuple(takewhile(lambda b: b.role in TITLES, part.blocks))
        for name, blocks in (("heading", heading), ("body", part.blocks[len(heading) :])):
            if blocks:
                inner = add(div, "div", ID=f"{_key(number)}.{name}", TYPE=name)
                _area(inner, blocks[0].id, blocks[-1].id)


def _day(parent: Element, date: str, year_file: str) -> Element:
    """Add the year, and the month and the day as far as they are known; return the last of them."""
    names = ("year", "month", "day")
    for name, end in zip(names, (len("1951"), len("1951-03"), A_DAY), strict=True):
        if len(date) >= end:
            parent = add(parent, "div", ID=f"logical.{name}", TYPE=name, ORDERLABEL=date[:end])
            if name == "year":
                point_to(parent, year_file)
    return parent


def _folders(root: Element, files: IssueFiles, keys: dict[str, str]) -> None:
    """List the files as they lie in folders."""
    whole = add(root, "structMap", TYPE="physical", ID="folders", LABEL="files")
    top = add(whole, "div", TYPE="Directory", LABEL=tidy(files.name))
    folders = {"": top}
    for file in files.all:
        folder, _, name = file.path.rpartition("/")
        if folder not in folders:
            folders[folder] = add(top, "div", TYPE="Directory", LABEL=folder)
        item = add(folders[folder], "div", TYPE="Item", LABEL=tidy(name))
        add(item, "fptr", FILEID=keys[file.path])


def _links(root: Element, issue: ArchivedIssue, parts: Sequence[IssuePart]) -> None:
    """Say on which pages the issue stands, each article, its heading and its text."""
    pages: defaultdict[str, set[int]] = defaultdict(set)
    pages[ISSUE].update(range(len(issue.pages)))
    for number, part in enumerate(parts, 1):
        is_heading = True
        for block in part.blocks:
            is_heading = is_heading and block.role in TITLES
            name = f"{_key(number)}.{'heading' if is_heading else 'body'}"
            for key in (_key(number), name):
                pages[key].update({block.page} - {-1})
    section = add(root, "structLink")
    _link(section, ISSUE, PAGES)
    for key, numbers in pages.items():
        for page in sorted(numbers):
            _link(section, key, f"{PAGES}.{page + 1}")
        if not numbers:
            _link(section, key, PAGES)


def _link(section: Element, start: str, end: str) -> None:
    link = add(section, "smLink")
    link.set(f"{{{XLINK}}}from", start)
    link.set(f"{{{XLINK}}}to", end)


def _key(number: int) -> str:
    return f"logical.{number}"


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


def _article(part: IssuePart, issue: ArchivedIssue) -> ArticleText | None:
    """Return what the heading of an article says; None where it has neither headline nor byline."""

    def texts(role: Role) -> str:
        readings = (tidy(issue.content(block).reading) for block in part.blocks if block.role == role)
        return " ".join(readings) if role is not Role.HEADLINE else next(readings, "")

    title, byline = texts(Role.HEADLINE), texts(Role.BYLINE)
    if not (title or byline):
        return None
    labels = [issue.pages[page] for page in sorted({b.page for b in part.blocks}) if page >= 0]
    known = [label for label in labels if label] or [""]
    return ArticleText(title, texts(Role.SUBTITLE), texts(Role.KICKER), byline, known[0], known[-1])


def _area(parent: Element, begin: str, end: str = "") -> None:
    """Point into the archival XML."""
    area = add(add(parent, "fptr"), "area", FILEID="archive", BETYPE="IDREF", BEGIN=begin)
    if end and end != begin:
        area.set("END", end)


def _fix(element: Element, file: BagFile) -> None:
    element.set("SIZE", str(file.size))
    element.set("CHECKSUM", file.sha512)
    element.set("CHECKSUMTYPE", "SHA-512")
