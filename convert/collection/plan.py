"""Which article stands where: volumes of parts, of issues or of what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from convert.collection.article_store import ContentsEntry, Groups, StoredIssue, no_groups
from convert.collection.authors import authors
from convert.document.model import Article, Metadata
from convert.document.roles import Opening
from convert.typeset.display import iso_date, issue_line, language_tag, one_line, spoken_date
from convert.writers.epub.messages import epub_messages
from convert.writers.epub.metadata import LONGEST_ENTRY

BY = ("month", "year", "newspaper", "section", "author")
"""What articles can be put together by, beside a file of topics."""
OTHER = ""
"""The group of what belongs to none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An article of an issue, perhaps under a title of the editor's own."""

    issue: StoredIssue
    entry: ContentsEntry
    title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together in a book: an issue, a month, a section, an author's articles."""

    title: str
    choices: tuple[Choice, ...] = ()
    level: int = 0
    lines: tuple[str, ...] = ()
    text: str = ""
    """Markdown that opens it."""
    mixed: bool = False
    """Whether its articles are of several issues, so that each must say of which."""
    language: str = ""
    """Of its title; nothing where it is the book's."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One book."""

    name: str
    """Of the group it holds; nothing where it holds all."""
    parts: tuple[Part, ...]
    creators: tuple[str, ...] = ()
    period: str = ""
    """The month or year it holds, such as 2025-12."""


def groups_for(by: str, topics: Mapping[str, Sequence[str]]) -> Groups:
    """Return what puts an article into its groups: by section, by author, or by topic."""
    if by in {"section", "author"}:
        return _section if by == "section" else _authors
    return partial(_topics, topics=topics) if topics else no_groups


def _section(_article: Article, section: str) -> tuple[str, ...]:
    return (section,) if section else ()


def _authors(article: Article, _section: str) -> tuple[str, ...]:
    return authors(article)


def _topics(article: Article, _section: str, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the topics of which a word stands in the article, in the order of their file."""
    text = "".join("".join(block.reading.split()) for block in article.readable).casefold()
    return tuple(
        topic
        for topic, words in topics.items()
        if any("".join(word.split()).casefold() in text for word in words)
    )


def volumes(issues: Sequence[StoredIssue], by: str, meta: Metadata, *, split: bool) -> tuple[Volume, ...]:
    """Put issues, in the order of their dates, into one book or into a book for each group.

    `meta` is that of the book: its language names months, years and what belongs to no group.
    """
    ordered = sorted(issues, key=in_order)
    if not by:
        return (Volume("", tuple(issue_parts(ordered))),)
    own = {"month": _periods, "year": _periods, "newspaper": _newspapers}
    groups = own.get(by, _groups)(ordered, by, meta)
    if split:
        return groups
    return (Volume("", tuple(_with_heads(groups))),)


def issue_parts(issues: Sequence[StoredIssue], level: int = 0) -> Iterator[Part]:
    """Yield the part that each issue makes; sources that are pages of one issue make one part.

    Where the issues are of several newspapers, the title of a part names its own.
    """
    several = is_of_several(issues)
    for _, group in groupby(issues, same_issue):
        pages = tuple(group)
        meta = pages[0].meta if len(pages) == 1 else replace(pages[0].meta, page="")
        choices = tuple(Choice(issue, entry) for issue in pages for entry in issue.entries)
        lines = tuple(filter(None, [one_line(meta.title, LONGEST_ENTRY)]))
        name = issue_name(replace(pages[0], meta=meta), named=several)
        lines = () if several else lines
        yield Part(name, choices, level, lines, language=language_tag(meta))


def is_of_several(issues: Iterable[StoredIssue]) -> bool:
    """Whether some issues are of more than one newspaper."""
    return len({issue.meta.title for issue in issues}) > 1


def issue_name(issue: StoredIssue, *, named: bool = False) -> str:
    """Return what an issue is called in a list: its date and number, else its first article.

    With `named` its newspaper stands in front: 山城晚报 2025年12月8日
    """
    first = next((entry.name for entry in issue.entries), "")
    name = (issue_line(issue.meta) or one_line(first))[:LONGEST_ENTRY] or issue.digest[:12]
    newspaper = one_line(issue.meta.title, LONGEST_ENTRY) if named else ""
    return " ".join(filter(None, (newspaper, name)))


def in_order(issue: StoredIssue) -> tuple[bool, str, str, str, str, str]:
    """Dates first; an issue without one behind all others; on one day newspaper after newspaper."""
    meta = issue.meta
    number, page = (value.zfill(12) if value.isdigit() else value for value in (meta.number, meta.page))
    day = iso_date(meta)
    return (not day, day, meta.title, number, page, issue.location)


def same_issue(issue: StoredIssue) -> tuple[str, ...]:
    """Return what only the pages of one issue share: newspaper, day and number, and that each is a page."""
    meta = issue.meta
    if meta.title and iso_date(meta) and meta.page:
        return meta.title, meta.date, meta.number, meta.language
    return (issue.location,)


def _periods(issues: Sequence[StoredIssue], by: str, meta: Metadata) -> tuple[Volume, ...]:
    length = 4 if by == "year" else 7
    periods: dict[str, list[StoredIssue]] = {}
    for issue in issues:
        periods.setdefault(iso_date(issue.meta)[:length], []).append(issue)
    return tuple(
        Volume(
            spoken_date(replace(meta, date=key)) if key else epub_messages(meta).other,
            tuple(issue_parts(issues)),
            period=key,
        )
        for key, issues in periods.items()
    )


def _newspapers(issues: Sequence[StoredIssue], _by: str, meta: Metadata) -> tuple[Volume, ...]:
    """Return a volume for each newspaper, in the order of their first issues; what names none comes last."""
    newspapers: dict[str, list[StoredIssue]] = {}
    for issue in issues:
        newspapers.setdefault(one_line(issue.meta.title, LONGEST_ENTRY), []).append(issue)
    rest = newspapers.pop("", None)
    if rest:
        newspapers[""] = rest
    return tuple(
        Volume(title or epub_messages(meta).other, tuple(issue_parts(own)))
        for title, own in newspapers.items()
    )


def _groups(issues: Sequence[StoredIssue], by: str, meta: Metadata) -> tuple[Volume, ...]:
    """Return a volume for each group, in the order in which they come; what has none comes last."""
    groups: dict[str, list[Choice]] = {}
    for issue in issues:
        for entry in issue.entries:
            if entry.kind is Opening.SECTION:
                continue
            for name in entry.groups or (OTHER,):
                groups.setdefault(name, []).append(Choice(issue, entry))
    rest = groups.pop(OTHER, None)
    if rest:
        groups[OTHER] = rest
    other = epub_messages(meta).other
    return tuple(
        Volume(
            name or other,
            (Part(name or other, tuple(choices), mixed=True),),
            (name,) if by == "author" and name else (),
        )
        for name, choices in groups.items()
    )


def _with_heads(groups: Sequence[Volume]) -> Iterator[Part]:
    """Put a heading over the issues of each period; a group is a part already."""
    for volume in groups:
        if volume.parts[0].mixed:
            yield from volume.parts
            continue
        yield Part(volume.name)
        for part in volume.parts:
            yield replace(part, level=1)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An article that is printed at another place of the book."""

    choice: Choice
    page: str
    """The name of the page it stands on."""
    printed: StoredIssue
    """The issue of which it stands there."""


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part with what is printed in it, and what stands elsewhere in the book."""

    part: Part
    choices: tuple[Choice, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """A volume with each article in its place."""

    parts: tuple[PrintedPart, ...]
    also: Mapping[str, tuple[str, ...]]
    """By page: the other issues in which its article stands with the same text."""
    repeated: int
    """Articles that stand elsewhere in the book."""
    named: bool = False
    """Whether issues are called with their newspapers, for they are of several."""


def placed(volume: Volume, prefix: Callable[[StoredIssue], str]) -> VolumePlan:
    """Print each article once.

    Two articles are the same where their text is, white space aside. Within one source nothing is
    left out: what is printed twice there is printed twice.
    """
    pages: dict[bytes, tuple[str, StoredIssue]] = {}
    printed: set[str] = set()
    also: dict[str, dict[str, None]] = {}
    parts: list[PrintedPart] = []
    named = is_of_several(choice.issue for part in volume.parts for choice in part.choices)
    for part in volume.parts:
        here: list[Choice] = []
        elsewhere: list[Elsewhere] = []
        for choice in part.choices:
            name = f"{prefix(choice.issue)}{choice.entry.id}"
            page, issue = name, choice.issue
            if choice.entry.kind is not Opening.SECTION:
                page, issue = pages.setdefault(choice.entry.digest, (name, choice.issue))
            if name not in printed and issue is choice.issue:
                printed.add(name)
                here.append(choice)
                continue
            if choice.entry.kind is not Opening.SECTION:
                elsewhere.append(Elsewhere(choice, page if issue is not choice.issue else name, issue))
            if issue is not choice.issue:
                also.setdefault(page, {})[issue_name(choice.issue, named=named)] = None
        parts.append(PrintedPart(part, tuple(here), tuple(elsewhere)))
    repeated = sum(len(part.elsewhere) for part in parts)
    return VolumePlan(tuple(parts), {page: tuple(names) for page, names in also.items()}, repeated, named)


def span(issues: Sequence[Metadata]) -> tuple[str, str]:
    """Return the first and the last date of some issues; nothing where none has one."""
    dates = sorted(filter(None, (iso_date(meta) for meta in issues)))
    return (dates[0], dates[-1]) if dates else ("", "")
