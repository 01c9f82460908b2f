"""Letters that are kept are drawn to the same pixels as by the font."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from convert.typeset.fonts import packaged_path
from convert.writers.epub.cover import CoverDrawer, cover
from convert.writers.epub.lettering import Lettering
from tests.support.catalogue_folders import FONTS

FONT = str(packaged_path(FONTS.package))


@pytest.mark.parametrize(
    "text",
    [
        "新桥昨日通车,两岸市民同庆",
        "“再也不用等渡船了”。一位老人说：……",
        "Wafer AVATAR To. fij",
        "Soil改良的方法 1,200米",
        "国　国\u3000、、",
        "",
        " ",
    ],
)
@pytest.mark.parametrize("x", [90, 12.5])
def test_a_line_of_kept_letters(text: str, x: float) -> None:
    """With letters that touch, and where a line begins between two pixels; the first time and later."""
    font = ImageFont.truetype(FONT, 34, layout_engine=ImageFont.Layout.BASIC)
    expected = Image.new("L", (900, 60), 255)
    ImageDraw.Draw(expected).text((x, 3), text, font=font, fill=60)
    lettering = Lettering(font, keeps_letters=True)
    for _ in range(2):
        image = Image.new("L", (900, 60), 255)
        lettering.draw(ImageDraw.Draw(image), x, 3, text, 60)
        assert image.tobytes() == expected.tobytes()


def test_the_second_cover_of_a_process_is_drawn_like_the_first() -> None:
    """Though its letters are kept; and so are those of any later one."""
    words = ("云津日报", ("1951年3月8日",), ("新桥昨日通车", "春耕准备就绪"))
    drawn = CoverDrawer(FONTS, is_for_many=False).draw(*words).png()
    assert [cover(*words, FONTS) for _ in range(3)] == 3 * [drawn]
