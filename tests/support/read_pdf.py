"""What a reader gets out of our PDF: text by its marks, the structure tree, rendered pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Object, Pdf
from pypdfium2 import raw

Mark = tuple[int, int]
"""Page from 0, number on it."""

Ref = tuple[int, int]
"""Number and generation of an object."""


def marked_text(data: bytes) -> dict[Mark, str]:
    """Read the text of each marked piece, as pdfium gives it; what bears no number is left out."""
    found: dict[Mark, str] = {}
    pdf = pypdfium2.PdfDocument(data)
    for number, page in enumerate(pdf):
        text_page = page.get_textpage()
        pieces = [
            (_mark(each.raw), _text(each.raw, text_page.raw))
            for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
        ]
        for mark, group in groupby(pieces, key=lambda piece: piece[0]):
            if mark >= 0:
                found[number, mark] = "".join(text for _, text in group)
    return found


def page_text(data: bytes) -> list[str]:
    """Read the text of each page as pdfium gives it to one who copies it."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def pixels(data: bytes, page: int, scale: float = 1.0) -> bytes:
    """Draw a page."""
    drawn = pypdfium2.PdfDocument(data)[page].render(scale=scale, grayscale=True)
    return bytes(drawn.buffer)


def elements(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each structure element's type and text, in reading order; containers have no text."""
    texts = marked_text(data)
    with Pdf.open(BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        yield from _elements(pdf.Root.StructTreeRoot.K, texts, pages)


def readable(data: bytes) -> list[tuple[str, str]]:
    """Return type and text of what is in the articles: masthead, contents and editor's remarks left out.

    A label is read with what it stands before.
    """
    found: list[tuple[str, str]] = []
    for tag, text in elements(data):
        labelled = found and found[-1][0] == "Lbl"
        found.append((tag, found.pop()[1] + text) if labelled else (tag, text))
    start = next((n for n, (tag, _) in enumerate(found) if tag == "Sect"), len(found))
    return [(tag, text) for tag, text in found[start:] if text and tag != "Note"]


def broken_parents(data: bytes) -> list[str]:
    """Check the parent tree against the structure tree (ISO 32000-1, 14.7.4.4); say what differs.

    Every marked piece of every page, and every link, belongs to the element that lists it, and to no other.
    """
    with Pdf.open(BytesIO(data)) as pdf:
        tree = pdf.Root.StructTreeRoot
        numbers = list(tree.ParentTree.Nums)
        parents = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
        pieces: dict[tuple[Ref, int], Ref] = {}
        links: dict[Ref, Ref] = {}
        wrong: list[str] = []
        for element in _all(tree.K):
            for mark in _marks(element):
                if mark in pieces:
                    wrong.append(f"{mark} is in two elements")
                pieces[mark] = element.objgen
            for kid in _dictionaries(element, "/OBJR"):
                links[kid.Obj.objgen] = element.objgen
        for page in pdf.pages:
            wrong += _wrong_on(page, parents, pieces, links)
        return wrong + [f"{mark} has no parent" for mark in pieces]


def _wrong_on(
    page: pikepdf.Page, parents: dict[int, Object], pieces: dict[tuple[Ref, int], Ref], links: dict[Ref, Ref]
) -> Iterator[str]:
    owners = parents.get(int(page.obj.get("/StructParents", -1)), Array())
    for number, owner in enumerate(owners.as_list()):
        if pieces.pop((page.obj.objgen, number), None) != owner.objgen:
            yield f"piece {number} of page {page.index} has another parent"
    for annotation in page.obj.get("/Annots", Array()).as_list():
        parent = parents.get(int(annotation.get("/StructParent", -1)))
        if parent is None or links.get(annotation.objgen) != parent.objgen:
            yield f"a link of page {page.index} has another parent"
    drawn = [
        int(step.operands[1].MCID)
        for step in pikepdf.parse_content_stream(page)
        if str(step.operator) == "BDC" and "/MCID" in step.operands[1]
    ]
    if drawn != list(range(len(owners))):
        yield f"page {page.index} draws {drawn}, its parents are {len(owners)}"


def _mark(text: object) -> int:
    for number in range(raw.FPDFPageObj_CountMarks(text)):
        value = ctypes.c_int()
        mark = raw.FPDFPageObj_GetMark(text, number)
        if raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", ctypes.byref(value)):
            return value.value
    return -1


def _text(text: object, page: object) -> str:
    size = raw.FPDFTextObj_GetText(text, page, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFTextObj_GetText(text, page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le")


def _kids(element: Object) -> list[Object | int]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _dictionaries(element: Object, kind: str) -> Iterator[Object]:
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and kid.get("/Type") == kind:
            yield kid


def _all(element: Object) -> Iterator[Object]:
    yield element
    for kid in _dictionaries(element, "/StructElem"):
        yield from _all(kid)


def _marks(element: Object) -> Iterator[tuple[Ref, int]]:
    for kid in _kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif isinstance(kid, Dictionary) and kid.get("/Type") == "/MCR":
            yield kid.Pg.objgen, int(kid.MCID)


def _elements(element: Object, texts: dict[Mark, str], pages: dict[Ref, int]) -> Iterator[tuple[str, str]]:
    yield (
        str(element.S)[1:],
        "".join(texts.get((pages[page], number), "") for page, number in _marks(element)),
    )
    for kid in _dictionaries(element, "/StructElem"):
        yield from _elements(kid, texts, pages)
