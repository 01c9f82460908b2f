"""A drawn picture of our own, pages that have it, and documents with pictures for the writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from pikepdf import Pdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from convert.document.layout import Box, LineBox, Region, Surface
from convert.document.model import Document, Metadata
from convert.document.roles import Opening, Role
from convert.pictures.encode import encode_picture
from convert.pictures.sizes import Size
from convert.readers.stream import ReadWord, StreamBuilder
from convert.typeset.pictures import IssuePictures, PageFacsimile, Picture
from tests.support.pdf_pages import HEIGHT, SONG, WIDTH, Drawn

SKY, HILL, SUN = (120, 170, 220), (70, 110, 60), (240, 200, 60)


def drawn_picture(width: int = 300, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Draw a hill under a sky of many shades, the sun on its right."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        left, right = (tuple(channel - 60 * y // height - less for channel in SKY) for less in (0, 50))
        draw.line([(0, y), (width // 2, y)], fill=left)
        draw.line([(width // 2, y), (width, y)], fill=right)
    draw.ellipse([width * 0.7, height * 0.1, width * 0.85, height * 0.3], fill=SUN)
    draw.rectangle([0, height * 0.7, width, height], fill=HILL)
    return picture.convert(mode)


def image_file(image: Image.Image, form: str = "PNG") -> bytes:
    """Return an image as a file."""
    file = BytesIO()
    image.save(file, form)
    return file.getvalue()


class PlacedImage(NamedTuple):
    """An image on a page of a PDF; x from the left and y from the top."""

    image: Image.Image
    box: tuple[float, float, float, float]


def pdf_with_pictures(
    pages: Sequence[tuple[Sequence[Drawn], Sequence[PlacedImage]]], *, rotation: int = 0, mode: int = 0
) -> bytes:
    """Draw pages of text and images; `mode` is how text is rendered (3: not at all)."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    file = BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
    for lines, images in pages:
        for image, (left, top, right, bottom) in images:
            reader = ImageReader(image)
            canvas.drawImage(reader, left, HEIGHT - bottom, right - left, bottom - top, mask="auto")
        for text, x, y, size in lines:
            item = canvas.beginText(x, HEIGHT - y)
            item.setFont(SONG, size)
            item.setTextRenderMode(mode)
            item.textOut(text)
            canvas.drawText(item)
        canvas.showPage()
    canvas.save()
    return _turned(file.getvalue(), rotation) if rotation else file.getvalue()


def _turned(data: bytes, rotation: int) -> bytes:
    """Have all pages of a PDF shown turned."""
    file = BytesIO()
    with Pdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.Rotate = rotation
        pdf.save(file)
    return file.getvalue()


class PlacedBlock(NamedTuple):
    """A block of one line, its role, and where it stands."""

    role: Role
    text: str
    box: Box


def placed_document(
    blocks: Sequence[PlacedBlock], pictures: Sequence[Box], *, image: str = "", name: str = "p.xml"
) -> Document:
    """Return a page of 1,000 by 1,400 units with blocks and picture regions; the first block opens it."""
    stream = StreamBuilder("test", 1)
    stream.begin_page(Surface(0, 1000, 1400, "pixel", None, image), "3")
    for _, text, box in blocks:
        word = ReadWord(text, box)
        stream.add_region(Region(0, 0, box), [(LineBox(0, 0, box), [word])])
    for box in pictures:
        stream.add_region(Region(0, 0, box, "image"), ())
    document = stream.document(b"a page", Metadata(name=name))
    return with_roles(document, [block.role for block in blocks])


def with_roles(document: Document, roles: Sequence[Role]) -> Document:
    """Return a document whose blocks have these roles, its first block opening an article."""
    first, *rest = (replace(block, role=role) for block, role in zip(document.blocks, roles, strict=True))
    return replace(document, blocks=(replace(first, opens=Opening.ARTICLE), *rest))


def picture(alt: str = "新码头。", width: int = 300, height: int = 200, *, share: float = 0.4) -> Picture:
    """Return a picture as writers take it."""
    return encode_picture(drawn_picture(width, height), Size(2000, 80), alt, share=share, has_caption=True)


def illustrated(*, pages: bool = True) -> tuple[Document, IssuePictures]:
    """Return an article with a picture over its caption, one behind its text, and images of its page."""
    blocks = [
        PlacedBlock(Role.HEADLINE, "渡口改造完成", Box(100, 100, 900, 160)),
        PlacedBlock(Role.BODY, "昨日，渡口的改造工程全部完成。" * 30, Box(100, 180, 900, 290)),
        PlacedBlock(Role.CAPTION, "新码头。", Box(120, 605, 480, 625)),
        PlacedBlock(Role.CREDIT, "周明 摄", Box(120, 630, 480, 640)),
        PlacedBlock(Role.BODY, "两岸出行方便。" * 30, Box(100, 700, 900, 800)),
    ]
    document = placed_document(blocks, [])
    caption, last = document.blocks[2].id, document.blocks[-1].id
    drawing = encode_picture(
        Image.new("1", (90, 60)), Size(500, 80), "图片，第3版 <&>", share=0.1, has_caption=False
    )
    images = (PageFacsimile(picture("第3版版面图像", 400, 560), "3"),) if pages else ()
    return document, IssuePictures({caption: (picture(),)}, {last: (drawing,)}, images)
