"""What was written beside what came back: anchors, and the cheapest steps between them."""

from __future__ import annotations

from random import Random

import pytest

from convert.decisions.word.compare import Anchor, anchors, steps
from convert.decisions.word.tokens import END, Token, Unit

ALPHABET = "甲乙丙丁戊己庚辛壬癸"


def units(text: str) -> list[Unit]:
    """Write a text as units; a bar ends a paragraph."""
    return [Unit(0, END if char == "|" else char, at) for at, char in enumerate(text)]


def tokens(text: str) -> list[Token]:
    """Write a text as tokens."""
    return [Token(END if char == "|" else char) for char in text]


def test_the_same_text_is_anchored_in_full() -> None:
    """Grams that overlap and agree hold all their characters."""
    text = "甲乙丙丁戊己庚辛壬癸"
    assert anchors(units(text), tokens(text)) == [Anchor(n, n) for n in range(len(text))]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        pytest.param(
            "甲乙丙丁戊己庚",
            "甲乙丙丁戊己，乙丙丁戊己庚",
            [(n, n) for n in range(6)],
            id="overlaps in the old",
        ),
        pytest.param(
            "甲乙丙丁戊己，乙丙丁戊己庚",
            "甲乙丙丁戊己庚",
            [(n, n) for n in range(6)],
            id="overlaps in the new",
        ),
        pytest.param(
            "甲乙丙丁戊己庚辛", "甲乙丙丁戊己，庚辛", [(n, n) for n in range(6)], id="too short behind"
        ),
        pytest.param("甲乙丙丁戊己", "甲乙丙丁戊", [], id="too short at all"),
        pytest.param(
            "甲乙丙丁戊己庚辛壬癸子丑",
            "甲乙丙丁戊己，庚辛壬癸子丑",
            [*((n, n) for n in range(6)), *((n, n + 1) for n in range(6, 12))],
            id="both sides of a word put in",
        ),
        pytest.param("甲乙丙丁戊己，甲乙丙丁戊己", "甲乙丙丁戊己", [], id="twice is no anchor"),
    ],
)
def test_anchors_are_in_order_and_agree(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    """A character is paired once, and no pair crosses another."""
    assert anchors(units(old), tokens(new)) == pairs


@pytest.mark.parametrize("seed", range(40))
def test_the_steps_lead_from_one_text_to_the_other(seed: int) -> None:
    """Each unit is kept or taken out once, in order; what is kept and put in is what came back."""
    dice = Random(seed)
    old = "".join(dice.choices(ALPHABET + "|", k=60))
    new = list(old)
    edits = dice.randrange(8)
    for _ in range(edits):
        at = dice.randrange(len(new))
        new[at : at + dice.randrange(3)] = dice.choices(ALPHABET + "|", k=dice.randrange(3))
    written, returned = units(old), tokens("".join(new))
    taken = list(steps(written, returned))
    assert [step.unit for step in taken if step.unit >= 0] == list(range(len(written)))
    rebuilt = [written[step.unit].char if step.kept else step.put for step in taken if step.kept or step.put]
    assert rebuilt == [token.char for token in returned]
    cost = sum(1 for step in taken if not step.kept)
    assert cost <= 4 * edits
