"""Volumes as EPUB: the plan's parts, each article fetched when its page is made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import BinaryIO
from uuid import uuid5

from convert.collection.article_store import StoredIssue, Text, fetch
from convert.collection.picture_store import fetch_pictures
from convert.collection.plan import Choice, PrintedPart, Volume, VolumePlan, issue_name, placed, span
from convert.document.model import Article, Block, Metadata, Segment
from convert.document.roles import Opening, Role
from convert.outcome import NO_PICTURES, PictureCount
from convert.typeset.display import holding, language_tag, one_line, spoken_date
from convert.typeset.identity import OURS, edition
from convert.typeset.missing_pages import BEHIND_ALL
from convert.typeset.pictures import IssuePictures
from convert.typeset.styles import StyleSheet
from convert.writers.epub.figures import STYLE_SHEET
from convert.writers.epub.messages import epub_messages
from convert.writers.epub.metadata import LONGEST_ENTRY, LONGEST_VALUE, MOST_SUBJECTS, BookMetadata
from convert.writers.epub.package import BookTimes, FrontMatter, write_package
from convert.writers.epub.pages import XhtmlContext, XhtmlPage, article_pages, pages_without_text
from convert.writers.epub.parts import part_page

ON_COVER = 4
"""Parts, or headlines, on the cover."""
MOST_NEWSPAPERS = 3
"""Newspapers that stand for the author of a book, where it has none."""
SHORT = 8
"""Hex digits of an issue's digest in file names."""


@dataclass(frozen=True, slots=True)
class BookSettings:
    """What all volumes of a collection share."""

    title: str
    meta: Metadata
    """Of the collection; its language decides the words."""
    style: StyleSheet
    times: BookTimes
    series: str = ""
    position: str = ""
    foreword: str = ""
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What became of a volume."""

    issues: int
    articles: int
    repeated: int
    pictures: PictureCount = NO_PICTURES


def write_volume(
    out: BinaryIO, store: BinaryIO, volume: Volume, settings: BookSettings, notify: Callable[[str], None]
) -> Bound:
    """Write one volume; of the text only one issue at a time is in memory."""
    prefix = prefixes(volume)
    plan = placed(volume, prefix)
    issues = list({id(c.issue): c.issue for part in volume.parts for c in part.choices}.values())
    title = " ".join(
        filter(None, (one_line(settings.title, LONGEST_VALUE), one_line(volume.name, LONGEST_ENTRY)))
    )
    lines = tuple(filter(None, (one_line(volume.name, LONGEST_ENTRY), _span(issues, settings.meta))))
    sizes: dict[str, int] = {}
    pages = _counting(_pages(store, plan, settings, prefix, notify), sizes)
    about = _about(volume, settings, issues, title)
    front = FrontMatter(one_line(settings.title, LONGEST_VALUE), lines, tuple(_shown(plan)))
    write_package(out, about, front, pages, settings.style, settings.times, epub_messages(settings.meta))
    printed = sum(c.entry.kind is not Opening.SECTION for p in plan.parts for c in p.choices)
    return Bound(len(issues), printed, plan.repeated, PictureCount(len(sizes), sum(sizes.values())))


def _counting(pages: Iterator[XhtmlPage], sizes: dict[str, int]) -> Iterator[XhtmlPage]:
    """Yield pages; `sizes` takes how large the files of their pictures are, by their names."""
    for page in pages:
        sizes.update({name: len(data) for name, (_, data) in page.files.items() if name != STYLE_SHEET})
        yield page


def _shown(plan: VolumePlan) -> Iterator[str]:
    """Yield what the cover names beside title and time: the parts, or the articles of the only one."""
    named = [p.part.title for p in plan.parts if p.part.title and not p.part.level]
    if len(named) > 1:
        yield from named[:ON_COVER]
        return
    articles = (c for p in plan.parts for c in p.choices if c.entry.kind is Opening.ARTICLE)
    yield from (c.title or c.entry.name for c in islice(articles, ON_COVER))


def prefixes(volume: Volume) -> Callable[[StoredIssue], str]:
    """Return what makes file names of one issue unlike those of all others, in plain ASCII."""
    names: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for part in volume.parts:
        for choice in part.choices:
            if id(choice.issue) not in names:
                short = choice.issue.digest[:SHORT]
                counts[short] += 1
                nth = f".{counts[short]}" if counts[short] > 1 else ""
                names[id(choice.issue)] = f"i.{short}{nth}-"
    return lambda issue: names[id(issue)]


def _about(volume: Volume, settings: BookSettings, issues: Sequence[StoredIssue], title: str) -> BookMetadata:
    """Describe a volume."""
    newspapers = dict.fromkeys(filter(None, (one_line(issue.meta.title, LONGEST_ENTRY) for issue in issues)))
    subjects = [part.title for part in volume.parts if part.mixed] or [
        choice.entry.name
        for part in volume.parts
        for choice in part.choices
        if choice.entry.kind is Opening.SECTION
    ]
    first, last = span([issue.meta for issue in issues])
    source = ", ".join(newspapers)[:LONGEST_VALUE]
    days = _span(issues, settings.meta)
    shared = _shared_metadata(issues)
    return BookMetadata(
        _identifier(title, settings, issues, tuple(newspapers)),
        title,
        language_tag(settings.meta),
        creators=volume.creators
        or tuple(filter(None, [one_line(shared.creator, LONGEST_VALUE)]))
        or tuple(newspapers)[:MOST_NEWSPAPERS],
        publisher=one_line(shared.publisher, LONGEST_VALUE) or (source if len(newspapers) == 1 else ""),
        rights=one_line(shared.rights, LONGEST_VALUE),
        licence=one_line(shared.licence, LONGEST_VALUE),
        place=one_line(shared.place, LONGEST_VALUE),
        issn=shared.issn,
        held_by=one_line(shared.holding_institution, LONGEST_VALUE),
        provenance=one_line(holding(shared), LONGEST_VALUE),
        date=first,
        subjects=tuple(dict.fromkeys(subjects))[:MOST_SUBJECTS],
        description=days,
        coverage=f"{first}/{last}" if first else "",
        source=source,
        edition=" ".join(filter(None, (source, days))),
        series=one_line(settings.series, LONGEST_VALUE),
        position=settings.position,
    )


def _shared_metadata(issues: Sequence[StoredIssue]) -> Metadata:
    """Return what is said of every issue alike; what some lack, or say otherwise, is said of none."""
    values = {field.name: {getattr(issue.meta, field.name) for issue in issues} for field in fields(Metadata)}
    return Metadata(**{name: alike.pop() for name, alike in values.items() if len(alike) == 1})


def _identifier(
    title: str, settings: BookSettings, issues: Sequence[StoredIssue], newspapers: Sequence[str]
) -> str:
    """Return the name of a volume: of its title, series, language, edition, newspapers, first and last day.

    So a corrected word, or an issue more within these days, makes no other book. Issues without a date are
    told apart by the digests of their sources.
    """
    marks = edition(settings.style, notes=settings.style.epub.corrections)
    undated = sorted(issue.digest for issue in issues if not issue.meta.date)
    days = span([issue.meta for issue in issues])
    key = [title, settings.series, settings.position, settings.meta.language, *newspapers, *days, *undated]
    return uuid5(OURS, json.dumps([*key, *marks])).urn


def _span(issues: Sequence[StoredIssue], meta: Metadata) -> str:
    first, last = (spoken_date(replace(meta, date=day)) for day in span([i.meta for i in issues]))
    return f"{first} – {last}" if first != last else first


def _pages(
    store: BinaryIO,
    plan: VolumePlan,
    settings: BookSettings,
    prefix: Callable[[StoredIssue], str],
    notify: Callable[[str], None],
) -> Iterator[XhtmlPage]:
    """Yield the pages of a volume in reading order."""
    language, messages = language_tag(settings.meta), epub_messages(settings.meta)
    if settings.foreword:
        yield part_page("foreword", messages.foreword, (), (), language, settings.foreword, "foreword")
    for number, printed in enumerate(plan.parts, 1):
        part = printed.part
        notify(part.title)
        links = tuple(
            (
                messages.see.format(
                    e.choice.title or e.choice.entry.name, issue_name(e.printed, named=plan.named)
                ),
                f"{e.page}.xhtml",
            )
            for e in printed.elsewhere
        )
        lines = (*part.lines, *((messages.repeated,) if links else ()))
        own = part.language or language
        opening = part_page(f"part-{number}", part.title or f"{number}", lines, links, own, part.text)
        yield replace(opening, level=part.level)
        yield from _articles(store, printed, plan, prefix)


def _articles(
    store: BinaryIO, printed: PrintedPart, plan: VolumePlan, prefix: Callable[[StoredIssue], str]
) -> Iterator[XhtmlPage]:
    """Yield the pages of a part's articles; what follows a section of one issue stands under it."""
    texts: tuple[StoredIssue | None, Text | None] = (None, None)
    part = printed.part
    level = part.level + 1
    for choice in printed.choices:
        issue, text = texts
        if text is None or issue is not choice.issue:
            text = fetch(store, choice.issue)
            texts = choice.issue, text
            level = part.level + 1
        begins = choice.entry.kind is Opening.SECTION and not part.mixed
        article = _titled(choice, text)
        context = _context(choice, text, plan, prefix(choice.issue), mixed=part.mixed)
        context = replace(context, pictures=_pictures(store, text, article, choice))
        if part.mixed or len(part.choices) < len(choice.issue.entries):  # not the issue as a whole
            context = replace(context, missing={})
        yield from pages_without_text(text.articles[choice.entry.id].blocks[0].id, context)
        name = choice.title or choice.entry.name
        yield from article_pages(article, name, context, part.level + 1 if begins else level)
        if begins:
            level = part.level + 2
    if printed.choices:
        yield from pages_without_text(BEHIND_ALL, context)


def _titled(choice: Choice, text: Text) -> Article:
    """Return an article as it is printed; a title of the editor's own replaces its headline."""
    article = text.articles[choice.entry.id]
    if not choice.title:
        return article
    own = Block("b.title", (Segment("", choice.title, 0),), Role.HEADLINE)
    rest = tuple(block for block in article.blocks if block.role is not Role.HEADLINE)
    return replace(article, blocks=(own, *rest))


def _pictures(store: BinaryIO, text: Text, article: Article, choice: Choice) -> IssuePictures:
    """Return the pictures of an article; those of a headline that is replaced stand behind the new one."""
    ids = [block.id for block in article.blocks]
    before, behind = (fetch_pictures(store, side, ids) for side in (text.before, text.behind))
    gone = [b.id for b in text.articles[choice.entry.id].blocks if b.id not in ids]
    moved = [fetch_pictures(store, side, gone) for side in (text.before, text.behind)]
    if own := tuple(picture for side in moved for pictures in side.values() for picture in pictures):
        behind[ids[0]] = own
    return IssuePictures(before, behind)


def _context(choice: Choice, text: Text, plan: VolumePlan, prefix: str, *, mixed: bool) -> XhtmlContext:
    """Return what an article's pages need; one that other issues have too says so."""
    meta = choice.issue.meta
    messages = epub_messages(meta)
    day = issue_name(choice.issue)
    breaks = {
        name: [page._replace(label=f"{day} · {page.label}") for page in pages]
        for name, pages in text.breaks.items()
    }
    missing = {
        block: [page._replace(label=page.label and f"{day} · {page.label}") for page in pages]
        for block, pages in text.missing.items()
    }
    origin = [" · ".join(filter(None, (one_line(meta.title, LONGEST_ENTRY), day)))] if mixed else []
    others = plan.also.get(f"{prefix}{choice.entry.id}", ())
    also = [messages.also.format(messages.comma.join(others))] if others else []
    return XhtmlContext(
        language_tag(meta),
        messages,
        (*origin, *also),
        prefix,
        {} if mixed else breaks,
        missing,
        text.notes,
    )
