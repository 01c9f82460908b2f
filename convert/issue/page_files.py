"""A file and its folder, and what their names say of the issue: held side by side, they make groups."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.issue.filename import NameParts, folder_date, name_parts
from convert.issue.metadata import LISTS_PAGES
from convert.issue.page_label import page_order
from convert.issue.page_list import PageList
from convert.issue.page_problems import FolderProblem, NamedPage, ProblemKind
from convert.system.find import SourceFile, sniffed_format

ISSUE = "issue"
"""The key of a manifest's row for the name of the issue that its file is a page of."""
PAGE_FORMATS = frozenset({"alto", "page", "hocr", "abbyy"})
"""Of OCR programs; each file is a page."""
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile("([0-9]+)")
_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\0]')


class IssueKey(NamedTuple):
    """What the pages of an issue agree in."""

    folder: Path
    paper: str
    date: str
    number: str
    by_folder: bool = False
    """Whether the folder says which issue it is, and not the names."""
    issue: str = ""
    """What a manifest calls it."""

    @property
    def is_dated(self) -> bool:
        """Whether anything says which issue it is."""
        return bool(self.date or self.number)


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file, and what its name and its row of a manifest say."""

    position: int
    source: SourceFile
    parts: NameParts
    page: str
    key: IssueKey
    date: str
    """What its name or its row says."""

    @property
    def order(self) -> tuple[object, ...]:
        """What puts the files of an issue in order: pages first, then names as people sort them."""
        return (*page_order(self.page), natural_order(self.source.name), self.source.exact)

    @property
    def named(self) -> NamedPage:
        """What messages say of it."""
        return NamedPage(self.source.name, self.page, self.date)


@dataclass(frozen=True, slots=True)
class PageFolder:
    """A folder, and what says which issue its files are."""

    path: Path
    full: Path
    """With its own name, also where it is written as a dot."""
    listed: PageList
    date: str
    number: str
    is_named: bool
    """Whether its own name says which issue it is."""
    problems: list[FolderProblem] = field(default_factory=list)

    @property
    def is_issue(self) -> bool:
        """Whether it holds the pages of one issue, if its files are named by pages."""
        return bool(self.date or self.number)

    @property
    def authority(self) -> str:
        """What says the date of the issue."""
        return LISTS_PAGES if self.listed.date else "the folder"

    def tell(self, kind: ProblemKind, message: str) -> None:
        """Keep something that a person should look at."""
        self.problems.append(FolderProblem(self.path, kind, message))


def may_be_page(path: Path) -> bool:
    """Whether a file may be a page among others: XML of which nothing else is known is an issue already."""
    return path.suffix.lower() != ".xml" or sniffed_format(path) in PAGE_FORMATS


def page_folder(path: Path, listed: PageList) -> PageFolder:
    """Take what a folder's path and its issue.toml say."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links
    parts = name_parts(full.name)
    is_stated = bool((listed.date or listed.number) and _LETTER.search(full.name))
    return PageFolder(
        path,
        full,
        listed,
        listed.date or folder_date(full),
        listed.number or parts.number,
        is_named=bool(parts.date or parts.number) or is_stated,
    )


def page_file(position: int, source: SourceFile, folder: PageFolder) -> PageFile:
    """Take a file's name and its row of a manifest, which goes before the name."""
    row, parts = source.metadata, name_parts(source.stem)
    date, number = row.get("date", parts.date), row.get("number", parts.number)
    by_folder = folder.is_issue and not (date or number)
    if by_folder:
        parts = name_parts(source.stem, bare=True)
    page = row.get("page", "")
    if date or number or by_folder or parts.is_plain:
        page = page or parts.page
    paper = row.get("title", "").casefold() or parts.before
    stated = (folder.date, folder.number) if by_folder else (date, number)
    key = IssueKey(folder.path, paper, *stated, by_folder)
    if issue := row.get(ISSUE, ""):
        key = IssueKey(_tree(source), "", "", "", issue=issue)
    return PageFile(position, source, parts, page, key, date)


def _tree(source: SourceFile) -> Path:
    """Return the folder from which a file's path is counted."""
    path = source.path or Path()
    return path.parents[len(source.mirrored.parts) - 1]


def folder_paths(folder: PageFolder, first: PageFile) -> tuple[Path, PurePath]:
    """Return the path of an issue that is a whole folder, and that below the tree it came with."""
    relative = first.source.mirrored.parent
    above, name = relative.parent, folder.full.name or "issue"
    is_day = folder.date and not folder.is_named and not _LETTER.search(name)
    if is_day:
        return folder.path.parent / folder.date, above / folder.date
    path = folder.path if folder.path.name == name else folder.full
    return path, above / name


def name_paths(
    folder: PageFolder, pages: Sequence[PageFile], *, by_ending: bool = False
) -> tuple[Path, PurePath]:
    """Return the path of an issue that is named as its pages are, without the page; or with their ending."""
    key = pages[0].key
    first = next((p for p in pages if p.parts.date and p.parts.number), pages[0])
    core = first.parts.core
    rests = {page.parts.after for page in pages}
    if not core and not (first.date and not first.parts.date):
        return folder_paths(folder, first)
    if {page.parts.before for page in pages} != {first.parts.before}:
        core = "_".join(filter(None, (first.source.metadata.get("title", ""), key.date, key.number)))
    elif key.by_folder:
        core = f"{core}_{key.date or key.number}"
    if len(rests) == 1 and (rest := rests.pop()):
        core = f"{core}_{rest.replace(' ', '_')}"
    if by_ending:
        core += first.source.name[len(first.source.stem) :].replace(".", "_").lower()
    name = _NOT_IN_NAMES.sub("_", core or f"{key.date or key.number}").strip(" .") or "issue"
    return folder.path / name, first.source.mirrored.parent / name


def natural_order(name: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts names as people do: 2.txt before 10.txt."""
    return tuple((int(run), "") if run.isdecimal() else (-1, run) for run in _DIGITS.split(name) if run)
