"""The vocabulary of the archival XML: its profile, elements, attributes, ids, and how a role is marked up.

Writer and readers take every name from here; the same names and no others are in schema/archive.rnc.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from lxml.etree import _Element as Element

from convert.document.former_names import present_name
from convert.document.roles import OVER_REPORT, Role

NAMESPACE = "http://www.tei-c.org/ns/1.0"
TEI = f"{{{NAMESPACE}}}"
"""In front of the name of an element, as lxml writes it."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

PROFILE = "urn:backfile:archive:"
PROFILE_VERSION = "3"
"""Goes up when a program would read a file of another version wrongly.

Of version 1 each mark has all its traces, and a mark of other width is a `choice`. Of versions 1 and 2 white
space that a milestone stands for is no text.
"""
WITHOUT_SPACES = frozenset({"1", "2"})
"""Versions in which no space stands in front of a milestone but those of the source."""
READ_VERSIONS = WITHOUT_SPACES | {PROFILE_VERSION}

ElementName = Literal[
    "TEI",
    # the header
    "teiHeader", "fileDesc", "titleStmt", "title", "respStmt", "resp", "name", "publicationStmt",
    "notesStmt", "note", "sourceDesc", "biblStruct", "monogr", "author", "textLang", "availability",
    "licence", "imprint", "publisher", "pubPlace", "date", "biblScope", "msDesc", "msIdentifier",
    "repository", "collection",
    "bibl", "idno", "extent", "measure", "encodingDesc", "schemaRef", "appInfo", "application", "label",
    "editorialDecl", "correction", "normalization", "hyphenation", "segmentation", "interpretation",
    "tagsDecl", "rendition", "namespace", "tagUsage",
    "classDecl", "taxonomy", "desc", "category", "catDesc", "term", "num", "profileDesc", "langUsage",
    "language", "listPrefixDef", "prefixDef",
    # source order
    "facsimile", "surface", "graphic", "zone",
    # what is lost
    "gap",
    # reading order
    "text", "body", "div", "head", "byline", "dateline", "p", "ab", "figure", "fw", "lg", "l", "list",
    "item", "table", "row", "cell",
    # within a block
    "seg", "pb", "lb", "space", "g", "anchor", "pc",
    "choice", "sic", "corr", "orig", "reg", "supplied", "surplus",
    "ref",
    # beside the text
    "standOff", "linkGrp", "link", "listAnnotation",
]  # fmt: skip
"""Every element, without its namespace."""

AttributeName = Literal[
    "xmlns", "xml:lang", "xml:id", "type", "gi", "name", "scheme", "selector",
    "ident", "matchPattern", "replacementPattern", "url", "level",
    "unit", "quantity", "method", "when", "n", "version", "target", "ulx", "uly", "lrx", "lry", "rotate",
    "corresp", "facs", "decls", "part", "prev", "next", "role", "rows", "cols", "rend", "dim", "break",
    "reason", "orig", "ana", "cert", "resp",
]  # fmt: skip
"""Every attribute, in the order in which they stand in a tag."""

Attributes = dict[AttributeName, str]
ORDER: tuple[AttributeName, ...] = get_args(AttributeName)


def tag(name: ElementName) -> str:
    """Return an element's name as lxml has it: "lb" -> "{http://www.tei-c.org/ns/1.0}lb"."""
    return TEI + name


def text_zones(surface: Element) -> Iterator[Element]:
    """Yield the zones of a surface that hold a text of their own; those of pictures and rules have a type."""
    return (zone for zone in surface.iterfind(tag("zone")) if zone.get(XML_ID) and not zone.get("type"))


_BLOCK_NAMES: tuple[ElementName, ...] = (
    "head", "byline", "dateline", "p", "ab", "fw", "l", "item", "cell",
)  # fmt: skip
BLOCKS = frozenset(map(tag, _BLOCK_NAMES))
"""Elements of the body that hold a block of text; they are never nested. A cell without an id is empty."""
GROUP_ELEMENTS = frozenset({tag("lg"), tag("list"), tag("table")})
"""Elements that hold the lines that belong together."""
MILESTONES = frozenset({tag("lb"), tag("space"), tag("g")})
"""Elements that stand for characters of the source."""
SOURCE_ONLY = frozenset({tag("sic"), tag("orig"), tag("surplus")})
"""Elements whose text the reading does not have."""
READING_ONLY = frozenset({tag("corr"), tag("reg"), tag("supplied")})
"""Elements whose text the source does not have."""


class Form(NamedTuple):
    """How a role is marked up."""

    element: ElementName
    type: str = ""
    """Its @type; empty: it has none."""


FORMS: Mapping[Role, Form] = MappingProxyType(
    {
        Role.KICKER: Form("head", "kicker"),
        Role.HEADLINE: Form("head", "main"),
        Role.SUBTITLE: Form("head", "sub"),
        Role.SUBHEAD: Form("head", "inner"),
        Role.BYLINE: Form("byline"),
        Role.DATELINE: Form("dateline"),
        Role.LABEL: Form("ab", "label"),
        Role.HOST: Form("ab", "host"),
        Role.PARTICIPANT: Form("ab", "participant"),
        Role.BODY: Form("p"),
        Role.BRIEF: Form("ab", "brief"),
        Role.VERSE: Form("l"),
        Role.LIST: Form("item"),
        Role.TABLE_ROW: Form("item"),
        Role.TABLE_CELL: Form("cell"),
        Role.TABLE_CAPTION: Form("ab", "table-caption"),
        Role.CAPTION: Form("ab", "caption"),
        Role.CREDIT: Form("byline"),
        Role.ADVERTISEMENT: Form("ab", "advertisement"),
        Role.RUNNING_HEAD: Form("fw", "header"),
        Role.FOLIO: Form("fw", "pageNum"),
        Role.EDITORS: Form("fw", "editors"),
        Role.JUMP: Form("fw", "jump"),
    }
)
"""The form of each role where nothing around it forbids that form."""
GROUPS: Mapping[Role, Form] = MappingProxyType(
    {
        Role.VERSE: Form("lg"),
        Role.LIST: Form("list"),
        Role.TABLE_ROW: Form("list", "table"),
        Role.TABLE_CELL: Form("table"),
    }
)
"""The form of what holds the lines of a role that stand together."""
LABEL_HEADING = Form("head", "label")
"""A label in front of a title."""
TABLE_HEADING = Form("head", "caption")
"""A caption of a table, inside of the table."""
INNER_FORMS: Mapping[Role, Form] = MappingProxyType(
    {role: Form("ab", role.value) for role in sorted(OVER_REPORT)}
)
"""The forms of a byline and a dateline between two paragraphs, where TEI allows neither element."""
_ROLES: Mapping[tuple[str, str], Role] = MappingProxyType(
    {
        **{form: role for role, form in FORMS.items() if role not in {Role.CREDIT, Role.TABLE_ROW}},
        Form("item", "table"): Role.TABLE_ROW,
        LABEL_HEADING: Role.LABEL,
        TABLE_HEADING: Role.TABLE_CAPTION,
        **{form: role for role, form in INNER_FORMS.items()},
    }
)


def role_of(element: str, kind: str, *, in_figure: bool) -> str:
    """Return the role that a block's element and @type stand for; one that is not known as it is called.

    The @type of an item is that of its list.

    ("head", "main") -> headline;  ("byline", "") -> byline, or credit in a figure;  ("ab", "x") -> x
    """
    if in_figure and element == "byline":
        return Role.CREDIT.value
    return str(_ROLES.get((element, kind), kind or element))


AGENT = "backfile"
"""xml:id of the responsibility statement that @resp points to where a rule acted alone."""
START = "a.start"
"""Id of the division of what stands before the first opening: a new first paragraph must not change it."""
REVIEWER = "reviewer"
"""xml:id of the one that names who decided."""
RULE_ID = "rule."
"""In front of a rule's name, to make its xml:id."""
UNDETERMINED = "und"
"""ISO 639-2: the language is not known."""


def part_id(number: int) -> str:
    """Return the xml:id of a file of an issue; files are counted from 0, their ids from 1."""
    return f"part.{number + 1}"


def page_id(number: int) -> str:
    """Return the xml:id of a page's surface; pages are counted from 0, their ids from 1."""
    return f"page.{number + 1}"


def rule_names(pointers: str) -> tuple[str, ...]:
    """Return the rules that @ana points to, by their present names.

    "#rule.lines #rule.unify" -> ("lines", "unify-variants")
    """
    return tuple([present_name(pointer.removeprefix(f"#{RULE_ID}")) for pointer in pointers.split()])
