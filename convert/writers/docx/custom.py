"""Custom properties: which issue it is, and of which source (ECMA-376, part 1, section 22.3)."""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from convert import __version__
from convert.document.model import Document
from convert.text.xml_safe import sanitize

PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format identifier that all custom properties share."""
FIRST_PROPERTY = 2
"""Property numbers 0 and 1 are reserved."""


TRACKED, WITHOUT_WIDTHS = "tracked", "tracked, widths done"
"""What the property `changes` says of a document under review."""


def add_custom(package: Package, document: Document, changes: str) -> None:
    """Add the part docProps/custom.xml; what is not known is left out.

    `changes` says which of them are tracked: TRACKED, WITHOUT_WIDTHS, or nothing.
    """
    meta = document.meta
    values = {
        "newspaper": meta.title,
        "date": meta.date,
        "number": meta.number,
        "page": meta.page,
        "issn": meta.issn,
        "publisher": meta.publisher,
        "place": meta.place,
        "rights": meta.rights,
        "licence": meta.licence,
        "creator": meta.creator,
        "call-number": meta.call_number,
        "collection": meta.collection,
        "holding-institution": meta.holding_institution,
        "source-name": meta.name,
        "source-sha256": document.source.digest,
        "software": f"backfile {__version__}",
        "changes": changes,
    }
    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={"op": PROPERTIES, "vt": TYPES})
    for number, (name, value) in enumerate(((n, v) for n, v in values.items() if v), FIRST_PROPERTY):
        entry = etree.SubElement(
            root, f"{{{PROPERTIES}}}property", fmtid=FORMAT_ID, pid=str(number), name=name
        )
        etree.SubElement(entry, f"{{{TYPES}}}lpwstr").text = sanitize(value)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, data, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
