"""The pictures of one PDF as image objects, each of them once, in grey or RGB."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from convert.typeset.deflate import zlib_stream
from convert.typeset.pictures import JPEG, Picture
from convert.writers.pdf.objects import WrittenStream
from convert.writers.pdf.tagged import TaggedDocument


@dataclass(slots=True)
class PictureSet:
    """The pictures of one PDF, each of them once, by the number under which pages name it."""

    numbers: dict[Picture, int] = field(default_factory=dict)

    def number_of(self, picture: Picture) -> int:
        """Return the number of a picture, which it gets when it is first asked for."""
        return self.numbers.setdefault(picture, len(self.numbers))


def write_pictures(document: TaggedDocument, pictures: PictureSet) -> bytes:
    """Write the pictures as image objects; return those by their names on the pages (ISO 32000-1, 8.9)."""
    images = (
        b"/P%d %b" % (number, document.add(_image(picture))) for picture, number in pictures.numbers.items()
    )
    return b"<<%b>>" % b"".join(images)


def _image(picture: Picture) -> WrittenStream:
    """Return an image in grey or RGB, which the output intent of the file covers (ISO 19005-2, 6.2.4.3)."""
    with Image.open(BytesIO(picture.data), formats=("JPEG", "PNG")) as image:
        grey = image.mode != "RGB"
        if picture.media_type == JPEG:
            data, coding = picture.data, b"DCTDecode"
        else:
            data, coding = zlib_stream(image.convert("L" if grey else "RGB").tobytes()), b"FlateDecode"
    if data.endswith(b"\r"):
        data += b"\n"  # behind the end of the compressed data, and taken for no line end of the file's
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/Device%b/BitsPerComponent 8/Filter/%b"
    )
    return WrittenStream(data, entries % (picture.width, picture.height, b"Gray" if grey else b"RGB", coding))
