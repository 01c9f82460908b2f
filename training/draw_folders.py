"""Lay out the folders of pages on which `cut`, `head_open`, `candidate`, `pair` and `link` are fitted.

    python training/draw_folders.py NEWSNOISE OUT FOLDERS PAGES SEED ARTICLES.jsonl...

The files take turns, so that each register has as many folders as the others. A folder is of one preset of
newsnoise.py, or `mixed`: in the right order, hard, flat, or without most blank lines. The number of articles
of a page, the width of a column and the rates of damage are drawn for each folder: what is fitted on the
presets as they are takes their rates for the truth. Writes OUT/NAME_PRESET_NUMBER/page_NNN.txt and
.gold.json, as training/fit.py reads them. The same seed gives the same pages.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

PRESETS = ("seed", "seed", "seed", "ocr", "ocr", "ocr", "pdftotext", "pdftotext", "mixed", "mixed")
MIXED = ("ordered", "hard", "pdfflat", "noblank")
"""Of a mixed folder: presets, or `seed` without moved columns, or with few blank lines."""
SHARES = (0.5, 1.5)
"""By how much each rate of a preset is multiplied."""
ARTICLES = (1, 2, 3, 4, 5, 6, 6, 8, 10, 14)
WIDTHS = (12, 14, 16, 16, 18, 20, 22)
"""Characters of a line."""


class Folder(NamedTuple):
    """What a folder of pages is drawn with."""

    kind: str
    rates: dict[str, float]
    articles: int
    width: int


def load_presets(newsnoise: Path) -> dict[str, dict[str, float]]:
    """Return the rates of each preset of newsnoise.py, by its name."""
    spec = importlib.util.spec_from_file_location("newsnoise", newsnoise)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{newsnoise} is no Python module")
    module: ModuleType = importlib.util.module_from_spec(spec)
    sys.modules["newsnoise"] = module
    spec.loader.exec_module(module)
    return {name: asdict(rates) for name, rates in module.PRESETS.items()}


def draw_folder(presets: dict[str, dict[str, float]], draw: random.Random) -> Folder:
    """Draw a preset and move each of its rates; none is above 1 but that of furniture."""
    kind = draw.choice(PRESETS)
    name = draw.choice(MIXED) if kind == "mixed" else kind
    usual = presets[name if name in presets else "seed"]
    rates = {key: rate * draw.uniform(*SHARES) for key, rate in usual.items() if rate}
    rates = {key: rate if key == "furniture" else min(1.0, rate) for key, rate in rates.items()}
    if name == "ordered":
        rates |= {"order": 0.0, "overlap": 0.0}
    if name == "noblank":
        rates["noblank"] = draw.uniform(0.5, 1.0)
    return Folder(kind, rates, draw.choice(ARTICLES), draw.choice(WIDTHS))


def main() -> None:
    """Lay out the folders, the files in turn."""
    newsnoise, out = Path(sys.argv[1]), Path(sys.argv[2])
    folders, pages, seed = (int(word) for word in sys.argv[3:6])
    files = [Path(name) for name in sys.argv[6:]]
    presets = load_presets(newsnoise)
    for number in range(folders):
        draw = random.Random(seed * 100_003 + number)
        source, folder = files[number % len(files)], draw_folder(presets, draw)
        place = out / f"{source.stem.replace('_', '-')}_{folder.kind}_{number}"
        words = [f"--set={name}={rate:.5f}" for name, rate in sorted(folder.rates.items())]
        words += ["--pages", str(pages), "--per-page", str(folder.articles), "--width", str(folder.width)]
        words += ["--preset", "clean", "--min-chars", "200", "--seed", str(seed * 1_000 + number)]
        subprocess.run(  # noqa: S603 - the script that the user named
            [sys.executable, str(newsnoise), str(source), "--out", str(place), *words],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
