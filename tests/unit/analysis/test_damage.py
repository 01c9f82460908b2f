"""The damage of a document: intact ones show none, cut and misread ones show theirs and no other."""

from __future__ import annotations

import re

from convert import conversion
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.document.model import Metadata
from tests.support.intact import PAGE
from tests.support.paths import SAMPLES


def damage_of(text: str, code: str = "zh-Hans") -> Damage:
    """Repair a text, and return what was estimated of its damage."""
    document = conversion.read(text.encode(), Metadata(language=code), encoding="utf-8")
    return conversion.repair(document).damage


def cut(text: str) -> str:
    """Cut each paragraph of more than 45 characters in two, behind the fortieth."""
    return re.sub(r"^(.{40})(?=.{6})", "\\1\n\n", text, flags=re.MULTILINE)


def test_intact_text_shows_no_damage() -> None:
    """Of three whole articles each kind of damage is less likely than not, and most are unlikely."""
    damage = damage_of(PAGE)
    assert max(damage.any, damage.orphans, damage.misreadings) < 0.3
    assert max(damage.cuts, damage.repeats, damage.order) < 0.2


def test_half_width_marks_foretell_no_cuts() -> None:
    """A text that is typed with half-width marks is as whole as it is with full-width ones."""
    half = PAGE.translate(str.maketrans("，：；（）", ",:;()"))
    assert half != PAGE
    whole, typed = damage_of(PAGE), damage_of(half)
    assert abs(typed.cuts - whole.cuts) < 0.1
    assert abs(typed.order - whole.order) < 0.1
    assert abs(typed.orphans - whole.orphans) < 0.1


def test_cut_paragraphs_show() -> None:
    """Paragraphs that stand as two, cut in mid-sentence, are seen, and are no repeated lines."""
    damage = damage_of(cut(PAGE))
    assert min(damage.any, damage.cuts) > 0.9
    assert damage.repeats < 0.5


def test_gaps_between_characters_are_misreadings() -> None:
    """A recogniser's gaps say that characters are misread, and nothing of the order of columns."""
    gaps = re.sub(r"([\u4e00-\u9fff]{9})(?=[\u4e00-\u9fff])", r"\1 ", PAGE)
    damage = damage_of(gaps)
    assert damage.misreadings > 0.9
    assert abs(damage.order - damage_of(PAGE).order) < 0.2


def test_a_sample_of_cut_columns_is_shattered() -> None:
    """The sample whose columns are cut and exchanged shows it, and the clean one does not."""
    cut_columns, clean = (
        conversion.repair(conversion.read((SAMPLES / name).read_bytes())).damage
        for name in ("cut-columns.txt", "clean.txt")
    )
    assert min(cut_columns.any, cut_columns.cuts) > 0.8
    assert max(clean.cuts, clean.order, clean.repeats) < 0.2


def test_a_few_words_and_other_languages_are_not_estimated() -> None:
    """Where there is too little to go by, or no model, no decision is moved."""
    assert damage_of("今天没有报纸。") == NOT_ESTIMATED
    assert damage_of("The library will open longer. " * 40, "en") == NOT_ESTIMATED
