"""Fit the weights that combine the evidence, and write them to the package's weights.toml.

    python training/fit.py PAGES_TRAIN PAGES_TUNE [MODEL...]
    python training/fit.py --check PAGES... [MODEL...]    how true the shipped models are on other pages

Each folder holds folders seed, ocr, pdftotext, pdfflat and noblank (and seed41, daily_ocr_12... for other
seeds, sources and layouts) that newsnoise.py filled; for `damage` a folder drawn, by training/draw_pages.py.
Neither the n-grams nor the network may have read their articles: of the month in corpus.py take fit.jsonl and
hold.jsonl, of broadcasts and laws the last 200: what follows what elsewhere looks four times as sure.
`cut`, `head_open`, `candidate`, `pair` and `link` were fitted on 90 folders of 14 pages (the last two: of
11): the daily, broadcasts and laws, some dressed by house_styles.py; columns of 12 to 22 characters, one to
fourteen articles, rates of damage drawn, some of the folders (mixed) in right order, hard, flat or without
blank lines. Fit them one after another, in this order: what a later one sees depends on the earlier ones.

Logistic regression (scikit-learn), a little regularised, or trees; the fit on the tune pages is printed. Only
this script needs scikit-learn: the package reads the weights and adds them up.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from convert.language.models import TREES_FILE
from convert.language.trees import trees_from
from convert.language.weights import certainty
from training import forest
from training.checks import Example, check, report
from training.examples import FEW, MOST, SOURCES, gather
from training.growth import FOREST, MANY
from training.tables import read_weights, write_weights


def fit_trees(train: dict[str, list[Example]], tune: dict[str, list[Example]]) -> dict[str, dict[str, Any]]:
    """Grow each model's trees and print how they do on pages they have not seen."""
    made = {}
    for model, examples in sorted(train.items()):
        evidence, truths = [e.evidence for e in examples], [e.truth for e in examples]
        if model in MANY:
            made[model] = forest.grow_many(evidence, truths, MANY[model])
        else:
            made[model] = forest.grow(evidence, truths)
        ready = trees_from(made[model])
        report(model, [certainty(ready.odds(e.evidence)) for e in tune[model]], tune[model])
    return made


def fit(train: dict[str, list[Example]], tune: dict[str, list[Example]]) -> dict[str, dict[str, float]]:
    """Fit each model and print how it does on pages it has not seen."""
    fitted = {}
    for model, examples in sorted(train.items()):
        table = DictVectorizer(sort=True)
        matrix = table.fit_transform([e.evidence for e in examples])
        machine = LogisticRegression(max_iter=5000, fit_intercept=False)
        machine.fit(matrix, [e.truth for e in examples])
        names = table.get_feature_names_out()
        fitted[model] = {n: round(float(w), 3) for n, w in zip(names, machine.coef_[0], strict=True)}
        report(
            model,
            machine.predict_proba(table.transform([e.evidence for e in tune[model]]))[:, 1],
            tune[model],
        )
    return fitted


def gather_all(name: str, folder: Path) -> dict[str, list[Example]]:
    """Collect a source's examples of a folder to look at."""
    return gather(name, folder, FEW)


def main() -> None:
    """Fit what is asked for and keep the other models as they are; or only check."""
    arguments = [a for a in sys.argv[1:] if not a.startswith("-")]
    if "--check" in sys.argv:
        folders = [Path(name) for name in arguments if name not in SOURCES]
        check(folders, [name for name in arguments if name in SOURCES] or list(SOURCES), gather_all)
        return
    train, tune = Path(arguments[0]), Path(arguments[1])
    random.seed(1998)
    table = read_weights()
    forests = json.loads(TREES_FILE.read_text("utf-8")) if TREES_FILE.exists() else {}
    for name in arguments[2:] or list(SOURCES):
        if name in FOREST:
            forests |= fit_trees(gather(name, train, MOST), gather(name, tune, FEW))
        else:
            table |= fit(gather(name, train, MOST), gather(name, tune, FEW))
    forest.write(forests, TREES_FILE)
    write_weights(table)


if __name__ == "__main__":
    main()
