"""The pictures of one PDF as image objects, each of them once, in grey or RGB."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from convert.typeset.deflate import zlib_stream
from convert.typeset.pictures import JPEG, Picture


@dataclass(slots=True)
class PictureSet:
    """The pictures of one PDF, each of them once, by the number under which pages name it."""

    numbers: dict[Picture, int] = field(default_factory=dict)

    def number_of(self, picture: Picture) -> int:
        """Return the number of a picture, which it gets when it is first asked for."""
        return self.numbers.setdefault(picture, len(self.numbers))


def write_pictures(pdf: Pdf, pictures: PictureSet) -> Dictionary:
    """Return the pictures as image objects by their names on the pages (ISO 32000-1, 8.9)."""
    objects = Dictionary()
    for picture, number in pictures.numbers.items():
        objects[f"/P{number}"] = pdf.make_indirect(_image(pdf, picture))
    return objects


def _image(pdf: Pdf, picture: Picture) -> Stream:
    """Return an image in grey or RGB, which the output intent of the file covers (ISO 19005-2, 6.2.4.3)."""
    with Image.open(BytesIO(picture.data), formats=("JPEG", "PNG")) as image:
        grey = image.mode != "RGB"
        if picture.media_type == JPEG:
            data, coding = picture.data, Name.DCTDecode
        else:
            data, coding = zlib_stream(image.convert("L" if grey else "RGB").tobytes()), Name.FlateDecode
    if data.endswith(b"\r"):
        data += b"\n"  # behind the end of the compressed data, and taken for no line end of the file's
    return Stream(
        pdf,
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=coding,
    )
