"""What makes a TEI file one of ours: namespace, profile and version, and the elements that hold text."""

from __future__ import annotations

from lxml.etree import _Element as Element

from convert.errors import InvalidArchive
from convert.system.xml import parse

NAMESPACE = "http://www.tei-c.org/ns/1.0"
TEI = f"{{{NAMESPACE}}}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

PROFILE = "urn:backfile:archive:"
PROFILE_VERSION = "1"
"""Goes up when a file of the old form would be read wrongly by a new program."""

BLOCKS = frozenset(TEI + name for name in ("head", "byline", "p", "ab", "fw"))
"""Elements of `body` that hold a block of text; they are never nested."""

ALTERED = "the file was altered; restore it from a copy"
"""What to do where nothing else helps."""

_PROFILES = f"{TEI}teiHeader/{TEI}encodingDesc/{TEI}schemaRef"


def read_archive(data: bytes, name: str = "") -> Element:
    """Parse an archival XML and return its root.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of this profile.

    """
    root = parse(data, name)
    place = name or "-"
    if root.tag != f"{TEI}TEI":
        raise InvalidArchive("not a TEI file", location=place, hint="give an .xml that backfile wrote")
    named = [e for e in root.iterfind(_PROFILES) if e.get("url", "").startswith(PROFILE)]
    if not named:
        raise InvalidArchive(
            "a TEI file, but not one of ours", location=place, hint="give an .xml that backfile wrote"
        )
    version = named[0].get("url", "").removeprefix(PROFILE)
    if version != PROFILE_VERSION:
        raise InvalidArchive(
            f"archival XML of profile {version[:20]!r}; this program reads {PROFILE_VERSION!r}",
            location=f"{place}:{named[0].sourceline}",
            hint="use the version of backfile that the file's application element names",
        )
    return root


def body(root: Element, name: str = "") -> Element:
    """Return the element that holds the text.

    Raises:
        InvalidArchive: there is none.

    """
    found = root.find(f"{TEI}text/{TEI}body")
    if found is None:
        raise InvalidArchive("the file has no text", location=name or "-", hint="it was cut short or altered")
    return found
