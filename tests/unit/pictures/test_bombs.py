"""PDFs whose images would fill the memory: known by their headers, and never drawn."""

from __future__ import annotations

import resource
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Name, Pdf, Stream

from convert.document.model import Metadata
from convert.errors import UnreadableSource
from convert.ocr.images import draw_pages
from convert.pictures.gather import gather_pictures
from convert.readers.pdf import read_pdf
from tests.support.pdf_pages import Drawn
from tests.support.pictures import PlacedImage, drawn_picture, image_file, pdf_with_pictures

SIDE = 60_000
LINES = (Drawn("渡口改造完成", 40, 60, 26), Drawn("昨日全部完成。", 40, 400))


def with_image(change: Callable[[Pdf, Stream], None]) -> bytes:
    """Return a page with text and an image that was altered."""
    data = pdf_with_pictures([(LINES, [PlacedImage(drawn_picture(), (300, 100, 525, 250))])])
    saved = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for each in list(pdf.objects):
            if isinstance(each, Stream) and each.get("/Subtype") == "/Image":
                change(pdf, each)
        pdf.save(saved)
    return saved.getvalue()


def jpx(_pdf: Pdf, image: Stream) -> None:
    """Have the header of a JPEG 2000 claim more than its dictionary."""
    data = bytearray(image_file(drawn_picture(), "JPEG2000"))
    size, box = data.index(b"\xff\x51") + 6, data.index(b"ihdr") + 4
    data[size : size + 8] = data[box : box + 8] = SIDE.to_bytes(4, "big") * 2
    image.write(bytes(data), filter=Name.JPXDecode)


def jpeg(_pdf: Pdf, image: Stream) -> None:
    """Have that of a JPEG do so."""
    data = bytearray(image_file(drawn_picture(), "JPEG"))
    frame = data.index(b"\xff\xc0") + 5
    data[frame : frame + 4] = SIDE.to_bytes(2, "big") * 2
    image.write(bytes(data), filter=Name.DCTDecode)


def stated(_pdf: Pdf, image: Stream) -> None:
    """Have the dictionary claim so many pixels."""
    image.Width = image.Height = SIDE


def mask(pdf: Pdf, image: Stream) -> None:
    """Give it a mask that is such an image."""
    own = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=300, Height=200)
    own.ColorSpace, own.BitsPerComponent = Name.DeviceGray, 8
    jpx(pdf, own)
    image.SMask = pdf.make_indirect(own)


@pytest.mark.parametrize("bomb", [jpx, jpeg, stated, mask], ids=lambda each: each.__name__)
def test_an_image_too_large_for_memory_is_not_drawn(bomb: Callable[[Pdf, Stream], None]) -> None:
    """Neither as a picture, nor as the image of its page, nor for an OCR engine; the text is read."""
    data = with_image(bomb)
    document = read_pdf(data, Metadata(name="p.pdf"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = gather_pictures(document, {}, "full", page_images=True)
    assert "渡口改造完成" in document.text
    assert [*found.pictures.all()] == []
    assert [text.partition(": ")[2].partition(",")[0] for text in found.warnings] == [
        "p.pdf has an image of too many pixels"
    ] * 2
    with pytest.raises(UnreadableSource):
        next(draw_pages(data))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_an_image_that_is_cut_off_costs_nothing_else() -> None:
    """What there is of it is shown."""

    def cut_off(_pdf: Pdf, image: Stream) -> None:
        image.write(image_file(drawn_picture(900, 600), "JPEG")[:2500], filter=Name.DCTDecode)

    document = read_pdf(with_image(cut_off), Metadata(name="p.pdf"))
    assert gather_pictures(document, {}, "small").warnings == ()
