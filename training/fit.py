"""Fit the weights that combine the evidence, and write them to the package's weights.toml.

    python training/fit.py PAGES_TRAIN PAGES_TUNE [MODEL...]

Each folder holds the folders seed, ocr, pdftotext and pdfflat that newsnoise.py filled. Logistic
regression (scikit-learn), a little regularised; the fit on the tune pages is printed. Only this script
needs scikit-learn: the package reads the weights and adds them up.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from convert import pipeline
from convert.language import Language, language
from convert.model import Document
from convert.passes import PASSES, lines, run
from convert.passes.evidence import Evidence
from convert.passes.measure import UNKNOWN, from_lines
from training.truth import Gold

WEIGHTS = Path(__file__).parents[1] / "convert" / "language" / "data" / "weights.toml"
CHINESE = language("zh-Hans")


@dataclass(frozen=True, slots=True)
class Example:
    """What a model saw, and what was true."""

    evidence: Evidence
    truth: bool
    shown: str = ""


Examples = Iterator[tuple[str, Example]]
"""(model, example)"""


def pages(folder: Path, most: int, before: str = "") -> Iterator[tuple[Gold, Document]]:
    """Yield each page with its gold, after the passes that run before the named one."""
    names = [step.rule.name for step in PASSES]
    steps = PASSES[: names.index(before)] if before else ()
    for path in sorted(folder.glob("page_???.gold.json"))[:most]:
        noisy = path.with_name(path.name.replace(".gold.json", ".txt"))
        document = pipeline.read(noisy.read_bytes())
        yield Gold(path), run(document, CHINESE, steps)


def line_examples(folder: Path, most: int) -> Examples:
    """Line ends inside blocks: does the paragraph go on below?"""
    for preset in ("pdfflat", "ocr", "pdftotext"):
        for gold, document in pages(folder / preset, most):
            blocks = [lines._lines(b.reading) for b in document.blocks]
            texts = [line.text for block in blocks for line in block]
            spots = gold.spots(texts)
            measure = from_lines([line.text for block in blocks if len(block) > 1 for line in block])
            number = 0
            for block in blocks:
                first = True
                for here, below in zip(block, block[1:], strict=False):
                    truth = gold.goes_on(spots[number], spots[number + 1])
                    if not lines.stands_alone(here.text) and not lines.stands_alone(below.text):
                        shown = f"{here.text} | {below.text}"
                        found = lines.line_evidence(here.text, below.text, measure, CHINESE, first=first)
                        yield lines.model_name(measure, first=first), Example(found, truth, shown)
                        found = lines.line_evidence(here.text, below.text, UNKNOWN, CHINESE, first=first)
                        yield "line_unmeasured", Example(found, truth, shown)
                    number += 1
                    spot = spots[number]
                    first = not truth and (spot is None or gold.begins_block(spot))
                number += 1


SOURCES: dict[str, Callable[[Path, int], Examples]] = {"line": line_examples}


def fit(train: dict[str, list[Example]], tune: dict[str, list[Example]]) -> dict[str, dict[str, float]]:
    """Fit each model and print how it does on pages it has not seen."""
    fitted = {}
    for model, examples in sorted(train.items()):
        table = DictVectorizer(sort=True)
        matrix = table.fit_transform([e.evidence for e in examples])
        machine = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False)
        machine.fit(matrix, [e.truth for e in examples])
        names = table.get_feature_names_out()
        fitted[model] = {n: round(float(w), 3) for n, w in zip(names, machine.coef_[0], strict=True)}
        report(model, machine.predict_proba(table.transform([e.evidence for e in tune[model]]))[:, 1], tune[model])
    return fitted


def report(model: str, guesses: list[float], examples: list[Example]) -> None:
    """Print accuracy, calibration and the worst mistakes of a model."""
    right = sum((g >= 0.5) == e.truth for g, e in zip(guesses, examples, strict=True))
    positive = sum(e.truth for e in examples)
    hit = sum(g >= 0.5 and e.truth for g, e in zip(guesses, examples, strict=True))
    claimed = sum(g >= 0.5 for g in guesses)
    print(f"{model}: {len(examples)} examples, {positive} true, accuracy {right / len(examples):.4f},", end=" ")
    print(f"precision {hit / max(1, claimed):.4f}, recall {hit / max(1, positive):.4f}")
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1.01)):
        inside = [e.truth for g, e in zip(guesses, examples, strict=True) if low <= g < high]
        if inside:
            print(f"    claims {low:.2f}-{min(high, 1):.2f}: {len(inside)}, true {sum(inside) / len(inside):.3f}")
    if "-v" in sys.argv:
        worst = sorted(zip(guesses, examples, strict=True), key=lambda p: -abs(p[0] - p[1].truth))
        for guess, example in worst[:25]:
            print(f"    {guess:.2f} {example.truth} {example.shown}")


def gather(name: str, folder: Path, most: int) -> dict[str, list[Example]]:
    """Collect a source's examples by model."""
    found: dict[str, list[Example]] = {}
    for model, example in SOURCES[name](folder, most):
        found.setdefault(model, []).append(example)
    return found


def main() -> None:
    """Fit what is asked for and keep the other models as they are."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("-")]
    train, tune = Path(arguments[0]), Path(arguments[1])
    random.seed(1998)
    table = tomllib.loads(WEIGHTS.read_text("utf-8")) if WEIGHTS.exists() else {}
    for name in arguments[2:] or list(SOURCES):
        table |= fit(gather(name, train, 120), gather(name, tune, 40))
    text = "# How much each piece of evidence counts, in log odds. Made by training/fit.py.\n"
    for model in sorted(table):
        text += f"\n[{model}]\n" + "".join(f"{key} = {value}\n" for key, value in sorted(table[model].items()))
    WEIGHTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
