"""A serial at the foot of a page: what stands over it goes on on the next page."""

from __future__ import annotations

import pytest

from convert.conversion import repair
from convert.document.layout import Box
from convert.geometry.feet import foot_top
from tests.support.printed_issue import Printed, printed_issue

WEIR = ("The weir above the mill was mended in spring", "and the men of the parish who had mended it")
SERIAL = ("She shut the lantern and listened to the rain", "upon the roof and to the wheels of the coach")
HEAD = Printed(("THE WEIR IS MENDED",), 0, 2, 1.6)
SERIAL_HEAD = Printed(("THE MILLER'S DAUGHTER",), 0, 21, 1.6)


def column(
    column: int, row: int, lines: int, text: tuple[str, str] = WEIR, end: str = "were paid for it."
) -> Printed:
    """Return a column of a text, that ends with some words."""
    return Printed([text[0], *[text[1]] * (lines - 2), end], column, row)


def rows(*spans: tuple[int, int, int]) -> list[Box]:
    """Return lines in columns: which, from which row on, up to which."""
    return [
        Box(300 * at, 24 * row, 300 * at + 280, 24 * row + 18)
        for at, first, last in spans
        for row in range(first, last)
    ]


@pytest.mark.parametrize(
    ("spans", "top"),
    [
        pytest.param([(n, *span) for n in range(3) for span in ((0, 20), (21, 30))], 489, id="a foot"),
        pytest.param([(n, *span) for n in range(2) for span in ((0, 20), (21, 30))], None, id="two columns"),
        pytest.param(
            [(n, row, row + 2) for n in range(3) for row in range(0, 30, 3)], None, id="white everywhere"
        ),
        pytest.param(
            [(n, *span) for n in range(3) for span in ((0, 20 + n), (21 + n, 30))], None, id="they end apart"
        ),
        pytest.param(
            [(0, 0, 30), *((n, *span) for n in (1, 2) for span in ((0, 20), (21, 30)))],
            None,
            id="one goes down",
        ),
        pytest.param(
            [(n, *span) for n in range(3) for span in ((0, 28), (29, 30))], None, id="a line is no foot"
        ),
        pytest.param(
            [(n, *span) for n in range(3) for span in ((0, 20 - 5 * n), (21, 30))],
            None,
            id="they end far above",
        ),
        pytest.param([(0, 0, 2)], None, id="hardly a line"),
    ],
)
def test_white_through_all_columns_parts_a_foot(spans: list[tuple[int, int, int]], top: float | None) -> None:
    """Columns go down to it, and begin again under it."""
    assert foot_top(rows(*spans)) == top


def first_words(articles: object) -> list[list[str]]:
    """Return how the blocks of each article begin."""
    assert isinstance(articles, tuple)
    return [[block.reading[:9] for block in article.readable] for article in articles]


def issue(over: str, under: str, head: str, *, again: bool = True) -> list[list[str]]:
    """Return the articles of an issue, by how the columns, the foot and the next page begin and end."""
    first = [
        HEAD,
        column(0, 4, 16),
        column(1, 2, 18, end="and it was paid for in"),
        column(2, 2, 18, (WEIR[1], WEIR[1]), end=over),
        SERIAL_HEAD,
        column(0, 23, 9, SERIAL),
        column(1, 21, 11, SERIAL, end="and to the wind till she"),
        column(2, 21, 11, (SERIAL[1], SERIAL[1]), end=under),
    ]
    second = [
        column(0, 2, 18, (head, WEIR[1])),
        Printed(("A LANTERN IS LOST",), 1, 2, 1.6),
        column(1, 4, 16),
        column(2, 2, 18),
        *([column(at, 21, 10, (f"Then {SERIAL[0]}", SERIAL[1])) for at in range(3)] if again else ()),
    ]
    document = repair(printed_issue(first, second))
    return first_words(document.articles)


def test_columns_and_foot_go_on_by_themselves() -> None:
    """Two articles, each on both pages, and one more."""
    assert issue("were paid for it.", "till she slept.", "No water was lost in summer") == [
        ["THE WEIR ", "The weir ", "The weir ", "No water "],
        ["THE MILLE", "She shut ", "She shut ", "Then She ", "Then She ", "Then She "],
        ["A LANTERN", "The weir ", "The weir "],
    ]


def test_a_cut_paragraph_goes_on_behind_the_foot() -> None:
    """The halves of a sentence are one paragraph; the foot is not cut, though it stands between them."""
    articles = issue("were paid for the", "till she slept.", "mending of the weir and of")
    assert articles[0] == ["THE WEIR ", "The weir ", "The weir "]
    assert len(articles) == 3


def test_a_foot_that_is_cut_goes_on_in_the_columns() -> None:
    """Where the next page has no foot, and the columns have ended."""
    articles = issue("were paid for it.", "that brought the", "miller from the town", again=False)
    assert articles[1] == ["THE MILLE", "She shut ", "She shut "]
