"""The pages: lists of the issues that need no script, and on the first the form that searches them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.catalogue.feeds import ATOM, JSON, SMALL_WIDTH, thumbnail_of
from convert.catalogue.inventory import CatalogueEntry
from convert.writers.epub.cover import THUMBNAIL

PAGE_ROWS = 100
"""Issues on one page."""


class FormField(NamedTuple):
    """A field of the form."""

    name: str
    label: str
    help: str
    type: str


FIELDS = (
    FormField(
        "words", "Words in the text", "All must occur; of a Latin word its beginning is enough.", "search"
    ),
    FormField("title", "Newspaper", "A part of its title.", "text"),
    FormField("from", "From", "1951 or 1951-03-07", "text"),
    FormField("to", "To", "1952 or 1952-12-31", "text"),
)


def pages(issues: Sequence[CatalogueEntry], generation: str, shards: int) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list, newest issues first; `generation` and `shards` lead to the index."""
    last = max(1, -(-len(issues) // PAGE_ROWS))
    years: dict[str, int] = {}
    for place, issue in enumerate(issues):
        years.setdefault(issue.date[:4], place // PAGE_ROWS + 1)
    for number in range(1, last + 1):
        root, main = _page(number)
        if number == 1:
            _form(main, generation, shards)
        rows = issues[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
        _list(main, rows, len(issues), number, last)
        _years(main, years)
        data = etree.tostring(root, method="html", doctype="<!DOCTYPE html>", encoding="UTF-8")
        yield page_name(number), data + b"\n"


def page_name(number: int) -> str:
    """Return the file of a page of the list."""
    return "index.html" if number == 1 else f"page-{number}.html"


def _page(number: int) -> tuple[Element, Element]:
    root = etree.Element("html", lang="en")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", name="generator", content="backfile catalogue")
    etree.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    title = "Catalogue" if number == 1 else f"Catalogue, page {number}"
    _add(head, "title", title)
    etree.SubElement(head, "link", rel="stylesheet", href="catalogue.css")
    for kind, name in ((JSON, "root-1.json"), (f"{ATOM}navigation", "root-1.atom")):
        etree.SubElement(head, "link", rel="alternate", type=kind, href=name, title="OPDS")
    header = etree.SubElement(body, "header")
    _add(header, "h1", title)
    if number > 1:
        _add(_add(header, "p"), "a", "Search and newest issues", href="index.html")
    return root, etree.SubElement(body, "main")


def _form(main: Element, generation: str, shards: int) -> None:
    """Add the form; it is shown by the script that answers it."""
    form = _add(main, "form", role="search", id="search", hidden="hidden")
    form.set("aria-label", "Issues")
    for name, label, help_text, kind in FIELDS:
        field = _add(form, "p", **{"class": f"field {name}"})
        _add(field, "label", label, **{"for": name})
        _add(field, "input", type=kind, name=name, id=name, autocomplete="off").set(
            "aria-describedby", f"{name}-help"
        )
        _add(field, "span", help_text, id=f"{name}-help", **{"class": "help"})
    buttons = _add(form, "p", **{"class": "buttons"})
    _add(buttons, "button", "Search", type="submit")
    _add(buttons, "button", "Clear", type="reset")
    _add(_add(main, "noscript"), "p", "Searching needs JavaScript; the lists below do not.")
    _add(main, "p", id="status", role="status").set("aria-live", "polite")
    results = _add(main, "section", id="results", hidden="hidden")
    results.set("aria-labelledby", "results-head")
    _add(results, "h2", "Results", id="results-head")
    _add(results, "ol", id="found", **{"class": "issues"})
    _add(results, "button", "Show more", type="button", id="more", hidden="hidden")
    script = _add(main, "script", src="search.js", defer="defer")
    script.set("data-generation", generation)
    script.set("data-shards", str(shards))


def _list(main: Element, rows: Sequence[CatalogueEntry], total: int, number: int, last: int) -> None:
    section = _add(main, "section", id="all")
    section.set("aria-labelledby", "all-head")
    first = (number - 1) * PAGE_ROWS + 1
    counted = f"{first:,} to {first + len(rows) - 1:,} of {total:,}" if last > 1 else f"{total:,}"
    _add(section, "h2", f"Issues, newest first: {counted}", id="all-head")
    for year, group in groupby(rows, key=lambda issue: issue.date[:4]):
        _add(section, "h3", year or "No date", id=f"y{year}")
        items = _add(section, "ul", **{"class": "issues"})
        for issue in group:
            _row(items, issue)
    if last > 1:
        nav = _add(section, "nav")
        nav.set("aria-label", "Pages of the list")
        if number > 1:
            _add(nav, "a", "Newer", href=page_name(number - 1), rel="prev").tail = " "
        _add(nav, "span", f"Page {number} of {last}").tail = " "
        if number < last:
            _add(nav, "a", "Older", href=page_name(number + 1), rel="next")


def _row(items: Element, issue: CatalogueEntry) -> None:
    row = _add(items, "li")
    if issue.cover:
        size = {"width": str(SMALL_WIDTH // 4), "height": str(THUMBNAIL // 4)}
        _add(row, "img", src=thumbnail_of(issue), alt="", loading="lazy", **size)
    body = _add(row, "div")
    name = _add(body, "p", issue.label, dir="auto", **{"class": "name"})
    if issue.language:
        name.set("lang", issue.language)
    files = _add(body, "p", **{"class": "files"})
    for ending in issue.endings:
        link = _add(files, "a", ending[1:].upper(), href=issue.link(ending))
        link.tail = " "
        link.set("aria-label", f"{ending[1:].upper()}: {issue.label}")


def _years(main: Element, years: dict[str, int]) -> None:
    """Add links to the first page on which each year stands."""
    if len(years) > 1:
        nav = _add(main, "nav", **{"class": "years"})
        nav.set("aria-labelledby", "years-head")
        _add(nav, "h2", "Years", id="years-head")
        items = _add(nav, "ul")
        for year, page in years.items():
            _add(_add(items, "li"), "a", year or "No date", href=f"{page_name(page)}#y{year}")


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element
