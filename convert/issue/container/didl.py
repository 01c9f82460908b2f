"""DIDL, as the Koninklijke Bibliotheek has it: pages in order, and articles as boxes on them.

Each page is an item with its ALTO file; each part of an article on it is an item inside that, with boxes in
the unit of the page. An article has one id on all its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.layout import Box
from convert.document.roles import Opening, Role
from convert.errors import UnreadableSource
from convert.issue.container.facts import local, parse_label, record_facts, text_of
from convert.issue.container.model import (
    MOST_BOXES,
    MOST_PAGES,
    Area,
    Container,
    ContainerPage,
    NamedSpan,
    NamedUnit,
)

READER = "didl 1"
ADVERTISEMENTS = frozenset({"advertentie", "familiebericht", "advertisement"})
"""What an item's subject says of it; anything else is an article."""
SIDES = ("hpos", "vpos", "width", "height")
XSI = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_ROOT = re.compile(rb"<(?:[\w.-]+:)?DIDL\b[^>]*")


def with_declared_prefix(data: bytes) -> bytes:
    """Return a DIDL file that uses `xsi:` without saying what that is, as deliveries do, with it declared."""
    root = _ROOT.search(data, 0, 1 << 16)
    if root is None or b"xsi:" not in data or b"xmlns:xsi" in root[0]:
        return data
    return data[: root.end()] + XSI + data[root.end() :]


class _Article(NamedTuple):
    """An article whose pieces are being gathered."""

    opens: Opening
    label: str
    spans: list[NamedSpan]


def parse_didl(root: Element, name: str = "") -> Container:
    """Return what a DIDL says of an issue.

    Raises:
        UnreadableSource: it names no page with a text, or more pages or boxes than any issue has.

    """
    issue = next((element for element in root if local(element) == "Item"), root)
    pages: list[ContainerPage] = []
    articles: dict[str, _Article] = {}
    for item in issue:
        files = {role: _file_name(component) for role, component in _components(item)}
        if local(item) != "Item" or not files.get("alto"):
            continue
        image = files.get("image/preservation") or files.get("image") or ""
        pages.append(ContainerPage(files["alto"], _number(item), image))
        _add_articles(item, len(pages) - 1, articles)
    if not pages:
        raise UnreadableSource(
            "a DIDL file that names no page with text", location=name, hint="give the file of one issue"
        )
    if len(pages) > MOST_PAGES:
        raise UnreadableSource(f"more than {MOST_PAGES:,} pages", location=name, hint="split the issue")
    if sum(len(each.spans) for each in articles.values()) > MOST_BOXES:
        raise UnreadableSource(f"more than {MOST_BOXES:,} boxes", location=name, hint="split the issue")
    units = tuple(NamedUnit(each.opens, tuple(each.spans), each.label) for each in articles.values())
    records = [component for role, component in _components(issue) if role == "metadata"]
    return Container(READER, tuple(pages), units, record_facts(records[:1]))


def _components(item: Element) -> Iterator[tuple[str, Element]]:
    """Yield the components of an item, each with the role that its descriptor gives it."""
    for component in item:
        if local(component) == "Component":
            statements = (e for e in component.iter(etree.Element) if local(e) == "Statement")
            yield next((text_of(each) for each in statements), ""), component


def _file_name(component: Element) -> str:
    """Return the name of a component's file: as delivered, else the end of its reference."""
    resource = next((e for e in component.iter(etree.Element) if local(e) == "Resource"), None)
    if resource is None:
        return ""
    names = [str(value) for key, value in resource.attrib.items() if str(key).endswith("filename")]
    reference = resource.get("ref", "")
    return names[0] if names else "" if ":" in reference else reference


def _number(item: Element) -> str:
    """Return the printed number of a page."""
    for component in item:
        if local(component) == "Component":
            for element in component.iter(etree.Element):
                if local(element) == "nativePageNumber":
                    return parse_label(text_of(element))
    return ""


def _add_articles(page: Element, number: int, articles: dict[str, _Article]) -> None:
    """Add the parts of articles that stand on a page."""
    for item in page:
        if local(item) != "Item":
            continue
        keys = (str(value) for key, value in item.attrib.items() if str(key).endswith("article_id"))
        key = next(keys, "") or f"page {number} item {len(articles)}"
        texts: dict[str, str] = {}
        boxes: list[Box] = []
        for element in item.iter(etree.Element):
            name = local(element)
            if name in ("subject", "title"):
                texts.setdefault(name, text_of(element))
            elif name == "area" and (box := _box(element)):
                boxes.append(box)
        is_advertisement = texts.get("subject", "").lower() in ADVERTISEMENTS
        opens = Opening.ADVERTISEMENT if is_advertisement else Opening.ARTICLE
        article = articles.setdefault(key, _Article(opens, texts.get("title", ""), []))
        role = Role.ADVERTISEMENT if article.opens is Opening.ADVERTISEMENT else None
        article.spans.extend(NamedSpan(Area(number, box=box), role) for box in boxes)


def _box(element: Element) -> Box | None:
    """Return the box of an area; None where a number is missing or none."""
    try:
        left, top, width, height = (float(element.get(key, "")) for key in SIDES)
    except ValueError:
        return None
    return Box(left, top, left + width, top + height)
