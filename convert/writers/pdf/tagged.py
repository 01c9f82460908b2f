"""reportlab's document as a tagged PDF has it: pages packed as they are drawn, objects in streams.

reportlab writes each object by itself and nothing of structure. Here objects of ours stand among its own, and
all are written once, most of them in streams of objects (ISO 32000-1, 7.5.7).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    LinkAnnotation,
    PDFArray,
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFPage,
)

from convert.writers.pdf.objects import WrittenStream, packed_stream, reference

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
"""With four bytes that are no text (ISO 19005-2, 6.1.2)."""

OBJECTS_TOGETHER = 200
"""So many at most share a stream: whoever wants one of them unpacks all."""

PRINTED = 4
"""Flag of an annotation that is printed (ISO 19005-2, 6.3.2)."""


class TaggedCatalog(PDFCatalog):  # type: ignore[misc]  # reportlab has no types
    """The catalogue, with what an archive wants in it."""

    __NoDefault__ = (*PDFCatalog.__NoDefault__, "OutputIntents", "AF")
    __Refs__ = __NoDefault__


class TaggedPage(PDFPage):  # type: ignore[misc]
    """A page, with the number of its structure."""

    __NoDefault__ = (*PDFPage.__NoDefault__, "StructParents", "Tabs")


class TaggedDocument(PDFDocument):  # type: ignore[misc]
    """The objects of one file."""

    def __init__(self) -> None:
        """Begin a file without pages."""
        super().__init__(compression=0, invariant=1, pdfVersion=(1, 7))
        catalog = TaggedCatalog()
        catalog.Pages, catalog.Outlines = self.Pages, self.Outlines
        self.Catalog = self._catalog = catalog
        self.info = PDFDictionary()
        self.fonts: PDFDictionary = self.idToObject[BasicFonts]
        """By their names on the pages."""
        self.resources = PDFDictionary({"Font": self.Reference(self.fonts)})
        """Of all pages."""
        self.links: list[list[LinkAnnotation]] = [[]]
        """By page; the last is being drawn."""

    @property
    def page_numbers(self) -> list[int]:
        """The numbers of the pages among the objects."""
        return [self.number(page) for page in self.Pages.pages]

    def number(self, item: PDFObject) -> int:
        """Return the number of an object among all, which it gets when it is first asked for."""
        self.Reference(item)
        number: int = self.idToObjectNumberAndVersion[item.__InternalName__][0]
        return number

    def add(self, item: PDFObject) -> bytes:
        """Give an object a number; return the reference to it."""
        return reference(self.number(item))

    def addPage(self, page: PDFPage) -> None:  # noqa: N802 - reportlab calls it by that name
        """Add a page as it has been drawn: packed, and with its place in the structure."""
        tagged = TaggedPage()
        tagged.MediaBox = PDFArray([0, 0, page.pagewidth, page.pageheight])
        tagged.Annots = page.Annots
        tagged.Contents = packed_stream(page.stream.encode("ascii"))
        tagged.Resources = self.Reference(self.resources)
        tagged.StructParents = len(self.Pages.pages)
        tagged.Tabs = PDFName("S")
        super().addPage(tagged)
        self.links.append([])

    def addAnnotation(self, name: str, annotation: LinkAnnotation) -> None:  # noqa: N802 - the same
        """Add a link, which is printed and has a place in the structure."""
        annotation.permitted = (*LinkAnnotation.permitted, "StructParent")
        annotation.otherkw["F"] = PRINTED
        self.links[-1].append(annotation)
        super().addAnnotation(name, annotation)

    def GetPDFData(self, canvas: Canvas) -> bytes:  # noqa: N802 - the same
        """Return the file."""
        self.Outlines.prepare(self, canvas)
        if self.Outlines.ready < 0:
            self.Catalog.Outlines = None
        entries = b"/Root %b/Info %b" % (self.add(self.Catalog), self.add(self.info))
        file, packed = PdfFile(), dict[int, bytes]()
        number = 1
        while number in self.numberToId:  # an object may name others as it is written
            item = self.idToObject[self.numberToId[number]]
            if isinstance(item, WrittenStream):
                file.add(number, item.code)
            else:
                packed[number] = item.format(self)
            number += 1
        return file.end(packed, entries)


class PdfFile:
    """A file as it is written: what stands where (7.5)."""

    __slots__ = ("length", "parts", "places")

    def __init__(self) -> None:
        """Write the header."""
        self.parts = [HEADER]
        self.length = len(HEADER)
        self.places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
        """By number of an object, its entry in the cross-reference stream (7.5.8.3): whether it stands by
        itself (1) or in a stream (2); then where in the file, or in which stream and at which place."""

    def add(self, number: int, code: bytes) -> None:
        """Write an object by itself."""
        self.places[number] = (1, self.length, 0)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, code))

    def end(self, objects: Mapping[int, bytes], entries: bytes) -> bytes:
        """Write objects in streams, and the table of all; `entries` say where a reader begins."""
        count = max(self.places.keys() | objects.keys()) + 1
        numbers = list(objects)
        for start in range(0, len(numbers), OBJECTS_TOGETHER):
            together = numbers[start : start + OBJECTS_TOGETHER]
            self.places.update({number: (2, count, place) for place, number in enumerate(together)})
            self.add(count, _object_stream({number: objects[number] for number in together}).code)
            count += 1
        self.places[count] = (1, self.length, 0)
        size = (self.length.bit_length() + 7) // 8
        table = b"".join(
            kind.to_bytes() + place.to_bytes(size) + index.to_bytes(2)
            for kind, place, index in (self.places[number] for number in range(count + 1))
        )
        digest = sha256(b"".join(self.parts)).hexdigest()[:32].encode("ascii")
        trailer = b"/Type/XRef/Size %d/W[1 %d 2]/ID[<%b><%b>]" % (count + 1, size, digest, digest)
        start = self.length
        self.add(count, packed_stream(table, trailer + entries, b"").code)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self.parts)

    def _write(self, code: bytes) -> None:
        self.parts.append(code)
        self.length += len(code)


def _object_stream(objects: Mapping[int, bytes]) -> WrittenStream:
    """Put objects one behind the other, their numbers and places before them."""
    at = 0
    places: list[bytes] = []
    for number, code in objects.items():
        places.append(b"%d %d" % (number, at))
        at += len(code) + 1
    head = b" ".join(places) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return packed_stream(head + b"\n".join(objects.values()), entries)
