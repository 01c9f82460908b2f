"""What was understood of a page, drawn over it."""

from __future__ import annotations

import html
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from convert.api import repair
from convert.conversion import read
from convert.document.layout import Box
from convert.document.model import Document, Metadata
from convert.document.roles import Role
from convert.errors import BadSetting
from convert.inspection.drawing import draw
from convert.inspection.pictures import LONGEST_SIDE, page_picture, page_pictures
from convert.inspection.shapes import block_shapes
from convert.readers.pdf import read_pdf
from tests.support.browser import browser, needs_chromium
from tests.support.pdf_pages import Drawn, pdf_page, set_paragraphs
from tests.support.pictures import pdf_with_pictures
from tests.support.placed import placed_page

BODY = (
    "渡口的改造工程昨日全部完成，两岸居民的出行从此方便了许多，老船工们也都来看热闹。",
    "新的码头比旧的宽了一倍，候船室里装了暖气和电灯。",
)
LINES = (Drawn("渡口改造完成", 40, 60, 26), *set_paragraphs(BODY, [80, 80], 150))


def paper() -> Document:
    """Return a page of a headline and two columns, repaired."""
    return repair(read_pdf(pdf_page(LINES), Metadata(name="<p>.pdf", date="1951-03-02")))


def test_a_block_has_a_shape_for_each_place_it_was_put_together_from() -> None:
    """A paragraph that the column's end had cut stands in two places."""
    headline, whole, cut = block_shapes(paper())
    assert [shape.number for shape in (headline, whole, cut)] == [1, 2, 3]
    assert headline.block.role is Role.HEADLINE
    assert len(headline.spots) == len(whole.spots) == 1
    assert [round(spot.box.left) for spot in cut.spots] == [60, 176]
    assert [len(spot.lines) for spot in cut.spots] == [1, 2]
    assert headline.article == whole.article == cut.article == 0


def test_a_table_has_a_grid() -> None:
    """Its cells are boxes as wide as their columns; it says once how large it is."""
    rows = (
        ("品名", "昨日", "今日"),
        ("白菜", "1.20", "1.15"),
        ("黄瓜", "3.10", "3.40"),
        ("鸡蛋", "5.10", "5.30"),
    )
    cells = [
        Drawn(text, 60 + 50 * column, 300 + 16 * number, 10)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    document = repair(read_pdf(pdf_page((*LINES, *cells)), Metadata(name="p.pdf")))
    root = etree.HTML(draw(document, {}))
    drawn = [rect for rect in root.iter("rect") if "cell" in (rect.get("class") or "").split()]
    assert len(drawn) == 12
    assert len({rect.get("width") for rect in drawn[::3]}) == 1
    said = [text.text or "" for text in root.iter("text")]
    assert [words.partition(" ")[2] for words in said if "table" in words] == ["table 4 × 3"]


def test_the_page_has_a_box_for_each_place_and_an_entry_for_each_block() -> None:
    """Each entry leads to a box; the name of the file is text and no markup."""
    page = draw(paper(), {})
    root = etree.HTML(page)
    boxes = {group.get("id") for group in root.iter("g")}
    leads = [link.get("href", "")[1:] for link in root.iter("a")]
    assert len(boxes) == 4
    assert len(leads) == 3
    assert set(leads) <= boxes
    assert html.escape("<p>.pdf") in page
    assert "<script" not in page


def test_a_text_without_places_is_refused() -> None:
    """There is nothing to draw."""
    with pytest.raises(BadSetting, match="nothing to draw"):
        draw(read("头版\n\n今日晴。\n".encode(), Metadata(name="p.txt")), {})


def test_a_pdf_is_its_own_picture() -> None:
    """Drawn in the proportions of its page."""
    pictures = page_pictures(paper(), None)
    assert list(pictures) == [0]
    with Image.open(BytesIO(pictures[0])) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 1600))


def test_one_page_is_drawn_and_no_other() -> None:
    """The same picture as among all of them; there is no page beyond the last."""
    document = read_pdf(pdf_with_pictures([(LINES, []), (LINES[:1], [])]), Metadata(name="p.pdf"))
    pictures = page_pictures(document, None)
    assert list(pictures) == [0, 1]
    assert pictures[0] != pictures[1]
    assert {n: page_picture(document, None, n, LONGEST_SIDE) for n in (0, 1)} == pictures
    assert page_picture(document, None, 2, LONGEST_SIDE) == b""


def test_an_image_is_taken_from_the_folder_of_the_source_alone(tmp_path: Path) -> None:
    """In it, or below; a name that leads out of it is none."""
    folder = tmp_path / "in"
    (folder / "images").mkdir(parents=True)
    Image.new("RGB", (100, 140), "white").save(folder / "images/p 1.jp2", "PNG")
    assert list(page_pictures(placed_page(), folder)) == [0]
    assert page_pictures(placed_page(), folder / "images") != {}
    assert page_pictures(placed_page(), tmp_path / "elsewhere") == {}
    Image.new("RGB", (10, 10)).save(tmp_path / "secret.png")
    document = placed_page()
    assert document.layout is not None
    surface = document.layout.surfaces[0]._replace(image="../secret.png")
    leading_out = replace(document, layout=replace(document.layout, surfaces=(surface,)))
    assert page_pictures(leading_out, folder) == {}


def test_what_is_beyond_the_page_is_drawn_too() -> None:
    """The drawing is as large as all that it has to show."""
    document = placed_page()
    assert document.layout is not None
    assert document.layout.regions[0].box == Box(10, 10, 490, 60)
    assert 'viewBox="0 0 714 1000"' in draw(document, {})


@needs_chromium
def test_a_browser_shows_and_hides_layers(tmp_path: Path) -> None:
    """Boxes have a size on the screen; a layer whose box is not ticked has none; nothing is refused."""
    document = paper()
    (tmp_path / "page.html").write_text(draw(document, page_pictures(document, None)), "utf-8")
    shown = "[...document.querySelectorAll('rect.block')].filter(e => getComputedStyle(e).display != 'none')"
    with browser(tmp_path) as tab:
        tab.go((tmp_path / "page.html").as_uri())
        assert tab.say(f"{shown}.length") == 4
        assert tab.say("document.querySelector('image').getBoundingClientRect().height > 300") is True
        tab.say("document.querySelector('#show-blocks').click()")
        assert tab.say(f"{shown}.length") == 0
        assert tab.heard == []
