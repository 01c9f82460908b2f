"""Folders of pages to fit on: what is drawn for each, and the pages themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

from tests.support.build import needs_shared
from tests.support.paths import SHARED
from training import draw_folders

PRESETS = {
    "seed": {"order": 0.15, "overlap": 0.12, "wrap": 0.0, "furniture": 0.1},
    "ocr": {"order": 0.2, "wrap": 0.5, "furniture": 0.6},
    "pdftotext": {"order": 0.1, "wrap": 1.0, "furniture": 1.0},
    "pdfflat": {"wrap": 1.0, "noblank": 0.95},
    "hard": {"order": 0.45, "wrap": 0.7, "furniture": 1.5},
}


def test_rates_of_a_folder_lie_near_those_of_its_preset() -> None:
    """Half to one and a half of each; a share stays below 1, and what a preset has not is not drawn."""
    drawn = [draw_folders.draw_folder(PRESETS, Random(seed)) for seed in range(200)]
    assert {folder.kind for folder in drawn} == {"seed", "ocr", "pdftotext", "mixed"}
    for folder in drawn:
        assert folder.width in draw_folders.WIDTHS
        if folder.kind == "mixed":
            continue
        usual = PRESETS[folder.kind]
        assert folder.rates.keys() == {name for name, rate in usual.items() if rate}
        for name, rate in folder.rates.items():
            assert usual[name] * 0.5 <= rate <= usual[name] * 1.5
            assert rate <= 1 or name == "furniture"
    assert drawn[:9] == [draw_folders.draw_folder(PRESETS, Random(seed)) for seed in range(9)]


def test_mixed_folders_are_ordered_hard_or_without_blank_lines() -> None:
    """Each of the four is drawn."""
    drawn = [draw_folders.draw_folder(PRESETS, Random(seed)) for seed in range(400)]
    mixed = [folder.rates for folder in drawn if folder.kind == "mixed"]
    assert any(rates.get("order") == 0 for rates in mixed)
    assert any(rates.get("order", 0) > 0.3 for rates in mixed)
    assert any("noblank" in rates and "order" not in rates for rates in mixed)
    assert any("noblank" in rates and rates.get("order", 0) > 0 for rates in mixed)


@needs_shared
def test_pages_are_laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files take turns, and the same seed gives the same pages."""
    newsnoise = SHARED / "eval" / "newsnoise.py"
    texts = SHARED / "data" / "ntrex_zh" / "docs.jsonl"
    made = []
    for out in (tmp_path / "a", tmp_path / "b"):
        words = ["draw_folders.py", newsnoise, out, 2, 1, 7, texts]
        monkeypatch.setattr(sys, "argv", [str(word) for word in words])
        draw_folders.main()
        made.append({p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()})
    assert made[0] == made[1]
    assert sum(path.name == "page_001.gold.json" for path in made[0]) == 2
