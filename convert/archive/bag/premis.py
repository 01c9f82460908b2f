"""What was done to an issue, as PREMIS 3.0 has it: files, one event a run, who did it.

The issue was converted when its files, as they are, were first made; the bag was made when its run says. No
clock is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lxml import etree
from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag.issue_files import BagFile, BagSource, IssueFiles, SampleEvent
from convert.tei.header import DeclaredRule
from convert.tei.write.markup import tidy
from convert.text.time_text import utc_text

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
UNKNOWN_VERSION = "unknown"
AUTHORITY = "http://id.loc.gov/vocabulary/preservation/eventType"

REBUILT = "the source was rebuilt from the archival XML"
NORMALIZATION = "normalization"
SUCCESS, WARNING, FAILURE = "success", "warning", "fail"
"""How an event ended, in the words of id.loc.gov/vocabulary/preservation/eventOutcome."""
CONVERT, BAG, SAMPLE = "convert", "bag", "sample"
"""Identifiers of the two runs, and of what was looked at between them."""


def premis(files: IssueFiles, timestamp: datetime) -> bytes:
    """Describe an issue's files and what was done to them, at last the bag of this time."""
    root = _root()
    for file in files.all:
        _object(root, files, file)
    _conversion(root, files, utc_text(files.made))
    for source in files.sources:
        if source.fault:
            _unread(root, files, source, utc_text(files.made))
    for sample in files.samples:
        _sampling(root, files, sample)
    _fixity(root, files, utc_text(timestamp))
    for version in dict.fromkeys((files.software or UNKNOWN_VERSION, __version__)):
        _agent(root, f"backfile/{version}", "backfile", "software", version)
    looked = (reviewer for sample in files.samples for reviewer in sample.reviewers)
    for reviewer in dict.fromkeys((*files.reviewers, *looked)):
        _agent(root, f"reviewer/{reviewer}", reviewer, "person", "")
    return _serialized(root)


def failures_premis(failures: Sequence[Mapping[str, str]]) -> bytes:
    """Describe the issues that failed, an event each, as the ledger of a batch has them."""
    root = _root()
    for failure in failures:
        element = _add(root, "object")
        element.set(f"{{{XSI}}}type", "premis:intellectualEntity")
        _identified(element, "objectIdentifier", "path", failure["issue"])
    for number, failure in enumerate(failures, 1):
        event = _event(
            root, f"{CONVERT}.{number}", NORMALIZATION, failure["when"], "repair and markup by rule"
        )
        notes = {name: text for name, text in failure.items() if text and name not in {"issue", "when"}}
        _outcome(event, FAILURE, [f"{name}: {text}" for name, text in notes.items()])
        _linked(event, "Object", failure["issue"], "source")
    return _serialized(root)


def _root() -> Element:
    return etree.Element(f"{{{NAMESPACE}}}premis", {"version": "3.0"}, {"premis": NAMESPACE, "xsi": XSI})


def _serialized(root: Element) -> bytes:
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def _unread(root: Element, files: IssueFiles, source: BagSource, when: str) -> None:
    """Describe that a page could not be read."""
    version = files.software or UNKNOWN_VERSION
    place = f"page {source.page or '?'}: {source.name}"
    event = _event(root, f"{CONVERT}.{source.id}", NORMALIZATION, when, f"backfile {version}: {place}")
    _outcome(event, FAILURE, [source.fault])
    _linked(event, "Agent", f"backfile/{version}", "executing program")
    if source.file:
        _linked(event, "Object", source.file.path, "source")


def _outcome(event: Element, outcome: str, notes: Iterable[str]) -> None:
    """Say how a run ended."""
    information = _add(event, "eventOutcomeInformation")
    _add(information, "eventOutcome", outcome)
    for note in notes:
        _add(_add(information, "eventOutcomeDetail"), "eventOutcomeDetailNote", note)


def _object(root: Element, files: IssueFiles, file: BagFile) -> None:
    """Describe a file: its digest, size, format, and what it was made from."""
    element = _add(root, "object")
    element.set(f"{{{XSI}}}type", "premis:file")
    _identified(element, "objectIdentifier", "path", file.path)
    about = _add(element, "objectCharacteristics")
    for algorithm, value in (("SHA-256", file.sha256), ("SHA-512", file.sha512)):
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", algorithm)
        _add(fixity, "messageDigest", value)
    _add(about, "size", str(file.size))
    form = _add(about, "format")
    _add(_add(form, "formatDesignation"), "formatName", file.format.name)
    if file.format.pronom:
        registry = _add(form, "formatRegistry")
        _add(registry, "formatRegistryName", "PRONOM")
        _add(registry, "formatRegistryKey", file.format.pronom)
    name = next((source.name for source in files.sources if source.file is file), "")
    if name:
        _add(element, "originalName", name)
    elif file not in files.inputs:
        relation = _add(element, "relationship")
        _add(relation, "relationshipType", "derivation")
        _add(relation, "relationshipSubType", "has source")
        for source in files.source_files:
            _identified(relation, "relatedObjectIdentifier", "path", source.path)
        _identified(relation, "relatedEventIdentifier", "local", CONVERT)


def _conversion(root: Element, files: IssueFiles, when: str) -> None:
    """Describe the run that made the XML and the copies: how often each rule acted."""
    version = files.software or UNKNOWN_VERSION
    event = _event(root, CONVERT, NORMALIZATION, when, f"backfile {version}: repair and markup by rule")
    rules = files.issue.rules
    done = sum(int(rule.done) for rule in rules.values() if rule.done.isdigit())
    open_ones = sum(int(rule.proposed) for rule in rules.values() if rule.proposed.isdigit())
    notes = [f"changes: {done}; proposals: {open_ones}"]
    notes += [
        f"{name}, version {rule.version}, {_origin(rule)}{rule.kind}: "
        f"{rule.done} done, {rule.proposed} proposed"
        for name, rule in rules.items()
    ]
    _outcome(event, WARNING if any(source.fault for source in files.sources) else SUCCESS, notes)
    _linked(event, "Agent", f"backfile/{version}", "executing program")
    for reviewer in files.reviewers:
        _linked(event, "Agent", f"reviewer/{reviewer}", "authorizer")
    for file in files.inputs:
        _linked(event, "Object", file.path, "source")
    for file in (files.archive, *files.copies):
        _linked(event, "Object", file.path, "outcome")


def _sampling(root: Element, files: IssueFiles, sample: SampleEvent) -> None:
    """Describe that people looked at a sample of what was changed, and what that proves."""
    event = _event(root, f"{SAMPLE}.{sample.number}", "validation", sample.when, sample.detail)
    notes = (sample.outcome, f"of this issue: {sample.drawn:,} looked at")
    _outcome(event, SUCCESS if sample.right else WARNING, notes)
    for reviewer in sample.reviewers:
        _linked(event, "Agent", f"reviewer/{reviewer}", "validator")
    _linked(event, "Object", files.archive.path, "source")


def _origin(rule: DeclaredRule) -> str:
    """Name the distribution that brings a rule, unless it is built in."""
    return f"of {rule.distribution}, " if rule.distribution else ""


def _fixity(root: Element, files: IssueFiles, when: str) -> None:
    """Describe the run that made the bag: the source was rebuilt from the XML."""
    kept = any(source.file and source.file.reader for source in files.sources)
    how = "the texts were rebuilt from the archival XML, the files that they were read out of were fetched"
    what = f"{how}, and digests compared" if kept else f"{REBUILT} and its digest compared"
    detail = f"{what}; digests of all files were made"
    event = _event(root, BAG, "fixity check", when, f"backfile {__version__}: {detail}")
    notes = [f"{file.size} bytes, SHA-256 {file.sha256}" for file in files.source_files]
    notes += [note for source in files.sources if (note := _missing(source))]
    _outcome(event, SUCCESS, notes)
    _linked(event, "Agent", f"backfile/{__version__}", "executing program")
    for file in files.all:
        _linked(event, "Object", file.path, "source")


def _missing(source: BagSource) -> str:
    """Say which file of the source is not here; empty: it is."""
    place = f"page {source.page or '?'}: {source.name}"
    if source.instead_of:
        instead = f"; its text is {source.file.path}" if source.file else ""
        return f"{place} was not at hand, and is not here{instead}"
    return f"{place} could not be read, and is not here" if source.file is None else ""


def _event(root: Element, name: str, kind: str, when: str, detail: str) -> Element:
    event = _add(root, "event")
    _identified(event, "eventIdentifier", "local", name)
    event_type = _add(event, "eventType", kind)
    event_type.set("authority", "eventType")
    event_type.set("authorityURI", AUTHORITY)
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
    identifier = _add(parent, name)
    _add(identifier, f"{name}Type", kind)
    _add(identifier, f"{name}Value", value)


def _add(parent: Element, name: str, text: str = "") -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        element.text = tidy(text)
    return element
