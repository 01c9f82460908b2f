"""The table of features: what the models weigh, and what the evidence names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from convert import conversion
from convert.analysis.features import FEATURES
from convert.language import language
from convert.language.models import Models
from convert.passes.registry import run
from tests.support.damage import long_text
from tests.support.paths import SAMPLES

MODELS = language("zh-Hans").models


class Recorder:
    """Models that remember what evidence they were given."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.names: dict[str, set[str]] = {}

    def odds(self, model: str, evidence: Mapping[str, float]) -> float:
        """Ask the shipped models."""
        self.names.setdefault(model, set()).update(evidence)
        return MODELS.odds(model, evidence)


def test_the_table_is_of_the_shipped_models() -> None:
    """Each model has its features, and there are no others."""
    assert FEATURES.keys() == MODELS.weights.keys() | MODELS.trees.keys()


@pytest.mark.parametrize("model", FEATURES)
def test_models_weigh_no_other_feature(model: str) -> None:
    """A feature that nobody names any more would be a silent 0."""
    weighed = MODELS.trees[model].clues if model in MODELS.trees else MODELS.weights[model]
    assert {*weighed} - {*FEATURES[model]} == set()


def test_evidence_names_no_other_feature() -> None:
    """Whatever the passes find on the samples, and on a page without line ends, is described."""
    recorder = Recorder()
    knowledge = replace(language("zh-Hans"), models=cast("Models", recorder))
    pages = [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
    unmeasured = "田亮以518.58分的总成绩夺得跳\n台冠军。".encode()
    for data in (*pages, long_text(40_000).encode(), unmeasured):
        document = conversion.read(data)
        if document.meta.language == "zh-Hans":
            run(document, knowledge)
    assert recorder.names.keys() == FEATURES.keys()
    assert {model: names - {*FEATURES[model]} for model, names in recorder.names.items()} == {
        model: set() for model in FEATURES
    }
