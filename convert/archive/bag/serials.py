"""The newspapers of a bag and their years, each a METS file that leads to the ones below it.

    newspapers/山城晚报/newspaper.mets.xml -> newspapers/山城晚报/1951.mets.xml -> 03-02/03-02.mets.xml

An issue without a newspaper or without a year is in none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.archive.bag.issue_files import IssueFiles
from convert.archive.bag.mets import SerialPaths
from convert.archive.bag.mets_elements import add, describe, mets_root, point_to, serialized
from convert.archive.bag.mods import A_DAY, newspaper_mods, year_mods
from convert.document.model import Metadata
from convert.system.paths import folded_path
from convert.tei.write.markup import tidy

FOLDER = "newspapers"
LONGEST_NAME = 200
"""Bytes of a folder's name."""


class DatedIssue(NamedTuple):
    """An issue in its year."""

    date: str
    label: str
    path: str
    """Of its METS file within the payload."""


@dataclass(slots=True)
class Serials:
    """The newspapers of a bag, as far as their issues have gone in."""

    _names: dict[str, str] = field(default_factory=dict)
    """Folder by title."""
    _taken: set[str] = field(default_factory=set)
    _meta: dict[str, Metadata] = field(default_factory=dict)
    """What one issue says of its newspaper, by title."""
    _years: dict[str, dict[str, list[DatedIssue]]] = field(default_factory=dict)
    """Issues by title and year."""

    def enter(self, stem: str, files: IssueFiles) -> SerialPaths | None:
        """Enter an issue of that path within the payload; return where its newspaper and year are."""
        title, year = files.meta.title, files.meta.date[:4]
        if not (title and year):
            return None
        self._meta.setdefault(title, files.meta)
        issue = DatedIssue(files.meta.date, files.label, f"{stem}/{files.name}.mets.xml")
        self._years.setdefault(title, {}).setdefault(year, []).append(issue)
        up = "../" * (stem.count("/") + 1) + self._folder(title)
        return SerialPaths(f"{up}/newspaper.mets.xml", f"{up}/{year}.mets.xml")

    def write(self, timestamp: datetime) -> Iterator[tuple[str, bytes]]:
        """Yield the files of all newspapers and years, with their paths within the payload."""
        for title, years in sorted(self._years.items()):
            folder = self._folder(title)
            yield f"{folder}/newspaper.mets.xml", _newspaper(self._meta[title], sorted(years), timestamp)
            for year, issues in sorted(years.items()):
                yield f"{folder}/{year}.mets.xml", _year(self._meta[title], year, sorted(issues), timestamp)

    def _folder(self, title: str) -> str:
        """Return the folder of a newspaper: its title if that can be a name of its own, else a digest."""
        if title not in self._names:
            usable = title.isprintable() and "/" not in title and title.strip(". ") == title
            fits = len(title.encode("utf-8", "replace")) <= LONGEST_NAME
            is_own = usable and fits and folded_path(title) not in self._taken
            self._names[title] = (
                title if is_own else sha256(title.encode("utf-8", "replace")).hexdigest()[:16]
            )
            self._taken.add(folded_path(self._names[title]))
        return f"{FOLDER}/{self._names[title]}"


def _newspaper(meta: Metadata, years: list[str], timestamp: datetime) -> bytes:
    """Describe a newspaper with its years."""
    root = mets_root(meta.title, meta.title, "newspaper", timestamp)
    describe(root, "mods.newspaper", newspaper_mods(meta))
    top = _top(root, meta)
    top.set("DMDID", "mods.newspaper")
    for year in years:
        point_to(
            add(top, "div", ID=f"year.{year}", TYPE="year", ORDERLABEL=year, LABEL=year), f"{year}.mets.xml"
        )
    return serialized(root)


def _year(meta: Metadata, year: str, issues: list[DatedIssue], timestamp: datetime) -> bytes:
    """Describe a year with its months, days and issues."""
    root = mets_root(f"{meta.title} {year}", f"{meta.title}, {year}", "newspaper year", timestamp)
    describe(root, "mods.year", year_mods(meta, year))
    top = _top(root, meta)
    point_to(top, "newspaper.mets.xml")
    divs = {
        year: add(top, "div", ID=f"year.{year}", TYPE="year", ORDERLABEL=year, LABEL=year, DMDID="mods.year")
    }
    for number, issue in enumerate(issues, 1):
        parent = divs[year]
        for name, end in (("month", len("1951-03")), ("day", A_DAY)):
            part = issue.date[:end]
            if len(issue.date) >= end and part not in divs:
                divs[part] = add(parent, "div", ID=f"{name}.{part}", TYPE=name, ORDERLABEL=part)
            parent = divs.get(part, parent)
        div = add(
            parent, "div", ID=f"issue.{number}", TYPE="issue", LABEL=tidy(issue.label), ORDER=str(number)
        )
        point_to(div, f"../../{issue.path}")
    return serialized(root)


def _top(root: Element, meta: Metadata) -> Element:
    whole = add(root, "structMap", TYPE="LOGICAL")
    return add(whole, "div", ID="newspaper", TYPE="newspaper", LABEL=tidy(meta.title))
