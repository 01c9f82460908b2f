"""What models are fitted on, grown from and packed into, as far as numpy alone goes."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from convert.language.trees import trees_from
from training import checks, seam_begun, seam_pack, seam_texts, unlike, wordpairs

NEEDS = "training needs {0}, which the package and its tests do without"


def test_rows_are_rounded_to_four_bits() -> None:
    """Each by the scale that loses least: none is off by more than a half step of its largest number."""
    rows = np.random.default_rng(5).normal(0, 1, (50, 7)) * np.geomspace(0.1, 3, 50)[:, None]
    halves, scales, unit = seam_pack.rounded_rows(rows)
    numbers = np.stack([halves & 15, halves >> 4], axis=2).reshape(50, -1)[:, :7].astype(int) - 8
    step = (scales * unit)[:, None]
    assert np.abs(numbers).max() <= 7
    assert np.square(numbers * step - rows).mean() < 0.01 * np.square(rows).mean()


def test_columns_are_rounded_to_eight_bits() -> None:
    """The largest number of a column is 127 units."""
    matrix = np.array([[1.0, -4.0], [0.5, 2.0]])
    whole, unit = seam_pack.rounded_columns(matrix)
    assert whole.tolist() == [[127, -127], [64, 64]]
    assert (whole * unit) == pytest.approx(matrix, abs=0.02)


def test_rows_that_were_moved_are_known_again() -> None:
    """A row that no batch had counts as one that was moved little."""
    first = seam_begun.SQUARES_AT_FIRST
    before = seam_begun.squares_before(np.array([first, first + 1.0, first + 3.0]))
    assert before[2] == pytest.approx(3 * before[1])
    assert 0 < before[0] <= before[2]


def test_the_last_part_of_translated_works_is_kept_back() -> None:
    """A tenth, and headings and captions are no running text."""
    rows = [{"title": str(number), "paragraphs": []} for number in range(40)]
    assert seam_texts.learnt_from(rows) == rows[:36]
    row = {"title": "渡口", "paragraphs": ["「船」开了。", {"role": "caption", "text": "图"}, ""]}
    assert seam_texts.parts_of(row) == [(True, "渡口"), (False, "“船”开了。"), (True, "图")]


def test_characters_are_renumbered() -> None:
    """By the network that is gone on with; those that it has not are unknown, ends stay ends."""
    codes, others = (np.array([ord(char) for char in chars], np.uint32) for chars in ("渡船江", "江渡"))
    assert seam_texts.renumbered(np.array([0, 2, 3, 4, 1], np.uint16), codes, others).tolist() == [
        0,
        3,
        1,
        2,
        1,
    ]


def test_clues_of_the_network_are_spoilt_page_by_page() -> None:
    """On six tenths of the pages; what is no clue of the network stays."""
    clue = dict.fromkeys(("continues", "continues_here", "continues_best", "continued_best"), 4.0)
    clue |= {"head_goes_on": 1.0, "head_open": 0.5}
    draw, spoilt = Random(1), 0
    for _ in range(300):
        page = [{**clue, "near": 1.0}, {"near": 1.0}]
        unlike.spoil(page, draw)
        spoilt += page[0] != {**clue, "near": 1.0}
        assert page[0]["near"] == 1.0
        assert page[1] == {"near": 1.0}
    assert spoilt / 300 == pytest.approx(0.6, abs=0.1)


def test_entries_of_an_order_are_read(tmp_path: Path) -> None:
    """The words, the probability and the back-off of each; other orders are passed over."""
    model = tmp_path / "lm.arpa"
    model.write_text(
        "\\data\\\n\n\\1-grams:\n-2.5\t渡口\t-0.5\n\n\\2-grams:\n-1.0\t渡口 开航\n\\end\\\n", "utf-8"
    )
    assert list(wordpairs.entries(model, 1)) == [(["渡口"], -2.5, -0.5)]
    assert list(wordpairs.entries(model, 2)) == [(["渡口", "开航"], -1.0, 0.0)]


def test_pairs_say_more_that_are_less_expected() -> None:
    """And so do commoner ones."""
    words = {"渡口": -10.0, "开航": -12.0, "标尺": -20.0}
    usual = wordpairs.gain(words, ["渡口", "开航"], 0.5, 0.0)
    assert wordpairs.gain(words, ["渡口", "开航"], 6.0, 0.0) > usual
    assert wordpairs.gain(words, ["渡口", "标尺"], 0.5, 0.0) < usual


def test_a_report_says_how_sure_a_model_is_and_how_often_right(capsys: pytest.CaptureFixture[str]) -> None:
    """By certainty."""
    examples = [checks.Example({}, truth) for truth in (True, True, False, False)]
    checks.report("cut", [0.98, 0.6, 0.6, 0.1], examples)
    shown = capsys.readouterr().out
    assert "cut: 4 examples, 2 true, accuracy 0.7500, precision 0.6667, recall 1.0000" in shown
    assert "claims 0.50-0.70: 2, true 0.500" in shown
    assert "claims 0.97-1.00: 1, true 1.000" in shown


def test_trees_learn_what_matters_beside_another_clue() -> None:
    """Exactly one of two clues: no sum of weights tells it. A bound on the direction of a clue is kept."""
    pytest.importorskip("sklearn", reason=NEEDS.format("scikit-learn"))
    from training import forest  # noqa: PLC0415 - it cannot be imported without scikit-learn

    draw = Random(2)
    evidence = [{"this": float(draw.random() < 0.5), "that": float(draw.random() < 0.5)} for _ in range(800)]
    truths = [one["this"] != one["that"] for one in evidence]
    for made in (forest.grow(evidence, truths), forest.grow_many(evidence, truths, forest.Shape(20, 4))):
        trees = trees_from(made)
        assert all((trees.odds(one) > 0) == truth for one, truth in zip(evidence, truths, strict=True))
    bound = trees_from(forest.grow_many(evidence, truths, forest.Shape(20, 4, signs={"this": 1, "that": 1})))
    assert bound.odds({"this": 1.0, "that": 1.0}) >= bound.odds({"this": 1.0, "that": 0.0})


def test_no_two_windows_of_a_walk_share_a_character() -> None:
    """All cuts of a long paragraph stand apart."""
    pytest.importorskip("numba", reason=NEEDS.format("numba"))
    from training import seam_sampler  # noqa: PLC0415 - it cannot be imported without numba

    nothing = np.zeros(2002, bool)
    known = seam_sampler.Characters(
        alike=np.zeros((2002, 2), np.int64),
        marks=nothing,
        quotes=nothing,
        begins_no_line=nothing,
        in_numbers=nothing,
        stops=nothing,
        openers=nothing,
        straight_quote=0,
        usual=np.array([2], np.int64),
    )
    stream = np.array([0, *range(2, 2002), 0], np.uint16)
    tails, heads = (np.zeros((40, size), np.int64) for size in (40, 20))
    seam_sampler.seed(1)
    span = seam_sampler.Span(1, 2001, 40, 1980)
    cuts, last = seam_sampler.cut_paragraph(stream, span, known, tails, heads, False)  # noqa: FBT003
    assert 15 < cuts < 33
    assert last <= 1980
    usual = np.concatenate([tails[:cuts].ravel(), heads[:cuts].ravel()])
    read, times = np.unique(usual[usual > 2], return_counts=True)
    assert len(read) > 1000
    assert (times == 1).mean() > 0.98


def test_a_piece_of_a_noisy_page_is_found_in_the_gold_text(tmp_path: Path) -> None:
    """Where it stands, whose article it is, and whether the next piece goes on there."""
    truth = pytest.importorskip(
        "training.truth", reason=NEEDS.format("the scorer beside the project"), exc_type=ImportError
    )
    path = tmp_path / "page.gold.json"
    path.write_text(
        '{"articles": [{"blocks": [{"role": "headline", "text": "渡口昨日开航"}, {"role": "paragraph",'
        ' "text": "江上的雾散得很慢，第一班渡船在九点整离开石门渡。"}],'
        ' "orphan": false, "truncated": false}]}',
        "utf-8",
    )
    gold = truth.Gold(path)
    title, tail, head, strange = gold.spots(
        ["渡口昨日开航", "江上的雾散得很慢，第一班", "渡船在九点整离开石门渡。", "云津日报第六版要闻"]
    )
    assert strange is None
    assert gold.goes_on(tail, head)
    assert not gold.goes_on(title, tail)
    assert (gold.begins_block(tail), gold.ends_block(tail)) == (True, False)
    assert (gold.begins_block(head), gold.ends_block(head)) == (False, True)
    assert (gold.role(title), gold.role(head), gold.article(head)) == ("headline", "paragraph", 0)
