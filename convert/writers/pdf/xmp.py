"""What an archive reads of a PDF: XMP (ISO 16684-1), PDF/A and PDF/UA by name, the colour space."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime

from pikepdf import Name, Pdf, Stream

from convert.text.time_text import utc_text

UA_SCHEMA = b"""\
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
   xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
   xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
   xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
   xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
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
(ISO 19005-2, 6.6.2.3). pikepdf writes no nested values, so it stands here as a whole."""


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


def describe(pdf: Pdf, properties: PdfProperties) -> None:
    """Write XMP, and the document's properties from it."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    time = utc_text(properties.timestamp) if properties.timestamp else ""
    pdf.Root.Metadata = Stream(pdf, UA_SCHEMA, Type=Name.Metadata, Subtype=Name.XML)
    is_address = properties.licence.startswith(("https://", "http://"))
    values: dict[str, str | list[str] | set[str]] = {
        "pdfaid:part": str(properties.part),
        "pdfaid:conformance": "U",
        "xmp:CreatorTool": properties.program,
        "xmp:CreateDate": time,
        "xmp:ModifyDate": time,
        "pdf:Producer": properties.program,
        "dc:identifier": properties.identifier,
        "dc:format": "application/pdf",
        "dc:title": properties.title,
        "dc:description": properties.subject,
        "dc:language": {properties.language},
        "dc:source": properties.source,
        "dc:date": _list(properties.issued),
        "dc:creator": _list(properties.creator),
        "dc:publisher": {properties.publisher} if properties.publisher else set(),
        "dc:rights": properties.rights,
        "dc:coverage": properties.place,
        "dc:relation": {f"urn:issn:{properties.issn}"} if properties.issn else set(),
        "xmpRights:UsageTerms": "" if is_address else properties.licence,
        "xmpRights:WebStatement": properties.licence if is_address else "",
    }
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        for name, value in values.items():
            if value:
                xmp[name] = value


def _list(value: str) -> list[str]:
    return [value] if value else []


def srgb() -> bytes:
    """Make a colour profile with the primaries of sRGB (ICC.1:2001-04; IEC 61966-2-1).

    508 bytes, 238 in the file. The one that pikepdf brings takes 6,922 and 2,452; Pillow makes one of 588
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
