"""What the header of an archival file says: of the issue, its source file, the program and its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.former_names import present_name
from convert.document.model import Metadata
from convert.tei.names import AGENT, NAMESPACE, REVIEWER, RULE_ID, UNDETERMINED, XML_ID, tag
from convert.tei.read import altered, line_of

_PREFIXES = cast("Mapping[str, str]", MappingProxyType({None: NAMESPACE, "xml": XML_ID[1:-3]}))
"""No prefix: TEI. The stubs of lxml do not know that None may be one."""
_ISSUE = "fileDesc/sourceDesc/biblStruct/monogr/"
_HELD = "fileDesc/sourceDesc/msDesc/msIdentifier/"
_FILE = "fileDesc/sourceDesc/bibl[@type='file']/"
_WHOLE = "fileDesc/sourceDesc/bibl[@type='issue']/"
_COUNT = re.compile("[0-9]{1,15}")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?(e-?[0-9]{1,2})?")
_RULES = "encodingDesc/classDecl/taxonomy"
_FOLLOWING = frozenset({tag("classDecl"), tag("tagsDecl"), tag("editorialDecl")})
"""What follows from rules and profile."""


class HeaderPath(StrEnum):
    """Where a statement stands, from `teiHeader` on: an ElementPath without prefixes."""

    FILE_TITLE = "fileDesc/titleStmt/title"
    REVIEWER = f"fileDesc/titleStmt/respStmt[@xml:id='{REVIEWER}']/name"
    CHECKSUM = "fileDesc/notesStmt/note[@type='sha256']"
    TITLE = f"{_ISSUE}title[@level='j']"
    LANGUAGE = f"{_ISSUE}textLang"
    DATE = f"{_ISSUE}imprint/date"
    NUMBER = f"{_ISSUE}biblScope[@unit='issue']"
    PAGE = f"{_ISSUE}biblScope[@unit='page']"
    CREATOR = f"{_ISSUE}author"
    ISSN = f"{_ISSUE}idno[@type='ISSN']"
    LICENCE = f"{_ISSUE}availability/licence"
    RIGHTS = f"{_ISSUE}availability/p"
    PUBLISHER = f"{_ISSUE}imprint/publisher"
    PLACE = f"{_ISSUE}imprint/pubPlace"
    HOLDING_INSTITUTION = f"{_HELD}repository"
    COLLECTION = f"{_HELD}collection"
    CALL_NUMBER = f"{_HELD}idno[@type='call-number']"
    SOURCE_NAME = f"{_FILE}title[@level='u']"
    SOURCE_DIGEST = f"{_FILE}idno[@type='sha256']"
    SOURCE_TEXT_DIGEST = f"{_FILE}idno[@type='text-sha256']"
    SOURCE_READER = f"{_FILE}note[@type='reader']"
    SOURCE_ENCODING = f"{_FILE}note[@type='encoding']"
    SOURCE_BOM = f"{_FILE}note[@type='bom']"
    SOURCE_SIZE = f"{_FILE}extent/measure[@unit='byte']"
    ISSUE_NAME = f"{_WHOLE}title[@level='u']"
    ISSUE_DIGEST = f"{_WHOLE}idno[@type='sha256']"
    HOUSE = "fileDesc/notesStmt/note[@type='house']"
    KNOWLEDGE = "fileDesc/notesStmt/note[@type='knowledge']"
    PROFILE = "encodingDesc/schemaRef"
    SOFTWARE = "encodingDesc/appInfo/application[@ident='backfile']"
    RULES = _RULES
    TEXT_LANGUAGE = "profileDesc/langUsage/language"


class HeaderStatement(NamedTuple):
    """A statement of the header."""

    value: str
    """Its text, and those of its attributes that do not name it: "2025-12-08 when=2025-12-08"."""
    line: int


class DeclaredRule(NamedTuple):
    """What the header says of a rule; counts as the file has them."""

    name: str
    """What it is called now, whatever the file calls it."""
    id: str
    """What `rule_names` of an `@ana` calls it: its xml:id without `rule.`, or its present name for that."""
    kind: str
    version: str
    distribution: str
    """Name and version of the installed distribution that brings it; empty: it is built in."""
    done: str
    proposed: str
    line: int


class DeclaredSource(NamedTuple):
    """What is needed to write a source file again, and to see that it is the same."""

    sha256: str
    """Empty: the file could not be had."""
    encoding: str
    """Empty: it could not be read, and is not in the archival XML."""
    bom: bytes
    name: str = ""
    id: str = ""
    """Its xml:id, which the surfaces of its pages point to; empty: it is the only one."""
    fault: str = ""
    """Why it has no text."""
    size: int = 0
    reader: str = ""
    """Name and version of what read the text out of the file; empty: the text's bytes are the file."""
    text_sha256: str = ""
    """SHA-256 of the text's bytes, where they are not the file."""


_NAMING = ("type", "unit", "level", "ident", "xml:id")
"""Attributes of the header that tell one element from its neighbours."""


def find(root: Element, path: HeaderPath) -> Element | None:
    """Return the element of a statement."""
    return root.find(f"teiHeader/{path}", _PREFIXES)


def value(root: Element, path: HeaderPath) -> str:
    """Return the text of a statement; empty where the file does not have it."""
    return root.findtext(f"teiHeader/{path}", "", _PREFIXES)


def metadata(root: Element) -> Metadata:
    """Return the issue's metadata, as they went in when the file was written."""
    language = value(root, HeaderPath.LANGUAGE)
    return Metadata(
        title=value(root, HeaderPath.TITLE),
        date=value(root, HeaderPath.DATE),
        number=value(root, HeaderPath.NUMBER),
        language="" if language == UNDETERMINED else language,
        page=value(root, HeaderPath.PAGE),
        name=value(root, HeaderPath.ISSUE_NAME if is_issue(root) else HeaderPath.SOURCE_NAME),
        issn=value(root, HeaderPath.ISSN),
        publisher=value(root, HeaderPath.PUBLISHER),
        place=value(root, HeaderPath.PLACE),
        rights=value(root, HeaderPath.RIGHTS),
        licence=value(root, HeaderPath.LICENCE),
        creator=value(root, HeaderPath.CREATOR),
        call_number=value(root, HeaderPath.CALL_NUMBER),
        collection=value(root, HeaderPath.COLLECTION),
        holding_institution=value(root, HeaderPath.HOLDING_INSTITUTION),
    )


def software(root: Element) -> str:
    """Return the version of the program that wrote the file; empty where the file does not say."""
    application = find(root, HeaderPath.SOFTWARE)
    return application.get("version", "") if application is not None else ""


def reviewers(root: Element) -> dict[str, str]:
    """Return who decided on changes and proposals, by what `@resp` calls them; nothing: nobody did."""
    statements = root.iterfind("teiHeader/fileDesc/titleStmt/respStmt", _PREFIXES)
    names = {s.get(XML_ID, ""): s.findtext("name", "", _PREFIXES) for s in statements}
    return {f"#{xml_id}": name for xml_id, name in names.items() if xml_id != AGENT and name}


def house(root: Element) -> str:
    """Return the digest of the paper's house pack; empty where there was none."""
    return value(root, HeaderPath.HOUSE)


def is_issue(root: Element) -> bool:
    """Whether the source is an issue of several files."""
    return find(root, HeaderPath.ISSUE_DIGEST) is not None


def source_digest(root: Element) -> str:
    """Return the SHA-256 of the source as a whole: of its file, or of the digests of several."""
    return value(root, HeaderPath.ISSUE_DIGEST if is_issue(root) else HeaderPath.SOURCE_DIGEST)


def knowledge(root: Element) -> str:
    """Return the digest of what was counted in the paper's issues; empty where there was no such pack."""
    return value(root, HeaderPath.KNOWLEDGE)


def declared_sources(root: Element, name: str = "") -> tuple[DeclaredSource, ...]:
    """Return what the header says of each source file, in the order of the pages.

    Raises:
        InvalidArchive: it does not say enough of one to write it again.

    """
    path = f"teiHeader/{_FILE.removesuffix('/')}"
    sources = tuple(_declared_source(file, name) for file in root.iterfind(path, _PREFIXES))
    several = is_issue(root)
    if not sources or (several and not all(source.id for source in sources)):
        raise altered("the header does not name the source's files", name)
    return sources if several else sources[:1]


def _declared_source(file: Element, name: str) -> DeclaredSource:
    """Return digest, encoding and byte order mark of a source file.

    Raises:
        InvalidArchive: the header does not name them.

    """
    stated = {
        key: file.findtext(path, "", _PREFIXES)
        for key, path in (
            ("sha256", "idno[@type='sha256']"),
            ("encoding", "note[@type='encoding']"),
            ("fault", "note[@type='fault']"),
            ("reader", "note[@type='reader']"),
            ("text_sha256", "idno[@type='text-sha256']"),
        )
    }
    for key in ("sha256", "encoding"):
        if not stated[key] and not stated["fault"]:
            raise altered(f"the header does not name the source's {key}", name, file)
    if bool(stated["reader"]) != bool(stated["text_sha256"]):
        raise altered("the header does not name both the reader of a text and its digest", name, file)
    try:
        bom = bytes.fromhex(file.findtext("note[@type='bom']", "", _PREFIXES))
    except ValueError as error:
        raise altered("the byte order mark is not in hexadecimal", name, file) from error
    size = file.find("extent/measure[@unit='byte']", _PREFIXES)
    quantity = size.get("quantity", "") if size is not None else ""
    return DeclaredSource(
        **stated,
        bom=bom,
        name=file.findtext("title[@level='u']", "", _PREFIXES),
        id=file.get(XML_ID, ""),
        size=int(quantity) if _COUNT.fullmatch(quantity) else 0,
    )


def ruleset(root: Element) -> str:
    """Return the name of the set of rules that ran as a whole; empty where every rule that ran is listed."""
    taxonomy = find(root, HeaderPath.RULES)
    return taxonomy.get("n", "") if taxonomy is not None else ""


def declared_damage(root: Element, name: str = "") -> Damage:
    """Return how damaged the source was taken to be.

    Raises:
        InvalidArchive: the header does not say it as it should.

    """
    stated = _numbers(root, "damage", name)
    if not stated:
        return NOT_ESTIMATED
    if stated.keys() != asdict(NOT_ESTIMATED).keys():
        raise altered("the header does not state the damage of the source", name)
    return Damage(**stated)


def declared_max_harm(root: Element, name: str = "") -> float | None:
    """Return how many characters in 100,000 the rules might change wrongly; None: it does not say."""
    return _numbers(root, "setting", name).get("max-harm")


def _numbers(root: Element, kind: str, name: str) -> dict[str, float]:
    """Return the numbers of a description of the rules, by their names."""
    numbers = root.iterfind(f"teiHeader/{_RULES}/desc[@type='{kind}']/num", _PREFIXES)
    stated = {number.get("type", ""): number.text or "" for number in numbers}
    if not all(map(_NUMBER.fullmatch, stated.values())):
        raise altered(f"a {kind} that is not a number", name)
    return {key: float(text) for key, text in stated.items()}


def declared_rules(root: Element) -> Iterator[DeclaredRule]:
    """Yield the rules in the order in which the header lists them."""
    for rule in root.iterfind(f"teiHeader/{_RULES}/category", _PREFIXES):
        stated = {e.get("type", ""): e.text or "" for e in rule.iter(tag("term"), tag("name"), tag("num"))}
        xml_id = rule.get(XML_ID, "")
        yield DeclaredRule(
            name=present_name(rule.get("n", "") or xml_id),
            id=present_name(xml_id.removeprefix(RULE_ID)),
            kind=stated.get("kind", ""),
            version=stated.get("version", ""),
            distribution=stated.get("distribution", ""),
            done=stated.get("done", "0"),
            proposed=stated.get("proposed", "0"),
            line=line_of(rule),
        )


def statements(root: Element) -> Iterator[tuple[str, HeaderStatement]]:
    """Yield the header's statements but for checksum, rules and what follows from the profile, by paths.

    The second of two at one path has its number behind it: `.../respStmt/name(2)`.
    """
    header = root.find(tag("teiHeader"))
    counts: dict[str, int] = {}
    waiting = [(child, "") for child in reversed(header)] if header is not None else []
    while waiting:
        element, above = waiting.pop()
        if element.tag in _FOLLOWING:
            continue
        attributes = _attributes(element)
        path = above + _step(element, attributes)
        waiting += [(child, f"{path}/") for child in reversed(element)]
        text = _stated(element, attributes)
        if path == HeaderPath.CHECKSUM or not (text or len(element) == 0):
            continue
        counts[path] = counts.get(path, 0) + 1
        yield (
            path if counts[path] == 1 else f"{path}({counts[path]})",
            HeaderStatement(text, line_of(element)),
        )


def _step(element: Element, attributes: Mapping[str, str]) -> str:
    """Return an element's part of a path: "title[@level='j']"."""
    naming = [f"[@{key}='{attributes[key]}']" for key in _NAMING if attributes.get(key)]
    return etree.QName(element).localname + "".join(naming)


def _stated(element: Element, attributes: Mapping[str, str]) -> str:
    """Return an element's text, and the attributes that are no part of its path."""
    others = [f"{key}={attributes[key]}" for key in sorted(attributes) if key not in _NAMING]
    return " ".join(filter(None, ((element.text or "").strip(), *others)))


def _attributes(element: Element) -> dict[str, str]:
    """Return an element's attributes, its id as `xml:id`."""
    return {"xml:id" if key == XML_ID else str(key): str(text) for key, text in element.items()}
