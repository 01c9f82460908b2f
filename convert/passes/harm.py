"""From how much harm is allowed to the thresholds of the rules, by what they did on pages that are known.

    --max-harm 2, a page without damage  ->  repeated-lines acts no more, confusables from .95 on
    the same page, --max-harm 50         ->  each rule acts from its own threshold on

The table (language/data/harm.toml, made by training/calibrate.py) says of each rule, for little, some and
much damage, how many characters in 100,000 it changes wrongly and rightly from each certainty on. Where all
rules together would change more characters wrongly than are allowed, that rule is held back first whose least
certain changes were wrong most often, until they do not. On a damaged page a rule is forgiven one wrong
character for so many that it sets right: to leave them would be the greater harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from convert.document.actions import Rule
from convert.document.damage import NOT_ESTIMATED, Damage
from convert.language.models import HarmTable

MAX_HARM = 2.0
"""Characters in 100,000 that may be changed wrongly, where nobody says otherwise."""
NEVER = 1.01
"""A threshold that no certainty reaches."""
LITTLE, MUCH = 0.2, 0.8
"""Estimates of any damage between which a page has some."""


FORGIVEN: Mapping[str, float] = MappingProxyType({"low": 0.0, "some": 1 / 19, "high": 1 / 9})
"""Wrong characters for each right one: none without damage; with much as many as a certainty of .9 means."""


def bucket(damage: Damage) -> str:
    """Return the part of the table that a document belongs to."""
    return "low" if damage.any < LITTLE else "some" if damage.any < MUCH else "high"


class Level(NamedTuple):
    """What a rule does from a threshold on, in characters of 100,000."""

    threshold: float
    wrong: float
    right: float


@dataclass(frozen=True, slots=True)
class Curve:
    """What a rule does from each threshold on that is left to it, the lowest first; the last is nothing."""

    rule: str
    levels: tuple[Level, ...]

    def harm(self, forgiven: float) -> float:
        """Return how many characters it changes wrongly, less those that are forgiven for the right ones."""
        now = self.levels[0]
        return max(0.0, now.wrong - forgiven * now.right)

    def steps(self) -> Iterator[tuple[float, Curve]]:
        """Yield each higher threshold: the share of wrong characters among what goes, and what is left."""
        now = self.levels[0]
        for at, level in enumerate(self.levels[1:], 1):
            wrong, right = now.wrong - level.wrong, now.right - level.right
            if wrong > 0:
                yield wrong / (wrong + max(0.0, right)), replace(self, levels=self.levels[at:])


def calibrated(
    table: HarmTable, rules: Iterable[Rule], damage: Damage, max_harm: float
) -> Mapping[str, float]:
    """Return the thresholds of the rules that are held back on a document, by their names.

    A document whose damage was not estimated is no part of the table: each rule goes by its own threshold.
    """
    part = table.get(bucket(damage), {}) if damage != NOT_ESTIMATED else {}
    forgiven = FORGIVEN[bucket(damage)]
    curves = {rule.name: _curve(rule, part[rule.name]) for rule in rules if rule.name in part}
    own = {name: curve.levels[0].threshold for name, curve in curves.items()}
    while sum(curve.harm(forgiven) for curve in curves.values()) > max_harm:
        harmful = [curve for curve in curves.values() if curve.harm(forgiven) > 0]
        _, worst = max((step for curve in harmful for step in curve.steps()), key=lambda step: step[0])
        curves[worst.rule] = worst
    now = {name: curve.levels[0].threshold for name, curve in curves.items()}
    return {name: threshold for name, threshold in now.items() if threshold > own[name]}


def _curve(rule: Rule, known: Mapping[str, Mapping[str, float]]) -> Curve:
    """Return the levels of a rule from its own threshold on."""
    levels = [Level(float(at), values["wrong"], values["right"]) for at, values in known.items()]
    levels.sort()
    above = [level for level in levels if level.threshold > rule.threshold]
    below = [level for level in levels if level.threshold <= rule.threshold]
    first = below[-1:] or above[:1]
    return Curve(
        rule.name,
        (*(level._replace(threshold=rule.threshold) for level in first), *above, Level(NEVER, 0.0, 0.0)),
    )


def held_back(rule: Rule, thresholds: Mapping[str, float]) -> Rule:
    """Return a rule as it acts on a document."""
    threshold = thresholds.get(rule.name)
    return rule if threshold is None else replace(rule, threshold=threshold, own_threshold=rule.threshold)
