"""The pages: lists of the issues that need no script, and on the first the form that searches them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from lxml.etree import _Element as Element

from convert.catalogue.feeds import ATOM, JSON, SMALL_WIDTH, thumbnail_of
from convert.catalogue.front import CatalogueFront
from convert.catalogue.html import HtmlPage, add, add_scripts, new_page
from convert.catalogue.inventory import CatalogueEntry
from convert.catalogue.messages import CatalogueMessages
from convert.writers.epub.cover import THUMBNAIL

PAGE_ROWS = 100
"""Issues on one page."""
MOST_TITLES = 200
"""Newspapers that the form offers by name."""
FEEDS = (("OPDS 1.2", "root-1.atom", f"{ATOM}navigation"), ("OPDS 2.0", "root-1.json", JSON))
"""Name, file and media type of each root feed."""


class CatalogueIndex(NamedTuple):
    """What the pages need of the index."""

    generation: str
    """A name for exactly these issues with these texts."""
    shards: int


def pages(
    issues: Sequence[CatalogueEntry], index: CatalogueIndex, front: CatalogueFront
) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list, newest issues first."""
    books = [issue for issue in issues if issue.book]
    issues = [issue for issue in issues if not issue.book]
    last = max(1, -(-len(issues) // PAGE_ROWS))
    years: dict[str, int] = {}
    for place, issue in enumerate(issues):
        years.setdefault(issue.date[:4], place // PAGE_ROWS + 1)
    for number in range(1, last + 1):
        page, main = _page(number, front)
        if number == 1:
            _form(main, issues, front.messages)
            _results(main, index, front.messages)
            _books(main, books, front.messages)
        rows = issues[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
        _list(main, rows, (number, last, len(issues)), front.messages)
        _years(main, years, front.messages)
        if number == 1:
            _feeds(main, front.messages)
        yield page_name(number), page.data()


def page_name(number: int) -> str:
    """Return the file of a page of the list."""
    return "index.html" if number == 1 else f"page-{number}.html"


def _page(number: int, front: CatalogueFront) -> tuple[HtmlPage, Element]:
    own = front.messages
    title = front.title if number == 1 else own.page_title.format(front.title, number)
    page = new_page(title, own)
    for _, name, kind in FEEDS:
        add(page.head, "link", rel="alternate", type=kind, href=name, title="OPDS")
    header = add(page.body, "header")
    add(header, "h1", title, dir="auto")
    if number > 1:
        add(add(header, "p"), "a", own.to_search, href="index.html")
    return page, add(page.body, "main")


def _form(main: Element, issues: Sequence[CatalogueEntry], own: CatalogueMessages) -> None:
    """Add the form; it is shown by the script that answers it."""
    form = add(main, "form", role="search", id="search", hidden="hidden", aria_label=own.form)
    fields = (("words", own.words), ("title", own.title), ("from", own.begin), ("to", own.end))
    for name, words in fields:
        field = add(form, "p", class_=f"field {name}")
        add(field, "label", words.label, for_=name)
        kind = "search" if name == "words" else "text"
        box = add(field, "input", type=kind, name=name, id=name, autocomplete="off")
        box.set("aria-describedby", f"{name}-help")
        if name == "title":
            _titles(form, box, field, issues)
        add(field, "span", words.help, id=f"{name}-help", class_="help")
    buttons = add(form, "p", class_="buttons")
    add(buttons, "button", own.search, type="submit")
    add(buttons, "button", own.clear, type="reset")
    add(add(main, "noscript"), "p", own.needs_script)


def _titles(form: Element, box: Element, field: Element, issues: Sequence[CatalogueEntry]) -> None:
    """Let the names of the newspapers be chosen, where they are not too many; of one there is no choice."""
    titles = sorted({issue.title for issue in issues})
    if len(titles) == 1:
        field.set("hidden", "hidden")
    if 1 < len(titles) <= MOST_TITLES:
        box.set("list", "titles")
        names = add(form, "datalist", id="titles")
        for title in titles:
            add(names, "option", value=title)


def _results(main: Element, index: CatalogueIndex, own: CatalogueMessages) -> None:
    """Add the place for the answers, and the scripts that give them."""
    add(main, "p", id="status", role="status", aria_live="polite")
    results = add(main, "section", id="results", hidden="hidden", aria_labelledby="results-head")
    add(results, "h2", own.results, id="results-head")
    add(results, "ol", id="found", class_="issues")
    add(results, "button", own.more, type="button", id="more", hidden="hidden")
    scripts = ("words.js", "page.js", "search.js")
    add_scripts(main, scripts, own, generation=index.generation, shards=str(index.shards))


def _books(main: Element, books: Sequence[CatalogueEntry], own: CatalogueMessages) -> None:
    """Add the collected books, which are no issues."""
    if books:
        section = add(main, "section", id="books", class_="whole", aria_labelledby="books-head")
        add(section, "h2", own.books, id="books-head")
        items = add(section, "ul", class_="issues")
        for book in books:
            _row(items, book, own)


def _list(
    main: Element, rows: Sequence[CatalogueEntry], place: tuple[int, int, int], own: CatalogueMessages
) -> None:
    """Add the issues of a page; its place: its number, that of the last page, how many issues there are."""
    number, last, total = place
    section = add(main, "section", id="all", class_="whole", aria_labelledby="all-head")
    first = (number - 1) * PAGE_ROWS + 1
    numbers = (f"{n:,}" for n in (first, first + len(rows) - 1, total))
    counted = own.counted.format(*numbers) if last > 1 else f"{total:,}"
    add(section, "h2", own.issues.format(counted), id="all-head")
    for year, group in groupby(rows, key=lambda issue: issue.date[:4]):
        add(section, "h3", year or own.no_date, id=f"y{year}")
        items = add(section, "ul", class_="issues")
        for issue in group:
            _row(items, issue, own)
    if last > 1:
        nav = add(section, "nav", aria_label=own.pages)
        if number > 1:
            add(nav, "a", own.newer, href=page_name(number - 1), rel="prev").tail = " "
        add(nav, "span", own.page_of.format(number, last)).tail = " "
        if number < last:
            add(nav, "a", own.older, href=page_name(number + 1), rel="next")


def _row(items: Element, issue: CatalogueEntry, own: CatalogueMessages) -> None:
    """Add an issue: cover, name, headlines, a place to read it, its files."""
    row = add(items, "li")
    if issue.cover:
        size = {"width": str(SMALL_WIDTH // 4), "height": str(THUMBNAIL // 4)}
        add(row, "img", src=thumbnail_of(issue), alt="", loading="lazy", **size)
    body = add(row, "div")
    language = {"lang": issue.language} if issue.language else {}
    name = add(body, "p", class_="name", dir="auto", **language)
    if issue.reading:
        add(name, "a", issue.label, href=issue.reading, tabindex="-1")  # "read here" is the same
    else:
        name.text = issue.label
    if issue.summary and issue.summary != issue.label:
        add(body, "p", issue.summary, class_="headlines", dir="auto", **language)
    files = add(body, "p", class_="files")
    if issue.reading:
        link = add(files, "a", own.read, href=issue.reading, class_="first")
        link.set("aria-label", f"{own.read}: {issue.label}")
        link.tail = " "
    for ending in issue.endings:
        link = add(files, "a", ending[1:].upper(), href=issue.link(ending))
        link.tail = " "
        link.set("aria-label", f"{ending[1:].upper()}: {issue.label}")
        if ending == ".epub":
            link.set("class", "first")


def _years(main: Element, years: dict[str, int], own: CatalogueMessages) -> None:
    """Add links to the first page on which each year stands."""
    if len(years) > 1:
        nav = add(main, "nav", class_="years", aria_labelledby="years-head")
        add(nav, "h2", own.years, id="years-head")
        items = add(nav, "ul")
        for year, page in years.items():
            add(add(items, "li"), "a", year or own.no_date, href=f"{page_name(page)}#y{year}")


def _feeds(main: Element, own: CatalogueMessages) -> None:
    """Add the addresses of the feeds; the script makes them whole, and copies them."""
    section = add(main, "section", id="feeds", aria_labelledby="feeds-head")
    add(section, "h2", own.feeds, id="feeds-head")
    add(section, "p", own.feeds_help, class_="help", id="feeds-help")
    for label, name, _ in FEEDS:
        line = add(section, "p", class_="feed")
        add(line, "span", label).tail = " "
        add(line, "a", name, href=name).tail = " "
        add(line, "button", own.copy, type="button", hidden="hidden", aria_label=f"{own.copy}: {label}")
