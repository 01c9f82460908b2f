"""The door to an archival file: whether it is one of ours, and where its text is."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from convert.errors import InvalidArchive
from convert.system.xml import parse
from convert.tei.beside_milestones import take_out_spaces
from convert.tei.names import ORDER, PROFILE, READ_VERSIONS, WITHOUT_SPACES, tag

ALTERED = "the file was altered; replace it with a copy"
"""What to do where nothing else helps."""

_PROFILES = "/".join((tag("teiHeader"), tag("encodingDesc"), tag("schemaRef")))
_HAS_MANY_ATTRIBUTES = etree.XPath(f"boolean(//@*[{len(ORDER) + 1}])")
"""libxml2 looks attributes up one after the other: to read all of many takes the square of their number."""
GIVE_OURS = "give an .xml file that backfile wrote"
_BODY = f"{tag('text')}/{tag('body')}"


def parse_archive(data: bytes, name: str = "") -> Element:
    """Parse an archival XML and return its root; whether it is as it was written is not asked.

    Of the spaces in front of milestones, which are in the file for other programs, the tree has none.

    Commands open it by `tei.archive.open_archive`.

    Raises:
        UnreadableSource: not XML that we take at all.
        InvalidArchive: not an archival XML of this profile.

    """
    root = parse(data, name, hint=GIVE_OURS)
    location = name or "-"
    if _HAS_MANY_ATTRIBUTES(root):
        raise altered(f"an element with more than {len(ORDER)} attributes", name)
    if root.tag != tag("TEI"):
        raise InvalidArchive("not a TEI file", location=location, hint=GIVE_OURS)
    profiles = [e for e in root.iterfind(_PROFILES) if e.get("url", "").startswith(PROFILE)]
    if not profiles:
        raise InvalidArchive(
            "a TEI file that backfile did not write",
            location=location,
            hint=GIVE_OURS,
        )
    version = profiles[0].get("url", "").removeprefix(PROFILE)
    if version not in READ_VERSIONS:
        *others, last = map(repr, sorted(READ_VERSIONS))
        readable = f"{', '.join(others)} and {last}"
        raise InvalidArchive(
            f"archival XML of profile {version[:20]!r}; this version reads {readable}",
            location=f"{location}:{line_of(profiles[0])}",
            hint="use the version of backfile that the file names in its application element",
        )
    if version not in WITHOUT_SPACES:
        take_out_spaces(root)
    return root


def body(root: Element, name: str = "") -> Element:
    """Return the element that holds the text.

    Raises:
        InvalidArchive: there is none.

    """
    element = root.find(_BODY)
    if element is None:
        raise altered("the file has no text", name, hint="it was cut short or altered")
    return element


def line_of(element: Element) -> int:
    """Return the line of the file on which an element begins; 0 where it is not known."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def altered(
    message: str, name: str, element: Element | None = None, *, hint: str = ALTERED
) -> InvalidArchive:
    """Return the error for a file that is not as it was written, at an element where there is one."""
    location = name or "-"
    if element is not None:
        location = f"{location}:{line_of(element)}"
    return InvalidArchive(message, location=location, hint=hint)
