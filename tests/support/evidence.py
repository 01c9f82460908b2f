"""The evidence that the models are given while pages are repaired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from convert import conversion
from convert.language import language
from convert.language.models import Models
from convert.passes.registry import run

Evidence = Mapping[str, float]


class Recorder:
    """The shipped models, and what they were given, by model."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.given: dict[str, list[Evidence]] = {}
        self.models = language("zh-Hans").models

    def odds(self, model: str, evidence: Evidence) -> float:
        """Ask the shipped models."""
        self.given.setdefault(model, []).append(dict(evidence))
        return self.models.odds(model, evidence)

    def odds_of(self, model: str, evidence: Sequence[Evidence]) -> list[float]:
        """Ask them of several pieces."""
        return [self.odds(model, each) for each in evidence]

    def odds_of_columns(self, model: str, columns: Mapping[str, Sequence[float]]) -> list[float]:
        """Ask them of much evidence, each piece of which is a column."""
        rows = zip(*columns.values(), strict=True)
        self.given.setdefault(model, []).extend(dict(zip(columns, row, strict=True)) for row in rows)
        return self.models.odds_of_columns(model, columns)

    def claimed(self, kind: str, cert: float) -> float:
        """Claim what they claim."""
        return self.models.claimed(kind, cert)


def weighed(pages: Iterable[bytes]) -> Mapping[str, list[Evidence]]:
    """Repair pages, those that are simplified Chinese; return the evidence by model, in its order."""
    recorder = Recorder()
    knowledge = replace(language("zh-Hans"), models=cast("Models", recorder))
    for data in pages:
        document = conversion.read(data)
        if document.meta.language == "zh-Hans":
            run(document, knowledge)
    return recorder.given
