"""Lay out pages whose every kind of damage was drawn on its own, to fit estimates that take no shortcut.

    python training/draw_pages.py NEWSNOISE OUT PAGES SEED ARTICLES.jsonl...

The presets of newsnoise.py go together: where marks are half-width, heads are lost. What is fitted on them
learns that the one foretells the other. Here each rate is drawn by itself, a third of the pages have no
damage (but may be wrapped, flat, with furniture or with half-width marks), and a page holds one to sixty
articles, of one corpus. Writes page_NNN.txt, .gold.json, .clean.txt and .rates.json into OUT/drawn.
"""

from __future__ import annotations

import json
import lzma
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LEAST_TEXT = 150
"""Characters of an article that is laid out."""
LAYOUT = {"wrap": 1.0, "halfwidth": 1.0, "furniture": 1.5, "gluehead": 0.7, "caption": 0.5}
"""What parts no sentence and loses none: the highest rate of each, drawn for undamaged pages, too."""
DAMAGE = {
    "split": 1.0,
    "order": 0.45,
    "overlap": 0.35,
    "ocr": 0.02,
    "spaces": 0.25,
    "orphan": 0.5,
    "truncate": 0.4,
}
"""The highest rate of each kind of damage."""
USUAL = 0.5
"""How often a rate is above nothing."""
UNDAMAGED = 0.35
FLAT = 0.2
"""Share of pages with no blank line between most blocks."""
SIZES = (1, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30, 45, 60)
"""Articles of a page."""

Article = dict[str, Any]


def read_articles(path: Path) -> list[list[Article]]:
    """Return the articles of a corpus, those of a day together where it has days."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    days = [row["articles"] for row in rows if "articles" in row]
    return days or [rows]


def draw_rates(draw: random.Random) -> dict[str, float]:
    """Draw each rate on its own: often nothing, else anything up to the highest."""
    rates = {name: most * draw.random() for name, most in LAYOUT.items() if draw.random() < USUAL}
    if draw.random() < USUAL:  # most pages are wrapped everywhere or nowhere
        rates["wrap"] = float(draw.random() < USUAL)
    if draw.random() < FLAT:
        rates["noblank"] = 0.95
    if draw.random() >= UNDAMAGED:
        rates |= {name: most * draw.random() for name, most in DAMAGE.items() if draw.random() < USUAL}
    return rates


def draw_articles(corpus: list[list[Article]], draw: random.Random) -> list[Article]:
    """Draw articles that stood together: of neighbouring days, or from one place of the corpus on."""
    size = draw.choice(SIZES)
    start = draw.randrange(len(corpus))
    rows = [row for day in (corpus[start:] + corpus[:start])[:12] for row in day]
    rows = [row for row in rows if _is_long_enough(row)]
    first = draw.randrange(max(1, len(rows) - size)) if len(corpus) == 1 else 0
    return rows[first : first + size]


def _is_long_enough(row: Article) -> bool:
    texts = [part["text"] if isinstance(part, dict) else str(part) for part in row.get("paragraphs", [])]
    return len(texts) > 1 and sum(map(len, texts)) >= LEAST_TEXT


def lay_out(newsnoise: Path, rows: list[Article], rates: dict[str, float], seed: int, out: Path) -> None:
    """Let newsnoise.py lay out a page, and put its files under a name."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "articles.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        chosen = [f"--set={name}={rate:.5f}" for name, rate in sorted(rates.items())]
        width = random.Random(seed).choice((12, 14, 16, 16, 18, 22, 30, 40))
        words = ["--out", place, "--pages", "1", "--per-page", str(len(rows)), "--preset", "clean", *chosen]
        words += ["--seed", str(seed), "--width", str(width), "--min-chars", "40", "--max-chars", "100000"]
        subprocess.run(  # noqa: S603 - the script that the user named
            [sys.executable, str(newsnoise), str(source), *words], check=True, capture_output=True
        )
        for suffix in (".txt", ".gold.json", ".clean.txt"):
            shutil.move(Path(place) / f"page_001{suffix}", out.with_name(out.name + suffix))
    out.with_name(out.name + ".rates.json").write_text(json.dumps(rates), "utf-8")


def main() -> None:
    """Lay out the pages, the corpora in turn."""
    newsnoise, folder, pages, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    corpora = [read_articles(Path(name)) for name in sys.argv[5:]]
    out = folder / "drawn"
    out.mkdir(parents=True, exist_ok=True)
    for number in range(pages):
        draw = random.Random(seed * 100_003 + number)
        rows = draw_articles(corpora[number % len(corpora)], draw)
        lay_out(newsnoise, rows, draw_rates(draw), seed * 1_000 + number, out / f"page_{number + 1:03}")


if __name__ == "__main__":
    main()
