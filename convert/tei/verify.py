"""Proving an archival XML: its form, its sense, its source, and that nobody has touched it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import BadSetting, InvalidArchive
from convert.tei import grammar, schematron
from convert.tei.checksum import verify_checksum
from convert.tei.read import ALTERED, read_archive
from convert.tei.restore import source_bytes

SCHEMAS = Path(__file__).parent / "schema"
MOST = 20
"""Faults of a file that are told."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """What a file is held against; made once for many files."""

    grammar: grammar.Pattern
    rules: schematron.Schematron
    tei: etree.RelaxNG | None = None
    """The whole of TEI P5; takes seconds to load."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a file after it was looked at."""

    size: int
    """Bytes of the source that were rebuilt; 0 if they could not be."""
    digest: str
    """SHA-256 of them, in hex."""
    faults: tuple[InvalidArchive, ...] = ()
    """The first of them; none: all is well."""


def schemas(tei_all: Path | None = None) -> Schemas:
    """Load our own schemas, and that of TEI P5 if there is one.

    Raises:
        BadSetting: `tei_all` is no RELAX NG schema.

    """
    return Schemas(
        grammar.load(SCHEMAS / "archive.rng"),
        schematron.load(SCHEMAS / "archive.sch"),
        _whole_tei(tei_all) if tei_all else None,
    )


def verify(data: bytes, against: Schemas, name: str = "") -> Proof:
    """Prove an archival XML, and tell its faults.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of this profile.

    """
    root = read_archive(data, name)
    place = name or "-"
    found = list(_invalid(root, against, place))
    made = b""
    try:
        made = source_bytes(root, name)
    except InvalidArchive as error:
        found.append(error)
    # last, for it changes the tree; and whatever else is wrong breaks the seal too
    if not found:
        try:
            verify_checksum(root, name)
        except InvalidArchive as error:
            found.append(error)
    return Proof(len(made), sha256(made).hexdigest() if made else "", tuple(found))


def _invalid(root: Element, against: Schemas, place: str) -> Iterator[InvalidArchive]:
    """Yield what the schemas find; what a file means is asked only where its form is right.

    TEI P5 is asked last: libxml2 takes long over a file that is wrong in many places.
    """
    found = list(islice(grammar.faults(against.grammar, root), MOST))
    found = found or list(islice(schematron.faults(against.rules, root), MOST))
    for fault in found:
        yield InvalidArchive(fault.what, location=f"{place}:{fault.line}", hint=ALTERED)
    if against.tei and not found and not against.tei.validate(root):
        # the first message is the innermost: what follows says the same of the elements around it
        for first in islice(against.tei.error_log, 1):
            what = f"not valid by TEI P5: {first.message.strip()}"
            yield InvalidArchive(what, location=f"{place}:{first.line}", hint=ALTERED)


def _whole_tei(path: Path) -> etree.RelaxNG:
    try:
        return etree.RelaxNG(file=str(path))
    except (OSError, etree.LxmlError) as error:
        what = f"no RELAX NG schema: {str(error).partition(chr(10))[0]}"
        raise BadSetting(
            what, location=str(path), hint="give the tei_all.rng of a release of TEI P5"
        ) from error
