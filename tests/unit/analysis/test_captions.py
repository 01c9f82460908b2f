"""Captions that no mark tells: small type close under a picture."""

from __future__ import annotations

import pytest

from convert.api import repair
from convert.document.model import Metadata
from convert.document.roles import Role
from convert.readers.pdf import read_pdf
from tests.support.pdf_pages import Drawn, set_paragraphs
from tests.support.pictures import PlacedImage, drawn_picture, pdf_with_pictures

BODY = (
    "渡口的改造工程昨日全部完成，两岸居民的出行从此方便了许多，老船工们也都来看热闹。",
    "新的码头比旧的宽了一倍，候船室里装了暖气和电灯。",
)
CAPTION = "改造后的渡口"


def roles(caption: Drawn, *, picture: bool = True) -> dict[str, Role]:
    """Return the role of each block of a page with a picture over its second column."""
    lines = (Drawn("渡口改造完成", 40, 60, 26), *set_paragraphs(BODY, [80, 240], 330), caption)
    images = [PlacedImage(drawn_picture(), (176, 80, 296, 200))] if picture else []
    document = repair(read_pdf(pdf_with_pictures([(lines, images)]), Metadata(name="p.pdf")))
    return {block.reading: block.role for block in document.blocks}


def test_small_type_close_under_a_picture_is_its_caption() -> None:
    """Whatever it says."""
    assert roles(Drawn(CAPTION, 180, 212, 8))[CAPTION] is Role.CAPTION


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Drawn(CAPTION, 180, 212, 10), id="as large as the text"),
        pytest.param(Drawn(CAPTION, 330, 212, 8), id="beside it"),
        pytest.param(Drawn(CAPTION, 180, 500, 8), id="far below"),
        pytest.param(Drawn(CAPTION, 150, 212, 8), id="wider than it"),
    ],
)
def test_other_lines_are_no_captions(other: Drawn) -> None:
    """Size, nearness and width have to agree."""
    assert Role.CAPTION not in roles(other).values()


def test_without_a_picture_small_type_is_no_caption() -> None:
    """The place alone says nothing."""
    assert Role.CAPTION not in roles(Drawn(CAPTION, 180, 212, 8), picture=False).values()
