"""The feeds: OPDS 2.0 in JSON, OPDS 1.2 in Atom, the same lists in both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from convert.catalogue.front import CatalogueFront
from convert.catalogue.inventory import MEDIA_TYPES, CatalogueEntry, shorten
from convert.document.model import Metadata
from convert.text.memo import Memo
from convert.writers.epub.cover import HEIGHT, THUMBNAIL, WIDTH
from convert.writers.epub.metadata import series_position

POSITION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
"""A number, as JSON has it."""
KEPT = 10_000
"""Issues that are kept as feeds have them."""
PAGE_SIZE = 50
"""Issues on one page of a feed."""
OPDS = "http://opds-spec.org/"
ACQUIRE = f"{OPDS}acquisition/open-access"
PNG, HTML = "image/png", "text/html"
SMALL_WIDTH = WIDTH * THUMBNAIL // HEIGHT
JSON, ATOM = "application/opds+json", "application/atom+xml;profile=opds-catalog;kind="
A, DCT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/terms/}"
SPACES = cast("dict[str, str]", {None: A[1:-1], "dcterms": DCT[1:-1]})


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of issues, or of other lists."""

    name: str
    title: str
    updated: str
    """When what it lists was last changed, as RFC 3339 has it."""
    issues: tuple[CatalogueEntry, ...] = ()
    inner: tuple[Shelf, ...] = ()
    rel: str = "subsection"
    """What it is to the list it stands in."""


def shelves(issues: tuple[CatalogueEntry, ...], changed: str, front: CatalogueFront) -> Shelf:
    """Put the issues, the last date first, on their shelves: new, by year, by title.

    New is what came into the catalogue last, whenever it was printed. `changed` is the time when issues last
    came, went or changed; each shelf with issues has that of the last of its own.
    """
    words = front.messages

    def shelf(name: str, title: str, own: Sequence[CatalogueEntry], rel: str = "subsection") -> Shelf:
        return Shelf(name, title, max((i.updated for i in own), default=changed), tuple(own), (), rel)

    years: dict[str, list[CatalogueEntry]] = {}
    titles: dict[str, list[CatalogueEntry]] = {}
    books = [issue for issue in issues if issue.book]
    for issue in issues:
        if issue.book:
            continue
        years.setdefault(issue.date[:4], []).append(issue)
        titles.setdefault(issue.title, []).append(issue)
    by_year = tuple(shelf(f"year-{y or 'none'}", y or words.no_date, years[y]) for y in sorted(years))
    by_title = tuple(shelf(f"title-{_key(t)}", t, titles[t]) for t in sorted(titles))
    new = sorted(issues, key=lambda issue: issue.build, reverse=True)
    collected = (shelf("books", words.books, books),) if books else ()
    parts = (
        shelf("new", words.new, new, f"{OPDS}sort/new"),
        Shelf("years", words.by_year, changed, (), by_year),
        Shelf("titles", words.by_title, changed, (), by_title),
        *collected,
    )
    return Shelf("root", front.title, changed, (), parts)


def _key(title: str) -> str:
    return sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class FeedParts:
    """What feeds have of an issue: it stands on several shelves, and is written once."""

    publications: Memo[CatalogueEntry, str] = field(default_factory=lambda: Memo(_publication_text, KEPT))
    entries: Memo[CatalogueEntry, etree._Element] = field(default_factory=lambda: Memo(_entry, KEPT))


def feed_files(shelf: Shelf, parts: FeedParts | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a shelf and of those within it, by name."""
    parts = parts or FeedParts()
    size = max(len(shelf.issues), len(shelf.inner))
    last = max(1, -(-size // PAGE_SIZE))
    for number in range(1, last + 1):
        part = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
        page = FeedPage(shelf, shelf.issues[part], shelf.inner[part], number, last)
        yield f"{shelf.name}-{number}.json", _opds2(page, parts)
        yield f"{shelf.name}-{number}.atom", _opds1(page, parts)
    for inner in shelf.inner:
        yield from feed_files(inner, parts)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of a shelf: at most PAGE_SIZE issues or inner shelves."""

    shelf: Shelf
    issues: tuple[CatalogueEntry, ...]
    inner: tuple[Shelf, ...]
    number: int
    last: int

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links to other pages: rel, file without its ending (RFC 5005, section 3)."""
        name, number, last = self.shelf.name, self.number, self.last
        links = [("self", f"{name}-{number}"), ("start", "root-1")]
        links += [("up", "root-1")] if name != "root" else []
        if last > 1:
            links += [("first", f"{name}-1"), ("last", f"{name}-{last}")]
            links += [("previous", f"{name}-{number - 1}")] if number > 1 else []
            links += [("next", f"{name}-{number + 1}")] if number < last else []
        return links


def _opds2(page: FeedPage, parts: FeedParts) -> bytes:
    about: dict[str, object] = {"title": page.shelf.title, "modified": page.shelf.updated}
    if page.issues or page.last > 1:
        size = max(len(page.shelf.issues), len(page.shelf.inner))
        about |= {"numberOfItems": size, "itemsPerPage": PAGE_SIZE, "currentPage": page.number}
    links = [{"rel": rel, "href": f"{to}.json", "type": JSON} for rel, to in page.links]
    links.append({"rel": "alternate", "href": "index.html", "type": HTML})
    feed = {"metadata": _json(about, 1), "links": _json(links, 1)}
    if page.issues:
        feed["publications"] = "[\n  " + ",\n  ".join([parts.publications[i] for i in page.issues]) + "\n ]"
    if page.inner or not page.issues:
        navigation = [
            {"title": s.title, "href": f"{s.name}-1.json", "type": JSON, "rel": s.rel} for s in page.inner
        ] or [{"title": page.shelf.title, "href": "root-1.json", "type": JSON, "rel": "start"}]
        feed["navigation"] = _json(navigation, 1)
    return ("{\n " + ",\n ".join([f'"{key}": {text}' for key, text in feed.items()]) + "\n}\n").encode()


def _json(value: object, depth: int) -> str:
    """Return a value as it stands in a JSON text, so many steps from its edge."""
    return json.dumps(value, ensure_ascii=True, indent=1).replace("\n", "\n" + " " * depth)


def _publication_text(issue: CatalogueEntry) -> str:
    return _json(_publication(issue), 2)


def _publication(issue: CatalogueEntry) -> dict[str, object]:
    kind = "Book" if issue.book else "PublicationIssue"
    about: dict[str, object] = {"@type": f"http://schema.org/{kind}", "identifier": issue.id}
    about |= {"title": issue.label}
    if whole := _whole(issue):
        about |= {"belongsTo": _belongs_to(issue, whole)}
    about |= {name: value for name, value in _people(issue) if value}
    about |= {"rights": _terms(issue)} if _terms(issue) else {}
    about |= {"modified": issue.updated}
    about |= {"published": issue.date} if len(issue.date) == len("1951-01-01") else {}
    about |= {"language": issue.language} if issue.language else {}
    about |= {"description": issue.summary} if issue.summary else {}
    links = [{"rel": ACQUIRE, "href": issue.link(e), "type": MEDIA_TYPES[e]} for e in issue.endings]
    publication: dict[str, object] = {"metadata": about, "links": links}
    if issue.cover:
        large = {"href": cover_of(issue), "type": PNG, "width": WIDTH, "height": HEIGHT}
        small = {"href": thumbnail_of(issue), "type": PNG, "width": SMALL_WIDTH, "height": THUMBNAIL}
        publication["images"] = [large, small]
    return publication


def _whole(issue: CatalogueEntry) -> str:
    """Return what it is a part of: an issue of its newspaper, a collected book perhaps of a series."""
    return shorten(issue.book.series) if issue.book else issue.title


def _belongs_to(issue: CatalogueEntry, whole: str) -> dict[str, object]:
    """Return of what a publication is a part; readers that know no newspapers know series."""
    if issue.book:
        return {"series": {"name": whole}}
    series: dict[str, object] = {"name": whole}
    position = series_position(Metadata(date=issue.date, number=issue.number))
    if POSITION.fullmatch(position):
        series["position"] = float(position) if "." in position else int(position)
    newspaper = {"name": whole, **({"identifier": f"urn:issn:{issue.issn}"} if issue.issn else {})}
    return {"newspaper": newspaper, "series": series}


def _people(issue: CatalogueEntry) -> tuple[tuple[str, str], ...]:
    """Return who made a publication: an issue is by its newspaper where nobody is named."""
    paper = "" if issue.book else issue.title
    return (("author", issue.creator or paper), ("publisher", issue.publisher or paper))


def _terms(issue: CatalogueEntry) -> str:
    """Return on what terms a publication may be used."""
    return "; ".join(filter(None, (issue.rights, issue.licence)))


def cover_of(issue: CatalogueEntry) -> str:
    """Return the address of an issue's cover."""
    return f"covers/{issue.cover}.png"


def thumbnail_of(issue: CatalogueEntry) -> str:
    """Return the address of an issue's cover, small."""
    return f"covers/{issue.cover}-small.png"


def _opds1(page: FeedPage, parts: FeedParts) -> bytes:
    feed = etree.Element(f"{A}feed", nsmap=SPACES)
    _add_text(feed, "id", uuid5(NAMESPACE_URL, f"backfile:{page.shelf.name}:{page.number}").urn)
    _add_text(feed, "title", page.shelf.title)
    _add_text(feed, "updated", page.shelf.updated)
    _add_text(etree.SubElement(feed, f"{A}author"), "name", "backfile")
    for rel, to in page.links:
        kind = "navigation" if rel in {"start", "up"} or page.shelf.inner else "acquisition"
        _link(feed, rel, f"{to}.atom", ATOM + kind)
    _link(feed, "alternate", "index.html", HTML)
    feed.extend(deepcopy(parts.entries[issue]) for issue in page.issues)
    for inner in page.inner:
        entry = etree.SubElement(feed, f"{A}entry")
        _add_text(entry, "id", uuid5(NAMESPACE_URL, f"backfile:{inner.name}:1").urn)
        _add_text(entry, "title", inner.title)
        _add_text(entry, "updated", inner.updated)
        _add_text(entry, "content", inner.title).set("type", "text")
        own = ATOM + ("navigation" if inner.inner else "acquisition")
        _link(entry, inner.rel, f"{inner.name}-1.atom", own)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(issue: CatalogueEntry) -> etree._Element:
    entry = etree.Element(f"{A}entry", nsmap=SPACES)
    _add_text(entry, "id", issue.id)
    _add_text(entry, "title", issue.label)
    _add_text(entry, "updated", issue.updated)
    _add_text(entry, "content", issue.summary or issue.label).set("type", "text")  # RFC 4287, section 4.1.2
    people = dict(_people(issue))
    if people["author"]:
        _add_text(etree.SubElement(entry, f"{A}author"), "name", people["author"])
    if terms := _terms(issue):
        _add_text(entry, "rights", terms)
    for name, value in (("publisher", people["publisher"]), ("license", issue.licence)):
        if value:
            etree.SubElement(entry, DCT + name).text = value
    for name, value in (("language", issue.language), ("issued", issue.date), ("isPartOf", _whole(issue))):
        if value:
            etree.SubElement(entry, DCT + name).text = value
    if issue.cover:
        _link(entry, f"{OPDS}image", cover_of(issue), PNG)
        _link(entry, f"{OPDS}image/thumbnail", thumbnail_of(issue), PNG)
    for ending in issue.endings:
        _link(entry, ACQUIRE, issue.link(ending), MEDIA_TYPES[ending])
    return entry


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, f"{A}link", rel=rel, href=href, type=kind)


def _add_text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, A + name)
    element.text = text
    return element
