"""The table of features: what the models weigh, and what the evidence names."""

from __future__ import annotations

from itertools import chain
from math import fsum

import pytest

from convert.analysis.features import FEATURES
from convert.language import language
from tests.support.damage import invented_pages, long_text
from tests.support.evidence import weighed
from tests.support.golden_files import compare
from tests.support.paths import SAMPLES, TESTS

MODELS = language("zh-Hans").models
UNMEASURED = "田亮以518.58分的总成绩夺得跳\n台冠军。".encode()
"""A page of two lines: its measure is not known."""


def test_the_table_is_of_the_shipped_models() -> None:
    """Each model has its features, and there are no others."""
    assert FEATURES.keys() == MODELS.weights.keys() | MODELS.trees.keys()


@pytest.mark.parametrize("model", FEATURES)
def test_models_weigh_no_other_feature(model: str) -> None:
    """A feature that nobody names any more would be a silent 0."""
    weighed = MODELS.trees[model].leaves.clues if model in MODELS.trees else MODELS.weights[model]
    assert {*weighed} - {*FEATURES[model]} == set()


def test_evidence_names_no_other_feature() -> None:
    """Whatever the passes find on the samples, and on a page without line ends, is described."""
    pages = [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
    evidence = weighed([*pages, long_text(40_000).encode(), UNMEASURED])
    assert evidence.keys() == FEATURES.keys()
    strange = {model: {*chain(*given)} - {*FEATURES[model]} for model, given in evidence.items()}
    assert strange == {model: set() for model in FEATURES}


def test_evidence_is_as_before(request: pytest.FixtureRequest) -> None:
    """How often each feature is named on known pages, and what its values add up to."""
    pages = [path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]
    evidence = weighed([*pages, *(text.encode() for _, text in invented_pages()), UNMEASURED])
    lines: list[str] = []
    for model, given in sorted(evidence.items()):
        for name in sorted({*chain(*given)}):
            values = [one[name] for one in given if name in one]
            lines.append(f"{model} {name}: {len(values)} times, in all {fsum(values):.4f}\n")
    rewrite = request.config.getoption("--rewrite-golden")
    compare("".join(lines), TESTS / "golden" / "evidence.txt", rewrite=rewrite)
