"""What an archive reads of a PDF: XMP (ISO 16684-1), PDF/A and PDF/UA by name, the colour space."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from convert.text.time_text import utc_text
from convert.writers.pdf.objects import WrittenObject, WrittenStream, array, packed_stream, text_string
from convert.writers.pdf.tagged import TaggedDocument

UA_SCHEMA = b"""\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
   xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
   xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
   xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
   xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
  <rdf:Description rdf:about="">
   <pdfuaid:part>1</pdfuaid:part>
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""
"""PDF/UA by name, and the description of that one property, which PDF/A does not know by itself
(ISO 19005-2, 6.6.2.3)."""

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

PACKET_BEGIN, PACKET_END = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n',
    b'\n<?xpacket end="w"?>\n',
)
"""Around XMP (ISO 16684-1, 7.3.2)."""


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """What is said of the document in XMP and, the same, in its properties."""

    title: str
    subject: str
    program: str
    identifier: str
    language: str
    issued: str
    """The issue's date, as in ISO 8601."""
    timestamp: datetime | None
    """When it was made, as far as that is known."""
    source: str
    """The printed edition that the text is from, and where it is kept."""
    creator: str = ""
    publisher: str = ""
    rights: str = ""
    licence: str = ""
    place: str = ""
    issn: str = ""
    """Of the newspaper that it is part of."""
    part: int = 2
    """Of PDF/A."""


def describe(document: TaggedDocument, properties: PdfProperties) -> None:
    """Write XMP and the document's properties, which say the same, its language, and the colours of pages."""
    catalog = document.Catalog
    # not packed: who knows nothing of PDF finds it in the file (ISO 16684-3, 5.2)
    catalog.Metadata = WrittenStream(xmp(properties), b"/Type/Metadata/Subtype/XML")
    for key, value in _information(properties).items():
        if value:
            document.info[key] = text_string(value)
    catalog.Lang = text_string(properties.language)
    catalog.ViewerPreferences = b"<</DisplayDocTitle true>>"
    profile = document.add(packed_stream(srgb(), b"/N 3"))
    intent = (
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile %b>>" % profile
    )
    catalog.OutputIntents = array([document.add(WrittenObject(intent))])


def _information(properties: PdfProperties) -> dict[str, str]:
    """Return the document's properties, as far as PDF/A has them beside XMP (ISO 19005-2, 6.6.2.3)."""
    time = pdf_time(properties.timestamp, "+00'00") if properties.timestamp else ""
    return {
        "Title": properties.title,
        "Author": properties.creator,
        "Subject": properties.subject,
        "Creator": properties.program,
        "Producer": properties.program,
        "CreationDate": time,
        "ModDate": time,
    }


def xmp(properties: PdfProperties) -> bytes:
    """Return the metadata as an XMP packet."""
    root = etree.fromstring(UA_SCHEMA)
    (rdf,) = root
    (described,) = rdf
    namespaces = rdf.nsmap
    time = utc_text(properties.timestamp) if properties.timestamp else ""
    is_address = properties.licence.startswith(("https://", "http://"))
    values = (
        ("pdfaid:part", "", str(properties.part)),
        ("pdfaid:conformance", "", "U"),
        ("xmp:CreatorTool", "", properties.program),
        ("xmp:CreateDate", "", time),
        ("xmp:ModifyDate", "", time),
        ("pdf:Producer", "", properties.program),
        ("dc:identifier", "", properties.identifier),
        ("dc:format", "", "application/pdf"),
        ("dc:title", "Alt", properties.title),
        ("dc:description", "Alt", properties.subject),
        ("dc:language", "Bag", properties.language),
        ("dc:source", "", properties.source),
        ("dc:date", "Seq", properties.issued),
        ("dc:creator", "Seq", properties.creator),
        ("dc:publisher", "Bag", properties.publisher),
        ("dc:rights", "Alt", properties.rights),
        ("dc:coverage", "", properties.place),
        ("dc:relation", "Bag", f"urn:issn:{properties.issn}" if properties.issn else ""),
        ("xmpRights:UsageTerms", "Alt", "" if is_address else properties.licence),
        ("xmpRights:WebStatement", "", properties.licence if is_address else ""),
    )
    for name, container, value in values:
        prefix, _, local = name.partition(":")
        if value:
            item = etree.SubElement(described, f"{{{namespaces[prefix]}}}{local}")
            if container:
                item = etree.SubElement(etree.SubElement(item, f"{RDF}{container}"), f"{RDF}li")
            if container == "Alt":
                item.set(XML_LANGUAGE, "x-default")
            item.text = value
    return PACKET_BEGIN + etree.tostring(root, encoding="utf-8") + PACKET_END


def pdf_time(timestamp: datetime, zone: str = "Z") -> str:
    """Write a time in UTC as PDF has it (ISO 32000-1, 7.9.4)."""
    return f"D:{''.join(filter(str.isdigit, utc_text(timestamp)))}{zone}"


def srgb() -> bytes:
    """Make a colour profile with the primaries of sRGB (ICC.1:2001-04; IEC 61966-2-1).

    508 bytes, 238 in the file. Pillow makes one of 588
    bytes, but writes the time and the system of the machine into it.
    """

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
