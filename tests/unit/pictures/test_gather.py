"""The pixels of pictures: found beside a page or in its PDF, cut out, encoded, bounded."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from convert.document.layout import Box
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.pictures import cut
from convert.pictures.encode import encode_picture
from convert.pictures.gather import Gathered, gather_pictures
from convert.pictures.sizes import PICTURE_SIZES, Size
from convert.readers.pdf import read_pdf
from convert.typeset.pictures import JPEG, PNG
from tests.support.pdf_pages import Drawn
from tests.support.pictures import (
    HILL,
    SKY,
    PlacedBlock,
    PlacedImage,
    drawn_picture,
    image_file,
    pdf_with_pictures,
    placed_document,
    with_roles,
)

PHOTO = Box(100, 300, 500, 600)
HEAD = PlacedBlock(Role.HEADLINE, "渡口改造完成", Box(100, 100, 900, 160))
CAPTION = PlacedBlock(Role.CAPTION, "新码头。", Box(120, 605, 480, 625))
LINES = (Drawn("渡口改造完成", 40, 60, 26), Drawn("昨日全部完成。", 40, 400))


def scan(scale: float = 0.5) -> Image.Image:
    """Draw the page that `page` describes: white, and a picture in its place."""
    sheet = Image.new("RGB", (round(1000 * scale), round(1400 * scale)), "white")
    sheet.paste(
        drawn_picture(round(400 * scale), round(300 * scale)), (round(100 * scale), round(300 * scale))
    )
    return sheet


def page(image: str = "scan.png", picture: Box = PHOTO) -> Document:
    """Return a page with a picture and its caption."""
    return placed_document([HEAD, CAPTION], [picture], image=image)


def gathered(document: Document, folder: Path, images: str = "", *, page_images: bool = False) -> Gathered:
    """Gather the pictures of a page that lies in a folder."""
    return gather_pictures(document, {"p.xml": (folder,)}, images, page_images=page_images)


def only(found: Gathered) -> Image.Image:
    """Return the only picture that was gathered, decoded."""
    (picture,) = found.pictures.all()
    return Image.open(BytesIO(picture.data))


def near(color: object, wanted: tuple[int, int, int], within: int = 25) -> bool:
    """Return whether a colour is about the one that was drawn."""
    return isinstance(color, tuple) and all(abs(a - b) < within for a, b in zip(color, wanted, strict=True))


@pytest.mark.parametrize(
    ("named", "there", "form"),
    [
        ("scan.png", "scan.png", "PNG"),
        ("file:///data/masters/scan.tif", "scan.tif", "TIFF"),
        ("C:\\masters\\scan.jpg", "masters/scan.jpg", "JPEG"),
        ("scan.tif", "images/scan.jp2", "JPEG2000"),
        ("scan.jp2", "scan.png", "PNG"),
        ("scan%20.png", "scan .png", "PNG"),
        ("", "p.jpg", "JPEG"),
        ("gone.tif", "p.jp2", "JPEG2000"),
        ("scan.tif", "scan.tif", "JPEG"),
    ],
)
def test_a_picture_is_cut_out_of_the_image_of_its_page(
    tmp_path: Path, named: str, there: str, form: str
) -> None:
    """It is found by the name that the file gives, or by its own; whatever it is, not what it is called."""
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_bytes(image_file(scan(), form))
    found = gathered(page(named), tmp_path)
    picture = only(found)
    assert found.warnings == ()
    assert picture.size == (200, 150)
    assert near(picture.convert("RGB").getpixel((20, 5)), SKY)
    assert near(picture.convert("RGB").getpixel((20, 145)), HILL)


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Neither upwards, nor from the root, nor through a link."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "scan.png").write_bytes(image_file(scan()))
    (inside / "link.png").symlink_to(outside / "scan.png")
    for name in ("../out/scan.png", str(outside / "scan.png"), "link.png", "\0", "x" * 5000 + ".png"):
        found = gathered(page(name), inside, "small")
        assert [*found.pictures.all()] == []
        assert found.warnings == ("1 picture is not shown: the page image is missing",)
        assert gathered(page(name), inside).warnings == ()  # nobody has asked for pictures


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no image at all", "is damaged, or no image that can be read"),
        (image_file(scan(), "JPEG")[:700], "is damaged, or no image that can be read"),
        (image_file(drawn_picture()), "does not have the proportions of the page"),
        (image_file(drawn_picture(), "GIF"), "is damaged, or no image that can be read"),
    ],
)
def test_a_bad_image_costs_its_pictures_and_is_named(tmp_path: Path, data: bytes, why: str) -> None:
    """It is no image, cut off, that of another page, or of a kind that is not opened."""
    (tmp_path / "scan.png").write_bytes(data)
    found = gathered(page(), tmp_path)
    assert [*found.pictures.all()] == []
    assert found.warnings == (f"1 picture is not shown: scan.png {why}",)


def test_an_image_bomb_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its header says how many pixels it would have; neither those of Pillow's bound nor those of ours."""
    header = bytearray(image_file(Image.new("1", (100, 140))))
    header[16:24] = (50_000).to_bytes(4, "big") + (70_000).to_bytes(4, "big")
    (tmp_path / "scan.png").write_bytes(bytes(header))
    assert "not shown: scan.png" in gathered(page(), tmp_path).warnings[0]
    (tmp_path / "scan.png").write_bytes(image_file(scan()))
    monkeypatch.setattr(cut, "MOST_DECODED", 1000)
    assert gathered(page(), tmp_path).warnings == ("1 picture is not shown: scan.png has too many pixels",)


def test_what_is_written_is_small_unless_all_is_wanted(tmp_path: Path) -> None:
    """Small: 1,200 pixels on the longer side; full: those of the image; none: no picture."""
    (tmp_path / "scan.png").write_bytes(image_file(scan(4)))
    assert only(gathered(page(), tmp_path)).size == (1200, 900)
    assert only(gathered(page(), tmp_path, "small")).size == (1200, 900)
    assert only(gathered(page(), tmp_path, "full")).size == (1600, 1200)
    assert [*gathered(page(), tmp_path, "none").pictures.all()] == []


def test_the_text_of_a_picture_is_its_caption_or_its_page(tmp_path: Path) -> None:
    """No word is made up: without a caption it is a picture on a page."""
    (tmp_path / "scan.png").write_bytes(image_file(scan()))
    (captioned,) = gathered(page(), tmp_path).pictures.all()
    assert (captioned.alt, captioned.has_caption) == ("新码头。", True)
    document = placed_document([HEAD], [PHOTO], image="scan.png")
    (bare,) = gathered(document, tmp_path).pictures.all()
    assert (bare.alt, bare.has_caption) == ("图片，第3版", False)


def test_a_page_image_is_made_of_each_page_that_is_at_hand(tmp_path: Path) -> None:
    """And those that are not are counted."""
    (tmp_path / "scan.png").write_bytes(image_file(scan(2)))
    (image,) = gathered(page(), tmp_path, "none", page_images=True).pictures.pages
    assert (image.label, image.picture.alt) == ("3", "第3版版面图像")
    assert max(image.picture.width, image.picture.height) == 1600
    assert gathered(page("gone"), tmp_path / "x", page_images=True).warnings == ("1 page image is missing",)


def test_the_same_pixels_make_the_same_bytes_and_nothing_else_goes_in() -> None:
    """No profile, no comment, no time; a drawing of few shades stays sharp."""
    plain, marked = drawn_picture(), drawn_picture()
    marked.info = {"icc_profile": b"secret", "comment": b"secret", "dpi": (72, 72)}
    size = PICTURE_SIZES["small"]
    first, second = (encode_picture(each, size, "", share=1, has_caption=False) for each in (plain, marked))
    assert first == second
    assert first.media_type == JPEG
    drawing = Image.new("1", (60, 40))
    drawing.paste(1, (10, 10, 30, 30))
    drawing.info = {"icc_profile": b"secret"}
    encoded = encode_picture(drawing, size, "", share=1, has_caption=False)
    assert encoded.media_type == PNG
    assert b"secret" not in encoded.data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "F"])
def test_pixels_of_any_kind_become_grey_or_rgb(tmp_path: Path, mode: str) -> None:
    """Grey stays grey, what is seen through becomes white, 16 bits become 8."""
    if mode in ("I;16", "F"):
        image = Image.new(mode, (500, 700))
        image.paste(Image.new(mode, (200, 150), 40_000), (50, 150))
    else:
        image = scan().convert(mode)
    (tmp_path / "scan.tif").write_bytes(
        image_file(image, "TIFF" if mode not in ("P", "LA", "RGBA") else "PNG")
    )
    picture = only(gathered(page("scan.tif"), tmp_path))
    assert picture.size == (200, 150)
    assert picture.mode == ("RGB" if mode in ("P", "RGB", "RGBA", "CMYK", "YCbCr") else "L")


def test_a_grey_picture_saved_in_colour_is_grey() -> None:
    """A scan in colour of a grey page has three channels of the same."""
    encoded = encode_picture(
        drawn_picture(mode="L").convert("RGB"), Size(500, 80), "", share=1, has_caption=False
    )
    assert Image.open(BytesIO(encoded.data)).mode == "L"


def pdf(images: list[PlacedImage], **how: int) -> Document:
    """Read a page of a PDF with images."""
    document = read_pdf(pdf_with_pictures([(LINES, images)], **how), Metadata(name="p.pdf"))
    return with_roles(document, [Role.HEADLINE, *[Role.BODY] * (len(document.blocks) - 1)])


PLACE = (300.0, 100.0, 525.0, 250.0)


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "L", "RGBA"])
def test_an_image_of_a_pdf_is_drawn_as_it_is_seen(mode: str) -> None:
    """Its colours, its mask, its own pixels and no more."""
    image = drawn_picture(mode=mode)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(image.size).point(lambda value: 255 * (value > 127)))
    picture = only(gather_pictures(pdf([PlacedImage(image, PLACE)]), {}, "small"))
    assert abs(picture.width - 300) <= 4
    assert abs(picture.height - 200) <= 4
    if mode in ("RGB", "CMYK"):
        assert near(picture.getpixel((20, picture.height - 10)), HILL, 60)
    if mode == "RGBA":
        assert near(picture.convert("RGB").getpixel((20, 20)), (255, 255, 255))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_the_picture_of_a_turned_page_is_turned_as_the_page(rotation: int) -> None:
    """The hill lies where the page shows it."""
    picture = only(
        gather_pictures(pdf([PlacedImage(drawn_picture(), PLACE)], rotation=rotation), {}, "small")
    )
    width, height = picture.size
    assert (width < height) == (rotation != 180)
    at = {90: (10, height // 2), 180: (width // 2, 10), 270: (width - 10, height // 2)}[rotation]
    assert near(picture.getpixel(at), HILL)


def test_strips_of_an_image_are_drawn_as_one() -> None:
    """No line between them, and nothing of the page around."""
    whole = drawn_picture(200, 150)
    strips = [
        PlacedImage(whole.crop((0, 30 * n, 200, 30 * n + 30)), (300, 100 + 30 * n, 500, 130 + 30 * n))
        for n in range(5)
    ]
    picture = only(gather_pictures(pdf(strips), {}, "full"))
    assert near(picture.getpixel((20, picture.height - 5)), HILL)
    assert near(picture.getpixel((20, 5)), SKY)


def test_the_scan_under_a_text_is_no_picture() -> None:
    """A searchable PDF has its page as an image; as an image of the page it is shown on request."""
    document = pdf([PlacedImage(drawn_picture(600, 800), (0, 0, 600, 800))], mode=3)
    found = gather_pictures(document, {}, "small", page_images=True)
    assert [*found.pictures.all()] == []
    assert len(found.pictures.pages) == 1
