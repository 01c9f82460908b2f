"""The TEI header: the issue, the source file, the program, what its marks mean, its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import cast

from convert import __version__
from convert.document.damage import NOT_ESTIMATED
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.tei.names import (
    AGENT,
    NAMESPACE,
    PROFILE,
    PROFILE_VERSION,
    UNDETERMINED,
    Attributes,
    ElementName,
    part_id,
)
from convert.tei.write.facsimile import pointer_idents
from convert.tei.write.markup import EMPTY, Markup, element, empty, end, join, plain, start, tidy
from convert.tei.write.rendition import RENDITIONS
from convert.tei.write.rules import Rules
from convert.text.source import FilePart

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(r"https?://[!-~]+")
_MONTH = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")

CHECKSUM_PLACEHOLDER = element("note", {"type": "sha256"}, Markup("0" * 64))
"""Stands where the digest of the file goes when all the rest is known."""

EDITORIAL: Mapping[ElementName, str] = MappingProxyType(
    {
        "correction": (
            "sic: as the source file has it; corr: what the print most probably had; surplus: twice in"
            " the source file; supplied: not in it."
        ),
        "normalization": (
            "orig: as the source file writes it; reg: as the house does. pc: a mark as the house writes"
            " it, its attribute orig as the source file has it. space: white space that rend names, else one"
            " space; of one with a quantity so many spaces remain, of a bare one none. With dim it parts two"
            " blocks, two line ends where rend names none. A space as text in front of an lb or a space that"
            " reads as white space is part of it, for programs that read the text alone."
        ),
        "hyphenation": (
            "lb: a line end of the source file, named in rend; it reads as nothing where break is no, as"
            " a space where break is yes, else as itself."
        ),
        "segmentation": (
            "Zones stand in source order, text in reading order; facs of a block names the zone of its"
            " text. A block put together from several zones has a seg for each. The source text is that of"
            " all zones, one after the other; an lb between two seg belongs to the first."
        ),
        "interpretation": (
            "ana: the rules behind a change in the order in which they acted; cert: the least of their"
            " certainties, rounded down to a tenth where a rule of the kind layout is among them; resp:"
            " who answers. What a mark lacks of them is in its tagUsage, or in tagsDecl. g: a character"
            " that XML cannot hold or that cannot be seen, or a byte that is no character. The note of"
            " type sha256 is the digest of the element TEI in Canonical XML 1.0 without comments, that"
            " note empty, line ends, indents and the spaces in front of lb and space left out."
        ),
    }
)
"""What the marks mean, said in the file itself: it may outlive this program."""

POINTERS = (
    "The element of a source file in which it stands: the number of each of its ancestors among its siblings,"
    " from the root on, as the element() scheme of XPointer has it."
)
RULESET = (
    "The rules of this set that changed or proposed something, in running order; a number that is not named"
    " is 0. One that is none of this set names the distribution that brings it."
)


def header(document: Document, rules: Rules) -> Iterator[Markup]:
    """Yield the lines of the header."""
    meta = document.meta
    yield Markup("  <teiHeader>")
    yield Markup("<fileDesc>")
    yield from _indented(2, _title(document, rules.reviewers))
    yield from _indented(2, _source_description(document))
    yield Markup("</fileDesc>")
    yield from _encoding_description(rules, pointer_idents(document.layout))
    yield Markup("<profileDesc>")
    yield join([Markup("  <langUsage>"), empty("language", {"ident": language(meta)}), end("langUsage")])
    yield Markup("</profileDesc>")
    yield Markup("  </teiHeader>")


def language(meta: Metadata) -> str:
    """Return the issue's language tag; `und` (ISO 639-2, undetermined) where it is none."""
    return meta.language if _LANGUAGE.fullmatch(meta.language) else UNDETERMINED


def _title(document: Document, reviewers: Mapping[str, str]) -> Iterator[Markup]:
    meta = document.meta
    headline = next((b.reading for b in document.blocks if b.role is Role.HEADLINE), "")
    yield Markup("<titleStmt>")
    yield join([Markup("  "), _line("title", meta.title or headline or "Untitled")])
    yield join([Markup("  "), start("respStmt", {"xml:id": AGENT})])
    yield join([Markup("    "), _line("resp", "repair and markup by rule")])
    yield join([Markup("    "), _line("name", "backfile")])
    yield Markup("  </respStmt>")
    for reviewer, xml_id in reviewers.items():
        yield join([Markup("  "), start("respStmt", {"xml:id": xml_id})])
        yield join([Markup("    "), _line("resp", "decisions on changes and proposals")])
        yield join([Markup("    "), _line("name", reviewer)])
        yield Markup("  </respStmt>")
    yield Markup("</titleStmt>")
    yield Markup("<publicationStmt>")
    yield join([Markup("  "), _line("p", "Archival transcription of the source file described below.")])
    yield Markup("</publicationStmt>")
    yield Markup("<notesStmt>")
    yield join([Markup("  "), CHECKSUM_PLACEHOLDER])
    if document.house.digest:
        yield join([Markup("  "), _line("note", document.house.digest, type="house")])
    if document.house.knowledge.digest:
        yield join([Markup("  "), _line("note", document.house.knowledge.digest, type="knowledge")])
    yield Markup("</notesStmt>")


def _source_description(document: Document) -> Iterator[Markup]:
    meta, source = document.meta, document.source
    yield Markup("<sourceDesc>")
    yield Markup("  <biblStruct>")
    yield Markup("    <monogr>")
    if meta.creator:
        yield join([Markup("      "), _line("author", meta.creator)])
    yield join([Markup("      "), _line("title", meta.title, level="j")])
    if meta.issn:
        yield join([Markup("      "), _line("idno", meta.issn, type="ISSN")])
    if meta.language:
        yield join([Markup("      "), _line("textLang", language(meta))])
    yield from _indented(6, _availability(meta))
    published = [_line("publisher", meta.publisher)] if meta.publisher else []
    published += [_line("pubPlace", meta.place)] if meta.place else []
    yield join([Markup("      <imprint>"), *published, _date(meta.date), end("imprint")])
    for unit, value in (("issue", meta.number), ("page", meta.page)):
        if value:
            yield join([Markup("      "), _line("biblScope", value, unit=unit)])
    yield Markup("    </monogr>")
    yield Markup("  </biblStruct>")
    yield from _indented(2, _holding(meta))
    if source.parts:
        yield Markup('  <bibl type="issue">')
        yield join([Markup("    "), _line("title", meta.name, level="u")])
        yield join([Markup("    "), _line("idno", source.digest, type="sha256")])
        yield Markup("  </bibl>")
    for number, part in enumerate(source.parts):
        yield from _file(part, part.name, part_id(number))
    if not source.parts:
        yield from _file(FilePart(source, 0), meta.name)
    yield Markup("</sourceDesc>")


def _availability(meta: Metadata) -> Iterator[Markup]:
    """Say on what terms the issue may be used; an address is where the terms stand."""
    if not (meta.rights or meta.licence):
        return
    yield Markup("<availability>")
    if meta.licence:
        target: Attributes = {"target": meta.licence} if _ADDRESS.fullmatch(meta.licence) else {}
        yield join([Markup("  "), element("licence", target, plain(meta.licence))])
    if meta.rights:
        yield join([Markup("  "), _line("p", meta.rights)])
    yield Markup("</availability>")


def _holding(meta: Metadata) -> Iterator[Markup]:
    """Say where the printed issue is kept."""
    if not (meta.holding_institution or meta.collection or meta.call_number):
        return
    yield Markup("<msDesc>")
    yield Markup("  <msIdentifier>")
    if meta.holding_institution:
        yield join([Markup("    "), _line("repository", meta.holding_institution)])
    if meta.collection:
        yield join([Markup("    "), _line("collection", meta.collection)])
    if meta.call_number:
        yield join([Markup("    "), _line("idno", meta.call_number, type="call-number")])
    yield Markup("  </msIdentifier>")
    yield Markup("</msDesc>")


def _file(part: FilePart, name: str, key: str = "") -> Iterator[Markup]:
    """Describe a source file: all that is needed to write it again, or why it has no text."""
    source = part.source
    attributes: Attributes = {"xml:id": key} if key else {}
    yield join([Markup("  "), start("bibl", {**attributes, "type": "file"})])
    if name:
        yield join([Markup("    "), _line("title", name, level="u")])
    if part.digest:
        yield join([Markup("    "), _line("idno", part.digest, type="sha256")])
    if source.original:
        yield join([Markup("    "), _line("idno", sha256(source.data).hexdigest(), type="text-sha256")])
        yield join([Markup("    "), _line("note", source.original.reader, type="reader")])
    if source.encoding:
        yield join([Markup("    "), _line("note", source.encoding, type="encoding")])
    if source.bom:
        yield join([Markup("    "), _line("note", source.bom.hex().upper(), type="bom")])
    if part.fault:
        yield join([Markup("    "), _line("note", part.fault, type="fault")])
    if part.digest:
        size = empty("measure", {"unit": "byte", "quantity": str(part.size)})
        yield join([Markup("    "), element("extent", {}, size)])
    yield Markup("  </bibl>")


def _prefixes(idents: Sequence[str]) -> Iterator[Markup]:
    """Say how the pointers into the source files are to be read."""
    if not idents:
        return
    yield Markup("  <listPrefixDef>")
    for ident in idents:
        patterns: Attributes = {
            "ident": ident,
            "matchPattern": "([^#]*)#(.*)",
            "replacementPattern": "$1#element($2)",
        }
        yield join([Markup("    "), element("prefixDef", patterns, _line("p", POINTERS))])
    yield Markup("  </listPrefixDef>")


def _encoding_description(rules: Rules, idents: Sequence[str]) -> Iterator[Markup]:
    yield Markup("<encodingDesc>")
    yield join([Markup("  "), empty("schemaRef", {"url": PROFILE + PROFILE_VERSION})])
    yield Markup("  <appInfo>")
    label = _line("label", "backfile")
    yield join([Markup("    "), element("application", {"ident": AGENT, "version": __version__}, label)])
    yield Markup("  </appInfo>")
    yield from _prefixes(idents)
    yield Markup("  <editorialDecl>")
    for name, words in EDITORIAL.items():
        method: Attributes = {"method": "markup"} if name in {"correction", "normalization"} else {}
        yield join([Markup("    "), element(name, method, _line("p", words))])
    yield Markup("  </editorialDecl>")
    yield from _tags(rules)
    if rules.tallies or rules.ruleset:
        yield Markup("  <classDecl>")
        named: Attributes = {"n": rules.ruleset} if rules.ruleset else {}
        yield join([Markup("    "), start("taxonomy", {"xml:id": "rules", **named})])
        if rules.ruleset:
            yield join([Markup("      "), _line("desc", RULESET)])
            yield from _estimates(rules)
        for rule, tally in rules.tallies.items():
            counts = {"version": tally.version, "done": tally.done, "proposed": tally.proposed}
            counts = {name: count for name, count in counts.items() if count or name == "version"}
            described = join(
                [
                    _line("term", tally.kind.value, type="kind"),
                    *([_line("name", tally.distribution, type="distribution")] if tally.distribution else []),
                    *(_line("num", str(value), type=key) for key, value in counts.items()),
                ]
            )
            attributes: Attributes = {"xml:id": rules.ids[rule], "n": tidy(rule)}
            yield join([Markup("      "), element("category", attributes, element("catDesc", {}, described))])
        yield Markup("    </taxonomy>")
        yield Markup("  </classDecl>")
    yield Markup("</encodingDesc>")


def _tags(rules: Rules) -> Iterator[Markup]:
    """Say how elements are to be shown, and which traces hold for all marks that have none."""
    yield join([Markup("  "), start("tagsDecl", {"resp": f"#{AGENT}"})])
    for selector, declarations in RENDITIONS:
        shown = element("rendition", {"scheme": "css", "selector": selector}, plain(declarations))
        yield join([Markup("    "), shown])
    if usual := list(rules.usual):
        yield join([Markup("    "), start("namespace", {"name": NAMESPACE})])
        for kind, traces in usual:
            yield join([Markup("      "), empty("tagUsage", {"gi": kind, **traces})])
        yield Markup("    </namespace>")
    yield Markup("  </tagsDecl>")


def _estimates(rules: Rules) -> Iterator[Markup]:
    """Describe what the rules were told: how damaged the source was, and how much harm was allowed."""
    if rules.damage != NOT_ESTIMATED:
        numbers = (_line("num", f"{value:g}", type=kind) for kind, value in asdict(rules.damage).items())
        yield join([Markup("      "), element("desc", {"type": "damage"}, join([*numbers]))])
    if rules.max_harm is not None:
        number = _line("num", f"{rules.max_harm:g}", type="max-harm")
        yield join([Markup("      "), element("desc", {"type": "setting"}, number)])


def _date(value: str) -> Markup:
    """Give a date its @when if it is one in ISO 8601."""
    is_iso = bool(_MONTH.fullmatch(value)) and value[:4] != "0000"
    if not is_iso and len(value) == len("2025-12-08"):
        try:
            is_iso = date.fromisoformat(value).isoformat() == value
        except ValueError:
            is_iso = False
    return element("date", {"when": value} if is_iso else {}, plain(value) if value else EMPTY)


def _line(name: ElementName, value: str, **attributes: str) -> Markup:
    return element(name, cast("Attributes", attributes), plain(value))


def _indented(count: int, lines: Iterator[Markup]) -> Iterator[Markup]:
    space = Markup(" " * count)
    return (join([space, line]) for line in lines)
