"""The logical map of a METS: what belongs together, and what each piece of it is.

    ARTICLE / HEADING / TITLE -> headline;  BODY / PARAGRAPH / TEXT -> body;  ADVERTISEMENT -> advertisement

A piece belongs to the article or advertisement around it, else to its section, else to the head of the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.roles import HEADINGS, Opening, Role
from convert.issue.container.facts import local
from convert.issue.container.model import Area, NamedSpan, NamedUnit
from convert.issue.container.shapes import shape_box

UNITS: Mapping[str, Opening | None] = MappingProxyType(
    {
        **dict.fromkeys(("ARTICLE", "OBITUARY", "REVIEW", "LETTER", "SERIAL"), Opening.ARTICLE),
        **dict.fromkeys(
            ("ADVERTISEMENT", "ADVERT", "AD", "CLASSIFIED", "DEATH_NOTICE"), Opening.ADVERTISEMENT
        ),
        "SECTION": Opening.SECTION,
        **dict.fromkeys(("TITLE_SECTION", "TITLESECTION", "PAGE_HEADER", "PAGE_FOOTER"), None),
    }
)
"""Types of divisions that hold what belongs together, and what begins with them."""
WHOLE = frozenset({Opening.ARTICLE, Opening.ADVERTISEMENT})
"""Of units whose sections are parts of them."""
ROLES: Mapping[str, Role] = MappingProxyType(
    {
        **dict.fromkeys(("HEADING", "TITLE", "HEADLINE", "MAIN_TITLE"), Role.HEADLINE),
        **dict.fromkeys(("OVERLINE", "KICKER"), Role.KICKER),
        **dict.fromkeys(("SUBHEADLINE", "SUBTITLE", "SUB_TITLE"), Role.SUBTITLE),
        **dict.fromkeys(("INSIDEHEADING", "INSIDE_HEADING", "SUBHEADING"), Role.SUBHEAD),
        **dict.fromkeys(("AUTHOR", "BYLINE"), Role.BYLINE),
        "DATELINE": Role.DATELINE,
        **dict.fromkeys(("CAPTION", "FIGURE_CAPTION"), Role.CAPTION),
        **dict.fromkeys(("PAGE_NUMBER", "PAGENUMBER"), Role.FOLIO),
        **dict.fromkeys(("RUNNING_TITLE", "RUNNINGTITLE", "PAGE_TITLE"), Role.RUNNING_HEAD),
        **dict.fromkeys(("PUBLISHING_STMT", "IMPRINT"), Role.EDITORS),
    }
)
"""Types of divisions that say what is in them."""
BODY = frozenset({"PARAGRAPH", "TEXT", "TEXTBLOCK", "BODY", "BODY_CONTENT", "ASIDE", "FOOTNOTE"})
SILENT = frozenset({"TABLE", "TABLECONTENT", "TABLE_CONTENT", "ILLUSTRATION", "IMAGE", "FORMULA", "MAP"})
"""Types of what the text in it may be anything."""
OF_PAPER = frozenset({Role.FOLIO, Role.RUNNING_HEAD, Role.EDITORS})
AREAS = frozenset({"area", "fptr"})


@dataclass(slots=True)
class _Unit:
    """A unit whose pieces are being gathered."""

    opens: Opening | None
    label: str
    spans: list[NamedSpan] = field(default_factory=list)
    inner: list[Opening | None] = field(default_factory=list)
    """What begins with the units within a section."""

    @property
    def named(self) -> NamedUnit:
        """Return it; a section of nothing but advertisements is their heading, and stands with them."""
        is_theirs = self.opens is Opening.SECTION and set(self.inner) == {Opening.ADVERTISEMENT}
        opens = Opening.ADVERTISEMENT if is_theirs else self.opens
        return NamedUnit(opens, tuple(self.spans), self.label)


class PageFiles(NamedTuple):
    """The numbers of the pages to which the files of a METS belong, by the files' ids."""

    texts: Mapping[str, int]
    images: Mapping[str, int]


class _Inside(NamedTuple):
    """What is known within a division."""

    unit: _Unit | None = None
    role: Role | None = None
    in_body: bool = False


def logical_units(structure: Element, pages: PageFiles) -> tuple[NamedUnit, ...]:
    """Return the units of a logical map whose divisions point to areas."""
    units: list[_Unit] = []
    places = [_Inside()]
    for event, element in etree.iterwalk(structure, events=("start", "end")):
        name = local(element)
        if name == "div":
            if event == "end":
                places.pop()
                continue
            place = _inside(places[-1], element)
            if place.unit is not None and place.unit is not places[-1].unit:
                units.append(place.unit)
            places.append(place)
        elif name in AREAS and event == "start" and (area := _area(element, pages)):
            place = places[-1]
            if place.unit is None:  # an illustration or a text that is no part of anything
                loose = _Unit(Opening.UNPLACED, "")
                units.append(loose)
                places[-1] = place = place._replace(unit=loose)
            if place.unit is not None:
                place.unit.spans.append(NamedSpan(area, _role(place)))
    return tuple(unit.named for unit in units if unit.spans)


def _inside(outer: _Inside, div: Element) -> _Inside:
    """Return what is known within a division, given what is known around it."""
    kind = (div.get("TYPE") or "").strip().upper().replace("-", "_").replace(" ", "_")
    if kind in UNITS:
        opens = UNITS[kind]
        in_whole = outer.unit is not None and outer.unit.opens in WHOLE
        if in_whole and opens not in WHOLE:
            return outer
        if outer.unit is not None:
            outer.unit.inner.append(opens)
        return _Inside(_Unit(opens, div.get("LABEL", "")))
    if kind in ROLES:
        role = ROLES[kind]
        if role is Role.HEADLINE and outer.in_body:
            role = Role.SUBHEAD
        keeps = outer.role is not None and role is Role.HEADLINE and outer.role is not Role.BODY
        return outer if keeps else outer._replace(role=role)
    if kind in SILENT:
        return outer._replace(role=None)
    if kind in BODY:
        role = outer.role if outer.role in (Role.CAPTION, *HEADINGS, *OF_PAPER) else Role.BODY
        return outer._replace(role=role, in_body=outer.in_body or kind != "BODY")
    return outer


def _role(place: _Inside) -> Role | None:
    """Return what a piece is: within an advertisement its text is that, in the head of a paper furniture."""
    opens = place.unit.opens if place.unit else None
    if opens is Opening.ADVERTISEMENT and place.role in (Role.BODY, None):
        return Role.ADVERTISEMENT
    if opens is None and place.role not in OF_PAPER:
        return Role.RUNNING_HEAD
    return place.role


def _area(element: Element, pages: PageFiles) -> Area | None:
    """Return the area that an element points to; None where it is a whole file, or that of no page."""
    file, begin = element.get("FILEID", ""), element.get("BEGIN", "")
    page = pages.texts.get(file)
    if page is not None and begin and element.get("BETYPE", "IDREF") == "IDREF":
        end = element.get("END", "")
        return Area(page, begin, "" if end == begin else end)
    of_image = page is None
    page = pages.images.get(file) if of_image else page
    box = shape_box(element.get("SHAPE"), element.get("COORDS"))
    return None if page is None or begin or box is None else Area(page, box=box, of_image=of_image)


def linked_units(root: Element, structure: Element, pages: PageFiles) -> tuple[NamedUnit, ...]:
    """Return the units of a logical map whose divisions a structLink joins to areas of the physical map."""
    units: dict[str, _Unit] = {}
    for div in structure.iter(etree.Element):
        kind = (div.get("TYPE") or "").upper()
        if local(div) == "div" and UNITS.get(kind):
            units.setdefault(div.get("ID", ""), _Unit(UNITS[kind], div.get("LABEL", "")))
    areas = dict(_physical_areas(root, pages))
    for logical, physical in _links(root):
        unit, spans = units.get(logical), areas.get(physical)
        if unit is not None and spans:
            is_advertisement = unit.opens is Opening.ADVERTISEMENT
            for span in spans:
                role = Role.ADVERTISEMENT if is_advertisement and span.role is Role.BODY else span.role
                unit.spans.append(span._replace(role=role))
    return tuple(unit.named for unit in units.values() if unit.spans)


def _physical_areas(root: Element, pages: PageFiles) -> Iterator[tuple[str, list[NamedSpan]]]:
    """Yield the divisions of the other maps that are areas of a page, by their ids, with what they are."""
    for structure in root:
        if local(structure) != "structMap" or (structure.get("TYPE") or "").upper() == "LOGICAL":
            continue
        stack: list[tuple[str, Role | None, list[NamedSpan]]] = []
        for event, element in etree.iterwalk(structure, events=("start", "end")):
            name = local(element)
            if name == "div" and event == "start":
                kind = (element.get("LABEL") or "").upper().replace(" ", "_")
                role = None if kind in SILENT else ROLES.get(kind, Role.BODY)
                stack.append((element.get("ID", ""), role, []))
            elif name == "div":
                key, _, spans = stack.pop()
                if spans:
                    yield key, spans
            elif name in AREAS and event == "start" and stack and (area := _area(element, pages)):
                stack[-1][2].append(NamedSpan(area, stack[-1][1]))


def _links(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ids that a structLink joins: the first of a group to the others, or one to one."""
    for section in root:
        if local(section) != "structLink":
            continue
        for link in section:
            if local(link) == "smLink":
                ends = {key.rpartition("}")[2]: value for key, value in _attributes(link)}
                yield ends.get("from", ""), ends.get("to", "")
            elif local(link) == "smLinkGrp":
                places = [
                    value.removeprefix("#")
                    for locator in link
                    if local(locator) == "smLocatorLink"
                    for key, value in _attributes(locator)
                    if key.rpartition("}")[2] == "href"
                ]
                for other in places[1:]:
                    yield places[0], other


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in element.attrib.items())
