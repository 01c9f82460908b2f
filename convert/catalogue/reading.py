"""The page on which an issue is read: its articles out of the archival XML, each change with its source.

    <pc orig=",">，</pc>  ->  <span data-s="," data-r="0">，</span>

A change is one element: its text is the reading, `data-s` the source's, `data-r` the place in the list of
rules at the page's end. `read.js` shows the other views; without it the page shows the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import SubElement
from lxml.etree import _Element as Element

from convert.catalogue.html import add, add_scripts, new_page, page_data
from convert.catalogue.inventory import CatalogueEntry, ReadableIssue, ReadingBlock, shorten
from convert.catalogue.messages import CatalogueMessages, ReadingMessages
from convert.document.changes import Kind
from convert.tei.content import EditorialChange, TextPart
from convert.tei.header import declared_rules
from convert.tei.names import REVIEWER, XML_ID, tag
from convert.tei.views import ArrangedBlock
from convert.text.xml_safe import sanitize

_TAGS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("head", "main"): ("h2", ""),
    ("head", "inner"): ("h3", ""),
    ("head", "kicker"): ("p", "kicker"),
    ("head", "sub"): ("p", "subtitle"),
}
"""Element and class by element and type of the archival XML, where it is no plain paragraph."""
_GROUPS = {"l": ("div", "verse", "p"), "item": ("ul", "", "li"), "cell": ("table", "", "td")}
"""Element and class of what holds lines that belong together, and the element of each line."""
_KINDS = (Kind.CORRECTION, Kind.SURPLUS, Kind.LAYOUT, Kind.REGULARIZATION)
"""Of a change by rules of several kinds the first one counts."""


class Acts(NamedTuple):
    """Which rules changed something, how certainly, and who answers."""

    rules: tuple[str, ...]
    cert: str
    resp: str


class PageFrame(NamedTuple):
    """A page without an issue: what is to be filled of it."""

    root: Element
    title: Element
    header: Element
    """The way back, the headline, links to the issue's files."""
    tools: Element
    contents: Element
    main: Element
    rules: Element


@dataclass(slots=True)
class _PageWriter:
    """A page that is being built."""

    main: Element
    messages: ReadingMessages
    pages: Mapping[str, str]
    """The label of the printed page by the id of each zone; nothing where the issue has one page."""
    page: str = ""
    """The printed page of what was written last."""
    article: Element | None = None
    group: int = 0
    container: Element | None = None
    paragraphs: int = 0
    acts: Counter[Acts] = field(default_factory=Counter)
    numbers: dict[Acts, int] = field(default_factory=dict)
    """The place of each in the list of rules."""
    heads: list[tuple[str, str]] = field(default_factory=list)
    """Id and text of each headline."""


class SharedPages:
    """What all pages on which issues are read have in common, built once a language."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pages: dict[str, Element] = {}

    def copy(self, messages: CatalogueMessages) -> PageFrame:
        """Return a page without an issue, to be filled."""
        if messages.language not in self._pages:
            self._pages[messages.language] = _shared_page(messages)
        head, body = root = deepcopy(self._pages[messages.language])
        title = head.find("title")
        assert title is not None  # noqa: S101 - each page has one
        return PageFrame(root, title, *list(body)[:5])


def reading_page(
    entry: CatalogueEntry, archived: ReadableIssue, messages: CatalogueMessages, shared: SharedPages
) -> bytes:
    """Return the page on which an issue is read.

    Its paragraphs are numbered as those of the search are: `p0` is the first one that has text.
    """
    root = archived.root
    page = shared.copy(messages)
    page.title.text = page.header[1].text = entry.label
    for ending in entry.endings:
        add(page.header[2], "a", ending[1:].upper(), href=f"../{entry.link(ending)}").tail = " "
    if entry.language:
        page.header[1].set("lang", entry.language)
        page.main.set("lang", entry.language)
    reading = _PageWriter(page.main, messages.reading, _page_labels(root))
    for block in archived.blocks:
        _block(reading, block)
    _contents(page.contents, reading)
    _rules(page.rules, reading, root, messages)
    return page_data(page.root)


def _shared_page(messages: CatalogueMessages) -> Element:
    """Build what is of no issue."""
    own = messages.reading
    root, _, body = new_page("", messages, above="../")
    body.set("class", "reading")
    body.set("data-view", "reading")
    header = add(body, "header")
    add(add(header, "p", class_="back"), "a", f"← {own.back}", href="../index.html", id="back")
    add(header, "h1", dir="auto")
    add(header, "p", class_="files", aria_label=own.other_formats)
    _tools(body, own)
    add(body, "nav", id="articles", aria_label=own.articles)
    add(body, "main")
    rules = add(body, "section", id="rules", aria_labelledby="rules-head")
    add(rules, "h2", own.changes, id="rules-head")
    add(body, "p", id="change", role="status", hidden="hidden")
    add_scripts(body, ("../words.js", "../page.js", "../read.js"), messages)
    return root


def _tools(body: Element, own: ReadingMessages) -> None:
    """Add what chooses the view, and leads from change to change; the script that answers shows it."""
    tools = add(body, "div", id="tools", role="group", aria_label=own.controls, hidden="hidden")
    for name, label, choices in (
        ("view", own.view, zip(("reading", "corrected", "source"), own.views, strict=True)),
        ("mark", own.mark, zip(("none", "words", "all"), own.marks, strict=True)),
    ):
        box = add(tools, "label", label)
        select = add(box, "select", id=name)
        for value, text in choices:
            add(select, "option", text, value=value)
    for kind, back, on in (
        ("change", own.previous_change, own.next_change),
        ("match", own.previous_match, own.next_match),
    ):
        span = add(tools, "span", class_="steps", id=f"{kind}-steps")
        add(span, "button", "‹", type="button", aria_label=back, title=back, id=f"{kind}-back")
        add(span, "span", id=f"{kind}-place", aria_live="polite")
        add(span, "button", "›", type="button", aria_label=on, title=on, id=f"{kind}-on")


def _page_labels(root: Element) -> Mapping[str, str]:
    """Return the label of the printed page by the id of each zone; nothing where there is one page."""
    surfaces = list(root.iterfind(f"{tag('facsimile')}/{tag('surface')}"))
    if len(surfaces) < 2:
        return {}
    return {zone.get(XML_ID, ""): shorten(surface.get("n", "")) for surface in surfaces for zone in surface}


def _block(reading: _PageWriter, shown_block: ReadingBlock) -> None:
    """Add a block; an empty one is left out."""
    arranged = shown_block.arranged
    block, element = arranged.block, arranged.element
    parts = [part for part in shown_block.parts if part.source or part.reading]
    is_text = any(part.reading.strip() for part in parts)
    if not parts and element != "cell":
        return
    article = _article(reading, arranged)
    kind = block.get("type", "")
    if element in _GROUPS and arranged.group:
        shown = _grouped(reading, arranged, article)
    else:
        reading.container, reading.group = None, 0
        tag_name, style = _TAGS.get((element, kind), ("p", kind if element == "ab" else element))
        style = "" if style == "p" else style
        shown = add(article, tag_name, **({"class_": style} if style else {}))
    if element != "fw" and is_text:
        shown.set("id", f"p{reading.paragraphs}")
        reading.paragraphs += 1
    _fill(reading, shown, parts)
    if shown.tag == "h2" and is_text:
        text = shorten("".join([part.reading for part in parts]))
        reading.heads.append((shown.get("id", ""), text))


def _article(reading: _PageWriter, arranged: ArrangedBlock) -> Element:
    """Return the article of a block; what continues one stands in it, furniture outside all in the page."""
    if arranged.division.tag != tag("div"):
        return reading.main if reading.article is None else reading.article
    own = arranged.division.get(XML_ID, "")
    article = reading.article
    if article is not None and (arranged.is_later or article.get("data-id") == own):
        return article
    reading.article = article = add(reading.main, "article", data_id=own)
    reading.container, reading.group = None, 0
    return article


def _grouped(reading: _PageWriter, arranged: ArrangedBlock, article: Element) -> Element:
    """Return a new line, item or cell in what holds those that belong together."""
    holder, style, line = _GROUPS[arranged.element]
    if reading.container is None or reading.group != arranged.group:
        reading.container = add(article, holder, **({"class_": style} if style else {}))
        reading.group = arranged.group
    if arranged.element != "cell":
        return add(reading.container, line)
    if not arranged.in_row or not len(reading.container):
        add(reading.container, "tr")
    cell = add(reading.container[-1], line)
    for name, own in (("rows", "rowspan"), ("cols", "colspan")):
        if (count := arranged.block.get(name, "")).isdecimal() and 1 < int(count[:4]) < 1000:
            cell.set(own, count)
    return cell


def _fill(reading: _PageWriter, shown: Element, parts: list[TextPart]) -> None:
    """Add the text of a block, its changes, and where another printed page begins."""
    last: Element | None = None
    for part in parts:
        page = reading.pages.get(part.zone, "")
        if page and page != reading.page:
            reading.page = page
            label = reading.messages.page.format(page) if page.isascii() and page.isalnum() else page
            last = add(shown, "span", class_="page", data_page=label)
        if part.change is not None:
            last = _change(reading, shown, part, part.change)
        elif part.reading:
            text = sanitize(part.reading)
            if last is None:
                shown.text = (shown.text or "") + text
            else:
                last.tail = (last.tail or "") + text


def _change(reading: _PageWriter, shown: Element, part: TextPart, change: EditorialChange) -> Element:
    """Add a change: its reading, and its source as a value."""
    acts = Acts(change.rules, change.cert, change.resp)
    number = reading.numbers.setdefault(acts, len(reading.numbers))
    reading.acts[acts] += 1
    span = SubElement(shown, "span", {"data-s": sanitize(part.source), "data-r": str(number)})
    span.text = sanitize(part.reading)
    return span


def _contents(nav: Element, reading: _PageWriter) -> None:
    """List the articles, where there are several."""
    if len(reading.heads) < 2:
        parent = nav.getparent()
        if parent is not None:
            parent.remove(nav)
        return
    items = add(nav, "ol")
    for place, text in reading.heads:
        add(add(items, "li"), "a", text, href=f"#{place}", dir="auto")


def _rules(section: Element, reading: _PageWriter, root: Element, messages: CatalogueMessages) -> None:
    """List the rules that changed the words, for readers and for the script."""
    own = messages.reading
    if not reading.numbers:
        add(section, "p", own.no_changes)
        return
    add(section, "p", own.note, class_="help")
    kinds = {rule.id: rule.kind for rule in declared_rules(root)}
    items = add(section, "ol", start="0")
    for acts in reading.numbers:
        kind = _kind(acts.rules, kinds)
        is_house = bool(acts.rules) and all(kinds.get(rule) == Kind.REGULARIZATION for rule in acts.rules)
        row = add(items, "li", data_kind=kind, **({"data_house": "yes"} if is_house else {}))
        add(row, "span", " · ".join(_explained(acts, kind, own)))
        count = reading.acts[acts]
        counted = own.change_count if count == 1 else own.change_counts.format(count)
        add(row, "span", counted, class_="help")


def _kind(rules: tuple[str, ...], kinds: Mapping[str, str]) -> str:
    acted: AbstractSet[str] = {kinds.get(rule, "") for rule in rules}
    return next((kind for kind in _KINDS if kind in acted), Kind.CORRECTION)


def _explained(acts: Acts, kind: str, own: ReadingMessages) -> Iterator[str]:
    """Yield what a change is, by which rules, how certain, and whether a person decided it."""
    yield own.kinds[kind]
    if acts.rules:
        yield shorten(", ".join(acts.rules))
    if acts.cert:
        yield own.certainty.format(shorten(acts.cert))
    if acts.resp == f"#{REVIEWER}":
        yield own.by_reviewer
