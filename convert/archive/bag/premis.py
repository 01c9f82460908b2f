"""What was done to an issue, as PREMIS 3.0 has it: files, one event a run, who did it.

No clock is read: the time of an event is that of SOURCE_DATE_EPOCH, else unspecified (EDTF, ISO 8601-2).
"""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree
from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag.held import Held, Stored
from convert.tei.write.markup import tidy

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
UNSPECIFIED = "XXXX-XX-XX"
AUTHORITY = "http://id.loc.gov/vocabulary/preservation/eventType"

CONVERT, BAG = "convert", "bag"
"""Identifiers of the two runs."""

_VERSION = "encodingDesc/appInfo/application[backfile]"
_REVIEWER = "fileDesc/titleStmt/respStmt(2)"


def premis(held: Held, made: datetime | None) -> bytes:
    """Describe an issue's files and what was done to them."""
    root = etree.Element(f"{{{NAMESPACE}}}premis", {"version": "3.0"}, {"premis": NAMESPACE, "xsi": XSI})
    for stored in held.files:
        _object(root, held, stored)
    when = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if made else UNSPECIFIED
    _conversion(root, held, when)
    _fixity(root, held, when)
    for version in dict.fromkeys((_software(held), __version__)):
        _agent(root, f"backfile/{version}", "backfile", "software", version)
    if reviewer := _reviewer(held):
        _agent(root, f"reviewer/{reviewer}", reviewer, "person", "")
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _object(root: Element, held: Held, stored: Stored) -> None:
    """Describe a file: its digest, size, format, and what it was made from."""
    made = _add(root, "object")
    made.set(f"{{{XSI}}}type", "premis:file")
    _identified(made, "objectIdentifier", "path", stored.path)
    about = _add(made, "objectCharacteristics")
    for algorithm, value in (("SHA-256", stored.sha256), ("SHA-512", stored.sha512)):
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", algorithm)
        _add(fixity, "messageDigest", value)
    _add(about, "size", str(stored.size))
    form = _add(about, "format")
    _, name, key = stored.format
    _add(_add(form, "formatDesignation"), "formatName", name)
    if key:
        registry = _add(form, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", key)
    if stored is held.source:
        if held.meta.name:
            _add(made, "originalName", held.meta.name)
    else:
        relation = _add(made, "relationship")
        _add(relation, "relationshipType", "derivation")
        _add(relation, "relationshipSubType", "has source")
        _identified(relation, "relatedObjectIdentifier", "path", held.source.path)
        _identified(relation, "relatedEventIdentifier", "local", CONVERT)


def _conversion(root: Element, held: Held, when: str) -> None:
    """Describe the run that made the XML and the copies: how often each rule acted."""
    version = _software(held)
    event = _event(root, CONVERT, "normalization", when, f"backfile {version}: repair and markup by rule")
    rules = held.issue.rules
    done = sum(int(rule.done) for rule in rules.values() if rule.done.isdigit())
    open_ones = sum(int(rule.proposed) for rule in rules.values() if rule.proposed.isdigit())
    outcome = _add(event, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", "success")
    notes = [f"changes: {done}; proposals: {open_ones}"]
    notes += [
        f"{name}, version {rule.version}, {rule.kind}: {rule.done} done, {rule.proposed} proposed"
        for name, rule in rules.items()
    ]
    for note in notes:
        _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", note)
    _linked(event, "Agent", f"backfile/{version}", "executing program")
    if reviewer := _reviewer(held):
        _linked(event, "Agent", f"reviewer/{reviewer}", "authorizer")
    _linked(event, "Object", held.source.path, "source")
    for stored in (held.archive, *held.copies):
        _linked(event, "Object", stored.path, "outcome")


def _fixity(root: Element, held: Held, when: str) -> None:
    """Describe the run that made the bag: the source was rebuilt from the XML."""
    what = (
        "the source was rebuilt from the archival XML and its digest compared; digests of all files were made"
    )
    event = _event(root, BAG, "fixity check", when, f"backfile {__version__}: {what}")
    outcome = _add(event, "eventOutcomeInformation")
    _add(outcome, "eventOutcome", "success")
    note = f"{held.source.size} bytes, SHA-256 {held.source.sha256}"
    _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", note)
    _linked(event, "Agent", f"backfile/{__version__}", "executing program")
    for stored in held.files:
        _linked(event, "Object", stored.path, "source")


def _event(root: Element, name: str, kind: str, when: str, detail: str) -> Element:
    event = _add(root, "event")
    _identified(event, "eventIdentifier", "local", name)
    made = _add(event, "eventType", kind)
    made.set("authority", "eventType")
    made.set("authorityURI", AUTHORITY)
    _add(event, "eventDateTime", when)
    _add(_add(event, "eventDetailInformation"), "eventDetail", detail)
    return event


def _agent(root: Element, identifier: str, name: str, kind: str, version: str) -> None:
    agent = _add(root, "agent")
    _identified(agent, "agentIdentifier", "local", identifier)
    _add(agent, "agentName", name)
    _add(agent, "agentType", kind)
    if version:
        _add(agent, "agentVersion", version)


def _linked(event: Element, what: str, value: str, role: str) -> None:
    """Link an event with an agent or an object."""
    link = _add(event, f"linking{what}Identifier")
    _add(link, f"linking{what}IdentifierType", "local" if what == "Agent" else "path")
    _add(link, f"linking{what}IdentifierValue", value)
    _add(link, f"linking{what}Role", role)


def _identified(parent: Element, name: str, kind: str, value: str) -> None:
    made = _add(parent, name)
    _add(made, f"{name}Type", kind)
    _add(made, f"{name}Value", value)


def _add(parent: Element, name: str, text: str = "") -> Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        made.text = tidy(text)
    return made


def _software(held: Held) -> str:
    """Return the version of the program that wrote the archival XML."""
    field = held.issue.fields.get(_VERSION)
    said = dict(part.partition("=")[::2] for part in field.value.split()) if field else {}
    return said.get("version", "unknown")


def _reviewer(held: Held) -> str:
    """Return who decided on changes; empty: nobody did."""
    field = held.issue.fields.get(f"{_REVIEWER}/name") or held.issue.fields.get(
        "fileDesc/titleStmt/respStmt/name(2)"
    )
    return field.value if field else ""
