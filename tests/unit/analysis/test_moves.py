"""Moves: the words of a column say whether it belongs where a link would put it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from convert.analysis.context import PageContext, page_context
from convert.analysis.links.links import Link
from convert.analysis.moves import MoveScale
from convert.document.model import Block, Segment
from convert.document.roles import Role
from convert.language import language

WEIR = (
    "谈季同说，渡口的堰坝三年前就有裂缝，省里的水利专家看过堰坝，裂缝一直没有人补，他连夜赶到渡口，站在堰坝上"
)
WEIR_GOES_ON = "看了很久，谈季同摇着头说，堰坝的裂缝要是早一点补好，渡口就不会垮塌，水利专家也说了同样的话。"
FAIR = "花灯会昨晚在骑楼下开场，扎灯笼的老人何采薇坐在骑楼的石阶上，花灯会只办三天，孩子们提着灯笼回家。"
FAIR_GOES_ON = "看了很久，何采薇笑着说，灯笼是用老法子扎的，骑楼下的花灯会办了二十年，灯笼一年比一年多。"
CHINESE = language("zh-Hans")


def page_of(texts: Sequence[str], roles: Sequence[Role] = ()) -> PageContext:
    """Return a page of some texts; all are running text where no role is given."""
    roles = roles or [Role.BODY] * len(texts)
    blocks = [
        Block(str(number), (Segment(text, text, 1000 * number),), role)
        for number, (text, role) in enumerate(zip(texts, roles, strict=True))
    ]
    return page_context(blocks, CHINESE)


TITLE = "老街花灯会昨晚开场"
UNDER = [Role.BODY, Role.HEADLINE, Role.BODY, Role.BODY, Role.BODY]


@pytest.mark.parametrize(
    ("column", "is_surer"),
    [
        pytest.param(WEIR_GOES_ON, True, id="of the article"),
        pytest.param(FAIR_GOES_ON, False, id="of another one"),
    ],
)
def test_a_column_belongs_where_its_names_are(column: str, *, is_surer: bool) -> None:
    """It is surer if the column has the names of its tail's article, less sure if those of what is above."""
    link = Link(0, 3, 0.7)
    cert = MoveScale(page_of([WEIR, TITLE, FAIR, column], UNDER[:4]), [link]).certainty(link)
    assert (cert > 0.8) is is_surer
    assert (cert < 0.6) is not is_surer


def test_nothing_is_compared_over_a_heading() -> None:
    """What stands under a heading says nothing of the text above that."""
    link = Link(0, 3, 0.7)
    roles = [Role.BODY, Role.BODY, Role.HEADLINE, Role.BODY]
    page = page_of([WEIR, FAIR, TITLE, WEIR_GOES_ON], roles)
    assert MoveScale(page, [link]).certainty(link) == link.cert


def test_a_column_ends_where_another_link_parts_it() -> None:
    """What follows a cut end that goes on elsewhere does not move with the column."""
    page = page_of([WEIR, TITLE, FAIR, WEIR_GOES_ON, FAIR_GOES_ON], UNDER)
    link = Link(0, 3, 0.7)
    alone = MoveScale(page, [link, Link(3, 0, 0.5)]).certainty(link)
    assert alone > MoveScale(page, [link]).certainty(link)


def test_a_line_that_is_no_text_has_no_words_to_compare() -> None:
    """A cut end that was labelled as a heading is linked by its seam alone."""
    link = Link(0, 2, 0.7)
    page = page_of([WEIR[:12], FAIR, WEIR_GOES_ON], [Role.HEADLINE, Role.BODY, Role.BODY])
    assert MoveScale(page, [link]).certainty(link) == link.cert


def test_words_make_no_link_likely() -> None:
    """One that is doubtful by its seam stays as it is; words may still speak against it."""
    page = page_of([WEIR, TITLE, FAIR, WEIR_GOES_ON], UNDER[:4])
    link = Link(0, 3, 0.3)
    assert MoveScale(page, [link]).certainty(link) == link.cert
    page = page_of([WEIR, TITLE, FAIR, FAIR_GOES_ON], UNDER[:4])
    assert MoveScale(page, [link]).certainty(link) < link.cert
