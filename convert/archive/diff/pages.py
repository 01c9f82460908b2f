"""Which pages of two archival files are one page: by the bytes of their files, their numbers, their names.

Class `page`: a page was added or lost, or is of another file. What stands on such a page is not told
block by block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convert.archive.diff.difference import DiffClass, Difference
from convert.system.paths import printable_path
from convert.tei.header import DeclaredSource
from convert.tei.issue import ArchivedIssue


class FilePages(NamedTuple):
    """A file of an issue's source, and its pages."""

    file: DeclaredSource
    pages: tuple[int, ...]
    """Numbers of its pages in the issue."""
    label: str
    """The printed number of the first."""

    @property
    def words(self) -> str:
        """What messages call it: page 2 (p2.txt)."""
        name = printable_path(self.file.name)
        return f"page {printable_path(self.label)} ({name})" if self.label else f"the page of {name}"


@dataclass(frozen=True, slots=True)
class PageMatches:
    """How the pages of two issues belong together."""

    differences: tuple[Difference, ...] = ()
    to_new: Mapping[int, int] = field(default_factory=dict)
    """Number of the new page by that of the old one; a page that is not there has its own number."""
    lost: frozenset[int] = frozenset()
    """Numbers of old pages that the new file does not have."""
    added: frozenset[int] = frozenset()
    """Numbers of new pages that the old file does not have."""

    def expected(self, old: int) -> int:
        """Return on which page of the new file is what was on one of the old file."""
        return self.to_new.get(old, old)


def match_pages(old: ArchivedIssue, new: ArchivedIssue) -> PageMatches:
    """Match the pages of two issues, and tell of those that only one has or that are of other files.

    Where neither is of several files, pages belong together by their place, and nothing is told here.
    """
    if len(old.files) < 2 and len(new.files) < 2:
        return PageMatches()
    left, right = list(_file_pages(old)), list(_file_pages(new))
    pairs: list[tuple[FilePages, FilePages]] = []
    for key in (_digest, _label, _name):
        pairs += _take_pairs(left, right, key)
    pairs.sort(key=lambda pair: pair[0].pages[:1])
    differences = [difference for first, second in pairs for difference in _replaced(first, second)]
    differences += (Difference(DiffClass.PAGE, f"lost: {page.words}") for page in left)
    differences += (Difference(DiffClass.PAGE, f"added: {page.words}") for page in right)
    numbers = (zip(first.pages, second.pages, strict=False) for first, second in pairs)
    return PageMatches(
        tuple(differences),
        {was: now for pages in numbers for was, now in pages},
        frozenset(number for page in left for number in page.pages),
        frozenset(number for page in right for number in page.pages),
    )


def _file_pages(issue: ArchivedIssue) -> Iterator[FilePages]:
    """Yield the files of an issue with their pages."""
    pages: defaultdict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(issue.page_files):
        pages[key].append(number)
    for file in issue.files:
        numbers = pages.get(file.id, [])
        yield FilePages(file, tuple(numbers), issue.pages[numbers[0]] if numbers else "")


def _take_pairs(
    left: list[FilePages], right: list[FilePages], key_of: Callable[[FilePages], str]
) -> Iterator[tuple[FilePages, FilePages]]:
    """Yield pages of one key, the first with the first, and take them out of both lists."""
    waiting: defaultdict[str, list[FilePages]] = defaultdict(list)
    for page in reversed(right):
        waiting[key_of(page)].append(page)
    keyed = [(page, key_of(page)) for page in left]
    pairs = [(page, waiting[key].pop()) for page, key in keyed if key and waiting[key]]
    for first, second in pairs:
        left.remove(first)
        right.remove(second)
    return iter(pairs)


def _digest(page: FilePages) -> str:
    return page.file.sha256


def _label(page: FilePages) -> str:
    return page.label


def _name(page: FilePages) -> str:
    return page.file.name


def _replaced(old: FilePages, new: FilePages) -> Iterator[Difference]:
    """Yield how the file of a page is another, is called otherwise, or is read otherwise."""
    was, now = old.file, new.file
    if was.fault != now.fault:
        before, after = (file.fault or "has text" for file in (was, now))
        yield Difference(DiffClass.PAGE, f"{new.words}: whether it can be read", before, after)
    elif was.sha256 != now.sha256:
        same = was.text_sha256 and was.text_sha256 == now.text_sha256
        kind = DiffClass.GEOMETRY if same else DiffClass.PAGE
        words = f"{new.words} is of another file{' with the same text' if same else ''}"
        yield Difference(kind, f"{words}: {was.sha256[:12]} → {now.sha256[:12]}")
    if was.name != now.name:
        yield Difference(DiffClass.METADATA, f"source file of page {new.label or '?'}", was.name, now.name)
    if was.encoding != now.encoding and was.sha256 == now.sha256:
        yield Difference(DiffClass.METADATA, f"encoding of {new.words}", was.encoding, now.encoding)


def one_of_pages(files: Sequence[str], *, is_old: bool) -> Difference:
    """Tell that the pages of an issue were, or are, archival files of their own."""
    names = ", ".join(files)
    message = f"one issue now, was {names}" if is_old else f"no issue any more, now {names}"
    return Difference(DiffClass.PAGE, message)
