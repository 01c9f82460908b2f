"""The structure of a tagged PDF: what each piece of a page is, in reading order (ISO 32000-1, 14.7).

Document > Part (masthead, contents) > H1, P, TOC
         > Sect (section, article) > H2, P, ... > pieces of pages by number
"""

from __future__ import annotations

from dataclasses import dataclass, field

from convert.document.roles import Role
from convert.writers.pdf.objects import WrittenObject, array, name, reference, text_string
from convert.writers.pdf.tagged import TaggedDocument

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


def write_structure(document: TaggedDocument, tags: StructureTree) -> None:
    """Write the structure tree and its parent tree, by the numbers that the pages have in it."""
    writing = _Writing(document, document.page_numbers)
    tree = WrittenObject()
    root = writing.element(tags.root, document.number(tree))
    references = writing.references
    numbers = [
        b"%d %b" % (number, document.add(WrittenObject(array(references[owner] for owner in owners))))
        for number, owners in enumerate(tags.owners)
    ]
    for number, (link, owner) in enumerate(tags.links, len(tags.owners)):
        annotation = document.links[link.page][link.number]
        annotation.otherkw["StructParent"] = number
        annotation.Contents = link.description
        numbers.append(b"%d %b" % (number, references[owner]))
    parents = document.add(WrittenObject(b"<</Nums%b>>" % array(numbers)))
    tree.code = b"<</Type/StructTreeRoot/K %b/ParentTree %b/ParentTreeNextKey %d" % (
        root,
        parents,
        len(numbers),
    )
    named = sorted((e for e in references if e.identifier), key=lambda e: e.identifier)
    if named:
        names = array(b"%b %b" % (text_string(e.identifier), references[e]) for e in named)
        tree.code += b"/IDTree " + document.add(WrittenObject(b"<</Names%b>>" % names))
    tree.code += b">>"
    document.Catalog.StructTreeRoot = tree
    document.Catalog.MarkInfo = b"<</Marked true>>"


@dataclass(slots=True)
class _Writing:
    """The structure as it is written."""

    document: TaggedDocument
    pages: list[int]
    """Their numbers among the objects."""
    references: dict[StructureElement, bytes] = field(default_factory=dict)

    def element(self, element: StructureElement, parent: int) -> bytes:
        """Write an element and all in it; the tree is as deep as section, article, list, item."""
        written = WrittenObject()
        number = self.document.number(written)
        self.references[element] = reference(number)
        home = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), None)
        code = b"<</Type/StructElem/S/%b/P %d 0 R" % (element.tag.encode("ascii"), parent)
        if home is not None:
            code += b"/Pg %d 0 R" % self.pages[home]
        if element.title and element.tag == "Sect":
            code += b"/T" + text_string(element.title)
        if element.identifier:
            code += b"/ID" + text_string(element.identifier)
        if element.box:  # ISO 32000-1, table 344: where a figure stands
            box = array(b"%.2f" % value for value in element.box)
            code += b"/Alt%b/A<</O/Layout/Placement/Block/BBox%b>>" % (text_string(element.alt), box)
        if element.attributes:
            code += b"/A<</O/Table%b>>" % b"".join(
                b"%b%b" % (name(key), name(value[1:]) if isinstance(value, str) else b" %d" % value)
                for key, value in element.attributes.items()
            )
        kids = [self._kid(kid, number, home) for kid in element.kids]
        alone = len(kids) == 1 and isinstance(element.kids[0], StructureElement)
        written.code = code + (b"/K %b>>" % kids[0] if alone else b"/K%b>>" % array(kids))
        return self.references[element]

    def _kid(
        self, kid: StructureElement | MarkedContent | StructureLink, parent: int, home: int | None
    ) -> bytes:
        """Write what is in an element of which the first piece is on the page `home`."""
        if isinstance(kid, StructureElement):
            return self.element(kid, parent)
        if isinstance(kid, StructureLink):
            annotation = self.document.add(self.document.links[kid.page][kid.number])
            return b"<</Type/OBJR/Obj %b/Pg %d 0 R>>" % (annotation, self.pages[kid.page])
        if kid.page == home:
            return b"%d" % kid.number
        return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self.pages[kid.page], kid.number)
