"""The structure of a tagged PDF: what each piece of a page is, in reading order (ISO 32000-1, 14.7).

Document > Part (masthead, contents) > H1, P, TOC
         > Sect (section, article) > H2, P, ... > pieces of pages by number
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from convert.document.roles import Role

DEEPEST_HEADING = 6

LISTED = frozenset({Role.BRIEF, Role.PARTICIPANT, Role.LIST, Role.TABLE_ROW})
"""Roles whose blocks make a list where they follow each other."""

PLAIN = {Role.CAPTION: "Caption"}
"""Roles with an element of their own; the rest are paragraphs."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A piece of marked content: its page from 0, its number on it (MCID)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class StructureLink:
    """A link annotation: its page from 0, its place among the page's annotations, how it is described."""

    page: int
    number: int
    description: str


@dataclass(slots=True, eq=False)
class StructureElement:
    """A structure element: its standard type and what is in it."""

    tag: str
    kids: list[StructureElement | MarkedContent | StructureLink] = field(default_factory=list)
    title: str = ""
    identifier: str = ""
    """Notes need one (ISO 14289-1, 7.9)."""
    alt: str = ""
    """What a figure shows, for who does not see it."""
    box: tuple[float, float, float, float] | None = None
    """Left, bottom, right and top of a figure on its page."""
    attributes: dict[str, str | int] = field(default_factory=dict)
    """Of a table's cell: names, with a slash in front, and numbers."""

    def add(self, tag: str, *, title: str = "", identifier: str = "") -> StructureElement:
        """Put a new element at the end of this one."""
        child = StructureElement(tag, title=title, identifier=identifier)
        self.kids.append(child)
        return child

    def add_figure(self, alt: str, box: tuple[float, float, float, float]) -> StructureElement:
        """Put a figure at the end of this element."""
        child = self.add("Figure")
        child.alt, child.box = alt, box
        return child


@dataclass(slots=True, eq=False)
class StructureTree:
    """The structure of one document as it grows, and who owns each piece of each page."""

    root: StructureElement = field(default_factory=lambda: StructureElement("Document"))
    owners: list[list[StructureElement]] = field(default_factory=list)
    links: list[tuple[StructureLink, StructureElement]] = field(default_factory=list)
    level: int = 0
    """Of the last heading; the next is at most one deeper (ISO 14289-1, 7.4.2)."""

    def turn(self) -> None:
        """Begin the next page."""
        self.owners.append([])

    def mark(self, element: StructureElement) -> int:
        """Give an element a piece of the present page; return its number."""
        mark = MarkedContent(len(self.owners) - 1, len(self.owners[-1]))
        self.owners[-1].append(element)
        element.kids.append(mark)
        return mark.number

    def link(self, element: StructureElement, number: int, description: str) -> None:
        """Give an element the present page's link of that number."""
        link = StructureLink(len(self.owners) - 1, number, description)
        self.links.append((link, element))
        element.kids.append(link)

    def heading(self, parent: StructureElement, level: int) -> StructureElement:
        """Add a heading, no more than one level below the last."""
        self.level = max(1, min(level, self.level + 1, DEEPEST_HEADING))
        return parent.add(f"H{self.level}")


def block(
    tags: StructureTree, parent: StructureElement, role: str, level: int, *, labelled: bool
) -> list[StructureElement]:
    """Add the element of a block, and before it that of its label if it has one.

    Headings go by their level, lists item by item.
    """
    if role == Role.HEADLINE:
        return [tags.heading(parent, level)]
    if role == Role.SUBHEAD:
        return [tags.heading(parent, level + 1)]
    if role in LISTED:
        last = parent.kids[-1] if parent.kids else None
        in_list = isinstance(last, StructureElement) and last.tag == "L" and last.title == role
        whole = last if in_list and isinstance(last, StructureElement) else parent.add("L", title=role)
        item = whole.add("LI")
        return [item.add("Lbl"), item.add("LBody")] if labelled else [item.add("LBody")]
    return [parent.add(PLAIN.get(Role(role), "P"))]


def write_structure(pdf: Pdf, tags: StructureTree) -> None:
    """Write the structure tree and its parent tree, and mark the pages with their numbers."""
    pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    objects: dict[StructureElement, pikepdf.Object] = {}
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    _write(pdf, tags.root, tree, pages, objects)
    tree.K = objects[tags.root]
    numbers = Array()
    for number, (page, owners) in enumerate(zip(pages, tags.owners, strict=True)):
        page.StructParents = number
        page.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array([objects[owner] for owner in owners])))
    for number, (link, owner) in enumerate(tags.links, len(pages)):
        annotation = pages[link.page].Annots[link.number]
        annotation.StructParent = number
        annotation.Contents = String(link.description)
        numbers.append(number)
        numbers.append(objects[owner])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages) + len(tags.links)
    names = Array()
    for element in sorted((e for e in objects if e.identifier), key=lambda e: e.identifier):
        names.extend([String(element.identifier), objects[element]])
    if len(names):
        tree.IDTree = pdf.make_indirect(Dictionary(Names=names))
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _write(
    pdf: Pdf,
    element: StructureElement,
    parent: pikepdf.Object,
    pages: list[pikepdf.Object],
    objects: dict[StructureElement, pikepdf.Object],
) -> pikepdf.Object:
    """Write an element and all in it; the tree is as deep as section, article, list, item."""
    written = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
    objects[element] = written
    home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
    if home is not None:
        written.Pg = pages[home]
    if element.title and element.tag == "Sect":
        written.T = String(element.title)
    if element.identifier:
        written.ID = String(element.identifier)
    if element.box:  # ISO 32000-1, table 344: where a figure stands
        box = Array([round(value, 2) for value in element.box])
        written.Alt = String(element.alt)
        written.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
    if element.attributes:
        values = {
            f"/{key}": Name(value) if isinstance(value, str) else value
            for key, value in element.attributes.items()
        }
        written.A = Dictionary({"/O": Name.Table, **values})
    kids = Array()
    for kid in element.kids:
        if isinstance(kid, StructureElement):
            kids.append(_write(pdf, kid, written, pages, objects))
        elif isinstance(kid, StructureLink):
            annotation = pages[kid.page].Annots[kid.number]
            kids.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=pages[kid.page]))
        elif kid.page == home:
            kids.append(kid.number)
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[kid.page], MCID=kid.number))
    written.K = kids[0] if len(kids) == 1 and isinstance(element.kids[0], StructureElement) else kids
    return written
