"""The list of an issue's pages in issue.toml, which says more than the names of its files.

date = 2026-03-05
pages = ["front.txt", "city.txt", {file = "back.txt", page = "A4"}]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from convert.errors import BadSetting, ConvertError
from convert.issue.metadata import LISTS_PAGES, PAGES, load_table
from convert.system.find import is_there
from convert.system.paths import printable_path

MOST_PAGES = 10_000
"""Of one list."""
HINT = 'a list of pages looks like pages = ["front.txt", {file = "back.txt", page = "4"}]'


class ListedPage(NamedTuple):
    """A page of a list."""

    file: str
    """The name of its file, in the folder of the list."""
    page: str = ""
    """Its printed number; empty: its name says it."""


@dataclass(frozen=True, slots=True)
class PageList:
    """What issue.toml says of the files of its folder."""

    pages: tuple[ListedPage, ...] = ()
    """In their order; empty: it lists none."""
    date: str = ""
    number: str = ""
    error: ConvertError | None = None
    """Why it cannot be read: the sources of its folder fail with it."""


def load_page_lists(folders: Mapping[Path, str], *, follow_links: bool = False) -> dict[Path, PageList]:
    """Read issue.toml in each of some folders, given with what messages put in front of its name.

    A wrong list has its error, and costs no other folder. One that is no TOML, or a link, is left to whoever
    reads the metadata in it.
    """
    lists = {}
    for folder, place in folders.items():
        file, location = folder / LISTS_PAGES, f"{place}{LISTS_PAGES}"
        try:
            there = is_there(file, location, follow_links=follow_links)
            table = load_table(file, location) if there else {}
        except ConvertError:
            continue
        try:
            lists[folder] = parse_page_list(table, location)
        except BadSetting as error:
            lists[folder] = PageList(error=error)
    return lists


def parse_page_list(table: Mapping[str, object], location: str) -> PageList:
    """Return what a table says of an issue's files; metadata that cannot be is another function's to refuse.

    Raises:
        BadSetting: `pages` is no list of files, names one twice, or one outside of the folder.

    """
    listed = table.get(PAGES, [])
    if not isinstance(listed, list) or (PAGES in table and not 0 < len(listed) <= MOST_PAGES):
        raise BadSetting("pages must be a list of files", location=location, hint=HINT)
    pages = tuple(_page(entry, location) for entry in listed)
    for file, count in Counter(page.file for page in pages).items():
        if count > 1:
            message = f"pages names {printable_path(file)} twice"
            raise BadSetting(message, location=location, hint="list it once")
    date, number = (str(table.get(key, "")).strip() for key in ("date", "number"))
    return PageList(pages, date, number)


def _page(entry: object, location: str) -> ListedPage:
    """Return a page of a list: "front.txt", or {file = "front.txt", page = "1"}."""
    file, page = entry, ""
    if isinstance(entry, dict) and entry.keys() <= {"file", "page"}:
        file, page = entry.get("file"), entry.get("page", "")
    if not isinstance(file, str) or not file.strip() or isinstance(page, bool):
        raise BadSetting("an entry of the list is not a file", location=location, hint=HINT)
    if not isinstance(page, (str, int)):
        raise BadSetting("the page of a file must be a text or a whole number", location=location, hint=HINT)
    path = PurePath(file.strip())
    if path.name != file.strip() or path.name in {"", ".", ".."} or "\0" in file:
        raise BadSetting(
            f"pages names {printable_path(file[:100])!r}, outside of its folder",
            location=location,
            hint="give files in the same folder",
        )
    return ListedPage(path.name, str(page).strip())
