"""WordprocessingML's names, and one way to make an element (ECMA-376, part 1, section 17)."""

from __future__ import annotations

from lxml import etree

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIX = f"{{{NAMESPACE}}}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def w(name: str) -> str:
    """Return the qualified name: "p" -> "{http://...main}p"."""
    return _PREFIX + name


VAL = w("val")


def add(parent: etree._Element, name: str, value: str | None = None, /, **attributes: str) -> etree._Element:
    """Append `w:name`, with `w:val` and other attributes of the same namespace.

    add(properties, "pStyle", "Heading1")  ->  <w:pStyle w:val="Heading1"/>
    """
    child = etree.SubElement(parent, _PREFIX + name)
    if value is not None:
        child.set(VAL, value)
    for key, text in attributes.items():
        child.set(_PREFIX + key, text)
    return child


def twips(points: float) -> str:
    """Return a length in twentieths of a point."""
    return str(round(points * 20))
