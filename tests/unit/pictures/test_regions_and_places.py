"""Which regions are pictures, and where in the reading they stand."""

from __future__ import annotations

from math import nan

import pytest

from convert.document.layout import Box, Layout, Region, Surface
from convert.document.picture_places import place_pictures
from convert.document.picture_regions import MOST_ON_PAGE, select_pictures
from convert.document.roles import Role
from tests.support.pictures import PlacedBlock, placed_document

PAGE = Surface(0, 1000, 1400)
PHOTO = Box(100, 300, 500, 600)
HEAD = PlacedBlock(Role.HEADLINE, "渡口改造完成", Box(100, 100, 900, 160))
TEXT = PlacedBlock(Role.BODY, "昨日，渡口的改造工程全部完成。", Box(100, 180, 900, 290))
NEXT = PlacedBlock(Role.BODY, "两岸出行方便。", Box(100, 700, 900, 800))
CAPTION = PlacedBlock(Role.CAPTION, "新码头。", Box(120, 605, 480, 625))


def boxes(*regions: Box, kind: str = "image", page: Surface = PAGE) -> list[Box]:
    """Return the pictures that regions of one page make."""
    layout = Layout((page,), tuple(Region(0, 0, box, kind) for box in regions))
    return [region.box for region in select_pictures(layout).regions]


def test_a_photograph_is_a_picture_whatever_its_unit() -> None:
    """A table or an advertisement is none; a page without a size is as large as what stands on it."""
    assert boxes(PHOTO) == [PHOTO]
    assert boxes(PHOTO, kind="table") == []
    assert boxes(Box(0, 0, 100, 100), Box(900, 1300, 1000, 1400), page=Surface(0)) == [
        Box(0, 0, 100, 100),
        Box(900, 1300, 1000, 1400),
    ]


@pytest.mark.parametrize(
    "box",
    [
        pytest.param(Box(980, 10, 995, 25), id="a logo"),
        pytest.param(Box(100, 300, 900, 330), id="a rule"),
        pytest.param(Box(0, 0, 1000, 1400), id="the page"),
        pytest.param(Box(5, 5, 990, 1390), id="nearly the page"),
        pytest.param(Box(900, 300, 1400, 600), id="most of it off the page"),
        pytest.param(Box(2000, 300, 2400, 600), id="off the page"),
        pytest.param(Box(nan, 300, 400, 600), id="no number"),
    ],
)
def test_what_is_no_picture(box: Box) -> None:
    """Small things, rules, the ground of the page, and what does not stand on it."""
    assert boxes(box) == []


def test_what_lies_on_a_scan_is_a_layer_of_it() -> None:
    """A searchable scan may have its photographs as images of their own, over the whole page."""
    assert boxes(Box(0, 0, 1000, 1400), PHOTO) == []


def test_strips_of_a_photograph_are_one_picture() -> None:
    """Some programs cut images into strips, or into tiles; photographs that only stand in line are two."""
    strips = [Box(100, 300 + 10 * n, 500, 310 + 10 * n) for n in range(30)]
    assert boxes(*reversed(strips)) == [PHOTO]
    tiles = [Box(100 + 200 * x, 300 + 150 * y, 300 + 200 * x, 450 + 150 * y) for x in (0, 1) for y in (0, 1)]
    assert boxes(*tiles) == [PHOTO]
    assert len(boxes(PHOTO, Box(100, 620, 500, 920))) == 2


def test_a_picture_in_a_picture_is_no_second_one() -> None:
    """An Illustration inside a composed block of that kind has nearly its box."""
    assert boxes(Box(110, 310, 490, 590), PHOTO) == [PHOTO]


def test_the_same_box_on_most_pages_is_furniture() -> None:
    """A masthead drawn as an image stands in one place on every page."""
    surfaces = tuple(Surface(at, 1000, 1400) for at in range(4))
    masthead = [Region(at, at, Box(50, 20, 950, 220), "image") for at in range(4)]
    layout = Layout(surfaces, (*masthead, Region(2, 2, PHOTO, "image")))
    ordered = Layout(surfaces, tuple(sorted(layout.regions, key=lambda region: region.at)))
    assert [(region.page, region.box) for region in select_pictures(ordered).regions] == [(2, PHOTO)]


def test_of_very_many_pictures_the_largest_are_shown() -> None:
    """A file may claim ten thousand pictures on a page: few are kept, quickly, and the rest counted."""
    many = [Box(7 * n, 9 * m, 7 * n + 90, 9 * m + 90) for n in range(100) for m in range(100)]
    layout = Layout((PAGE,), tuple(Region(0, 0, box, "image") for box in many))
    selection = select_pictures(layout)
    assert len(selection.regions) == MOST_ON_PAGE
    assert selection.over > 0


def places(*blocks: PlacedBlock, pictures: tuple[Box, ...] = (PHOTO,)) -> list[tuple[str, bool, bool]]:
    """Return for each picture the block beside which it stands, if behind it, and if that is its caption."""
    document = placed_document(blocks, pictures)
    texts = {block.id: block.reading for block in document.blocks}
    regions = select_pictures(document.layout).regions
    return [(texts[p.block], p.behind, bool(p.caption)) for p in place_pictures(document, regions)]


def test_a_picture_stands_in_front_of_its_caption() -> None:
    """The caption under it is its own, wherever the reading has it."""
    assert places(HEAD, TEXT, CAPTION, NEXT) == [(CAPTION.text, False, True)]
    assert places(HEAD, TEXT, NEXT, CAPTION) == [(CAPTION.text, False, True)]


def test_a_caption_may_stand_beside_its_picture_or_over_it() -> None:
    """And one that is far away is another picture's."""
    beside = CAPTION._replace(box=Box(510, 550, 700, 590))
    over = CAPTION._replace(box=Box(120, 275, 480, 295))
    far = CAPTION._replace(box=Box(120, 1000, 480, 1020))
    assert places(HEAD, TEXT, beside, NEXT) == [(CAPTION.text, False, True)]
    assert places(HEAD, TEXT, over, NEXT) == [(CAPTION.text, False, True)]
    assert [found[2] for found in places(HEAD, TEXT, far, NEXT)] == [False]


def test_two_pictures_have_a_caption_each_or_share_one() -> None:
    """The nearest pairs are made first."""
    second = Box(550, 300, 900, 600)
    own = PlacedBlock(Role.CAPTION, "旧码头。", Box(560, 605, 800, 625))
    both = [(CAPTION.text, False, True), (own.text, False, True)]
    assert places(HEAD, TEXT, CAPTION, own, NEXT, pictures=(PHOTO, second)) == both
    wide = CAPTION._replace(box=Box(120, 605, 880, 625))
    assert places(HEAD, TEXT, wide, NEXT, pictures=(PHOTO, second)) == [(wide.text, False, True)] * 2


def test_a_picture_without_a_caption_stands_by_its_place() -> None:
    """Between the paragraphs where it stands; over a headline it comes behind that and the byline."""
    assert places(HEAD, TEXT, NEXT) == [(TEXT.text, True, False)]
    low = Box(100, 850, 500, 1100)
    assert places(HEAD, TEXT, NEXT, pictures=(low,)) == [(NEXT.text, True, False)]
    top = Box(100, 5, 500, 95)
    byline = PlacedBlock(Role.BYLINE, "本报记者 林知远", Box(100, 165, 400, 178))
    assert places(HEAD, byline, TEXT, NEXT, pictures=(top,)) == [(byline.text, True, False)]


def test_no_picture_parts_a_list_or_a_caption_from_its_credit() -> None:
    """It stands behind the last line, and behind the credit."""
    lines = [PlacedBlock(Role.LIST, f"第{n}项", Box(100, 630 + 20 * n, 400, 648 + 20 * n)) for n in range(3)]
    assert places(HEAD, TEXT, *lines, pictures=(Box(410, 640, 700, 690),)) == [(lines[-1].text, True, False)]
    credit = PlacedBlock(Role.CREDIT, "周明 摄", Box(120, 640, 300, 655))
    picture = Box(490, 630, 700, 760)
    assert places(HEAD, CAPTION, credit, pictures=(picture,)) == [(credit.text, True, False)]
