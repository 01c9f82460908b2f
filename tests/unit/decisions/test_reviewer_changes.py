"""A reviewer's own changes: by what they know their place, and what they leave alone."""

from __future__ import annotations

import pytest

from convert.conversion import read
from convert.decisions import ChangeKey, Decision, Decisions, Reviewed, Verdict, review
from convert.decisions.decision import words_at
from convert.decisions.reviewer_changes import (
    join_key,
    label_key,
    opening_key,
    renumber,
    split_key,
    text_key,
)
from convert.document.actions import Action, Edit, Gate, Join, Place, Rule
from convert.document.changes import Kind, Placed
from convert.document.integrity import restore
from convert.document.model import Document, Metadata, block_ids
from convert.document.roles import Opening, Role
from convert.language import Language
from convert.passes import registry
from convert.passes.registry import Pass

TEXT = "甲一一乙\n\n丙丁\n\n丁戊\n"


def changed(*keys: ChangeKey, text: str = TEXT, rules: tuple[Action, ...] = ()) -> Reviewed:
    """Make a reviewer's own changes on what a rule has done."""

    def repair(document: Document, gate: Gate) -> Document:
        step = Pass(Rule("rule", Kind.CORRECTION), lambda _page: iter(rules))
        return registry.run(document, Language("zh"), [step], gate)

    document = read(text.encode(), Metadata(name="page.txt"))
    entries = tuple(Decision(key, Verdict.ACCEPT, words_at(text, key.at)) for key in keys)
    result = review(document, Decisions(entries, "何小满", "n"), repair)
    assert restore(result.document) == document.source.data
    return result


def readings(result: Reviewed) -> str:
    """Return what is read, block by block."""
    return " | ".join(b.reading for b in result.document.blocks)


FIRST = next(block_ids(iter(["甲一一乙"])))
"""Id of the first block."""
DASH = (Edit(0, 1, 3, "——"),)
JOINED = (Join(0, 1),)


@pytest.mark.parametrize(
    ("keys", "rules", "wanted"),
    [
        pytest.param([text_key(3, "乙", "已")], (), "甲一一已 | 丙丁 | 丁戊", id="a word"),
        pytest.param([text_key(1, "——", "…")], DASH, "甲…乙 | 丙丁 | 丁戊", id="where a rule was before"),
        pytest.param([text_key(3, "", "，")], DASH, "甲——，乙 | 丙丁 | 丁戊", id="put in"),
        pytest.param([text_key(4, "", "。")], (), "甲一一乙。 | 丙丁 | 丁戊", id="put in at the end"),
        pytest.param([text_key(6, "", "又")], (), "甲一一乙 | 又丙丁 | 丁戊", id="put in at the start"),
        pytest.param([split_key(3)], DASH, "甲—— | 乙 | 丙丁 | 丁戊", id="parted"),
        pytest.param([join_key(6, FIRST)], (), "甲一一乙丙丁 | 丁戊", id="joined"),
        pytest.param(
            [text_key(4, "", "。"), split_key(4)], (), "甲一一乙 | 。 | 丙丁 | 丁戊", id="a paragraph put in"
        ),
    ],
)
def test_a_change_is_made_where_its_reading_stands(
    keys: list[ChangeKey], rules: tuple[Action, ...], wanted: str
) -> None:
    """After all rules, whatever they did before."""
    result = changed(*keys, rules=rules)
    assert readings(result) == wanted
    assert result.lost == {}


@pytest.mark.parametrize(
    ("key", "rules"),
    [
        pytest.param(text_key(2, "—", "…"), DASH, id="within what a rule has changed"),
        pytest.param(text_key(1, "一一", "…"), DASH, id="what a rule has read otherwise"),
        pytest.param(text_key(4, "丙", "炳"), JOINED, id="the seam, although the next word is the one"),
        pytest.param(text_key(6, "丁", "叮"), (), id="a word that stands elsewhere"),
        pytest.param(split_key(2), DASH, id="a boundary within what was changed"),
        pytest.param(split_key(6), (), id="a boundary where one is"),
        pytest.param(join_key(6, "b.00000000"), (), id="no such block"),
        pytest.param(join_key(7, FIRST), (), id="no block begins there"),
        pytest.param(label_key(6, Role.HEADLINE, Role.BYLINE), (), id="another role stands there"),
        pytest.param(label_key(6, Role.BODY, Role.BYLINE)._replace(after="boss"), (), id="no role"),
        pytest.param(opening_key(6, Opening.ARTICLE, None), (), id="nothing begins there"),
        pytest.param(opening_key(7, None, Opening.ARTICLE), (), id="no block to begin with"),
    ],
)
def test_a_change_without_its_reading_is_lost(key: ChangeKey, rules: tuple[Action, ...]) -> None:
    """Nothing else is changed in its stead, and it is told."""
    result = changed(key, rules=rules)
    assert readings(result) == readings(changed(rules=rules))
    assert result.lost == {key: "the reading is another one there"}


ARTICLE = (Place(1, 0, opens=Opening.ARTICLE),)


@pytest.mark.parametrize(
    ("keys", "rules", "wanted"),
    [
        pytest.param(
            [opening_key(6, None, Opening.ARTICLE)], (), ["", "article", ""], id="an article begins"
        ),
        pytest.param([opening_key(6, Opening.ARTICLE, None)], ARTICLE, ["", "", ""], id="none begins"),
        pytest.param(
            [opening_key(6, Opening.ARTICLE, Opening.UNPLACED)],
            ARTICLE,
            ["", "unplaced", ""],
            id="one has ended",
        ),
        pytest.param([opening_key(0, None, Opening.SECTION)], (), ["section", "", ""], id="the first block"),
        pytest.param(
            [opening_key(6, None, Opening.ARTICLE), label_key(6, Role.BODY, Role.HEADLINE)],
            (),
            ["", "article", ""],
            id="with another role",
        ),
    ],
)
def test_what_begins_with_a_block_is_set_by_a_reviewer(
    keys: list[ChangeKey], rules: tuple[Action, ...], wanted: list[str]
) -> None:
    """No block leaves its place, and the change on record has the reviewer's name."""
    result = changed(*keys, rules=rules)
    blocks = result.document.blocks
    assert readings(result) == readings(changed())
    assert [str(block.opens or "") for block in blocks] == wanted
    (own,) = (c for b in blocks for c in b.changes if isinstance(c, Placed) and c.rule == "reviewer-layout")
    assert (own.by, own.moved) == ("何小满", False)
    assert result.lost == {}


def test_texts_put_in_at_one_place_stand_in_the_order_of_their_numbers() -> None:
    """Whatever their order in the file, and however they sort."""
    keys = [text_key(4, "", text)._replace(nth=n) for n, text in enumerate("丑子寅", 1)]
    assert readings(changed(*reversed(keys))) == "甲一一乙丑子寅 | 丙丁 | 丁戊"
    inside = [text_key(3, "", text)._replace(nth=n) for n, text in enumerate("丑子寅", 1)]
    assert readings(changed(*reversed(inside))) == "甲一一丑子寅乙 | 丙丁 | 丁戊"


def test_what_is_left_is_numbered_anew() -> None:
    """One of three was taken back."""
    keys = [text_key(4, "", text)._replace(nth=n) for n, text in ((3, "寅"), (1, "丑"))]
    rule = ChangeKey("marks", "edit", 4, ",", "，", "", 2)
    left = renumber(Decision(key, Verdict.ACCEPT, "") for key in (*keys, rule))
    assert [(d.key.after, d.key.nth) for d in left] == [("丑", 1), ("，", 2), ("寅", 2)]
