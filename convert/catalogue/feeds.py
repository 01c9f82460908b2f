"""The feeds: OPDS 2.0 in JSON, OPDS 1.2 in Atom, the same lists in both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from convert.catalogue.holdings import TYPES, Holding

PAGE = 50
"""Issues on one page of a feed."""
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
JSON, ATOM = "application/opds+json", "application/atom+xml;profile=opds-catalog;kind="
A, DCT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/terms/}"
SPACES = cast("dict[str, str]", {None: A[1:-1], "dcterms": DCT[1:-1]})
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list of issues, or of other lists."""

    name: str
    title: str
    issues: tuple[Holding, ...] = ()
    inner: tuple[Shelf, ...] = ()


def shelves(issues: tuple[Holding, ...]) -> Shelf:
    """Put the issues, newest first, on their shelves: new, by year, by title."""
    years: dict[str, list[Holding]] = {}
    titles: dict[str, list[Holding]] = {}
    for issue in issues:
        years.setdefault(issue.date[:4], []).append(issue)
        titles.setdefault(issue.title, []).append(issue)
    by_year = tuple(Shelf(f"year-{y or 'none'}", y or "No date", tuple(years[y])) for y in sorted(years))
    by_title = tuple(Shelf(f"title-{_key(t)}", t, tuple(titles[t])) for t in sorted(titles))
    parts = (Shelf("new", "New", issues), Shelf("years", "By year", (), by_year))
    return Shelf("root", "Catalogue", (), (*parts, Shelf("titles", "By title", (), by_title)))


def _key(title: str) -> str:
    return sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def files(shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a shelf and of those within it, by name."""
    pages = [shelf.issues[n : n + PAGE] for n in range(0, len(shelf.issues), PAGE)] or [()]
    for number, page in enumerate(pages, 1):
        around = _around(shelf.name, number, len(pages))
        yield f"{shelf.name}-{number}.json", _opds2(shelf, page, number, around)
        yield f"{shelf.name}-{number}.atom", _opds1(shelf, page, number, around)
    for inner in shelf.inner:
        yield from files(inner)


def _around(name: str, number: int, last: int) -> list[tuple[str, str]]:
    """Return the links of a page: rel, file without its ending."""
    links = [("self", f"{name}-{number}"), ("start", "root-1")]
    if last > 1:
        links += [("first", f"{name}-1"), ("last", f"{name}-{last}")]
        links += [("previous", f"{name}-{number - 1}")] if number > 1 else []
        links += [("next", f"{name}-{number + 1}")] if number < last else []
    return links


def _opds2(shelf: Shelf, page: Sequence[Holding], number: int, around: list[tuple[str, str]]) -> bytes:
    about: dict[str, object] = {"title": shelf.title}
    feed: dict[str, object] = {"metadata": about}
    feed["links"] = [{"rel": rel, "href": f"{to}.json", "type": JSON} for rel, to in around]
    if page:
        about |= {"numberOfItems": len(shelf.issues), "itemsPerPage": PAGE, "currentPage": number}
        feed["publications"] = [_publication(issue) for issue in page]
    if shelf.inner:
        inner = [{"title": s.title, "href": f"{s.name}-1.json", "type": JSON} for s in shelf.inner]
        feed["navigation"] = inner
    return (json.dumps(feed, ensure_ascii=True, indent=1) + "\n").encode()


def _publication(issue: Holding) -> dict[str, object]:
    about: dict[str, object] = {"@type": "http://schema.org/PublicationIssue", "identifier": issue.id}
    about |= {"title": issue.label, "belongsTo": {"series": issue.title}}
    about |= {"published": issue.date} if len(issue.date) == len("1951-01-01") else {}
    about |= {"language": issue.language} if issue.language else {}
    links = [{"rel": ACQUIRE, "href": issue.link(e), "type": TYPES[e]} for e in issue.endings]
    return {"metadata": about, "links": links}


def _opds1(shelf: Shelf, page: Sequence[Holding], number: int, around: list[tuple[str, str]]) -> bytes:
    feed = etree.Element(f"{A}feed", nsmap=SPACES)
    _say(feed, "id", uuid5(NAMESPACE_URL, f"backfile:{shelf.name}:{number}").urn)
    _say(feed, "title", shelf.title)
    _say(feed, "updated", max((_instant(issue) for issue in page), default=EPOCH))
    etree.SubElement(etree.SubElement(feed, f"{A}author"), f"{A}name").text = "backfile"
    kind = "navigation" if shelf.inner else "acquisition"
    for rel, to in around:
        own = "navigation" if rel == "start" else kind
        etree.SubElement(feed, f"{A}link", rel=rel, href=f"{to}.atom", type=ATOM + own)
    for issue in page:
        entry = etree.SubElement(feed, f"{A}entry")
        _say(entry, "id", issue.id)
        _say(entry, "title", issue.label)
        _say(entry, "updated", _instant(issue))
        for name, value in (("language", issue.language), ("issued", issue.date)):
            if value:
                etree.SubElement(entry, DCT + name).text = value
        for ending in issue.endings:
            etree.SubElement(entry, f"{A}link", rel=ACQUIRE, href=issue.link(ending), type=TYPES[ending])
    for inner in shelf.inner:
        entry = etree.SubElement(feed, f"{A}entry")
        _say(entry, "id", uuid5(NAMESPACE_URL, f"backfile:{inner.name}:1").urn)
        _say(entry, "title", inner.title)
        _say(entry, "updated", EPOCH)
        _say(entry, "content", inner.title).set("type", "text")
        own = ATOM + ("navigation" if inner.inner else "acquisition")
        etree.SubElement(entry, f"{A}link", rel="subsection", href=f"{inner.name}-1.atom", type=own)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _say(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, A + name)
    element.text = text
    return element


def _instant(issue: Holding) -> str:
    return f"{issue.date}{'-01-01'[len(issue.date) - 4 :]}T00:00:00Z" if issue.date else EPOCH
