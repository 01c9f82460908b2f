"""An archival file read again: header, rules, pages, divisions, blocks, proposals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.roles import Role
from convert.tei.names import BLOCKS, TEI, XML_ID, body, read_archive

HEADER, CLASSES, RULE = f"{TEI}teiHeader", f"{TEI}classDecl", f"{TEI}category"
SURFACE, ZONE, FIGURE, DIV = (TEI + name for name in ("surface", "zone", "figure", "div"))

ROLES: Mapping[tuple[str, str], Role] = MappingProxyType(
    {
        ("head", "kicker"): Role.KICKER,
        ("head", "main"): Role.HEADLINE,
        ("head", "sub"): Role.SUBTITLE,
        ("head", "inner"): Role.SUBHEAD,
        ("head", "label"): Role.LABEL,
        ("byline", ""): Role.BYLINE,
        ("p", ""): Role.BODY,
        ("fw", "header"): Role.RUNNING_HEAD,
        ("fw", "pageNum"): Role.FOLIO,
    }
)
"""Role by element and @type, where @type is not the role's own name."""

_NAMING = ("type", "unit", "level", "ident")
"""Attributes of the header that tell one element from its neighbours."""
_SEAL = "fileDesc/notesStmt/note[sha256]"
"""The digest of the file itself: it differs wherever anything does."""


class Division(NamedTuple):
    """An article, a section, an unplaced fragment; or what stands outside of them."""

    kind: str
    line: int
    id: str


class Block(NamedTuple):
    """A block of the text, in reading order."""

    element: Element
    id: str
    role: str
    division: int
    """Number of its division in the issue."""
    page: int
    """Number of the page where its source begins; -1: it has none."""
    zone: int
    """Number of its first zone in the source order; -1: it has none."""
    raw: bytes
    """Its markup."""

    @property
    def line(self) -> int:
        """Its line in the file."""
        return line(self.element)


class RuleLine(NamedTuple):
    """What the header says of a rule."""

    kind: str
    version: str
    done: str
    proposed: str
    line: int


class Field(NamedTuple):
    """A statement of the header."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One archival file."""

    name: str
    fields: Mapping[str, Field]
    """The header's statements by their place in it."""
    rules: Mapping[str, RuleLine]
    pages: tuple[str, ...]
    """The pages' printed numbers."""
    zones: Mapping[str, int]
    """Number in source order by id."""
    divisions: tuple[Division, ...]
    blocks: tuple[Block, ...]
    proposals: tuple[Element, ...]
    """What rules only proposed: links and notes."""


def line(element: Element) -> int:
    """Return the line of a file where an element stands."""
    return cast("int | None", element.sourceline) or 0


def read_issue(data: bytes, name: str = "") -> Issue:
    """Read an archival file.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML of ours.

    """
    return issue_of(read_archive(data, name), name)


def issue_of(root: Element, name: str = "") -> Issue:
    """Return what a parsed file holds.

    Raises:
        InvalidArchive: the file has no text.

    """
    surfaces = list(root.iterfind(f"{TEI}facsimile/{SURFACE}"))
    zones: dict[str, int] = {}
    on_page: dict[str, int] = {}
    for number, surface in enumerate(surfaces):
        for zone in surface.iterfind(ZONE):
            key = zone.get(XML_ID, "")
            zones[key], on_page[key] = len(zones), number
    divisions: list[Division] = []
    blocks: list[Block] = []
    for top in body(root, name):
        if top.tag == DIV or not divisions or divisions[-1].kind:
            own = top.tag == DIV
            kind, key = (top.get("type", ""), top.get(XML_ID, "")) if own else ("", "")
            divisions.append(Division(kind, line(top), key))
        for element in top.iter(*BLOCKS):
            zone_id = _first_zone(element)
            number, page = zones.get(zone_id, -1), on_page.get(zone_id, -1)
            raw = etree.tostring(element, with_tail=False)
            key = element.get(XML_ID, "")
            blocks.append(Block(element, key, _role(element), len(divisions) - 1, page, number, raw))
    header = root.find(HEADER)
    return Issue(
        name,
        dict(_fields(header)) if header is not None else {},
        dict(_rules(header)) if header is not None else {},
        tuple(surface.get("n", "") for surface in surfaces),
        zones,
        tuple(divisions),
        tuple(blocks),
        tuple(root.iterfind(f"{TEI}standOff//{TEI}link")) + tuple(root.iterfind(f"{TEI}standOff//{TEI}note")),
    )


def _first_zone(element: Element) -> str:
    """Return the id of the first zone of a block; one in several pieces has it on the first piece."""
    pointer = element.get("facs")
    if pointer is None:
        pointer = next((seg.get("facs", "") for seg in element.iter(f"{TEI}seg")), "")
    return pointer[1:]


def _role(element: Element) -> str:
    """Return the role that an element stands for."""
    name, kind = element.tag[len(TEI) :], element.get("type", "")
    parent = element.getparent()
    if name == "byline" and parent is not None and parent.tag == FIGURE:
        return Role.CREDIT.value
    return str(ROLES.get((name, kind), kind or name))


def _fields(header: Element) -> Iterator[tuple[str, Field]]:
    """Yield the header's statements: "fileDesc/titleStmt/title" -> "山城晚报"."""
    seen: dict[str, int] = {}
    stack = [(child, "") for child in reversed(header)]
    while stack:
        element, above = stack.pop()
        if element.tag == CLASSES:
            continue
        name = etree.QName(element).localname
        marks = [element.get(key, "") for key in _NAMING if element.get(key)]
        path = f"{above}{name}" + (f"[{' '.join(marks)}]" if marks else "")
        stack += [(child, f"{path}/") for child in reversed(element)]
        said = [(element.text or "").strip()]
        said += [
            f"{key}={element.get(key, '')}"
            for key in sorted(map(str, element.keys()))
            if key not in _NAMING and key != XML_ID
        ]
        value = " ".join(filter(None, said))
        if path == _SEAL or not (value or len(element) == 0):
            continue
        seen[path] = seen.get(path, 0) + 1
        yield path if seen[path] == 1 else f"{path}({seen[path]})", Field(value, line(element))


def _rules(header: Element) -> Iterator[tuple[str, RuleLine]]:
    """Yield the rules by name."""
    for rule in header.iter(RULE):
        about = {e.get("type", ""): e.text or "" for e in rule.iter(f"{TEI}term", f"{TEI}num")}
        kind, version, done, proposed = (
            about.get(key, "") for key in ("kind", "version", "done", "proposed")
        )
        name = rule.get("n", "") or rule.get(XML_ID, "")
        yield name, RuleLine(kind, version, done, proposed, line(rule))
