"""What tests ask of a layout: the texts of its units, and the element to which a pointer leads."""

from __future__ import annotations

from lxml.etree import _Element as Element

from convert.document.model import Document


def texts_of_units(document: Document) -> list[list[str]]:
    """Return the texts of the spans of each unit, in the order in which the archive reads them."""
    text = document.source.text
    units = document.layout.units if document.layout else ()
    return [[text[span.at : span.stop] for span in unit.spans] for unit in units]


def content_of(root: Element, ref: str) -> Element:
    """Return the element that "alto:/0/3/12" points to: numbers of child elements, from the root on."""
    element = root
    for step in ref.partition(":/")[2].split("/"):
        element = [child for child in element if isinstance(child.tag, str)][int(step)]
    return element
