"""What all METS files of a bag have alike: the root with its header, sections of MODS, addresses of files."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from convert import __version__
from convert.archive.bag.mods import NAMESPACE as MODS
from convert.tei.write.markup import tidy
from convert.text.time_text import utc_text

NAMESPACE = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"


def mets_root(identifier: str, label: str, kind: str, timestamp: datetime) -> Element:
    """Make a file's root, with who wrote it and when."""
    names = {"mets": NAMESPACE, "mods": MODS, "xlink": XLINK}
    root = etree.Element(mets_name("mets"), {"OBJID": tidy(identifier), "LABEL": tidy(label)}, names)
    root.set("TYPE", kind)
    header = add(root, "metsHdr", CREATEDATE=utc_text(timestamp))
    agent = add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    add(agent, "name").text = f"backfile {__version__}"
    return root


def describe(root: Element, key: str, mods: Element) -> None:
    """Put a description into a section of its own."""
    wrapped = add(add(root, "dmdSec", ID=key), "mdWrap", MDTYPE="MODS", MIMETYPE="text/xml")
    add(wrapped, "xmlData").append(mods)


def serialized(root: Element) -> bytes:
    """Return a file's bytes."""
    etree.indent(root)
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"


def add(parent: Element, name: str, **attributes: str) -> Element:
    """Add an element of METS."""
    return etree.SubElement(parent, mets_name(name), attributes)


def mets_name(name: str) -> str:
    """Return the name of an element of METS as lxml has it."""
    return f"{{{NAMESPACE}}}{name}"


def point_to(parent: Element, path: str) -> None:
    """Point to another METS file, by its path from the folder of this one."""
    locate(add(parent, "mptr", LOCTYPE="URL"), path)


def locate(element: Element, path: str) -> None:
    """Give an element the address of a file: relative, percent-encoded."""
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", quote(path))
