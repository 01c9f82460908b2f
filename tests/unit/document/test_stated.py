"""What the archive states, and what its silence leaves to the rules."""

from __future__ import annotations

import pytest

from convert.document.actions import Action, Join, Place
from convert.document.layout import Layout, LogicalUnit, UnitSpan
from convert.document.model import Block, Segment
from convert.document.roles import Opening, Role
from convert.document.settled import StatedByArchive

BLOCKS = [Block(f"b.{n}", (Segment("Text", "Text", n * 10),)) for n in range(3)]
SPANS = tuple(UnitSpan(n * 10, n * 10 + 4) for n in range(3))
ORDER = LogicalUnit(None, SPANS)
ARTICLE = LogicalUnit(Opening.ARTICLE, SPANS)
ROLES = [LogicalUnit(None, (span._replace(role=Role.BODY),)) for span in SPANS]
CAPTION = LogicalUnit(None, (SPANS[1]._replace(role=Role.CAPTION),))
PARTS = [LogicalUnit(None, SPANS[:2]), LogicalUnit(None, SPANS[2:])]


@pytest.mark.parametrize(
    ("units", "action", "is_stated"),
    [
        pytest.param(
            [ORDER], Place(1, 0, opens=Opening.ARTICLE), False, id="an order says nothing of openings"
        ),
        pytest.param([ORDER], Place(2, 0), True, id="an order is kept"),
        pytest.param([ARTICLE], Place(1, 0, opens=Opening.ARTICLE), True, id="an article is one"),
        pytest.param(ROLES, Join(0, 1), False, id="roles alone part nothing"),
        pytest.param([CAPTION], Join(0, 1), False, id="of one role still"),
        pytest.param(PARTS, Join(1, 2), True, id="the end of an order is an end"),
        pytest.param([ARTICLE], Join(0, 1), False, id="inside an article"),
    ],
)
def test_what_is_stated_is_covered(units: list[LogicalUnit], action: Action, *, is_stated: bool) -> None:
    """An order, a role, an article: each says what it says."""
    assert StatedByArchive(BLOCKS, Layout(units=tuple(units))).cover(action) is is_stated
