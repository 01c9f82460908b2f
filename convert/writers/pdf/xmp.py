"""What an archive reads of a PDF: XMP (ISO 16684-1), PDF/A and PDF/UA by name, the colour space."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
PDF = "http://ns.adobe.com/pdf/1.3/"
PDFA_ID = "http://www.aiim.org/pdfa/ns/id/"
PDFUA_ID = "http://www.aiim.org/pdfua/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "rdf": RDF, "dc": DC, "xmp": XMP, "pdf": PDF, "pdfaid": PDFA_ID, "pdfuaid": PDFUA_ID,
    "pdfaExtension": EXTENSION, "pdfaSchema": SCHEMA, "pdfaProperty": PROPERTY,
}  # fmt: skip

PACKET = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
"""The beginning of a packet is fixed (ISO 16684-1, 7.3.2)."""


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """What is said of the document in its properties and, the same, in XMP."""

    title: str
    subject: str
    program: str
    identifier: str
    language: str
    issued: str
    """The issue's date, as in ISO 8601."""
    timestamp: datetime
    part: int = 2
    """Of PDF/A."""


def packet(properties: PdfProperties) -> bytes:
    """Write the XMP packet."""
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    rdf = etree.SubElement(meta, f"{{{RDF}}}RDF", nsmap=PREFIXES)
    description = etree.SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    time = properties.timestamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for space, name, value in (
        (PDFA_ID, "part", str(properties.part)), (PDFA_ID, "conformance", "U"), (PDFUA_ID, "part", "1"),
        (XMP, "CreatorTool", properties.program), (XMP, "CreateDate", time), (XMP, "ModifyDate", time),
        (PDF, "Producer", properties.program), (DC, "identifier", properties.identifier),
        (DC, "format", "application/pdf"),
    ):  # fmt: skip
        etree.SubElement(description, f"{{{space}}}{name}").text = value
    for name, value, kind in (
        ("title", properties.title, "Alt"), ("description", properties.subject, "Alt"),
        ("language", properties.language, "Bag"), ("date", properties.issued, "Seq"),
    ):  # fmt: skip
        if value:
            _list(description, name, value, kind)
    _declare_pdfua(description)
    etree.indent(meta, " ")
    body = etree.tostring(meta, encoding="unicode")
    return f'{PACKET}{body}\n<?xpacket end="w"?>'.encode()


def _list(description: etree._Element, name: str, value: str, kind: str) -> None:
    whole = etree.SubElement(etree.SubElement(description, f"{{{DC}}}{name}"), f"{{{RDF}}}{kind}")
    item = etree.SubElement(whole, f"{{{RDF}}}li")
    item.text = value
    if kind == "Alt":
        item.set(XML_LANG, "x-default")


def _declare_pdfua(description: etree._Element) -> None:
    """Describe the one property that PDF/A does not know by itself (ISO 19005-2, 6.6.2.3)."""
    bag = etree.SubElement(etree.SubElement(description, f"{{{EXTENSION}}}schemas"), f"{{{RDF}}}Bag")
    schema = _resource(bag)
    for name, value in (
        ("schema", "PDF/UA Universal Accessibility Schema"),
        ("namespaceURI", PDFUA_ID),
        ("prefix", "pdfuaid"),
    ):  # fmt: skip
        etree.SubElement(schema, f"{{{SCHEMA}}}{name}").text = value
    seq = etree.SubElement(etree.SubElement(schema, f"{{{SCHEMA}}}property"), f"{{{RDF}}}Seq")
    described = _resource(seq)
    for name, value in (
        ("name", "part"), ("valueType", "Integer"), ("category", "internal"),
        ("description", "The part of ISO 14289 that the file follows"),
    ):  # fmt: skip
        etree.SubElement(described, f"{{{PROPERTY}}}{name}").text = value


def _resource(parent: etree._Element) -> etree._Element:
    return etree.SubElement(parent, f"{{{RDF}}}li", {f"{{{RDF}}}parseType": "Resource"})


def srgb() -> bytes:
    """Make a colour profile with the primaries of sRGB (ICC.1:2001-04; IEC 61966-2-1)."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))

    name = b"sRGB primaries, gamma 2.2\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    red, green, blue = xyz(0.4360, 0.2225, 0.0139), xyz(0.3851, 0.7169, 0.0971), xyz(0.1431, 0.0606, 0.7141)
    parts = [
        (b"desc", description), (b"cprt", b"text\0\0\0\0No copyright\0"), (b"wtpt", xyz(0.9642, 1, 0.8249)),
        (b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue),
        (b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve),
    ]  # fmt: skip
    at = 128 + 4 + 12 * len(parts)
    table, body = struct.pack(">I", len(parts)), b""
    for tag, data in parts:
        table += struct.pack(">4sII", tag, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(
        ">I4xI4s4s4s6H4s28x3i48x", at + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ",
        1998, 2, 9, 6, 49, 0, b"acsp", *(round(v * 65536) for v in (0.9642, 1, 0.8249)),
    )  # fmt: skip
    return head + table + body
