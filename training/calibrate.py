"""Count what each rule changes wrongly and rightly, by damage and certainty, into the package's harm.toml.

    python training/calibrate.py FOLDER... [--rule NAME]...

Each folder holds pages with gold that no model was fitted on, page_NNN.txt and .gold.json (newsnoise.py or
draw_pages.py). What counts is what a rule removes or corrects; the width of marks, gaps and quotes are a
house's habit. An error that was never seen is counted as half a one, so that few pages promise little.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from convert.document.changes import Kind
from convert.language.models import HARM_FILE
from convert.passes.harm import bucket
from convert.passes.registry import PASSES
from training.verdicts import JudgedPage, Verdict, judged_pages

THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99)
MOST = 1_000
"""Pages of each folder."""
EARLY = frozenset({"mojibake", "nfc", "unify-variants", "invisible-characters", "lines", "indents"})
"""Rules that run before damage is estimated."""
COUNTED = frozenset(
    step.rule.name
    for step in PASSES
    if step.rule.kind is not Kind.REGULARIZATION and step.rule.name not in EARLY
)


def table_of(pages: Iterable[JudgedPage]) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Count the pages' changes: by damage, rule and threshold, in 100,000 characters."""
    characters: dict[str, int] = defaultdict(int)
    verdicts: dict[str, dict[str, list[Verdict]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        part = bucket(page.damage)
        characters[part] += page.characters
        for verdict in page.verdicts:
            if verdict.rule in COUNTED and verdict.size:
                verdicts[part][verdict.rule].append(verdict)
    return {
        part: {
            rule: {str(at): _level(of_rule, at, characters[part]) for at in THRESHOLDS}
            for rule, of_rule in sorted(of_part.items())
        }
        for part, of_part in sorted(verdicts.items())
    }


def _level(verdicts: Iterable[Verdict], threshold: float, characters: int) -> dict[str, float]:
    """Count what is done from a threshold on."""
    done = [verdict for verdict in verdicts if verdict.cert >= threshold]
    sums = {right: sum(v.size for v in done if v.right is right) for right in (False, True)}
    wrong = sums[False] or (0.5 if done else 0.0)
    return {"wrong": round(1e5 * wrong / characters, 3), "right": round(1e5 * sums[True] / characters, 3)}


def as_toml(table: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]) -> str:
    """Write the table, a rule of a part under one heading."""
    text = (
        "# Characters in 100,000 that each rule changes from a certainty on, by the damage of the page.\n"
        "# Made by training/calibrate.py from pages that no model was fitted on.\n"
    )
    for part, rules in table.items():
        for rule, levels in rules.items():
            text += f"\n[{part}.{rule}]\n"
            for at, level in levels.items():
                text += f'"{at}" = {{ wrong = {level["wrong"]}, right = {level["right"]} }}\n'
    return text


def main() -> None:
    """Judge the pages and write the table, or the part of some rules in it."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folders", nargs="+", type=Path)
    wanted.add_argument("--rule", action="append", help="count this one alone; the others stay as they are")
    options = wanted.parse_args()
    pages = [page for folder in options.folders for page in judged_pages(folder, PASSES, MOST)]
    table = table_of(pages)
    if options.rule:
        before = tomllib.loads(HARM_FILE.read_text("utf-8"))
        for part, rules in before.items():
            counted = {name: table[part][name] for name in options.rule if name in table.get(part, {})}
            table[part] = dict(sorted({**rules, **counted}.items()))
    HARM_FILE.write_text(as_toml(table), "utf-8")
    print(f"{len(pages)} pages, {sum(page.characters for page in pages):,} characters")


if __name__ == "__main__":
    main()
