"""The order of frames: a heading rules the columns under it, and a column without one goes on."""

from __future__ import annotations

import pytest

from convert.document.layout import Box
from convert.geometry.order import is_made_of_modules, put_in_order
from convert.geometry.placed_frames import PlacedFrame


def body(left: float, top: float, right: float, bottom: float) -> PlacedFrame:
    """Return a frame of body text."""
    return PlacedFrame(Box(left, top, right, bottom), 10)


def head(left: float, top: float, right: float, size: float = 20) -> PlacedFrame:
    """Return a heading of one line."""
    return PlacedFrame(Box(left, top, right, top + size), size, is_head=True)


PAGE = (
    head(0, 0, 200),
    body(0, 30, 95, 200),
    body(105, 30, 200, 200),
    head(210, 0, 305),
    body(210, 30, 305, 400),
    body(315, 200, 410, 400),
    head(0, 220, 200),
    body(0, 250, 95, 400),
    body(105, 250, 200, 400),
    head(315, 0, 410),
    body(315, 30, 410, 190),
)
RULES = (Box(315, 195, 410, 195),)


def test_frames_without_height_are_no_margin() -> None:
    """They stand in no line, not even in their own."""
    flat = [body(0, top, 95, top) for top in (0, 30, 60)]
    assert put_in_order(flat, ()) == [[0, 1, 2]]


def test_columns_follow_their_heading_and_a_column_without_one_goes_on() -> None:
    """Under the rule at the right stands what the column to its left did not hold."""
    assert put_in_order(PAGE, RULES) == [[0, 1, 2], [3, 4, 5], [9, 10], [6, 7, 8]]


def test_the_order_in_which_frames_are_drawn_does_not_matter() -> None:
    """Each article has the same frames in the same order."""
    turned = tuple(reversed(PAGE))
    last = len(PAGE) - 1
    assert [[last - n for n in group] for group in put_in_order(turned, RULES)] == put_in_order(PAGE, RULES)


def test_an_upright_rule_parts_a_column_from_its_neighbour() -> None:
    """What stands behind it is no continuation."""
    frames = (head(0, 0, 95), body(0, 30, 95, 200), body(105, 30, 200, 200))
    assert put_in_order(frames) == [[0, 1, 2]]
    assert put_in_order(frames, (Box(100, 0, 100, 210),)) == [[0, 1], [2]]


def test_a_column_goes_on_under_a_picture() -> None:
    """A picture has no text and is seen through; its caption comes last."""
    caption = PlacedFrame(Box(105, 110, 200, 118), 8, is_note=True)
    frames = (head(0, 0, 200), body(0, 30, 95, 300), caption, body(105, 130, 200, 300))
    assert put_in_order(frames) == [[0, 1, 3, 2]]


def test_a_heading_beside_its_text_is_its_heading() -> None:
    """Text without a heading over it goes on from what stands to its left, a heading, too."""
    frames = (head(0, 0, 60), body(80, 0, 180, 200))
    assert put_in_order(frames) == [[0, 1]]


def test_lines_of_one_heading_stand_together() -> None:
    """A kicker, a headline over two lines and a subtitle are one group."""
    frames = (head(0, 0, 90, 14), head(0, 18, 200, 30), head(10, 52, 150, 14), body(0, 75, 95, 200))
    assert put_in_order(frames) == [[0, 1, 2, 3]]


def test_a_headline_rules_columns_that_begin_level_with_the_one_under_it() -> None:
    """On both sides of it, though another article stands over them with nothing but white between."""
    upper = (head(0, 0, 300), *(body(left, 30, left + 95, 200) for left in (0, 105, 210)))
    lower = (head(120, 215, 180), *(body(left, 240, left + 95, 400) for left in (0, 105, 210)))
    assert put_in_order((*upper, *lower)) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_text_beside_a_headline_is_not_of_the_articles_further_down() -> None:
    """The headline stands in the first column, and so does another one under it."""
    first = (head(0, 0, 95, 60), body(105, 0, 200, 150), body(210, 0, 305, 150))
    second = (head(0, 180, 305), *(body(left, 210, left + 95, 400) for left in (0, 105, 210)))
    assert put_in_order((*first, *second)) == [[0, 1, 2], [3, 4, 5, 6]]


def test_a_headline_that_runs_downwards_may_stand_right_of_its_text() -> None:
    """It has no other text, and the columns have no other headline."""
    upright = PlacedFrame(Box(215, 0, 237, 140), 22, is_head=True)
    assert put_in_order((body(0, 0, 95, 150), body(105, 0, 200, 150), upright)) == [[2, 0, 1]]


@pytest.mark.parametrize("left", [215, -40])
def test_a_headline_that_runs_downwards_rules_the_columns_beside_it(left: float) -> None:
    """At its right or left; the text of another article stands over them, with white between."""
    upper = (head(0, 0, 305), *(body(x, 30, x + 95, 200) for x in (0, 105)))
    lower = tuple(body(x, 212, x + 95, 400) for x in (0, 105))
    upright = PlacedFrame(Box(left, 212, left + 22, 350), 22, is_head=True)
    assert put_in_order((*upper, *lower, upright)) == [[0, 1, 2], [5, 3, 4]]


def test_a_column_belongs_to_the_headline_beside_it_rather_than_to_the_banner() -> None:
    """Two articles under one banner: the first one's headline is not as wide as its columns."""
    banner, first, second = head(100, 0, 500, 34), head(0, 50, 190), head(320, 50, 520)
    columns = tuple(body(x, 80, x + 95, 300) for x in (0, 105, 210, 320, 425))
    assert put_in_order((banner, first, second, *columns)) == [[0, 2, 6, 7], [1, 3, 4, 5]]


@pytest.mark.parametrize("count", [0, 1, 3001])
def test_any_number_of_frames_is_put_in_order(count: int) -> None:
    """None is lost and none comes twice; of very many the order of the file is kept."""
    frames = tuple(body(0, 20 * n, 90, 20 * n + 15) for n in range(count))
    assert sorted(n for group in put_in_order(frames) for n in group) == list(range(count))


def lined(left: float, top: float, right: float, bottom: float) -> PlacedFrame:
    """Return a frame of body text with its lines."""
    count = int((bottom - top) // 15)
    lines = tuple(Box(left, top + 15 * n, right, top + 15 * n + 10) for n in range(count))
    return PlacedFrame(Box(left, top, right, bottom), 10, lines=lines)


UPPER = (head(0, 0, 300), *(lined(left, 30, left + 95, 200) for left in (0, 105, 210)))


def test_a_headline_beside_its_text_rules_columns_under_another_article() -> None:
    """Nothing but white parts the two, and a byline may stand under the headline."""
    byline = lined(0, 270, 40, 285)
    lower = (head(0, 225, 80), byline, lined(105, 222, 200, 400), lined(210, 222, 305, 400))
    assert put_in_order((*UPPER, *lower)) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_a_headline_with_its_own_column_rules_none_beside_it() -> None:
    """The column beside it goes on from what is over it."""
    lower = (head(0, 225, 80), lined(0, 255, 95, 400), lined(105, 222, 200, 400))
    assert put_in_order((*UPPER, *lower)) == [[0, 1, 2, 6, 3], [4, 5]]


def test_a_banner_over_two_articles_is_read_before_the_left_one() -> None:
    """Though its own characters stand over the right one alone."""
    banner = head(150, 0, 260, 34)
    left, right = head(0, 42, 130), head(210, 40, 400)
    texts = [lined(x, 70, x + 95, 200) for x in (0, 105, 210, 315)]
    assert put_in_order((banner, left, right, *texts)) == [[0, 1, 3, 4], [2, 5, 6]]


def test_columns_under_a_picture_go_on_from_what_stands_over_it() -> None:
    """Not from another article further up: a heading over a wide picture is narrower than that."""
    picture = Box(0, 255, 305, 320)
    lower = (head(0, 225, 80), *(lined(left, 330, left + 95, 400) for left in (0, 105, 210)))
    frames = (*UPPER, *lower)
    assert put_in_order(frames, (), (picture,)) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert put_in_order(frames) != [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_the_text_of_a_headed_column_may_begin_under_a_byline_of_its_size() -> None:
    """The next column begins level with the text, not with the byline."""
    byline = PlacedFrame(
        Box(0, 245, 95, 400), 10, lines=tuple(Box(0, y, 95, y + 10) for y in (245, 264, 279))
    )
    lower = (head(0, 220, 95), byline, lined(105, 264, 200, 400))
    assert put_in_order((*UPPER, *lower)) == [[0, 1, 2, 3], [4, 5, 6]]


def test_a_headline_set_downwards_rules_columns_a_column_away() -> None:
    """It stands in the middle of a column of its own, and nothing between them."""
    down = PlacedFrame(Box(255, 220, 277, 400), 22, is_head=True, is_upright=False)
    lower = (lined(0, 220, 95, 400), lined(105, 220, 200, 400), down)
    assert put_in_order((*UPPER, *lower)) == [[0, 1, 2, 3], [6, 4, 5]]


def lines(column: int, top: float) -> PlacedFrame:
    """Return a column of five lines."""
    left = 105 * column
    rows = tuple(Box(left, y, left + 95, y + 10) for y in range(int(top), int(top) + 60, 12))
    return PlacedFrame(Box(left, top, left + 95, rows[-1].bottom), 10, lines=rows)


@pytest.mark.parametrize(
    ("heads", "modules"),
    [
        pytest.param([(0, 0, 200), (210, 0, 410)], True, id="two side by side"),
        pytest.param([(0, 0, 200)], False, id="one"),
        pytest.param([(0, 0, 410), (0, -30, 410)], False, id="over the whole page"),
        pytest.param([(0, 0, 95), (105, 0, 200)], False, id="over a column each"),
        pytest.param(
            [(0, 0, 200), (210, 0, 410), *[(0, 200 + y, 200) for y in (0, 40, 80)]], False, id="display"
        ),
        pytest.param([(0, -80, 200), (210, -80, 410)], False, id="far above"),
    ],
)
def test_headings_over_several_columns_make_modules(
    heads: list[tuple[float, float, float]], *, modules: bool
) -> None:
    """Most of those that are wider than a column have several close under them."""
    frames = [*(head(*each) for each in heads), *(lines(column, 30) for column in range(4))]
    assert is_made_of_modules(frames) is modules


def test_rules_between_the_columns_of_one_article_part_none() -> None:
    """They begin where the text does; one that begins beside the headline parts articles."""
    frames = (head(0, 0, 120), lines(0, 30), lines(1, 30))
    assert put_in_order(frames, (Box(100, 28, 100, 90),)) == [[0, 1, 2]]
    assert put_in_order(frames, (Box(100, 0, 100, 90),)) == [[0, 1], [2]]


def test_a_byline_in_small_type_stands_over_the_text() -> None:
    """A caption comes last."""
    byline = PlacedFrame(Box(0, 24, 50, 32), 8, is_note=True, lines=(Box(0, 24, 50, 32),))
    caption = byline._replace(box=Box(105, 110, 150, 118))
    frames = (caption, head(0, 0, 200), byline, lines(0, 40), lines(0, 100), lines(1, 40))
    assert put_in_order(frames) == [[1, 2, 3, 4, 5, 0]]
