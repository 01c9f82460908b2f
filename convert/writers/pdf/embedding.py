"""Fonts as a PDF embeds them: subsets whose codes are CIDs, with a map to their text (ISO 32000-1, 9.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convert.typeset.fonts import Face, Subset
from convert.writers.pdf.objects import WrittenObject, WrittenStream, array, packed_stream
from convert.writers.pdf.shaping import Shaper
from convert.writers.pdf.tagged import TaggedDocument

STEM_V = 80
"""Thickness of upright strokes; viewers need it only where a font is missing, and none is."""

FORBIDDEN = frozenset("\0\ufeff\ufffe")
"""What a ToUnicode map may not name (ISO 19005-2, 6.2.11.7.2)."""


def embed_fonts(document: TaggedDocument, shaper: Shaper, *, vertical: bool) -> None:
    """Embed what a document shows of each face, for horizontal lines and, if it has them, vertical ones."""
    for number, face in enumerate(shaper.faces):
        variants = {cid: variant for variant, cid in shaper.variants[number].cids.items()}
        if (shown := shaper.shown(number)) or variants:
            subset = face.subset(shown, variants)
            descendant = _cid_font(document, subset, face)
            to_text = document.add(packed_stream(to_unicode(subset.texts)))
            for prefix, writing in (("T", "H"), ("V", "V"))[: 1 + vertical]:
                base = subset.name if subset.program.cid_map else f"{subset.name}-Identity-{writing}"
                code = (
                    f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-{writing}"
                    f"/DescendantFonts[{descendant.decode()}]/ToUnicode {to_text.decode()}>>"
                )
                font = WrittenObject(code.encode("ascii"))
                document.fonts[f"{prefix}{number}"] = document.Reference(font)


def _cid_font(document: TaggedDocument, subset: Subset, face: Face) -> bytes:
    """Embed a subset; return the reference to it."""
    name, true_type = subset.name.encode("ascii"), bool(subset.program.cid_map)
    program = document.add(_program(subset))
    descriptor = b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox%b/ItalicAngle 0" % (
        name,
        array(b"%d" % edge for edge in face.box),
    )
    descriptor += b"/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile%d %b>>" % (
        *(face.ascent, face.descent, face.ascent, STEM_V),
        *(2 if true_type else 3, program),
    )
    code = b"<</Type/Font/Subtype/CIDFontType%d/BaseFont/%b/FontDescriptor %b/DW 1000/W%b" % (
        *(2 if true_type else 0, name),
        *(document.add(WrittenObject(descriptor)), array(_widths(subset.widths))),
    )
    code += b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    if subset.down:
        metrics = (b"%d %b" % (cid, array(b"%d" % n for n in each)) for cid, each in subset.down.items())
        code += b"/W2" + array(metrics)
    if true_type:
        cid_map = packed_stream(subset.program.cid_map, b"", b"\0\1")
        code += b"/CIDToGIDMap " + document.add(cid_map)
    return document.add(WrittenObject(code + b">>"))


def _program(subset: Subset) -> WrittenStream:
    """Pack a font program; a byte behind its last table is no part of it."""
    data = subset.program.data
    if not subset.program.cid_map:
        return packed_stream(data, b"/Subtype/CIDFontType0C", b"\1")
    return packed_stream(data, b"/Length1 %d" % len(data), b"")


def _widths(widths: Mapping[int, int]) -> Iterator[bytes]:
    """Yield the widths that differ from the square, in runs of neighbouring CIDs."""
    run: list[bytes] = []
    start = 0
    for cid, width in [(cid, width) for cid, width in widths.items() if width != 1000]:
        if run and cid != start + len(run):
            yield b"%d%b" % (start, array(run))
            run = []
        if not run:
            start = cid
        run.append(b"%d" % width)
    if run:
        yield b"%d%b" % (start, array(run))


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """Write the map from CIDs to text; a character above U+FFFF takes two units (9.10.3)."""
    pairs: list[str] = []
    for cid, text in texts.items():
        if len(text) == 1 and "\0" < text < "\ufeff":
            pairs.append(f"<{cid:04x}> <{ord(text):04x}>")
        elif not FORBIDDEN.intersection(text):
            pairs.append(f"<{cid:04x}> <{text.encode('utf-16-be').hex()}>")
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
