"""Which files are one issue, by what their names, folders, lists and manifests say: nothing is read here.

    云津日报_2026-03-05_第01版.txt, 云津日报_2026-03-05_第02版.txt  ->  云津日报_2026-03-05, pages 1 and 2
    2026-03-05/01.txt, 2026-03-05/02.txt                      ->  2026-03-05, pages 1 and 2
    diary.txt, 1951/03-02.txt, page_1.txt, page_2.txt         ->  four issues of a file each

Files are one issue where their names agree in paper, date and number and differ in the page alone; where a
folder that says which issue it is holds them by page; where issue.toml lists them, or a manifest says so.
Anything else is an issue of its own. What does not fit together is told, and never mended in silence.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import BadSetting, ConvertError, UnreadableSource
from convert.issue.container_issues import ContainerIssues
from convert.issue.metadata import LISTS_PAGES
from convert.issue.page_files import (
    ISSUE,
    IssueKey,
    PageFile,
    PageFolder,
    folder_paths,
    may_be_page,
    name_paths,
    page_file,
    page_folder,
)
from convert.issue.page_label import double_pages
from convert.issue.page_list import PageList
from convert.issue.page_problems import (
    FolderProblem,
    PageProblem,
    ProblemKind,
    date_problems,
    order_problems,
    sequence_problems,
    shorten,
    two_dates,
)
from convert.system.find import SourceFile, find_link
from convert.system.issue_source import IssueSource, SourceIssue, SourcePart, parts_of
from convert.system.paths import folded_path, printable_path

MANY = 1000
"""Files of a folder that are so many that it is said where none of them has a date or number."""


class GroupBy(StrEnum):
    """What makes files one issue."""

    NAME = "name"
    """Names, folders that say their issue, lists and manifests."""
    FOLDER = "folder"
    """The files of a folder are one issue, whatever their names."""
    PAGE = "page"
    """Nothing: each file is an issue."""


class PlannedIssue(NamedTuple):
    """An issue, and what does not fit in it."""

    source: IssueSource
    problems: tuple[PageProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """The issues that some files are."""

    issues: tuple[PlannedIssue, ...]
    """In the order of their first files."""
    problems: tuple[FolderProblem, ...] = ()

    @property
    def sources(self) -> tuple[IssueSource, ...]:
        """What is to be converted."""
        return tuple(issue.source for issue in self.issues)


class _Placed(NamedTuple):
    """An issue, and the place of its first file among all."""

    position: int
    issue: PlannedIssue


def plan_issues(
    files: Sequence[SourceFile],
    lists: Mapping[Path, PageList] | None = None,
    by: GroupBy = GroupBy.NAME,
    containers: ContainerIssues | None = None,
) -> IssuePlan:
    """Say which files are one issue; every file is in exactly one, whatever their order.

    `lists` are those of the folders that have an issue.toml, `containers` what a METS among the files says.
    """
    if by is GroupBy.PAGE:
        return IssuePlan(tuple(PlannedIssue(_without_issue(source)) for source in files))
    folders: dict[Path, PageFolder] = {}
    in_folders: defaultdict[Path, list[PageFile]] = defaultdict(list)
    in_rows: defaultdict[IssueKey, list[PageFile]] = defaultdict(list)
    issues, rest = containers or ContainerIssues((), tuple(enumerate(files)))
    placed = [_Placed(position, PlannedIssue(issue)) for position, issue in issues]
    for position, source in rest:
        if source.path is None or not may_be_page(source.path):
            placed.append(_Placed(position, PlannedIssue(source)))
            continue
        path = source.path.parent
        if path not in folders:
            folders[path] = page_folder(path, (lists or {}).get(path, PageList()))
        file = page_file(position, source, folders[path])
        if file.key.issue:
            in_rows[file.key].append(file)
        else:
            in_folders[path].append(file)
    for path, members in in_folders.items():
        placed += _in_folder(folders[path], members, by)
    placed += (_in_rows(key, members) for key, members in in_rows.items())
    placed = _with_paths_of_their_own(placed)
    problems = tuple(problem for path in sorted(folders) for problem in folders[path].problems)
    return IssuePlan(tuple(each.issue for each in placed), problems)


def _with_paths_of_their_own(placed: Iterable[_Placed]) -> list[_Placed]:
    """Return issues in the order of their first files; none has the path of another, which is its key."""
    taken: set[str] = set()
    result: list[_Placed] = []
    for position, (source, problems) in sorted(placed, key=_first_path):
        own, count = source, 1
        while isinstance(own, SourceIssue) and folded_path(own.path) in taken:
            count += 1
            name = f"{source.stem}-{count}"
            own = replace(own, path=own.path.with_name(name), relative=own.mirrored.with_name(name))
        if isinstance(own, SourceIssue):
            taken.add(folded_path(own.path))
        result.append(_Placed(position, PlannedIssue(own, problems)))
    return sorted(result, key=lambda each: each.position)


def _first_path(placed: _Placed) -> str:
    return parts_of(placed.issue.source)[0].file.exact


def _without_issue(source: SourceFile) -> SourceFile:
    """Return a source without the name of an issue that its row has: it is an issue by itself."""
    row = {key: value for key, value in source.metadata.items() if key != ISSUE}
    return replace(source, metadata=row) if len(row) < len(source.metadata) else source


def _in_rows(key: IssueKey, files: list[PageFile]) -> _Placed:
    """Put the files together that a manifest has under one name."""
    ordered = sorted(files, key=lambda file: file.order) if all(file.page for file in files) else files
    problems = list(order_problems([file.named for file in files], "the manifest"))
    relative = PurePath(key.issue)
    return _build(ordered, key.folder / relative, relative, problems)


def _in_folder(folder: PageFolder, files: list[PageFile], by: GroupBy) -> Iterator[_Placed]:
    """Yield the issues of one folder."""
    if folder.listed.error:
        files = [replace(file, source=_refused(file.source, folder.listed.error)) for file in files]
    if folder.listed.pages:
        listed, files = _as_listed(folder, files)
        yield listed
    elif by is GroupBy.FOLDER and len(files) > 1:
        yield _whole_folder(folder, files)
        return
    yield from _by_names(folder, files)


def _refused(source: SourceFile, error: ConvertError) -> SourceFile:
    """Return a source of a folder whose list of pages cannot be read."""
    return replace(source, error=source.error or error)


def _as_listed(folder: PageFolder, files: Sequence[PageFile]) -> tuple[_Placed, list[PageFile]]:
    """Put together what issue.toml lists, in its order; return what it does not list, too."""
    by_path = {file.source.path: file for file in files}
    tree = files[0].source.mirrored.parent
    pages: list[PageFile] = []
    problems: list[PageProblem] = []
    for entry in folder.listed.pages:
        path = folder.path / entry.file
        known = by_path.pop(path, None)
        if known is None:
            known = page_file(files[0].position, _absent(path, tree / entry.file), folder)
        elif entry.page and known.parts.page and entry.page.upper() != known.parts.page:
            message = f"{LISTS_PAGES} says that {known.source.name} is page {entry.page}"
            problems.append(PageProblem(ProblemKind.CONTRADICTION, message))
        pages.append(replace(known, page=entry.page or known.page))
    named = [page.named for page in pages]
    problems += order_problems(named, LISTS_PAGES)
    problems += date_problems(named, folder.listed.date, LISTS_PAGES)
    if not folder.listed.date and (dates := two_dates(named)):
        problems.append(
            PageProblem(ProblemKind.TWO_DATES, f"{LISTS_PAGES} lists pages of two dates: {dates}")
        )
    left = [file for file in files if file.source.path in by_path]
    if left:
        names = shorten([file.source.name for file in left])
        folder.tell(ProblemKind.CONTRADICTION, f"{LISTS_PAGES} does not list {names}")
    path, relative = folder_paths(folder, pages[0])
    return _build(pages, path, relative, problems), left


def _absent(path: Path, relative: PurePath) -> SourceFile:
    """Return a file that is listed, and is no source that was found: or is not there."""
    if os.path.lexists(path):
        return SourceFile(path, relative, error=find_link(path))
    error = UnreadableSource(f"{LISTS_PAGES} lists it, but it does not exist", location=printable_path(path))
    return SourceFile(path, relative, error=error)


def _whole_folder(folder: PageFolder, files: Sequence[PageFile]) -> _Placed:
    """Put all files of a folder together; those of two dates are refused."""
    ordered = sorted(files, key=lambda file: file.order)
    named = [file.named for file in ordered]
    path, relative = folder_paths(folder, ordered[0])
    error = None
    if dates := two_dates(named):
        message = f"a folder with pages of two dates: {dates}"
        error = BadSetting(message, location=printable_path(path), hint="split the folder, or give --by name")
    problems = list(date_problems(named, folder.date, folder.authority))
    return _build(ordered, path, relative, problems, error)


def _by_names(folder: PageFolder, files: Iterable[PageFile]) -> Iterator[_Placed]:
    """Put the files of a folder together whose names agree in all but the page."""
    groups: defaultdict[IssueKey, list[PageFile]] = defaultdict(list)
    alone: list[PageFile] = []
    for file in files:
        if file.page:
            groups[file.key].append(file)
        else:
            alone.append(file)
    issues: list[tuple[list[PageFile], Path, PurePath]] = []
    for key, members in _with_whole_keys(groups).items():
        if len(members) == 1 or not key.is_dated:
            alone += members
        else:
            sets = _split(members)
            by_ending = len({_ending_of(pages[0]) for pages in sets}) == len(sets) > 1
            issues += ((pages, *name_paths(folder, pages, by_ending=by_ending)) for pages in sets)
    unpaged: defaultdict[IssueKey | None, list[str]] = defaultdict(list)
    for file in alone:
        if not file.page:
            unpaged[_beside(file.key)].append(file.source.name)
    taken = {folded_path(path.name): len(pages) for pages, path, _ in issues}
    for pages, path, relative in issues:
        problems = list(_name_problems(folder, pages, unpaged))
        yield _build(pages, path, relative, problems)
    for file in alone:
        count = taken.get(folded_path(file.source.stem), 0)
        yield _Placed(
            file.position, PlannedIssue(_without_page(file.source, count) if count else file.source)
        )
    _tell_of_rest(folder, alone)


def _with_whole_keys(groups: Mapping[IssueKey, list[PageFile]]) -> dict[IssueKey, list[PageFile]]:
    """Put pages whose names lack the number, or the date, to the one issue that has both and lacks them.

    日报_2026-03-05_第4821号_第01版, 日报_2026-03-05_第02版  ->  one issue
    """
    whole: defaultdict[IssueKey, list[IssueKey]] = defaultdict(list)
    for key in groups:
        if key.date and key.number:
            whole[key._replace(number="")].append(key)
            whole[key._replace(date="")].append(key)
    result = {key: list(files) for key, files in groups.items()}
    for key, files in groups.items():
        if len(whole.get(key, ())) == 1:
            (target,) = whole[key]
            if not double_pages(file.page for file in (*result[target], *files)):
                result[target] += (replace(file, key=target) for file in result.pop(key))
    return result


def _split(files: Sequence[PageFile]) -> list[list[PageFile]]:
    """Part files that are two sets of the same pages: .txt and .docx, or p1_ocr and p1_clean."""
    ordered = sorted(files, key=lambda file: file.order)
    if not double_pages(file.page for file in ordered):
        return [ordered]
    for trait in (_ending_of, _rest_of_name):
        sets: defaultdict[str, list[PageFile]] = defaultdict(list)
        for file in ordered:
            sets[trait(file)].append(file)
        pages = {tuple(file.page for file in members) for members in sets.values()}
        if len(sets) > 1 and len(pages) == 1 and not double_pages(*pages):
            return [sets[name] for name in sorted(sets)]
    return [ordered]


def _ending_of(file: PageFile) -> str:
    return file.source.path.suffix.lower() if file.source.path else ""


def _rest_of_name(file: PageFile) -> str:
    return file.parts.after


def _name_problems(
    folder: PageFolder, pages: Sequence[PageFile], unpaged: Mapping[IssueKey | None, Sequence[str]]
) -> Iterator[PageProblem]:
    """Yield what is odd in an issue that was put together by names."""
    key = pages[0].key
    stated = "" if key.by_folder else folder.date
    yield from date_problems([page.named for page in pages], stated, folder.authority)
    others = unpaged.get(_beside(key), ())
    if others:
        verb = "has" if len(others) == 1 else "have"
        message = f"{shorten(others)} {verb} no page number, and {verb} been left out of the issue"
        yield PageProblem(ProblemKind.NO_PAGE, message)


def _beside(key: IssueKey) -> IssueKey | None:
    """Return what a file without a page shares with pages: in a folder that is an issue nothing more."""
    return None if key.by_folder else key


def _without_page(source: SourceFile, pages: int) -> SourceFile:
    """Refuse a file that would take the name of an issue of several pages."""
    message = f"has no page number, and its name is that of an issue of {pages} pages"
    hint = f"give it a page, or list the pages in {LISTS_PAGES}"
    return replace(source, error=source.error or BadSetting(message, location=source.location, hint=hint))


def _tell_of_rest(folder: PageFolder, alone: Sequence[PageFile]) -> None:
    """Tell of files that look like pages, and of which nothing says which issue they are."""
    undated = [file for file in alone if not file.key.is_dated]
    pages = [file for file in undated if file.page]
    hint = "each is an issue of its own; --by folder makes them one"
    if len(pages) > 1:
        message = f"{len(pages):,} files look like pages, but nothing says of which issue: {hint}"
        folder.tell(ProblemKind.UNDATED, message)
    elif len(undated) >= MANY:
        message = f"{len(undated):,} files have no date, number or page: {hint}"
        folder.tell(ProblemKind.UNDATED, message)
    stray = [file.named for file in alone if not file.key.by_folder and file.date]
    for problem in date_problems(stray, folder.date, folder.authority):
        folder.tell(problem.kind, problem.message)


def _build(
    files: Sequence[PageFile],
    path: Path,
    relative: PurePath,
    problems: Sequence[PageProblem] = (),
    error: ConvertError | None = None,
) -> _Placed:
    """Make an issue of files that are in order."""
    problems = (*problems, *sequence_problems([file.named for file in files]))
    label = printable_path(relative) if files[0].source.label else ""
    rows = [file.source.metadata for file in files]
    shared = {
        key: value
        for key, value in rows[0].items()
        if key not in {"page", ISSUE} and all(row.get(key) == value for row in rows)
    }
    if files[0].page:
        shared["page"] = files[0].page
    source = SourceIssue(
        path,
        tuple(SourcePart(file.source, file.page) for file in files),
        relative,
        shared,
        error,
        label,
        tuple(problem.message for problem in problems),
    )
    return _Placed(min(file.position for file in files), PlannedIssue(source, tuple(problems)))
