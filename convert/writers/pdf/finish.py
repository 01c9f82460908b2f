"""The last pass, by pikepdf: what reportlab cannot write is added, and the file is saved once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from convert.text.time_text import utc_text
from convert.typeset.deflate import zlib_stream
from convert.typeset.fonts import Face, Subset
from convert.writers.pdf.picture_set import PictureSet, write_pictures
from convert.writers.pdf.shaping import Shaper
from convert.writers.pdf.tags import StructureTree, write_structure
from convert.writers.pdf.xmp import PdfProperties, describe, srgb

STEM_V = 80
"""Thickness of upright strokes; viewers need it only where a font is missing, and none is."""

AMBIGUOUS = b"\r\nendstream"
"""A stream that ends in a carriage return, and the line feed behind it: some readers, and page-validation,
take both for the line end and find the stream a byte too short."""

FORBIDDEN = re.compile("[\x00\ufeff\ufffe]")
"""What a ToUnicode map may not name (ISO 19005-2, 6.2.11.7.2)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF (PDF/A-3; ISO 32000-1, 7.11.4)."""

    name: str
    data: bytes
    mime: str
    relationship: str
    """What it is to the document: Source, Data, Alternative, Supplement (ISO 19005-3, annex E)."""
    description: str = ""


class Numbering(NamedTuple):
    """How the pages of the file are numbered."""

    front_pages: int
    """So many are before the text: i, ii, ..."""
    labels: tuple[str, ...]
    """What the pages of the text are called; empty: 1, 2, ..."""


def finish(
    drawn: bytes,
    shaper: Shaper,
    tags: StructureTree,
    properties: PdfProperties,
    numbering: Numbering,
    attachments: Sequence[Attachment] = (),
    pictures: PictureSet | None = None,
    *,
    vertical: bool = False,
) -> bytes:
    """Add fonts, pictures, structure, metadata, page labels and attached files, and save."""
    with Pdf.open(BytesIO(drawn)) as pdf:
        fonts = Dictionary()
        for number, face in enumerate(shaper.faces):
            variants = {cid: variant for variant, cid in shaper.variants[number].cids.items()}
            if shaper.used[number] or variants:
                font = _font(pdf, face.subset(shaper.used[number], variants), face)
                fonts[f"/T{number}"] = font
                if vertical:
                    fonts[f"/V{number}"] = _downward(pdf, font)
        resources = Dictionary(Font=fonts)
        if pictures and pictures.numbers:
            resources.XObject = write_pictures(pdf, pictures)
        shared = pdf.make_indirect(resources)
        for page in pdf.pages:
            page.obj.Resources = shared
            page.obj.Contents = _packed(pdf, page.obj.Contents.read_bytes())
            for key in ("/Trans", "/Rotate"):
                if key in page.obj:
                    del page.obj[key]
            for annotation in page.obj.get("/Annots", []):
                annotation.F = 4  # it is printed (ISO 19005-2, 6.3.2)
        write_structure(pdf, tags)
        _describe(pdf, properties)
        _label(pdf, numbering)
        _attach(pdf, attachments, properties)
        saved = _save(pdf, pikepdf.ObjectStreamMode.generate)
        if AMBIGUOUS in saved:
            saved = _save(pdf, pikepdf.ObjectStreamMode.disable)
    return saved


def _save(pdf: Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    saved = BytesIO()
    pdf.save(saved, deterministic_id=True, object_stream_mode=mode, compress_streams=True, min_version="1.7")
    return saved.getvalue()


def _packed(pdf: Pdf, data: bytes, filler: bytes = b"\n", **entries: object) -> Stream:
    """Make a compressed stream; `filler` may be added to its data without harm.

    The last byte is that of the Adler-32 sum; it must not be a carriage return (see AMBIGUOUS). Where nothing
    may be added to the data, a byte stands behind the compressed stream, which says itself where it ends.
    """
    packed = zlib_stream(data)
    while packed.endswith(b"\r") and filler:
        data += filler
        packed = zlib_stream(data)
    if packed.endswith(b"\r"):
        packed += b"\0"
    return Stream(pdf, packed, Filter=Name.FlateDecode, **entries)


def _font(pdf: Pdf, subset: Subset, face: Face) -> Dictionary:
    """Embed a subset as a composite font whose codes are CIDs (ISO 32000-1, 9.7)."""
    name = Name("/" + subset.name)
    true_type = bool(subset.program.cid_map)
    program = _packed(pdf, subset.program.data, b"\1")  # a byte behind the last table is no part of a font
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(list(face.box)),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=face.ascent,
        StemV=STEM_V,
    )
    if true_type:
        program.Length1 = len(program.read_bytes())
        descriptor.FontFile2 = program
    else:
        program.Subtype = Name.CIDFontType0C
        descriptor.FontFile3 = program
    cid_font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2 if true_type else Name.CIDFontType0,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        W=Array(list(_widths(subset.widths))),
    )
    if subset.down:
        cid_font.W2 = Array([each for cid, metric in subset.down.items() for each in (cid, Array([*metric]))])
    if true_type:
        cid_font.CIDToGIDMap = _packed(pdf, subset.program.cid_map, b"\0\1")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name if true_type else Name(f"/{subset.name}-Identity-H"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(cid_font)]),
        ToUnicode=_packed(pdf, to_unicode(subset.texts)),
    )
    embedded: Dictionary = pdf.make_indirect(font)
    return embedded


def _downward(pdf: Pdf, font: Dictionary) -> Dictionary:
    """Return the same font for vertical lines (ISO 32000-1, 9.7.5.2)."""
    name = str(font.BaseFont).removesuffix("-Identity-H")
    true_type = name == str(font.BaseFont)
    entries = {**font.as_dict(), "/Encoding": Name("/Identity-V")}
    entries["/BaseFont"] = font.BaseFont if true_type else Name(f"{name}-Identity-V")
    downward: Dictionary = pdf.make_indirect(Dictionary(entries))
    return downward


def _widths(widths: Mapping[int, int]) -> Iterator[int | Array]:
    """Yield the widths that differ from the square, in runs of neighbouring CIDs."""
    run: list[int] = []
    start = 0
    for cid, width in widths.items():
        if width == 1000:
            continue
        if run and cid != start + len(run):
            yield start
            yield Array(run)
            run = []
        if not run:
            start = cid
        run.append(width)
    if run:
        yield start
        yield Array(run)


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """Write the map from CIDs to text; a character above U+FFFF takes two units (9.10.3)."""
    pairs = [
        f"<{cid:04x}> <{text.encode('utf-16-be').hex()}>"
        for cid, text in texts.items()
        if not FORBIDDEN.search(text)
    ]
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def _describe(pdf: Pdf, properties: PdfProperties) -> None:
    """Write what archives read, the language, and the colour space of the pages."""
    describe(pdf, properties)
    pdf.Root.Lang = String(properties.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        DestOutputProfile=_packed(pdf, srgb(), N=3),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _stamp(timestamp: datetime) -> str:
    """Write the time as PDF has it (ISO 32000-1, 7.9.4)."""
    return f"D:{''.join(filter(str.isdigit, utc_text(timestamp)))}Z"


def _attach(pdf: Pdf, attachments: Sequence[Attachment], properties: PdfProperties) -> None:
    """Embed files and say what each is to the document (ISO 19005-3, 6.8)."""
    names, related = Array(), Array()
    for attached in sorted(attachments, key=lambda a: a.name):
        entries = {"Type": Name.EmbeddedFile, "Subtype": Name(f"/{attached.mime}")}
        stream = _packed(pdf, attached.data, b"", **entries)
        stream.Params = Dictionary(Size=len(attached.data))
        if properties.timestamp:
            stream.Params.ModDate = String(_stamp(properties.timestamp))
        specification = Dictionary(
            Type=Name.Filespec,
            F=String(attached.name),
            UF=String(attached.name),
            AFRelationship=Name(f"/{attached.relationship}"),
            Desc=String(attached.description or attached.name),
            EF=Dictionary(F=stream, UF=stream),
        )
        written = pdf.make_indirect(specification)
        names.extend([String(attached.name), written])
        related.append(written)
    if attachments:
        tree = pdf.Root.get("/Names", Dictionary())
        tree.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=names))
        pdf.Root.Names = tree
        pdf.Root.AF = related


def _label(pdf: Pdf, numbering: Numbering) -> None:
    """Number the pages before the text i, ii and those of the text from 1, or as they are called (12.4.2)."""
    front = numbering.front_pages
    labels: list[object] = [0, Dictionary(S=Name.r)]
    for number, label in enumerate(numbering.labels, front):
        labels += (number, Dictionary(P=String(label)))
    if not numbering.labels:
        labels += (front, Dictionary(S=Name.D))
    pdf.Root.PageLabels = Dictionary(Nums=Array(labels))
