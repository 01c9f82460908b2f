"""Which article stands where: volumes of parts, of issues or of what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from convert.collection.authors import authors
from convert.collection.spool import Entry, Groups, Held, no_groups
from convert.model import Article, Metadata, Opening
from convert.writers.front import iso_date, issue_line, one_line, spoken_date

BY = ("month", "year", "section", "author")
"""What articles can be put together by, beside a file of topics."""
OTHER = ""
"""The group of what belongs to none."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An article of an issue, perhaps under a title of the editor's own."""

    issue: Held
    entry: Entry
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


@dataclass(frozen=True, slots=True)
class Volume:
    """One book."""

    name: str
    """Of the group it holds; nothing where it holds all."""
    parts: tuple[Part, ...]
    creators: tuple[str, ...] = ()


def groups_for(by: str, topics: Mapping[str, Sequence[str]]) -> Groups:
    """Return what puts an article into its groups: by section, by author, or by topic."""
    if by == "section":
        return lambda _article, section: (section,) if section else ()
    if by == "author":
        return lambda article, _section: authors(article)
    return (lambda article, _section: _topics(article, topics)) if topics else no_groups


def _topics(article: Article, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the topics of which a word stands in the article, in the order of their file."""
    text = "".join("".join(block.reading.split()) for block in article.readable).casefold()
    found = (t for t, known in topics.items() if any("".join(w.split()).casefold() in text for w in known))
    return tuple(found)


def volumes(issues: Sequence[Held], by: str, other: str, *, split: bool) -> tuple[Volume, ...]:
    """Put issues, in the order of their dates, into one book or into a book for each group."""
    ordered = sorted(issues, key=_order)
    if not by:
        return (Volume("", tuple(issue_part(issue, 0) for issue in ordered)),)
    found = (_periods if by in {"month", "year"} else _groups)(ordered, by, other)
    if split:
        return found
    return (Volume("", tuple(_with_heads(found))),)


def issue_part(issue: Held, level: int) -> Part:
    """Return the part that an issue makes."""
    choices = tuple(Choice(issue, entry) for entry in issue.entries)
    return Part(issue_name(issue), choices, level, tuple(filter(None, [one_line(issue.meta.title)])))


def issue_name(issue: Held) -> str:
    """Return what an issue is called in a list: its date and number, else its file."""
    return issue_line(issue.meta)[:120] or one_line(issue.meta.name, 120) or issue.digest[:12]


def _order(issue: Held) -> tuple[bool, str, str, str, str]:
    """Dates first; an issue without one behind all others."""
    meta = issue.meta
    number, page = (value.zfill(12) if value.isdigit() else value for value in (meta.number, meta.page))
    return (not iso_date(meta), iso_date(meta), number, page, issue.place)


def _periods(issues: Sequence[Held], by: str, other: str) -> tuple[Volume, ...]:
    length = 4 if by == "year" else 7
    found: dict[str, list[Part]] = {}
    names: dict[str, str] = {}
    for issue in issues:
        key = iso_date(issue.meta)[:length]
        names.setdefault(key, spoken_date(replace(issue.meta, date=key)) if key else other)
        found.setdefault(key, []).append(issue_part(issue, 0))
    return tuple(Volume(names[key], tuple(parts)) for key, parts in found.items())


def _groups(issues: Sequence[Held], by: str, other: str) -> tuple[Volume, ...]:
    """Return a volume for each group, in the order in which they come; what has none comes last."""
    found: dict[str, list[Choice]] = {}
    for issue in issues:
        for entry in issue.entries:
            if entry.kind is Opening.SECTION:
                continue
            for name in entry.groups or (OTHER,):
                found.setdefault(name, []).append(Choice(issue, entry))
    rest = found.pop(OTHER, None)
    if rest:
        found[OTHER] = rest
    return tuple(
        Volume(
            name or other,
            (Part(name or other, tuple(choices), mixed=True),),
            (name,) if by == "author" and name else (),
        )
        for name, choices in found.items()
    )


def _with_heads(found: Sequence[Volume]) -> Iterator[Part]:
    """Put a heading over the issues of each period; a group is a part already."""
    for volume in found:
        if volume.parts[0].mixed:
            yield from volume.parts
            continue
        yield Part(volume.name)
        for part in volume.parts:
            yield replace(part, level=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with what is printed in it, and what stands elsewhere in the book."""

    part: Part
    choices: tuple[Choice, ...]
    elsewhere: tuple[tuple[Choice, str], ...]
    """With the name of the page it stands on."""


def placed(volume: Volume, prefix: Callable[[Held], str]) -> tuple[tuple[Placed, ...], int]:
    """Print each article once; return the parts, and how many articles stand elsewhere in the book.

    Two articles are the same where their text is, white space aside. Within one issue nothing is
    left out: what is printed twice there is printed twice.
    """
    pages: dict[bytes, tuple[str, Held]] = {}
    printed: set[str] = set()
    found: list[Placed] = []
    repeated = 0
    for part in volume.parts:
        here: list[Choice] = []
        elsewhere: list[tuple[Choice, str]] = []
        for choice in part.choices:
            entry = choice.entry
            if entry.kind is Opening.SECTION:
                here.append(choice)
                continue
            name = f"{prefix(choice.issue)}{entry.id}"
            known, issue = pages.setdefault(entry.digest, (name, choice.issue))
            if name not in printed and issue is choice.issue:
                printed.add(name)
                here.append(choice)
            else:
                elsewhere.append((choice, known))
        repeated += len(elsewhere)
        found.append(Placed(part, tuple(here), tuple(elsewhere)))
    return tuple(found), repeated


def span(issues: Sequence[Metadata]) -> tuple[str, str]:
    """Return the first and the last date of some issues; nothing where none has one."""
    dates = sorted(filter(None, (iso_date(meta) for meta in issues)))
    return (dates[0], dates[-1]) if dates else ("", "")
