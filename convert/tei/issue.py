"""An archival file read again: header, rules, pages, divisions, blocks, proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.cells import Cell
from convert.tei.archive import open_archive
from convert.tei.content import BlockContent, content
from convert.tei.header import (
    DeclaredRule,
    DeclaredSource,
    HeaderStatement,
    declared_rules,
    declared_sources,
    ruleset,
    statements,
)
from convert.tei.names import BLOCKS, TEI, XML_ID, role_of, rule_names, tag, text_zones
from convert.tei.read import body, line_of
from convert.tei.table_places import is_empty_cell, table_places

_PROPOSALS = tuple(f"{tag('standOff')}//{tag(name)}" for name in ("link", "note"))


class Division(NamedTuple):
    """An article, a section, an unplaced fragment; or what stands outside of them."""

    kind: str
    line: int
    id: str
    previous: str = ""
    """Id of the division that it continues, on another page."""


class ArchivedBlock(NamedTuple):
    """A block of the text."""

    element: Element
    id: str
    role: str
    division: int
    """Number of its division in the issue."""
    page: int
    """Number of the page where its source begins; -1: it has none."""
    zone: int
    """Number of its first zone in the source order; -1: it has none."""
    cell: Cell | None
    """Its place, if it is a cell of a table."""

    @property
    def line(self) -> int:
        """Its line in the file."""
        return line_of(self.element)

    @property
    def markup(self) -> bytes:
        """Its element as it stands in a file."""
        return etree.tostring(self.element, encoding="UTF-8", with_tail=False)


class ArchivedProposal(NamedTuple):
    """What a rule only proposed."""

    element: Element
    action: str
    """edit, join, split, label, place or table."""
    rule: str
    target: str
    """Pointers to its blocks."""
    glue: str
    """What would join two blocks, by name."""
    is_link: bool
    """Whether it links two blocks and has no text."""

    @property
    def line(self) -> int:
        """Its line in the file."""
        return line_of(self.element)


@dataclass(frozen=True, slots=True)
class ArchivedIssue:
    """One archival file."""

    name: str
    statements: Mapping[str, HeaderStatement]
    """The header's statements by their paths."""
    ruleset: str
    """The set of rules that ran, of which only those are listed that did something; empty: all are listed."""
    rules: Mapping[str, DeclaredRule]
    """By name."""
    pages: tuple[str, ...]
    """The pages' printed numbers."""
    page_files: tuple[str, ...]
    """Of each page the id, in the header, of the file that it is of; empty: there is one file."""
    files: tuple[DeclaredSource, ...]
    """The files of the source, in the order of their pages."""
    zones: Mapping[str, int]
    """Number in source order by id."""
    divisions: tuple[Division, ...]
    blocks: tuple[ArchivedBlock, ...]
    """In reading order."""
    proposals: tuple[ArchivedProposal, ...]
    surfaces: tuple[Element, ...] = ()
    """The pages with their zones."""

    def content(self, item: ArchivedBlock | ArchivedProposal) -> BlockContent:
        """Return the text of a block or proposal.

        Raises:
            InvalidArchive: an element that names no character.

        """
        return content(item.element, self.name)


def read_issue(data: bytes, name: str = "") -> ArchivedIssue:
    """Read an archival file.

    Raises:
        UnreadableSource, InvalidArchive: not an archival XML of ours, or altered.

    """
    return issue_of(open_archive(data, name), name)


def issue_of(root: Element, name: str = "", *, with_statements: bool = True) -> ArchivedIssue:
    """Return what a parsed file holds; the statements of its header only where they are asked for.

    Raises:
        InvalidArchive: the file has no text.

    """
    surfaces = list(root.iterfind(f"{tag('facsimile')}/{tag('surface')}"))
    zones: dict[str, int] = {}
    pages: dict[str, int] = {}
    for number, surface in enumerate(surfaces):
        for zone in text_zones(surface):
            key = zone.get(XML_ID, "")
            zones[key], pages[key] = len(zones), number
    divisions: list[Division] = []
    blocks: list[ArchivedBlock] = []
    for top in body(root, name):
        is_division = top.tag == tag("div")
        if is_division or not divisions or divisions[-1].kind:
            kind, key = (top.get("type", ""), top.get(XML_ID, "")) if is_division else ("", "")
            previous = top.get("prev", "")[1:] if is_division else ""
            divisions.append(Division(kind, line_of(top), key, previous))
        places: dict[Element, Cell] = {}
        for element in top.iter(tag("table"), *BLOCKS):
            if element.tag == tag("table"):
                places = table_places(element, name)
                continue
            if is_empty_cell(element):
                continue
            zone_id = _first_zone(element)
            blocks.append(
                ArchivedBlock(
                    element,
                    id=element.get(XML_ID, ""),
                    role=_role(element),
                    division=len(divisions) - 1,
                    page=pages.get(zone_id, -1),
                    zone=zones.get(zone_id, -1),
                    cell=places.get(element),
                )
            )
    return ArchivedIssue(
        name,
        statements=dict(statements(root)) if with_statements else {},
        ruleset=ruleset(root),
        rules={rule.name: rule for rule in declared_rules(root)},
        pages=tuple(surface.get("n", "") for surface in surfaces),
        files=declared_sources(root, name),
        page_files=tuple(surface.get("decls", "")[1:] for surface in surfaces),
        zones=zones,
        divisions=tuple(divisions),
        blocks=tuple(blocks),
        proposals=tuple(_proposal(e) for path in _PROPOSALS for e in root.iterfind(path)),
        surfaces=tuple(surfaces),
    )


def _first_zone(element: Element) -> str:
    """Return the id of the first zone of a block; one in several pieces has it on the first piece."""
    pointer = element.get("facs")
    if pointer is None:
        pointer = next((seg.get("facs", "") for seg in element.iter(tag("seg"))), "")
    return pointer[1:]


def _role(element: Element) -> str:
    parent = element.getparent()
    in_figure = parent is not None and parent.tag == tag("figure")
    typed = parent if parent is not None and element.tag == tag("item") else element
    return role_of(element.tag[len(TEI) :], typed.get("type", ""), in_figure=in_figure)


def _proposal(element: Element) -> ArchivedProposal:
    get = element.get
    is_link = element.tag == tag("link")
    return ArchivedProposal(
        element,
        action="join" if is_link else get("type", ""),
        rule=" ".join(rule_names(get("ana", ""))),
        target=get("target", ""),
        glue=get("rend", ""),
        is_link=is_link,
    )
