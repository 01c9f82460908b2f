"""Proving an archival XML: its form, its sense, its source, and that nobody has touched it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import BadSetting, InvalidArchive
from convert.tei.checksum import verify_checksum
from convert.tei.header import HeaderPath, is_issue, value
from convert.tei.read import ALTERED, altered, parse_archive
from convert.tei.restore import RestoredPart, digest_of, try_restore
from convert.tei.schema import relaxng, schematron
from convert.tei.schema.faults import SchemaFault

SCHEMA_FOLDER = Path(__file__).parent / "schema"
MAX_FAULTS = 20
"""Faults of a file that are told."""
FEW_ELEMENTS = 25_000
"""In a file of no more elements libxml2 is asked first: it takes 4.4 ms where our own reading takes 15.

Where each of 10,000 elements is wrong it takes .2 s, for 20,000 it takes .9, and so on in squares. An issue
of sixteen pages has some 20,000.
"""
_COUNT = etree.XPath("count(//*)")


@dataclass(frozen=True, slots=True)
class Schemas:
    """What a file is held against; made once for many files."""

    relax_ng: etree.RelaxNG
    """Our grammar as libxml2 reads it: fast where a file is valid."""
    pattern: relaxng.ElementPattern
    """The same as we read it: names what is wrong, in files of any size."""
    rules: schematron.SchematronRules
    tei: etree.RelaxNG | None = None
    """The whole of TEI P5; takes seconds to load."""


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What is known of a file after it was looked at."""

    size: int
    """Bytes of the source that were rebuilt; 0 if they could not be."""
    digest: str
    """SHA-256 of them, in hex; of several files that of their digests."""
    faults: tuple[InvalidArchive, ...] = ()
    """The first of them."""
    files: int = 1
    """Of how many the source is."""

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong with the file."""
        return not self.faults


def schemas(tei_all: Path | None = None) -> Schemas:
    """Load our own schemas, and that of TEI P5 if there is one.

    Raises:
        BadSetting: `tei_all` is no RELAX NG schema.

    """
    return Schemas(
        etree.RelaxNG(file=str(SCHEMA_FOLDER / "archive.rng")),
        relaxng.load(SCHEMA_FOLDER / "archive.rng"),
        schematron.load(SCHEMA_FOLDER / "archive.sch"),
        _whole_tei(tei_all) if tei_all else None,
    )


def verify(data: bytes, against: Schemas, name: str = "") -> VerificationResult:
    """Prove an archival XML, and tell its faults.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of this profile.

    """
    return verify_root(parse_archive(data, name), against, name)


def verify_root(root: Element, against: Schemas, name: str = "") -> VerificationResult:
    """Prove an archival XML that was parsed, and tell its faults."""
    faults = list(_schema_faults(root, against, name or "-"))
    parts: list[RestoredPart | InvalidArchive] = []
    try:
        parts += try_restore(root, name)
    except InvalidArchive as error:
        faults.append(error)
    faults += islice((part for part in parts if isinstance(part, InvalidArchive)), MAX_FAULTS)
    whole = [part for part in parts if isinstance(part, RestoredPart)]
    digest = digest_of(whole) if len(whole) == len(parts) else ""
    if digest and is_issue(root) and digest != value(root, HeaderPath.ISSUE_DIGEST):
        faults.append(altered("the digest of the issue does not match its files", name))
    # last, for whatever else is wrong alters the checksum too
    if not faults:
        try:
            verify_checksum(root, name)
        except InvalidArchive as error:
            faults.append(error)
    size = sum(len(part.source.data) for part in whole) if digest else 0
    return VerificationResult(size, digest, tuple(faults), len(whole) if is_issue(root) else 1)


def _schema_faults(root: Element, against: Schemas, location: str) -> Iterator[InvalidArchive]:
    """Yield what the schemas find; what a file means is asked only where its form is right.

    TEI P5 is asked last: libxml2 takes long over a file that is wrong in many places.
    """
    faults = _form_faults(root, against) or list(islice(schematron.faults(against.rules, root), MAX_FAULTS))
    for fault in faults:
        yield InvalidArchive(fault.message, location=f"{location}:{fault.line}", hint=ALTERED)
    if against.tei and not faults and not against.tei.validate(root):
        line, message = _first_message(against.tei)
        yield InvalidArchive(f"not valid by TEI P5: {message}", location=f"{location}:{line}", hint=ALTERED)


def _form_faults(root: Element, against: Schemas) -> list[SchemaFault]:
    """Return what is wrong with elements and attributes: libxml2 is asked whether, we say what."""
    few = float(str(_COUNT(root))) <= FEW_ELEMENTS
    if few and against.relax_ng.validate(root):
        return []
    faults = list(islice(relaxng.faults(against.pattern, root), MAX_FAULTS))
    if few and not faults:  # a test holds the two against each other; no file passes that one of them refuses
        return [_first_message(against.relax_ng)]
    return faults


def _first_message(schema: etree.RelaxNG) -> SchemaFault:
    """Return the first message of libxml2, the innermost: the next say the same of what is around it."""
    first = schema.error_log[0]
    return SchemaFault(first.line, first.message.strip())


def _whole_tei(path: Path) -> etree.RelaxNG:
    try:
        return etree.RelaxNG(file=str(path))
    except (OSError, etree.LxmlError) as error:
        message = f"not a RELAX NG schema: {str(error).partition(chr(10))[0]}"
        raise BadSetting(
            message, location=str(path), hint="give the tei_all.rng of a release of TEI P5"
        ) from error
